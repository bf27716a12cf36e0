// Several hands on one design: which commands are one step of undo, and who holds the bare head. Pure.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "tablet/commands.hpp"

namespace smp {

class TabletHands {
  public:
    // The command as the main thread has to obey it at `now_s`; empty when there is nothing to do. A drag is one step
    // of undo as long as nobody else changes the design meanwhile; drags of several hands at the same time are one step
    // together, as there is one line of steps for all. The bare head is shown until the last hand has let it go, or has
    // gone.
    std::optional<Command> take(const TabletCommand& command, const Work& now, double now_s);
    // After each command that take() returned.
    void obeyed(const Work& now, double now_s);
    bool holding() const { return !holders_.empty(); }
    // When no page is left.
    std::optional<Command> let_go(double now_s);

  private:
    using Drag = std::pair<std::string, unsigned>;
    std::set<Drag> in_step_;     // drags that belong to the last step ...
    std::optional<Work> after_;  // ... which left the designs like this
    double last_s_ = -10;        // when it went on
    std::optional<Drag> current_;
    std::map<std::string, double> holders_;  // of the bare head, and since when
    double held_since_s_ = 0;
};

// The one finger that paints on the picture: who has put theirs down first has it, until it is lifted, its page is gone
// or it has said nothing for a while. Pure.
class TabletFinger {
  public:
    // Whether what `command` has of a touch counts; its first places begin a stroke when begins() is so.
    bool takes(const TabletCommand& command, double now_s);
    bool begins() const { return begins_; }
    // The finger that had it has vanished: its stroke is over.
    bool lost(const TabletCommand& command);

  private:
    std::optional<std::pair<std::string, unsigned>> has_;
    std::pair<std::string, unsigned> lifted_;  // its last words may come late
    double last_s_ = 0;
    bool begins_ = false;
};

}  // namespace smp
