// The guided set of standard views on the running mirror: which view is wanted, its ghost, its shutter, and how each
// was taken last time. Belongs to the thread of the mirror's context.
#pragma once

#include <array>
#include <deque>
#include <memory>
#include <optional>

#include "app/screenshot.hpp"
#include "app/session.hpp"
#include "ui/controls.hpp"
#include "ui/desk_snapshot.hpp"
#include "views/ghost.hpp"
#include "views/shutter.hpp"

namespace smp {

class LiveViews {
  public:
    explicit LiveViews(const HeadModel& model);
    ~LiveViews();

    struct Now {
        const LiveControls& controls;
        const Tracked* shown = nullptr;  // on the mirror; null: nothing yet
        bool camera = false;             // its pictures come
        double now_s = 0;                // steady clock
    };
    struct Turn {
        std::optional<ShotView> take;  // the picture that is shown, now
        std::optional<ViewId> next;    // this view is to be asked for
    };
    // Moves everything on. The painter has seen the head that is followed, or will with the next drawing.
    Turn follow(const Now& now, const Painter& painter);

    const GhostLook& ghost() const { return ghost_; }
    void tell(DeskSnapshot& desk) const;

    // Each picture that was given to be saved, standard view or not, and in the same order whether it was. answered():
    // whether it was a view.
    void asked(const std::optional<ShotView>& view, const Tracked& shown);
    bool answered(bool saved);

    // Another client, or nobody known: a set begins anew, in the poses and cuts of the last visit where there are any.
    void sit_down(const std::array<std::optional<ViewReference>, view_count>& last_time);
    void rescale(double grows);  // a millimetre of before is so many now

  private:
    struct Head;
    struct Taken {
        ViewReference how;
        unsigned set;
        // Of another day, when the head was first seen another time: compared in the model's own axes, which are off by
        // at most 2.0 degrees (p95 of either synthetic clip in test_view_trace), those of the first sight by 3.2.
        bool from_record = false;
    };
    glm::dmat3 axes_of(const Taken& taken, const HeadState& head) const;
    const std::optional<Taken>& last_time() const { return references_[static_cast<std::size_t>(view_)]; }
    void choose(const LiveControls& controls);
    void begin_set(bool keep_poses);
    void look_at(const Tracked& shown, const Painter& painter, bool new_picture);
    void shape_ghost(const Tracked& shown, const Painter& painter);
    void say(std::string words, double now_s);
    ShotView shot(const Tracked& shown, bool by_key) const;
    bool done() const { return !taken_at_s_ && all_taken_; }

    const HeadModel& model_;
    std::unique_ptr<Head> head_;
    bool on_ = false, all_taken_ = false, camera_ = false;
    ViewId view_ = ViewId::front;
    unsigned chosen_ = 0, by_key_ = 0, begun_ = 0, set_ = 0;
    std::array<std::optional<Taken>, view_count> references_;
    struct Asked {
        std::optional<ViewId> view;
        unsigned set;
    };
    std::deque<Asked> asked_;
    ViewsStatus status_;
    Shutter shutter_;
    bool took_ = false;  // it has gone, and nobody has asked for the picture yet
    std::optional<double> taken_at_s_;

    // Of the frame that was looked at last.
    std::optional<std::int64_t> frame_;
    double frame_s_ = 0;
    std::optional<HeadPose> before_;
    std::optional<glm::dvec3> middle_mm_;  // where the ghost stands
    ViewGoal goal_;
    ViewError error_;

    GhostLook ghost_;
    double said_s_ = 0, last_s_ = 0;
};

}  // namespace smp
