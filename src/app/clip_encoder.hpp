// A clip's pictures as H.264 in MP4, with the words that it is a preview burnt in; in memory alone.
#pragma once

#include "app/clip_recorder.hpp"

namespace smp {

Expected<std::unique_ptr<ClipSink>> make_clip_encoder(const cv::Size& size_px);

}  // namespace smp
