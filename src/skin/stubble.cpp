#include "skin/stubble.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "base/texts.hpp"
#include "skin/matt_light.hpp"
#include "track/log_light.hpp"

namespace smp {
namespace {

constexpr double pixel_mm = 3;
constexpr float least_cos = 0.3f;  // of the angle at which skin tells its colour
constexpr float hidden_at = 0.3f;
constexpr std::uint8_t clipped = 245, black = 8;
constexpr float floor_light = 0.0001f;  // of 1: a logarithm needs one, and more would pale dark skin
constexpr double least_area_cm2 = 2;
constexpr double even_light = 0.001;  // MattLight's stiffness: stubble faces where little bare skin does

// A close shave takes 0.28 to 0.43 (optics.cpp); half a centimetre of dark hair more than this.
constexpr float longest_shave = 1.15f, least_depth = 0.08f;
// Hair that lies in strands, seen as such.
constexpr float strands_coherence = 0.55f, strands_grain = 0.15f;

float luminance_of(const cv::Vec3f& rgb) {
    return 0.2126f * rgb[0] + 0.7152f * rgb[1] + 0.0722f * rgb[2];
}

float at_share(std::vector<float> v, double share) {
    const auto nth = v.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(v.size() - 1));
    std::nth_element(v.begin(), nth, v.end());
    return *nth;
}

// What stubble is and a shadow is not. Hair is seen in dots: where there is a beard, 0.12 to 0.27 of the depth is
// grain, and bare skin's own texture and noise explain 5 to 36 % of the variance; where there is none, 50 to 120 %.
constexpr float least_hair_grain = 0.1f, most_noise_share = 0.42f;
// A shadow is lit by the skin around it, so it is redder: it takes more blue than red, which hair hardly does and
// pigment not at all. Of the depth.
constexpr float most_redder = 0.18f;
// A lamp at one side darkens the other.
constexpr float most_lopsided = 0.7f;
constexpr float least_sure_depth = 0.14f;  // half of a close shave's

// What the cells of the grid are. Brows, eyes, nose, lips and ears are none of these.
enum Cell : std::uint8_t { other, bare_scalp, bare_cheek, fringe, beard };

void fill(cv::Mat& picture, const CoarseGrid& grid, const std::vector<glm::dvec2>& frame_px, int value) {
    std::vector<cv::Point> points;
    for (const auto& p : frame_px) {
        const glm::dvec2 g = grid.from_frame(p);
        points.emplace_back(static_cast<int>(std::lround(g.x)), static_cast<int>(std::lround(g.y)));
    }
    cv::fillPoly(picture, std::vector<std::vector<cv::Point>>{points}, cv::Scalar(value));
}

// Cheeks and beard from the 68 landmarks.
cv::Mat face_cells(const CoarseGrid& grid, const std::array<glm::dvec2, landmark_count>& at) {
    cv::Mat out(grid.size(), CV_8U, cv::Scalar(other));
    const auto between = [](const glm::dvec2& a, const glm::dvec2& b, double share) { return a + share * (b - a); };
    // Below the eyes and above the mouth, between nose and sideburn.
    for (const auto [outer, canthus, wing] : {std::array{2, 36, 31}, std::array{14, 45, 35}}) {
        const glm::dvec2 side = between(at[outer], at[wing], 0.3), under_eye = between(at[canthus], at[outer], 0.35);
        const glm::dvec2 by_nose = between(at[wing], at[canthus], 0.35);
        fill(out, grid, {side, under_eye, by_nose, between(at[wing], at[outer], 0.25)}, bare_cheek);
    }
    // Chin, jaw and upper lip, clear of the jaw's outline; without the lips.
    const glm::dvec2 mouth = 0.5 * (at[51] + at[57]);
    std::vector<glm::dvec2> zone;
    for (int i = 4; i <= 12; ++i) zone.push_back(between(at[i], mouth, 0.12));
    zone.push_back(between(at[54], at[12], 0.25));
    zone.push_back(between(at[35], at[54], 0.3));
    zone.push_back(between(at[33], at[51], 0.3));
    zone.push_back(between(at[31], at[48], 0.3));
    zone.push_back(between(at[48], at[4], 0.25));
    fill(out, grid, zone, beard);
    std::vector<glm::dvec2> lips;
    for (int i = 48; i < 60; ++i) lips.push_back(mouth + 1.25 * (at[i] - mouth));
    fill(out, grid, lips, other);
    return out;
}

// Of each pixel of a part of the frame, in logarithms of linear light: how its tone differs from its surroundings,
// squared; and which way that runs (structure tensor over some millimetres).
struct Texture {
    cv::Mat variance;   // CV_32F
    cv::Mat coherence;  // CV_32F, 0 none .. 1 all strands alike
};
Texture texture_of(const cv::Mat& logs_green, double px_per_mm) {
    cv::Mat low, x, y;
    cv::GaussianBlur(logs_green, low, {}, grain_window_mm * px_per_mm);
    const cv::Mat fine = logs_green - low;
    const auto around = [&](const cv::Mat& m, double mm) {
        cv::Mat out;
        const int n = 2 * std::max(1, static_cast<int>(std::lround(0.5 * mm * px_per_mm))) + 1;
        cv::blur(m, out, {n, n});
        return out;
    };
    cv::Mat soft;
    cv::GaussianBlur(fine, soft, {}, 0.8);
    cv::Sobel(soft, x, CV_32F, 1, 0);
    cv::Sobel(soft, y, CV_32F, 0, 1);
    constexpr double patch_mm = 10;
    const cv::Mat xx = around(x.mul(x), patch_mm), yy = around(y.mul(y), patch_mm), xy = around(x.mul(y), patch_mm);
    cv::Mat apart;
    cv::magnitude(xx - yy, 2 * xy, apart);
    Texture out;
    cv::divide(apart, xx + yy + 1e-9, out.coherence);
    out.variance = around(fine.mul(fine), 6);
    return out;
}

struct Samples {
    std::vector<float> depth[3], luminance, side[2], pale, green, variance, coherence, px2_per_mm2;
    double area_cm2 = 0;
};

// Shine lies on stubble as on skin and hides it. It is paler than either: of each place the less pale half tells.
void drop_shiny(Samples& s) {
    if (s.pale.empty()) return;
    const float usual = at_share(s.pale, 0.5);
    for (auto* values : {&s.depth[0], &s.depth[1], &s.depth[2], &s.luminance}) {
        std::vector<float> kept;
        for (std::size_t i = 0; i < s.pale.size(); ++i)
            if (s.pale[i] <= usual) kept.push_back((*values)[i]);
        *values = std::move(kept);
    }
}

// What the smooth light misses of bare skin, by the way it faces: harmonics of degree 2 are some percent off where a
// lamp stands at the side, and stubble is seen there.
class Missed {
  public:
    Missed(const std::vector<LitSkin>& bare, const MattLight& light) {
        cv::Mat sums(bins, bins, CV_32FC4, cv::Scalar::all(0));
        for (const auto& b : bare) {
            const cv::Vec3f off = light.log_rgb(b.normal) - b.log_rgb;
            constexpr float odd = 0.15f;  // shine and shade are none of it
            const float t = tone_of(off) / odd, w = b.weight / ((1 + t * t) * (1 + t * t));
            sums.at<cv::Vec4f>(bin(b.normal)) += cv::Vec4f(w * off[0], w * off[1], w * off[2], w);
        }
        cv::GaussianBlur(sums, sums_, {}, kernel * bins / 2, 0, cv::BORDER_CONSTANT);
    }
    cv::Vec3f at(const cv::Vec3f& normal) const {
        constexpr float few = 0.05f;  // samples a bin: less tells nothing
        const cv::Vec4f& v = sums_.at<cv::Vec4f>(bin(normal));
        return cv::Vec3f(v[0], v[1], v[2]) / (v[3] + few);
    }

