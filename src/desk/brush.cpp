#include "desk/brush.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/texts.hpp"
#include "design/patch_limits.hpp"
#include "desk/drag.hpp"
#include "desk/skin_path.hpp"

namespace smp {
namespace {

constexpr double off_mm = 0.4;     // of the simplified path; with the chords of what draws it, 0.5
constexpr double touch_mm = 1;     // a stroke no longer than this is a touch
constexpr double sample_mm = 0.5;  // along a path that is rubbed

// Places on the head now, one after the other along one go of the brush.
using Run = std::vector<ChartPoint>;

ChartPoint now(const Canvas& canvas, const ChartPoint& skin) {
    return canvas.skin ? (*canvas.skin)(skin) : skin;
}
ChartPoint skin_at(const Canvas& canvas, const ChartPoint& here) {
    return canvas.skin ? canvas.skin->skin_at(here) : here;
}

std::vector<Run> runs_on_head(std::span<const StrokePoint> stroke, const Canvas& canvas) {
    std::vector<Run> out;
    bool on = false;
    for (const StrokePoint& point : stroke) {
        const auto hit = skin_under(point.px, canvas.surface, point.camera_from_head, canvas.camera);
        std::optional<ChartPoint> place;
        if (hit) place = canvas.surface.chart_at(*hit);
        // The patch must be able to name its skin in a design file.
        if (place && glm::length(skin_at(canvas, *place)) > patch_limits::farthest_deg) place.reset();
        if (place && !on) out.emplace_back();
        if (place) out.back().push_back(*place);
        on = place.has_value();
    }
    return out;
}

Error off_the_head() {
    return {ExitCode::input, tr("none of that is on the head"), "", tr("paint on the head; nothing has changed")};
}

// How far a place lies from the straight way between two others, mm.
double off_way_mm(const Canvas& canvas, const ChartPoint& place, const ChartPoint& a, const ChartPoint& b) {
    const glm::dvec3 x = direction_from_chart(place), from = direction_from_chart(a), to = direction_from_chart(b);
    const glm::dvec3 normal = glm::cross(from, to);
    double chord = std::min(glm::length(x - from), glm::length(x - to));
    if (glm::dot(glm::cross(from, x), normal) > 0 && glm::dot(glm::cross(x, to), normal) > 0)
        chord = std::min(chord, std::abs(glm::dot(x, normal)) / glm::length(normal));
    return chord * canvas.surface.radius_mm(place);
}

// Douglas and Peucker 1973. Also parts what a design file cannot say: more than 90 degrees from one to the next.
void keep_corners(const Canvas& canvas, const Run& run, std::size_t first, std::size_t last, Run& out) {
    std::size_t farthest = first;
    double most_mm = off_mm;
    for (std::size_t i = first + 1; i < last; ++i)
        if (const double off = off_way_mm(canvas, run[i], run[first], run[last]); off > most_mm)
            most_mm = off, farthest = i;
    const bool too_far = glm::dot(direction_from_chart(run[first]), direction_from_chart(run[last])) < 0.05;
    if (farthest == first && too_far && last > first + 1) farthest = (first + last) / 2;
    if (farthest == first) {
        if (too_far) out.push_back(between(run[first], run[last], 0.5));
        out.push_back(run[last]);
        return;
    }
    keep_corners(canvas, run, first, farthest, out);
    keep_corners(canvas, run, farthest, last, out);
}

bool is_touch(const Canvas& canvas, const Run& run) {
    const glm::dvec3 start = canvas.surface.position_mm(run.front());
    return std::all_of(run.begin(), run.end(), [&](const ChartPoint& c) {
        return glm::length(canvas.surface.position_mm(c) - start) <= touch_mm;
    });
}

// Of the way that a rubber took.
class Rubbed {
  public:
    Rubbed(const std::vector<Run>& runs, const Canvas& canvas) {
        for (const Run& run : runs)
            for (std::size_t i = 0; i < run.size(); ++i) {
                const ChartPoint &a = run[i ? i - 1 : 0], &b = run[i];
                const double chord = glm::length(direction_from_chart(b) - direction_from_chart(a));
                const int pieces = std::max(1, static_cast<int>(std::ceil(chord * 100 / 5)));
                for (int s = 0; s < pieces; ++s)
                    ways_.push_back({canvas.surface.position_mm(between(a, b, static_cast<double>(s) / pieces)),
                                     canvas.surface.position_mm(between(a, b, (s + 1.0) / pieces))});
            }
    }
    bool within(const glm::dvec3& p, double reach_mm) const {
        return std::any_of(ways_.begin(), ways_.end(), [&](const Way& way) {
            const glm::dvec3 ab = way.b - way.a;
            const double t = std::clamp(glm::dot(p - way.a, ab) / std::max(1e-12, glm::dot(ab, ab)), 0.0, 1.0);
            const glm::dvec3 off = p - (way.a + t * ab);
            return glm::dot(off, off) <= reach_mm * reach_mm;
        });
    }

