// What the technician works on: up to three designs for one client, and every step that led there. Pure, and cheap to
// copy: steps are shared.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "design/treatment_design.hpp"

namespace smp {

inline constexpr int variant_count = 3;
using Variants = std::array<std::optional<TreatmentDesign>, variant_count>;

// "A", "B" or "C".
std::string variant_name(int variant);

class Work {
  public:
    Work() : Work(TreatmentDesign{}) {}
    explicit Work(TreatmentDesign first);  // variant A
    // As it was kept. `chosen` is one of the variants that are there.
    Work(Variants variants, int chosen) : variants_(std::move(variants)), chosen_(chosen) {}

    const TreatmentDesign& design() const { return *variants_[chosen_]; }
    const Variants& variants() const { return variants_; }
    int chosen() const { return chosen_; }
    // The same designs, whatever the steps.
    bool operator==(const Work& other) const { return variants_ == other.variants_ && chosen_ == other.chosen_; }

    // One step, which undo() takes back whole. `continues`: a drag or a held key goes on, and this belongs to the step
    // before.
    void change(TreatmentDesign next, bool continues = false);
    // Shows a variant, 0 to variant_count - 1; one that is not there yet begins as a copy of the one shown, a step too.
    void choose(int variant);
    void choose_next();  // of those that are there

    bool can_undo() const { return done_ > 0; }
    bool can_redo() const { return done_ < steps_.size(); }
    // The variant that changes is the one shown afterwards. Nothing happens when there is no step.
    void undo();
    void redo();

  private:
    struct Step {
        int variant = 0, chosen_before = 0;
        std::optional<TreatmentDesign> before, after;
    };
    void add(Step step);

    Variants variants_;
    int chosen_ = 0;
    std::vector<std::shared_ptr<const Step>> steps_;
    std::size_t done_ = 0;  // of steps_; those after it can be redone
    bool open_ = false;     // the last step can still go on
};

}  // namespace smp
