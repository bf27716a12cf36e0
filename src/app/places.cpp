#include "app/places.hpp"

#include <cstdlib>
#include <fstream>
#include <string>

namespace smp {
namespace fs = std::filesystem;
namespace {

fs::path from_environment(const char* name) {
    const char* value = std::getenv(name);
    return value ? fs::path(value) : fs::path();
}

// By the XDG base directory specification a relative path does not count.
fs::path base_folder(const char* name, const char* below_home) {
    const fs::path given = from_environment(name);
    return given.is_absolute() ? given : from_environment("HOME") / below_home;
}

}  // namespace

fs::path data_folder() {
    std::error_code error;
    const fs::path given = from_environment("SMP_DATA_DIR");
    if (!given.empty()) return given;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    for (const char* up : {"../share/smp-mirror", "../.."}) {
        const fs::path folder = (program.parent_path() / up).lexically_normal();
        if (fs::exists(folder / "models/head_shape.json", error)) return folder;
    }
    return SMP_DEFAULT_DATA_DIR;
}

fs::path default_landmark_model() {
    std::error_code error;
    const fs::path own = data_folder() / "models/shape_predictor_68_face_landmarks.dat";
    if (fs::exists(own, error)) return own;
    return "/usr/share/dlib/shape_predictor_68_face_landmarks.dat";
}

fs::path demo_clip() {
    return data_folder() / "assets/demo/client.mp4";
}

fs::path pictures_folder() {
    const fs::path home = from_environment("HOME");
    std::ifstream file(base_folder("XDG_CONFIG_HOME", ".config") /
                       "user-dirs.dirs");  // lines such as XDG_PICTURES_DIR="$HOME/Bilder"
    const std::string key = "XDG_PICTURES_DIR=\"";
    for (std::string line; std::getline(file, line);) {
        if (line.compare(0, key.size(), key) != 0) continue;
        std::string value = line.substr(key.size(), line.rfind('"') - key.size());
        if (value.rfind("$HOME", 0) == 0) value = home.string() + value.substr(5);
        if (!value.empty()) return fs::path(value) / "smp-mirror";
    }
    return home / "Pictures/smp-mirror";
}

fs::path config_folder() {
    return base_folder("XDG_CONFIG_HOME", ".config") / "smp-mirror";
}

fs::path state_folder() {
    return base_folder("XDG_STATE_HOME", ".local/state") / "smp-mirror";
}

fs::path records_folder() {
    return base_folder("XDG_DATA_HOME", ".local/share") / "smp-mirror/records";
}

}  // namespace smp
