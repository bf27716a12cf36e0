// The settings file: read at the start, written on a thread of its own, so that the mirror never waits for a disk.
#pragma once

#include <filesystem>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/mailbox.hpp"
#include "desk/settings.hpp"

namespace smp {

class SettingsKeeper {
  public:
    // `folder`: settings.json is in it; made when something is kept. A file that is damaged or of a newer program is
    // set aside under another name, with a sentence in take_troubles(), and the settings are the defaults.
    explicit SettingsKeeper(std::filesystem::path folder);
    ~SettingsKeeper();  // writes what is still waiting
    SettingsKeeper(const SettingsKeeper&) = delete;
    SettingsKeeper& operator=(const SettingsKeeper&) = delete;

    const Settings& found() const { return found_; }
    void keep(const Settings& settings) { waiting_.put(settings); }  // the newest wins
    std::vector<std::string> take_troubles();                        // sentences since the last call

  private:
    void work();

    const std::filesystem::path folder_;
    Settings found_;
    Mailbox<Settings> waiting_;
    std::mutex mutex_;  // guards troubles_
    std::vector<std::string> troubles_;
    std::thread thread_;
};

}  // namespace smp
