#include "skin/skin_reader.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <opencv2/imgproc.hpp>

#include "base/smoothstep.hpp"
#include "head/head_mesh.hpp"
#include "head/head_raster.hpp"
#include "head/head_view.hpp"
#include "skin/camera_look.hpp"
#include "skin/fine_texture.hpp"
#include "skin/hair_map.hpp"
#include "skin/lamp_colour.hpp"
#include "skin/matt_light.hpp"
#include "track/log_light.hpp"

namespace smp {
namespace {

constexpr double pixel_mm = 3;
constexpr float least_cos = 0.2f;     // of the angle at which skin tells its colour
constexpr float face_weight = 0.15f;  // beard, lips, eyes and redness; but all there is of a client with a cap
constexpr std::uint8_t clipped = 250;
constexpr float floor_light = 0.004f;  // of 1: a camera's black

float luminance_of(const cv::Vec3f& rgb) {
    return 0.2126f * rgb[0] + 0.7152f * rgb[1] + 0.0722f * rgb[2];
}

// Linear light of logarithms that the floor was added to.
cv::Vec3f light_of(const cv::Vec3f& v) {
    constexpr float least = 1e-4f;
    return {std::max(least, std::exp(v[0]) - floor_light), std::max(least, std::exp(v[1]) - floor_light),
            std::max(least, std::exp(v[2]) - floor_light)};
}

// How much of a change of hue is towards white.
float paler_than(const cv::Vec3f& seen, const cv::Vec3f& matt) {
    const cv::Vec3f off = seen - matt, pale = cv::Vec3f(1, 1, 1) * tone_of(matt) - matt;
    const auto length = static_cast<float>(cv::norm(pale));
    return length > 0.01f ? off.dot(pale) / length : 0.f;
}

// How far a hue is from that of skin whose own colour is known; both logarithms of linear R, G, B. Shine makes skin
// brighter and less coloured, shade makes it darker, and both leave it skin.
float hue_off_skin(const cv::Vec3f& seen, const cv::Vec3f& matt) {
    const cv::Vec3f off = seen - matt;
    const float tone = tone_of(off);
    cv::Vec3f hue = off - cv::Vec3f(tone, tone, tone);
    const cv::Vec3f pale = -(matt - cv::Vec3f(1, 1, 1) * tone_of(matt));  // the way to white
    const float pale2 = pale.dot(pale);
    if (tone > 0 && pale2 > 1e-4f) hue -= std::clamp(hue.dot(pale) / pale2, 0.f, 1.f) * pale;
    // In the dark noise and stray light change a hue easily; and how dark it is says nothing, as a shaved fringe is
    // too.
    const float tolerance = 1 + std::max(-tone, 0.f);
    return static_cast<float>(cv::norm(hue)) / tolerance;
}

// How surely a colour is that of skin.
float skin_share(float hue_off) {
    return 1 - smooth(0.35f, 0.6f, hue_off);
}

// Median colour of nose and upper cheeks, where hardly anyone has hair: logarithms of linear R, G, B. None when too
// little of them is in the picture.
struct BareFace {
    cv::Vec3f log_rgb;
    float contrast;
};
std::optional<BareFace> bare_face(const HeadState& head, const CoarseGrid& grid, const cv::Mat& logs_bgr,
                                  const cv::Mat& contrast) {
    const auto& at = head.landmarks_px;
    std::array<std::vector<float>, 4> values;
    for (const glm::dvec2& p : {at[29], 0.5 * (at[36] + at[31]), 0.5 * (at[45] + at[35])}) {
        const glm::ivec2 middle(glm::round(grid.from_frame(p)));
        for (int y = middle.y - 2; y <= middle.y + 2; ++y)
            for (int x = middle.x - 2; x <= middle.x + 2; ++x) {
                if (x < 0 || y < 0 || x >= logs_bgr.cols || y >= logs_bgr.rows) continue;
                for (int k = 0; k < 3; ++k)
                    values[static_cast<std::size_t>(k)].push_back(logs_bgr.at<cv::Vec3f>(y, x)[2 - k]);
                values[3].push_back(contrast.at<float>(y, x));
            }
    }
    if (values[0].size() < 30) return {};
    for (auto& v : values) std::nth_element(v.begin(), v.begin() + static_cast<std::ptrdiff_t>(v.size() / 2), v.end());
    const std::size_t half = values[0].size() / 2;
    return BareFace{{values[0][half], values[1][half], values[2][half]}, values[3][half]};
}

// How surely a place is hair and no skin, by the client's own face and by how surely there are strands, 0..1. The light
// may come from above or from a side, but no shade is as dark beside a lit face as hair may be.
float unlike_face(const cv::Vec3f& seen, const cv::Vec3f& face, float strands) {
    const float tone = tone_of(seen - face);
    const float coloured = smooth(0.1f, 0.35f, -paler_than(seen, face));
    const float hue = std::max(skin_share(hue_off_skin(seen, face)), coloured);
    const float like = hue * (1 - smooth(1.2f, 1.8f, -tone) * (1 - coloured)) * (1 - smooth(1.4f, 2.2f, tone));
    return std::max(strands * (1 - like), smooth(1.6f, 2.2f, -tone) * (1 - coloured));
}

// How far a hue is from that of the client's face, 0..1; shine is not left out.
float of_another_hue(const cv::Vec3f& seen, const cv::Vec3f& face) {
    const cv::Vec3f off = seen - face;
    const float tone = tone_of(off);
    return smooth(0.15f, 0.45f, static_cast<float>(cv::norm(off - cv::Vec3f(tone, tone, tone))));
}

void remember(std::deque<double>& lately, double value) {
    constexpr std::size_t most = 15;
    lately.push_back(value);
    if (lately.size() > most) lately.pop_front();
}

// The same skin elsewhere in the picture, and larger by `grown`: a place that was at `then_px` is at `now_px`.
SkinLook moved(const SkinLook& look, const glm::dvec2& then_px, const glm::dvec2& now_px, double grown) {
    SkinLook out = look;
    const glm::dvec2 corner_px = now_px + grown * (glm::dvec2(look.box_px.x, look.box_px.y) - then_px);
    out.px = look.px * grown;
    const auto whole = [&](int cells) { return static_cast<int>(std::floor(cells * out.px)); };  // so many cells again
    out.box_px = cv::Rect(static_cast<int>(std::lround(corner_px.x)), static_cast<int>(std::lround(corner_px.y)),
                          whole(look.matt.cols), whole(look.matt.rows));
    return out;
}

double median(std::deque<double> v) {
    const auto at = v.begin() + static_cast<std::ptrdiff_t>(v.size() / 2);
    std::nth_element(v.begin(), at, v.end());
    return *at;
}

}  // namespace

struct SkinReader::Impl {
    const HeadModel* model;
    std::optional<HeadShape> shape;
    std::optional<HeadRasteriser> rasteriser;
    MattLight light;
    std::optional<glm::vec3> lamp;
    double luminance = 0;

