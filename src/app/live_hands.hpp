// Hands on the picture: what of the design is drawn over the frame that is shown, and which design a drag asks for.
// Belongs to the thread of the mirror's context.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "app/session.hpp"
#include "desk/brush.hpp"
#include "desk/drag.hpp"
#include "desk/guides.hpp"
#include "desk/tool.hpp"
#include "ui/picture_touch.hpp"

namespace smp {

class LiveHands {
  public:
    explicit LiveHands(const HeadModel& model);
    ~LiveHands();

    // `pointer_px`: of the picture, where a brush would touch; `repainted`: since the last look. Without a head there
    // is nothing to see or to hold.
    void look(const Painter& painter, const Tracked& painted, const TreatmentDesign& design, const Tool& tool,
              const std::optional<glm::dvec2>& pointer_px, bool repainted);
    // The head alone, for a hand that sees no guides; after it as after look().
    void know(const Painter& painter, const Tracked& painted);
    const std::vector<GuideLine>& guide_lines() const { return guides_; }
    const std::vector<Grip>& grips() const { return grips_; }

    // `touch`: null when no hand is on the picture. Empty when it asks for nothing; fails with a sentence when the
    // finger is not on the head, and then the grip stays held.
    std::optional<Expected<TreatmentDesign>> follow(const PictureTouch* touch, const Tracked& painted,
                                                    const TreatmentDesign& design, const Tool& tool);
    std::string refusal(const Error& why) const;   // the sentence of a failure
    bool continues() const { return continues_; }  // the design last asked for goes on with the drag of the one before

  private:
    struct Head;   // of one shape
    struct Held {  // since the finger was put down
        GripKind kind;
        TreatmentDesign at_start;
        glm::dvec2 off_px;  // from finger to grip
        glm::dvec2 last_px;
    };
    struct Stroke {  // of brush or rubber, since it was put down
        Tool tool;
        TreatmentDesign at_start;
        std::vector<StrokePoint> points;
    };
    std::optional<Expected<TreatmentDesign>> move(const PictureTouch& touch, const HeadState& head,
                                                  const TreatmentDesign& design);
    std::optional<Expected<TreatmentDesign>> stroke(const PictureTouch& touch, const HeadState& head);

    const HeadModel& model_;
    std::unique_ptr<Head> head_;
    std::vector<HeadLine> lines_;
    int lines_revision_ = -1;
    std::vector<GuideLine> guides_;
    std::vector<Grip> grips_;
    Tool tool_;
    std::optional<glm::dvec2> pointer_px_;
    std::optional<Held> held_;
    std::optional<Stroke> stroke_;
    bool moved_ = false;  // the hand that is on the picture has changed the design
    bool continues_ = false;
};

}  // namespace smp