  private:
    static constexpr int bins = 40;
    static constexpr double kernel = 0.12;  // sigma, of a normal's length
    static cv::Point bin(const cv::Vec3f& n) {
        const auto at = [](float v) { return std::clamp(static_cast<int>((v + 1) / 2 * bins), 0, bins - 1); };
        return {at(n[0]), at(n[1])};
    }
    cv::Mat sums_;  // CV_32FC4 over the normal's x and y: R, G, B and weight
};

// How pale each cell is against the hue foreseen there: shine is paler than skin, stubble and pigment. Of cells of its
// own kind around it, for shine is smooth and noise is not: who picks single cells by their hue picks their noise.
cv::Mat paleness_of(const cv::Mat& cells, const cv::Mat& logs, const cv::Mat& normals, const MattLight& light) {
    cv::Mat out(cells.size(), CV_32F, cv::Scalar(0));
    for (int y = 0; y < cells.rows; ++y)
        for (int x = 0; x < cells.cols; ++x)
            if (cells.at<std::uint8_t>(y, x) != other) {
                const cv::Vec3f foreseen = light.log_rgb(normals.at<cv::Vec3f>(y, x));
                const auto& seen = logs.at<cv::Vec3f>(y, x);  // BGR
                out.at<float>(y, x) = (seen[0] - seen[2]) - (foreseen[2] - foreseen[0]);
            }
    const cv::Size around(5, 5);
    for (const int kind : {bare_scalp, bare_cheek, fringe, beard}) {
        cv::Mat of_kind, sum, count;
        cv::Mat(cells == kind).convertTo(of_kind, CV_32F, 1. / 255);
        cv::boxFilter(out.mul(of_kind), sum, CV_32F, around, {-1, -1}, false, cv::BORDER_CONSTANT);
        cv::boxFilter(of_kind, count, CV_32F, around, {-1, -1}, false, cv::BORDER_CONSTANT);
        cv::Mat mean = sum / cv::max(count, 1);
        mean.copyTo(out, cells == kind);
    }
    return out;
}

// Bare skin in the order of its cells, as far as it is no paler than `most_pale`.
std::vector<LitSkin> bare_skin(const cv::Mat& cells, const cv::Mat& logs, const cv::Mat& normals,
                               const cv::Mat& paleness = {}, float most_pale = 0) {
    std::vector<LitSkin> out;
    for (int y = 0; y < cells.rows; ++y)
        for (int x = 0; x < cells.cols; ++x) {
            const auto cell = cells.at<std::uint8_t>(y, x);
            if (cell != bare_scalp && cell != bare_cheek) continue;
            if (!paleness.empty() && paleness.at<float>(y, x) > most_pale) continue;
            const auto& v = logs.at<cv::Vec3f>(y, x);
            out.push_back({normals.at<cv::Vec3f>(y, x), {v[2], v[1], v[0]}, cell == bare_scalp ? 1.f : 0.3f});
        }
    return out;
}

// What was measured of a place, to be judged.
struct Measured {
    float depth = 0, spread = 0, redder = 0, grain = 0;
    float noise_share = 0;  // variance that bare skin and camera explain, of all
    float unlike = 0;       // how bare skin differs from itself, shine included, or from the fit
    float lopsided = 0;     // left and right, 0 alike
};

// Why it may be no stubble, in words that tell what to do; empty: it surely is.
std::string doubt_of(const Measured& m) {
    if (m.depth < least_sure_depth) return tr("it is hardly darker than bare skin");
    if (m.grain < least_hair_grain * m.depth || m.noise_share > most_noise_share)
        return tr("no single hairs are seen in it, so it may be a shadow: come closer, use even light");
    if (m.redder > most_redder * m.depth) return tr("it is redder than hair makes skin, as a shadow is");
    if (m.lopsided > most_lopsided) return tr("one side is darker than the other: use light from the front");
    if (m.depth <= 2 * std::max(m.unlike, m.spread)) return tr("it is as uneven as it is dark: use even light");
    return "";
}

Error none(std::string what, std::string advice) {
    return {ExitCode::input, std::move(what), "", std::move(advice)};
}

}  // namespace

