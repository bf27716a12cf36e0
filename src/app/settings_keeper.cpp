#include "app/settings_keeper.hpp"

#include <pthread.h>

#include <utility>

#include "app/set_aside.hpp"
#include "base/small_file.hpp"
#include "base/texts.hpp"
#include "present/atomic_file.hpp"

namespace smp {
namespace fs = std::filesystem;
namespace {

constexpr const char* file_name = "settings.json";

Status write_settings(const fs::path& folder, const Settings& settings) {
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed)
        return Error{ExitCode::input, tr_fill("the folder cannot be made ({0})", failed.message()), folder.string(),
                     ""};
    auto out = AtomicFile::create(folder / file_name);
    if (!out) return out.error();
    if (auto written = out->write(settings_to_json(settings)); !written) return written;
    return out->commit();
}

}  // namespace

SettingsKeeper::SettingsKeeper(fs::path folder) : folder_(std::move(folder)) {
    const fs::path file = folder_ / file_name;
    std::error_code failed;
    if (fs::exists(file, failed)) {
        const auto text = read_small_file(file, tr("file of settings"));
        auto read = text ? parse_settings(*text, file.string()) : Expected<Settings>(text.error());
        if (read) {
            found_ = std::move(*read);
        } else {
            const std::string aside = set_aside(file);
            troubles_.push_back(tr_fill("The settings are as usual: {0}", read.error().line()) +
                                (aside.empty() ? "" : "; " + tr_fill("the file was set aside as {0}", aside)));
        }
    }
    thread_ = std::thread([this] { work(); });
}

SettingsKeeper::~SettingsKeeper() {
    waiting_.close();
    thread_.join();
}

std::vector<std::string> SettingsKeeper::take_troubles() {
    std::lock_guard lock(mutex_);
    return std::exchange(troubles_, {});
}

void SettingsKeeper::work() {
    pthread_setname_np(pthread_self(), "smp-settings");
    for (;;) {
        const bool last = waiting_.closed();  // what was put before that is still there
        const auto settings = waiting_.take(std::chrono::minutes(1));
        if (settings) {
            if (const auto written = write_settings(folder_, *settings); !written) {
                std::lock_guard lock(mutex_);
                troubles_.push_back(tr_fill("The settings are not kept: {0}", written.error().line()));
            }
        } else if (last) {
            return;
        }
    }
}

}  // namespace smp
