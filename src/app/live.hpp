// The live mirror: capture, tracking and drawing each on their own thread, the newest frame wins.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "app/session.hpp"

namespace smp {

inline constexpr int default_tablet_port = 8443;

enum class DeskWish { on_second_monitor, at_start, on_key };

struct LiveJob {
    std::optional<std::string> input;  // empty: the first camera
    std::optional<int> monitor;        // index of the monitor; empty: the primary
    bool windowed = false;
    bool hud = false;                             // small graphs of the mirror's own times over the picture
    bool resume = false;                          // goes on with earlier work
    std::optional<std::filesystem::path> store;   // folder of the consultation record; empty: records_folder()
    int tablet_port = 0;                          // the page for tablets is on from the start, there; 0: it is off
    DeskWish desk = DeskWish::on_second_monitor;  // when the technician's window opens; its key opens it at any time
};
Status live_command(const SessionOptions& options, const LiveJob& job);

}  // namespace smp
