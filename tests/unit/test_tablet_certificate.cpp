// The certificate, the QR code, and the addresses they are made for.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <opencv2/objdetect.hpp>

#include "support/scratch.hpp"
#include "tablet/addresses.hpp"
#include "tablet/certificate.hpp"
#include "tablet/qr.hpp"

namespace smp::test {
namespace {

constexpr std::time_t now = 1'800'000'000;
constexpr std::time_t day = 86400;

TEST(TabletCertificate, IsMadeOnceAndReadAgain) {
    Scratch scratch;
    const auto file = scratch / "tablet" / "certificate.pem";
    std::string told;
    const auto made = own_certificate(file, {"192.168.1.20", "::1", "salon.local", "bad name, DNS:evil"}, now, &told);
    ASSERT_TRUE(made) << made.error().line();
    EXPECT_EQ(told, "");
    EXPECT_EQ(made->names, (std::vector<std::string>{"192.168.1.20", "::1", "salon.local"}));
    EXPECT_EQ(made->fingerprint.size(), 32u * 3 - 1);
    EXPECT_GT(made->expires, now + 700 * day);
    struct stat found {};
    ASSERT_EQ(::stat(file.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777, 0600u);
    const auto again = own_certificate(file, {"10.0.0.1"}, now + 100 * day, &told);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->fingerprint, made->fingerprint) << "the tablets need not be asked again";
    EXPECT_EQ(told, "");
}

TEST(TabletCertificate, IsRenewedBeforeItEndsAndWhenItIsDamaged) {
    Scratch scratch;
    const auto file = scratch / "certificate.pem";
    std::string told;
    const auto made = own_certificate(file, {"127.0.0.1"}, now, &told);
    ASSERT_TRUE(made);
    const auto renewed = own_certificate(file, {"127.0.0.1"}, made->expires - day, &told);
    ASSERT_TRUE(renewed);
    EXPECT_NE(renewed->fingerprint, made->fingerprint);
    EXPECT_NE(told, "");
    told.clear();
    write_file(file, "-----BEGIN PRIVATE KEY-----\nnonsense\n");
    const auto mended = own_certificate(file, {"127.0.0.1"}, now, &told);
    ASSERT_TRUE(mended);
    EXPECT_NE(told, "");
    EXPECT_TRUE(std::filesystem::exists(scratch / "certificate.pem-damaged"));
    const auto one = make_certificate({"a.local"}, now), other = make_certificate({"b.local"}, now);
    ASSERT_TRUE(one && other);
    const auto cut = one->pem.find("-----BEGIN CERTIFICATE");
    const auto mixed = one->pem.substr(0, cut) + other->pem.substr(other->pem.find("-----BEGIN CERTIFICATE"));
    EXPECT_FALSE(read_certificate(mixed, "x")) << "another one's key";
    EXPECT_FALSE(read_certificate("", "x"));
}

TEST(TabletCertificate, SaysWhenItCannotBeKept) {
    Scratch scratch;
    scratch.write("tablet", "a file where the folder should be");
    std::string told;
    const auto made = own_certificate(scratch / "tablet" / "certificate.pem", {}, now, &told);
    ASSERT_FALSE(made);
    EXPECT_FALSE(made.error().line().empty());
}

TEST(TabletQr, HasItsThreeCorners) {
    const QrCode qr = make_qr("https://192.168.1.20:8443/#482913");
    ASSERT_GE(qr.size, 21);
    ASSERT_EQ(qr.dark.size(), static_cast<std::size_t>(qr.size * qr.size));
    const int far = qr.size - 7;
    for (const auto& [x, y] : {std::pair{0, 0}, {far, 0}, {0, far}})
        for (int i = 0; i < 7; ++i) {
            EXPECT_TRUE(qr.at(x + i, y));
            EXPECT_TRUE(qr.at(x, y + i));
            EXPECT_EQ(qr.at(x + i, y + 1), i == 0 || i == 6) << "the white ring";
        }
    EXPECT_FALSE(make_qr("another") == qr);
    EXPECT_EQ(make_qr(std::string(5000, 'x')).size, 0) << "does not fit";
}

TEST(TabletQr, IsFoundByACamera) {
    const std::string text = "https://192.168.1.20:8443/#482913";
    const QrCode qr = make_qr(text);
    constexpr int border = 4, square_px = 6;
    cv::Mat picture((qr.size + 2 * border) * square_px, (qr.size + 2 * border) * square_px, CV_8UC1, cv::Scalar(255));
    for (int y = 0; y < qr.size; ++y)
        for (int x = 0; x < qr.size; ++x)
            if (qr.at(x, y))
                picture(cv::Rect((x + border) * square_px, (y + border) * square_px, square_px, square_px)) = 0;
    // Debian's OpenCV finds codes but does not read them.
    std::vector<cv::Point2f> corners;
    ASSERT_TRUE(cv::QRCodeDetector().detect(picture, corners));
    ASSERT_EQ(corners.size(), 4u);
    EXPECT_NEAR(corners[0].x, border * square_px, square_px);
    EXPECT_NEAR(corners[2].y, (border + qr.size) * square_px, square_px);
}

TEST(TabletAddress, IsABrowsersOne) {
    EXPECT_EQ(page_address("192.168.1.20", 8443), "https://192.168.1.20:8443/");
    EXPECT_EQ(page_address("fd00::1", 9), "https://[fd00::1]:9/");
    const auto names = own_names();
    EXPECT_NE(std::find(names.begin(), names.end(), "127.0.0.1"), names.end());
    for (const std::string& a : network_addresses()) EXPECT_FALSE(a.starts_with("127.") || a.starts_with("fe80"));
}

}  // namespace
}  // namespace smp::test
