// A screenshot on disk: NAME-before.png, NAME-after.png and NAME.json, readable by their owner alone (they are faces).
// The JSON comes last: where it is, the pictures are whole.
#pragma once

#include <chrono>
#include <filesystem>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <string>

#include "base/expected.hpp"
#include "design/numbers.hpp"
#include "geometry/intrinsics.hpp"
#include "geometry/rigid.hpp"
#include "views/standard_views.hpp"
#include "views/view_reference.hpp"

namespace smp {

// Of one of the standard views.
struct ShotView {
    ViewId id = ViewId::front;
    bool by_key = false;  // else the shutter went by itself
    HeadAngles wanted;
    std::optional<HeadAngles> seen;  // empty: no head was followed
    bool as_before = false;          // wanted was the pose of last time
    std::optional<ViewCrop> crop;    // with the head at the same place and as large as then
    // What the next picture of this view repeats, in the model's axes of now: the pose of last time, where there was
    // one, so that it does not wander from visit to visit. Empty: nothing that could be.
    std::optional<ViewReference> repeat = {};
};

// Copies of everything that is written; 8-bit BGR, not mirrored, full resolution.
struct Shot {
    cv::Mat before, after;
    cv::Mat mask = {};  // 8-bit grey, how much each pixel is treated; for the record only, else empty
    TreatmentDesign design;
    std::string label;                         // the words that stand on `after`
    std::optional<HeadPose> camera_from_head;  // empty: no head was seen
    std::optional<TreatmentNumbers> numbers;   // the same
    std::optional<HeadShape> shape = {};       // the same; for the record only
    Intrinsics intrinsics;                     // used for the frame, in its pixels
    std::optional<ShotView> view;              // empty: no standard view
    TrueScale scale;
    std::uint64_t seed = 1;
    std::string input;         // as given, without passwords
    std::string input_detail;  // what was really got
    std::int64_t frame = 0;    // its number in the input
    double frame_time_s = 0;
    std::string gl_renderer;
    std::string landmark_model = {};  // name of its file
    std::chrono::system_clock::time_point time;
};

// Makes the folder (mode 0700) when it is missing, and returns NAME: the local date and time, the standard view's name
// and a counter, so that nothing is overwritten. Fails with ExitCode::input and leaves nothing behind.
Expected<std::string> write_screenshot(const std::filesystem::path& folder, const Shot& shot);

std::string shot_to_json(const Shot& shot);

}  // namespace smp
