#include "app/passphrase_source.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>

namespace smp {
namespace {

using records::Secret;

constexpr std::size_t longest = 1024;
constexpr std::uint8_t interrupt = 0x03;  // Ctrl C, while the terminal leaves it to us

Error usage(std::string what, std::string advice) {
    return {ExitCode::usage, std::move(what), "", std::move(advice)};
}

Secret first(const Secret& buffer, std::size_t size) {
    Secret line(size);
    if (size > 0) std::memcpy(line.data(), buffer.data(), size);
    return line;
}

// Byte by byte, so that what comes after the line stays for the next one.
Expected<Secret> read_line(int fd) {
    Secret buffer(longest);
    std::size_t size = 0;
    for (;;) {
        std::uint8_t byte = 0;
        const ssize_t got = ::read(fd, &byte, 1);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0)
            return usage(std::string("the passphrase cannot be read (") + std::strerror(errno) + ")",
                         "check --passphrase-fd");
        if (got == 0 || byte == '\n') break;
        if (byte == interrupt) return usage("no passphrase was given", "try again");
        if (size == longest) return usage("the passphrase is too long", "take at most 1024 letters");
        buffer.data()[size++] = byte;
    }
    if (size > 0 && buffer.data()[size - 1] == '\r') --size;
    if (size == 0) return usage("no passphrase was given", "type it, or write it to --passphrase-fd");
    return first(buffer, size);
}

class Terminal {
  public:
    Terminal() : fd_(::open("/dev/tty", O_RDWR | O_CLOEXEC)) {
        if (fd_ < 0 || tcgetattr(fd_, &before_) != 0) return;
        termios quiet = before_;
        // Ctrl C comes as a letter, so that the echo is always put back.
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG);
        good_ = tcsetattr(fd_, TCSAFLUSH, &quiet) == 0;
    }
    ~Terminal() {
        if (good_) tcsetattr(fd_, TCSAFLUSH, &before_);
        if (fd_ >= 0) ::close(fd_);
    }
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;
    bool good() const { return good_; }
    Expected<Secret> ask(const std::string& prompt) {
        say(prompt + ": ");
        auto line = read_line(fd_);
        say("\n");
        return line;
    }

  private:
    void say(const std::string& text) { [[maybe_unused]] const auto n = ::write(fd_, text.data(), text.size()); }
    int fd_ = -1;
    bool good_ = false;
    termios before_{};
};

Expected<Secret> from_keyring(const std::filesystem::path& store) {
    int fds[2];
    if (::pipe2(fds, O_CLOEXEC) != 0) return usage("the keyring cannot be asked", "use --passphrase-fd");
    const std::string folder = store.string();
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(fds[1], STDOUT_FILENO);
        ::execlp("secret-tool", "secret-tool", "lookup", "service", "smp-mirror", "store", folder.c_str(), nullptr);
        ::_exit(127);
    }
    ::close(fds[1]);
    auto line = child > 0 ? read_line(fds[0]) : Expected<Secret>(usage("the keyring cannot be asked", ""));
    ::close(fds[0]);
    int status = 0;
    if (child > 0) ::waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
        return usage("the system keyring needs secret-tool", "install libsecret-tools, or use --passphrase-fd");
    if (!line)
        return usage(
            "the system keyring has no passphrase of these records",
            "put it there with: secret-tool store --label='smp-mirror records' service smp-mirror store " + folder);
    return line;
}

bool same(const Secret& a, const Secret& b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace

Expected<Secret> ask_passphrase(const PassphraseSource& source, const std::string& prompt, bool twice) {
    if (source.fd >= 0) return read_line(source.fd);
    if (source.keyring) return from_keyring(source.store);
    Terminal terminal;
    if (!terminal.good())
        return usage("there is no terminal to ask for the passphrase",
                     "give it on --passphrase-fd N, or use --keyring");
    auto once = terminal.ask(prompt);
    if (!once || !twice) return once;
    const auto again = terminal.ask(prompt + ", again");
    if (!again) return again.error();
    if (!same(*once, *again)) return Error{ExitCode::input, "the two are not the same", "", "try again"};
    return once;
}

}  // namespace smp
