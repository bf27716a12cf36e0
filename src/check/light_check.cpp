#include "check/light_check.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <glm/glm.hpp>
#include <vector>

#include "track/log_light.hpp"

namespace smp {
namespace {

constexpr int burnt_code = 250;        // as SkinReader has it
constexpr float surely_skin = 0.5f;    // of SkinLook::matt
constexpr float hair_there = 0.3f;     // of SkinLook::hair
constexpr double covered = 0.3;        // of HeadCover
constexpr float well_seen_cos = 0.4f;  // nearer the outline the wall behind mixes in
constexpr std::size_t least_cells = 60;

float luminance(const cv::Vec3f& rgb) {
    return 0.2126f * rgb[0] + 0.7152f * rgb[1] + 0.0722f * rgb[2];
}

// sRGB to linear light, RGB.
cv::Vec3f linear(const cv::Vec3b& bgr) {
    static const auto table = [] {
        std::array<float, 256> out{};
        for (int i = 0; i < 256; ++i) {
            const double c = i / 255.0;
            out[static_cast<std::size_t>(i)] =
                static_cast<float>(c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4));
        }
        return out;
    }();
    return {table[bgr[2]], table[bgr[1]], table[bgr[0]]};
}

float at_share(std::vector<float>& v, double share) {
    const auto nth = v.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(v.size() - 1));
    std::nth_element(v.begin(), nth, v.end());
    return *nth;
}

double bright_part(const cv::Mat& bgr) {
    constexpr int step = 8;
    std::vector<float> light;
    for (int y = step / 2; y < bgr.rows; y += step)
        for (int x = step / 2; x < bgr.cols; x += step) light.push_back(luminance(linear(bgr.at<cv::Vec3b>(y, x))));
    return light.empty() ? 0 : static_cast<double>(at_share(light, 0.95));
}

// Skin that faces the same way but for left and right, in classes of the normal: shade by form is the same on both
// sides then, also of a head that is turned, and what differs is the light.
class Sides {
  public:
    void add(const cv::Vec3f& normal, const cv::Vec3f& rgb) {
        const float x = std::abs(normal[0]);
        const int i = static_cast<int>((x - least_x) / step), j = static_cast<int>((normal[1] + 1) / step);
        if (x < least_x || i >= across || j < 0 || j >= down) return;
        Class& c = classes_[static_cast<std::size_t>(i * down + j)][normal[0] > 0 ? 0 : 1];
        constexpr float floor = 1e-3f;
        for (int k = 0; k < 3; ++k) c.logs[k] += std::log2(std::max(rgb[k], floor));
        c.log_luminance += std::log2(std::max(luminance(rgb), floor));
        ++c.n;
    }
    // The left, which is at the right of a picture that is not mirrored, against the right.
    void compare(LightSample& out) const {
        constexpr int least = 3, enough = 40;
        double weight = 0, stops = 0, redder = 0;
        for (const auto& [left, right] : classes_) {
            if (std::min(left.n, right.n) < least) continue;
            const double w = std::min(left.n, right.n);
            weight += w;
            stops += w * static_cast<double>(left.log_luminance / static_cast<float>(left.n) -
                                             right.log_luminance / static_cast<float>(right.n));
            redder += w * static_cast<double>((left.logs[0] - left.logs[2]) / static_cast<float>(left.n) -
                                              (right.logs[0] - right.logs[2]) / static_cast<float>(right.n));
        }
        if (weight < enough) return;
        out.left_stops = stops / weight;
        out.left_redder = redder / weight;
    }

  private:
    static constexpr float least_x = 0.15f, step = 0.15f;
    static constexpr int across = 5, down = 14;
    struct Class {
        cv::Vec3f logs{0, 0, 0};
        float log_luminance = 0;
        int n = 0;
    };
    std::array<std::array<Class, 2>, across * down> classes_{};
};

}  // namespace

void LightSampler::settle_on(const HeadShape& shape) {
    const ScalpSurface surface(model_, shape);
    mesh_ = HeadMesh::build(model_, shape, surface);
    rasteriser_.emplace(mesh_, surface.centre_mm());
    shape_ = shape;
}

