#include "app/preset_shelf.hpp"

#include <pthread.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <exception>
#include <utility>

#include "base/local_time.hpp"
#include "base/texts.hpp"
#include "present/atomic_file.hpp"

namespace smp {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t most_presets = 500;  // of the salon's own
constexpr std::size_t most_waiting = 16;   // more than a hand can ask for while a disk sleeps

// Any name as a file's: letters, figures, blank, '-' and '_' as they are, every other byte as %XX.
fs::path file_of(const fs::path& folder, std::string_view name) {
    std::string file;
    for (const char sign : name) {
        const auto c = static_cast<unsigned char>(sign);
        if (std::isalnum(c) || c == ' ' || c == '-' || c == '_') {
            file += sign;
        } else {
            constexpr std::string_view digits = "0123456789ABCDEF";
            file += {'%', digits[c >> 4], digits[c & 15]};
        }
    }
    return folder / (file + ".json");
}

Error cannot(const fs::path& where, const std::error_code& failed) {
    return {ExitCode::input, tr_fill("cannot be used ({0})", failed.message()), where.string(),
            tr("see to the folder's rights and the disk's room")};
}

// Out of the way, under a name that tells when.
Status put_away(const fs::path& file) {
    std::error_code failed;
    const fs::path removed = file.parent_path() / "removed";
    fs::create_directories(removed, failed);
    if (failed) return cannot(removed, failed);
    const std::string stem =
        file.stem().string() + "-" + local_time(std::chrono::system_clock::now(), "%Y-%m-%d_%H-%M-%S");
    fs::path there = removed / (stem + ".json");
    for (int n = 2; fs::exists(there, failed); ++n) there = removed / (stem + "-" + std::to_string(n) + ".json");
    fs::rename(file, there, failed);
    if (failed) return cannot(there, failed);
    return Done{};
}

}  // namespace

PresetsRead read_presets(const fs::path& folder) {
    PresetsRead out{built_in_presets(), {}};
    std::error_code failed;
    if (!fs::exists(folder, failed)) return out;
    std::vector<fs::path> files;
    fs::directory_iterator at(folder, failed);
    if (failed) {
        out.troubles.push_back(cannot(folder, failed).line());
        return out;
    }
    for (const fs::directory_iterator end; at != end && files.size() < most_presets; at.increment(failed)) {
        if (at->path().extension() == ".json") files.push_back(at->path());
        if (failed) break;
    }
    Presets own;
    for (const fs::path& file : files) {
        auto design = load_design(file);
        if (!design) {
            out.troubles.push_back(tr_fill("Preset not used: {0}", design.error().line()));
            continue;
        }
        // A design file that somebody has put there may carry what is one client's.
        if (design->name.empty() || find_preset(out.presets, design->name) || find_preset(own, design->name))
            design->name = file.stem().string();
        own.push_back({to_preset(*design, design->name.substr(0, longest_preset_name)), false});
    }
    std::sort(own.begin(), own.end(), [](const Preset& a, const Preset& b) { return a.design.name < b.design.name; });
    out.presets.insert(out.presets.end(), own.begin(), own.end());
    return out;
}

Status save_preset(const fs::path& folder, const TreatmentDesign& preset) {
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed) return cannot(folder, failed);
    const fs::path file = file_of(folder, preset.name);
    auto out = AtomicFile::create(file);
    if (!out) return out.error();
    if (auto written = out->write(design_to_json(preset)); !written) return written;
    if (auto synced = out->sync(); !synced) return synced;
    // Only now, with the new one whole on the disk.
    if (fs::exists(file, failed))
        if (auto away = put_away(file); !away) return away;
    return out->commit();
}

Status remove_preset(const fs::path& folder, const std::string& name) {
    std::error_code failed;
    fs::path file = file_of(folder, name);
    // A file that somebody has put there is called as they liked.
    if (!fs::exists(file, failed))
        for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
            const auto design = at->path().extension() == ".json" ? load_design(at->path()) : TreatmentDesign{};
            if (at->path().extension() == ".json" && design && design->name == name) file = at->path();
        }
    if (!fs::exists(file, failed))
        return Error{ExitCode::input, tr("there is no such preset"), name, tr("it may have been removed already")};
    return put_away(file);
}

PresetShelf::PresetShelf(fs::path folder, std::function<void()> finished)
    : folder_(std::move(folder)), finished_(std::move(finished)), waiting_{Wish{}}, thread_([this] { work(); }) {}

PresetShelf::~PresetShelf() {
    {
        std::lock_guard lock(mutex_);
        ending_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void PresetShelf::ask(Wish wish) {
    {
        std::lock_guard lock(mutex_);
        if (waiting_.size() >= most_waiting) {
            answers_.push_back({nullptr, tr("Not done: the disk is busy with presets; try again"), true});
            return;
        }
        waiting_.push_back(std::move(wish));
    }
    changed_.notify_all();
}

void PresetShelf::save(TreatmentDesign preset) {
    ask({std::move(preset), ""});
}

void PresetShelf::remove(std::string name) {
    ask({std::nullopt, std::move(name)});
}

std::vector<PresetShelf::Answer> PresetShelf::take_answers() {
    std::lock_guard lock(mutex_);
    return std::exchange(answers_, {});
}

PresetShelf::Answer PresetShelf::follow(const Wish& wish) const {
    Answer answer;
    Status done = Done{};
    if (wish.saved) {
        done = save_preset(folder_, *wish.saved);
        answer.note = done ? tr_fill("Preset saved: {0}", wish.saved->name)
                           : tr_fill("Preset not saved: {0}", done.error().line());
    } else if (!wish.removed.empty()) {
        done = remove_preset(folder_, wish.removed);
        answer.note = done ? tr_fill("Preset removed: {0}", wish.removed)
                           : tr_fill("Preset not removed: {0}", done.error().line());
    }
    answer.failed = !done;
    PresetsRead read = read_presets(folder_);
    // Files that cannot be used are told of once, at the start.
    if (answer.note.empty() && !read.troubles.empty()) {
        answer.note = read.troubles.front();
        if (read.troubles.size() > 1) answer.note = tr_fill("{0}; and {1} more", answer.note, read.troubles.size() - 1);
        answer.failed = true;
    }
    answer.presets = std::make_shared<const Presets>(std::move(read.presets));
    return answer;
}

void PresetShelf::work() {
    pthread_setname_np(pthread_self(), "smp-presets");
    for (;;) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return !waiting_.empty() || ending_; });
        if (waiting_.empty()) return;
        const Wish wish = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        Answer answer{nullptr, "", true};
        try {
            answer = follow(wish);
        } catch (const std::exception& fault) {  // out of memory, say: the mirror goes on
            answer.note = tr_fill("The presets could not be used: {0}", fault.what());
        }
        lock.lock();
        answers_.push_back(std::move(answer));
        lock.unlock();
        finished_();
    }
}

}  // namespace smp
