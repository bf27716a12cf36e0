#include "desk/step_words.hpp"

#include "desk/change_words.hpp"
#include "desk/time_line.hpp"

namespace smp {

std::string step_in_words(const Work& before, const Work& now, bool back) {
    if (back ? !before.can_undo() : !before.can_redo()) return back ? "Nothing to undo" : "Nothing to redo";
    // Another variant is shown: what differs between the two is not what the step has changed.
    if (now.chosen() != before.chosen()) return "Variant " + variant_name(now.chosen());
    return (back ? "Undone: " : "Redone: ") + change_in_words(before.design(), now.design());
}

std::string variant_in_words(const Work& before, const Work& now, bool next) {
    if (next && now.chosen() == before.chosen()) return "There is no other variant yet";
    const std::string name = "Variant " + variant_name(now.chosen());
    return before.variants()[now.chosen()] ? name : name + ", a copy of " + variant_name(before.chosen());
}

std::string time_in_words(const TreatmentDesign& design) {
    const int stop = stop_of(design);
    return stop < 0 ? "Between two stops" : std::string(time_stops()[static_cast<std::size_t>(stop)].name);
}

}  // namespace smp
