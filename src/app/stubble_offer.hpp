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

// One line for the screen: the offer with its numbers.
std::string to_note(const MatchedStubble& matched, bool lighter_applied);

}  // namespace smp
