#include "desk/guides.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "design/hairline.hpp"
#include "desk/skin_path.hpp"

namespace smp {
namespace {

constexpr double tick_each_mm = 10, figure_each_mm = 50;
constexpr double half_tick_mm = 2.5, half_long_tick_mm = 6;
constexpr double ring_mm = 3;
constexpr double differs_mm = 1;  // less is neither seen nor drawn (DOMAIN 6: 98 % straight, not 100 %)

void add_ruler(const ScalpSurface& surface, std::vector<HeadLine>& out) {
    constexpr double step_deg = 0.5;
    HeadLine midline{GuideKind::midline, {skin_point(surface, surface.glabella())}, {}};
    ChartPoint last = surface.glabella();
    double length_mm = 0, next_mm = 0;
    while (last.y > 0) {
        const ChartPoint next{0, std::max(0.0, last.y - step_deg)};
        const SkinPoint point = skin_point(surface, next);
        const double step_mm = glm::length(point.p_head_mm - midline.points.back().p_head_mm);
        for (; next_mm <= length_mm + step_mm; next_mm += tick_each_mm) {
            const ChartPoint at = last + (next_mm - length_mm) / step_mm * (next - last);
            const bool figure = std::fmod(next_mm, figure_each_mm) == 0;
            HeadLine tick{GuideKind::tick, {}, figure ? std::to_string(std::lround(next_mm)) : ""};
            for (const double share : {-1.0, -0.5, 0.0, 0.5, 1.0})
                tick.points.push_back(
                    skin_point(surface, beside(surface, at, {share * (figure ? half_long_tick_mm : half_tick_mm), 0})));
            out.push_back(std::move(tick));
        }
        length_mm += step_mm;
        last = next;
        midline.points.push_back(point);
    }
    out.push_back(std::move(midline));
}

void add_ring(const ScalpSurface& surface, const ChartPoint& middle, std::vector<HeadLine>& out) {
    constexpr int steps = 16;
    HeadLine ring{GuideKind::temple_point, {}, {}};
    for (int i = 0; i <= steps; ++i) {
        const double a = 2 * std::numbers::pi * i / steps;
        ring.points.push_back(
            skin_point(surface, beside(surface, middle, {ring_mm * std::cos(a), ring_mm * std::sin(a)})));
    }
    out.push_back(std::move(ring));
}

double away_mm(const std::vector<SkinPoint>& line, const glm::dvec3& p) {
    double least2 = 1e12;
    for (std::size_t i = 1; i < line.size(); ++i) {
        const glm::dvec3 a = line[i - 1].p_head_mm, ab = line[i].p_head_mm - a;
        const double t = std::clamp(glm::dot(p - a, ab) / std::max(1e-12, glm::dot(ab, ab)), 0.0, 1.0);
        const glm::dvec3 off = p - (a + t * ab);
        least2 = std::min(least2, glm::dot(off, off));
    }
    return std::sqrt(least2);
}

// Both sides' edges mirrored about the head's own midline plane and laid on the skin there.
void add_mirrored(const ScalpSurface& surface, const HeadLine& edge, std::vector<HeadLine>& out) {
    const auto middle = static_cast<std::size_t>(HairlineCurve::middle);
    HeadLine run{GuideKind::mirrored_edge, {}, {}};
    const auto finish = [&] {
        if (run.points.size() > 1) out.push_back(run);
        run.points.clear();
    };
    for (std::size_t i = 0; i < edge.points.size(); ++i) {
        if (i == middle + 1) finish();  // the other side begins
        const glm::dvec3 p = edge.points[i].p_head_mm;
        const SkinPoint mirrored = skin_point(surface, surface.chart_at({-p.x, p.y, p.z}));
        if (away_mm(edge.points, mirrored.p_head_mm) > differs_mm)
            run.points.push_back(mirrored);
        else
            finish();
    }
    finish();
}

HeadLine on_skin(const ScalpSurface& surface, GuideKind kind, const std::vector<ChartPoint>& line) {
    HeadLine out{kind, {}, {}};
    for (const ChartPoint& c : line) out.points.push_back(skin_point(surface, c));
    return out;
}

GuideKind kind_of(PatchKind kind) {
    switch (kind) {
        case PatchKind::scar:
            return GuideKind::scar;
        case PatchKind::bare:
            return GuideKind::kept_bare;
        default:
            return GuideKind::patch;
    }
}

// Where each is full; the first of its lines says what it is.
void add_patches(const ScalpSurface& surface, const std::vector<Patch>& patches, const SkinWarp* skin,
                 std::vector<HeadLine>& out) {
    for (const Patch& patch : patches) {
        std::vector<ChartPoint> path = patch.path;
        if (skin)
            for (ChartPoint& c : path) c = (*skin)(c);
        const std::size_t first = out.size();
        for (const auto& line : outline(surface, path, patch.half_width_mm))
            out.push_back(on_skin(surface, kind_of(patch.kind), line));
        if (out.size() > first && patch.kind != PatchKind::alopecia)
            out[first].label = patch.kind == PatchKind::scar ? "scar" : "bare";
    }
}

// Where between a place that is seen and one that is not the line goes behind.
SkinPoint last_seen(const Sight& sight, SkinPoint seen, SkinPoint hidden) {
    for (int i = 0; i < 5; ++i) {
        const SkinPoint between{0.5 * (seen.p_head_mm + hidden.p_head_mm), glm::normalize(seen.normal + hidden.normal)};
        (sight.sees(between) ? seen : hidden) = between;
    }
    return seen;
}

}  // namespace

std::vector<HeadLine> head_lines(const ScalpSurface& surface, std::span<const ChartPoint> hairline,
                                 const TreatmentDesign& design, const SkinWarp* skin) {
    std::vector<HeadLine> out;
    add_patches(surface, design.patches, skin, out);
    if (draws_front_edge(design.region) && hairline.size() == HairlineCurve::count) {
        HeadLine edge{GuideKind::front_edge, {}, {}};
        for (const ChartPoint& c : hairline) edge.points.push_back(skin_point(surface, c));
        add_mirrored(surface, edge, out);
        out.push_back(std::move(edge));
        add_ring(surface, hairline.front(), out);
        add_ring(surface, hairline.back(), out);
    }
    add_ruler(surface, out);
    return out;
}

HeadLine brush_line(const ScalpSurface& surface, const ChartPoint& middle, double width_mm) {
    return on_skin(surface, GuideKind::brush, outline(surface, std::span(&middle, 1), width_mm / 2).front());
}

std::vector<GuideLine> guides(const std::vector<HeadLine>& lines, const Sight& sight) {
    std::vector<GuideLine> out;
    for (const HeadLine& line : lines) {
        GuideLine piece{line.kind, {}, line.label};
        const auto finish = [&] {
            if (piece.px.size() > 1) {
                out.push_back(piece);
                piece.label.clear();
            }
            piece.px.clear();
        };
        bool before = false;
        for (std::size_t i = 0; i < line.points.size(); ++i) {
            const bool now = sight.sees(line.points[i]);
            if (now && !before && i)
                piece.px.push_back(sight.px(last_seen(sight, line.points[i], line.points[i - 1]).p_head_mm));
            if (now) piece.px.push_back(sight.px(line.points[i].p_head_mm));
            if (!now && before) {
                piece.px.push_back(sight.px(last_seen(sight, line.points[i - 1], line.points[i]).p_head_mm));
                finish();
            }
            before = now;
        }
        finish();
    }
    return out;
}

}  // namespace smp