    SkinReading last;  // as it was read, and the pose that it was read at
    std::optional<HeadPose> read_at;
    std::optional<HeadPose> before;  // pose in the last frame
    cv::Mat window_before;           // a piece of skin in the last frame, grey
    cv::Rect window_px;
    int frames = 0;
    std::optional<double> grain;
    std::deque<double> blurs_px;    // of frames at rest, lately
    bool grain_seen = false;        // from frame to frame
    std::deque<double> open_share;  // of the frame's time that the shutter is open, as fast frames showed

    void settle_on(const HeadShape& next) {
        const ScalpSurface surface(*model, next);
        rasteriser.emplace(HeadMesh::build(*model, next, surface), surface.centre_mm());
        shape = next;
        before.reset();  // its axes may have moved on the head
    }

    SkinLook read_skin(const cv::Mat& bgr, const HeadState& head, const CoarseGrid& grid, const HeadRaster& raster);
    void read_lamp(const std::vector<ShinySkin>& shiny);
    CameraLook read_camera(const cv::Mat& bgr, const HeadState& head, const SkinLook& skin, const HeadRaster* raster);
    void read_blur(const cv::Mat& bgr, const HeadState& head, const glm::dvec2& moved_px);
    void read_grain(const cv::Mat& bgr, const SkinLook& skin, const HeadRaster& raster, bool at_rest);
    CameraLook camera_now(const HeadPose& pose);
};

SkinLook SkinReader::Impl::read_skin(const cv::Mat& bgr, const HeadState& head, const CoarseGrid& grid,
                                     const HeadRaster& raster) {
    SkinLook out;
    static_cast<CoarseGrid&>(out) = grid;
    const cv::Mat small = shrunk(bgr, grid);
    static const cv::Mat table = log_light_table(floor_light, 1);
    cv::Mat logs;  // BGR
    cv::LUT(small, table, logs);
    const cv::Size size = small.size();
    const auto log_rgb_at = [&](int y, int x) {
        const auto& v = logs.at<cv::Vec3f>(y, x);
        return cv::Vec3f(v[2], v[1], v[0]);
    };
    const cv::Mat on_head = raster.depth_mm > 0;
    const FineTexture texture = fine_texture(bgr, grid, on_head);
    const cv::Mat& contrast = texture.contrast;
    const auto face_skin = bare_face(head, grid, logs, contrast);
    const float bare_contrast = face_skin ? face_skin->contrast : 1.f;
    cv::Mat unlike(size, CV_32F, cv::Scalar(0));
    if (face_skin)
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x)
                if (on_head.at<std::uint8_t>(y, x))
                    unlike.at<float>(y, x) = of_another_hue(log_rgb_at(y, x), face_skin->log_rgb);
    const cv::Mat flow = hair_flow(texture, unlike, raster.chart_deg, on_head);
    struct Seen {
        int x, y;
        bool face, full;  // full: a channel is clipped
    };
    std::vector<Seen> seen;
    std::vector<LitSkin> samples;
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            if (!(raster.depth_mm.at<float>(y, x) > 0)) continue;
            const auto& byte = small.at<cv::Vec3b>(y, x);
            const bool face = is_face(raster.chart_deg.at<cv::Vec2f>(y, x));
            const bool full = std::max({byte[0], byte[1], byte[2]}) >= clipped;
            seen.push_back({x, y, face, full});
            const cv::Vec3f& normal = raster.normal.at<cv::Vec3f>(y, x);
            if (full || -normal[2] < least_cos || head.cover.at(grid.to_frame({x, y})) > 0.3) continue;
            float weight = face ? face_weight : 1.f;
            // A head of hair gives more samples than the skin does.
            if (face_skin && !face) {
                constexpr float tells = 0.98f;
                const float strands = strand_share(contrast.at<float>(y, x), bare_contrast);
                weight *= 1 - tells * std::max(flow.at<float>(y, x),
                                               unlike_face(log_rgb_at(y, x), face_skin->log_rgb, strands));
            }
            samples.push_back({normal, log_rgb_at(y, x), weight});
        }
    light.fit(samples);
    if (!light.known()) return out;

    out.matt = cv::Mat(size, CV_32FC4, cv::Scalar(0));
    cv::Mat known(size, CV_32F, cv::Scalar(0)), tone_off(size, CV_32F, cv::Scalar(0)),
        hue_off(size, CV_32F, cv::Scalar(0)), pale(size, CV_32F, cv::Scalar(0));
    std::vector<float> lit;
    std::vector<ShinySkin> shiny;
    for (const auto& s : seen) {
        const cv::Vec3f& normal = raster.normal.at<cv::Vec3f>(s.y, s.x);
        const cv::Vec3f matt = light.log_rgb(normal), here = log_rgb_at(s.y, s.x);
        const cv::Vec3f rgb = light_of(matt);
        const float hue = hue_off_skin(here, matt), share = skin_share(hue);
        hue_off.at<float>(s.y, s.x) = hue / 0.6f;
        pale.at<float>(s.y, s.x) = paler_than(here, matt);
        out.matt.at<cv::Vec4f>(s.y, s.x) = {rgb[0], rgb[1], rgb[2], share};
        known.at<float>(s.y, s.x) = 1;
        tone_off.at<float>(s.y, s.x) = tone_of(here - matt);
        if (s.face) continue;
        lit.push_back(luminance_of(rgb));
        // The wall behind the outline, a few mm into the head by blur and fit, is no shine.
        constexpr float well_within_cos = 0.4f;
        // Brighter and paler: skin that is merely lit better tells nothing of the lamp.
        constexpr float brighter = 0.2f, paler = 0.12f;
        const cv::Vec3f off = here - matt;
        if (s.full || -normal[2] < well_within_cos || share < 0.5f || tone_of(off) < brighter ||
            off[1] - off[0] < paler)
            continue;
        const cv::Vec3f now = light_of(here);
        shiny.push_back({{now[0], now[1], now[2]}, {rgb[0], rgb[1], rgb[2]}});
    }
    out.hair = hair_map({contrast, flow, tone_off, hue_off, pale, raster.chart_deg, on_head, bare_contrast});
    // Beyond the outline as just within it: the mesh ends a little sooner or later than the head.
    cv::Mat wide, weight;
    cv::blur(out.matt, wide, {7, 7}, {-1, -1}, cv::BORDER_CONSTANT);
    cv::blur(known, weight, {7, 7}, {-1, -1}, cv::BORDER_CONSTANT);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            const float w = weight.at<float>(y, x);
            if (known.at<float>(y, x) == 0 && w > 0) out.matt.at<cv::Vec4f>(y, x) = wide.at<cv::Vec4f>(y, x) / w;
        }
    if (lit.size() > 60) {
        const auto well = lit.begin() + static_cast<std::ptrdiff_t>(lit.size() * 3 / 4);
        std::nth_element(lit.begin(), well, lit.end());
        constexpr double share = 0.1;  // of a new frame: the tone of the pigment must not flicker
        luminance = luminance > 0 ? luminance * std::pow(*well / luminance, share) : *well;
    }
    read_lamp(shiny);
    out.luminance = luminance;
    out.lamp_rgb = lamp.value_or(glm::vec3(1));
    return out;
}

