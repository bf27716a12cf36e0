#include "ui/act_words.hpp"

#include "base/texts.hpp"
#include "desk/step_words.hpp"

namespace smp {

std::string act_in_words(const Command& command, const LiveControls& before, const LiveControls& now) {
    switch (command.act) {
        case Act::undo:
            return step_in_words(before.work, now.work, command.amount > 0);
        case Act::variant:
        case Act::next_variant:
            return variant_in_words(before.work, now.work, command.act == Act::next_variant);
        case Act::preset:
        case Act::next_preset:
            return tr_fill("Preset: {0}", preset_in_words(now.design().name));
        case Act::time_stop:
        case Act::time_step:
            return time_in_words(now.design());
        case Act::split:
            if (now.compare != Compare::split) return "";
            return now.split_side > 0 ? tr("Your left half is treated") : tr("Your right half is treated");
        default:
            return "";
    }
}

}  // namespace smp
