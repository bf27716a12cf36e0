// What the desk shows of the consultation record at one moment, and what it can ask of it. Whole values cross between
// the desk's thread and the one that owns the record; nothing here is drawn or kept.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "head/true_scale.hpp"
#include "records/record_repository.hpp"
#include "records/secret.hpp"

namespace smp {

// A clip to be looked at: small pictures of it, 8-bit BGR, and when in it each comes.
struct ClipFilm {
    records::PictureId of;
    std::vector<cv::Mat> pictures;
    std::vector<double> at_s;
    std::string trouble;  // why there is nothing to see; else empty
};

// True scale as a client's pictures have it, and when it was first so; never assumed.
struct KeptScale {
    TrueScale scale;
    records::Moment since{};
};

struct RecordView {
    // none: there is no record on this machine yet. opening: a passphrase is being tried.
    enum class State { none, locked, opening, open };
    State state = State::none;
    std::string folder;
    // Its text, right after the record was made, until it has been written down; then null.
    std::shared_ptr<const records::Secret> recovery_code;
    bool busy = false;  // something that was asked is not done yet

    records::ClientQuery query;  // and what it has found
    std::vector<records::ClientCard> found;

    std::optional<records::ClientCard> client;    // the one who sits here
    std::vector<records::Item> time_line;         // of the client, oldest first, pictures without their bytes
    std::optional<KeptScale> scale;               // what the client's millimetres went by last
    std::map<records::PictureId, cv::Mat> looks;  // small pictures of the time line, 8-bit BGR, as they come in
    std::shared_ptr<const ClipFilm> film;         // the clip that was last asked for; null: none

    std::string said;           // the last answer: one sentence
    bool failed = false;        // it is why something could not be done
    std::uint64_t answers = 0;  // counts what was said, so that the same words twice are noticed
    // Pictures of this sitting outside the record, which it could take in, and when the oldest of them was taken. Older
    // ones are left where they are: nobody knows whose they are.
    std::size_t unprotected = 0;
    std::optional<records::Moment> unprotected_from;
};

namespace record_ask {
struct Make {  // a new record, in the folder that the view names
    std::shared_ptr<const records::Secret> passphrase;
    std::string who;
};
struct Unlock {
    std::shared_ptr<const records::Secret> passphrase;
    std::string who;
};
struct Lock {};
struct CodeWritten {};  // the recovery code need not be shown any more
struct Find {
    records::ClientQuery query;
};
struct Open {  // makes them the client who sits here
    records::ClientId client;
};
struct Close {};
struct Add {  // and opens
    records::Client client;
};
struct Save {  // of the client who sits here
    std::vector<records::Draft> drafts;
};
// The design that is worn now is what was agreed; the room adds the design and its numbers as they are at that moment.
struct Agree {
    records::AgreedDesign agreed;  // without the two JSON texts
};
struct LayOn {  // the design of an item (agreed or of a shot) on the head that is here now
    records::ItemId item;
};
struct Look {  // a small picture of it, into `looks`
    records::PictureId picture;
};
struct Film {  // the pictures of a clip, into `film`
    records::PictureId clip;
};
struct TakeIn {};  // the unprotected pictures, into the client's record
}  // namespace record_ask

using RecordAsk =
    std::variant<record_ask::Make, record_ask::Unlock, record_ask::Lock, record_ask::CodeWritten, record_ask::Find,
                 record_ask::Open, record_ask::Close, record_ask::Add, record_ask::Save, record_ask::Agree,
                 record_ask::LayOn, record_ask::Look, record_ask::Film, record_ask::TakeIn>;

}  // namespace smp
