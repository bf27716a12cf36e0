#include "sheet/pages.hpp"
#include "sheet/words.hpp"

namespace smp::sheet {
namespace {

std::string hours(const PlannedSession& s) {
    if (s.hours_high <= 0) return "";
    return s.hours_high < 1 ? words("%.1f to %.1f", s.hours_low, s.hours_high)
                            : words("%.0f to %.0f", s.hours_low, s.hours_high);
}

}  // namespace

void add_plan_pages(Book& book, const Sheet& sheet) {
    Flow flow(book, "Recipe and plan");
    flow.heading("Pigment");
    if (sheet.recipe.empty()) {
        flow.paragraph("No pigment has been chosen yet.");
    } else {
        std::vector<std::vector<std::string>> rows;
        for (const PigmentUse& use : sheet.recipe)
            rows.push_back(
                {std::to_string(use.session), use.region, use.brand, use.shade, use.ratio, use.needle, use.lot});
        flow.table({{"Session", 0.10},
                    {"Region", 0.13},
                    {"Brand", 0.20, Align::left, true},
                    {"Shade", 0.17, Align::left, true},
                    {"Ratio", 0.10, Align::left, true},
                    {"Needle", 0.13, Align::left, true},
                    {"Lot", 0.17, Align::left, true}},
                   rows, 9);
        flow.gap(1.5);
        flow.paragraph(
            "Ratio: parts of pigment to parts of water. The first session starts one step lighter: what is too light "
            "can be made darker, not the other way round.",
            styles::small);
    }
    flow.heading("Sessions");
    if (sheet.plan.empty()) {
        flow.paragraph("No sessions have been planned yet.");
    } else {
        std::vector<std::vector<std::string>> rows;
        for (std::size_t i = 0; i < sheet.plan.size(); ++i) {
            const PlannedSession& s = sheet.plan[i];
            rows.push_back({std::to_string(i + 1), s.what, s.when,
                            s.adds_marks ? spaced(static_cast<double>(s.adds_marks)) : "", hours(s), ""});
        }
        flow.table({{"", 0.06},
                    {"What is done", 0.30},
                    {"When", 0.27},
                    {"Marks", 0.10, Align::right},
                    {"Hours, about", 0.13, Align::right},
                    {"Date", 0.14, Align::right, true}},
                   rows, 9);
    }
    flow.heading("Price");
    if (sheet.price.empty())
        flow.lines_to_write_on(1);
    else
        flow.paragraph(sheet.price);
    flow.heading("Notes");
    if (sheet.notes.empty())
        flow.lines_to_write_on(4);
    else
        flow.paragraph(sheet.notes);
    flow.heading("Consent");
    flow.paragraph(sheet.consent.empty() ? "No consent is on record with this sheet." : sheet.consent);
}

}  // namespace smp::sheet