void SkinReader::Impl::read_lamp(const std::vector<ShinySkin>& shiny) {
    const auto now = lamp_colour(shiny);
    if (!now) return;
    constexpr float share = 0.1f;
    lamp = lamp ? *lamp * glm::pow(*now / *lamp, glm::vec3(share)) : *now;
}

void SkinReader::Impl::read_blur(const cv::Mat& bgr, const HeadState& head, const glm::dvec2& moved_px) {
    constexpr double at_rest_px = 0.7, fast_px = 4;
    const double speed_px = glm::length(moved_px);
    if (speed_px > at_rest_px && speed_px < fast_px) return;
    if (speed_px <= at_rest_px && !blurs_px.empty() && frames % 5 != 0) return;
    // Brows, eyes and nose: the sharpest edges there are on every client.
    constexpr int brows = 17, eyes_end = 47;
    glm::dvec2 low = head.landmarks_px[brows], high = low;
    for (int i = brows; i <= eyes_end; ++i) {
        low = glm::min(low, head.landmarks_px[i]);
        high = glm::max(high, head.landmarks_px[i]);
    }
    const double margin = 0.15 * (high.x - low.x);
    const cv::Rect box = cv::Rect(cv::Point(static_cast<int>(low.x - margin), static_cast<int>(low.y - margin)),
                                  cv::Point(static_cast<int>(high.x + margin), static_cast<int>(high.y + margin))) &
                         cv::Rect(0, 0, bgr.cols, bgr.rows);
    if (box.width < 24 || box.height < 16) return;
    cv::Mat grey;
    cv::cvtColor(bgr(box), grey, cv::COLOR_BGR2GRAY);
    if (speed_px <= at_rest_px) {
        if (const auto now = edge_blur_px(grey)) remember(blurs_px, *now);
        return;
    }
    const auto along = edge_blur_px(grey, moved_px / speed_px);
    if (!along || blurs_px.empty()) return;
    // A box of the way that it moved while the shutter was open has a variance of a twelfth of its square.
    const double blur_px = median(blurs_px);
    const double smear_px = std::sqrt(12 * std::max(0.0, *along * *along - blur_px * blur_px));
    remember(open_share, std::clamp(smear_px / speed_px, 0.0, 1.0));
}