Expected<Stubble> read_stubble(const cv::Mat& bgr, const HeadState& head, const SkinReading& skin,
                               const HeadRasteriser& rasteriser, const FringeWeight& fringe_weight) {
    const Error unseen = none(tr("no shaved fringe or beard was seen"),
                              tr("show the side of the head, or match on a picture with a shaved fringe or beard"));
    if (head.state == TrackState::lost || skin.skin.empty()) return unseen;
    const auto grid = grid_about(head.camera_from_head, head.intrinsics, bgr.size(), pixel_mm);
    if (!grid) return unseen;
    const HeadRaster raster = rasteriser.draw(head.camera_from_head, head.intrinsics, *grid);
    const cv::Size size = grid->size();
    const cv::Mat small = shrunk(bgr, *grid);
    static const cv::Mat table = log_light_table(floor_light, 1);
    cv::Mat logs, deep;  // BGR
    cv::LUT(small, table, logs);
    // Well within the outline: a fit is a few millimetres off.
    const cv::Mat seen = raster.depth_mm > 0;
    cv::erode(seen, deep, cv::getStructuringElement(cv::MORPH_ELLIPSE, {5, 5}), {-1, -1}, 1, cv::BORDER_CONSTANT, 0);

    cv::Mat cells = face_cells(*grid, head.landmarks_px);
    const auto log_rgb_at = [&](int y, int x) {
        const auto& v = logs.at<cv::Vec3f>(y, x);
        return cv::Vec3f(v[2], v[1], v[0]);
    };
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            std::uint8_t& cell = cells.at<std::uint8_t>(y, x);
            const auto& byte = small.at<cv::Vec3b>(y, x);
            const cv::Vec3f& normal = raster.normal.at<cv::Vec3f>(y, x);
            const auto& chart = raster.chart_deg.at<cv::Vec2f>(y, x);
            const double polar = cv::norm(chart);
            constexpr double brow_deg = 86, ear_deg = 98;  // from the vertex; the brows lie at 92, the ears at 105
            if (cell == other && polar < ear_deg) {
                const double w = fringe_weight({chart[0], chart[1]});
                if (w > 0.97)
                    cell = fringe;
                else if (w < 0.05 && polar < brow_deg)
                    cell = bare_scalp;
            }
            const bool tells = deep.at<std::uint8_t>(y, x) && -normal[2] >= least_cos &&
                               std::max({byte[0], byte[1], byte[2]}) < clipped &&
                               std::max({byte[0], byte[1], byte[2]}) > black &&
                               head.cover.at(grid->to_frame({x, y})) <= hidden_at;
            if (!tells) cell = other;
        }
    // The look's own light was fitted to all of the head, fringe and beard with it; here only bare skin may tell.
    std::vector<LitSkin> bare = bare_skin(cells, logs, raster.normal);
    MattLight light(even_light);
    const Error too_little =
        none(tr("too little bare skin is seen to match against"), tr("turn the head to the camera"));
    if (!light.fit(bare)) return too_little;
    // Shine that is too faint to be put aside for its brightness pales dark skin still: its blue above all.
    constexpr double matt_share = 0.6;
    const cv::Mat paleness = paleness_of(cells, logs, raster.normal, light);
    std::vector<float> pale;
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            if (const auto cell = cells.at<std::uint8_t>(y, x); cell == bare_scalp || cell == bare_cheek)
                pale.push_back(paleness.at<float>(y, x));
    bare = bare_skin(cells, logs, raster.normal, paleness, at_share(pale, matt_share));
    light.forget();
    if (!light.fit(bare)) return too_little;
    const Missed missed(bare, light);

    // Where the fringe turns from the camera the finest is lost: texture is read where the frame is, not on the grid.
    const double distance_mm = (head.camera_from_head * glm::dvec3(0, 30, 10)).z;
    const double px_per_mm = head.intrinsics.fx_px / distance_mm;
    cv::Mat green, logs_green;
    cv::extractChannel(bgr(grid->box_px), green, 1);
    cv::LUT(green, table, logs_green);
    const Texture texture = texture_of(logs_green, px_per_mm);

    Samples of[5];
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            const auto cell = cells.at<std::uint8_t>(y, x);
            if (cell == other) continue;
            const cv::Vec3f& normal = raster.normal.at<cv::Vec3f>(y, x);
            const cv::Vec3f matt = light.log_rgb(normal) - missed.at(normal), off = matt - log_rgb_at(y, x);
            Samples& s = of[cell];
            for (int k = 0; k < 3; ++k) s.depth[k].push_back(off[k]);
            s.luminance.push_back(luminance_of(off));
            s.side[raster.chart_deg.at<cv::Vec2f>(y, x)[0] > 0].push_back(s.luminance.back());
            s.pale.push_back(paleness.at<float>(y, x));
            s.green.push_back(logs.at<cv::Vec3f>(y, x)[1]);
            const glm::dvec2 p = grid->to_frame({x, y}) - glm::dvec2(grid->box_px.x, grid->box_px.y);
            const int i = std::clamp(static_cast<int>(std::lround(p.x)), 0, green.cols - 1),
                      j = std::clamp(static_cast<int>(std::lround(p.y)), 0, green.rows - 1);
            s.variance.push_back(texture.variance.at<float>(j, i));
            s.coherence.push_back(texture.coherence.at<float>(j, i));
            const double here = head.intrinsics.fx_px / raster.depth_mm.at<float>(y, x), cos = -normal[2];
            s.px2_per_mm2.push_back(static_cast<float>(here * here * cos));
            s.area_cm2 += grid->px * grid->px / (here * here * cos) / 100;
        }
    const Samples& scalp = of[bare_scalp];
    if (scalp.luminance.empty())
        return none(tr("too little bare skin is seen to match against"), tr("show the forehead"));
    // How bare skin differs from itself, and from the fit: with its shine, and without.
    const auto half_range = [](const Samples& s) {
        return 0.5f * (at_share(s.luminance, 0.75) - at_share(s.luminance, 0.25));
    };
    const float unlike_shiny = half_range(scalp);
    for (const Cell cell : {bare_scalp, fringe, beard}) drop_shiny(of[cell]);
    const float unlike = half_range(scalp);
    const float bare_variance = at_share(scalp.variance, 0.5);

    // A face of few triangles bends otherwise than the client's: where cheeks are not as foreseen, a chin may not be.
    const Samples& cheeks = of[bare_cheek];
    const float cheeks_off = cheeks.luminance.empty() ? 0.f : at_share(cheeks.luminance, 0.5);

    std::optional<Error> why;
    std::optional<Stubble> unsure;
    for (const auto& [cell, place] : {std::pair{fringe, StubblePlace::fringe}, std::pair{beard, StubblePlace::beard}}) {
        const Samples& s = of[cell];
        if (s.luminance.empty() || s.area_cm2 < least_area_cm2) continue;
        const bool face = place == StubblePlace::beard;
        const float depth = at_share(s.luminance, 0.5);
        // Noise is even in the encoded picture, so it is more in the logarithm of what is darker (sRGB's power of 2.4).
        const float darker = at_share(scalp.green, 0.5) - at_share(s.green, 0.5);
        const float noise = bare_variance * std::exp(2 * darker / 2.4f);
        const float grain = std::sqrt(std::max(0.f, at_share(s.variance, 0.5) - noise));
        if (depth > longest_shave || (grain > strands_grain && at_share(s.coherence, 0.5) > strands_coherence)) {
            if (!why)
                why = none(face ? tr("the beard is hair that has not been shaved, or lies in shadow")
                                : tr("the fringe is hair that has not been shaved, or lies in shadow"),
                           tr("match after shaving and in even light, or set the pigment by hand"));
            continue;
        }
        if (depth < std::max({least_depth, 1.5f * unlike, face ? 1.5f * cheeks_off : 0.f})) {
            if (!why)
                why = none(face ? tr("no stubble was found: the beard is no darker than bare skin")
                                : tr("no stubble was found: the fringe is no darker than bare skin"),
                           tr("set the pigment by hand, or match in even light"));
            continue;
        }
        Stubble out;
        out.place = place;
        for (int k = 0; k < 3; ++k) {
            out.depth_rgb[k] = at_share(s.depth[k], 0.5);
            out.spread_rgb[k] = 0.5f * (at_share(s.depth[k], 0.75) - at_share(s.depth[k], 0.25));
        }
        out.grain = grain;
        out.px_per_mm = std::sqrt(at_share(s.px2_per_mm2, 0.5));
        out.blur_px = skin.camera.blur_px;
        out.area_cm2 = s.area_cm2;
        out.skin_luminance = skin.skin.luminance;
        std::vector<float> lit[3];
        for (const auto& b : bare)
            for (int k = 0; k < 3; ++k) lit[k].push_back(std::exp(light.log_rgb(b.normal)[k]));
        for (int k = 0; k < 3; ++k) out.skin_rgb[k] = at_share(lit[k], 0.75);
        Measured m{
            .depth = depth, .spread = half_range(s), .redder = out.depth_rgb.b - out.depth_rgb.r, .grain = grain};
        m.noise_share = noise / std::max(1e-9f, at_share(s.variance, 0.5));
        m.unlike = std::max(unlike_shiny, face ? std::abs(cheeks_off) : 0.f);
        constexpr std::size_t enough = 20;  // cells of a side
        if (s.side[0].size() >= enough && s.side[1].size() >= enough)
            m.lopsided = std::abs(at_share(s.side[0], 0.5) - at_share(s.side[1], 0.5)) / depth;
        out.doubt = doubt_of(m);
        if (out.doubt.empty()) return out;
        if (!unsure || out.area_cm2 > unsure->area_cm2) unsure = out;
    }
    if (unsure) return *unsure;
    return why ? *why : unseen;
}

}  // namespace smp
