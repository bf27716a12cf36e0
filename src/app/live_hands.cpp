#include "app/live_hands.hpp"

namespace smp {

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

void LiveHands::look(const Painter& painter, const Tracked& painted, const TreatmentDesign& design) {
    guides_.clear();
    grips_.clear();
    const HeadState& head = painted.head;
    if (head.state != TrackState::tracking) return;
    if (!head_ || head_->shape_revision != head.shape.revision) {
        head_ = std::make_unique<Head>(model_, head.shape, painter);
        lines_revision_ = -1;
    }
    const Treatment& treatment = painter.treatment();
    if (lines_revision_ != treatment.revision) {
        lines_ = head_lines(head_->surface, treatment.hairline, design);
        lines_revision_ = treatment.revision;
    }
    const Sight sight(head_->outstanding, head.camera_from_head, head.intrinsics);
    guides_ = guides(lines_, sight);
    grips_ = smp::grips(head_->surface, treatment.hairline, design, sight);
}

std::optional<Expected<TreatmentDesign>> LiveHands::follow(const PictureTouch* touch, const Tracked& painted,
                                                           const TreatmentDesign& design) {
    continues_ = false;
    if (!touch) {
        held_.reset();
        return std::nullopt;
    }
    if (touch->began) {
        held_.reset();
        if (const Grip* grip = nearest(grips_, touch->px, touch->reach_px))
            held_ = Held{grip->kind, design, grip->px - touch->px, touch->px};
    }
    const HeadState& head = painted.head;
    // Where the head is lost the grip waits for it.
    if (!held_ || !head_ || touch->px == held_->last_px || head.state != TrackState::tracking) return std::nullopt;
    held_->last_px = touch->px;
    const auto finger = skin_under(touch->px + held_->off_px, head_->surface, head.camera_from_head, head.intrinsics);
    if (!finger) return finger.error();
    auto next = drag(held_->at_start, held_->kind, *finger, touch->apart ? Sides::apart : Sides::together,
                     head_->builder, head_->surface);
    if (next) continues_ = std::exchange(held_->moved, true);
    return next;
}

}  // namespace smp