std::optional<LightSample> LightSampler::sample(const cv::Mat& bgr, const HeadState& head, const SkinReading& reading) {
    const SkinLook& skin = reading.skin;
    if (head.state != TrackState::tracking || bgr.empty() || skin.empty()) return std::nullopt;
    if (!shape_ || !shape_->same_head(head.shape)) settle_on(head.shape);
    const HeadRaster raster = rasteriser_->draw(head.camera_from_head, head.intrinsics, skin);
    const cv::Mat seen = shrunk(bgr, skin);

    const auto& at = head.landmarks_px;
    const std::array<glm::dvec2, 2> eyes{0.5 * (at[36] + at[39]), 0.5 * (at[42] + at[45])};
    const glm::dvec2 mouth = 0.5 * (at[48] + at[54]);
    const double eyes_px = glm::length(eyes[0] - eyes[1]);
    // Eyes, and glasses before them, glint and mean nothing; so do teeth.
    const auto glints = [&](const glm::dvec2& px) {
        return glm::length(px - eyes[0]) < 0.42 * eyes_px || glm::length(px - eyes[1]) < 0.42 * eyes_px ||
               glm::length(px - mouth) < 0.4 * eyes_px;
    };
    LightSample out;
    std::vector<float> lights;
    Sides sides;
    std::size_t cells = 0, pixels = 0, burnt = 0, scalp = 0, shining = 0, above = 0;
    const int step = std::max(1, static_cast<int>(skin.px / 2));
    for (int y = 0; y < seen.rows; ++y)
        for (int x = 0; x < seen.cols; ++x) {
            if (!(raster.depth_mm.at<float>(y, x) > 0)) continue;
            const cv::Vec3f& normal = raster.normal.at<cv::Vec3f>(y, x);
            const glm::dvec2 px = skin.to_frame({x, y});
            if (-normal[2] < well_seen_cos || head.cover.at(px) > covered) continue;
            if (!skin.hair.empty() && skin.hair.at<cv::Vec4f>(y, x)[0] > hair_there) continue;
            const cv::Vec2f& chart = raster.chart_deg.at<cv::Vec2f>(y, x);
            const bool face = is_face(chart);
            if (face && glints(px)) continue;
            const cv::Vec3b& code = seen.at<cv::Vec3b>(y, x);
            const bool full = std::max({code[0], code[1], code[2]}) >= burnt_code;
            const cv::Vec4f& matt = skin.matt.at<cv::Vec4f>(y, x);
            if (!full && matt[3] < surely_skin) continue;
            ++cells;
            // Of the frame itself: its cells are means, in which small burnt spots are lost.
            const int left = static_cast<int>(std::floor(px.x - skin.px / 2 + 0.5)),
                      top = static_cast<int>(std::floor(px.y - skin.px / 2 + 0.5));
            for (int j = top; j < top + skin.px; j += step)
                for (int i = left; i < left + skin.px; i += step) {
                    if (i < 0 || j < 0 || i >= bgr.cols || j >= bgr.rows) continue;
                    const auto& p = bgr.at<cv::Vec3b>(j, i);
                    ++pixels;
                    burnt += std::max({p[0], p[1], p[2]}) >= burnt_code;
                }
            const cv::Vec3f rgb = linear(code);
            const float light = luminance(rgb), under = luminance({matt[0], matt[1], matt[2]});
            lights.push_back(light);
            constexpr float shine = 1.4f;  // of matt skin: the lamp's colour, and not the skin's
            if (!full && light < shine * under) sides.add(normal, rgb);
            if (face) continue;
            ++scalp;
            if (light - under <= under && !(std::min({code[0], code[1], code[2]}) >= burnt_code)) continue;
            ++shining;
            constexpr float top_deg = 55;
            above += cv::norm(chart) < top_deg;
        }
    if (cells < least_cells) return std::nullopt;
    out.skin_luminance = static_cast<double>(at_share(lights, 0.5));
    out.picture_luminance = bright_part(bgr);
    out.burnt_share = static_cast<double>(burnt) / static_cast<double>(std::max<std::size_t>(1, pixels));
    out.glare_share = static_cast<double>(shining) / static_cast<double>(std::max<std::size_t>(1, scalp));
    out.glare_above = shining ? static_cast<double>(above) / static_cast<double>(shining) : 0;
    sides.compare(out);

    const HeadPose& pose = head.camera_from_head;
    std::size_t all = 0, beyond = 0;
    for (const auto& vertex : mesh_.scalp) {
        const glm::dvec3 at_mm = pose * glm::dvec3(vertex.p_head_mm);
        if (at_mm.z < 1 || glm::dot(pose.R * glm::dvec3(vertex.normal), glm::normalize(at_mm)) > -0.2) continue;
        ++all;
        beyond += !head.intrinsics.contains(head.intrinsics.project(at_mm));
    }
    out.cut_share = static_cast<double>(beyond) / static_cast<double>(std::max<std::size_t>(1, all));
    out.grain = reading.camera.grain;
    out.blur_px = reading.camera.blur_px;
    out.distance_mm = glm::length(pose.t_mm);
    out.px_per_mm = head.intrinsics.fx_px / std::max(1.0, pose.t_mm.z);
    return out;
}

}  // namespace smp
