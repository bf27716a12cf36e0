#include "scale/card_measure.hpp"

#include <algorithm>
#include <cmath>

#include "base/texts.hpp"
#include "head/head_view.hpp"
#include "head/scalp_surface.hpp"
#include "scale/card_parts.hpp"

namespace smp {
namespace {

constexpr double most_turned_deg = 28;  // of the face: beyond, the head's own size is seen too badly
constexpr double most_tilt_deg = 22;    // of the card out of the forehead's plane
constexpr double least_side = 0.3, least_sum = 2.5;
constexpr double nearly_as_much = 0.35;  // of sides seen
constexpr double most_rms_px = 0.45;
constexpr int most_ends = 2;
constexpr double most_wrong_height = 0.03;
constexpr double card_thick_mm = 0.76, contact_sigma_mm = 2;
constexpr double systematic_px = 0.25;  // of an edge: shadow, sharpening, print up to the border

// How a forehead and a card before it are expected to lie in the picture.
std::optional<card::Expectation> expectation(const HeadModel& model, const HeadState& head, const ScalpSurface& surface,
                                             const cv::Size& size) {
    const glm::dvec3 glabella = surface.position_mm(surface.glabella());
    const ChartPoint above = surface.midline_at_height(25);
    const glm::dvec3 middle = surface.position_mm(above);
    const auto& pose = head.camera_from_head;
    const auto px = [&](const glm::dvec3& p) { return head.intrinsics.project(pose * p); };
    if ((pose * middle).z < 50) return std::nullopt;
    card::Expectation out;
    const glm::dvec2 at = px(middle);
    const glm::dvec2 left = px(middle + glm::dvec3(10, 0, 0)) - at, up = px(middle + glm::dvec3(0, 10, 0)) - at;
    out.across_px = glm::normalize(left);
    out.down_px = -glm::normalize(up);
    const double ipd_mm = model.interpupillary_mm(head.shape);
    out.px_per_mm = head.intrinsics.fx_px / (pose * middle).z;
    out.inwards = -(pose.R * surface.normal(above));
    out.scale_low = 46 / ipd_mm;
    out.scale_high = 82 / ipd_mm;
    const double reach = 115 * out.px_per_mm / std::min(1.0, out.scale_low);
    const glm::dvec2 centre = 0.5 * (at + px(glabella));
    const cv::Rect box(cv::Point(static_cast<int>(centre.x - reach), static_cast<int>(centre.y - reach)),
                       cv::Point(static_cast<int>(centre.x + reach), static_cast<int>(centre.y + reach)));
    out.box_px = box & cv::Rect({}, size);
    if (out.box_px.width < 40 || out.box_px.height < 40) return std::nullopt;
    return out;
}

// How far off the plane of the card touches the head, along the card's own normal, in the head's millimetres.
std::optional<double> touches_at_mm(const HeadModel& model, const HeadState& head, const ScalpSurface& surface,
                                    const card::CardPose& card) {
    const glm::dvec3 inwards = card.R[2];
    const auto head_from_camera = head.camera_from_head.inverse();
    double nearest = 1e9;
    for (double u = -0.5; u <= 0.5; u += 0.1)
        for (double v = -0.5; v <= 0.5; v += 0.125) {
            const glm::dvec3 on_card = card * glm::dvec3(u * card_width_mm, v * card_height_mm, 0);
            glm::dvec3 hit;
            if (surface.intersect(head_from_camera.t_mm, glm::normalize(head_from_camera.R * on_card), hit))
                nearest = std::min(nearest, glm::dot(inwards, head.camera_from_head * hit));
        }
    // Brows stand out before the skull, and a card may rest on them.
    const auto landmarks = model.landmarks(head.shape);
    for (std::size_t i = 17; i <= 27; ++i) {
        const glm::dvec3 p = head.camera_from_head * landmarks[i];
        const glm::dvec3 on =
            glm::transpose(card.R) * (p * (glm::dot(inwards, card.t_mm) / glm::dot(inwards, p)) - card.t_mm);
        if (std::abs(on.x) < card_width_mm / 2 && std::abs(on.y) < card_height_mm / 2)
            nearest = std::min(nearest, glm::dot(inwards, p));
    }
    return nearest < 1e8 && nearest > 0 ? std::optional(nearest) : std::nullopt;
}

// A forehead ends above the eyes: lids, brows and creases make shapes too.
bool covers_an_eye(const HeadModel& model, const HeadState& head, const card::CardPose& card) {
    const auto landmarks = model.landmarks(head.shape);
    for (const std::size_t first : {36u, 42u}) {
        const glm::dvec3 eye = head.camera_from_head * (0.5 * (landmarks[first] + landmarks[first + 3]));
        const glm::dvec3 inwards = card.R[2];
        const glm::dvec3 on =
            glm::transpose(card.R) * (eye * (glm::dot(inwards, card.t_mm) / glm::dot(inwards, eye)) - card.t_mm);
        if (std::abs(on.x) < card_width_mm / 2 && std::abs(on.y) < card_height_mm / 2) return true;
    }
    return false;
}

}  // namespace

std::string in_words(CardMiss miss) {
    switch (miss) {
        case CardMiss::no_head:
            return tr("No head is seen: sit before the camera");
        case CardMiss::turned_away:
            return tr("The face is turned away: look into the camera");
        case CardMiss::no_card:
            return tr("No card is seen: hold it flat to the forehead, all four edges in sight");
        case CardMiss::tilted:
            return tr("The card is tilted too far: lay it flat to the forehead");
        case CardMiss::other_shape:
            return tr("What is held there has not the shape of a bank card (85.6 by 54 mm)");
    }
    return "";
}

CardLook look_for_card(const HeadModel& model, const HeadState& head, const cv::Mat& bgr) {
    if (head.state != TrackState::tracking) return {{}, CardMiss::no_head};
    if (off_axis_deg(head.camera_from_head) > most_turned_deg) return {{}, CardMiss::turned_away};
    const ScalpSurface surface(model, head.shape);
    const auto expected = expectation(model, head, surface, bgr.size());
    if (!expected) return {{}, CardMiss::no_card};
    const card::LinearLight light(bgr, expected->box_px);
    struct Thing {
        card::Fit fit;
        double sum;  // of what is seen of its sides
    };
    std::vector<Thing> things;
    double most = 0;
    for (const card::Quad& quad : card::find_quads(bgr, *expected)) {
        const auto fit = card::fit_card(light, head.intrinsics, *expected, quad);
        if (!fit) continue;
        const double least = *std::min_element(fit->seen.begin(), fit->seen.end());
        const double sum = fit->seen[0] + fit->seen[1] + fit->seen[2] + fit->seen[3];
        if (least < least_side || sum < least_sum || fit->rms_px > most_rms_px || fit->runs_on > most_ends) continue;
        if (covers_an_eye(model, head, fit->pose)) continue;
        things.push_back({*fit, sum});
        most = std::max(most, sum);
    }
    CardLook out;
    double best = 0;
    for (const auto& [fit, sum] : things) {
        // What shows its sides best is what is held there, also where that is refused: three of its sides and the edge
        // of the head make another.
        if (sum < most - nearly_as_much) continue;
        // It has four sides that end at their corners: a thing of some kind.
        const auto complain = [&](CardMiss miss) {
            if (out.miss == CardMiss::no_card) out.miss = miss;
        };
        const double wrong = std::abs(fit.height_mm / card_height_mm - 1);
        if (wrong > most_wrong_height + 0.5 * fit.height_sigma_mm / card_height_mm) {
            complain(CardMiss::other_shape);
            continue;
        }
        const glm::dvec3 line_of_sight = glm::normalize(fit.pose.t_mm);
        const double away_deg = std::acos(std::min(1.0, glm::dot(fit.pose.R[2], line_of_sight))) * 180 / M_PI;
        if (fit.inwards_off_deg > most_tilt_deg || away_deg > 45) {
            complain(CardMiss::tilted);
            continue;
        }
        const auto touches = touches_at_mm(model, head, surface, fit.pose);
        if (!touches) continue;
        const double factor = (glm::dot(fit.pose.R[2], fit.pose.t_mm) + card_thick_mm) / *touches;
        const double ipd_mm = factor * model.interpupillary_mm(head.shape);
        if (ipd_mm < 48 || ipd_mm > 80) {
            complain(CardMiss::other_shape);
            continue;
        }
        // Of a printed frame and the border about it, the one that fits best.
        const double score = sum - 20 * wrong - fit.rms_px;
        if (out.seen && score <= best) continue;
        best = score;
        const double width_px = head.intrinsics.fx_px * card_width_mm / fit.pose.t_mm.z;
        CardSeen seen;
        const auto corners = card::corners_mm(card_width_mm, card_height_mm);
        for (std::size_t i = 0; i < 4; ++i) seen.corners_px[i] = head.intrinsics.project(fit.pose * corners[i]);
        seen.ipd_mm = ipd_mm;
        seen.sigma_mm = ipd_mm * std::sqrt(std::pow(fit.depth_share, 2) + 2 * std::pow(systematic_px / width_px, 2) +
                                           std::pow(contact_sigma_mm / fit.pose.t_mm.z, 2));
        seen.tilt_deg = fit.inwards_off_deg;
        out.seen = seen;
    }
    return out;
}

}  // namespace smp
