#include "app/record_room.hpp"

#include <pthread.h>

#include <algorithm>
#include <exception>

#include "base/texts.hpp"

namespace smp {
namespace {

constexpr std::chrono::milliseconds tick(1000);      // how often it looks whether it has been idle for too long
constexpr std::chrono::milliseconds film_tick(100);  // the same, and whether a clip has ended
constexpr std::size_t most_looks_waiting = 256;

bool take_look(RecordClerk& clerk, const records::PictureId& picture) {
    try {
        return clerk.look(picture);
    } catch (const std::exception&) {  // out of memory: it is not seen
        return false;
    }
}

}  // namespace

std::optional<bool> sits_after(const RecordAsk& ask) {
    using namespace record_ask;
    if (std::holds_alternative<Open>(ask) || std::holds_alternative<Add>(ask)) return true;
    if (std::holds_alternative<Close>(ask) || std::holds_alternative<Lock>(ask)) return false;
    return std::nullopt;
}

RecordRoom::RecordRoom(std::filesystem::path store, std::filesystem::path pictures, std::function<void()> changed,
                       RecordRules rules)
    : changed_(std::move(changed)),
      rules_(std::move(rules)),
      store_(std::move(store)),
      pictures_(std::move(pictures)),
      view_(std::make_shared<const RecordView>()) {
    thread_ = std::thread([this] { work(); });
}

RecordRoom::~RecordRoom() {
    ending_ = true;
    {
        std::lock_guard lock(mutex_);
        looks_waiting_.clear();
    }
    asked_.notify_all();
    thread_.join();
}

bool RecordRoom::ask(RecordAsk ask) {
    {
        std::lock_guard lock(mutex_);
        if (const auto* look = std::get_if<record_ask::Look>(&ask)) {
            if (std::find(looks_waiting_.begin(), looks_waiting_.end(), look->picture) != looks_waiting_.end())
                return true;
            if (looks_waiting_.size() >= most_looks_waiting) return false;
            looks_waiting_.push_back(look->picture);
        } else {
            if (std::holds_alternative<record_ask::Find>(ask))
                for (Job& job : waiting_)
                    if (auto* other = std::get_if<RecordAsk>(&job);
                        other && std::holds_alternative<record_ask::Find>(*other)) {
                        *other = std::move(ask);
                        return true;
                    }
            if (asks_waiting_ >= rules_.most_asks) return false;
            sits_ = sits_after(ask).value_or(sits_);
            waiting_.push_back(std::move(ask));
            ++asks_waiting_;
        }
    }
    asked_.notify_all();
    return true;
}

bool RecordRoom::wait_in_line(Job job, std::size_t& waiting, std::size_t most) {
    {
        std::lock_guard lock(mutex_);
        if (!sits_ || waiting >= most) return false;
        waiting_.push_back(std::move(job));
        ++waiting;
    }
    asked_.notify_all();
    return true;
}

bool RecordRoom::put(Shot shot) {
    return wait_in_line(std::move(shot), shots_waiting_, rules_.most_shots);
}

bool RecordRoom::film(std::shared_ptr<ClipRecorder> clip) {
    return wait_in_line(std::move(clip), clips_waiting_, rules_.most_clips);
}

std::vector<Expected<KeptClip>> RecordRoom::take_clips() {
    std::lock_guard lock(mutex_);
    return std::exchange(clips_, {});
}

void RecordRoom::pictures_changed() {
    {
        std::lock_guard lock(mutex_);
        const auto counts = [](const Job& job) { return std::holds_alternative<Count>(job); };
        if (std::any_of(waiting_.begin(), waiting_.end(), counts)) return;
        waiting_.push_back(Count{});
    }
    asked_.notify_all();
}

std::vector<Status> RecordRoom::take_saved() {
    std::lock_guard lock(mutex_);
    return std::exchange(saved_, {});
}

std::vector<std::string> RecordRoom::take_troubles() {
    std::lock_guard lock(mutex_);
    return std::exchange(troubles_, {});
}

std::shared_ptr<const RecordView> RecordRoom::view() const {
    std::lock_guard lock(mutex_);
    return view_;
}

bool RecordRoom::takes_shots() const {
    std::lock_guard lock(mutex_);
    return sits_;
}

void RecordRoom::publish(const RecordClerk& clerk, bool busy) {
    auto view = std::make_shared<RecordView>(clerk.view());
    {
        std::lock_guard lock(mutex_);
        view->busy = busy || !waiting_.empty();
        view_ = std::move(view);
    }
    changed_();
}

// What was asked meanwhile still comes true.
void RecordRoom::expect(bool holds_client) {
    std::lock_guard lock(mutex_);
    sits_ = holds_client;
    for (const Job& job : waiting_)
        if (const auto* ask = std::get_if<RecordAsk>(&job)) sits_ = sits_after(*ask).value_or(sits_);
}

void RecordRoom::do_one(RecordClerk& clerk, const Job& job) {
    Status saved = Error{ExitCode::fault, tr("the picture could not be saved"), "", ""};
    try {
        if (const auto* ask = std::get_if<RecordAsk>(&job)) {
            if (clerk.idle()) clerk.lock(true);
            clerk.follow(*ask);
        } else if (const auto* shot = std::get_if<Shot>(&job))
            saved = clerk.save(*shot);
        else if (const auto* clip = std::get_if<FilmJob>(&job))
            clerk.begin_clip(*clip);
        else
            clerk.count_unprotected();
    } catch (const std::exception& fault) {  // out of memory, say: the mirror goes on
        saved = Error{ExitCode::fault, fault.what(), "", tr("free some memory and try again")};
        std::lock_guard lock(mutex_);
        troubles_.push_back(saved.error().line());
    }
    if (std::holds_alternative<Shot>(job)) {
        std::lock_guard lock(mutex_);
        saved_.push_back(std::move(saved));
    }
}

void RecordRoom::work() {
    pthread_setname_np(pthread_self(), "smp-record");
    RecordClerk* self = nullptr;
    RecordClerk clerk(
        store_, pictures_, rules_, [&] { publish(*self, true); }, [&] { return ending_.load(); });
    self = &clerk;
    clerk.count_unprotected();
    publish(clerk, false);
    for (;;) {
        std::optional<Job> job;
        std::optional<records::PictureId> look;
        bool locks = false;
        {
            std::unique_lock lock(mutex_);
            asked_.wait_for(lock, clerk.films() ? film_tick : tick,
                            [&] { return !waiting_.empty() || !looks_waiting_.empty() || ending_; });
            if (used_.exchange(false)) clerk.used();
            if (!waiting_.empty()) {
                job = std::move(waiting_.front());
                waiting_.pop_front();
                asks_waiting_ -= std::holds_alternative<RecordAsk>(*job);
                shots_waiting_ -= std::holds_alternative<Shot>(*job);
                clips_waiting_ -= std::holds_alternative<FilmJob>(*job);
            } else if (ending_) {
                break;
            } else if (clerk.idle()) {
                locks = true;
                sits_ = false;  // from here on pictures go elsewhere, so none is lost in between
                looks_waiting_.clear();
            } else if (!looks_waiting_.empty()) {
                look = looks_waiting_.front();
                looks_waiting_.pop_front();
            }
        }
        bool changes = true;
        if (job)
            do_one(clerk, *job);
        else if (locks)
            clerk.lock(true);
        else
            changes = look && take_look(clerk, *look);
        if (!job && !locks) changes = clerk.keep_clip_if_ready() || changes;
        auto troubles = clerk.take_troubles();
        auto clips = clerk.take_clips();
        changes = changes || !troubles.empty() || !clips.empty();
        expect(clerk.holds_client());
        if (!troubles.empty()) {
            std::lock_guard lock(mutex_);
            troubles_.insert(troubles_.end(), troubles.begin(), troubles.end());
        }
        if (!clips.empty()) {
            std::lock_guard lock(mutex_);
            for (auto& clip : clips) clips_.push_back(std::move(clip));
        }
        job.reset();  // a passphrase in it is wiped before the answer is told
        if (changes) publish(clerk, false);
    }
    clerk.lock(false);
    publish(clerk, false);
}

}  // namespace smp
