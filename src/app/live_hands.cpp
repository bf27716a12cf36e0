#include "app/live_hands.hpp"

#include "base/texts.hpp"

namespace smp {
namespace {

constexpr double least_stroke_px = 1.5;  // of the picture, from one place of a stroke to the next

}  // namespace

struct LiveHands::Head {
    int shape_revision;
    ScalpSurface surface;
    Outstanding outstanding;
    HairlineBuilder builder;

    Head(const HeadModel& model, const HeadShape& shape, const Painter& painter)
        : shape_revision(shape.revision),
          surface(painter.surface()),
          outstanding(surface, painter.mesh()),
          builder(model, shape, surface) {}
};

LiveHands::LiveHands(const HeadModel& model) : model_(model) {}
LiveHands::~LiveHands() = default;

void LiveHands::know(const Painter& painter, const Tracked& painted) {
    const HeadState& head = painted.head;
    if (head.state != TrackState::tracking) return;
    if (head_ && head_->shape_revision == head.shape.revision) return;
    head_ = std::make_unique<Head>(model_, head.shape, painter);
    lines_revision_ = -1;
}

void LiveHands::look(const Painter& painter, const Tracked& painted, const TreatmentDesign& design, const Tool& tool,
                     const std::optional<glm::dvec2>& pointer_px, bool repainted) {
    if (!repainted && tool_ == tool && (pointer_px_ == pointer_px || tool.kind == ToolKind::hand)) return;
    tool_ = tool;
    pointer_px_ = pointer_px;
    guides_.clear();
    grips_.clear();
    const HeadState& head = painted.head;
    if (head.state != TrackState::tracking) return;
    know(painter, painted);
    const Treatment& treatment = painter.treatment();
    if (lines_revision_ != treatment.revision) {
        lines_ = head_lines(head_->surface, treatment.hairline, design, head.shape.skin.get());
        lines_revision_ = treatment.revision;
    }
    const Sight sight(head_->outstanding, head.camera_from_head, head.intrinsics);
    guides_ = guides(lines_, sight);
    if (tool.kind == ToolKind::hand) {
        grips_ = smp::grips(head_->surface, treatment.hairline, design, sight);
    } else if (pointer_px) {
        const auto skin = skin_under(*pointer_px, head_->surface, head.camera_from_head, head.intrinsics);
        if (!skin) return;
        const HeadLine ring = brush_line(head_->surface, head_->surface.chart_at(*skin), tool.width_mm);
        for (GuideLine& line : guides({ring}, sight)) guides_.push_back(std::move(line));
    }
}

std::optional<Expected<TreatmentDesign>> LiveHands::follow(const PictureTouch* touch, const Tracked& painted,
                                                           const TreatmentDesign& design, const Tool& tool) {
    continues_ = false;
    if (!touch || touch->began) {
        held_.reset();
        stroke_.reset();
        moved_ = false;
    }
    if (!touch) return std::nullopt;
    if (touch->began && tool.kind != ToolKind::hand) stroke_ = Stroke{tool, design, {}};
    const HeadState& head = painted.head;
    auto next = tool.kind == ToolKind::hand ? move(*touch, head, design) : stroke(*touch, head);
    if (next && *next) continues_ = std::exchange(moved_, true);
    return next;
}

std::optional<Expected<TreatmentDesign>> LiveHands::move(const PictureTouch& touch, const HeadState& head,
                                                         const TreatmentDesign& design) {
    if (touch.began)
        if (const Grip* grip = nearest(grips_, touch.px, touch.reach_px))
            held_ = Held{grip->kind, design, grip->px - touch.px, touch.px};
    // Where the head is lost the grip waits for it.
    if (!held_ || !head_ || touch.px == held_->last_px || head.state != TrackState::tracking) return std::nullopt;
    held_->last_px = touch.px;
    const auto finger = skin_under(touch.px + held_->off_px, head_->surface, head.camera_from_head, head.intrinsics);
    if (!finger) return finger.error();
    return drag(held_->at_start, held_->kind, *finger, touch.apart ? Sides::apart : Sides::together, head_->builder,
                head_->surface);
}

// Each time the whole stroke anew from the design that was there before it, so that it is simplified as one.
std::optional<Expected<TreatmentDesign>> LiveHands::stroke(const PictureTouch& touch, const HeadState& head) {
    if (!stroke_ || !head_ || head.state != TrackState::tracking) return std::nullopt;
    std::vector<StrokePoint>& points = stroke_->points;
    if (!points.empty() && glm::length(touch.px - points.back().px) < least_stroke_px) return std::nullopt;
    points.push_back({touch.px, head.camera_from_head});
    const Canvas canvas{head_->surface, head.intrinsics, head.shape.skin.get()};
    const Tool& tool = stroke_->tool;
    if (paints(tool.kind)) return painted(stroke_->at_start, patch_of(tool), points, canvas);
    auto next = erased(stroke_->at_start, tool.width_mm / 2, points, canvas);
    // A rubber on bare skin is no step.
    if (next && !moved_ && *next == stroke_->at_start) return std::nullopt;
    return next;
}

std::string LiveHands::refusal(const Error& why) const {
    if (!stroke_) return tr_fill("Not moved: {0}", why.line());
    return paints(stroke_->tool.kind) ? tr_fill("Not painted: {0}", why.line())
                                      : tr_fill("Not rubbed out: {0}", why.line());
}

}  // namespace smp
