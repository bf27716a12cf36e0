// Hands on the picture: what of the design is drawn over the frame that is shown, and which design a drag asks for.
// Belongs to the thread of the mirror's context.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "app/session.hpp"
#include "desk/drag.hpp"
#include "desk/guides.hpp"
#include "ui/picture_touch.hpp"

namespace smp {

class LiveHands {
  public:
    explicit LiveHands(const HeadModel& model);
    ~LiveHands();

    // After each paint. Without a head there is nothing to see or to hold.
    void look(const Painter& painter, const Tracked& painted, const TreatmentDesign& design);
    const std::vector<GuideLine>& guide_lines() const { return guides_; }
    const std::vector<Grip>& grips() const { return grips_; }

    // `touch`: null when no hand is on the picture. Empty when it asks for nothing; fails with a sentence when the
    // finger is not on the head, and then the grip stays held.
    std::optional<Expected<TreatmentDesign>> follow(const PictureTouch* touch, const Tracked& painted,
                                                    const TreatmentDesign& design);
    bool continues() const { return continues_; }  // the design last asked for goes on with the drag of the one before

  private:
    struct Head;   // of one shape
    struct Held {  // since the finger was put down
        GripKind kind;
        TreatmentDesign at_start;
        glm::dvec2 off_px;  // from finger to grip
        glm::dvec2 last_px;
        bool moved = false;
    };

    const HeadModel& model_;
    std::unique_ptr<Head> head_;
    std::vector<HeadLine> lines_;
    int lines_revision_ = -1;
    std::vector<GuideLine> guides_;
    std::vector<Grip> grips_;
    std::optional<Held> held_;
    bool continues_ = false;
};

}  // namespace smp
