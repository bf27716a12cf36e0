// The demo client, and a tracker to follow them with.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <limits>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>
#include <utility>
#include <vector>

#include "app/places.hpp"
#include "head/head_tracker.hpp"
#include "support/seen_heads.hpp"

namespace smp::test {

inline HeadTracker new_tracker() {
    TrackerOptions options;
    options.landmark_model = default_landmark_model();
    auto tracker = HeadTracker::create(head_model(), options);
    EXPECT_TRUE(tracker) << tracker.error().line();
    return std::move(*tracker);
}

// The clip's first pictures at half size, which is what costs least and still shows the face.
inline std::vector<cv::Mat> demo_pictures(std::size_t most = std::numeric_limits<std::size_t>::max()) {
    cv::VideoCapture clip((std::filesystem::path(SMP_SOURCE_DIR) / "assets/demo/client.mp4").string());
    std::vector<cv::Mat> out;
    for (cv::Mat frame, half; out.size() < most && clip.read(frame);) {
        cv::resize(frame, half, {}, 0.5, 0.5, cv::INTER_AREA);
        out.push_back(half.clone());
    }
    return out;
}

}  // namespace smp::test
