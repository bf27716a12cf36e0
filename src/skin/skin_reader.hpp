// Reads from each frame how the client's skin looks in its light, and how the camera takes it. Causal, without a clock.
#pragma once

#include <memory>
#include <optional>

#include "head/head_tracker.hpp"
#include "skin/skin_look.hpp"

namespace smp {

struct SkinReading {
    SkinLook skin;
    CameraLook camera;
};

class SkinReader {
  public:
    explicit SkinReader(const HeadModel& model);
    ~SkinReader();
    SkinReader(SkinReader&&) noexcept;
    SkinReader& operator=(SkinReader&&) noexcept;

    // The frame (8-bit BGR, sRGB) and what the tracker says of it. About 3 ms; of a lost head nothing is read.
    SkinReading read(const cv::Mat& bgr, const HeadState& head);

    // Of a frame that need not be read, where time is short: what the last one showed, gone along with the head; cheap.
    // None when the head has turned too far since, or nothing was read.
    std::optional<SkinReading> carry(const HeadState& head);

    // Another client, or another camera.
    void reset();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace smp
