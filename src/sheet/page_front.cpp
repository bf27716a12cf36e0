#include "base/local_time.hpp"
#include "sheet/pages.hpp"
#include "sheet/words.hpp"

namespace smp::sheet {
namespace {

struct Figure {
    std::string value, unit, name;
};

// A few large figures beside each other.
void draw_figures(Flow& flow, const std::vector<Figure>& figures) {
    constexpr double gap_mm = 4;
    const double each =
        (flow.width() - gap_mm * static_cast<double>(figures.size() - 1)) / static_cast<double>(figures.size());
    double height = 0;
    struct Laid {
        Text value, unit, name;
    };
    std::vector<Laid> laid;
    for (const Figure& f : figures) {
        laid.push_back({Text(f.value, {16, true, inks::accent}, each - 4, 1),
                        Text(f.unit, {8.5, false, inks::quiet}, each - 4), Text(f.name, {8}, each - 4)});
        height = std::max(
            height, laid.back().value.height_mm() + laid.back().unit.height_mm() + laid.back().name.height_mm() + 5);
    }
    flow.need(height);
    flow.draw([=, y = flow.y(), left = flow.left()](Canvas& c) {
        for (std::size_t i = 0; i < laid.size(); ++i) {
            const double x = left + static_cast<double>(i) * (each + gap_mm);
            c.fill(Box{x, y, each, height}, inks::tint);
            double at = y + 2.2;
            for (const Text* text : {&laid[i].name, &laid[i].value, &laid[i].unit}) {
                c.text({x + 2.5, at}, *text);
                at += text->height_mm();
            }
        }
    });
    flow.gap(height + 3);
}

std::vector<Figure> figures_of(const Sheet& sheet) {
    const TreatmentNumbers& n = sheet.numbers;
    std::vector<Figure> out;
    if (n.hairline)
        out.push_back({words("%.0f mm", n.hairline->height_mm.value),
                       words("\u00b1 %.0f mm, above the glabella", n.hairline->height_mm.tolerance),
                       "Hairline height"});
    out.push_back({words("%.0f cm\u00b2", n.treated_area_cm2.value),
                   words("\u00b1 %.0f cm\u00b2", n.treated_area_cm2.tolerance), "Treated area"});
    out.push_back({spaced(n.marks.value), "\u00b1 " + spaced(n.marks.tolerance), "Marks in all"});
    if (!sheet.plan.empty()) out.push_back({std::to_string(sheet.plan.size()), "planned", "Sessions"});
    return out;
}

}  // namespace

void add_front_pages(Book& book, const Sheet& sheet) {
    Flow flow(book, "Scalp micropigmentation: preview and design", sheet.salon, sheet.salon_address);
    flow.facts({{"Client", sheet.client}, {"Date", local_date(sheet.made)}, {"Practitioner", sheet.practitioner}});
    flow.gap(1);
    if (!sheet.views.empty()) draw_view(flow, sheet.views.front(), 104);
    flow.heading("Agreed in short", 30);
    draw_figures(flow, figures_of(sheet));
    if (!sheet.price.empty()) flow.paragraph("Price: " + sheet.price, styles::strong);
    flow.gap(1);
    flow.paragraph(
        "The pictures are simulated on photographs of the client. They are a preview, not a result: pigment heals and "
        "fades differently "
        "on every skin, and how far the real strength may lie off stands below each of them. L and R, left and right "
        "are the client's own.",
        styles::small);
    flow.need(26);
    flow.gap(12);
    flow.facts({{"", ""}, {"", ""}});
    flow.facts({{"Agreed: client", " "}, {"Practitioner", " "}});
}

}  // namespace smp::sheet
