// The client's true scale on the running mirror: puts what the tracker says into true millimetres, and measures them
// with a card or a ruled mark. Belongs to the main thread.
#pragma once

#include <optional>
#include <string>

#include "app/card_thread.hpp"
#include "app/session.hpp"
#include "head/head_mesh.hpp"
#include "scale/card_tally.hpp"
#include "ui/desk_snapshot.hpp"
#include "ui/picture_touch.hpp"

namespace smp {

class LiveScale {
  public:
    // `unit_ipd_mm`: what the tracker takes the pupil distance for. `finished`: wakes the main thread.
    LiveScale(const HeadModel& model, double unit_ipd_mm, std::function<void()> finished);

    // A picture that the tracker has just handed out: its head in true millimetres from here on. While a card is
    // measured it is looked at.
    void take(Tracked& tracked, const LiveControls& controls);
    // The scale is another: also for the picture that is shown. Returns how much a millimetre of before is now.
    double rescale(std::optional<Tracked>& shown, const TrueScale& before, const TrueScale& now);

    // Once a turn of the loop: what card or mark say, when they have been asked and have their answer.
    std::optional<Command> follow(const LiveControls& controls, const Tracked* shown, const HeadMesh& mesh,
                                  double now_s);
    // The hand on the desk's picture puts the ends of a mark down.
    void touch(const std::optional<PictureTouch>& touch);

    // Into what the desk shows: words, and the mark.
    void show(DeskSnapshot& desk, const LiveControls& controls, const Tracked* shown, const HeadMesh& mesh) const;

  private:
    std::optional<Expected<TrueScale>> card_says(const LiveControls& controls, double now_s);
    Expected<TrueScale> mark_says(const LiveControls& controls, const Tracked& shown, const HeadMesh& mesh) const;

    const HeadModel& model_;
    const double unit_ipd_mm_;
    HeadState as_tracked_;  // of the last picture taken
    int changes_ = 0;
    CardThread card_;
    std::optional<CardTally> tally_;  // empty: no card is measured
    bool asked_ = false;
    std::optional<double> began_s_;
    std::optional<glm::dvec2> a_px_, b_px_;
    bool holds_a_ = false;
    double aim_px_ = 1;
    unsigned marks_used_ = 0;
    std::string said_;  // of the last measurement
    bool failed_ = false;
    double said_until_s_ = 0, now_s_ = 0;
};

}  // namespace smp
