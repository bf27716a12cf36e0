// The front edge as a curve on the client's own scalp, in millimetres along the skin. Pure geometry.
#pragma once

#include <array>
#include <glm/glm.hpp>
#include <vector>

#include "design/treatment_design.hpp"
#include "head/head_model.hpp"
#include "head/scalp_surface.hpp"

namespace smp {

// Lengths along the skin in the sagittal plane x = x_mm (Head frame), from the level of the brows' inner ends up and
// back: how a technician lays the tape.
class SagittalTape {
  public:
    SagittalTape(const ScalpSurface& surface, double x_mm, double brow_y_mm);
    ChartPoint at(double length_mm) const;  // clamped to the tape
    double length_at_z(double z_mm) const;  // where the tape has come back to this z
    double length_at_y(double y_mm) const;  // where it first climbs to this y; its highest point if it never does
    double length_mm() const { return length_.back(); }
    double length_to(const ChartPoint& chart) const;  // to the tape's nearest point

  private:
    std::vector<ChartPoint> chart_;
    std::vector<double> length_, y_mm_, z_mm_;
};

struct HairlineCurve {
    static constexpr int front_steps = 36, temple_steps = 24;  // midline to corner, corner to temple point
    static constexpr int count = 2 * (front_steps + temple_steps) + 1;
    static constexpr int middle = front_steps + temple_steps;
    static constexpr int right_corner = temple_steps, left_corner = count - 1 - temple_steps;
    std::array<ChartPoint, count> chart;  // middle of the ramp, client's right temple point to the left one
    // The hair-bearing region bounded by this curve: closed, starting with chart[0..count-1], then down the left
    // sideburn, round the ear and the nape and back on the right.
    std::vector<ChartPoint> region;
    std::size_t left_sideburn = 0, right_sideburn = 0;  // indices in region of the sideburns' front lower ends
};

// Whether a region has a front edge: a fill and a crown draw none (DOMAIN 7).
inline bool draws_front_edge(Region region) {
    return region != Region::crown && region != Region::density_fill;
}

// What the style makes of hairline.temple_recession_mm: how far along the skin, in its own sagittal plane, the corner
// lies behind the style's unreceded line (HairlineBuilder::unreceded_length_mm).
double corner_recession_mm(const TreatmentDesign& design);

// Works hairlines out on one head.
class HairlineBuilder {
  public:
    HairlineBuilder(const HeadModel& model, const HeadShape& shape, const ScalpSurface& surface);
    HairlineCurve build(const TreatmentDesign& design) const;

    // Corners lie in the sagittal planes through the outer canthi; index 0 right, 1 left.
    double corner_x_mm(int side) const { return canthus_[side].x; }
    double brow_y_mm() const { return brow_y_mm_; }

    // Tape lengths in a corner's plane: level with a midline height; of the style's line without recession, which for
    // natural lines is as long as the midline's (the 8-8-5 tape method, DOMAIN 6) and level for the others; and the
    // corner's own.
    double level_length_mm(int side, double height_mm) const;
    double unreceded_length_mm(int side, const TreatmentDesign& design) const;
    double corner_length_mm(int side, const TreatmentDesign& design) const;  // without the tilt

    // Where build() puts a side's corner and temple point, without the line between.
    ChartPoint corner(int side, const TreatmentDesign& design) const;
    ChartPoint temple(int side, const TreatmentDesign& design) const;

  private:
    ChartPoint temple(int side, const TreatmentDesign& design, std::size_t& polygon_index) const;
    ChartPoint temple_point(int side, double height_mm, std::size_t& polygon_index) const;
    ChartPoint set_back(const ChartPoint& chart, double back_mm, double share) const;
    std::vector<ChartPoint> half(const TreatmentDesign& design, int side, std::size_t& polygon_index) const;

    const HeadModel* model_;
    const ScalpSurface* surface_;
    std::array<glm::dvec3, 2> canthus_;
    double brow_y_mm_;
    // How far a level line through the midline at a height has climbed along the skin at a tape.
    double level_rise_mm(int side, int tape, double height_mm, double midline_y_mm) const;
    double unreceded_rise_mm(int side, int tape, const TreatmentDesign& design, double midline_y_mm) const;
    double midline_y_mm(double height_mm) const;
    std::array<std::vector<SagittalTape>, 2> tapes_;  // at fractions of the corner's x
};

}  // namespace smp
