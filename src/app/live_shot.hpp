// The picture that is on the mirror, as a record of it.
#pragma once

#include "app/screenshot.hpp"
#include "app/session.hpp"

namespace smp {

// Paints the frame once more, with the whole treatment whatever a fade or a comparison shows at this moment.
// `input`, `detail`: what stands in the record of where the picture comes from. `for_record`: with what the
// consultation record keeps besides, the mask and the head.
Shot shot_of(Painter& painter, const Tracked& shown, const TreatmentDesign& design, const Session& session,
             const TrueScale& scale, const std::string& input, const std::string& detail, bool for_record = false);

// What is known when a clip begins, with the camera's picture alone. Paints as well, and reads nothing back.
Shot clip_begun(Painter& painter, const Tracked& shown, const TreatmentDesign& design, const Session& session,
                const TrueScale& scale, const std::string& input, const std::string& detail);

}  // namespace smp
