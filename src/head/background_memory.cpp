#include "head/background_memory.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "track/log_light.hpp"

namespace smp {
namespace {

constexpr int cells_across = 240;
constexpr float tone_sigma = 0.06f, hue_sigma = 0.03f;
constexpr float settled_times = 4, least_share = 0.06f;  // what stays becomes background within a second
constexpr float most_changed = 0.35f;                    // of what is known: more is the camera's doing, or the lamp's

}  // namespace

int BackgroundMemory::cell_of(int x, int y, const HeadCover& where) const {
    const double px = static_cast<double>(frame_.width) / grid_.width;
    const glm::dvec2 cell = (where.to_frame({x, y}) + 0.5) / px;
    const int i = static_cast<int>(cell.x), j = static_cast<int>(cell.y);
    return std::clamp(j, 0, grid_.height - 1) * grid_.width + std::clamp(i, 0, grid_.width - 1);
}

cv::Mat BackgroundMemory::odds(const cv::Mat& light, const cv::Mat& room, const HeadCover& where,
                               const cv::Size& frame) const {
    cv::Mat out(light.size(), CV_32F, cv::Scalar(0));
    if (cells_.empty() || frame != frame_) return out;
    int known = 0, changed = 0;
    for (int y = 0; y < light.rows; ++y)
        for (int x = 0; x < light.cols; ++x) {
            if (!room.at<std::uint8_t>(y, x)) continue;
            const int c = cell_of(x, y, where);
            const Cell& cell = cells_[c];
            if (cell.times < 1) continue;
            // Across an edge of the room a pixel is a mixture.
            float edge2 = 0;
            for (const int other : {c - 1, c + 1, c - grid_.width, c + grid_.width})
                if (other >= 0 && other < static_cast<int>(cells_.size()) && cells_[other].times > 0) {
                    const cv::Vec3f step = cells_[other].colour - cell.colour;
                    edge2 = std::max(edge2, step.dot(step) / 3);
                }
            const cv::Vec3f off = light.at<cv::Vec3f>(y, x) - cell.colour;
            const float surprise =
                surprise_of(off, tone_sigma * tone_sigma + edge2, hue_sigma * hue_sigma + 0.3f * edge2);
            const float odds =
                std::min(1.f, cell.times / settled_times) * std::clamp(0.5f * surprise - 2.5f, -2.f, 4.f);
            out.at<float>(y, x) = odds;
            ++known;
            changed += odds > 0;
        }
    if (static_cast<float>(changed) > most_changed * static_cast<float>(known)) out = 0;
    return out;
}

void BackgroundMemory::learn(const cv::Mat& light, const cv::Mat& room, const HeadCover& where, const cv::Size& frame) {
    if (frame != frame_ || cells_.empty()) {
        frame_ = frame;
        grid_ = {cells_across, std::max(1, cells_across * frame.height / frame.width)};
        cells_.assign(static_cast<std::size_t>(grid_.area()), Cell{});
    }
    for (int y = 0; y < light.rows; ++y)
        for (int x = 0; x < light.cols; ++x) {
            if (!room.at<std::uint8_t>(y, x)) continue;
            Cell& cell = cells_[cell_of(x, y, where)];
            cell.colour += std::max(1 / (cell.times + 1), least_share) * (light.at<cv::Vec3f>(y, x) - cell.colour);
            cell.times = std::min(cell.times + 1, 1000.f);
        }
}

}  // namespace smp