void SkinReader::Impl::read_grain(const cv::Mat& bgr, const SkinLook& skin, const HeadRaster& raster, bool at_rest) {
    constexpr int window = 96;
    constexpr double share = 0.1;
    // A piece of scalp or forehead seen well from the front, kept while the head rests.
    const cv::Rect frame(0, 0, bgr.cols, bgr.rows);
    if (!at_rest || window_px.empty()) {
        glm::dvec2 sum(0);
        double weight = 0;
        for (int y = 0; y < skin.matt.rows; ++y)
            for (int x = 0; x < skin.matt.cols; ++x) {
                if (!(raster.depth_mm.at<float>(y, x) > 0) || is_face(raster.chart_deg.at<cv::Vec2f>(y, x))) continue;
                const double w = std::pow(std::max(0.f, -raster.normal.at<cv::Vec3f>(y, x)[2]), 4) *
                                 skin.matt.at<cv::Vec4f>(y, x)[3];
                sum += w * glm::dvec2(x, y);
                weight += w;
            }
        window_before.release();
        window_px = {};
        if (weight < 30) return;
        const glm::dvec2 at = skin.to_frame(sum / weight);
        window_px =
            cv::Rect(static_cast<int>(at.x) - window / 2, static_cast<int>(at.y) - window / 2, window, window) & frame;
    }
    if (window_px.width < 24 || window_px.height < 24) return;
    cv::Mat grey, where(window_px.size(), CV_8U, cv::Scalar(0));
    cv::cvtColor(bgr(window_px), grey, cv::COLOR_BGR2GRAY);
    for (int y = 0; y < where.rows; ++y)
        for (int x = 0; x < where.cols; ++x) {
            const glm::dvec2 p = skin.from_frame(glm::dvec2(window_px.x + x, window_px.y + y)) + 0.5;
            const int i = std::clamp(static_cast<int>(p.x), 0, skin.matt.cols - 1),
                      j = std::clamp(static_cast<int>(p.y), 0, skin.matt.rows - 1);
            const std::uint8_t v = grey.at<std::uint8_t>(y, x);
            if (skin.matt.at<cv::Vec4f>(j, i)[3] > 0.8f && v > 12 && v < 240) where.at<std::uint8_t>(y, x) = 255;
        }
    // Texture of the skin is no noise: only what changes from frame to frame is the camera's. Until that is seen, what
    // neighbours do not explain stands in for it.
    if (at_rest && !window_before.empty()) {
        if (const auto now = grain_between(grey, window_before, where))
            grain = grain_seen ? *grain + share * (*now - *grain) : *now, grain_seen = true;
    } else if (!grain_seen) {
        if (const auto now = grain_within(grey, where)) grain = *now;
    }
    window_before = grey;
}

