// What the sheet says that a client takes home, and its PDF: before and after, the design in mm with a template to cut
// out, the pigment recipe, the plan, aftercare. Plain data; fields that are empty are left as lines to be filled in by
// hand.
#pragma once

#include <chrono>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.hpp"
#include "design/numbers.hpp"
#include "sheet/template_curve.hpp"

namespace smp {

enum class Paper { a4, letter };
Expected<Paper> parse_paper(std::string_view name);  // "a4", "letter"

// 8-bit BGR, not mirrored (of a file's bytes: capture/picture). A simulated picture names the design that is drawn on
// it, and the sheet writes onto it that it is a preview, its age and its band (design/disclosure); a photograph names
// none.
struct SheetPicture {
    cv::Mat bgr;
    std::string date;  // as printed: base/local_time's local_date()
    std::optional<TreatmentDesign> simulated;
};
struct SheetView {
    std::string name;               // "Front", "45\u00b0 left"
    SheetPicture before, after;     // an empty picture leaves its place bare
    std::optional<cv::Rect> shown;  // this part of both, px
};

struct PigmentUse {
    int session = 1;
    std::string region, brand, shade, ratio, needle, lot;
};
struct PlannedSession {
    std::string what, when;  // "Light and wide", "10 to 14 days after the first"
    std::size_t adds_marks = 0;
    double hours_low = 0, hours_high = 0;  // 0: not said
};

struct Sheet {
    std::string salon, salon_address;  // address: lines
    std::string client, practitioner;
    std::chrono::system_clock::time_point made;  // the date that is printed, local time
    std::vector<SheetView> views;                // the first stands on the first page
    TreatmentDesign design;
    TreatmentNumbers numbers;
    std::optional<TemplateCurve> curve;  // empty: the design draws no front edge
    std::vector<PigmentUse> recipe;
    std::vector<PlannedSession> plan;
    std::string price, notes;
    std::string consent;  // "Version 3, signed on 24 Nov 2026"
    Paper paper = Paper::a4;
};

// Recipe and plan as far as the design says them; brand, needle and lot stay empty.
std::vector<PigmentUse> recipe_of(const TreatmentDesign& design);
std::vector<PlannedSession> plan_of(const TreatmentDesign& design, const TreatmentNumbers& numbers);

// The PDF's bytes: the same for the same sheet. Text that is not UTF-8 is mended. Fails with ExitCode::fault.
Expected<std::string> sheet_pdf(const Sheet& sheet);

}  // namespace smp
