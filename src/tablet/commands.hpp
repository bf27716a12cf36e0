// What a tablet asks for, out of the JSON that it sends, and its way to the main thread. Whatever comes is checked
// against the tables; nothing that is not in them gets through.
#pragma once

#include <cstdint>
#include <glm/glm.hpp>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.hpp"
#include "ui/controls.hpp"
#include "ui/sign_request.hpp"

namespace smp {

// A finger on the picture, as it is shown on the tablet: 0, 0 its top left .. 1, 1; also a little beyond its border.
struct TabletTouch {
    std::vector<glm::dvec2> at;  // in their order, since the touch before
    bool ends = false;           // and it is lifted
};

struct TabletCommand {
    std::string hand;                       // the page that asks; one tablet can have several open
    std::uint64_t number = 0;               // of the request: pages count theirs upwards
    Command command{};                      // without its time, and `continues` is left to TabletHands
    unsigned drag = 0;                      // a drag's commands carry its number, and so do a finger's touches; 0: none
    double held_s = 0;                      // bare_release: how long the finger was down
    bool gone = false;                      // no command: the page is not there any more
    bool watched = false;                   // the page hears what happens, so it will be known when it goes
    std::optional<TabletTouch> touch{};     // no command, but a hand on the picture
    std::optional<SignAnswer> signature{};  // no command, but what was signed there
    std::string tablet{};                   // its id: the one that asks
};

inline constexpr std::size_t most_commands_a_request = 32, most_points_a_touch = 64;

// {"hand": "k3v9...", "number": 7, "commands": [{"act": "set", "name": "hairline.height_mm", "value": 62, "drag": 3}]}.
// Fails with a sentence and nothing done.
Expected<std::vector<TabletCommand>> parse_tablet_commands(std::string_view json);
bool good_hand(std::string_view hand);  // 8 to 32 small letters and digits

// Names of the acts that a tablet can ask for.
std::vector<std::string_view> tablet_acts();

// From the server's threads to the main one: bounded; of one drag's values for one parameter only the newest waits.
class TabletInbox {
  public:
    // False when there is no room: none of them is taken.
    bool put(std::vector<TabletCommand> commands);
    void put_gone(const std::string& hand);  // always taken
    std::vector<TabletCommand> take();

  private:
    static constexpr std::size_t most_waiting = 256;
    std::mutex mutex_;
    std::vector<TabletCommand> waiting_;
};

}  // namespace smp