CameraLook SkinReader::Impl::read_camera(const cv::Mat& bgr, const HeadState& head, const SkinLook& skin,
                                         const HeadRaster* raster) {
    constexpr double at_rest_px = 0.15;
    const HeadPose& pose = head.camera_from_head;
    if (before) {
        const glm::dvec3 brow_mm(0, 30, 90);
        const glm::dvec2 moved_px =
            head.intrinsics.project(pose * brow_mm) - head.intrinsics.project(*before * brow_mm);
        read_blur(bgr, head, moved_px);
        if (raster && !skin.empty()) read_grain(bgr, skin, *raster, glm::length(moved_px) < at_rest_px);
    } else {
        read_blur(bgr, head, glm::dvec2(0));
        if (raster && !skin.empty()) read_grain(bgr, skin, *raster, false);
    }
    return camera_now(pose);
}

// What is known of the camera by now, and where the head was when the shutter of this frame opened.
CameraLook SkinReader::Impl::camera_now(const HeadPose& pose) {
    constexpr double usual_share = 0.5, usual_blur_px = 0.75;
    CameraLook out;
    if (before) {
        // Part of the way back; for so small a step the mean of two rotations is as good as one.
        const double back = open_share.empty() ? usual_share : median(open_share);
        HeadPose opened;
        opened.R = pose.R + back * (before->R - pose.R);
        opened.t_mm = pose.t_mm + back * (before->t_mm - pose.t_mm);
        out.camera_from_head_opened = opened;
    }
    before = pose;
    ++frames;
    out.blur_px = blurs_px.empty() ? usual_blur_px : median(blurs_px);
    out.grain = grain.value_or(0);
    return out;
}

