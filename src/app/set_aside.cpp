#include "app/set_aside.hpp"

#include "base/local_time.hpp"

namespace smp {
namespace fs = std::filesystem;

std::string set_aside(const fs::path& file) {
    const std::string time = local_time(std::chrono::system_clock::now(), "%Y-%m-%d_%H-%M-%S");
    std::error_code failed;
    fs::path aside;
    for (int i = 1; i < 100; ++i) {
        aside = file.parent_path() / (file.stem().string() + "-damaged-" + time +
                                      (i > 1 ? "-" + std::to_string(i) : "") + file.extension().string());
        if (!fs::exists(aside, failed)) break;
    }
    fs::rename(file, aside, failed);
    return failed ? "" : aside.filename().string();
}

}  // namespace smp
