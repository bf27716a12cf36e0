#include "golden/gl_test.hpp"

#include <GL/glew.h>

#include <cmath>

#include "gl/context.hpp"

namespace smp {
namespace {

int next_revision = 100;

struct Session {
    Expected<gl::OffscreenContext> context = gl::OffscreenContext::create();
    Expected<Renderer> renderer = context ? Renderer::create() : Expected<Renderer>(context.error());
};

// Never destroyed: the driver's own clean-up at exit may already have run.
Session& session() {
    static auto* const value = new Session;
    return *value;
}

}  // namespace

double linear_from_srgb(double byte) {
    const double v = byte / 255;
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}

void GlTest::SetUpTestSuite() {
    ASSERT_TRUE(session().renderer) << session().renderer.error().line();
}

void GlTest::TearDown() {
    EXPECT_EQ(glGetError(), static_cast<GLenum>(GL_NO_ERROR));
}

Renderer& GlTest::renderer() {
    return *session().renderer;
}

void GlTest::set(Treatment treatment) {
    treatment.revision = ++next_revision;
    renderer().set_treatment(treatment);
}

void GlTest::set(HeadMesh mesh) {
    mesh.revision = ++next_revision;
    renderer().set_head(mesh);
}

cv::Mat GlTest::drawn(const cv::Mat& bgr, const std::optional<HeadView>& head, double alpha) {
    renderer().draw(bgr, head, alpha);
    return renderer().read_picture();
}

cv::Mat optical_depth(const cv::Mat& before, const cv::Mat& after) {
    cv::Mat out(before.size(), CV_64FC3);
    for (int y = 0; y < before.rows; ++y)
        for (int x = 0; x < before.cols; ++x)
            for (int c = 0; c < 3; ++c)
                out.at<cv::Vec3d>(y, x)[c] = -std::log(linear_from_srgb(after.at<cv::Vec3b>(y, x)[c]) /
                                                       linear_from_srgb(before.at<cv::Vec3b>(y, x)[c]));
    return out;
}

}  // namespace smp
