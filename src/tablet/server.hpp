// The page for the technician's tablets: HTTPS on the salon's network, on threads of its own. The mirror hands over its
// state and now and then a picture, and takes the commands; it never waits for a tablet.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/expected.hpp"
#include "tablet/certificate.hpp"
#include "tablet/commands.hpp"
#include "tablet/door.hpp"
#include "tablet/pairing.hpp"
#include "tablet/state.hpp"

namespace smp {

struct TabletServerOptions {
    int port = 8443;  // 0: any that is free
    Certificate certificate;
    PairedTablets tablets;
    std::function<void()> wake;                                 // something is to be taken: from any thread
    std::function<void(const PairedTablets&)> tablets_changed;  // to be kept: from any thread
};

class TabletServer {
  public:
    // Listens on all of the machine's addresses. Fails with ExitCode::device when the port cannot be had.
    static Expected<std::unique_ptr<TabletServer>> start(TabletServerOptions options);
    ~TabletServer();  // within a second

    int port() const;

    // From the main thread.
    void publish(TabletState state);
    std::vector<TabletCommand> take();
    bool picture_wanted() const;  // a tablet has lately asked for one
    void revoke(const std::string& id);
    void begin_pairing();  // a new code

    // From any thread. A picture is a whole JPEG; the newest wins.
    void put_picture(std::string jpeg);

    struct Standing {
        std::string code;  // empty: none now
        double code_left_s = 0;
        int wrong_guesses = 0;
        std::vector<PairedTablet> tablets;
        std::vector<bool> connected;  // of each
    };
    Standing standing() const;
    std::size_t pages() const;  // that hear what happens now
    Door::Counts counts() const;

  private:
    struct Impl;
    explicit TabletServer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace smp
