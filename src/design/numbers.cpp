#include "design/numbers.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "design/hairline.hpp"

namespace smp {
namespace {

constexpr double least_tolerance_mm = 1;  // nobody lays a tape finer
constexpr int right = 0, left = 1;        // as in HairlineBuilder
using Curve = HairlineCurve;

// The front edge's points from the midline to a side's corner and on to its temple point, Head frame.
class Half {
  public:
    Half(const std::vector<glm::dvec3>& hairline_mm, int side) : points_(hairline_mm), step_(side == left ? 1 : -1) {}
    const glm::dvec3& operator[](int i) const { return points_[static_cast<std::size_t>(Curve::middle + step_ * i)]; }
    const glm::dvec3& corner() const { return (*this)[Curve::front_steps]; }
    const glm::dvec3& temple() const { return (*this)[Curve::middle]; }

  private:
    const std::vector<glm::dvec3>& points_;
    int step_;
};

ProfileRun profile_run(const Half& half) {
    int highest = 0, from = 0, to = 0;
    for (int i = 1; i <= Curve::front_steps; ++i) {
        if (half[i].y > half[highest].y) highest = i;
        if (half[highest].y - half[i].y > half[from].y - half[to].y) {
            from = highest;
            to = i;
        }
    }
    const glm::dvec3 run = half[to] - half[from];
    const double across_mm = std::abs(run.x), back_mm = -run.z, falls_mm = -run.y;
    if (falls_mm < 0.05) return {};
    // Turned by 45 degrees, both what goes across and what goes back are seen, each shortened.
    return {falls_mm, glm::degrees(std::atan2(falls_mm, std::numbers::sqrt2 / 2 * std::abs(across_mm + back_mm))),
            glm::degrees(std::atan2(falls_mm, std::abs(back_mm)))};
}

// How far the corner's bend stands behind the straight line from the point above the pupil to the temple point.
double corner_depth_mm(const Half& half, double pupil_x_mm) {
    int first = 0;
    while (first < Curve::front_steps && std::abs(half[first + 1].x) <= std::abs(pupil_x_mm)) ++first;
    const glm::dvec3 start = half[first], along = glm::normalize(half.temple() - start);
    double deepest_mm = 0;
    for (int i = first; i <= Curve::middle; ++i) {
        const glm::dvec3 p = half[i] - start, off = p - glm::dot(p, along) * along;
        if (off.z < 0) deepest_mm = std::max(deepest_mm, glm::length(off));
    }
    return deepest_mm;
}

double temple_ahead_mm(const Half& half, const glm::dvec3& canthus) {
    const double down = (half.temple().y - half.corner().y) / std::min(-1.0, canthus.y - half.corner().y);
    return half.temple().z - (half.corner().z + down * (canthus.z - half.corner().z));
}

// What the line of the 8-8-5 tape method (DOMAIN 6: midline 80 above glabella, no recession) does on this head.
double tape_falls_mm(const HairlineBuilder& builder, const ScalpSurface& surface) {
    TreatmentDesign tape;
    tape.hairline_style = HairlineStyle::natural;
    tape.hairline_height_mm = 80;
    tape.temple_recession_mm = 0;
    std::vector<glm::dvec3> line_mm;
    for (const ChartPoint& c : builder.build(tape).chart) line_mm.push_back(surface.position_mm(c));
    return std::max(profile_run(Half(line_mm, left)).falls_mm, profile_run(Half(line_mm, right)).falls_mm);
}

HairlineNumbers hairline_numbers(const HeadModel& model, const HeadShape& shape, const ScalpSurface& surface,
                                 const Treatment& treatment, const ScaleKnowledge& scale) {
    const auto landmarks = model.landmarks(shape);
    const std::array<Half, 2> halves{Half(treatment.hairline_mm, right), Half(treatment.hairline_mm, left)};
    const std::array<glm::dvec3, 2> canthus{landmarks[36], landmarks[45]};
    const std::array<double, 2> pupil_x_mm{0.5 * (landmarks[36].x + landmarks[39].x),
                                           0.5 * (landmarks[42].x + landmarks[45].x)};
    const HairlineBuilder builder(model, shape, surface);
    const auto measured = [&](double mm) { return Measure{mm, length_tolerance_mm(scale, mm)}; };

    HairlineNumbers out;
    const double height_mm = surface.midline_height_mm(treatment.hairline[Curve::middle].y);
    out.height_mm = measured(height_mm);
    for (const int side : {right, left}) {
        const auto set = [&](BothSides& both, double mm) { (side == left ? both.left : both.right) = measured(mm); };
        const Half& half = halves[side];
        const double corner_mm =
            SagittalTape(surface, half.corner().x, builder.brow_y_mm())
                .length_to(treatment.hairline[side == left ? Curve::left_corner : Curve::right_corner]);
        set(out.corner_height_mm, corner_mm);
        set(out.corner_recession_mm, corner_mm - height_mm);
        set(out.corner_lateral_mm, std::abs(half.corner().x));
        set(out.corner_depth_mm, corner_depth_mm(half, pupil_x_mm[side]));
        set(out.temple_height_mm, half.temple().y - canthus[side].y);
        set(out.corner_to_temple_mm, glm::length(half.temple() - half.corner()));
        set(out.temple_ahead_mm, temple_ahead_mm(half, canthus[side]));
        (side == left ? out.left_run : out.right_run) = profile_run(half);
    }
    out.temple_width_mm = measured(glm::length(halves[left].temple() - halves[right].temple()));
    const glm::dvec3 line = halves[left].corner() - halves[right].corner(), eyes = canthus[left] - canthus[right];
    out.tilt_deg = glm::degrees(std::atan2(line.y, line.x) - std::atan2(eyes.y, eyes.x));
    out.tape_falls_mm = tape_falls_mm(builder, surface);
    return out;
}

}  // namespace

double length_tolerance(const ScaleKnowledge& scale) {
    const double pupils = scale.pupils.share();
    // 5 mm of 75 where one view is all there is (docs/tracking.md, "Where it fails").
    const double fit = scale.one_picture ? 0.065 : fitted_pupils_share;
    return std::hypot(pupils, fit);
}

double length_tolerance_mm(const ScaleKnowledge& scale, double mm) {
    return std::max(least_tolerance_mm, length_tolerance(scale) * std::abs(mm));
}

double area_tolerance(const ScaleKnowledge& scale) {
    const double longer = 1 + length_tolerance(scale);
    return longer * longer - 1;
}

TreatmentNumbers treatment_numbers(const HeadModel& model, const HeadShape& shape, const ScalpSurface& surface,
                                   const TreatmentDesign& design, const Treatment& treatment,
                                   const ScaleKnowledge& scale) {
    TreatmentNumbers out;
    out.scale = scale;
    const double share = area_tolerance(scale);
    out.treated_area_cm2 = {treatment.treated_area_cm2, share * treatment.treated_area_cm2};
    const auto all = static_cast<double>(treatment.marks_after_session.back());
    out.marks = {all, share * all};
    std::size_t before = 0;
    for (std::size_t s = 0; s < out.sessions.size(); ++s) {
        const std::size_t after = treatment.marks_after_session[s], adds = after - before;
        const double sittings = static_cast<double>(adds) / 14000;
        out.sessions[s] = {adds, after, 2 * sittings, 5 * sittings};
        before = after;
    }
    if (draws_front_edge(design.region)) out.hairline = hairline_numbers(model, shape, surface, treatment, scale);
    out.warnings = design_warnings(design, out);
    return out;
}

}  // namespace smp