SkinReader::SkinReader(const HeadModel& model) : impl_(std::make_unique<Impl>()) {
    impl_->model = &model;
}
SkinReader::~SkinReader() = default;
SkinReader::SkinReader(SkinReader&&) noexcept = default;
SkinReader& SkinReader::operator=(SkinReader&&) noexcept = default;

SkinReading SkinReader::read(const cv::Mat& bgr, const HeadState& head) {
    SkinReading out;
    Impl& my = *impl_;
    if (head.state == TrackState::lost) {
        my.before.reset();
        my.read_at.reset();
        return out;
    }
    if (!my.shape || !my.shape->same_head(head.shape)) my.settle_on(head.shape);
    std::optional<HeadRaster> raster;
    if (const auto grid = grid_about(head.camera_from_head, head.intrinsics, bgr.size(), pixel_mm)) {
        raster = my.rasteriser->draw(head.camera_from_head, head.intrinsics, *grid);
        out.skin = my.read_skin(bgr, head, *grid, *raster);
    }
    out.camera = my.read_camera(bgr, head, out.skin, raster ? &*raster : nullptr);
    my.last = out;
    my.read_at = head.camera_from_head;
    return out;
}

std::optional<SkinReading> SkinReader::carry(const HeadState& head) {
    // By then what is at the outline has come a cell or two nearer to it or farther from it.
    constexpr double most_turn_deg = 2.5, most_grown = 0.03;
    Impl& my = *impl_;
    if (head.state == TrackState::lost || !my.read_at || !my.shape || !my.shape->same_head(head.shape)) return {};
    const HeadPose &then = *my.read_at, &now = head.camera_from_head;
    if (apart_deg(now, then) > most_turn_deg) return {};
    const glm::dvec3 front_mm(0, 60, 70), then_mm = then * front_mm, now_mm = now * front_mm;
    if (now_mm.z <= 0 || std::abs(std::log(then_mm.z / now_mm.z)) > most_grown) return {};
    SkinReading out;
    if (!my.last.skin.empty())
        out.skin = moved(my.last.skin, head.intrinsics.project(then_mm), head.intrinsics.project(now_mm),
                         then_mm.z / now_mm.z);
    out.camera = my.camera_now(now);
    return out;
}

void SkinReader::reset() {
    *this = SkinReader(*impl_->model);
}

}  // namespace smp
