// The consultation record beside the running mirror: a thread of its own owns the store, takes what the desk asks in
// order, and hands out views of which the newest counts. The mirror never waits for it.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "app/record_clerk.hpp"

namespace smp {

// Whether a client is open after it; empty: as before.
std::optional<bool> sits_after(const RecordAsk& ask);

class RecordRoom {
  public:
    // `store`: its folder, which need not be there. `pictures`: where unprotected screenshots lie. `changed` is called
    // on the thread after each answer, to wake the one who collects.
    RecordRoom(std::filesystem::path store, std::filesystem::path pictures, std::function<void()> changed,
               RecordRules rules = {});
    ~RecordRoom();  // finishes what was asked, then locks
    RecordRoom(const RecordRoom&) = delete;
    RecordRoom& operator=(const RecordRoom&) = delete;

    // False when too much is still waiting: it is not done, and nothing is half done. A search takes the place of one
    // that waits; small pictures come after everything else.
    bool ask(RecordAsk ask);
    // A picture for the client who is open when its turn comes; false as above, or when nobody will be.
    bool put(Shot shot);
    // A clip that begins now, of the client who is open when its turn comes; false as above.
    bool film(std::shared_ptr<ClipRecorder> clip);
    std::vector<Expected<KeptClip>> take_clips();  // those that have come to their end since the last call
    std::vector<Status> take_saved();              // answers to put(), in its order, since the last call

    std::shared_ptr<const RecordView> view() const;  // never null
    // A client is open, or will be by what was asked: screenshots belong here.
    bool takes_shots() const;
    void used() { used_ = true; }  // somebody works at desk or mirror, which keeps the records open
    void pictures_changed();       // in their folder: the unprotected ones are counted again
    std::vector<std::string> take_troubles();

  private:
    struct Count {};
    using FilmJob = std::shared_ptr<ClipRecorder>;
    using Job = std::variant<RecordAsk, Shot, FilmJob, Count>;
    // Of the client who will be open; `waiting`: how many such do, of `most`.
    bool wait_in_line(Job job, std::size_t& waiting, std::size_t most);
    void work();
    void do_one(RecordClerk& clerk, const Job& job);
    void publish(const RecordClerk& clerk, bool busy);
    void expect(bool holds_client);

    const std::function<void()> changed_;
    const RecordRules rules_;
    const std::filesystem::path store_, pictures_;
    std::atomic<bool> used_ = false, ending_ = false;
    mutable std::mutex mutex_;  // guards what follows
    std::condition_variable asked_;
    std::deque<Job> waiting_;
    std::deque<records::PictureId> looks_waiting_;
    std::size_t asks_waiting_ = 0, shots_waiting_ = 0, clips_waiting_ = 0;
    bool sits_ = false;  // somebody, when all that waits is done
    std::shared_ptr<const RecordView> view_;
    std::vector<Status> saved_;
    std::vector<Expected<KeptClip>> clips_;
    std::vector<std::string> troubles_;
    std::thread thread_;
};

}  // namespace smp
