#include "render/skin_relief.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "base/smoothstep.hpp"

namespace smp {
namespace {

// The head is looked up once in so many pixels; skin is smooth between them.
constexpr int step_px = 8;
// Feature sizes and the contrast of each. Judged by eye on portraits beside the skin that their own pixels still show.
struct Octave {
    double wave_mm;
    float contrast;
};
constexpr std::array octaves{Octave{1.6, 0.016f}, Octave{0.8, 0.026f}, Octave{0.4, 0.032f}, Octave{0.2, 0.024f}};

// White numbers of mean 0 and standard deviation 1 on a lattice that repeats, smoothly interpolated in space.
class SolidNoise {
  public:
    SolidNoise() : value_(n * n * n) {
        std::uint64_t state = 1;
        const auto uniform = [&] {
            state += 0x9e3779b97f4a7c15ull;
            std::uint64_t z = state;
            z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
            z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
            return static_cast<float>(static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1.0p-53);
        };
        double sum = 0;
        for (auto& v : value_) sum += v = (2 * uniform() - 1) * 1.732f;
        for (auto& v : value_) v -= static_cast<float>(sum / static_cast<double>(value_.size()));
    }

    float at(const cv::Vec3f& p) const {
        std::array<unsigned, 3> low{}, high{};
        std::array<float, 3> f{};
        for (int k = 0; k < 3; ++k) {
            const float cell = std::floor(p[k]);
            const auto i = static_cast<std::size_t>(k);
            low[i] = static_cast<unsigned>(static_cast<int>(cell)) % n;
            high[i] = (low[i] + 1) % n;
            const float t = p[k] - cell;
            f[i] = smooth(t);
        }
        const auto mix = [](float a, float b, float t) { return a + t * (b - a); };
        const auto row = [&](unsigned z, unsigned y) {
            const float* v = value_.data() + (z * n + y) * n;
            return mix(v[low[0]], v[high[0]], f[0]);
        };
        return mix(mix(row(low[2], low[1]), row(low[2], high[1]), f[1]),
                   mix(row(high[2], low[1]), row(high[2], high[1]), f[1]), f[2]);
    }

  private:
    static constexpr unsigned n = 32;
    std::vector<float> value_;
};

}  // namespace

cv::Mat skin_relief(const HeadRasteriser& skin, const HeadView& view, double scale) {
    static const SolidNoise noise;
    const Intrinsics& camera = view.intrinsics;
    const cv::Size size(camera.width_px, camera.height_px);
    cv::Mat out = cv::Mat::zeros(size, CV_32F);
    const HeadRaster raster =
        skin.draw(view.camera_from_head, camera, CoarseGrid{cv::Rect(cv::Point(), size), step_px});
    const auto head_from_camera = view.camera_from_head.inverse();
    // Lattice and head do not share their axes: the lattice must not show.
    const glm::dmat3 turned = glm::mat3_cast(glm::normalize(glm::dquat(0.8, 0.35, -0.41, 0.26)));
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
    for (const auto& octave : octaves) {
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
            for (const Layer& layer : layers) sum += layer.contrast * noise.at(p * layer.per_mm);
            out.at<float>(y, x) = (2 * weight - 1) * uncovered * sum;
        }
    return out;
}

}  // namespace smp
