// The page for tablets beside the live mirror: switched on and off, its files, and the way of state, pictures and
// commands between its server and the main thread. All calls on that thread, with the mirror's context current.
#pragma once

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "app/live_thumbnail.hpp"
#include "tablet/hands.hpp"
#include "tablet/server.hpp"
#include "ui/desk_snapshot.hpp"
#include "ui/tablet_view.hpp"

namespace smp {

// What the mirror shows just now.
struct TabletPicture {
    unsigned texture = 0;  // 0: none
    glm::ivec2 size_px{0};
    PictureView view;
    double veil = 0;
    bool changed = false;  // since the last call
};

class LiveTablet {
  public:
    // `folder`: the certificate and the list of tablets are in tablet/ there. `announced`: address and code are also
    // written to standard output, for one who switches it on from the command line.
    LiveTablet(std::filesystem::path folder, int port, bool announced, std::function<void()> wake);
    ~LiveTablet();
    LiveTablet(const LiveTablet&) = delete;
    LiveTablet& operator=(const LiveTablet&) = delete;

    void switch_on(bool on);
    // Sentences for the technician since the last call, and whether something failed.
    std::vector<std::pair<std::string, bool>> take_notes();
    bool gave_up();  // it could not be switched on, said once

    // Commands that are for the server itself.
    void obey(const Command& command);
    // What the tablets ask for: `obey` does it and returns the work after it; `touch` does the same with a finger on
    // the picture, where it is (0 .. 1 of what is shown of it) and whether it was put down just now, none when it is
    // lifted.
    struct Finger {
        glm::dvec2 at;
        bool began = false;
    };
    void follow(const Work& work, const std::function<const Work&(Command)>& obey,
                const std::function<const Work&(const std::optional<Finger>&)>& touch);
    // What is to be signed there now, once a turn of the loop; nothing: it is signed, or not wanted any more. What came
    // of it stays until another is wanted.
    void sign(const std::optional<SignRequest>& wanted);
    const std::optional<SignAnswer>& sign_answer() const { return sign_answer_; }
    // `brush`: how wide the brush is on the picture, of what is shown of it.
    void show(const DeskSnapshot& now, const TabletPicture& picture, double brush);
    const TabletView& view();
    bool on() const { return server_ != nullptr; }

  private:
    struct Started {
        std::unique_ptr<TabletServer> server;
        std::string trouble, told, fingerprint;
    };
    Started start();
    void keep(const PairedTablets& tablets);
    void do_later(std::function<void()> job);
    void take_started();
    void announce();
    void work();

    const std::filesystem::path folder_;
    const int port_;
    const bool announced_;
    const std::function<void()> wake_;

    std::unique_ptr<TabletServer> server_;
    std::string fingerprint_, trouble_;
    bool wanted_ = false, gave_up_ = false;
    TabletHands hands_;
    TabletFinger finger_;
    std::map<std::string, std::uint64_t> heard_;
    std::optional<SignRequest> sign_;
    std::optional<SignAnswer> sign_answer_;
    double signer_seen_s_ = 0;  // when its tablet was last there
    std::unique_ptr<LiveThumbnail> thumbnail_;
    bool no_thumbnail_ = false;
    TabletView view_;
    double view_due_s_ = 0;

    std::mutex mutex_;  // guards what follows
    std::condition_variable changed_;
    std::deque<std::function<void()>> jobs_;  // of the thread that may wait for a disk
    std::vector<Started> started_;
    std::vector<std::pair<std::string, bool>> notes_;
    bool ending_ = false;
    std::thread thread_;
};

}  // namespace smp
