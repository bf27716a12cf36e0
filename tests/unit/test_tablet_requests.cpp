// Heads of requests, most of them hostile, and how often an address may knock.
#include <gtest/gtest.h>

#include <random>

#include "tablet/rates.hpp"
#include "tablet/request_head.hpp"

namespace smp::test {
namespace {

std::string get(const std::string& more = "", const std::string& target = "/") {
    return "GET " + target + " HTTP/1.1\r\nHost: 192.168.1.20:8443\r\n" + more + "\r\n";
}

int refused(const std::string& bytes) {
    const auto head = look_at_head(bytes);
    return head ? head->refused : -1;
}

TEST(TabletRequest, OfABrowserIsRead) {
    const std::string token(64, 'a');
    const std::string bytes = "POST /commands HTTP/1.1\r\nHost: [::1]:8443\r\nCookie: a=b; __Host-smp-tablet=" + token +
                              "; c=d\r\nContent-Length: 12\r\nContent-Type: application/json\r\n\r\n{\"hand\": \"\"}";
    const auto head = look_at_head(bytes);
    ASSERT_TRUE(head);
    EXPECT_EQ(head->refused, 0);
    EXPECT_EQ(head->token, token);
    EXPECT_EQ(head->body_bytes, 12u);
    EXPECT_EQ(bytes.substr(head->head_bytes), "{\"hand\": \"\"}");
    EXPECT_FALSE(head->closes);
    for (std::size_t i = 1; i < head->head_bytes; ++i)
        EXPECT_FALSE(look_at_head(bytes.substr(0, i))) << "not whole yet";
    EXPECT_TRUE(look_at_head(get("Connection: close\r\n"))->closes);
}

TEST(TabletRequest, WhatThisServerDoesNotDoIsRefused) {
    EXPECT_EQ(refused(get()), 0);
    EXPECT_EQ(refused("PUT / HTTP/1.1\r\nHost: a\r\n\r\n"), 405);
    EXPECT_EQ(refused("GET / HTTP/1.1\r\n\r\n"), 400) << "no host";
    EXPECT_EQ(refused("GET  / HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
    EXPECT_EQ(refused("GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
    EXPECT_EQ(refused("GET / HTTP/2.0\r\nHost: a\r\n\r\n"), 400);
    EXPECT_EQ(refused("GET /\r\nHost: a\r\n\r\n"), 400);
    EXPECT_EQ(refused(get("Host: b\r\n")), 400) << "two";
    EXPECT_EQ(refused(get("Transfer-Encoding: chunked\r\n")), 411);
    EXPECT_EQ(refused(get("Content-Encoding: gzip\r\n")), 415) << "a small body that unpacks to a large one";
    EXPECT_EQ(refused(get("Expect: 100-continue\r\n")), 417);
    EXPECT_EQ(refused(get("Range: bytes=0-,0-,0-\r\n")), 416);
    EXPECT_EQ(refused(get("Upgrade: h2c\r\n")), 426);
    EXPECT_EQ(refused("POST /pair HTTP/1.1\r\nHost: a\r\n\r\n"), 411);
    EXPECT_EQ(refused(get("Content-Length: 5\r\n")), 400) << "of a GET";
    for (const char* bad : {"-1", "+1", "0x10", "1 2", "", "1,1", "99999999999999999999999"})
        EXPECT_NE(refused(std::string("POST /pair HTTP/1.1\r\nHost: a\r\nContent-Length: ") + bad + "\r\n\r\n"), 0)
            << bad;
    EXPECT_EQ(refused("POST /pair HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n"), 413);
    EXPECT_EQ(refused("POST /pair HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"), 400);
    EXPECT_EQ(refused(get("Host : a\r\n")), 400);
    EXPECT_EQ(refused(get("A: b\r\n folded: c\r\n")), 400);
    EXPECT_EQ(refused(get(": nameless\r\n")), 400);
    EXPECT_EQ(refused(get("A: b\nC: d\r\n")), 400) << "a bare line feed";
    EXPECT_EQ(refused(get(std::string("A: b\0c\r\n", 8))), 400);
}

TEST(TabletRequest, WhatNeverEndsIsNotWaitedFor) {
    EXPECT_EQ(refused(std::string("\x16\x03\x01\x00", 4)), 400) << "TLS within TLS";
    EXPECT_EQ(refused("GET /" + std::string(5000, 'a')), 414);
    EXPECT_EQ(refused(get("", "/" + std::string(3000, 'a'))), 414);
    std::string many = "GET / HTTP/1.1\r\nHost: a\r\n";
    while (many.size() <= largest_head) many += "X: y\r\n";
    EXPECT_NE(refused(many), -1) << "no end of fields";
    EXPECT_NE(refused(many), 0);
    EXPECT_EQ(refused(get("X: " + std::string(9000, 'a') + "\r\n")), 431);
}

TEST(TabletRequest, ChanceBytesDoNoHarm) {
    std::mt19937 random(7);
    const std::string good = get("Cookie: __Host-smp-tablet=abc\r\nConnection: keep-alive\r\n");
    for (int i = 0; i < 20000; ++i) {
        std::string bytes = good;
        for (unsigned n = random() % 8; n > 0; --n) {
            const std::size_t at = random() % bytes.size();
            switch (random() % 3) {
                case 0:
                    bytes[at] = static_cast<char>(random());
                    break;
                case 1:
                    bytes.insert(at, bytes.substr(random() % bytes.size(), random() % 40));
                    break;
                default:
                    bytes.erase(at, random() % 10);
            }
            if (bytes.empty()) bytes = "x";
        }
        const auto head = look_at_head(bytes);
        if (head && !head->refused) {
            EXPECT_LE(head->head_bytes, bytes.size());
            EXPECT_LE(head->body_bytes, largest_body);
        }
    }
}

TEST(TabletDoor, LetsInWhatIsUsualAndNoFlood) {
    Doorkeeper keeper;
    int usual = 0;
    for (int s = 0; s < 60; ++s)
        for (int i = 0; i < 6; ++i) usual += keeper.admits("192.168.1.7", false, s);
    EXPECT_EQ(usual, 360) << "six connections a second, all day";
    int flood = 0;
    for (int i = 0; i < 10000; ++i) flood += keeper.admits("192.168.1.8", false, 100 + i * 1e-4);
    EXPECT_LT(flood, 80) << "ten thousand in a second";
    EXPECT_TRUE(keeper.admits("192.168.1.7", false, 101)) << "and the other one still comes in";
}

TEST(TabletDoor, AKnownTabletDoesNotWaitBehindStrangers) {
    Doorkeeper keeper;
    int in = 0;
    for (int i = 0; i < 10000; ++i)
        in += keeper.admits("10.0." + std::to_string(i / 250) + "." + std::to_string(i % 250), false, 1 + i * 1e-4);
    EXPECT_LT(in, 250) << "from as many addresses as one likes";
    EXPECT_FALSE(keeper.admits("172.16.0.1", false, 1.9999));
    EXPECT_TRUE(keeper.admits("172.16.0.2", true, 1.9999));
    EXPECT_LE(keeper.remembered(), 2048u);
}

}  // namespace
}  // namespace smp::test
