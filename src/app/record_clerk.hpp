// Does with the consultation record what is asked, one thing after another, and holds what the desk sees of it. Belongs
// to one thread (RecordRoom's); every call waits for the disk.
#pragma once

#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/clip_recorder.hpp"
#include "app/screenshot.hpp"
#include "records/store.hpp"
#include "ui/record_view.hpp"

namespace smp {

struct RecordRules {
    records::StoreOptions store = {};     // when the records lock themselves, the clerk says
    std::int64_t idle_limit_s = 15 * 60;  // so long nobody has worked with them; 0: never
    std::int64_t sitting_s = 12 * 3600;   // older pictures are not offered to be taken in
    std::size_t most_asks = 64;           // that wait; beyond that they are refused
    std::size_t most_shots = 4;           // the same, of two pictures each: some 50 MB
    std::size_t most_clips = 2;           // the same of clips
    std::size_t most_looks = 64;          // small pictures that are kept
};

struct KeptClip {
    double length_s = 0;
    std::size_t pictures = 0, left_out = 0;
    ClipEnd ended = ClipEnd::asked;
};

class RecordClerk {
  public:
    // `told`: called when view() has changed in the middle of something long. `ending`: long things stop early.
    RecordClerk(std::filesystem::path folder, std::filesystem::path pictures, RecordRules rules,
                std::function<void()> told, std::function<bool()> ending);

    const RecordView& view() const { return view_; }
    bool holds_client() const { return view_.client.has_value(); }

    void follow(const RecordAsk& ask);  // its answer is view().said
    Status save(const Shot& shot);      // of the client who is open; fails with a sentence
    // A clip of the client who is open: it goes on until it has ended, or they are closed or the records locked, which
    // ends it, and saves it first.
    void begin_clip(std::shared_ptr<ClipRecorder> clip);
    bool films() const { return clip_ != nullptr; }
    bool keep_clip_if_ready();  // whether there was one
    std::vector<Expected<KeptClip>> take_clips();
    void count_unprotected();
    // Nothing changes: it is there already, or cannot be had.
    bool look(const records::PictureId& picture);

    void used();        // somebody works with it
    bool idle() const;  // for so long that it is to be locked
    void lock(bool idle);
    std::vector<std::string> take_troubles();  // sentences for the technician since the last call

  private:
    void act(const record_ask::Make& ask);
    void act(const record_ask::Unlock& ask);
    void act(const record_ask::Lock&) { lock(false); }
    void act(const record_ask::CodeWritten&);
    void act(const record_ask::Find& ask);
    void act(const record_ask::Open& ask) { open(ask.client); }
    void act(const record_ask::Close&);
    void act(const record_ask::Add& ask);
    void act(const record_ask::Save& ask);
    void act(const record_ask::Agree& ask);
    void act(const record_ask::LayOn&) {}  // the mirror's own
    void act(const record_ask::Look& ask) { look(ask.picture); }
    void act(const record_ask::Film& ask);
    void act(const record_ask::TakeIn&);

    void keep_clip();
    Expected<KeptClip> save_clip(ClipRecorder& clip, const records::ClientId& client);
    void hear_troubles(records::RecordStore& store);
    records::Moment sitting_begins() const;  // older pictures are nobody's here
    bool open_store();                       // false, and said: locked
    bool has_client();
    void opened(const std::string& who);
    bool open(const records::ClientId& client);
    void forget_client();
    void read_client();
    void show_client(records::ClientCard card, std::vector<records::Item> time_line);
    void read_found();
    void keep(std::vector<records::Draft> drafts, std::string done);
    void say(std::string words, bool failed = false);
    void say(const Error& error);
    void state(RecordView::State state);

    const std::filesystem::path folder_, pictures_;
    const RecordRules rules_;
    const std::function<void()> told_;
    const std::function<bool()> ending_;
    std::unique_ptr<records::RecordStore> store_;  // null: locked, or there is none
    std::string who_;
    records::Moment last_use_{};
    records::Moment sitting_from_{};        // when the last client was closed
    std::deque<records::PictureId> looks_;  // oldest first
    std::shared_ptr<ClipRecorder> clip_;    // under way, of ...
    records::ClientId clip_client_;
    std::vector<Expected<KeptClip>> kept_clips_;
    std::vector<std::string> troubles_;
    RecordView view_;
};

}  // namespace smp
