// Which standard views a client who turns and nods comes through, and when the shutter goes, against the true pose.
// Needs the synthetic clips, which are no part of the repository: SMP_SHARED names the folder.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <opencv2/videoio.hpp>

#include "app/session.hpp"
#include "support/demo_client.hpp"
#include "views/ghost_shape.hpp"
#include "views/shutter.hpp"

namespace smp {
namespace {

struct Seen {
    bool tracked;
    HeadAngles truth, model_axes, first_axes;
    std::array<ViewError, view_count> error;
    ShutterLook look;
    double true_motion_px;
};

struct Clip {
    std::vector<Seen> frames;
    double fps = 30;
};

HeadPose true_pose(const nlohmann::json& frame) {
    HeadPose pose;
    for (int row = 0; row < 3; ++row) {
        for (int column = 0; column < 3; ++column)
            pose.R[column][row] = frame["R"][static_cast<std::size_t>(3 * row + column)];
        pose.t_mm[row] = frame["t_mm"][static_cast<std::size_t>(row)];
    }
    return pose;
}

// The clip through the live chain's own step, without its window.
std::optional<Clip> tracked_clip(const std::string& name) {
    const char* shared = std::getenv("SMP_SHARED");
    const std::string stem = std::string(shared ? shared : "") + "/footage/synth/" + name;
    std::ifstream truth_file(stem + ".gt.json");
    cv::VideoCapture video(stem + ".mp4");
    if (!shared || !truth_file || !video.isOpened()) return std::nullopt;
    const auto truth = nlohmann::json::parse(truth_file);
    TrackerOptions options;
    options.landmark_model = default_landmark_model();
    options.ipd_mm = truth["ipd_mm"];
    auto tracker = HeadTracker::create(test::head_model(), options);
    EXPECT_TRUE(tracker) << tracker.error().line();
    StepState state(test::head_model());
    Clip clip;
    clip.fps = truth["fps"];
    std::optional<HeadPose> before, true_before;
    const SeenRoom room{{-100, -130}, {100, 130}};
    for (const auto& of : truth["frames"]) {
        Frame frame;
        if (!video.read(frame.bgr)) break;
        frame.bgr = frame.bgr.clone();
        frame.sequence = static_cast<std::int64_t>(clip.frames.size());
        frame.time_s = frame.captured_s = static_cast<double>(clip.frames.size()) / clip.fps;
        const Tracked now = track_step(*tracker, state, frame);
        const HeadState& head = now.head;
        const HeadPose really = true_pose(of);
        Seen seen{head.state == TrackState::tracking, head_angles(really), {}, {}, {}, {}, 0};
        seen.look = {frame.time_s, seen.tracked, 0, now.skin.camera.blur_px, 1e3, head.confidence};
        if (true_before) seen.true_motion_px = motion_px(*true_before, really, head.intrinsics, 1);
        if (seen.tracked) {
            seen.model_axes = head_angles(head.camera_from_head);
            HeadPose first = head.camera_from_head;
            first.R = first.R * head.head_from_first_axes;
            seen.first_axes = head_angles(first);
            if (before) seen.look.motion_px = motion_px(*before, head.camera_from_head, head.intrinsics, 1);
            for (const StandardView& view : standard_views())
                seen.error[static_cast<std::size_t>(view.id)] =
                    view_error(goal_of(view), head.camera_from_head, head.intrinsics, room);
            before = head.camera_from_head;
        } else {
            before.reset();
        }
        true_before = really;
        clip.frames.push_back(std::move(seen));
    }
    return clip;
}

// How far out of the tolerance an angle is, degrees; negative within.
double beyond_deg(const StandardView& view, const HeadAngles& a) {
    return std::max({std::abs(turned_deg(a.yaw_deg, view.target.yaw_deg)) - view.tolerance.yaw_deg,
                     std::abs(a.pitch_deg - view.target.pitch_deg) - view.tolerance.pitch_deg,
                     std::abs(turned_deg(a.roll_deg, view.target.roll_deg)) - view.tolerance.roll_deg});
}

double percentile(std::vector<double> v, double share) {
    std::sort(v.begin(), v.end());
    return v.empty() ? 0 : v[static_cast<std::size_t>(share * static_cast<double>(v.size() - 1))];
}

// Frames in which a view fits, and that in which its shutter went, if it did.
struct Reached {
    std::vector<int> fits;
    std::optional<int> taken;
};
Reached reached(const Clip& clip, const StandardView& view) {
    Reached out;
    Shutter shutter;
    for (std::size_t i = 0; i < clip.frames.size(); ++i) {
        ShutterLook look = clip.frames[i].look;
        look.off = clip.frames[i].tracked ? clip.frames[i].error[static_cast<std::size_t>(view.id)].off : 1e3;
        if (look.off <= 1) out.fits.push_back(static_cast<int>(i));
        if (shutter.step(look) && !out.taken) out.taken = static_cast<int>(i);
    }
    return out;
}

void tell(const Clip& clip) {
    for (const auto& [part, name] :
         {std::pair{&HeadAngles::yaw_deg, "yaw"}, {&HeadAngles::pitch_deg, "pitch"}, {&HeadAngles::roll_deg, "roll"}}) {
        std::vector<double> model, first;
        for (const Seen& s : clip.frames)
            if (s.tracked && std::abs(s.truth.yaw_deg) < 55) {
                model.push_back(std::abs(turned_deg(s.truth.*part, s.model_axes.*part)));
                first.push_back(std::abs(turned_deg(s.truth.*part, s.first_axes.*part)));
            }
        std::printf("  %s off by, degrees: median %.2f, p95 %.2f (by the axes of the first sight %.2f, %.2f)\n", name,
                    percentile(model, 0.5), percentile(model, 0.95), percentile(first, 0.5), percentile(first, 0.95));
    }
}

void expect_agrees_with_the_truth(const Clip& clip, const std::vector<ViewId>& come_through) {
    // What a fitted head's own axes may be off by: no head says where its front is.
    constexpr double axes_deg = 4;
    tell(clip);
    for (const StandardView& view : standard_views()) {
        if (!view.followed) continue;
        const Reached r = reached(clip, view);
        const bool expected = std::find(come_through.begin(), come_through.end(), view.id) != come_through.end();
        EXPECT_EQ(!r.fits.empty(), expected) << view.name;
        for (const int i : r.fits)
            EXPECT_LT(beyond_deg(view, clip.frames[static_cast<std::size_t>(i)].truth), axes_deg)
                << view.name << " in frame " << i;
        int well_within = 0, of_these_fit = 0;
        for (std::size_t i = 0; i < clip.frames.size(); ++i)
            if (beyond_deg(view, clip.frames[i].truth) < -axes_deg) {
                ++well_within;
                of_these_fit +=
                    clip.frames[i].tracked && clip.frames[i].error[static_cast<std::size_t>(view.id)].off <= 1;
            }
        EXPECT_EQ(well_within, of_these_fit) << view.name;
        if (!r.fits.empty())
            std::printf("  %s: fits in %zu frames, %d to %d%s\n", std::string(view.name).c_str(), r.fits.size(),
                        r.fits.front(), r.fits.back(),
                        r.taken ? (", taken in " + std::to_string(*r.taken)).c_str() : ", not held long enough");
        if (!r.taken) continue;
        // The client stood still, truly, while the shutter made up its mind.
        for (int i = std::max(1, *r.taken - 10); i <= *r.taken; ++i)
            EXPECT_LT(clip.frames[static_cast<std::size_t>(i)].true_motion_px, 2.2) << view.name << " in frame " << i;
    }
}

TEST(ViewTrace, AClientWhoTurns) {
    const auto clip = tracked_clip("d2_turn");
    if (!clip) GTEST_SKIP() << "no synthetic clips: SMP_SHARED names the folder with footage/synth";
    expect_agrees_with_the_truth(*clip, {ViewId::front, ViewId::left_45, ViewId::right_45});
    EXPECT_TRUE(reached(*clip, standard_view(ViewId::front)).taken) << "they look straight for a second";
}

TEST(ViewTrace, AClientWhoNods) {
    const auto clip = tracked_clip("d3_nod");
    if (!clip) GTEST_SKIP() << "no synthetic clips: SMP_SHARED names the folder with footage/synth";
    expect_agrees_with_the_truth(*clip, {ViewId::front, ViewId::chin_down});
    EXPECT_TRUE(reached(*clip, standard_view(ViewId::chin_down)).taken) << "the chin stays down for a second";
}

}  // namespace
}  // namespace smp
