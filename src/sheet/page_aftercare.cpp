#include "sheet/aftercare.hpp"
#include "sheet/pages.hpp"

namespace smp::sheet {
namespace {

constexpr Ink avoid_ink{0.72, 0.28, 0.22}, do_ink{0.16, 0.50, 0.42};
constexpr int last_day = 35;  // of the line of days; what goes on beyond it runs out of it
constexpr double name_share = 0.50;

}  // namespace

void add_aftercare_pages(Book& book, const Sheet&) {
    Flow flow(book, "After each session");
    flow.paragraph("The day of the session is day 0. The rules begin anew with every session.");
    flow.gap(4);
    const double x0 = flow.left() + name_share * flow.width(),
                 day_mm = (1 - name_share) * flow.width() / (last_day + 1);
    const auto day_x = [=](double day) { return x0 + day * day_mm; };

    // The line of days.
    flow.draw([=, y = flow.y()](Canvas& c) {
        c.text({flow.left(), y}, Text("Day", styles::label, 20));
        for (int day = 0; day <= 30; day += 5)
            c.text({day_x(day + 0.5) - 6, y}, Text(std::to_string(day), {7.5, false, inks::quiet, Align::centre}, 12));
        c.text({day_x(32), y}, Text("on", styles::label, 10));
    });
    flow.gap(5);
    for (const AftercareRule& rule : aftercare_rules()) {
        const double across = name_share * flow.width() - 5;
        const Text days(days_in_words(rule), {8, true, rule.avoid ? avoid_ink : do_ink}, across);
        const Text what(std::string(rule.what), {10.5, true}, across),
            how(std::string(rule.why_or_how), {8.5, false, inks::quiet}, across);
        const double height = 1.8 + what.height_mm() + days.height_mm() + how.height_mm() + 3.6;
        flow.need(height);
        flow.draw([=, y = flow.y(), left = flow.left(), width = flow.width()](Canvas& c) {
            c.line({left, y}, {left + width, y}, {0.15, inks::rule});
            for (int day = 0; day <= 30; day += 5) c.line({day_x(day), y}, {day_x(day), y + height}, {0.1, inks::rule});
            double at = y + 1.8;
            for (const Text* text : {&what, &days, &how}) {
                c.text({left, at}, *text);
                at += text->height_mm() + 0.5;
            }
            const Ink ink = rule.avoid ? avoid_ink : do_ink;
            const double bar = y + height / 2 - 2.2,
                         to = rule.to_day || !rule.from_day ? day_x(rule.to_day + 1) : day_x(last_day);
            c.fill(Box{day_x(rule.from_day) + 0.2, bar, to - day_x(rule.from_day) - 0.4, 4.4}, ink);
            if (rule.from_day && !rule.to_day) {
                const glm::dvec2 tip{to + day_mm, bar + 2.2};
                c.fill(std::array{glm::dvec2(to - 0.5, bar - 1.2), tip, glm::dvec2(to - 0.5, bar + 5.6)}, ink);
            }
        });
        flow.move_to(flow.y() + height);
    }
    flow.gap(2);
    flow.draw([=, y = flow.y(), left = flow.left()](Canvas& c) {
        c.fill(Box{left, y, 4, 3}, avoid_ink);
        c.text({left + 5.5, y - 0.3}, Text("leave it", {8}, 30));
        c.fill(Box{left + 24, y, 4, 3}, do_ink);
        c.text({left + 29.5, y - 0.3}, Text("do it", {8}, 30));
    });
    flow.gap(7);
    flow.heading("What to expect");
    flow.paragraph(
        "Redness and swelling for two or three days are usual. Fresh marks look darker and larger; when their scabs "
        "have fallen they "
        "are smaller and lighter, and some skins lose two or three steps of shade. What stays is seen after four to "
        "six weeks.\n"
        "Pigment fades over the years, faster in the sun and on oily skin. Touching up is usual after two to six "
        "years.\n"
        "Call the salon when something worries you. See a doctor for fever, pus, or redness that spreads or lasts.");
}

}  // namespace smp::sheet
