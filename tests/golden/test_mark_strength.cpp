// A head that moves: no single mark may change its strength from one frame to the next but as a real mark would.
#include <algorithm>
#include <cmath>

#include "golden/gl_test.hpp"

namespace smp {
namespace {

constexpr double most_change = 0.05;
constexpr float depth = 0.17f;      // of a dot, per unit of tone: light skin, default pigment
constexpr double least_cos = 0.22;  // of the angle from which on a mark is seen whole; project.glsl

class MarkStrength : public GlTest {
  protected:
    // Light that one mark takes out of an even picture (in pixels of that light), by its own pose. The mark is drawn
    // alone, in a small picture that goes with it: the camera is the same, only its frame is cut out in whole pixels.
    double light_taken(const Mark& mark, const HeadPose& pose, const Intrinsics& camera, const CameraLook& look,
                       int side = 41);
    void draw_one(const Mark& mark) {
        Treatment one;
        one.marks = {mark};
        one.pigment = PigmentOptics::same_in_all(glm::vec3(depth));
        set(std::move(one));
    }
};

double MarkStrength::light_taken(const Mark& mark, const HeadPose& pose, const Intrinsics& camera,
                                 const CameraLook& look, int side) {
    const glm::dvec2 corner =
        glm::floor(camera.project(pose * glm::dvec3(mark.p_head_mm)) + 0.5) - static_cast<double>(side / 2);
    Intrinsics cut = camera;
    cut.cx_px -= corner.x;
    cut.cy_px -= corner.y;
    cut.width_px = cut.height_px = side;
    HeadView view{pose, cut};
    view.look = look;
    const cv::Mat even(side, side, CV_8UC3, cv::Scalar::all(255));
    renderer().draw(even, view, 1);
    const cv::Mat tone = renderer().read_tone();
    double sum = 0;
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) sum += 1 - std::exp(-depth * tone.at<cv::Vec2f>(y, x)[0]);
    return sum;
}

// Pixels that a square millimetre of skin covers there, by finite differences.
double px2_per_mm2(const Mark& mark, const HeadPose& pose, const Intrinsics& camera) {
    const glm::dvec3 n(mark.normal), p(mark.p_head_mm);
    const glm::dvec3 a = glm::normalize(glm::cross(n, std::abs(n.x) < 0.7 ? glm::dvec3(1, 0, 0) : glm::dvec3(0, 1, 0)));
    const glm::dvec3 b = glm::cross(n, a);
    constexpr double step_mm = 0.05;
    const auto at = [&](const glm::dvec3& q) { return camera.project(pose * q); };
    const glm::dvec2 u = (at(p + step_mm * a) - at(p - step_mm * a)) / (2 * step_mm),
                     v = (at(p + step_mm * b) - at(p - step_mm * b)) / (2 * step_mm);
    return std::abs(u.x * v.y - u.y * v.x);
}

double cos_seen(const Mark& mark, const HeadPose& pose) {
    return -glm::dot(glm::normalize(pose * glm::dvec3(mark.p_head_mm)), pose.R * glm::dvec3(mark.normal));
}

// Far apart on the scalp, clear of the ears, which hide marks as they do hair.
std::vector<Mark> some_marks() {
    std::vector<Mark> out;
    for (const ChartPoint chart : {ChartPoint(3, 46), ChartPoint(-31, 40), ChartPoint(44, 31), ChartPoint(0, 4),
                                   ChartPoint(-55, -9), ChartPoint(62, 3), ChartPoint(-20, -60), ChartPoint(33, -48)})
        out.push_back({glm::vec3(scene::surface().position_mm(chart)), glm::vec3(scene::surface().normal(chart)),
                       glm::vec3(0), 0.092f, scene::default_tone_mm2});
    return out;
}

constexpr double distance_mm = 600;
constexpr double scales_px_per_mm[] = {0.5, 1, 2, 4, 8};

Intrinsics camera_at(double px_per_mm) {
    const double f = px_per_mm * distance_mm;
    const int side = static_cast<int>(400 * px_per_mm);
    return {f, f, 0.5 * side, 0.5 * side, side, side, {}};
}

struct Motion {
    const char* name;
    double yaw_deg, pitch_deg;  // a frame
    glm::dvec3 step_px;         // across and down; nearer as a share of the distance
    int frames;

    HeadPose at(double i, double px_per_mm) const {
        const double k = i - 0.5 * frames;
        return scene::pose(
            12 + k * yaw_deg, 14 + k * pitch_deg,
            {i * step_px.x / px_per_mm, 60 + i * step_px.y / px_per_mm, distance_mm * (1 - i * step_px.z)});
    }
    // The shutter is open half the time.
    CameraLook look(int i, double px_per_mm, double blur_px) const {
        CameraLook out;
        out.blur_px = blur_px;
        out.camera_from_head_opened = at(i - 0.5, px_per_mm);
        return out;
    }
};

// Where a mark is seen whole, its strength (light for the skin that it stands on) stays, however the head goes.
TEST_F(MarkStrength, StaysAsTheHeadMoves) {
    set(scene::head());
    for (const double px_per_mm : scales_px_per_mm) {
        const auto camera = camera_at(px_per_mm);
        for (const Mark& mark : some_marks()) {
            draw_one(mark);
            for (const Motion& m :
                 {Motion{"breathing", 0.03, 0.02, {0.13, 0.07, 0}, 30}, Motion{"turning", 1.3, 0.2, {0.3, 0, 0}, 40},
                  Motion{"nodding", 0.1, 1.1, {0, 0.6, 0}, 40}, Motion{"shaking", 6, 0, {4.3, 1.7, 0}, 12},
                  Motion{"coming", 0.1, 0, {0.2, 0.1, 0.02}, 20}})
                for (const double blur_px : {0.3, 0.8}) {
                    double before = 0;
                    for (int i = 0; i < m.frames; ++i) {
                        const auto pose = m.at(i, px_per_mm);
                        if (cos_seen(mark, pose) < least_cos) {
                            before = 0;
                            continue;
                        }
                        const double light =
                            light_taken(mark, pose, camera, m.look(i, px_per_mm, blur_px), px_per_mm > 3 ? 121 : 61);
                        const double strength = light / (depth * mark.tone_mm2 * px2_per_mm2(mark, pose, camera));
                        if (before > 0) {
                            EXPECT_NEAR(strength / before, 1, most_change)
                                << m.name << " at " << px_per_mm << " px/mm, cos " << cos_seen(mark, pose) << ", frame "
                                << i << ", blur " << blur_px;
                        }
                        before = strength;
                    }
                }
        }
    }
}

}  // namespace
}  // namespace smp
