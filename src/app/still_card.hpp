// True scale of one picture by the card that is held in it.
#pragma once

#include "app/session.hpp"

namespace smp {

// Measures the card and tracks the picture anew by what it says: `tracked` is then in true millimetres, as if
// --ipd-mm had given them. Fails with ExitCode::input and a sentence where no card can be measured.
Expected<TrueScale> measure_by_card(const Session& session, Tracked& tracked);

}  // namespace smp
