// What the consultation record holds, as plain values. Nothing here knows how or where it is kept.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "records/ids.hpp"
#include "records/record_time.hpp"

namespace smp::records {

using Bytes = std::vector<std::uint8_t>;

// Who made a version of an item, and when. Versions count from 1; nothing is overwritten.
struct Version {
    int number = 0;
    std::string who;  // the practitioner, as the salon names them
    Moment when{};
    bool operator==(const Version&) const = default;
};

struct Client {
    std::string name;
    std::optional<Date> born;
    std::string phone, email, address;
    std::string notes;
    bool operator==(const Client&) const = default;
};

// Pen points of a signature, each stroke from pen down to pen up. Unit: the height of the signature field is 1, x to
// the right, y down; time since the first point.
struct PenPoint {
    float x = 0, y = 0, time_s = 0;
    bool operator==(const PenPoint&) const = default;
};
struct Signature {
    float width_per_height = 0;  // of the field that was signed in
    std::vector<std::vector<PenPoint>> strokes;
    bool operator==(const Signature&) const = default;
};

// One consent per purpose, each with a signature of its own: none may hang on another.
enum class ConsentPurpose { treatment, photographs, marketing };
struct Consent {
    ConsentPurpose purpose = ConsentPurpose::treatment;
    bool given = false;        // false: declined, or withdrawn later by a new version
    std::string text_version;  // of the form that was shown: "2026-03"
    std::string channels;      // marketing: where it may be shown ("salon wall", "Instagram")
    Date date{};
    Signature signature;
    bool operator==(const Consent&) const = default;
};

enum class Answer { not_asked, no, yes, unsure };
struct MedicalAnswer {
    Answer answer = Answer::not_asked;
    std::string remark;
    bool operator==(const MedicalAnswer&) const = default;
};
// By the key of medical_questions() (medical_questions.hpp). Keys of an older list are kept.
struct MedicalAnswers {
    Date date{};
    std::map<std::string, MedicalAnswer> answers;
    bool operator==(const MedicalAnswers&) const = default;
};

enum class PatchTestState { offered, declined, placed, no_reaction, reaction };
struct PatchTest {
    PatchTestState state = PatchTestState::offered;
    Date date{};
    std::string pigment, lot, place, remark;
    bool operator==(const PatchTest&) const = default;
};

struct Price {
    std::int64_t hundredths = 0;
    std::string currency;  // ISO 4217: "EUR"
    bool operator==(const Price&) const = default;
};

// What was agreed. The two JSON texts are kept as they were given, byte for byte.
struct AgreedDesign {
    Date date{};
    std::string title;         // "Variant B"
    std::string design_json;   // smp-mirror/design/1
    std::string numbers_json;  // as `still --numbers` writes them
    std::optional<Price> price;
    int sessions_planned = 0;
    std::string notes;
    bool operator==(const AgreedDesign&) const = default;
};

// One session under the needle: the regulatory log. Dates as on the label; the date of expiry is the last good day.
struct InkUse {
    std::string brand, shade, ratio, lot;
    std::optional<Date> expiry;
    bool operator==(const InkUse&) const = default;
};
struct TreatmentSession {
    Moment started{};
    int minutes = 0;
    int number = 0;  // the client's first session is 1
    std::vector<InkUse> inks;
    std::string needle, needle_lot;
    std::string machine, machine_setting;  // depth, speed, voltage as the salon writes them
    std::string region;
    std::string practitioner;
    std::string notes;
    bool operator==(const TreatmentSession&) const = default;
};

// The standard views of a head; left and right are the client's own.
enum class View { other, front, left_45, left_90, right_45, right_90, chin_down, crown, back, scar };
enum class Occasion { consultation, before, after, healed, one_year };
enum class PictureRole { raw, treated, mask, clip, document };

// A picture, mask or clip as an encoded file. In what the repository gives back `bytes` is empty: fetch them by id.
struct Picture {
    PictureId id;  // given by the repository when it is saved
    PictureRole role = PictureRole::raw;
    std::string media_type;  // "image/png", "image/jpeg", "video/mp4", "application/pdf"
    int width_px = 0, height_px = 0;
    std::uint64_t size_bytes = 0;
    Bytes bytes;
    bool operator==(const Picture&) const = default;
};

// One press of the shutter: everything that belongs together, as one item. Pictures are as the camera saw them: not
// mirrored, full resolution.
struct Shot {
    Moment taken{};
    View view = View::other;
    Occasion occasion = Occasion::consultation;
    std::vector<Picture> pictures;  // raw, treated, mask
    std::string design_json;        // smp-mirror/design/1; empty: none was drawn
    std::string pose_json;          // camera_from_head and what was known of it
    std::string camera_json;        // intrinsics, device, exposure
    std::string crop_json;          // pose and crop for the next picture of this view
    std::string versions_json;      // of the program and its models
    std::string notes;
    bool operator==(const Shot&) const = default;
};

struct Clip {
    Moment taken{};
    double length_s = 0;
    std::vector<Picture> pictures;  // role clip (H.264), and one raw as its cover
    std::string design_json, versions_json, notes;
    std::string pose_json, camera_json;  // of its first picture, and how the head moved; empty where it is not known
    bool operator==(const Clip&) const = default;
};

// A document that was made of the record, such as the sheet that the client took home.
struct Document {
    Date date{};
    std::string title;
    std::vector<Picture> pictures;  // role document
    bool operator==(const Document&) const = default;
};

using Content =
    std::variant<Client, Consent, MedicalAnswers, PatchTest, AgreedDesign, TreatmentSession, Shot, Clip, Document>;

// Names of kinds as files and lists show them: "client", "consent", "medical", "patch_test", "design", "session",
// "shot", "clip", "document".
std::string_view kind_name(const Content& content);
// When it happened, for the time line. A client's own data: nothing.
std::optional<Moment> time_of(const Content& content);
// The pictures that belong to it; null for what has none.
const std::vector<Picture>* pictures_of(const Content& content);
std::vector<Picture>* pictures_of(Content& content);

// One version of one item in the record.
struct Item {
    ItemId id;
    ClientId client;
    Version version;
    bool withdrawn = false;  // taken out of the client's record by this version; earlier ones are still there
    Content content;
    bool operator==(const Item&) const = default;
};

// What lists and search show of a client; kept up to date by the repository.
struct ClientCard {
    ClientId id;
    std::string name, phone, email;
    std::optional<Date> born;
    Moment created{}, changed{};
    std::optional<Moment> last_visit = {};  // of the newest session or shot
    int sessions = 0, shots = 0;
    bool photographs_allowed = false, marketing_allowed = false;  // by the newest consent of each
    bool operator==(const ClientCard&) const = default;
};

}  // namespace smp::records
