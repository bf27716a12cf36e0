// The figures that a technician wants of a treatment worked out on one head: area, marks, millimetres with what they
// can be off by, and plain warnings about the design. Pure.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "design/treatment.hpp"
#include "head/true_scale.hpp"

namespace smp {

// What a length on the fitted head can be off by, as a share of it. Docs: docs/design.md, "Numbers".
struct ScaleKnowledge {
    TrueScale pupils;
    bool one_picture = false;  // the head was seen from one side only
    bool operator==(const ScaleKnowledge&) const = default;
};
double length_tolerance(const ScaleKnowledge& scale);
double length_tolerance_mm(const ScaleKnowledge& scale, double mm);  // of one length: 1 mm at least
double area_tolerance(const ScaleKnowledge& scale);

struct Measure {
    double value = 0, tolerance = 0;  // value +- tolerance, both in the unit that the name says
    bool operator==(const Measure&) const = default;
};
struct BothSides {
    Measure left, right;  // the client's
    bool operator==(const BothSides&) const = default;
};

struct SessionNumbers {
    std::size_t adds = 0, after = 0;       // marks: of this session alone; all that are there after it
    double hours_low = 0, hours_high = 0;  // at 14 000 marks in 2 to 5 hours (DOMAIN 3)
    bool operator==(const SessionNumbers&) const = default;
};

// How the front edge runs back from the midline to a corner, the head upright. A fall is negative rise.
struct ProfileRun {
    double falls_mm = 0;      // the most that it comes down again from where it was higher
    double slope_45_deg = 0;  // of that fall, as it is seen with the head turned by 45 degrees ...
    double slope_90_deg = 0;  // ... and in profile
    bool operator==(const ProfileRun&) const = default;
};

struct HairlineNumbers {
    Measure height_mm;              // midline, from glabella along the skin
    BothSides corner_height_mm;     // from the level of the brows along the skin, in the corner's sagittal plane
    BothSides corner_recession_mm;  // how much longer than the midline's height that is
    BothSides corner_lateral_mm;    // straight across from the midline
    BothSides corner_depth_mm;      // behind the straight line from above the pupil to the temple point
    BothSides temple_height_mm;     // straight up from the outer canthus
    BothSides corner_to_temple_mm;  // straight
    Measure temple_width_mm;        // straight, from temple point to temple point
    BothSides temple_ahead_mm;      // of the line from corner to outer canthus, seen from the side (behind: negative)
    double tilt_deg = 0;            // corner to corner against canthus to canthus, from the front; left up is positive
    ProfileRun left_run, right_run;
    double tape_falls_mm = 0;  // the same as falls_mm of the line that the 8-8-5 tape method draws on this head
    bool operator==(const HairlineNumbers&) const = default;
};

struct DesignWarning {
    std::string id, text;  // a name that stays; one or two plain sentences
    bool operator==(const DesignWarning&) const = default;
};

struct TreatmentNumbers {
    ScaleKnowledge scale;
    Measure treated_area_cm2;
    Measure marks;  // after the last session
    std::array<SessionNumbers, Treatment::most_sessions> sessions;
    std::optional<HairlineNumbers> hairline;  // empty: the region draws no front edge
    std::vector<DesignWarning> warnings;
    bool operator==(const TreatmentNumbers&) const = default;
};

// `treatment` is `design` compiled on `shape`, and `surface` that head's.
TreatmentNumbers treatment_numbers(const HeadModel& model, const HeadShape& shape, const ScalpSurface& surface,
                                   const TreatmentDesign& design, const Treatment& treatment,
                                   const ScaleKnowledge& scale);

// What of the design goes against DOMAIN 2, 3 and 6. Of the design, never of the client (DOMAIN 11).
std::vector<DesignWarning> design_warnings(const TreatmentDesign& design, const TreatmentNumbers& numbers);

// For people: one row a figure. Left and right are the client's.
struct NumberRow {
    std::string name, value;
    bool operator==(const NumberRow&) const = default;
};
std::vector<NumberRow> number_rows(const TreatmentNumbers& numbers);
std::string numbers_to_text(const TreatmentNumbers& numbers);

// Schema "smp-mirror/numbers/1": docs/design.md lists the names.
std::string numbers_to_json(const TreatmentNumbers& numbers);

}  // namespace smp
