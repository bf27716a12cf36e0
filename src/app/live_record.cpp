#include "app/live_record.hpp"

#include <algorithm>

#include "app/record_shot.hpp"
#include "base/texts.hpp"

namespace smp {
namespace {

Expected<TreatmentDesign> design_of(const RecordView& view, const records::ItemId& id) {
    for (const auto& item : view.time_line) {
        if (item.id != id) continue;
        const std::string* json = nullptr;
        if (const auto* agreed = std::get_if<records::AgreedDesign>(&item.content)) json = &agreed->design_json;
        if (const auto* shot = std::get_if<records::Shot>(&item.content)) json = &shot->design_json;
        if (const auto* clip = std::get_if<records::Clip>(&item.content)) json = &clip->design_json;
        if (json && !json->empty()) return parse_design(*json, "");
        break;
    }
    return Error{ExitCode::input, tr("there is no design with it"), "", ""};
}

std::string clip_in_words(const KeptClip& clip) {
    const std::string length = number_text(clip.length_s, 1);
    std::string words;
    switch (clip.ended) {
        case ClipEnd::longest:
            words = tr_fill("Clip saved in the record: {0} s, as long as one may be", length);
            break;
        case ClipEnd::largest:
            words = tr_fill("Clip saved in the record: {0} s, as more does not fit into one", length);
            break;
        case ClipEnd::stopped:
            words = tr_fill("Clip saved in the record: {0} s, until the picture stood still", length);
            break;
        case ClipEnd::resized:
            words = tr_fill("Clip saved in the record: {0} s, until the camera changed its picture's size", length);
            break;
        case ClipEnd::asked:
        case ClipEnd::closed:
            words = tr_fill("Clip saved in the record: {0} s", length);
            break;
    }
    if (clip.left_out > 0)
        words += ". " + tr_count(static_cast<double>(clip.left_out),
                                 "{0} picture was left out, as the computer was too slow",
                                 "{0} pictures were left out, as the computer was too slow");
    return words;
}

}  // namespace

LiveRecord::LiveRecord(std::filesystem::path store, std::filesystem::path pictures, std::function<void()> changed,
                       RecordRules rules)
    : room_(std::move(store), std::move(pictures), std::move(changed), std::move(rules)) {}

void LiveRecord::note(std::string words, bool failed, double now_s) {
    // The desk of a computer without a graphics card is drawn seldom.
    constexpr double least_s = 5, least_failed_s = 8;
    note_until_s_ = now_s + std::max(0.08 * static_cast<double>(words.size()), failed ? least_failed_s : least_s);
    note_ = std::move(words);
    note_failed_ = failed;
}

std::optional<TreatmentDesign> LiveRecord::obey(RecordAsk ask, const std::function<Worn()>& worn, double now_s) {
    if (const auto* lay = std::get_if<record_ask::LayOn>(&ask)) {
        auto design = design_of(*room_.view(), lay->item);
        if (!design) {
            note(tr_fill("Not laid on: {0}", design.error().line()), true, now_s);
            return std::nullopt;
        }
        note(tr("The design of the record is on the mirror now. Undo takes it back"), false, now_s);
        return std::move(*design);
    }
    if (auto* agree = std::get_if<record_ask::Agree>(&ask)) {
        Worn now = worn();
        agree->agreed.design_json = design_to_json(now.design);
        agree->agreed.numbers_json = std::move(now.numbers_json);
        if (agree->agreed.title.empty()) agree->agreed.title = std::move(now.title);
    }
    if (sits_after(ask))  // somebody else, or nobody
        if (const auto clip = clip_.lock()) clip->end(ClipEnd::closed);
    const bool look = std::holds_alternative<record_ask::Look>(ask);
    if (!room_.ask(std::move(ask)) && !look) note(tr("Not done: the record is still busy. Ask again"), true, now_s);
    return std::nullopt;
}

std::optional<std::array<std::optional<ViewReference>, view_count>> LiveRecord::follow(const TrueScale& scale,
                                                                                       bool design_made, double now_s) {
    const auto view = room_.view();
    if (std::exchange(answers_, view->answers) != view->answers) note(view->said, view->failed, now_s);
    for (auto& trouble : room_.take_troubles()) note(std::move(trouble), true, now_s);
    const auto client = view->client ? std::optional(view->client->id) : std::nullopt;
    if (client == client_) return std::nullopt;
    client_ = client;
    // Only what is kept with this client is known to be theirs.
    const bool others_scale = !scale.assumed() && !(view->scale && view->scale->scale == scale);
    if (client && design_made && others_scale)
        note(tr("Design and pupil distance on the mirror are still those from before"), false, now_s);
    else if (client && design_made)
        note(tr("The design on the mirror is still the one from before"), false, now_s);
    else if (client && others_scale)
        note(tr("The pupil distance is still the one from before"), false, now_s);
    return last_views(view->time_line, scale.ipd_mm);
}

bool LiveRecord::put(ShotThread& folder, Shot shot) {
    bool in_record = room_.takes_shots();
    if (in_record && !room_.put(shot)) {
        if (room_.takes_shots()) return false;  // too many wait
        in_record = false;                      // it has locked itself just now
    }
    if (!in_record && !folder.put(std::move(shot))) return false;
    asked_.push_back(in_record);
    return true;
}

std::vector<LiveRecord::Saved> LiveRecord::take_saved(ShotThread& folder) {
    for (auto& result : folder.take_results()) from_folder_.push_back(std::move(result));
    for (auto& result : room_.take_saved()) from_room_.push_back(std::move(result));
    std::vector<Saved> out;
    while (!asked_.empty() && !(asked_.front() ? from_room_.empty() : from_folder_.empty())) {
        const bool in_record = asked_.front();
        asked_.pop_front();
        if (in_record) {
            const Status& saved = from_room_.front();
            out.push_back({true, saved ? Expected<std::string>("") : Expected<std::string>(saved.error())});
            from_room_.pop_front();
        } else {
            out.push_back({false, std::move(from_folder_.front())});
            from_folder_.pop_front();
        }
    }
    return out;
}

bool LiveRecord::tell(const Saved& saved, double now_s) {
    if (!saved.name)
        note(tr_fill("Not saved: {0}", saved.name.error().line()), true, now_s);
    else if (saved.in_record)
        note(tr("Saved in the record"), false, now_s);
    else
        note(tr("Saved in the pictures folder, where nothing protects it"), false, now_s);
    if (!saved.in_record && saved.name) room_.pictures_changed();
    return static_cast<bool>(saved.name);
}

bool LiveRecord::film(std::shared_ptr<ClipRecorder> clip) {
    if (!room_.film(clip)) return false;
    clip_ = clip;
    return true;
}

void LiveRecord::tell(const Expected<KeptClip>& clip, double now_s) {
    if (clip)
        note(clip_in_words(*clip), false, now_s);
    else
        note(tr_fill("Clip not saved: {0}", clip.error().line()), true, now_s);
}

void LiveRecord::show(DeskSnapshot& desk, double now_s) const {
    desk.record = room_.view();
    if (now_s >= note_until_s_ || note_.empty()) return;
    desk.note = note_;
    desk.note_failed = note_failed_;
}

}  // namespace smp
