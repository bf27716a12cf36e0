// Inside of the desk: what the pages of the consultation record share, and keep between frames. What is typed stays
// with its client until it is saved or thrown away on purpose, also while the records are locked.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ui/desk_parts.hpp"
#include "ui/record_cut.hpp"
#include "ui/record_form.hpp"
#include "ui/record_words.hpp"

namespace smp::desk {

// A form that is being filled in.
struct Filled {
    bool begun = false;
    FormText text, first;  // as it is now, as it was begun
    std::vector<FormText> inks, first_inks;
    records::Signature signature;
    records::Content base;            // what no field tells of
    std::optional<records::Item> of;  // the version that was on the screen
    bool tried = false;               // what is missing is said too
    // What waits for the record's answer, and how many answers there were before.
    std::optional<records::Content> sent;
    std::uint64_t answers = 0;

    bool changed() const { return text != first || inks != first_inks || !signature.strokes.empty(); }
};

// Small pictures of the record as textures of the desk's context, which is current whenever this is called.
class LookTextures {
  public:
    LookTextures() = default;
    ~LookTextures();
    LookTextures(const LookTextures&) = delete;
    LookTextures& operator=(const LookTextures&) = delete;

    // 0: it is not here yet; then it is asked for, once.
    ImTextureID get(State& state, const RecordView& view, const records::PictureId& id);
    glm::ivec2 size_px(const records::PictureId& id) const;
    ImTextureID film(const cv::Mat& picture);  // the clip's picture that is shown
    void keep_only(const RecordView& view);
    void clear();

  private:
    struct Texture {
        unsigned name = 0;
        const unsigned char* of = nullptr;
        glm::ivec2 size_px{0};
    };
    static void load(Texture& texture, const cv::Mat& picture);
    std::map<records::PictureId, Texture> textures_;
    Texture film_;
    std::set<records::PictureId> asked_;
};

struct RecordPage {
    std::string who;  // of the one who works here; for as long as the desk is open
    std::array<char, 160> passphrase{}, again{};
    std::set<ImGuiID> secret_boxes;
    bool lock_tried = false;
    bool code_shown = false;  // in the frame before: its letters may be told from what was drawn

    std::string search;
    records::SortBy sort = records::SortBy::last_visit;
    bool asked = false;  // the list has been asked for since the records were opened
    bool adding = false;
    Filled new_client;

    std::map<records::ClientId, std::map<std::string, Filled>> forms;
    std::set<std::string> open;  // sections, consents and rows
    std::optional<records::ClientId> shown;
    std::string sure;  // what a second press does
    // The record's last answer: the one that is shown, until when, and the one that has been read.
    std::uint64_t answer = 0, read_answer = 0;
    double answer_until_s = 0;
    std::vector<records::ItemId> compared;  // two pictures at most
    double wipe = 0.5;
    LookTextures looks;
    double film_s = 0;                            // where in the clip
    bool film_plays = false, film_comes = false;  // it was asked for, and is to be in sight when it is there

    // The consent that is signed on a tablet just now; the one whose tablet has gone.
    struct Signing {
        records::ClientId client;
        std::string form;
        SignRequest request;
    };
    std::optional<Signing> signing;
    unsigned signings = 0;
    std::string sign_gone;

    // The field that has the keyboard, and the one that gets it with the next frame.
    ImGuiID writing = 0, begins = 0;
    ImGuiID lines_box = 0;  // of several lines, while it is written in
    bool writing_next = false;
    int tabbed = 0;  // frames for which the ring, on a field, begins to write
    double pen_from_s = 0;

