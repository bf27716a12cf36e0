// "Match my stubble": from a tracked frame to an offer of pigment, density and grain, and to words for it.
#pragma once

#include <string>

#include "app/tracked.hpp"
#include "design/stubble_match.hpp"
#include "skin/stubble.hpp"

namespace smp {

struct MatchedStubble {
    Stubble stubble;
    StubbleOffer match, lighter;  // as it is; one step lighter, to start with (DOMAIN 4)
};

// Fails as read_stubble() does. Some milliseconds; any thread.
Expected<MatchedStubble> match_stubble(const HeadModel& model, const Tracked& tracked, const TreatmentDesign& design);

// For standard output: what was measured, and both offers as `--set` lines.
std::string to_text(const MatchedStubble& matched, bool lighter_applied);

// The design with what is offered in it, whatever else has been changed since.
TreatmentDesign with_offer(TreatmentDesign design, const StubbleOffer& offer);

// For the screen: the offer with its numbers; of what is not sure, why.
std::string to_note(const MatchedStubble& matched, bool lighter_applied);
// The same of what is not sure, when it has been taken in spite of that.
std::string to_taken_note(const MatchedStubble& matched, bool lighter_applied);

}  // namespace smp
