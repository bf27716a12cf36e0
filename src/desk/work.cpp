#include "desk/work.hpp"

#include <utility>

namespace smp {

std::string variant_name(int variant) {
    return std::string(1, static_cast<char>('A' + variant));
}

Work::Work(TreatmentDesign first) {
    variants_[0] = std::move(first);
}

void Work::add(Step step) {
    steps_.resize(done_);
    steps_.push_back(std::make_shared<const Step>(std::move(step)));
    done_ = steps_.size();
}

void Work::change(TreatmentDesign next, bool continues) {
    if (next == design()) return;
    Step step{chosen_, chosen_, design(), next};
    if (continues && open_) {
        step.before = steps_.back()->before;
        steps_.pop_back();
        done_ = steps_.size();
    }
    variants_[chosen_] = std::move(next);
    open_ = true;
    add(std::move(step));
}

void Work::choose(int variant) {
    if (variant < 0 || variant >= variant_count || variant == chosen_) return;
    if (!variants_[variant]) {
        variants_[variant] = design();
        add({variant, chosen_, std::nullopt, variants_[variant]});
    }
    chosen_ = variant;
    open_ = false;
}

void Work::choose_next() {
    for (int further = 1; further < variant_count; ++further)
        if (const int next = (chosen_ + further) % variant_count; variants_[next]) return choose(next);
}

void Work::undo() {
    if (!can_undo()) return;
    const Step& step = *steps_[--done_];
    variants_[step.variant] = step.before;
    chosen_ = step.before ? step.variant : step.chosen_before;
    open_ = false;
}

void Work::redo() {
    if (!can_redo()) return;
    const Step& step = *steps_[done_++];
    variants_[step.variant] = step.after;
    chosen_ = step.variant;
    open_ = false;
}

}  // namespace smp
