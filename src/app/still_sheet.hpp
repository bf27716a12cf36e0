// The sheet of one treated picture, without what only the salon's record knows.
#pragma once

#include <opencv2/core/mat.hpp>

#include "app/session.hpp"
#include "sheet/sheet.hpp"

namespace smp {

// Of the last paint; `after` is what was drawn, without words on it.
Sheet still_sheet(const Painter& painter, const Tracked& painted, const TreatmentDesign& design, const HeadModel& model,
                  const TrueScale& scale, const cv::Mat& after);

}  // namespace smp
