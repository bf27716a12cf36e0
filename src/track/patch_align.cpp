#include "track/patch_align.hpp"

#include <cmath>
#include <opencv2/imgproc.hpp>

namespace smp {
namespace {

constexpr int n_pixels = patch_side_px * patch_side_px;

// Bilinear samples of a patch about p; false where it leaves the picture.
bool sample(const cv::Mat& picture, const glm::dvec2& p, float* out) {
    const int x0 = cvFloor(p.x), y0 = cvFloor(p.y);
    if (x0 - patch_half_px < 0 || y0 - patch_half_px < 0 || x0 + patch_half_px + 1 >= picture.cols ||
        y0 + patch_half_px + 1 >= picture.rows)
        return false;
    const float a = static_cast<float>(p.x - x0), b = static_cast<float>(p.y - y0);
    const float w00 = (1 - a) * (1 - b), w10 = a * (1 - b), w01 = (1 - a) * b, w11 = a * b;
    for (int j = 0; j < patch_side_px; ++j) {
        const float* r0 = picture.ptr<float>(y0 - patch_half_px + j) + x0 - patch_half_px;
        const float* r1 = picture.ptr<float>(y0 - patch_half_px + j + 1) + x0 - patch_half_px;
        for (int i = 0; i < patch_side_px; ++i)
            out[j * patch_side_px + i] = w00 * r0[i] + w10 * r0[i + 1] + w01 * r1[i] + w11 * r1[i + 1];
    }
    return true;
}

// Zero mean, unit variance; returns the deviation that was divided out (0: flat).
float standardise(float* v, int n) {
    float sum = 0, sum2 = 0;
    for (int i = 0; i < n; ++i) sum += v[i];
    const float mean = sum / static_cast<float>(n);
    for (int i = 0; i < n; ++i) {
        v[i] -= mean;
        sum2 += v[i] * v[i];
    }
    const float deviation = std::sqrt(sum2 / static_cast<float>(n));
    if (deviation < 1e-4f) return 0;
    for (int i = 0; i < n; ++i) v[i] /= deviation;
    return deviation;
}

}  // namespace

bool make_template(const cv::Mat& host, const glm::dvec2& centre, const glm::dmat2& host_from_current,
                   PatchTemplate& out) {
    // One pixel more on every side, for the gradients.
    constexpr int side = patch_side_px + 2, half = patch_half_px + 1;
    std::array<float, side * side> wide;
    const glm::dvec2 step_x = host_from_current[0], step_y = host_from_current[1];
    for (int j = 0; j < side; ++j)
        for (int i = 0; i < side; ++i) {
            const glm::dvec2 p =
                centre + static_cast<double>(i - half) * step_x + static_cast<double>(j - half) * step_y;
            const int x = cvFloor(p.x), y = cvFloor(p.y);
            if (x < 0 || y < 0 || x + 1 >= host.cols || y + 1 >= host.rows) return false;
            const float a = static_cast<float>(p.x - x), b = static_cast<float>(p.y - y);
            const float *r0 = host.ptr<float>(y) + x, *r1 = host.ptr<float>(y + 1) + x;
            wide[j * side + i] = (1 - b) * ((1 - a) * r0[0] + a * r0[1]) + b * ((1 - a) * r1[0] + a * r1[1]);
        }
    for (int j = 0; j < patch_side_px; ++j)
        for (int i = 0; i < patch_side_px; ++i) out.value[j * patch_side_px + i] = wide[(j + 1) * side + i + 1];
    const float deviation = standardise(out.value.data(), n_pixels);
    if (deviation == 0) return false;
    out.hxx = out.hxy = out.hyy = 0;
    for (int j = 0; j < patch_side_px; ++j)
        for (int i = 0; i < patch_side_px; ++i) {
            const float* w = &wide[(j + 1) * side + i + 1];
            const float gx = (w[1] - w[-1]) / (2 * deviation), gy = (w[side] - w[-side]) / (2 * deviation);
            out.dx[j * patch_side_px + i] = gx;
            out.dy[j * patch_side_px + i] = gy;
            out.hxx += gx * gx;
            out.hxy += gx * gy;
            out.hyy += gy * gy;
        }
    const double trace = out.hxx + out.hyy, det = out.hxx * out.hyy - out.hxy * out.hxy;
    const double weaker = trace / 2 - std::sqrt(std::max(0.0, trace * trace / 4 - det));
    return weaker > 0.012 * n_pixels;
}

PatchFound search_patch(const cv::Mat& current, const PatchTemplate& patch, const glm::dvec2& around, int reach_px) {
    PatchFound out;
    const int room = reach_px + patch_half_px;
    const cv::Point middle(static_cast<int>(std::lround(around.x)), static_cast<int>(std::lround(around.y)));
    const cv::Rect window = cv::Rect(middle.x - room, middle.y - room, 2 * room + 1, 2 * room + 1) &
                            cv::Rect(0, 0, current.cols, current.rows);
    if (window.width < patch_side_px || window.height < patch_side_px) return out;
    const cv::Mat wanted(patch_side_px, patch_side_px, CV_32F, const_cast<float*>(patch.value.data()));
    cv::Mat likeness;
    cv::matchTemplate(current(window), wanted, likeness, cv::TM_CCOEFF_NORMED);
    cv::Point best;
    cv::minMaxLoc(likeness, nullptr, &out.zncc, nullptr, &best);
    out.found = true;
    out.p_px = {window.x + best.x + patch_half_px, window.y + best.y + patch_half_px};
    return out;
}

PatchFound align_patch(const cv::Mat& current, const PatchTemplate& patch, const glm::dvec2& start, double reach_px) {
    PatchFound out;
    std::array<float, n_pixels> seen;
    glm::dvec2 p = start;
    const double det = patch.hxx * patch.hyy - patch.hxy * patch.hxy;
    for (int iteration = 0; iteration < 12; ++iteration) {
        if (!sample(current, p, seen.data()) || standardise(seen.data(), n_pixels) == 0) return out;
        double bx = 0, by = 0, corr = 0;
        float fx = 0, fy = 0, fc = 0;
        for (int i = 0; i < n_pixels; ++i) {
            const float e = seen[i] - patch.value[i];
            fx += patch.dx[i] * e;
            fy += patch.dy[i] * e;
            fc += seen[i] * patch.value[i];
        }
        bx = fx, by = fy, corr = fc / n_pixels;
        out.zncc = corr;
        const glm::dvec2 move{(patch.hyy * bx - patch.hxy * by) / det, (patch.hxx * by - patch.hxy * bx) / det};
        const double length = glm::length(move);
        p -= length > 1.5 ? move * (1.5 / length) : move;
        if (glm::length(p - start) > reach_px) return out;
        if (length < 0.02) break;
    }
    out.found = true;
    out.p_px = p;
    return out;
}

}  // namespace smp
