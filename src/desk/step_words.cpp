#include "desk/step_words.hpp"

#include "base/texts.hpp"
#include "desk/change_words.hpp"
#include "desk/time_line.hpp"

namespace smp {

std::string step_in_words(const Work& before, const Work& now, bool back) {
    if (back ? !before.can_undo() : !before.can_redo()) return back ? tr("Nothing to undo") : tr("Nothing to redo");
    // Another variant is shown: what differs between the two is not what the step has changed.
    if (now.chosen() != before.chosen()) return tr_fill("Variant {0}", variant_name(now.chosen()));
    const std::string change = change_in_words(before.design(), now.design());
    return back ? tr_fill("Undone: {0}", change) : tr_fill("Redone: {0}", change);
}

std::string variant_in_words(const Work& before, const Work& now, bool next) {
    if (next && now.chosen() == before.chosen()) return tr("There is no other variant yet");
    const std::string name = variant_name(now.chosen());
    return before.variants()[now.chosen()] ? tr_fill("Variant {0}", name)
                                           : tr_fill("Variant {0}, a copy of {1}", name, variant_name(before.chosen()));
}

std::string time_in_words(const TreatmentDesign& design) {
    const int stop = stop_of(design);
    return stop < 0 ? tr("Between two stops") : tr(time_stops()[static_cast<std::size_t>(stop)].name);
}

}  // namespace smp
