// What of a design goes against DOMAIN's figures, in plain words with the numbers in them.
#include <algorithm>
#include <cmath>

#include "base/texts.hpp"
#include "design/hairline.hpp"
#include "design/numbers.hpp"

namespace smp {
namespace {

constexpr double slack_mm = 3;  // less than that nobody sees in profile

std::string mm(double value, int digits = 0) {
    return number_text(value, digits);
}

// Always as in "the client's left".
std::string side(bool is_left) {
    return is_left ? tr("side|left") : tr("side|right");
}

void check_height(std::vector<DesignWarning>& out, const HairlineNumbers& h) {
    // DOMAIN 6: men 60-80, women about 55; warn under 60. DOMAIN 11: refusing an ultra-low line is a duty of care.
    if (h.height_mm.value < 60 - 0.05)
        out.push_back(
            {"low_hairline", tr_fill("The hairline stands {0} mm above the brows. Men's stand at 60 to 80 mm, "
                                     "women's at about 55 mm: low for a man.",
                                     mm(h.height_mm.value))});
}

void check_profile(std::vector<DesignWarning>& out, const HairlineNumbers& h) {
    // DOMAIN 6, profile rule: level or rising from the midline back. The tape method of the same section lets the line
    // come down as the skull does, so what its line falls on this head is no reason to warn.
    const bool is_left = h.left_run.falls_mm > h.right_run.falls_mm;
    const ProfileRun& run = is_left ? h.left_run : h.right_run;
    if (run.falls_mm > h.tape_falls_mm + slack_mm)
        out.push_back(
            {"profile_falls",
             tr_fill("From the midline back the line comes down by {0} mm on the client's {1}: seen at 45 degrees it "
                     "slopes down by {2} degrees, in profile by {3}. A line that is level or rises looks truer; more "
                     "recession raises the corner.",
                     mm(run.falls_mm), side(is_left), number_text(run.slope_45_deg, 0),
                     number_text(run.slope_90_deg, 0))});
}

void check_corners(std::vector<DesignWarning>& out, const TreatmentDesign& d, const HairlineNumbers& h) {
    // DOMAIN 6: the frontotemporal corner is never flattened or filled fully. In the 8-8-5 line it is 16 to 23 mm deep
    // on the heads of the tests, in a filled one less than 12.
    constexpr double filled_mm = 12, flat_mm = 2;
    const double depth_mm = std::min(h.corner_depth_mm.left.value, h.corner_depth_mm.right.value);
    if (depth_mm < filled_mm)
        out.push_back(
            {"corner_filled",
             tr_fill("The corner between forehead and temple is filled: only {0} mm of its bend are left, where a "
                     "natural one keeps about 18 mm. On a man a corner that stays open looks truer; more recession or "
                     "another style opens it.",
                     mm(depth_mm))});
    if (d.hairline_style == HairlineStyle::straight && corner_recession_mm(d) < flat_mm)
        out.push_back({"corner_flat",
                       tr_fill("The front edge runs straight into a square corner that lies {0} mm behind its level. A "
                               "few millimetres of recession keep the corner from looking flat.",
                               mm(corner_recession_mm(d)))});
}

void check_temples(std::vector<DesignWarning>& out, const HairlineNumbers& h) {
    // DOMAIN 6, 8-8-5: the temporal peak lies on the line from the corner to the outer eye corner's side.
    const double ahead_mm = std::max(h.temple_ahead_mm.left.value, h.temple_ahead_mm.right.value);
    if (ahead_mm > slack_mm)
        out.push_back(
            {"temple_ahead",
             tr_fill("The temple point stands {0} mm in front of the line from the corner to the outer corner of the "
                     "eye. With corners this deep it juts out; the tape method keeps it on that line or behind it.",
                     mm(ahead_mm))});
}

void check_sides(std::vector<DesignWarning>& out, const HairlineNumbers& h) {
    // DOMAIN 6: left against right in mm and a mirror-view tilt; 98 % straight is the target. Less than 4 % the fit
    // cannot tell, and heads fitted to single photographs tilt a true line by up to 1.4 degrees.
    constexpr double share = 0.04, level_deg = 2;
    const double corners_mm = h.corner_height_mm.left.value - h.corner_height_mm.right.value;
    const double temples_mm = h.temple_height_mm.left.value - h.temple_height_mm.right.value;
    const double limit_mm = share * h.height_mm.value;
    std::string text;
    if (std::abs(corners_mm) > limit_mm)
        text += tr_fill("The corner stands {0} mm higher along the skin on the client's {1}.",
                        mm(std::abs(corners_mm), 1), side(corners_mm > 0)) +
                " ";
    if (std::abs(temples_mm) > limit_mm)
        text += tr_fill("The temple point stands {0} mm higher on the client's {1}.", mm(std::abs(temples_mm), 1),
                        side(temples_mm > 0)) +
                " ";
    if (std::abs(h.tilt_deg) > level_deg)
        text += tr_fill(
                    "The line from corner to corner, from the front, rises by {0} degrees against the eyes to the "
                    "client's {1}.",
                    number_text(std::abs(h.tilt_deg), 1), side(h.tilt_deg > 0)) +
                " ";
    if (!text.empty()) out.push_back({"uneven_sides", text + tr("Skulls are uneven too: judge it in the mirror.")});
}

void check_marks(std::vector<DesignWarning>& out, const TreatmentDesign& d) {
    // DOMAIN 3: 87-120 follicular units per cm2 are natural; the densest region of a finished treatment has 120-180.
    if (d.density_per_cm2 > 180)
        out.push_back(
            {"dense_marks", tr_fill("{0} marks per cm\xc2\xb2 are more than a finished mid-scalp's 120 to 180; a "
                                    "natural scalp has 87 to 120 follicular units there.",
                                    number_text(d.density_per_cm2, 0))});
    // DOMAIN 2: healed marks 0.07-0.15 mm, up to 0.25 when fresh; too big marks are what bad work is known by.
    if (d.dot_diameter_mm > 0.25)
        out.push_back(
            {"large_marks",
             tr_fill(
                 "Healed marks of {0} mm are larger than fresh ones usually are ({1} mm). Providers give {2} to {3} "
                 "mm; marks that are too large merge and are seen one by one.",
                 mm(d.dot_diameter_mm, 2), mm(0.25, 2), mm(0.07, 2), mm(0.15, 2))});
}

}  // namespace

std::vector<DesignWarning> design_warnings(const TreatmentDesign& design, const TreatmentNumbers& numbers) {
    std::vector<DesignWarning> out;
    if (numbers.hairline) {
        check_height(out, *numbers.hairline);
        check_profile(out, *numbers.hairline);
        check_corners(out, design, *numbers.hairline);
        check_temples(out, *numbers.hairline);
        check_sides(out, *numbers.hairline);
    }
    check_marks(out, design);
    return out;
}

}  // namespace smp
