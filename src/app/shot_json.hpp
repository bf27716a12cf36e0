// What a record keeps of a shot beside its pictures and its design, as JSON texts: written here, and read back here for
// whoever needs it (standard views, sheets, the desk's wipe). Docs: docs/records.md, "At the mirror".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/clip_recorder.hpp"
#include "app/screenshot.hpp"
#include "head/head_model.hpp"

namespace smp {

// pose_json, schema "smp-mirror/pose/1". Lengths in true millimetres, as `scale` has them.
struct KeptPose {
    std::optional<HeadPose> camera_from_head;  // empty: no head was seen
    std::optional<HeadAngles> angles;          // against the line of sight; the same
    std::optional<HeadShape> shape;            // without its skin warp; empty: not kept
    TrueScale scale;
    bool still = false;        // fitted on this picture alone
    std::string numbers_json;  // smp-mirror/numbers/1; empty: not kept
};

// camera_json, schema "smp-mirror/camera/1".
struct KeptCamera {
    Intrinsics intrinsics;
    std::string source, description;
    std::int64_t frame = 0;
    double frame_time_s = 0;
};

// crop_json, schema "smp-mirror/crop/1": the piece of this picture in which the head is as large and at the same place
// as in the others of its view, and what the next one is to repeat.
struct KeptCrop {
    std::optional<ViewId> view;  // empty: no standard view
    ViewCrop crop;               // of this picture
    double ipd_mm = 63;          // what the millimetres of `repeat` go by
    std::optional<ViewReference> repeat;
};

std::string pose_to_json(const Shot& shot);
std::string camera_to_json(const Shot& shot);
std::string crop_to_json(const Shot& shot);      // empty: no head was seen
std::string versions_to_json(const Shot& shot);  // of the program and its models
// Of a clip: as for a shot of its first picture; besides, in `poses`, how the head moved, and in `clip` how it was
// taken.
std::string pose_to_json(const TakenClip& clip);
std::string versions_to_json(const TakenClip& clip);

// Fail with ExitCode::input when it is something else, damaged or of a newer program.
Expected<KeptPose> parse_pose(std::string_view json_text);
Expected<KeptCamera> parse_camera(std::string_view json_text);
Expected<KeptCrop> parse_crop(std::string_view json_text);

}  // namespace smp
