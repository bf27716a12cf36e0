// True scale from an ID-1 card (ISO/IEC 7810: bank, identity, insurance cards) held flat to the forehead. Four straight
// edges alone count, never what is printed on it; no picture is kept. Pure.
#pragma once

#include <array>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <string>

#include "head/head_tracker.hpp"

namespace smp {

inline constexpr double card_width_mm = 85.60, card_height_mm = 53.98, card_corner_mm = 3.18;

// Why a picture says nothing.
enum class CardMiss { no_head, turned_away, no_card, tilted, other_shape };
std::string in_words(CardMiss miss);  // what to do about it: one sentence

struct CardSeen {
    // Where its sides meet, clockwise as the camera sees it from the corner at the top left; px of the picture.
    std::array<glm::dvec2, 4> corners_px;
    double ipd_mm = 0;    // what it makes of the head's pupil distance ...
    double sigma_mm = 0;  // ... and the standard deviation of that, from this picture alone
    double tilt_deg = 0;  // out of the forehead's own plane
};

struct CardLook {
    std::optional<CardSeen> seen;
    CardMiss miss = CardMiss::no_card;  // when it is not seen
};

// `bgr`: 8 bit, the picture that `head` was found in. `head` may be in any unit: only its proportions count.
CardLook look_for_card(const HeadModel& model, const HeadState& head, const cv::Mat& bgr);

}  // namespace smp
