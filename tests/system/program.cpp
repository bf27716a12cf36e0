#include "system/program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/videoio.hpp>
#include <stdexcept>

#include "system/child.hpp"

namespace smp::test {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

// Reads what is there; false at the end of the stream.
bool drain(int fd, std::string& into) {
    std::array<char, 65536> buffer;
    const ssize_t n = read(fd, buffer.data(), buffer.size());
    if (n > 0) into.append(buffer.data(), static_cast<std::size_t>(n));
    return n > 0 || (n < 0 && errno == EINTR);
}

}  // namespace

std::filesystem::path program() {
    if (const char* given = std::getenv("SMP_MIRROR")) return given;
    return std::filesystem::path(SMP_BINARY_DIR) / "smp-mirror";
}

Outcome run(const std::vector<std::string>& arguments, const RunOptions& options) {
    std::vector<std::string> words{(options.program.empty() ? program() : options.program).string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    ChildOptions child_options{options.environment, options.working_folder, true};
    for (const char* display : {"DISPLAY", "WAYLAND_DISPLAY"}) child_options.environment.try_emplace(display, "");
    int out[2], err[2];
    if (pipe2(out, O_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");

    const pid_t child = start_child(words, out[1], err[1], child_options);
    close(out[1]);
    close(err[1]);

    Outcome outcome;
    const auto start = Clock::now();
    bool killed = false;
    std::array<pollfd, 2> watched{pollfd{out[0], POLLIN, 0}, pollfd{err[0], POLLIN, 0}};
    std::array<std::string*, 2> texts{&outcome.out, &outcome.err};
    int status = 0;
    bool ended = false;
    while (!ended || watched[0].fd >= 0 || watched[1].fd >= 0) {
        const bool due = options.kill_after_s > 0 && seconds_since(start) > options.kill_after_s;
        const bool late = seconds_since(start) > options.timeout_s;
        if (!killed && (due || late)) {
            kill(-child, SIGKILL);
            outcome.timed_out = late;
            killed = true;
        }
        if (!ended) ended = waitpid(child, &status, WNOHANG) == child;
        // A short wait, so that the end of the program and the deadlines are both seen in time.
        poll(watched.data(), watched.size(), 20);
        for (std::size_t i = 0; i < watched.size(); ++i)
            if (watched[i].fd >= 0 && watched[i].revents != 0 && !drain(watched[i].fd, *texts[i])) watched[i].fd = -1;
    }
    close(out[0]);
    close(err[0]);
    outcome.exit_code = exit_code_of(status);
    return outcome;
}

std::string read_bytes(const std::filesystem::path& file, std::size_t limit) {
    std::ifstream stream(file, std::ios::binary | std::ios::ate);
    if (!stream) throw std::runtime_error("cannot read " + file.string());
    const auto size = std::min<std::size_t>(static_cast<std::size_t>(stream.tellg()), limit);
    std::string bytes(size, '\0');
    stream.seekg(0);
    stream.read(bytes.data(), static_cast<std::streamsize>(size));
    return bytes;
}

std::string first_frame(const std::filesystem::path& video, const Scratch& scratch, const std::string& name) {
    cv::VideoCapture clip(video.string());
    cv::Mat frame;
    if (!clip.read(frame)) throw std::runtime_error("cannot read " + video.string());
    cv::imwrite(scratch.file(name), frame);
    return scratch.file(name);
}

}  // namespace smp::test
