#include "head/head_memory.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "head/cover_belief.hpp"
#include "track/log_light.hpp"

namespace smp {
namespace {

constexpr double reach_deg = 150, cell_deg = 2;
constexpr int side = static_cast<int>(2 * reach_deg / cell_deg) + 1;
constexpr double pixel_mm = 2.5;
constexpr float least_cos = 0.15f, learn_cos = 0.35f;  // of the angle at which the skin is seen
constexpr double smooth_px = 1.2, witness_mm = 5, together_mm = 10;
constexpr int near_outline_px = 7;                        // across: 4 pixels from it
constexpr float slowest = 0.02f, slowest_darker = 0.06f;  // share of a new picture in what is remembered
constexpr float well_seen = 20;                           // times, until its colour says as much as it can
constexpr float stiff = 20;                               // pixels: what is known of the light beforehand
// Of 255: such a pixel says nothing; parts of such a one are clipped, and it would teach a colour that is too dark.
constexpr float clipped = 250, partly_clipped = 235;

// How much white light on top makes a colour (linear BGR) differ from skin of this hue; half as much again, as the
// light is not quite white.
float whiteness(const cv::Vec3f& colour, const cv::Vec2f& hue) {
    if (hue[0] >= 0.95f || hue[1] >= 0.95f) return 0;
    return 1.5f * std::max(0.f, std::min((colour[0] - hue[0] * colour[2]) / (1 - hue[0]),
                                         (colour[1] - hue[1] * colour[2]) / (1 - hue[1])));
}

float median(std::vector<float>& v) {
    const auto middle = v.begin() + static_cast<long>(v.size() / 2);
    std::nth_element(v.begin(), middle, v.end());
    return *middle;
}

// The four cells about a place of the chart, and their shares.
struct Tap {
    std::array<int, 4> cell;
    std::array<float, 4> share;
};

std::optional<Tap> tap_at(const cv::Vec2f& chart_deg) {
    const auto x = static_cast<float>((chart_deg[0] + reach_deg) / cell_deg),
               y = static_cast<float>((chart_deg[1] + reach_deg) / cell_deg);
    const int i = static_cast<int>(std::floor(x)), j = static_cast<int>(std::floor(y));
    if (i < 0 || j < 0 || i + 1 >= side || j + 1 >= side) return {};
    const float fx = x - static_cast<float>(i), fy = y - static_cast<float>(j);
    const int first = j * side + i;
    return Tap{{first, first + 1, first + side, first + side + 1},
               {(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy}};
}

cv::Mat eroded(const cv::Mat& mask, int across) {
    cv::Mat out;
    cv::erode(mask, out, cv::getStructuringElement(cv::MORPH_ELLIPSE, {across, across}), {-1, -1}, 1,
              cv::BORDER_CONSTANT, 0);
    return out;
}

}  // namespace

struct HeadMemory::Glimpse {
    HeadRaster raster;
    cv::Mat head;             // CV_8U, where the raster has it
    cv::Mat now, matt;        // CV_32FC3, logarithms of linear light; without shine, where that is known
    cv::Mat inside, teaches;  // CV_8U: away from the outline; well away, and nothing of it clipped
    struct Pixel {            // whose skin is remembered
        int x, y;
        bool face, clear, vouched;  // clear: nothing stood before it in the last picture; vouched: its texture is found
        float shine = 0;            // share of the skin's own light
        float times, edge2;         // edge2: how much the remembered colours change from pixel to pixel, squared
        cv::Vec3f then, change;     // remembered; what is left of the difference to it
        Facing turned;
        float sure() const { return std::min(1.f, times / well_seen); }  // how much what is remembered counts
    };
    std::vector<Pixel> known;
    cv::Vec3f exposure;  // of this picture's light, to what is remembered: logarithms
    cv::Mat before;      // CV_32F, hidden 0..1 in the last picture; 0.5 where that says nothing
};

HeadMemory::Facing HeadMemory::facing(const cv::Vec3f& n) {
    return {n[0], n[1], n[2], n[0] * n[1], n[0] * n[2], n[1] * n[2], n[0] * n[0] - n[1] * n[1], 3 * n[2] * n[2] - 1};
}

cv::Matx<float, HeadMemory::light_terms, 3> HeadMemory::Light::solved() const {
    return (information + stiff * cv::Matx<float, light_terms, light_terms>::eye()).solve(change, cv::DECOMP_CHOLESKY);
}

// Of the solution, in the tone: neighbouring pixels go together, so that one in five counts.
cv::Matx<float, HeadMemory::light_terms, HeadMemory::light_terms> HeadMemory::Light::covariance() const {
    using Square = cv::Matx<float, light_terms, light_terms>;
    return (0.2f * information + stiff * Square::eye()).inv(cv::DECOMP_CHOLESKY);
}

HeadMemory::HeadMemory() {
    forget();
}

void HeadMemory::set_head(const HeadMesh& mesh, const glm::dvec3& centre_mm) {
    rasteriser_.emplace(mesh, centre_mm);
    centre_mm_ = centre_mm;
}

void HeadMemory::forget() {
    cells_.assign(static_cast<std::size_t>(side) * side, Cell{});
    light_ = Light{};
    background_.forget();
    excess_ = {1, 1};
    contradicted_ = 0;
}

bool HeadMemory::hides(const glm::dvec3& p_head_mm) const {
    const glm::dvec2 chart = chart_from_direction(glm::normalize(p_head_mm - centre_mm_));
    const auto tap = tap_at({static_cast<float>(chart.x), static_cast<float>(chart.y)});
    if (!tap) return false;
    float hidden = 0;
    for (int k = 0; k < 4; ++k) hidden += tap->share[k] * cells_[tap->cell[k]].hidden;
    return hidden > 0.5f;
}

// Skin whose texture is found where something is said to hide it, again and again, and all over: another client has sat
// down, or the light is another altogether.
bool HeadMemory::is_another_head(const std::vector<SkinProbe>& witnesses) {
    constexpr int enough = 15, long_enough = 15;
    int found = 0, missed = 0;
    for (const auto& w : witnesses)
        if (hides(w.p_head_mm)) ++(w.agreed ? found : missed);
    contradicted_ = found >= enough && found > missed ? contradicted_ + 1 : 0;
    return contradicted_ >= long_enough;
}

HeadMemory::Glimpse HeadMemory::recall(const cv::Mat& bgr, const HeadPose& pose, const Intrinsics& camera,
                                       const HeadCover& where) const {
    Glimpse out;
    out.raster = rasteriser_->draw(pose, camera, where);
    const cv::Size size = out.raster.depth_mm.size();
    const cv::Mat small = shrunk(bgr, where);
    static const cv::Mat table = log_light_table(0.01, 1);
    cv::LUT(small, table, out.now);
    out.matt = out.now.clone();
    out.head = out.raster.depth_mm > 0;
    out.inside = eroded(out.head, 3);
    out.teaches = eroded(out.head, 5);

    out.before = cv::Mat(size, CV_32F, cv::Scalar(0.5));
    cv::Mat then(size, CV_32FC3, cv::Scalar(0));
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            if (!out.head.at<std::uint8_t>(y, x)) continue;
            const auto& chart = out.raster.chart_deg.at<cv::Vec2f>(y, x);
            const auto& seen = small.at<cv::Vec3b>(y, x);
            const float bright = std::max({seen[0], seen[1], seen[2]});
            if (bright > partly_clipped) out.teaches.at<std::uint8_t>(y, x) = 0;
            const auto tap = tap_at(chart);
            if (!tap) continue;
            Glimpse::Pixel p{};
            p.times = 1e6f;
            float hidden = 0;
            Facing faced{};
            for (int k = 0; k < 4; ++k) {
                const Cell& cell = cells_[tap->cell[k]];
                p.then += tap->share[k] * cell.colour;
                faced += tap->share[k] * cell.facing;
                hidden += tap->share[k] * cell.hidden;
                if (tap->share[k] > 0.01f) p.times = std::min(p.times, cell.times);
            }
            if (p.times == 0) continue;
            then.at<cv::Vec3f>(y, x) = p.then;
            out.before.at<float>(y, x) = hidden;
            const auto& normal = out.raster.normal.at<cv::Vec3f>(y, x);
            if (!out.inside.at<std::uint8_t>(y, x) || -normal[2] < least_cos || bright > clipped) continue;
            p.x = x, p.y = y;
            p.face = is_face(chart);
            p.clear = hidden < 0.5f;
            p.change = out.now.at<cv::Vec3f>(y, x) - p.then;
            p.turned = facing(normal) - faced;
            out.known.push_back(p);
        }
    for (auto& p : out.known) {
        for (const auto& [dx, dy] : {std::pair{1, 0}, {-1, 0}, {0, 1}, {0, -1}}) {
            const int x = p.x + dx, y = p.y + dy;
            if (x < 0 || y < 0 || x >= size.width || y >= size.height) continue;
            const auto& other = then.at<cv::Vec3f>(y, x);
            if (other == cv::Vec3f()) continue;
            const cv::Vec3f step = 0.5f * (other - p.then);
            p.edge2 = std::max(p.edge2, step.dot(step) / 3);
        }
    }
    return out;
}

// A camera's tone curve and stray light change bright and dark skin differently: a line through the differences over
// the remembered tone.
void HeadMemory::take_out_contrast(Glimpse& glimpse) {
    std::vector<float> tones;
    for (const auto& p : glimpse.known)
        if (p.clear) tones.push_back(tone_of(p.then));
    if (tones.size() < 100) return;
    const float middle = median(tones);
    constexpr float spread = 0.1f, stiff_share = 0.02f;  // of a flat line beforehand
    float xx = stiff_share * static_cast<float>(tones.size()), xy = 0;
    for (const auto& p : glimpse.known) {
        if (!p.clear) continue;
        const float x = tone_of(p.then) - middle, y = tone_of(p.change), w = 1 / (1 + y * y / (spread * spread));
        xx += w * x * x;
        xy += w * x * y;
    }
    for (auto& p : glimpse.known)
        for (int k = 0; k < 3; ++k) p.change[k] -= xy / xx * (tone_of(p.then) - middle);
}

// Takes out of the differences what exposure did all over, what light does as the head turns under it, and shine.
void HeadMemory::allow_for_light(Glimpse& glimpse, bool learn) {
    const auto light = light_.solved();
    for (auto& p : glimpse.known) p.change -= light.t() * p.turned;
    for (int k = 0; k < 3; ++k) {
        std::vector<float> steps;
        for (const auto& p : glimpse.known)
            if (p.clear) steps.push_back(p.change[k]);
        if (steps.size() > 30) glimpse.exposure[k] = median(steps);
    }
    for (auto& p : glimpse.known) p.change -= glimpse.exposure;
    take_out_contrast(glimpse);
    if (learn) {
        constexpr float kept = 0.995f, tolerance = 0.1f;
        light_.information *= kept;
        light_.change *= kept;
        for (const auto& p : glimpse.known) {
            if (!p.clear) continue;
            const float weight = 1 / (1 + p.change.dot(p.change) / (tolerance * tolerance));
            light_.information += weight * p.turned * p.turned.t();
            light_.change += weight * p.turned * (p.change + light.t() * p.turned).t();
        }
    }
    // Shine is white light on top of what the skin throws back. What came is as much as leaves no channel darker; what
    // went may be as much as made the remembered colour whiter than the client's skin mostly is.
    const cv::Vec2f hue = usual_hue(glimpse);
    for (auto& p : glimpse.known) {
        constexpr float slight = 0.02f;
        if (std::abs(p.change[0]) < slight && std::abs(p.change[1]) < slight && std::abs(p.change[2]) < slight)
            continue;
        const auto& now = glimpse.now.at<cv::Vec3f>(p.y, p.x);
        cv::Vec3f skin, seen;
        for (int k = 0; k < 3; ++k) seen[k] = std::exp(now[k]), skin[k] = std::exp(now[k] - p.change[k]);
        const float most_gone = std::min(whiteness(skin, hue), 0.7f * std::min({skin[0], skin[1], skin[2]}));
        const cv::Vec3f more = seen - skin;
        const float come = std::max(0.f, std::min({more[0], more[1], more[2]})),
                    gone = std::clamp(std::min({-more[0], -more[1], -more[2]}), 0.f, most_gone);
        p.shine = 3 * (come + gone) / (skin[0] + skin[1] + skin[2]);
        for (int k = 0; k < 3; ++k) {
            p.change[k] = std::log((seen[k] - come) / (skin[k] - gone));
            glimpse.matt.at<cv::Vec3f>(p.y, p.x)[k] = std::log(seen[k] - come);
        }
    }
}

// Blue and green of the client's scalp as shares of red.
cv::Vec2f HeadMemory::usual_hue(const Glimpse& glimpse) {
    std::vector<float> blue, green;
    for (const auto& p : glimpse.known)
        if (!p.face && p.clear) {
            const cv::Vec3f lit = p.then + glimpse.exposure;
            blue.push_back(std::exp(lit[0] - lit[2]));
            green.push_back(std::exp(lit[1] - lit[2]));
        }
    if (blue.size() < 30) return {1, 1};
    return {std::min(0.95f, median(blue)), std::min(0.95f, median(green))};
}

// Logarithm of the odds that something stands before the head, from where patches of its skin are found and are not.
cv::Mat HeadMemory::odds_of_texture(const Glimpse& glimpse, const HeadCover& where,
                                    const std::vector<SkinProbe>& witnesses) {
    cv::Mat odds(glimpse.now.size(), CV_32F, cv::Scalar(0));
    constexpr double reach = witness_mm / pixel_mm;
    for (const auto& w : witnesses) {
        const glm::dvec2 at = where.from_frame(w.p_px);
        for (int y = std::max(0, static_cast<int>(at.y - reach)); y < std::min<double>(odds.rows, at.y + reach); ++y)
            for (int x = std::max(0, static_cast<int>(at.x - reach)); x < std::min<double>(odds.cols, at.x + reach);
                 ++x)
                if (glm::length(glm::dvec2(x, y) - at) <= reach) odds.at<float>(y, x) += w.agreed ? -1.5f : 1.f;
    }
    return odds;
}

// What is hidden is never found (one patch in 600, measured); what is in the light is missed as well when it is seen
// from afar or aslant, so that many misses together say something only beside what surely stands before the head. The
// face moves by itself.
cv::Mat HeadMemory::odds_of_misses(const Glimpse& glimpse, const HeadCover& where,
                                   const std::vector<SkinProbe>& witnesses) {
    constexpr float found_against_missed = 3;
    constexpr double together_px = together_mm / pixel_mm;
    constexpr auto per_miss = static_cast<float>(0.5 * 2 * std::numbers::pi * together_px * together_px);
    cv::Mat odds(glimpse.now.size(), CV_32F, cv::Scalar(0));
    for (const auto& w : witnesses) {
        const glm::ivec2 p(glm::round(where.from_frame(w.p_px)));
        if (p.x >= 0 && p.y >= 0 && p.x < odds.cols && p.y < odds.rows)
            odds.at<float>(p.y, p.x) += w.agreed ? -found_against_missed : 1.f;
    }
    cv::GaussianBlur(odds, odds, {}, together_px);
    odds = per_miss * cv::max(odds, 0);
    for (const auto& p : glimpse.known)
        if (p.face) odds.at<float>(p.y, p.x) = 0;
    return odds;
}

// The same from how far its colour is from what is remembered.
cv::Mat HeadMemory::odds_of_colour(const Glimpse& glimpse) {
    const cv::Size size = glimpse.now.size();
    cv::Mat odds(size, CV_32F, cv::Scalar(0)), rest(size, CV_32FC3, cv::Scalar(0)),
        counted(size, CV_32F, cv::Scalar(0));
    // Averaged over a few millimetres: a webcam's noise is as large as what tells one skin from another.
    for (const auto& p : glimpse.known) {
        rest.at<cv::Vec3f>(p.y, p.x) = p.change;
        counted.at<float>(p.y, p.x) = 1;
    }
    cv::GaussianBlur(rest, rest, {}, smooth_px);
    cv::GaussianBlur(counted, counted, {}, smooth_px);
    const auto light_covariance = light_.covariance();
    const auto surprise = [&](const Glimpse::Pixel& p) {
        const cv::Vec3f left = rest.at<cv::Vec3f>(p.y, p.x) / counted.at<float>(p.y, p.x);
        const float tone_sigma = p.face ? 0.08f : 0.025f, hue_sigma = p.face ? 0.03f : 0.012f;
        // Shading that is not foreseen: more while the light is not known yet. Shine is not quite white.
        const float shading2 = p.turned.dot(light_covariance * p.turned) + 0.02f * p.turned.dot(p.turned);
        const float shine2 = 0.04f * p.shine * p.shine;
        const float tone2 = tone_sigma * tone_sigma + 0.5f * p.edge2 + shading2 + shine2;
        const float hue2 = hue_sigma * hue_sigma + 0.1f * p.edge2 + 0.04f * shading2 + shine2;
        return surprise_of(left, tone2, hue2);
    };
    std::vector<float> surprises;
    for (const auto& p : glimpse.known) surprises.push_back(surprise(p));
    for (const bool face : {false, true}) {
        // How well it is foreseen where the skin's own texture shows that nothing stands before it.
        std::vector<float> vouched;
        for (std::size_t i = 0; i < surprises.size(); ++i)
            if (glimpse.known[i].face == face && glimpse.known[i].vouched) vouched.push_back(surprises[i]);
        constexpr float share = 0.3f, usual = 1.4f;  // median for two degrees of freedom
        if (vouched.size() > 80) excess_[face] += share * (std::max(1.f, median(vouched) / usual) - excess_[face]);
    }
    for (std::size_t i = 0; i < surprises.size(); ++i) {  // a colour that fits says little: hands have that of heads
        const auto& p = glimpse.known[i];
        odds.at<float>(p.y, p.x) = p.sure() * std::clamp(0.5f * surprises[i] / excess_[p.face] - 2.5f, -1.2f, 5.f);
    }
    return odds;
}

// Where the picture shows the room beside the cranium: above the ears, as neck and shirt move with the client.
cv::Mat HeadMemory::room_beside(const Glimpse& glimpse, const HeadPose& pose, const Intrinsics& camera,
                                const HeadCover& where) const {
    constexpr int margin_px = 7, reach_px = 27;  // across: the mesh ends a little sooner or later than the head
    constexpr double least_y_mm = 20;
    const auto grown = [&](int across) {
        cv::Mat out;
        cv::dilate(glimpse.head, out, cv::getStructuringElement(cv::MORPH_RECT, {across, across}));
        return out;
    };
    cv::Mat room = grown(reach_px) & ~grown(margin_px);
    const auto head_from_camera = pose.inverse();
    const double depth_mm = (pose * centre_mm_).z;
    for (int y = 0; y < room.rows; ++y)
        for (int x = 0; x < room.cols; ++x) {
            auto& beside = room.at<std::uint8_t>(y, x);
            if (!beside) continue;
            if ((head_from_camera * (depth_mm * camera.ray(where.to_frame({x, y})))).y < least_y_mm) beside = 0;
        }
    return room;
}

void HeadMemory::take_over(const Glimpse& glimpse, const cv::Mat& belief, bool learn) {
    struct Sum {
        float weight = 0, hidden = 0, learnt = 0;
        cv::Vec3f colour;
        Facing facing;
    };
    std::vector<Sum> sums;
    std::vector<int> touched, sum_of(cells_.size(), -1);
    const auto sum_at = [&](int cell) -> Sum& {
        if (sum_of[cell] < 0) {
            sum_of[cell] = static_cast<int>(sums.size());
            sums.emplace_back();
            touched.push_back(cell);
        }
        return sums[sum_of[cell]];
    };
    const cv::Size size = belief.size();
    // Nothing is learnt beside what hides the head: its edge may not be found quite where it is.
    cv::Mat hiding = belief > 0, shunned;
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            if (!glimpse.head.at<std::uint8_t>(y, x) || is_face(glimpse.raster.chart_deg.at<cv::Vec2f>(y, x)))
                hiding.at<std::uint8_t>(y, x) = 0;
    cv::dilate(hiding, shunned, cv::getStructuringElement(cv::MORPH_ELLIPSE, {9, 9}));
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            if (!glimpse.head.at<std::uint8_t>(y, x)) continue;
            const auto tap = tap_at(glimpse.raster.chart_deg.at<cv::Vec2f>(y, x));
            if (!tap) continue;
            const float hidden = 0.5f + 0.5f * belief.at<float>(y, x);
            const auto& normal = glimpse.raster.normal.at<cv::Vec3f>(y, x);
            const bool may_learn = learn && glimpse.teaches.at<std::uint8_t>(y, x) && -normal[2] > learn_cos &&
                                   !shunned.at<std::uint8_t>(y, x);
            const Facing faced = may_learn ? facing(normal) : Facing();
            for (int k = 0; k < 4; ++k) {
                const float w = tap->share[k];
                Sum& sum = sum_at(tap->cell[k]);
                sum.weight += w;
                sum.hidden += w * hidden;
                if (!may_learn || hidden > (cells_[tap->cell[k]].times > 0 ? 0.2f : 0.45f)) continue;
                sum.learnt += w;
                // What is seen first in another light is remembered as it would have been in the first one.
                sum.colour += w * (glimpse.matt.at<cv::Vec3f>(y, x) - glimpse.exposure);
                sum.facing += w * faced;
            }
        }
    constexpr float least = 0.2f;
    for (std::size_t i = 0; i < touched.size(); ++i) {
        const Sum& sum = sums[i];
        Cell& cell = cells_[touched[i]];
        if (sum.weight < least) continue;
        cell.hidden = sum.hidden / sum.weight;
        if (sum.learnt < least) continue;
        // Shine comes and goes; the skin under it is the darker of both.
        const cv::Vec3f step = sum.colour / sum.learnt - cell.colour;
        const float share = std::max(1 / (cell.times + 1), step[0] + step[1] + step[2] < 0 ? slowest_darker : slowest);
        cell.colour += share * step;
        cell.facing += share * (sum.facing * (1 / sum.learnt) - cell.facing);
        cell.times = std::min(cell.times + 1, 1000.f);
    }
}

