// What one mark and a patch of marks do to the picture: place, amount, colour.
#include <cmath>
#include <numbers>

#include "golden/gl_test.hpp"

namespace smp {
namespace {

class Marks : public GlTest {
  protected:
    double total_tone(int width, int height, const HeadView& view, double k);
};

constexpr double k_red = 0.18;

Treatment of(std::vector<Mark> marks, const glm::vec3& depth_rgb = scene::light_skin_depth_rgb) {
    Treatment treatment;
    treatment.marks = std::move(marks);
    treatment.pigment = PigmentOptics::same_in_all(depth_rgb);
    return treatment;
}

Intrinsics plain_camera(int width, int height, double f) {
    return {f, f, 0.5 * (width - 1), 0.5 * (height - 1), width, height, {}};
}

cv::Mat grey(int width, int height, int value) {
    return cv::Mat(height, width, CV_8UC3, cv::Scalar(value, value, value));
}

// Sum over the picture of what the marks do to a grey one, in red, as tone. Mean over several greys, each of which
// eight bits round in another way.
double Marks::total_tone(int width, int height, const HeadView& view, double k) {
    double sum = 0;
    int pictures = 0;
    for (int value = 207; value < 256; value += 4, ++pictures) {
        const cv::Mat before = grey(width, height, value), depth = optical_depth(before, drawn(before, view));
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x) sum += depth.at<cv::Vec3d>(y, x)[2] / k;
    }
    return sum / pictures;
}

glm::dvec2 centroid(const cv::Mat& before, const cv::Mat& after) {
    const cv::Mat depth = optical_depth(before, after);
    glm::dvec2 sum(0);
    double weight = 0;
    for (int y = 0; y < depth.rows; ++y)
        for (int x = 0; x < depth.cols; ++x) {
            const double w = depth.at<cv::Vec3d>(y, x)[2];
            sum += w * glm::dvec2(x, y);
            weight += w;
        }
    return sum / weight;
}

TEST_F(Marks, ADotLandsOnItsProjectedPoint) {
    set(scene::flat_mesh(200, 0));
    const cv::Mat picture = grey(320, 240, 255);
    Intrinsics straight = plain_camera(320, 240, 400), bent = straight;
    bent.cx_px = 151.3;
    bent.cy_px = 128.6;
    bent.distortion = {-0.31, 0.12, 0.004, -0.003, -0.02};
    for (const auto& camera : {straight, bent})
        for (const double yaw : {0.0, 35.0})
            for (const glm::vec3 at : {glm::vec3(0, 0, 0), glm::vec3(-61.3, 47.7, 0), glm::vec3(83.1, -52.2, 0)}) {
                const auto pose = scene::pose(yaw, -10, {3, -4, 420});
                // Strong and wide enough that eight bits hold its shape.
                set(of({{at, {0, 0, 1}, glm::vec3(0), 1.2f, 20}}));
                const auto want = camera.project(pose * glm::dvec3(at));
                const auto got = centroid(picture, drawn(picture, HeadView{pose, camera}));
                EXPECT_LT(glm::length(got - want), 0.05) << yaw << " at " << at.x << ", " << at.y << ": " << got.x
                                                         << ", " << got.y << " for " << want.x << ", " << want.y;
            }
}

TEST_F(Marks, AtThePicturesBorderAMarkIsCutNotDropped) {
    set(scene::flat_mesh(200, 0));
    const auto camera = plain_camera(100, 80, 400);
    const auto pose = scene::pose(0, 0, {0, 0, 400});
    // Centres 0.7 px outside the left border and inside it: mirror images about the border line at -0.5.
    double tone[2];
    for (const int side : {0, 1}) {
        const double x_px = -0.5 + (side ? 0.7 : -0.7);
        set(of({{{x_px - camera.cx_px, 0, 0}, {0, 0, 1}, glm::vec3(0), 1.f, 6}}));
        tone[side] = total_tone(100, 80, HeadView{pose, camera}, k_red);
    }
    EXPECT_GT(tone[0], 0.6);
    // The compensation for a dark core adds 2 % (a quarter of peak 0.7 x 0.13).
    EXPECT_NEAR(tone[0] + tone[1], 6 * 1.023, 0.1);
}

// tone_mm2 x projected px2 per mm2, wherever between the pixels the mark lies, at any distance and tilt.
TEST_F(Marks, TheSumOverPixelsIsTheMarksTone) {
    set(scene::flat_mesh(100, 0));
    for (const double px_per_mm : {0.6, 1.0, 2.0, 5.0})
        for (const double yaw : {0.0, 45.0, 60.0})
            for (int shift = 0; shift < 4; ++shift) {
                const auto camera = plain_camera(96, 96, px_per_mm * 500);
                auto pose = scene::pose(yaw, 0, {0, 0, 500});
                pose.t_mm += glm::dvec3(0.27 * shift, 0.13 * shift, 0) / px_per_mm;
                const float sigma = 0.5f;
                // A peak of about 1 in optical depth, of coincident marks so weak that none saturates by itself.
                constexpr std::size_t copies = 400;
                const double area = px_per_mm * px_per_mm * std::cos(yaw * std::numbers::pi / 180);
                const double tone = 2 * std::numbers::pi * (sigma * sigma * px_per_mm * px_per_mm + 0.34) / area;
                const Mark mark{{0, 0, 0}, {0, 0, 1}, glm::vec3(0), sigma, static_cast<float>(tone / copies)};
                set(of(std::vector<Mark>(copies, mark), glm::vec3(1)));
                const double got = total_tone(96, 96, HeadView{pose, camera}, 1);
                // 1 %: what is left of eight bits after the mean over several greys.
                EXPECT_NEAR(got / (tone * area), 1, 0.01) << px_per_mm << " px/mm, yaw " << yaw << ", shift " << shift;
            }
}

TEST_F(Marks, AStrokeIsDrawnOutAlongItsDirectionAndKeepsItsTone) {
    set(scene::flat_mesh(100, 0));
    const auto camera = plain_camera(96, 96, 1500);
    const auto pose = scene::pose(0, 0, {0, 0, 500});
    const cv::Mat picture = grey(96, 96, 255);
    const auto spread = [&](const glm::vec3& stroke) {
        set(of({{{0, 0, 0}, {0, 0, 1}, stroke, 0.3f, 1}}));
        const cv::Mat after = drawn(picture, HeadView{pose, camera});
        const cv::Mat depth = optical_depth(picture, after);
        glm::dvec2 sum(0);
        double weight = 0;
        for (int y = 0; y < 96; ++y)
            for (int x = 0; x < 96; ++x) {
                const double w = depth.at<cv::Vec3d>(y, x)[2];
                sum += w * glm::dvec2((x - 47.5) * (x - 47.5), (y - 47.5) * (y - 47.5));
                weight += w;
            }
        EXPECT_NEAR(weight / k_red / 9, 1, 0.1);  // the compensation for a dark core adds 8 %
        return glm::sqrt(sum / weight);
    };
    const auto dot = spread(glm::vec3(0)), along_x = spread({1.2, 0, 0}), along_y = spread({0, 1.2, 0});
    EXPECT_NEAR(dot.x, dot.y, 0.05);
    EXPECT_GT(along_x.x, 1.8 * along_x.y);
    EXPECT_NEAR(along_x.y, dot.y, 0.15);
    EXPECT_NEAR(along_x.x, along_y.y, 0.05);
    EXPECT_NEAR(along_x.y, along_y.x, 0.05);
}

// Mean of a channel in linear light over a stippled patch, relative to the bare picture.
glm::dvec3 mean_ratio(const cv::Mat& before, const cv::Mat& after) {
    glm::dvec3 sum(0), bare(0);
    for (int y = 0; y < before.rows; ++y)
        for (int x = 0; x < before.cols; ++x)
            for (int c = 0; c < 3; ++c) {
                sum[c] += linear_from_srgb(after.at<cv::Vec3b>(y, x)[2 - c]);
                bare[c] += linear_from_srgb(before.at<cv::Vec3b>(y, x)[2 - c]);
            }
    return sum / bare;
}

TEST_F(Marks, TheToneOfAPatchDoesNotChangeWithDistanceTiltOrShift) {
    constexpr double half_mm = 85, density = 140;  // fills the picture at 70 degrees too
    set(scene::flat_mesh(half_mm, 0));
    const Treatment treatment = scene::flat_treatment(half_mm, density);
    const auto depth = treatment.pigment.at(0);
    const glm::dvec3 want = glm::exp(-density / 100 * scene::default_tone_mm2 * glm::dvec3(depth.all()));
    set(treatment);
    for (const double px_per_mm : {0.5, 0.8, 1.2, 2.0, 3.0, 5.0, 8.0})
        for (const double yaw : {0.0, 30.0, 50.0, 70.0}) {
            const int size = static_cast<int>(std::lround(50 * px_per_mm)) | 1;
            // A long lens: the patch lies at one scale.
            const auto camera = plain_camera(size, size, px_per_mm * 3000);
            auto pose = scene::pose(yaw, 0, {0, 0, 3000});
            const cv::Mat picture = grey(size, size, 220);
            const auto ratio = mean_ratio(picture, drawn(picture, HeadView{pose, camera}));
            for (int c = 0; c < 3; ++c)
                EXPECT_NEAR(ratio[c] / want[c], 1, 0.02) << "RGB"[c] << " at " << px_per_mm << " px/mm, yaw " << yaw;
            pose.t_mm += glm::dvec3(0.37, 0.71, 0) / px_per_mm;
            const auto shifted = mean_ratio(picture, drawn(picture, HeadView{pose, camera}));
            // Other marks come in at the border; the rest is the footprint's.
            for (int c = 0; c < 3; ++c) EXPECT_NEAR(shifted[c] / ratio[c], 1, 0.004) << px_per_mm << " px/mm";
        }
}

TEST_F(Marks, TheSkinIsMultipliedInLinearLightChannelByChannel) {
    set(scene::flat_mesh(100, 0));
    set(of(scene::flat_marks(60, 140, 0.4f, 1.2f)));
    const auto camera = plain_camera(64, 64, 800);
    const auto pose = scene::pose(0, 0, {0, 0, 600});
    // 188 is twice as bright as 137 in linear light (to 0.2 %).
    const cv::Mat dark = grey(64, 64, 137), bright = grey(64, 64, 188);
    ASSERT_NEAR(linear_from_srgb(188) / linear_from_srgb(137), 2, 0.02);
    const cv::Mat dark_after = drawn(dark, HeadView{pose, camera}),
                  bright_after = drawn(bright, HeadView{pose, camera});
    const cv::Mat depth = optical_depth(bright, bright_after);
    double darkened_dark = 0, darkened_bright = 0;
    glm::dvec3 mean(0);
    for (int y = 0; y < 64; ++y)
        for (int x = 0; x < 64; ++x) {
            for (int c = 0; c < 3; ++c) {
                darkened_dark += linear_from_srgb(137) - linear_from_srgb(dark_after.at<cv::Vec3b>(y, x)[c]);
                darkened_bright += linear_from_srgb(188) - linear_from_srgb(bright_after.at<cv::Vec3b>(y, x)[c]);
                mean[c] += depth.at<cv::Vec3d>(y, x)[2 - c] / (64 * 64);
            }
            // Each pixel: green and blue follow from red by the pigment's colour, to the rounding of eight bits.
            const auto d = depth.at<cv::Vec3d>(y, x);
            EXPECT_NEAR(d[1], d[2] * 0.087 / 0.18, 0.013);
            EXPECT_NEAR(d[0], d[2] * 0.053 / 0.18, 0.013);
        }
    const double brighter = linear_from_srgb(188) / linear_from_srgb(137);
    EXPECT_NEAR(darkened_bright / darkened_dark, brighter, 0.02);
    EXPECT_NEAR(mean.g / mean.r, 0.087 / 0.18, 0.01);
    EXPECT_NEAR(mean.b / mean.r, 0.053 / 0.18, 0.01);
    EXPECT_NEAR(mean.r, 1.4 * 1.2 * 0.18, 0.02 * mean.r + 0.004);
}

TEST_F(Marks, AlphaScalesTheOpticalDepth) {
    set(scene::flat_mesh(100, 0));
    set(of(scene::flat_marks(60, 140, 0.4f, 1.2f)));
    const auto camera = plain_camera(64, 64, 500);
    const auto pose = scene::pose(0, 0, {0, 0, 600});
    const HeadView view{pose, camera};
    const cv::Mat picture = grey(64, 64, 230);
    const auto total = [&](double alpha) {
        const cv::Mat depth = optical_depth(picture, drawn(picture, view, alpha));
        double sum = 0;
        for (int y = 0; y < 64; ++y)
            for (int x = 0; x < 64; ++x) sum += depth.at<cv::Vec3d>(y, x)[2];
        return sum;
    };
    const double whole = total(1), half = total(0.5);
    EXPECT_NEAR(half / whole, 0.5, 0.01);
}

TEST_F(Marks, FadeInAtGrazingAnglesAndHideFromBehind) {
    set(scene::flat_mesh(100, 0));
    set(of(scene::flat_marks(60, 140, 0.3f, 1.2f)));
    const auto camera = plain_camera(64, 64, 4000);
    const cv::Mat picture = grey(64, 64, 230);
    const auto centre_tone = [&](double yaw) {
        const cv::Mat after = drawn(picture, HeadView{scene::pose(yaw, 0, {0, 0, 3000}), camera});
        const cv::Mat depth = optical_depth(picture, after);
        double sum = 0;
        for (int y = 0; y < 64; ++y) sum += depth.at<cv::Vec3d>(y, 32)[2] / (64 * k_red);
        return sum;
    };
    const double face_on = centre_tone(0);
    // cos 75 = 0.26, cos 83.1 = 0.12 (half way), cos 88 = 0.035
    EXPECT_NEAR(centre_tone(75) / face_on, 1, 0.1);
    EXPECT_NEAR(centre_tone(83.1) / face_on, 0.5, 0.15);
    EXPECT_EQ(centre_tone(88), 0);
    EXPECT_EQ(centre_tone(180), 0);
}

}  // namespace
}  // namespace smp
