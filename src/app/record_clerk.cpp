#include "app/record_clerk.hpp"

#include <algorithm>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "app/clip_film.hpp"
#include "app/record_shot.hpp"
#include "app/record_words.hpp"
#include "app/unprotected.hpp"
#include "base/texts.hpp"

namespace smp {
namespace fs = std::filesystem;
namespace {

constexpr int look_px = 480;             // a small picture's longer side
constexpr std::size_t most_found = 200;  // until the desk asks for more

bool holds_records(const fs::path& folder) {
    std::error_code ignored;
    for (const char* file : {"keys", "keys.spare", "records.db"})
        if (fs::exists(fs::symlink_status(folder / file, ignored))) return true;
    return false;
}

// When the records lock themselves, the clerk says.
RecordRules with_own_lock(RecordRules rules) {
    rules.store.idle_limit_s = 0;
    return rules;
}

// Empty when it is no picture that can be shown.
cv::Mat small_picture(const records::Bytes& bytes) {
    try {
        cv::Mat whole = cv::imdecode(bytes, cv::IMREAD_COLOR), out;
        if (whole.empty()) return {};
        const double factor = std::min(1.0, static_cast<double>(look_px) / std::max(whole.cols, whole.rows));
        cv::resize(whole, out, {}, factor, factor, cv::INTER_AREA);
        return out;
    } catch (const cv::Exception&) {
        return {};
    }
}

}  // namespace

RecordClerk::RecordClerk(fs::path folder, fs::path pictures, RecordRules rules, std::function<void()> told,
                         std::function<bool()> ending)
    : folder_(std::move(folder)),
      pictures_(std::move(pictures)),
      rules_(with_own_lock(std::move(rules))),
      told_(std::move(told)),
      ending_(std::move(ending)) {
    view_.folder = folder_.string();
    view_.state = holds_records(folder_) ? RecordView::State::locked : RecordView::State::none;
    view_.query.sort = records::SortBy::last_visit;
    view_.query.most = most_found;
}

void RecordClerk::follow(const RecordAsk& ask) {
    std::visit([&](const auto& one) { act(one); }, ask);
    if (!std::holds_alternative<record_ask::Look>(ask)) used();
}

// What has been idle for too long stays so, and is locked before anything else: a computer that slept, say.
void RecordClerk::used() {
    if (!idle()) last_use_ = rules_.store.clock();
}

bool RecordClerk::idle() const {
    if (!store_ || rules_.idle_limit_s <= 0) return false;
    const auto passed_s = (rules_.store.clock() - last_use_).count();
    return passed_s >= rules_.idle_limit_s || passed_s < -60;  // the clock was set back, so nobody knows
}

void RecordClerk::say(std::string words, bool failed) {
    view_.said = std::move(words);
    view_.failed = failed;
    ++view_.answers;
}

void RecordClerk::say(const Error& error) {
    say(record_words(error), true);
}

void RecordClerk::state(RecordView::State state) {
    view_.state = state;
    told_();
}

void RecordClerk::hear_troubles(records::RecordStore& store) {
    for (auto& trouble : store.take_troubles()) troubles_.push_back(std::move(trouble));
}

std::vector<std::string> RecordClerk::take_troubles() {
    if (store_) hear_troubles(*store_);
    return std::exchange(troubles_, {});
}

void RecordClerk::act(const record_ask::Make& ask) {
    if (store_) return say(tr("The record is open already"), true);
    if (!ask.passphrase) return;
    state(RecordView::State::opening);
    auto made = records::RecordStore::create(folder_, *ask.passphrase, ask.who, rules_.store);
    if (!made) {
        view_.state = holds_records(folder_) ? RecordView::State::locked : RecordView::State::none;
        return say(made.error());
    }
    store_ = std::move(made->store);
    view_.recovery_code = std::make_shared<const records::Secret>(std::move(made->recovery_code));
    opened(ask.who);
    say(tr("The record is made. Write the recovery code down"));
}

void RecordClerk::act(const record_ask::CodeWritten&) {
    if (!std::exchange(view_.recovery_code, nullptr) || !store_) return;
    say(tr("The record is open"));
}

void RecordClerk::act(const record_ask::Unlock& ask) {
    if (store_) return;  // pressed twice
    if (!ask.passphrase) return;
    if (!holds_records(folder_)) {
        view_.state = RecordView::State::none;
        return say(tr("There is no record yet"), true);
    }
    state(RecordView::State::opening);
    auto store = records::RecordStore::open(folder_, rules_.store);
    Status done = store ? (*store)->unlock(*ask.passphrase, ask.who) : Status(store.error());
    if (store) hear_troubles(**store);  // what damaged file it has mended is said, whether it opened or not
    if (!done) {
        view_.state = RecordView::State::locked;
        return say(done.error());
    }
    store_ = std::move(*store);
    opened(ask.who);
    say(tr("The record is open"));
}

void RecordClerk::opened(const std::string& who) {
    who_ = who;
    last_use_ = rules_.store.clock();
    read_found();
    view_.state = RecordView::State::open;
    count_unprotected();
}

void RecordClerk::lock(bool idle) {
    if (!store_) return;
    forget_client();
    hear_troubles(*store_);
    store_.reset();
    who_.clear();
    view_.found.clear();
    view_.query.words.clear();
    view_.state = RecordView::State::locked;
    say(idle ? tr("The record has locked itself, as nobody used it") : tr("The record is locked"));
}

bool RecordClerk::open_store() {
    if (store_) return true;
    say(tr("The record is locked"), true);
    return false;
}

bool RecordClerk::has_client() {
    if (!open_store()) return false;
    if (view_.client) return true;
    say(tr("Nobody's record is open"), true);
    return false;
}

void RecordClerk::read_found() {
    auto found = store_->find(view_.query);
    if (!found) return say(found.error());
    view_.found = std::move(*found);
}

void RecordClerk::act(const record_ask::Find& ask) {
    if (!open_store()) return;
    view_.query = ask.query;
    read_found();
}

void RecordClerk::forget_client() {
    keep_clip();
    if (view_.client) sitting_from_ = rules_.store.clock();
    view_.client.reset();
    view_.time_line.clear();
    view_.scale.reset();
    view_.looks.clear();
    view_.film.reset();
    looks_.clear();
}

// What is saved is saved, even where it cannot be shown just now.
void RecordClerk::read_client() {
    const auto client = view_.client->id;
    auto card = store_->card(client);
    auto time_line = store_->time_line(client);
    if (!card || !time_line) return say(!card ? card.error() : time_line.error());
    show_client(std::move(*card), std::move(*time_line));
}

void RecordClerk::show_client(records::ClientCard card, std::vector<records::Item> time_line) {
    view_.client = std::move(card);
    view_.time_line = std::move(time_line);
    view_.scale = kept_scale(view_.time_line);
}

bool RecordClerk::open(const records::ClientId& client) {
    if (!open_store()) return false;
    auto card = store_->card(client);
    auto time_line = card ? store_->time_line(client) : Expected<std::vector<records::Item>>(card.error());
    if (!time_line) {
        say(time_line.error());
        return false;
    }
    if (!view_.client || view_.client->id != client) forget_client();
    show_client(std::move(*card), std::move(*time_line));
    count_unprotected();
    return true;
}

void RecordClerk::act(const record_ask::Close&) {
    if (!view_.client) return;
    forget_client();
    count_unprotected();
    read_found();
    say(tr("Closed"));
}

void RecordClerk::act(const record_ask::Add& ask) {
    if (!open_store()) return;
    const auto client = store_->add_client({{ask.client}}, who_);
    if (!client) return say(client.error());
    read_found();
    if (open(*client)) say(tr("note|Saved"));
}

void RecordClerk::keep(std::vector<records::Draft> drafts, std::string done) {
    const auto saved = store_->save(view_.client->id, std::move(drafts), who_);
    if (!saved) return say(saved.error());
    say(std::move(done));
    read_client();
    read_found();
}

void RecordClerk::act(const record_ask::Save& ask) {
    if (has_client()) keep(ask.drafts, tr("note|Saved"));
}

void RecordClerk::act(const record_ask::Agree& ask) {
    if (!has_client()) return;
    records::AgreedDesign agreed = ask.agreed;
    if (!agreed.date.ok()) agreed.date = records::date_of(rules_.store.clock());
    std::string done = agreed.numbers_json.empty() ? tr("Saved as agreed, without figures, as no head is seen")
                                                   : tr("Saved as agreed");
    keep({{std::move(agreed)}}, std::move(done));
}

Status RecordClerk::save(const Shot& shot) {
    if (!store_ || !view_.client) return Error{ExitCode::input, tr("nobody's record is open"), "", ""};
    used();
    const auto taken = std::chrono::floor<std::chrono::seconds>(shot.time);
    auto kept = record_shot(shot, occasion_of(view_.time_line, shot.view.has_value(), taken));
    if (!kept) return kept.error();
    const auto saved = store_->save(view_.client->id, {{std::move(*kept)}}, who_);
    if (!saved) return Error{saved.error().code, record_words(saved.error()), "", ""};
    read_client();
    return Done{};
}

void RecordClerk::begin_clip(std::shared_ptr<ClipRecorder> clip) {
    keep_clip();
    if (!store_ || !view_.client) {
        clip->end(ClipEnd::closed);
        kept_clips_.push_back(Error{ExitCode::input, tr("nobody's record is open"), "", ""});
        return;
    }
    used();
    clip_ = std::move(clip);
    clip_client_ = view_.client->id;
}

bool RecordClerk::keep_clip_if_ready() {
    if (!clip_ || !clip_->ready()) return false;
    keep_clip();
    return true;
}

void RecordClerk::keep_clip() {
    const auto clip = std::exchange(clip_, nullptr);
    if (!clip) return;
    clip->end(ClipEnd::closed);
    try {
        kept_clips_.push_back(save_clip(*clip, clip_client_));
    } catch (const std::exception& fault) {  // out of memory, say: what was asked is done all the same
        kept_clips_.push_back(Error{ExitCode::fault, fault.what(), "", tr("free some memory and try again")});
    }
}

Expected<KeptClip> RecordClerk::save_clip(ClipRecorder& clip, const records::ClientId& client) {
    auto taken = clip.take();
    if (!taken) return taken.error();
    const KeptClip out{taken->length_s, taken->pictures, taken->left_out, taken->ended};
    auto kept = record_clip(std::move(*taken));
    if (!kept) return kept.error();
    const auto saved = store_->save(client, {{std::move(*kept)}}, who_);
    if (!saved) return Error{saved.error().code, record_words(saved.error()), "", ""};
    if (view_.client && view_.client->id == client) read_client();
    return out;
}

std::vector<Expected<KeptClip>> RecordClerk::take_clips() {
    return std::exchange(kept_clips_, {});
}

void RecordClerk::act(const record_ask::Film& ask) {
    if (!has_client() || (view_.film && view_.film->of == ask.clip && view_.film->trouble.empty())) return;
    const auto bytes = store_->picture(view_.client->id, ask.clip);
    if (!bytes) return say(bytes.error());
    view_.film = std::make_shared<const ClipFilm>(film_of(ask.clip, *bytes, ending_));
}

records::Moment RecordClerk::sitting_begins() const {
    return std::max(sitting_from_, rules_.store.clock() - std::chrono::seconds(rules_.sitting_s));
}

void RecordClerk::count_unprotected() {
    const auto shots = unprotected_shots(pictures_, sitting_begins());
    view_.unprotected = shots.size();
    view_.unprotected_from.reset();
    if (!shots.empty()) view_.unprotected_from = shots.front().taken;
}

void RecordClerk::act(const record_ask::TakeIn&) {
    if (!has_client()) return;
    sweep_taken_in(pictures_);
    std::size_t taken = 0;
    std::optional<Error> trouble;
    for (const auto& shot : unprotected_shots(pictures_, sitting_begins())) {
        if (ending_()) break;
        if (const auto done = take_into_record(*store_, view_.client->id, who_, pictures_, shot.name)) {
            ++taken;
            view_.unprotected -= view_.unprotected > 0;
            told_();
        } else if (!trouble) {
            trouble = done.error();  // the others are tried all the same
        }
    }
    read_client();
    count_unprotected();
    const auto count = static_cast<double>(taken);
    std::string words = tr_count(count, "{0} picture is in the record now, and nowhere else",
                                 "{0} pictures are in the record now, and nowhere else");
    if (trouble) words = (taken > 0 ? words + ". " : "") + tr_fill("Not taken in: {0}", record_words(*trouble));
    say(std::move(words), trouble.has_value());
}

bool RecordClerk::look(const records::PictureId& id) {
    if (!store_ || !view_.client || view_.looks.contains(id)) return false;
    const auto shows = [&](const records::Item& item) {
        const auto* pictures = records::pictures_of(item.content);
        return pictures && std::any_of(pictures->begin(), pictures->end(), [&](const records::Picture& p) {
                   return p.id == id && p.media_type.starts_with("image/");
               });
    };
    if (std::none_of(view_.time_line.begin(), view_.time_line.end(), shows)) return false;
    const auto bytes = store_->picture(view_.client->id, id);
    if (!bytes) {
        say(bytes.error());
        return true;
    }
    cv::Mat picture = small_picture(*bytes);
    if (picture.empty()) return false;
    view_.looks[id] = std::move(picture);
    looks_.push_back(id);
    if (looks_.size() > rules_.most_looks) {
        view_.looks.erase(looks_.front());
        looks_.pop_front();
    }
    return true;
}

}  // namespace smp