HeadCover HeadMemory::look(const cv::Mat& bgr, const HeadPose& pose, const Intrinsics& camera,
                           const std::vector<SkinProbe>& witnesses, bool learn) {
    HeadCover out;
    if (!rasteriser_) return out;
    const auto grid = grid_about(pose, camera, bgr.size(), pixel_mm);
    if (!grid) return out;
    static_cast<CoarseGrid&>(out) = *grid;
    if (is_another_head(witnesses)) forget();
    Glimpse glimpse = recall(bgr, pose, camera, out);
    const cv::Mat texture = odds_of_texture(glimpse, out, witnesses);
    for (auto& p : glimpse.known) p.vouched = texture.at<float>(p.y, p.x) < 0;
    allow_for_light(glimpse, learn);
    const cv::Mat colour = odds_of_colour(glimpse), fits = cv::min(colour, 0);
    cv::Mat odds = cv::max(colour, 0) + texture;
    const cv::Size size = odds.size();
    constexpr float as_before = 0.8f, rarely = 0.3f;
    cv::Mat sure(size, CV_32F, cv::Scalar(0));
    for (const auto& p : glimpse.known) sure.at<float>(p.y, p.x) = p.sure();
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            if (glimpse.head.at<std::uint8_t>(y, x))
                odds.at<float>(y, x) +=
                    as_before * sure.at<float>(y, x) * (2 * glimpse.before.at<float>(y, x) - 1) - rarely;
    // What hides the head mostly comes from beside it, and goes on there.
    const cv::Mat room = room_beside(glimpse, pose, camera, out);
    const cv::Mat room_light = glimpse.now - cv::Scalar(glimpse.exposure[0], glimpse.exposure[1], glimpse.exposure[2]);
    odds += background_.odds(room_light, room, out, bgr.size());
    if (learn) background_.learn(room_light, room, out, bgr.size());
    const cv::Rect about = cv::boundingRect(glimpse.head | room);
    cv::Mat belief(size, CV_32F, cv::Scalar(-1));
    if (about.area() > 0) {
        const cv::Mat light = glimpse.now(about);
        cv::Mat found = settle((odds + fits)(about), light);
        if (cv::countNonZero(found > 0) > 0) {
            // A hand may have the client's colour: beside it a colour that fits says nothing for the head, and the same
            // colour where none is remembered speaks for the hand.
            constexpr float for_the_hand = 0.3f;
            const cv::Mat misses = odds_of_misses(glimpse, out, witnesses);
            const cv::Mat beside = for_the_hand * (1 - sure) - fits + misses;
            found = settle((odds + fits)(about) + likeness(found, light).mul(beside(about)), light);
        }
        found.copyTo(belief(about));
    }
    // Places just turning into view say nothing yet: what ends a centimetre from the outline is held to reach it.
    drop_islands(glimpse.head, eroded(glimpse.head, near_outline_px), belief);
    take_over(glimpse, belief, learn);
    belief.setTo(-1, ~glimpse.head);
    if (cv::countNonZero(belief > 0) == 0) return {};
    // Beyond the outline as just within it: the mesh ends a little sooner or later than the head.
    cv::Mat wider;
    cv::dilate(belief, wider, cv::getStructuringElement(cv::MORPH_ELLIPSE, {5, 5}));
    wider.copyTo(belief, ~glimpse.head);
    belief.convertTo(out.hidden, CV_8U, 127.5, 127.5);
    return out;
}

}  // namespace smp
