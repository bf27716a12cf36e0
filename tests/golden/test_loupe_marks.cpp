// Marks seen through a loupe: their place, their true size, and a tone that is the same as outside.
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "golden/gl_test.hpp"
#include "render/loupe.hpp"

namespace smp {
namespace {

class LoupeMarks : public GlTest {};

Treatment of(std::vector<Mark> marks) {
    Treatment treatment;
    treatment.marks = std::move(marks);
    treatment.pigment = PigmentOptics::same_in_all(scene::light_skin_depth_rgb);
    return treatment;
}

// The red channel's optical depth as weights: their centre and their variance along x, px.
struct Blob {
    glm::dvec2 centre_px{0}, variance_px2{0};
};
Blob blob_of(const cv::Mat& before, const cv::Mat& after) {
    const cv::Mat depth = optical_depth(before, after);
    double weight = 0;
    glm::dvec2 sum(0), squares(0);
    for (int y = 0; y < depth.rows; ++y)
        for (int x = 0; x < depth.cols; ++x) {
            const double w = depth.at<cv::Vec3d>(y, x)[2];
            weight += w;
            sum += w * glm::dvec2(x, y);
            squares += w * glm::dvec2(x * x, y * y);
        }
    sum /= weight;
    return {sum, squares / weight - sum * sum};
}

TEST_F(LoupeMarks, ADotLandsWhereItsMagnifiedPointIs) {
    set(scene::flat_mesh(200, 0));
    const cv::Mat frame(240, 320, CV_8UC3, cv::Scalar::all(255));
    Intrinsics bent{400, 400, 151.3, 128.6, 320, 240, {-0.31, 0.12, 0.004, -0.003, -0.02}};
    const auto pose = scene::pose(20, -10, {3, -4, 420});
    for (const glm::vec3 at : {glm::vec3(0, 0, 0), glm::vec3(-61.3, 47.7, 0), glm::vec3(83.1, -52.2, 0)}) {
        set(of({{at, {0, 0, 1}, glm::vec3(0), 0.3f, 1}}));
        const auto in_frame = bent.project(pose * glm::dvec3(at));
        const Loupe loupe{in_frame + glm::dvec2(2.3, -1.7), 16, {160, 120}};
        const HeadView view = magnified(HeadView{pose, bent}, loupe);
        const cv::Mat bare = magnified_picture(frame, loupe);
        const auto got = blob_of(bare, drawn(bare, view)).centre_px, want = loupe_from_frame(loupe, in_frame);
        EXPECT_LT(glm::length(want - glm::dvec2(79.5 - 2.3 * 16, 59.5 + 1.7 * 16)), 1e-9);
        EXPECT_LT(glm::length(got - want), 0.1) << got.x << ", " << got.y << " for " << want.x << ", " << want.y;
    }
}

TEST_F(LoupeMarks, ADotHasItsTrueSizeInMillimetres) {
    set(scene::flat_mesh(100, 0));
    const cv::Mat frame(480, 640, CV_8UC3, cv::Scalar::all(255));
    // A webcam at arm's length: 0.54 mm a pixel, a dot is a third of one.
    const auto camera = Intrinsics::from_fov(640, 480, 50);
    const auto pose = scene::pose(0, 0, {0, 0, 370});
    const double view_px_per_mm = 16 * camera.fx_px / 370;
    for (const double diameter_mm : {0.12, 0.18, 0.3}) {
        const double sigma_mm = std::hypot(0.25 * diameter_mm, 0.08);  // disc with a healed dot's soft edge
        const Mark mark{{1, 2, 0}, {0, 0, 1}, glm::vec3(0), static_cast<float>(sigma_mm), 0.15f};
        set(of({mark}));
        const Loupe loupe{camera.project(pose * glm::dvec3(mark.p_head_mm)), 16, {120, 120}};
        const cv::Mat bare = magnified_picture(frame, loupe);
        const auto blob = blob_of(bare, drawn(bare, magnified(HeadView{pose, camera}, loupe)));
        // Eight bits cut off the faint rim: 4 %.
        EXPECT_NEAR(std::sqrt(blob.variance_px2.x) / view_px_per_mm / sigma_mm, 1, 0.04) << diameter_mm;
        EXPECT_NEAR(std::sqrt(blob.variance_px2.y) / view_px_per_mm / sigma_mm, 1, 0.04) << diameter_mm;
    }
}

glm::dvec3 mean_of(const cv::Mat& bgr) {
    glm::dvec3 sum(0);
    for (const auto& p : cv::Mat_<cv::Vec3b>(bgr))
        sum += glm::dvec3(linear_from_srgb(p[2]), linear_from_srgb(p[1]), linear_from_srgb(p[0]));
    return sum / static_cast<double>(bgr.total());
}

TEST_F(LoupeMarks, APatchHasTheToneThatItHasOutside) {
    const HeadMesh mesh = scene::flat_mesh(60, 0);
    const HeadRasteriser skin(mesh, glm::dvec3(0, 0, -90));
    set(mesh);
    set(scene::flat_treatment(60, 140));
    cv::Mat frame(240, 240, CV_8UC3);
    for (int y = 0; y < 240; ++y)
        for (int x = 0; x < 240; ++x)
            frame.at<cv::Vec3b>(y, x) =
                cv::Vec3b(static_cast<uchar>(150 + x / 12), static_cast<uchar>(160 + y / 12), 205);
    // 2 pixels a millimetre, a long lens.
    const Intrinsics camera{6000, 6000, 119.5, 119.5, 240, 240, {}};
    const HeadView head{scene::pose(0, 0, {0, 0, 3000}), camera};
    const auto treated = drawn(frame, head);
    for (const double scale : {4.0, 8.0, 16.0, 24.0}) {
        // About 30 x 30 mm at 4, smaller beyond; several places, so that the number of marks at the border evens out.
        const int size = 240, half = static_cast<int>(std::lround(0.5 * size / scale));
        glm::dvec3 inside(0), outside(0), bare_inside(0), bare_outside(0);
        for (int place = 0; place < 16; ++place) {
            // Between four pixels, so that the view holds whole ones.
            const glm::ivec2 corner(60 + 35 * (place % 4), 60 + 35 * (place / 4));
            const Loupe loupe{glm::dvec2(corner) - 0.5, scale, {size, size}};
            const cv::Rect box(corner.x - half, corner.y - half, 2 * half, 2 * half);
            const HeadView view = magnified(head, loupe);
            const cv::Mat bare = magnified_picture(frame, loupe, view, &skin);
            inside += mean_of(drawn(bare, view));
            bare_inside += mean_of(bare);
            outside += mean_of(treated(box));
            bare_outside += mean_of(frame(box));
        }
        for (int c = 0; c < 3; ++c) {
            EXPECT_NEAR(inside[c] / outside[c], 1, 0.02) << "RGB"[c] << " at " << scale;
            EXPECT_NEAR(bare_inside[c] / bare_outside[c], 1, 0.005) << "RGB"[c] << " bare at " << scale;
        }
    }
}

}  // namespace
}  // namespace smp
