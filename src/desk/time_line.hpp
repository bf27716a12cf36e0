// Stops on the way of a treatment, from the first session to the fifth year: what one walks through to show a client
// how it comes about and how it ages (DOMAIN 3 and 4). Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "design/treatment_design.hpp"

namespace smp {

struct TimeStop {
    std::string_view name, label;  // in words; short, for a button
    int session;                   // done so far; 0: all that are planned
    double age_months;             // since the last of them
};
std::span<const TimeStop> time_stops();

// The design at that stop. Beyond the sessions it has three, or the fourth if it had that.
TreatmentDesign at_stop(TreatmentDesign design, const TimeStop& stop);
// The stop where the design stands; -1 when it stands at none.
int stop_of(const TreatmentDesign& design);
// The stop `places` later than where the design stands or, between two, than the one before it; the line ends at both
// ends.
int stop_from(const TreatmentDesign& design, int places);

}  // namespace smp
