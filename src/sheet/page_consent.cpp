// A consent a part: its words, yes or no, date and signature.
#include <algorithm>
#include <cmath>

#include "base/local_time.hpp"
#include "sheet/forms.hpp"
#include "sheet/pages.hpp"

namespace smp {
namespace sheet {
namespace {

constexpr double signature_mm = 18;

// As large as it goes into the box, in its own proportions, on the box's foot.
std::vector<std::vector<glm::dvec2>> fitted(const Signature& strokes, const Box& box) {
    glm::dvec2 low(1e18), high(-1e18);
    const auto sound = [](const glm::dvec2& p) { return std::isfinite(p.x) && std::isfinite(p.y); };
    for (const auto& stroke : strokes)
        for (const glm::dvec2& p : stroke)
            if (sound(p)) {
                low = glm::min(low, p);
                high = glm::max(high, p);
            }
    std::vector<std::vector<glm::dvec2>> out;
    if (low.x > high.x) return out;
    const glm::dvec2 size = glm::max(high - low, glm::dvec2(1e-9));
    const double scale = std::min(box.w / size.x, box.h / size.y);
    for (const auto& stroke : strokes) {
        std::vector<glm::dvec2> line;
        for (const glm::dvec2& p : stroke)
            if (sound(p)) line.push_back(glm::dvec2(box.x, box.bottom()) + scale * (p - glm::dvec2(low.x, high.y)));
        if (line.size() == 1) line.push_back(line[0] + glm::dvec2(0.01, 0));  // a dot
        if (!line.empty()) out.push_back(std::move(line));
    }
    return out;
}

void draw_tick(Canvas& c, const glm::dvec2& at, bool ticked, const Text& word) {
    c.frame({at.x, at.y, 4, 4}, {0.3, inks::text});
    if (ticked)
        c.path(std::array{at + glm::dvec2(0.7, 2.1), at + glm::dvec2(1.7, 3.2), at + glm::dvec2(3.4, 0.7)},
               {0.6, inks::accent, {}, true});
    c.text(at + glm::dvec2(5.5, 0), word);
}

void add_part(Flow& flow, const ConsentPart& part) {
    flow.heading(part.name, 45);
    flow.paragraph(part.text);
    flow.need(signature_mm + 14);
    flow.gap(3);
    const double y = flow.y(), left = flow.left(), half = flow.width() * 0.42;
    const Text yes("Yes", styles::strong, 30), no("No", styles::strong, 30), date(part.date, {10}, half - 50);
    const Box box{left + flow.width() - 80, y, 78, signature_mm - 2};
    const auto strokes = fitted(part.signature, box);
    flow.draw([=, given = part.given, width = flow.width()](Canvas& c) {
        draw_tick(c, {left, y + 2}, given && *given, yes);
        draw_tick(c, {left + 22, y + 2}, given && !*given, no);
        const double foot = y + signature_mm;
        c.line({left + 48, foot}, {left + half + 14, foot}, {0.2, inks::quiet});
        c.text({left + 48, foot - 5}, date);
        c.text({left + 48, foot + 0.8}, Text("Date", styles::label, 30));
        c.line({left + width - 82, foot}, {left + width, foot}, {0.2, inks::quiet});
        c.text({left + width - 82, foot + 0.8}, Text("Signature", styles::label, 40));
        for (const auto& stroke : strokes) c.path(stroke, {0.45, inks::text, {}, true});
    });
    flow.gap(signature_mm + 7);
}

void add_form(Book& book, const ConsentForm& form) {
    Flow flow(book, "Consent", form.head.salon, form.head.address);
    flow.facts({{"Client", form.client},
                {"Date", local_date(form.head.made)},
                {"Practitioner", form.head.practitioner},
                {"Version of this text", form.version}});
    flow.paragraph(
        "Three things that are decided apart: yes to one does not mean yes to another, and each can be taken back.",
        styles::small);
    if (!form.medical.empty()) {
        flow.heading("Questions about health");
        std::vector<std::vector<std::string>> rows;
        for (const MedicalAnswer& m : form.medical) rows.push_back({m.question, m.answer});
        flow.table({{"", 0.6}, {"", 0.4, Align::left, true}}, rows);
    }
    for (const ConsentPart& part : form.parts) add_part(flow, part);
}

}  // namespace
}  // namespace sheet

Expected<std::string> consent_pdf(const ConsentForm& form) {
    return sheet::made_pdf("Consent", form.head.made, [&] {
        sheet::Book book = sheet::book_for(form.head.paper, form.head.salon, form.client, form.head.made);
        sheet::add_form(book, form);
        return book;
    });
}

}  // namespace smp
