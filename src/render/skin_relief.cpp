#include "render/skin_relief.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "base/smoothstep.hpp"
#include "head/skin_noise.hpp"

namespace smp {
namespace {

// The head is looked up once in so many pixels; skin is smooth between them.
constexpr int step_px = 8;

}  // namespace

cv::Mat skin_relief(const HeadRasteriser& skin, const HeadView& view, double scale) {
    static const SolidNoise noise;
    const Intrinsics& camera = view.intrinsics;
    const cv::Size size(camera.width_px, camera.height_px);
    cv::Mat out = cv::Mat::zeros(size, CV_32F);
    const HeadRaster raster =
        skin.draw(view.camera_from_head, camera, CoarseGrid{cv::Rect(cv::Point(), size), step_px});
    const auto head_from_camera = view.camera_from_head.inverse();
    const glm::dmat3 turned = lattice_from_skin();
    cv::Mat place_mm(raster.depth_mm.size(), CV_32FC3, cv::Scalar(0)), seen(raster.depth_mm.size(), CV_32F);
    double depth_sum_mm = 0;
    int count = 0;
    for (int y = 0; y < seen.rows; ++y)
        for (int x = 0; x < seen.cols; ++x) {
            const double depth = raster.depth_mm.at<float>(y, x);
            seen.at<float>(y, x) = depth > 0 ? 1.f : 0.f;
            if (depth <= 0) continue;
            const glm::dvec2 at_px = (glm::dvec2(x, y) + 0.5) * static_cast<double>(step_px) - 0.5;
            const glm::dvec3 p = turned * (head_from_camera * (camera.ray(at_px) * depth));
            place_mm.at<cv::Vec3f>(y, x) =
                cv::Vec3f(static_cast<float>(p.x), static_cast<float>(p.y), static_cast<float>(p.z));
            depth_sum_mm += depth;
            ++count;
        }
    if (count == 0) return out;

    // How wide a pixel of the frame is on the skin decides what it cannot have shown.
    const double view_px_mm = depth_sum_mm / count / camera.fx_px, frame_px_mm = view_px_mm * scale;
    struct Layer {
        float per_mm, contrast;
    };
    std::vector<Layer> layers;
    for (const auto& octave : skin_octaves) {
        const double lost = 1 - smooth(2 * frame_px_mm, 5 * frame_px_mm, octave.wave_mm);
        const double drawn = smooth(2 * view_px_mm, 4 * view_px_mm, octave.wave_mm);
        const auto contrast = static_cast<float>(octave.contrast * lost * drawn);
        if (contrast > 1e-4f) layers.push_back({static_cast<float>(2 / octave.wave_mm), contrast});
    }
    if (layers.empty()) return out;

    const cv::Size whole(seen.cols * step_px, seen.rows * step_px);
    cv::resize(place_mm, place_mm, whole, 0, 0, cv::INTER_LINEAR);
    cv::resize(seen, seen, whole, 0, 0, cv::INTER_LINEAR);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            const float weight = seen.at<float>(y, x);
            if (weight <= 0.5f) continue;
            const float uncovered = 1 - static_cast<float>(view.cover.at({x, y}));
            const cv::Vec3f p = place_mm.at<cv::Vec3f>(y, x) * (1 / weight);
            float sum = 0;
            for (const Layer& layer : layers)
                sum += layer.contrast * noise.at(glm::vec3(p[0], p[1], p[2]) * layer.per_mm);
            out.at<float>(y, x) = (2 * weight - 1) * uncovered * sum;
        }
    return out;
}

}  // namespace smp