    // The form of the client who sits here.
    Filled& form(const RecordView& view, const std::string& name) { return forms[view.client->id][name]; }
};

inline constexpr std::size_t most_found = 100;

// The day, and the currency of the client's last price.
FormDay form_day(const RecordView& view);

// Of the pictures outside the record.
std::string unprotected_words(const RecordView& view);

// Parts of the page, each in the ImGui window that is open.
void draw_lock(State& state, const RecordView& view);
void draw_recovery_code(State& state, const RecordView& view);
void draw_client_list(State& state, const RecordView& view);
void draw_new_client(State& state, const RecordView& view);
void draw_record_client(State& state, const DeskSnapshot& snapshot);
void draw_consents(State& state, const DeskSnapshot& snapshot);
// Takes what came of a signature on a tablet, and ends it when somebody else is open.
void follow_signing(RecordPage& page, const DeskSnapshot& snapshot);
// The act beside the field: "Sign on the tablet". `form`: its name; `day`: of the consent, in words.
void draw_signing(State& state, const DeskSnapshot& snapshot, const std::string& form, const ConsentWords& words,
                  const std::string& day);
void draw_health(State& state, const RecordView& view);
void draw_session_form(State& state, const RecordView& view);
void begin_correction(Filled& form, const records::Item& session);
void draw_record_line(State& state, const RecordView& view);
void draw_record_wipe(State& state, const RecordView& view);
// The clip of an item, to be played or gone through.
void draw_film(State& state, const RecordView& view, const records::Item& item);
// The picture of an item that is shown of it: as the camera saw it; null: it has none.
const records::Picture* picture_of(const records::Content& content, records::PictureRole role);
void wipe_secrets(RecordPage& page);
// What ImGui drew in an earlier frame and has not written over.
void wipe_drawn();

// Of a part of a client's page, or of a form in it.
std::string part_title(std::string_view form);
// With the key that does it, where there is one: "Record  (R)".
std::string with_key_of(const DeskSnapshot& snapshot, std::string words, std::string_view act);
// Words that wrap at the window's border.
void say_words(ImFont* font, ImU32 colour, const std::string& words, float indent = 0);
// What is to be done now: a line with a button on it, 0 wide: the whole line.
bool act_line(State& state, const char* id, const std::string& words, float width = 0, bool on = false);
// The same with a second press on the same place; `first` and `second` are its words.
bool sure_line(State& state, const char* id, const std::string& first, const std::string& second, float width = 0);
// A part of the client's page, with what is known of it at its right.
bool section(State& state, const std::string& name, const std::string& title, const std::string& known, bool unsaved);

// A field to write in; whether it was changed. `inside`: said at its right, or in it while it is empty.
bool text_box(State& state, const char* id, const std::string& label, std::string& value, ImVec2 size, bool lines,
              const std::string& inside = "");
std::string box_name(const char* id);  // by which ImGui knows that field or one of the next kind; it would show `id`
// A passphrase is not shown, and not kept by ImGui beyond wipe_secrets().
void secret_box(State& state, const char* id, const std::string& label, std::span<char> value, ImVec2 size);
// Label, field, and below what is wrong with it.
void draw_field(State& state, const FormField& field, std::string& value, const FieldSaid& said, bool tried);
// One of several, as buttons; `chosen` -1: none yet.
int choice_buttons_row(State& state, const char* id, const std::string& label, const std::vector<std::string>& words,
                       int chosen, float width);
void draw_signature(const State& state, ImVec2 corner, ImVec2 far_corner, const records::Signature& signature);

// Fields of a form, and what they say.
template <class T>
FormReading<T> draw_form(State& s, Filled& form, const FormDay& day) {
    FormReading<T> reading = read_form<T>(form.text, std::get<T>(form.base), day);
    const auto fields = form_fields<T>();
    for (std::size_t i = 0; i < fields.size(); ++i) draw_field(s, fields[i], form.text[i], reading.said[i], form.tried);
    return read_form<T>(form.text, std::get<T>(form.base), day);
}

// Begins, or follows what the record has now, unless something is typed in it.
void begin_form(Filled& form, records::Content base, FormText text, const records::Item* of);
// Save and throw away, below a form. Whether it is to be saved, which the caller says to sent().
bool save_line(State& state, const RecordView& view, Filled& form, const std::string& name, const std::string& save,
               bool whole);
void sent(State& state, const RecordView& view, Filled& form, records::Content content);
// Whether it waits for an answer; a form whose content has come back is done and begins anew.
bool waits(const RecordView& view, Filled& form);

// The newest item of a kind that the predicate holds for; null: none.
template <class T>
const records::Item* newest(const RecordView& view, const std::function<bool(const T&)>& holds = {}) {
    const records::Item* found = nullptr;
    for (const records::Item& item : view.time_line)
        if (const T* content = std::get_if<T>(&item.content); content && (!holds || holds(*content))) found = &item;
    return found;
}

}  // namespace smp::desk
