#include "app/record_shot.hpp"

#include <algorithm>

#include "app/shot_json.hpp"
#include "present/video_writer.hpp"
#include "ui/record_views.hpp"

namespace smp {
namespace {

Expected<records::Picture> png_picture(records::PictureRole role, const cv::Mat& pixels) {
    auto png = encode_png(pixels, "", 3);
    if (!png) return png.error();
    records::Picture out;
    out.role = role;
    out.media_type = "image/png";
    out.width_px = pixels.cols;
    out.height_px = pixels.rows;
    out.bytes.assign(png->begin(), png->end());
    return out;
}

}  // namespace

records::Occasion occasion_of(const std::vector<records::Item>& time_line, bool standard_view, records::Moment taken) {
    using records::Occasion;
    std::optional<records::Moment> last;
    for (const auto& item : time_line)
        if (const auto* session = std::get_if<records::TreatmentSession>(&item.content))
            if (session->started <= taken && (!last || session->started > *last)) last = session->started;
    if (!last) return standard_view ? Occasion::before : Occasion::consultation;
    const auto days = std::chrono::floor<std::chrono::days>(taken - *last).count();
    return days < 14 ? Occasion::after : days < 300 ? Occasion::healed : Occasion::one_year;
}

Expected<records::Shot> record_shot(const Shot& shot, records::Occasion occasion) {
    records::Shot out;
    out.taken = std::chrono::floor<std::chrono::seconds>(shot.time);
    out.view = shot.view ? record_view_of(shot.view->id) : records::View::other;
    out.occasion = occasion;
    using enum records::PictureRole;
    for (const auto& [role, pixels] : {std::pair{raw, shot.before}, {treated, shot.after}, {mask, shot.mask}}) {
        if (role == mask && pixels.empty()) continue;
        auto picture = png_picture(role, pixels);
        if (!picture) return picture.error();
        out.pictures.push_back(std::move(*picture));
    }
    out.design_json = design_to_json(shot.design);
    out.pose_json = pose_to_json(shot);
    out.camera_json = camera_to_json(shot);
    out.crop_json = crop_to_json(shot);
    out.versions_json = versions_to_json(shot);
    return out;
}

Expected<records::Clip> record_clip(TakenClip clip) {
    auto cover = png_picture(records::PictureRole::raw, clip.first.before);
    if (!cover) return cover.error();
    records::Picture video;
    video.role = records::PictureRole::clip;
    video.media_type = "video/mp4";
    video.width_px = clip.size_px.width;
    video.height_px = clip.size_px.height;
    video.bytes = std::move(clip.mp4);
    records::Clip out;
    out.taken = std::chrono::floor<std::chrono::seconds>(clip.first.time);
    out.length_s = clip.length_s;
    out.pictures.push_back(std::move(*cover));
    out.pictures.push_back(std::move(video));
    out.design_json = design_to_json(clip.first.design);
    out.pose_json = pose_to_json(clip);
    out.camera_json = camera_to_json(clip.first);
    out.versions_json = versions_to_json(clip);
    return out;
}

std::array<std::optional<ViewReference>, view_count> last_views(const std::vector<records::Item>& time_line,
                                                                double ipd_mm) {
    std::array<std::optional<ViewReference>, view_count> out;
    std::array<records::Moment, view_count> taken{};
    for (const auto& item : time_line) {
        const auto* shot = std::get_if<records::Shot>(&item.content);
        if (!shot || shot->crop_json.empty()) continue;
        const auto kept = parse_crop(shot->crop_json);
        if (!kept || !kept->view || !kept->repeat) continue;
        const auto at = static_cast<std::size_t>(*kept->view);
        if (out[at] && shot->taken < taken[at]) continue;
        taken[at] = shot->taken;
        out[at] = *kept->repeat;
        out[at]->camera_from_head.t_mm *= ipd_mm / kept->ipd_mm;
    }
    return out;
}

std::optional<KeptScale> kept_scale(const std::vector<records::Item>& time_line) {
    std::vector<KeptScale> all;
    for (const auto& item : time_line)
        if (const auto* shot = std::get_if<records::Shot>(&item.content); shot && !item.withdrawn)
            if (const auto pose = parse_pose(shot->pose_json); pose && !pose->scale.assumed())
                all.push_back({pose->scale, shot->taken});
    if (all.empty()) return std::nullopt;
    const auto earlier = [](const KeptScale& a, const KeptScale& b) { return a.since < b.since; };
    KeptScale newest = *std::max_element(all.begin(), all.end(), earlier);
    for (const KeptScale& one : all)
        if (one.scale == newest.scale) newest.since = std::min(newest.since, one.since);
    return newest;
}

}  // namespace smp
