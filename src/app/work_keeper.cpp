#include "app/work_keeper.hpp"

#include <fcntl.h>
#include <pthread.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <mutex>
#include <thread>

#include "app/set_aside.hpp"
#include "base/local_time.hpp"
#include "base/mailbox.hpp"
#include "base/small_file.hpp"
#include "base/texts.hpp"
#include "present/atomic_file.hpp"

namespace smp {
namespace fs = std::filesystem;
namespace {

constexpr const char* unfinished_name = "work.json";
constexpr const char* last_name = "last-work.json";
constexpr auto rest = std::chrono::milliseconds(250);  // between two writings, so that a drag does not fill the disk

Status write_work(const fs::path& file, const KeptWork& work) {
    auto out = AtomicFile::create(file);
    if (!out) return out.error();
    if (::fchmod(out->fd(), 0600) != 0 && errno != EPERM) return out->failure(errno);
    if (auto written = out->write(work_to_json(work)); !written) return written;
    return out->commit();
}

std::optional<KeptWork> read_work(const fs::path& file, std::string& trouble) {
    std::error_code failed;
    if (!fs::exists(file, failed)) return std::nullopt;
    auto text = read_small_file(file, tr("file of kept work"), 16 << 20);
    auto work = text ? parse_work(*text, file.filename().string()) : Expected<KeptWork>(text.error());
    if (work) return std::move(*work);
    const std::string aside = set_aside(file);
    trouble = work.error().where + ": " + work.error().what +
              (aside.empty() ? "" : "; " + tr_fill("it was set aside as {0}", aside));
    return std::nullopt;
}

std::string cannot(const fs::path& folder, int code) {
    return tr_fill("This work is not kept: {0} cannot be used ({1})", folder.string(), std::strerror(code));
}

}  // namespace

struct WorkKeeper::Impl {
    fs::path folder;
    int lock_fd = -1;
    Mailbox<KeptWork> waiting;
    std::mutex mutex;  // guards what follows
    std::vector<std::string> troubles;
    std::thread thread;

    ~Impl() {
        finish();
        if (lock_fd >= 0) ::close(lock_fd);
    }

    void finish() {
        waiting.close();
        if (thread.joinable()) thread.join();
    }

    void work() {
        pthread_setname_np(pthread_self(), "smp-keeper");
        bool failing = false;
        for (;;) {
            const auto next = waiting.take(std::chrono::hours(1));
            if (!next) {
                if (waiting.closed()) return;
                continue;
            }
            const auto written = write_work(folder / unfinished_name, *next);
            if (!written && !failing) {
                std::lock_guard lock(mutex);
                troubles.push_back(tr_fill("This work is not kept: {0}", written.error().line()));
            }
            failing = !written;
            if (!waiting.closed()) std::this_thread::sleep_for(rest);
        }
    }
};

WorkKeeper::WorkKeeper(const fs::path& folder) {
    std::error_code failed;
    fs::create_directories(folder.parent_path(), failed);
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
        found_.trouble = cannot(folder, errno);
        return;
    }
    auto impl = std::make_unique<Impl>();
    impl->folder = folder;
    impl->lock_fd = ::open((folder / "work.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (impl->lock_fd < 0) {
        found_.trouble = cannot(folder, errno);
        return;
    }
    if (::flock(impl->lock_fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        found_.trouble = tr("This work is not kept: another mirror is running");
        return;
    }
    found_.last = read_work(folder / last_name, found_.trouble);
    found_.unfinished = read_work(folder / unfinished_name, found_.trouble);
    impl_ = std::move(impl);
    impl_->thread = std::thread([my = impl_.get()] { my->work(); });
}

WorkKeeper::~WorkKeeper() = default;

void WorkKeeper::set_unfinished_aside() {
    if (!impl_ || !found_.unfinished) return;
    std::error_code failed;
    fs::rename(impl_->folder / unfinished_name, impl_->folder / last_name, failed);
    if (!failed) found_.last = std::exchange(found_.unfinished, std::nullopt);
}

void WorkKeeper::keep(const Work& work, const TrueScale& scale) {
    if (impl_) impl_->waiting.put(to_keep(work, local_time(std::chrono::system_clock::now(), "%H:%M"), scale));
}

void WorkKeeper::end_well() {
    if (!impl_) return;
    impl_->finish();
    std::error_code failed;
    if (fs::exists(impl_->folder / unfinished_name, failed))
        fs::rename(impl_->folder / unfinished_name, impl_->folder / last_name, failed);
}

std::vector<std::string> WorkKeeper::take_troubles() {
    if (!impl_) return {};
    std::lock_guard lock(impl_->mutex);
    return std::exchange(impl_->troubles, {});
}

WorkBegun begin_work(const WorkFound& found, const TreatmentDesign& design, bool design_given) {
    WorkBegun begun;
    begun.work = Work(design);
    begun.note = found.trouble;
    begun.failed = !found.trouble.empty();
    if (!found.unfinished) return begun;
    const KeptWork& kept = *found.unfinished;
    if (design_given) {
        begun.sets_unfinished_aside = true;
        begun.note = tr_fill("Work of {0} was not finished; live --resume goes on with it", kept.time);
    } else {
        begun.work = Work(kept.variants, kept.chosen);
        begun.scale = kept.scale;
        begun.note = tr_fill("Going on with the work of {0}", kept.time);
    }
    begun.failed = false;
    return begun;
}

Expected<WorkBegun> resume_work(const WorkFound& found) {
    const auto& kept = found.unfinished ? found.unfinished : found.last;
    if (!kept)
        return Error{ExitCode::input, found.trouble.empty() ? "there is no earlier work" : found.trouble, "--resume",
                     "start without it"};
    return WorkBegun{Work(kept->variants, kept->chosen), tr_fill("Going on with the work of {0}", kept->time), false,
                     false, kept->scale};
}

}  // namespace smp
