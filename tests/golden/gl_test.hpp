// One context and one renderer for all tests of a program, and the checks that they share.
#pragma once

#include <gtest/gtest.h>

#include <opencv2/core/mat.hpp>

#include "golden/scene.hpp"
#include "render/renderer.hpp"

namespace smp {

double linear_from_srgb(double byte);

class GlTest : public testing::Test {
  protected:
    static void SetUpTestSuite();
    void TearDown() override;  // no GL error may be left

    // A renderer of the process; treatments and heads get new revisions through set().
    Renderer& renderer();
    void set(Treatment treatment);
    void set(HeadMesh mesh);
    cv::Mat drawn(const cv::Mat& bgr, const std::optional<HeadView>& head, double alpha = 1);
};

// -ln(after / before) in linear light, a channel: what the marks did, as optical depth. Row-major, size of the picture.
cv::Mat optical_depth(const cv::Mat& before, const cv::Mat& after);  // CV_64FC3, BGR

}  // namespace smp
