#include "app/screenshot.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/local_time.hpp"
#include "base/texts.hpp"
#include "present/atomic_file.hpp"
#include "present/video_writer.hpp"

namespace smp {
namespace fs = std::filesystem;
namespace {

Error folder_error(const fs::path& folder, int code) {
    return {ExitCode::input, tr_fill("the folder for pictures cannot be used ({0})", std::strerror(code)),
            folder.string(), tr("choose another with --pictures")};
}

// The folder, open and locked against another mirror that picks a name in it at the same moment.
class LockedFolder {
  public:
    static Expected<LockedFolder> open(const fs::path& folder) {
        std::error_code failed;
        if (!folder.parent_path().empty()) fs::create_directories(folder.parent_path(), failed);
        if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return folder_error(folder, errno);
        const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (fd < 0) return folder_error(folder, errno);
        ::flock(fd, LOCK_EX);  // where the file system knows no locks, names may only meet within one second
        return LockedFolder(fd);
    }
    LockedFolder(LockedFolder&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    ~LockedFolder() {
        if (fd_ >= 0) ::close(fd_);
    }

  private:
    explicit LockedFolder(int fd) : fd_(fd) {}
    int fd_;
};

constexpr std::array endings{"-before.png", "-after.png", ".json"};

std::string free_name(const fs::path& folder, const std::string& stem) {
    for (int count = 1;; ++count) {
        const std::string name = stem + "-" + std::to_string(count);
        bool taken = false;
        std::error_code failed;
        for (const char* ending : endings)
            taken = taken || fs::exists(fs::symlink_status(folder / (name + ending), failed));
        if (!taken) return name;
    }
}

nlohmann::ordered_json to_json(const HeadAngles& a) {
    return {{"yaw", a.yaw_deg}, {"pitch", a.pitch_deg}, {"roll", a.roll_deg}};
}

// The crop's corner from the picture's, so that 0, 0 is where the picture begins.
nlohmann::ordered_json to_json(const ShotView& view) {
    using nlohmann::ordered_json;
    const StandardView& of = standard_view(view.id);
    ordered_json j{{"name", of.name},
                   {"label", of.label},
                   {"taken", view.by_key ? "by key" : "by itself"},
                   {"wanted_deg", to_json(view.wanted)},
                   {"seen_deg", view.seen ? to_json(*view.seen) : ordered_json(nullptr)},
                   {"as_before", view.as_before},
                   {"crop", nullptr}};
    if (const auto& crop = view.crop)
        j["crop"] = {{"x_px", crop->corner_px.x + 0.5},
                     {"y_px", crop->corner_px.y + 0.5},
                     {"width_px", crop->size_px.x},
                     {"height_px", crop->size_px.y}};
    return j;
}

}  // namespace

std::string shot_to_json(const Shot& shot) {
    using nlohmann::ordered_json;
    ordered_json j;
    j["schema"] = "smp-mirror/screenshot/1";
    j["design"] = ordered_json::parse(design_to_json(shot.design));
    if (shot.camera_from_head) {
        const auto& R = shot.camera_from_head->R;  // glm is column-major, the file row-major
        const auto& t = shot.camera_from_head->t_mm;
        j["pose"] = {{"R", {R[0][0], R[1][0], R[2][0], R[0][1], R[1][1], R[2][1], R[0][2], R[1][2], R[2][2]}},
                     {"t_mm", {t.x, t.y, t.z}}};
    } else {
        j["pose"] = nullptr;
    }
    if (shot.view) j["view"] = to_json(*shot.view);
    j["label"] = shot.label;
    j["numbers"] = shot.numbers ? ordered_json::parse(numbers_to_json(*shot.numbers)) : ordered_json(nullptr);
    j["camera"] = {{"fx", shot.intrinsics.fx_px}, {"fy", shot.intrinsics.fy_px},  {"cx", shot.intrinsics.cx_px},
                   {"cy", shot.intrinsics.cy_px}, {"width_px", shot.before.cols}, {"height_px", shot.before.rows}};
    j["software"] = {{"name", "smp-mirror"},
                     {"version", SMP_VERSION},
                     {"seed", shot.seed},
                     {"ipd_mm", shot.scale.ipd_mm},
                     {"ipd_source", name_of(shot.scale.source)},
                     {"ipd_tolerance_mm", shot.scale.pupils_tolerance_mm()},
                     {"scale_tolerance_percent", 100 * shot.scale.share()},
                     {"gl_renderer", shot.gl_renderer}};
    std::string zone = local_time(shot.time, "%z");  // +0100; ISO 8601 with a colon
    if (zone.size() == 5) zone.insert(3, ":");
    j["time"] = local_time(shot.time, "%FT%T") + zone;
    j["input"] = {{"source", shot.input},
                  {"description", shot.input_detail},
                  {"frame", shot.frame},
                  {"time_s", shot.frame_time_s}};
    // Names of files and devices may hold any bytes.
    return j.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

Expected<std::string> write_screenshot(const fs::path& folder, const Shot& shot) {
    std::array<std::string, endings.size()> contents;
    for (int i = 0; i < 2; ++i) {
        auto png = encode_png(i == 0 ? shot.before : shot.after, folder, 3);
        if (!png) return png.error();
        contents[static_cast<std::size_t>(i)] = std::move(*png);
    }
    contents[2] = shot_to_json(shot);

    auto locked = LockedFolder::open(folder);
    if (!locked) return locked.error();
    std::string stem = local_time(shot.time, "%Y-%m-%d_%H-%M-%S");
    if (shot.view) stem += "_" + std::string(standard_view(shot.view->id).name);
    const std::string name = free_name(folder, stem);
    std::vector<AtomicFile> files;
    for (std::size_t i = 0; i < endings.size(); ++i) {
        auto file = AtomicFile::create(folder / (name + endings[i]));
        if (!file) return file.error();
        if (::fchmod(file->fd(), 0600) != 0 && errno != EPERM) return file->failure(errno);
        if (auto written = file->write(contents[i]); !written) return written.error();
        files.push_back(std::move(*file));
    }
    if (auto done = commit_all(files); !done) return done.error();
    return name;
}

}  // namespace smp
