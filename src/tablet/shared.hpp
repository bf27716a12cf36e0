// Inside of the server: what its threads share. Every member is guarded by the one mutex.
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <string>

#include "tablet/rates.hpp"
#include "tablet/server.hpp"

namespace smp::tablet {

struct Page {  // one that hears what happens
    std::string tablet, hand;
    bool ends = false;  // newer pages of the tablet take its place
};

struct Shared {
    explicit Shared(TabletServerOptions given) : options(std::move(given)), tablets(options.tablets) {}

    const TabletServerOptions options;
    TabletInbox inbox;  // has its own

    mutable std::mutex mutex;
    std::condition_variable changed;
    bool ending = false;

    PairedTablets tablets;
    PairingCode code;
    std::map<std::string, Allowance> allowances;  // requests, of each tablet

    TabletState state;
    unsigned long revision = 1;
    std::string json;  // of `state`, made when somebody asks for it
    unsigned long json_revision = 0;

    std::string picture;  // JPEG
    unsigned long picture_number = 0;
    double picture_asked_s = -1e9;

    std::map<unsigned long, Page> pages;
    unsigned long next_page = 1;
};

inline constexpr double looks_for_s = 2.5;  // after it has asked for a picture
inline constexpr std::size_t most_pages = 12, most_pages_a_tablet = 4;

}  // namespace smp::tablet