  private:
    struct Way {
        glm::dvec3 a, b;
    };
    std::vector<Way> ways_;
};

// What is left of a band, in order.
std::vector<Patch> left_of(const Patch& band, double reach_mm, const Rubbed& rubber, const Canvas& canvas) {
    Run path;
    for (const ChartPoint& c : band.path) path.push_back(now(canvas, c));
    const auto way = samples(canvas.surface, path, sample_mm);
    const double fade_mm = band.half_width_mm + band.edge_mm;  // beyond the end of a band
    std::vector<char> gone(way.size(), 0);
    bool any = false;
    for (std::size_t i = 0; i < way.size(); ++i) {
        if (!rubber.within(canvas.surface.position_mm(way[i].chart), reach_mm)) continue;
        any = true;
        for (std::size_t k = i; k < way.size() && way[k].along_mm - way[i].along_mm < fade_mm; ++k) gone[k] = 1;
        for (std::size_t k = i; k-- > 0 && way[i].along_mm - way[k].along_mm < fade_mm;) gone[k] = 1;
    }
    if (!any) return {band};
    std::vector<Patch> out;
    for (std::size_t i = 0; i < way.size();) {
        if (gone[i]) {
            ++i;
            continue;
        }
        std::size_t end = i;
        while (end + 1 < way.size() && !gone[end + 1]) ++end;
        Patch piece = band;
        piece.path.clear();
        // Points of the path keep their names to the last digit.
        const auto is_point = [&](std::size_t k) { return k == 0 || way[k].point != way[k - 1].point; };
        const auto named = [&](std::size_t k) {
            return is_point(k) ? band.path[way[k].point] : skin_at(canvas, way[k].chart);
        };
        if (way[end].along_mm - way[i].along_mm < touch_mm) {
            piece.path = {named(i == 0 ? i : end)};
        } else {
            for (std::size_t k = i; k <= end; ++k)
                if (k == i || k == end || is_point(k)) piece.path.push_back(named(k));
        }
        out.push_back(std::move(piece));
        i = end + 1;
    }
    return out;
}

Status check_count(const TreatmentDesign& design) {
    using patch_limits::most_patches;
    if (design.patches.size() <= most_patches) return Done{};
    return Error{ExitCode::input, tr_fill("a design holds at most {0} patches", most_patches), "",
                 tr("erase some first, or paint in longer strokes; nothing has changed")};
}

}  // namespace

Expected<TreatmentDesign> painted(const TreatmentDesign& design, const Patch& like, std::span<const StrokePoint> stroke,
                                  const Canvas& canvas) {
    using namespace patch_limits;
    const auto runs = runs_on_head(stroke, canvas);
    if (runs.empty()) return off_the_head();
    TreatmentDesign out = design;
    for (const Run& run : runs) {
        Patch patch = like;
        patch.edge_mm = std::clamp(like.edge_mm, least_edge_mm, most_edge_mm);
        if (is_touch(canvas, run)) {
            patch.half_width_mm = std::clamp(like.half_width_mm, least_radius_mm, most_radius_mm);
            patch.path = {skin_at(canvas, run.front())};
            out.patches.push_back(std::move(patch));
            continue;
        }
        patch.half_width_mm = std::clamp(like.half_width_mm, least_half_width_mm, most_half_width_mm);
        Run corners{run.front()};
        keep_corners(canvas, run, 0, run.size() - 1, corners);
        for (std::size_t first = 0; first + 1 < corners.size(); first += most_points - 1) {
            patch.path.clear();
            for (std::size_t i = first; i < std::min(corners.size(), first + most_points); ++i)
                patch.path.push_back(skin_at(canvas, corners[i]));
            out.patches.push_back(patch);
        }
    }
    if (auto fits = check_count(out); !fits) return fits.error();
    return out;
}

Expected<TreatmentDesign> erased(const TreatmentDesign& design, double half_width_mm,
                                 std::span<const StrokePoint> stroke, const Canvas& canvas) {
    const auto runs = runs_on_head(stroke, canvas);
    if (runs.empty()) return off_the_head();
    const Rubbed rubber(runs, canvas);
    TreatmentDesign out = design;
    out.patches.clear();
    for (const Patch& patch : design.patches) {
        const double reach_mm = std::max(half_width_mm, 0.5 * patch.half_width_mm);
        if (patch.path.size() > 1) {
            for (Patch& piece : left_of(patch, reach_mm, rubber, canvas)) out.patches.push_back(std::move(piece));
        } else if (!rubber.within(canvas.surface.position_mm(now(canvas, patch.path[0])), reach_mm)) {
            out.patches.push_back(patch);
        }
    }
    if (auto fits = check_count(out); !fits) return fits.error();
    return out;
}

}  // namespace smp
