// The design in millimetres: a drawing of the front edge, every figure with its tolerance, every value that was set.
#include <algorithm>
#include <cmath>

#include "sheet/pages.hpp"
#include "sheet/words.hpp"

namespace smp::sheet {
namespace {

void draw_flat_edge(Flow& flow, const TemplateCurve& curve) {
    glm::dvec2 low(1e9), high(-1e9);
    for (const auto* line : {&curve.edge, &curve.rim, &curve.midline})
        for (const glm::dvec2& p : *line) {
            low = glm::min(low, p);
            high = glm::max(high, p);
        }
    const double scale = std::min((flow.width() - 50) / (high.x - low.x), 62 / (high.y - low.y));
    const double height = scale * (high.y - low.y) + 14;
    flow.need(height);
    const glm::dvec2 middle{flow.left() + flow.width() / 2, flow.y() + 8 + scale * high.y};
    const auto place = [=](const glm::dvec2& p) { return middle + glm::dvec2(scale * p.x, -scale * p.y); };
    const auto note = [](Canvas& c, const glm::dvec2& at, const std::string& words, Align align, double width = 40) {
        const Text text(words, {8, false, inks::text, align}, width);
        const double x = align == Align::left ? at.x : align == Align::right ? at.x - width : at.x - width / 2;
        c.text({x, at.y - text.height_mm() / 2}, text);
    };
    flow.draw([=](Canvas& c) {
        std::vector<glm::dvec2> edge, midline;
        for (const glm::dvec2& p : curve.edge) edge.push_back(place(p));
        for (const glm::dvec2& p : curve.midline) midline.push_back(place(p));
        c.path(midline, {0.25, inks::accent, {1.2, 0.8}});
        c.line({place({-28, 0}).x, place({0, 0}).y}, {place({28, 0}).x, place({0, 0}).y},
               {0.25, inks::accent, {1.2, 0.8}});
        c.path(edge, {0.6, inks::black});
        const std::array<std::size_t, 5> marked{0, curve.right_corner, curve.middle, curve.left_corner,
                                                curve.edge.size() - 1};
        for (const std::size_t i : marked) c.ring(place(curve.edge[i]), 0.9, {0.35, inks::black});
        const auto mm = [&](std::size_t first, std::size_t last) {
            return words("%.0f mm", edge_length_mm(curve, first, last));
        };
        const auto above = [&](std::size_t at) {
            const glm::dvec2 along = glm::normalize(curve.edge[at + 4] - curve.edge[at - 4]);
            return place(curve.edge[at] + 4 / scale * glm::dvec2(-along.y, along.x));
        };
        const auto between = [&](std::size_t first, std::size_t last, double out_mm) {
            const std::size_t at = (first + last) / 2;
            const glm::dvec2 along = glm::normalize(curve.edge[at + 4] - curve.edge[at - 4]);
            return place(curve.edge[at] + out_mm / scale * glm::dvec2(-along.y, along.x));
        };
        note(c, between(curve.middle, curve.left_corner, 5), mm(curve.middle, curve.left_corner), Align::centre);
        note(c, between(curve.right_corner, curve.middle, 5), mm(curve.right_corner, curve.middle), Align::centre);
        note(c, between(curve.left_corner, curve.edge.size() - 1, 3), mm(curve.left_corner, curve.edge.size() - 1),
             Align::left);
        note(c, between(0, curve.right_corner, 3), mm(0, curve.right_corner), Align::right);
        note(c, place(curve.midline[curve.midline.size() / 2]) + glm::dvec2(1.5, 0),
             words("%.0f mm", line_length_mm(curve.midline)), Align::left);
        note(c, place({0, 0}) + glm::dvec2(0, 3.2), "Glabella, level with the inner ends of the brows", Align::centre,
             90);
        note(c, place(curve.edge.back()) + glm::dvec2(3, 1), "L temple point", Align::left);
        note(c, place(curve.edge.front()) + glm::dvec2(-3, 1), "R temple point", Align::right);
        note(c, above(curve.left_corner), "L corner", Align::centre);
        note(c, above(curve.right_corner), "R corner", Align::centre);
    });
    flow.gap(height);
}

std::string value_in_words(const Parameter& p, double value) {
    std::string text = format_value(p, value);
    if (p.type == ParameterType::choice)
        std::replace(text.begin(), text.end(), '_', ' ');
    else if (p.unit == "1/cm2")
        text += " per cm\u00b2";
    else if (!p.unit.empty())
        (text += " ") += p.unit;
    return text;
}

}  // namespace

void add_design_pages(Book& book, const Sheet& sheet) {
    Flow flow(book, "The design in millimetres");
    if (sheet.curve) {
        draw_flat_edge(flow, *sheet.curve);
        flow.paragraph(
            "The hairline laid flat; lengths along the skin, seen by one who faces the client. The last pages have it "
            "at its true "
            "size.",
            styles::small);
    } else {
        flow.paragraph("This design draws no hairline, so there is no template to cut out.");
    }
    flow.heading("Measured on the head that was fitted to the client", 30);
    std::vector<std::vector<std::string>> rows;
    const auto figures = number_rows(sheet.numbers);
    // In two columns, the first half at the left.
    const std::size_t half = (figures.size() + 1) / 2;
    for (std::size_t i = 0; i < half; ++i) {
        rows.push_back({figures[i].name, figures[i].value});
        if (i + half < figures.size())
            rows.back().insert(rows.back().end(), {figures[i + half].name, figures[i + half].value});
    }
    flow.table({{"", 0.17}, {"", 0.32}, {"", 0.20}, {"", 0.31}}, rows, 8.5);
    if (!sheet.numbers.warnings.empty()) {
        flow.heading("To talk about");
        for (const DesignWarning& warning : sheet.numbers.warnings) {
            flow.paragraph(warning.text);
            flow.gap(1.5);
        }
    }
    flow.heading("Settings", 40);
    rows.clear();
    std::vector<std::pair<std::string, std::string>> set;
    for (const Parameter& p : parameters()) {
        if (p.group == "View") continue;
        set.push_back({std::string(p.label), value_in_words(p, p.get(sheet.design))});
    }
    if (!sheet.design.patches.empty())
        set.push_back({"Patches and scars", std::to_string(sheet.design.patches.size())});
    const std::size_t third = (set.size() + 2) / 3;
    for (std::size_t i = 0; i < third; ++i) {
        rows.emplace_back();
        for (std::size_t k = i; k < set.size(); k += third)
            rows.back().insert(rows.back().end(), {set[k].first, set[k].second});
    }
    flow.table({{"", 0.20}, {"", 0.133}, {"", 0.20}, {"", 0.133}, {"", 0.20}, {"", 0.133}}, rows, 8);
}

}  // namespace smp::sheet
