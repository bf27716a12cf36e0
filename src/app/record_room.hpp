// The consultation record beside the running mirror: a thread of its own owns the store, takes what the desk asks in
// order, and hands out views of which the newest counts. The mirror never waits for it.
#pragma once

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "app/screenshot.hpp"
#include "ui/record_view.hpp"

namespace smp {

class RecordRoom {
  public:
    // `store`: its folder, which need not be there. `pictures`: where unprotected screenshots lie. `changed` is called
    // on the thread after each answer, to wake the one who collects.
    RecordRoom(std::filesystem::path store, std::filesystem::path pictures, std::function<void()> changed);
    ~RecordRoom();  // finishes what was asked, then locks
    RecordRoom(const RecordRoom&) = delete;
    RecordRoom& operator=(const RecordRoom&) = delete;

    // False when too much is still waiting: it is not done, and nothing is half done.
    bool ask(RecordAsk ask);
    // A picture for the client who is open when it is asked; false as above, or when there is none.
    bool put(Shot shot);
    std::shared_ptr<const RecordView> view() const;  // never null
    bool takes_shots() const;                        // a client is open: screenshots belong here
};

}  // namespace smp
