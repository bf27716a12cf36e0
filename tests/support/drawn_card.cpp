#include "support/drawn_card.hpp"

#include <cmath>
#include <opencv2/imgproc.hpp>

namespace smp::test {
namespace {

constexpr int finer = 4;          // subpixels
constexpr double texel = 0.1;     // mm
constexpr double margin_mm = 30;  // of the texture, for fingers beside the card

double decoded(double v) {
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}
double encoded(double v) {
    v = std::clamp(v, 0.0, 1.0);
    return v <= 0.0031308 ? 12.92 * v : 1.055 * std::pow(v, 1 / 2.4) - 0.055;
}

void fill(cv::Mat& texture, double x, double y, double w, double h, const cv::Vec3d& bgr) {
    const auto px = [](double mm) { return static_cast<int>(std::lround((mm + margin_mm) / texel)); };
    cv::rectangle(texture, {px(x), px(y)}, {px(x + w), px(y + h)}, cv::Scalar(bgr[0], bgr[1], bgr[2], 1), cv::FILLED);
}

// Card millimetres from its top left corner; linear light with coverage as fourth channel.
cv::Mat texture_of(const CardLookOf& look) {
    const int w = static_cast<int>((look.width_mm + 2 * margin_mm) / texel),
              h = static_cast<int>((look.height_mm + 2 * margin_mm) / texel);
    cv::Mat out(h, w, CV_32FC4, cv::Scalar(0, 0, 0, 0));
    const cv::Scalar ground(look.bgr[0], look.bgr[1], look.bgr[2], 1);
    const int m = static_cast<int>(margin_mm / texel), r = static_cast<int>(look.corner_mm / texel);
    const cv::Rect body(m, m, w - 2 * m, h - 2 * m);
    cv::rectangle(out, {body.x + r, body.y}, {body.br().x - 1 - r, body.br().y - 1}, ground, cv::FILLED);
    cv::rectangle(out, {body.x, body.y + r}, {body.br().x - 1, body.br().y - 1 - r}, ground, cv::FILLED);
    for (const int x : {body.x + r, body.br().x - 1 - r})
        for (const int y : {body.y + r, body.br().y - 1 - r}) cv::circle(out, {x, y}, r, ground, cv::FILLED);
    if (look.printed) {
        const cv::Vec3d ink = look.bgr[1] > 0.3 ? look.bgr * 0.2 : look.bgr * 0.4 + cv::Vec3d(0.35, 0.35, 0.35);
        fill(out, 6, look.height_mm - 22, 34, 3, ink);  // number
        fill(out, 6, look.height_mm - 14, 22, 2.2, ink);
        fill(out, 6, look.height_mm - 9, 28, 2.2, ink);
        fill(out, 10, 18, 12, 9, {0.15, 0.45, 0.6});   // chip
        fill(out, look.width_mm - 24, 6, 18, 8, ink);  // a name in a box
        cv::circle(out, {m + static_cast<int>((look.width_mm - 15) / texel), m + static_cast<int>(38 / texel)},
                   static_cast<int>(7 / texel), cv::Scalar(0.1, 0.2, 0.7, 1), cv::FILLED);
    }
    // Thumb and fingers come in from outside and lie over an edge or a corner.
    const auto finger = [&](double x, double y, double to_x, double to_y, double wide) {
        const auto px = [&](double mm) { return static_cast<int>((mm + margin_mm) / texel); };
        cv::line(out, {px(x), px(y)}, {px(to_x), px(to_y)}, cv::Scalar(look.skin[0], look.skin[1], look.skin[2], 1),
                 static_cast<int>(wide / texel), cv::LINE_8);
    };
    const double W = look.width_mm, H = look.height_mm;
    if (look.fingers > 0) finger(W + 24, 0.55 * H, W - 9, 0.5 * H, 15);
    if (look.fingers > 1) finger(W + 20, H + 18, W - 10, H - 6, 15);
    if (look.fingers > 2) finger(-24, H + 10, 8, H - 12, 16);
    if (look.fingers > 3) finger(0.4 * W, -25, 0.36 * W, 6, 14);
    return out;
}

}  // namespace

CardPlace card_on(const HeadPose& pose, const glm::dvec3& middle, const glm::dvec3& outwards, double roll_deg) {
    const glm::dvec3 out = glm::normalize(pose.R * outwards);
    const glm::dvec3 across = pose.R * glm::dvec3(1, 0, 0);
    const glm::dvec3 right = glm::normalize(across - glm::dot(across, out) * out), down = glm::cross(-out, right);
    const double a = roll_deg * M_PI / 180;
    return {pose * middle, std::cos(a) * right + std::sin(a) * down, std::cos(a) * down - std::sin(a) * right};
}

void draw_card(cv::Mat& bgr, const Intrinsics& intrinsics, const CardPlace& place, const CardLookOf& look) {
    const double W = look.width_mm, H = look.height_mm, m = margin_mm;
    const auto at = [&](double x, double y) {
        return intrinsics.project(place.middle_mm + (x - W / 2) * place.right + (y - H / 2) * place.down);
    };
    const std::array<glm::dvec2, 4> corners{at(-m, -m), at(W + m, -m), at(W + m, H + m), at(-m, H + m)};
    cv::Rect2d box(corners[0].x, corners[0].y, 0, 0);
    for (const auto& c : corners) box |= cv::Rect2d(c.x - 0.5, c.y - 0.5, 1, 1);
    cv::Rect area = cv::Rect(box) + cv::Size(12, 12) - cv::Point(6, 6);
    area &= cv::Rect({}, bgr.size());
    if (area.empty()) return;
    // Subpixel s of the area lies at (s + 0.5) / finer - 0.5 of its pixels.
    std::vector<cv::Point2f> from, to;
    const cv::Mat texture = texture_of(look);
    const std::array<glm::dvec2, 4> texels{glm::dvec2(-0.5, -0.5), glm::dvec2(texture.cols - 0.5, -0.5),
                                           glm::dvec2(texture.cols - 0.5, texture.rows - 0.5),
                                           glm::dvec2(-0.5, texture.rows - 0.5)};
    for (std::size_t i = 0; i < 4; ++i) {
        from.emplace_back(static_cast<float>(texels[i].x), static_cast<float>(texels[i].y));
        to.emplace_back(static_cast<float>((corners[i].x - area.x + 0.5) * finer - 0.5),
                        static_cast<float>((corners[i].y - area.y + 0.5) * finer - 0.5));
    }
    cv::Mat seen, small;
    cv::warpPerspective(texture, seen, cv::getPerspectiveTransform(from, to), area.size() * finer, cv::INTER_LINEAR,
                        cv::BORDER_CONSTANT, cv::Scalar(0, 0, 0, 0));
    if (look.blur_px > 0) cv::GaussianBlur(seen, seen, {}, look.blur_px * finer);
    cv::resize(seen, small, area.size(), 0, 0, cv::INTER_AREA);
    cv::RNG random(look.seed);
    for (int y = 0; y < area.height; ++y)
        for (int x = 0; x < area.width; ++x) {
            const cv::Vec4f c = small.at<cv::Vec4f>(y, x);  // premultiplied
            auto& p = bgr.at<cv::Vec3b>(area.y + y, area.x + x);
            if (c[3] < 1e-4f) continue;
            for (int k = 0; k < 3; ++k) {
                const double light =
                    static_cast<double>(c[k]) + (1 - static_cast<double>(c[3])) * decoded(p[k] / 255.0);
                p[k] = cv::saturate_cast<uchar>(255 * encoded(light) + random.gaussian(look.noise));
            }
        }
}

}  // namespace smp::test
