#include "system/screen.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <opencv2/imgproc.hpp>
#include <stdexcept>
#include <thread>

#include "system/child.hpp"

namespace smp::test {
namespace {

bool installed(const std::string& name) {
    const char* path = std::getenv("PATH");
    std::string folders = path ? path : "";
    for (std::size_t at = 0; at <= folders.size();) {
        const auto end = std::min(folders.find(':', at), folders.size());
        if (access((folders.substr(at, end - at) + "/" + name).c_str(), X_OK) == 0) return true;
        at = end + 1;
    }
    return false;
}

std::uint32_t big_endian(const std::string& bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

}  // namespace

double seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}
void sleep_s(double s) {
    std::this_thread::sleep_for(std::chrono::duration<double>(s));
}

Running::Running(const std::vector<std::string>& words, const std::map<std::string, std::string>& environment,
                 const std::filesystem::path& folder, const std::string& name)
    : out_(folder / (name + ".out")), err_(folder / (name + ".err")) {
    const int out = open(out_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    const int err = open(err_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    pid_ = start_child(words, out, err, {.environment = environment});
    for (const int fd : {out, err}) close(fd);
}

Running::~Running() {
    if (!alive()) return;
    kill(pid_, SIGTERM);
    if (wait(3) >= 0) return;
    kill(pid_, SIGKILL);
    wait(3);
}

bool Running::alive() {
    if (!ended_) ended_ = waitpid(pid_, &status_, WNOHANG) == pid_;
    return !ended_;
}

void Running::send(int signal) const {
    kill(pid_, signal);
}

int Running::wait(double timeout_s) {
    if (!eventually(timeout_s, [&] { return !alive(); })) return -1;
    return exit_code_of(status_);
}

std::string Running::out() const {
    return read_bytes(out_);
}
std::string Running::err() const {
    return read_bytes(err_);
}

bool Screen::available() {
    return installed("Xvfb") && installed("xdotool");
}

Screen::Screen(int width_px, int height_px) {
    // -displayfd: the server looks for a free number itself, and tells it once it can be used.
    const std::string size = std::to_string(width_px) + "x" + std::to_string(height_px) + "x24";
    server_ =
        std::make_unique<Running>(std::vector<std::string>{"Xvfb", "-displayfd", "1", "-screen", "0", size, "-nolisten",
                                                           "tcp", "-fbdir", scratch_.path().string()},
                                  std::map<std::string, std::string>{}, scratch_.path(), "Xvfb");
    const bool up = eventually(20, [&] { return server_->out().find('\n') != std::string::npos || !server_->alive(); });
    const std::string number = server_->out();
    if (!up || number.find('\n') == std::string::npos)
        throw std::runtime_error("Xvfb does not start: " + server_->err());
    display_ = ":" + number.substr(0, number.find('\n'));
}

// The server keeps its screen in a file in xwd's format: a big-endian header, a colour map, rows of BGRX.
cv::Mat Screen::grab() const {
    return grab({});
}

cv::Mat Screen::grab(const cv::Rect& part) const {
    const auto file = scratch_.path() / "Xvfb_screen0";
    constexpr std::size_t header_bytes = 100;
    const std::string header = read_bytes(file, header_bytes);
    const auto field = [&](std::size_t i) { return big_endian(header, 4 * i); };
    const std::size_t start = field(0) + std::size_t{12} * field(19), row = field(12);
    const cv::Rect all(0, 0, static_cast<int>(field(4)), static_cast<int>(field(5)));
    const cv::Rect wanted = part.empty() ? all : part & all;
    const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC);
    const std::size_t length = start + row * static_cast<std::size_t>(all.height);
    struct stat found {};
    if (fd < 0 || field(11) != 32 || fstat(fd, &found) != 0 || length > static_cast<std::size_t>(found.st_size)) {
        if (fd >= 0) close(fd);
        throw std::runtime_error("the screen's file is not as expected");
    }
    void* const mapped = mmap(nullptr, length, PROT_READ, MAP_SHARED, fd, 0);
    close(fd);
    if (mapped == MAP_FAILED) throw std::runtime_error("the screen's file cannot be read");
    cv::Mat screen(all.size(), CV_8UC4, static_cast<unsigned char*>(mapped) + start, row), bgr;
    cv::cvtColor(screen(wanted), bgr, cv::COLOR_BGRA2BGR);
    munmap(mapped, length);
    return bgr;
}

void Screen::keys(const std::vector<std::string>& xdotool_words) const {
    std::vector<std::string> words{"xdotool"};
    words.insert(words.end(), xdotool_words.begin(), xdotool_words.end());
    Running tool(words, environment(), scratch_.path(), "xdotool");
    if (tool.wait(20) != 0) throw std::runtime_error("xdotool: " + tool.err());
}

}  // namespace smp::test
