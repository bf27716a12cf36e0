#include "app/still_sheet.hpp"

#include <algorithm>
#include <chrono>

#include "base/local_time.hpp"
#include "design/hairline.hpp"
#include "head/head_view.hpp"

namespace smp {
namespace {

// The part of the picture that shows the head, with some air about it.
std::optional<cv::Rect> head_in_picture(const Painter& painter, const cv::Size& picture) {
    if (!painter.view()) return std::nullopt;
    glm::dvec2 low(1e9), high(-1e9);
    for (const auto* part : {&painter.mesh().scalp, &painter.mesh().occluders})
        for (const auto& vertex : *part) {
            const glm::dvec3 p_mm = painter.view()->camera_from_head * glm::dvec3(vertex.p_head_mm);
            if (p_mm.z < 1) continue;
            const glm::dvec2 px = painter.view()->intrinsics.project(p_mm);
            low = glm::min(low, px);
            high = glm::max(high, px);
        }
    if (!(low.x < high.x && low.y < high.y)) return std::nullopt;
    constexpr double air = 0.12;
    const glm::dvec2 border = air * (high - low);
    low = glm::max(low - border, glm::dvec2(0));
    high = glm::min(high + border, glm::dvec2(picture.width, picture.height));
    const cv::Rect part(cv::Point(static_cast<int>(low.x), static_cast<int>(low.y)),
                        cv::Point(static_cast<int>(high.x), static_cast<int>(high.y)));
    return part.area() > 0 ? std::optional(part) : std::nullopt;
}

std::string view_name(const HeadPose& camera_from_head) {
    constexpr double front_deg = 20, profile_deg = 67;
    const double yaw = yaw_deg(camera_from_head);
    if (std::abs(yaw) < front_deg) return "Front";
    return std::string(std::abs(yaw) < profile_deg ? "Turned" : "In profile, turned") +
           (yaw > 0 ? " to the client's left" : " to the client's right");
}

}  // namespace

Sheet still_sheet(const Painter& painter, const Tracked& painted, const TreatmentDesign& design, const HeadModel& model,
                  const TrueScale& scale, const cv::Mat& after) {
    Sheet sheet;
    sheet.made = std::chrono::system_clock::now();
    const std::string date = local_date(sheet.made);
    // A file does not say when it was photographed.
    sheet.views.push_back({view_name(painted.head.camera_from_head),
                           {painted.frame.bgr, "", {}},
                           {after, date, design},
                           head_in_picture(painter, after.size())});
    sheet.design = design;
    sheet.numbers = painter.numbers(painted, design, {scale, true});
    if (draws_front_edge(design.region))
        sheet.curve = template_curve(model, painted.head.shape, painter.surface(), painter.treatment().hairline);
    sheet.recipe = recipe_of(design);
    sheet.plan = plan_of(design, sheet.numbers);
    return sheet;
}

}  // namespace smp
