#include "design/hairline.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/smoothstep.hpp"

namespace smp {
namespace {

constexpr double radians = std::numbers::pi / 180;
constexpr int tapes = 24;
// Tapes stand closer near the midline, where a widow's peak needs them.
double fraction(int i) {
    const double t = static_cast<double>(i) / (tapes - 1);
    return t * (0.4 + 0.6 * t);
}

// No corner lies farther back than a little behind the coronal line through the ears (Norwood III and no more,
// DOMAIN 7). From `free_share` of the way there on, each further millimetre counts for less, so that the control never
// goes dead.
constexpr double free_share = 0.7;
constexpr double rearmost_corner_z_mm = -15;
// The skull falls away to the sides, so a level line climbs along the skin. High on the head it would have to run far
// back, or finds no such level at all: there it climbs this much and no more.
constexpr double largest_level_rise_mm = 14;
// How far back the temple points lie of those who lost them (DOMAIN 6, classes P and R), mm along the skin: parallel to
// the sideburn's front edge, and hollowed out behind it.
double temple_loss_mm(TemplePeak peak) {
    return peak == TemplePeak::parallel ? 9 : peak == TemplePeak::reversed ? 20 : 0;
}
// Corner and temple point of a side go up by half the tilt, or down.
double tilt_raise_mm(int side, const TreatmentDesign& d) {
    return (side ? 0.5 : -0.5) * d.tilt_mm;
}
// The lower end of a style's freedom at the temple point, as indices into HeadModel::hair_region() on the left.
constexpr std::size_t peak_first = 4, peak_last = 9, sideburn_top = 10, sideburn_bottom = 12;

// How the front edge runs between the midline (t = 0) and the corner (t = 1): its share of the corner's recession.
double profile(HairlineStyle style, double t) {
    switch (style) {
        case HairlineStyle::straight:
            return t;
        case HairlineStyle::rounded:
            return t * t * t;  // one arc
        case HairlineStyle::mature:
            return smooth(std::pow(t, 1.35));
        case HairlineStyle::m_shape:
            return smooth((t - 0.22) / 0.78);
        case HairlineStyle::natural:
        case HairlineStyle::widows_peak:
            return smooth(std::pow(t, 1.8));  // turns from convex to concave near the mid-pupil vertical
    }
    return 0;
}

}  // namespace

SagittalTape::SagittalTape(const ScalpSurface& surface, double x_mm, double brow_y_mm) {
    const glm::dvec3 c = surface.centre_mm();
    double reach_mm = 80;  // distance from the plane's own centre (x, c.y, c.z); carried over as the next first guess
    const auto place = [&](double phi_deg) {
        const double s = std::sin(phi_deg * radians), co = std::cos(phi_deg * radians);
        ChartPoint chart{};
        for (int i = 0; i < 8; ++i) {
            const glm::dvec3 d{x_mm - c.x, reach_mm * s, reach_mm * co};
            chart = chart_from_direction(d);
            const double r = surface.radius_mm(chart);
            const double next = std::sqrt(std::max(r * r - d.x * d.x, 1.0));
            const bool done = std::abs(next - reach_mm) < 1e-4;
            reach_mm = next;
            if (done) break;
        }
        return chart;
    };
    double low = -60, high = 60;
    for (int i = 0; i < 30; ++i) {
        const double mid = 0.5 * (low + high);
        (surface.position_mm(place(mid)).y < brow_y_mm ? low : high) = mid;
    }
    glm::dvec3 last{};
    for (double phi = 0.5 * (low + high); phi < 170; phi += 1.5) {
        chart_.push_back(place(phi));
        const glm::dvec3 p = surface.position_mm(chart_.back());
        length_.push_back(length_.empty() ? 0 : length_.back() + glm::length(p - last));
        y_mm_.push_back(p.y);
        z_mm_.push_back(p.z);
        last = p;
    }
}

ChartPoint SagittalTape::at(double length) const {
    length = std::clamp(length, 0.0, length_.back());
    const auto it = std::upper_bound(length_.begin() + 1, length_.end() - 1, length);
    const auto i = static_cast<std::size_t>(it - length_.begin());
    const double a = (length - length_[i - 1]) / (length_[i] - length_[i - 1]);
    return chart_[i - 1] + a * (chart_[i] - chart_[i - 1]);
}

double SagittalTape::length_at_z(double z) const {
    const auto highest = std::max_element(z_mm_.begin(), z_mm_.end()) - z_mm_.begin();
    for (auto i = static_cast<std::size_t>(highest) + 1; i < z_mm_.size(); ++i)
        if (z_mm_[i] <= z) {
            const double a = (z_mm_[i - 1] - z) / std::max(1e-9, z_mm_[i - 1] - z_mm_[i]);
            return length_[i - 1] + a * (length_[i] - length_[i - 1]);
        }
    return length_.back();
}

double SagittalTape::length_at_y(double y) const {
    for (std::size_t i = 1; i < y_mm_.size(); ++i) {
        if (y_mm_[i] < y_mm_[i - 1]) return length_[i - 1];
        if (y_mm_[i] >= y)
            return length_[i - 1] + (y - y_mm_[i - 1]) / (y_mm_[i] - y_mm_[i - 1]) * (length_[i] - length_[i - 1]);
    }
    return length_.back();
}

double SagittalTape::length_to(const ChartPoint& chart) const {
    double nearest = 1e9, length = 0;
    for (std::size_t i = 1; i < chart_.size(); ++i) {
        const ChartPoint step = chart_[i] - chart_[i - 1];
        const double t = std::clamp(glm::dot(chart - chart_[i - 1], step) / glm::dot(step, step), 0.0, 1.0);
        const double away = glm::length(chart - (chart_[i - 1] + t * step));
        if (away >= nearest) continue;
        nearest = away;
        length = length_[i - 1] + t * (length_[i] - length_[i - 1]);
    }
    return length;
}

double corner_recession_mm(const TreatmentDesign& d) {
    const double r = d.temple_recession_mm;
    switch (d.hairline_style) {
        case HairlineStyle::straight:
            return 0.25 * r;
        case HairlineStyle::rounded:
            return 0.5 * r - 20;  // has begun to turn down into the temple when it comes to the corner's plane
        case HairlineStyle::mature:
            return 7 + r;
        case HairlineStyle::widows_peak:
            return d.peak_drop_mm + r;  // counted from the line beside the peak
        case HairlineStyle::m_shape:
            return 17 + r;
        case HairlineStyle::natural:
            break;
    }
    return r;
}

HairlineBuilder::HairlineBuilder(const HeadModel& model, const HeadShape& shape, const ScalpSurface& surface)
    : model_(&model), surface_(&surface) {
    const auto landmarks = model.landmarks(shape);
    canthus_ = {landmarks[36], landmarks[45]};
    brow_y_mm_ = surface.position_mm(surface.glabella()).y;
    for (int side : {0, 1}) {
        tapes_[side].reserve(tapes);
        for (int i = 0; i < tapes; ++i) tapes_[side].emplace_back(surface, fraction(i) * canthus_[side].x, brow_y_mm_);
    }
}

// Where the model's hair region has the wanted height on the temple's front boundary. `polygon_index` is the first
// vertex below it.
ChartPoint HairlineBuilder::temple_point(int side, double height_mm, std::size_t& polygon_index) const {
    const auto& polygon = model_->hair_region();
    const auto vertex = [&](std::size_t i) {
        const ChartPoint p = polygon[i];
        return side ? p : ChartPoint{-p.x, p.y};
    };
    const double y = canthus_[side].y + height_mm;
    for (std::size_t i = peak_first; i < peak_last; ++i) {
        const double above = surface_->position_mm(vertex(i)).y, below = surface_->position_mm(vertex(i + 1)).y;
        if (below > y && i + 1 < peak_last) continue;
        const double a = std::clamp((above - y) / std::max(1e-9, above - below), 0.0, 1.0);
        polygon_index = i + 1;
        return vertex(i) + a * (vertex(i + 1) - vertex(i));
    }
    polygon_index = peak_last;
    return vertex(peak_last);
}

// A point of the temple's front boundary moved back along the skin, which in the chart is along -v.
ChartPoint HairlineBuilder::set_back(const ChartPoint& chart, double back_mm, double share) const {
    return back_mm * share > 0 ? surface_->walk(chart, {0, -1}, back_mm * share) : chart;
}

double HairlineBuilder::midline_y_mm(double height_mm) const {
    return surface_->position_mm(surface_->midline_at_height(height_mm)).y;
}

double HairlineBuilder::level_rise_mm(int side, int i, double height_mm, double y_mm) const {
    const double t = fraction(i);
    return std::min(tapes_[side][i].length_at_y(y_mm) - height_mm, largest_level_rise_mm * t * t);
}

double HairlineBuilder::level_length_mm(int side, double height_mm) const {
    return height_mm + level_rise_mm(side, tapes - 1, height_mm, midline_y_mm(height_mm));
}

double HairlineBuilder::unreceded_rise_mm(int side, int i, const TreatmentDesign& d, double y_mm) const {
    const bool by_tape = d.hairline_style == HairlineStyle::natural || d.hairline_style == HairlineStyle::widows_peak;
    return by_tape ? 0 : level_rise_mm(side, i, d.hairline_height_mm, y_mm);
}

double HairlineBuilder::unreceded_length_mm(int side, const TreatmentDesign& d) const {
    return d.hairline_height_mm + unreceded_rise_mm(side, tapes - 1, d, midline_y_mm(d.hairline_height_mm));
}

double HairlineBuilder::corner_length_mm(int side, const TreatmentDesign& d) const {
    const double start_mm = unreceded_length_mm(side, d);
    const double room_mm = std::max(1.0, tapes_[side].back().length_at_z(rearmost_corner_z_mm) - start_mm);
    const double wanted_mm = corner_recession_mm(d), free_mm = free_share * room_mm, last_mm = room_mm - free_mm;
    if (wanted_mm <= free_mm) return start_mm + wanted_mm;
    return start_mm + free_mm + last_mm * (1 - std::exp(-(wanted_mm - free_mm) / last_mm));
}

ChartPoint HairlineBuilder::corner(int side, const TreatmentDesign& d) const {
    return tapes_[side].back().at(corner_length_mm(side, d) + tilt_raise_mm(side, d));
}

ChartPoint HairlineBuilder::temple(int side, const TreatmentDesign& d, std::size_t& polygon_index) const {
    const double height_mm = d.temple_height_mm + tilt_raise_mm(side, d) + (side ? 0.5 : -0.5) * d.temple_offset_mm;
    return set_back(temple_point(side, height_mm, polygon_index), temple_loss_mm(d.temple_peak), 1);
}

ChartPoint HairlineBuilder::temple(int side, const TreatmentDesign& d) const {
    std::size_t below = 0;
    return temple(side, d, below);
}

std::vector<ChartPoint> HairlineBuilder::half(const TreatmentDesign& d, int side, std::size_t& polygon_index) const {
    const double sign = side ? 1 : -1, raise_mm = tilt_raise_mm(side, d);
    const auto& tape = tapes_[side];
    const double y_mm = midline_y_mm(d.hairline_height_mm);
    const double recession_mm = corner_length_mm(side, d) - unreceded_length_mm(side, d);
    const bool peaked = d.hairline_style == HairlineStyle::widows_peak;
    const double drop_mm = peaked ? d.peak_drop_mm : 0.0;

    std::vector<ChartPoint> front;
    for (int i = 0; i < tapes; ++i) {
        const double t = fraction(i), x_mm = t * std::abs(canthus_[side].x);
        double rise = unreceded_rise_mm(side, i, d, y_mm) + (recession_mm - drop_mm) * profile(d.hairline_style, t) +
                      raise_mm * t;
        if (peaked) {
            // A tip with a small round end and flanks that run out level into the line beside it.
            const double half_width_mm = 0.5 * d.peak_width_mm;
            const auto below = [&](double x) {
                return std::pow(1 - std::min(1.0, std::hypot(x, 1.0) / half_width_mm), 1.7);
            };
            rise += drop_mm * (1 - below(x_mm) / below(0));
        }
        front.push_back(i == 0 ? surface_->midline_at_height(d.hairline_height_mm)
                               : tape[i].at(d.hairline_height_mm + rise));
    }

    const ChartPoint corner = front.back();
    const ChartPoint temple = this->temple(side, d, polygon_index);
    const ChartPoint span = temple - corner;
    const double length = glm::length(span);
    const glm::dvec2 level = glm::normalize(corner - front[front.size() - 2]), direct = span / length;
    // In the chart +u is down the left side and +v is forward.
    const auto mirrored = [&](glm::dvec2 v) { return glm::normalize(glm::dvec2{sign * v.x, v.y}); };
    glm::dvec2 leave = level, arrive = mirrored({0.95, 0.31});
    double leave_share = 0.36, arrive_share = 0.3;
    switch (d.hairline_style) {
        case HairlineStyle::straight:  // a square corner, then a ruled line
            leave = direct;
            arrive = direct;
            break;
        case HairlineStyle::rounded:  // fills the recess: one sweep from the forehead into the temple
            arrive = mirrored({1, -0.05});
            leave_share = 0.35;
            break;
        case HairlineStyle::m_shape:
            leave_share = 0.2;
            break;
        default:
            break;
    }
    if (d.temple_peak == TemplePeak::parallel) arrive = mirrored({1, -0.08});
    if (d.temple_peak == TemplePeak::reversed) arrive = mirrored({1, 0.05});
    const ChartPoint b = corner + leave_share * length * leave, c = temple - arrive_share * length * arrive;
    const auto bezier = [&](double t) {
        const double s = 1 - t;
        return s * s * s * corner + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * temple;
    };

    // Even steps along the skin, the corner kept.
    const auto append_even = [&](std::vector<ChartPoint>& out, const std::vector<ChartPoint>& fine, int steps) {
        std::vector<double> at{0};
        for (std::size_t i = 1; i < fine.size(); ++i)
            at.push_back(at.back() + glm::length(surface_->position_mm(fine[i]) - surface_->position_mm(fine[i - 1])));
        std::size_t k = 1;
        for (int i = 1; i < steps; ++i) {
            const double want = at.back() * i / steps;
            while (at[k] < want) ++k;
            out.push_back(fine[k - 1] + (want - at[k - 1]) / (at[k] - at[k - 1]) * (fine[k] - fine[k - 1]));
        }
        out.push_back(fine.back());
    };
    // Between the tapes a Catmull-Rom spline keeps the curve smooth.
    std::vector<ChartPoint> fine{front[0]};
    for (int i = 0; i + 1 < tapes; ++i) {
        const ChartPoint p1 = front[i], p2 = front[i + 1];
        const ChartPoint p0 = i ? front[i - 1] : ChartPoint{-p2.x, p2.y};
        const ChartPoint p3 = i + 2 < tapes ? front[i + 2] : 2.0 * p2 - p1;
        const double d01 = glm::length(p1 - p0), d12 = glm::length(p2 - p1), d23 = glm::length(p3 - p2);
        const glm::dvec2 m1 = (p2 - p0) / (d01 + d12) * d12, m2 = (p3 - p1) / (d12 + d23) * d12;
        for (int j = 1; j <= 6; ++j) {
            const double t = j / 6.0, t2 = t * t, t3 = t2 * t;
            fine.push_back((2 * t3 - 3 * t2 + 1) * p1 + (t3 - 2 * t2 + t) * m1 + (3 * t2 - 2 * t3) * p2 +
                           (t3 - t2) * m2);
        }
    }
    std::vector<ChartPoint> out{front[0]};
    append_even(out, fine, HairlineCurve::front_steps);
    fine.clear();
    for (int i = 0; i <= 96; ++i) fine.push_back(bezier(i / 96.0));
    append_even(out, fine, HairlineCurve::temple_steps);
    return out;
}

HairlineCurve HairlineBuilder::build(const TreatmentDesign& design) const {
    HairlineCurve curve;
    std::array<std::size_t, 2> below{};
    for (int side : {0, 1}) {
        const auto points = half(design, side, below[side]);
        for (std::size_t i = 0; i < points.size(); ++i)
            curve.chart[HairlineCurve::middle + (side ? 1 : -1) * static_cast<int>(i)] = points[i];
    }
    const auto& polygon = model_->hair_region();
    const std::size_t n = polygon.size();
    curve.region.assign(curve.chart.begin(), curve.chart.end());
    for (std::size_t i = below[1]; i <= n - below[0]; ++i) {
        if (i == sideburn_bottom) curve.left_sideburn = curve.region.size();
        if (i == n - sideburn_bottom) curve.right_sideburn = curve.region.size();
        // A temple point that was set back takes the edge below it along, down to the sideburn proper.
        const double from_u = std::abs((i < n / 2 ? curve.chart.back() : curve.chart.front()).x);
        const double to_u = std::abs(polygon[sideburn_top].x);
        const double share = std::min(i, n - i) < sideburn_top
                                 ? smooth((to_u - std::abs(polygon[i].x)) / std::max(1.0, to_u - from_u))
                                 : 0.0;
        curve.region.push_back(set_back(polygon[i], temple_loss_mm(design.temple_peak), share));
    }
    return curve;
}

}  // namespace smp
