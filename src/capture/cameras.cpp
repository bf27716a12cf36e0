#include "capture/cameras.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <system_error>

namespace smp {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> sorted_entries(const fs::path& folder) {
    std::vector<fs::path> out;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
        out.push_back(it->path());
    std::sort(out.begin(), out.end(), [](const fs::path& a, const fs::path& b) {
        const auto &x = a.native(), &y = b.native();
        return x.size() != y.size() ? x.size() < y.size() : x < y;  // video2 before video10
    });
    return out;
}

fs::path target_of(const fs::path& link) {
    std::error_code error;
    const fs::path target = fs::canonical(link, error);
    return error ? fs::path() : target;
}

}  // namespace

std::string stable_camera_path(const std::string& text, const fs::path& dev) {
    const bool index =
        !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c); });
    const fs::path path = index ? dev / ("video" + std::to_string(std::stol(text))) : fs::path(text);
    for (const char* kind : {"by-id", "by-path"})
        if (path.parent_path() == dev / "v4l" / kind) return path.string();
    const fs::path device = target_of(path);
    if (!device.empty())
        for (const char* kind : {"by-id", "by-path"})
            for (const auto& link : sorted_entries(dev / "v4l" / kind))
                if (target_of(link) == device) return link.string();
    return path.string();
}

std::vector<CameraEntry> list_cameras(V4l2Calls& calls, const fs::path& dev) {
    std::vector<CameraEntry> out;
    std::set<fs::path> seen;
    const auto add = [&](const fs::path& path) {
        const fs::path device = target_of(path);
        if (device.empty() || !seen.insert(device).second) return;
        const auto name = camera_name(calls, path.string());
        if (name && name->captures) out.push_back({path.string(), name->card});
    };
    for (const auto& link : sorted_entries(dev / "v4l" / "by-id")) add(link);
    for (const auto& node : sorted_entries(dev))
        if (node.filename().string().starts_with("video")) add(stable_camera_path(node.string(), dev));
    return out;
}

std::vector<CameraEntry> list_cameras() {
    V4l2Calls calls;
    return list_cameras(calls, "/dev");
}

}  // namespace smp
