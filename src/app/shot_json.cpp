#include "app/shot_json.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/texts.hpp"
#include "design/numbers.hpp"

namespace smp {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* pose_schema = "smp-mirror/pose/1";
constexpr const char* camera_schema = "smp-mirror/camera/1";
constexpr const char* crop_schema = "smp-mirror/crop/1";

struct Refused {};  // thrown and caught here

std::string text_of(const Json& json) {
    // Names of files and devices may hold any bytes.
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

// glm is column-major, the file row-major.
Json rotation_json(const glm::dmat3& m) {
    Json out = Json::array();
    for (int row = 0; row < 3; ++row)
        for (int column = 0; column < 3; ++column) out.push_back(m[column][row]);
    return out;
}

Json pose_json(const HeadPose& pose) {
    return {{"R", rotation_json(pose.R)}, {"t_mm", {pose.t_mm.x, pose.t_mm.y, pose.t_mm.z}}};
}

Json lens_json(const Intrinsics& i) {
    return {{"fx", i.fx_px},
            {"fy", i.fy_px},
            {"cx", i.cx_px},
            {"cy", i.cy_px},
            {"width_px", i.width_px},
            {"height_px", i.height_px},
            {"distortion", i.distortion}};
}

// The corner from the picture's, so that 0, 0 is where the picture begins.
Json cut_json(const ViewCrop& crop) {
    return {{"x_px", crop.corner_px.x + 0.5},
            {"y_px", crop.corner_px.y + 0.5},
            {"width_px", crop.size_px.x},
            {"height_px", crop.size_px.y},
            {"whole", crop.whole}};
}

Json angles_json(const HeadAngles& a) {
    return {{"yaw", a.yaw_deg}, {"pitch", a.pitch_deg}, {"roll", a.roll_deg}};
}

double number(const Json& json) {
    if (!json.is_number()) throw Refused{};
    const double value = json.get<double>();
    if (!std::isfinite(value)) throw Refused{};
    return value;
}

double positive(const Json& json) {
    const double value = number(json);
    if (value <= 0) throw Refused{};
    return value;
}

template <std::size_t N>
std::array<double, N> numbers(const Json& json) {
    if (!json.is_array() || json.size() != N) throw Refused{};
    std::array<double, N> out;
    for (std::size_t i = 0; i < N; ++i) out[i] = number(json[i]);
    return out;
}

HeadPose read_pose(const Json& json) {
    const std::array<double, 9> r = numbers<9>(json.at("R"));
    const std::array<double, 3> t = numbers<3>(json.at("t_mm"));
    HeadPose out;
    for (int row = 0; row < 3; ++row)
        for (int column = 0; column < 3; ++column) out.R[column][row] = r[static_cast<std::size_t>(3 * row + column)];
    out.t_mm = {t[0], t[1], t[2]};
    const glm::dmat3 off = out.R * glm::transpose(out.R) - glm::dmat3(1.0);
    for (int i = 0; i < 3; ++i)
        if (glm::length(off[i]) > 1e-3) throw Refused{};
    if (glm::determinant(out.R) < 0 || out.t_mm.z <= 0) throw Refused{};
    return out;
}

Intrinsics read_lens(const Json& json) {
    Intrinsics out;
    out.fx_px = positive(json.at("fx"));
    out.fy_px = positive(json.at("fy"));
    out.cx_px = number(json.at("cx"));
    out.cy_px = number(json.at("cy"));
    out.width_px = static_cast<int>(std::min(positive(json.at("width_px")), 1e5));
    out.height_px = static_cast<int>(std::min(positive(json.at("height_px")), 1e5));
    if (json.contains("distortion")) out.distortion = numbers<5>(json["distortion"]);
    return out;
}

ViewCrop read_cut(const Json& json) {
    ViewCrop out;
    out.corner_px = {number(json.at("x_px")) - 0.5, number(json.at("y_px")) - 0.5};
    out.size_px = {positive(json.at("width_px")), positive(json.at("height_px"))};
    out.whole = json.value("whole", true);
    return out;
}

HeadAngles read_angles(const Json& json) {
    return {number(json.at("yaw")), number(json.at("pitch")), number(json.at("roll"))};
}

TrueScale read_scale(const Json& json) {
    TrueScale out;
    out.ipd_mm = positive(json.at("ipd_mm"));
    out.tolerance_mm = number(json.at("ipd_tolerance_mm"));
    const auto source = source_named(json.at("ipd_source").get<std::string>());
    if (!source || out.ipd_mm < least_ipd_mm || out.ipd_mm > most_ipd_mm) throw Refused{};
    out.source = *source;
    return out;
}

HeadShape read_shape(const Json& json) {
    HeadShape out;
    out.b = numbers<shape_modes>(json.at("b"));
    out.own = numbers<own_terms>(json.at("own"));
    out.scale = positive(json.at("scale"));
    out.brow_offset_mm = number(json.at("brow_offset_mm"));
    return out;
}

bool is(const Json& json, const char* name) {
    return json.contains(name) && !json[name].is_null();
}

template <class T, class Reader>
Expected<T> read(std::string_view text, const char* schema, const std::string& what, Reader&& reader) {
    try {
        const auto json = Json::parse(text);
        if (json.at("schema").get<std::string>() == schema) return T(reader(json));
        return Error{ExitCode::input, what, "", tr("it was written by another version of this program")};
    } catch (const nlohmann::json::exception&) {
    } catch (const Refused&) {
    }
    return Error{ExitCode::input, what, "", tr("it is damaged, or something else")};
}

Json pose_of(const Shot& shot) {
    const auto& pose = shot.camera_from_head;
    Json j{{"schema", pose_schema},
           {"camera_from_head", pose ? pose_json(*pose) : Json(nullptr)},
           {"angles_deg", pose ? angles_json(head_angles(*pose)) : Json(nullptr)},
           {"shape", nullptr},
           {"scale",
            {{"ipd_mm", shot.scale.ipd_mm},
             {"ipd_source", name_of(shot.scale.source)},
             {"ipd_tolerance_mm", shot.scale.tolerance_mm}}},
           {"still", shot.numbers && shot.numbers->scale.one_picture},
           {"view", nullptr},
           {"numbers", shot.numbers ? Json::parse(numbers_to_json(*shot.numbers)) : Json(nullptr)}};
    if (const auto& shape = shot.shape)
        j["shape"] = {
            {"b", shape->b}, {"own", shape->own}, {"scale", shape->scale}, {"brow_offset_mm", shape->brow_offset_mm}};
    if (const auto& view = shot.view)
        j["view"] = {{"name", standard_view(view->id).name},
                     {"taken", view->by_key ? "by key" : "by itself"},
                     {"wanted_deg", angles_json(view->wanted)},
                     {"as_before", view->as_before}};
    return j;
}

Json versions_of(const Shot& shot) {
    return {{"name", "smp-mirror"},
            {"version", SMP_VERSION},
            {"seed", shot.seed},
            {"head_model", "head_shape 1"},
            {"landmark_model", shot.landmark_model},
            {"gl_renderer", shot.gl_renderer},
            {"label", shot.label}};
}

}  // namespace

std::string pose_to_json(const Shot& shot) {
    return text_of(pose_of(shot));
}

std::string camera_to_json(const Shot& shot) {
    Json j{{"schema", camera_schema}};
    j.update(lens_json(shot.intrinsics));
    j["width_px"] = shot.before.cols;
    j["height_px"] = shot.before.rows;
    j["source"] = shot.input;
    j["description"] = shot.input_detail;
    j["frame"] = shot.frame;
    j["time_s"] = shot.frame_time_s;
    return text_of(j);
}

std::string crop_to_json(const Shot& shot) {
    std::optional<ViewCrop> crop;
    if (shot.view) crop = shot.view->crop;
    if (!crop && shot.camera_from_head) crop = first_crop(*shot.camera_from_head, shot.intrinsics);
    if (!crop) return "";
    Json j{{"schema", crop_schema},
           {"view", shot.view ? Json(standard_view(shot.view->id).name) : Json(nullptr)},
           {"crop", cut_json(*crop)},
           {"ipd_mm", shot.scale.ipd_mm},
           {"repeat", nullptr}};
    if (shot.view && shot.view->repeat) {
        const ViewReference& how = *shot.view->repeat;
        j["repeat"] = {{"camera_from_head", pose_json(how.camera_from_head)},
                       {"camera", lens_json(how.intrinsics)},
                       {"crop", cut_json(how.crop)}};
    }
    return text_of(j);
}

std::string versions_to_json(const Shot& shot) {
    return text_of(versions_of(shot));
}

std::string pose_to_json(const TakenClip& clip) {
    Json j = pose_of(clip.first);
    Json& poses = j["poses"] = Json::array();
    for (const ClipPose& at : clip.poses) {
        Json one{{"at_s", at.at_s}, {"camera_from_head", nullptr}};
        if (at.camera_from_head) one["camera_from_head"] = pose_json(*at.camera_from_head);
        poses.push_back(std::move(one));
    }
    return text_of(j);
}

std::string versions_to_json(const TakenClip& clip) {
    Json j = versions_of(clip.first);
    j["clip"] = {{"pictures", clip.pictures}, {"left_out", clip.left_out}, {"ended", name_of(clip.ended)}};
    return text_of(j);
}

Expected<KeptPose> parse_pose(std::string_view text) {
    return read<KeptPose>(text, pose_schema, tr("what was kept of the head with this picture cannot be read"),
                          [](const Json& j) {
                              KeptPose out;
                              if (is(j, "camera_from_head")) out.camera_from_head = read_pose(j["camera_from_head"]);
                              if (is(j, "angles_deg")) out.angles = read_angles(j["angles_deg"]);
                              if (is(j, "shape")) out.shape = read_shape(j["shape"]);
                              out.scale = read_scale(j.at("scale"));
                              out.still = j.at("still").get<bool>();
                              if (is(j, "numbers")) out.numbers_json = text_of(j["numbers"]);
                              return out;
                          });
}

Expected<KeptCamera> parse_camera(std::string_view text) {
    return read<KeptCamera>(text, camera_schema, tr("what was kept of the camera with this picture cannot be read"),
                            [](const Json& j) {
                                KeptCamera out;
                                out.intrinsics = read_lens(j);
                                out.source = j.at("source").get<std::string>();
                                out.description = j.at("description").get<std::string>();
                                out.frame = j.at("frame").get<std::int64_t>();
                                out.frame_time_s = number(j.at("time_s"));
                                return out;
                            });
}

Expected<KeptCrop> parse_crop(std::string_view text) {
    return read<KeptCrop>(text, crop_schema, tr("what was kept of this picture's cut cannot be read"),
                          [](const Json& j) {
                              KeptCrop out;
                              if (is(j, "view")) {
                                  const StandardView* view = find_view(j["view"].get<std::string>());
                                  if (!view) throw Refused{};
                                  out.view = view->id;
                              }
                              out.crop = read_cut(j.at("crop"));
                              out.ipd_mm = positive(j.at("ipd_mm"));
                              if (is(j, "repeat")) {
                                  const Json& r = j["repeat"];
                                  out.repeat = ViewReference{read_pose(r.at("camera_from_head")), glm::dmat3(1.0),
                                                             read_lens(r.at("camera")), read_cut(r.at("crop"))};
                              }
                              return out;
                          });
}

}  // namespace smp
