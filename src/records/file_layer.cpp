#include "records/file_layer.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "records/failure.hpp"

namespace smp::records {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t piece_bytes = 1 << 20;

[[noreturn]] void refuse(int code, const fs::path& path, bool writing = true) {
    throw Failure{disk_error(code, path, writing)};
}

class File {
  public:
    explicit File(int fd) : fd_(fd) {}
    ~File() {
        if (fd_ >= 0) ::close(fd_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    int fd() const { return fd_; }

  private:
    int fd_;
};

// The temporary file of a write: gone unless it was kept.
class Unfinished {
  public:
    Unfinished(FileLayer& files, const fs::path& target)
        : files_(files), path_(target.string() + unfinished_suffix), file_(create()) {}
    ~Unfinished() {
        if (!kept_) ::unlink(path_.c_str());
    }
    void write(View8 bytes) {
        while (!bytes.empty()) {
            const std::size_t piece = std::min(bytes.size(), piece_bytes);
            if (const int code = files_.before(FileAct::write, path_)) {
                // A disk that fills up takes a part first.
                [[maybe_unused]] const auto ignored = ::write(file_.fd(), bytes.data(), piece / 2);
                refuse(code, path_);
            }
            const ssize_t written = ::write(file_.fd(), bytes.data(), piece);
            if (written < 0 && errno == EINTR) continue;
            if (written <= 0) refuse(written < 0 ? errno : EIO, path_);
            bytes = bytes.subspan(static_cast<std::size_t>(written));
        }
    }
    void keep_as(const fs::path& target, bool folder_too = true) {
        if (const int code = files_.before(FileAct::sync, path_)) refuse(code, path_);
        if (files_.durable() && ::fsync(file_.fd()) != 0) refuse(errno, path_);
        files_.rename(path_, target);
        kept_ = true;
        if (folder_too) files_.sync_folder(target.parent_path());
    }

  private:
    int create() {
        if (const int code = files_.before(FileAct::create, path_)) refuse(code, path_);
        ::unlink(path_.c_str());  // of a program that was killed
        const int fd = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (fd < 0) refuse(errno, path_);
        return fd;
    }
    FileLayer& files_;
    fs::path path_;
    File file_;
    bool kept_ = false;
};

void read_pieces(const fs::path& path, bool from_disk, const std::function<void(View8)>& piece) {
    const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.fd() < 0) refuse(errno, path, false);
    if (from_disk) ::posix_fadvise(file.fd(), 0, 0, POSIX_FADV_DONTNEED);
    Bytes buffer(piece_bytes);
    for (;;) {
        const ssize_t got = ::read(file.fd(), buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) refuse(errno, path, false);
        if (got == 0) return;
        piece({buffer.data(), static_cast<std::size_t>(got)});
    }
}

class RunningDigest {
  public:
    RunningDigest() { crypto_generichash_init(&state_, nullptr, 0, Digest{}.size()); }
    void add(View8 bytes) { crypto_generichash_update(&state_, bytes.data(), bytes.size()); }
    Digest done() {
        Digest digest;
        crypto_generichash_final(&state_, digest.data(), digest.size());
        return digest;
    }

  private:
    crypto_generichash_state state_;
};

}  // namespace

Error disk_error(int code, const fs::path& path, bool writing) {
    const auto say = [&](std::string what, std::string advice) {
        return Error{ExitCode::input, std::move(what), path.string(), std::move(advice)};
    };
    switch (code) {
        case ENOSPC:
        case EDQUOT:
            return say("the disk is full, so nothing was saved", "make room on it, then try again");
        case EROFS:
            return say("the disk is read-only", "let it be written, or choose another folder");
        case EACCES:
        case EPERM:
            return say(writing ? "the folder cannot be written" : "the file cannot be read",
                       "give this user the right to it");
        case ENOENT:
        case ENOTDIR:
            return say("it is not there", "connect the disk, or name another folder");
        case EIO:
            return say("the disk reports an error", "look after the disk, and use the newest backup if it goes on");
        default:
            return say(
                std::string(writing ? "it cannot be written (" : "it cannot be read (") + std::strerror(code) + ")",
                "look after the disk");
    }
}

void FileLayer::make_folder(const fs::path& path) {
    if (const int code = before(FileAct::make_folder, path)) refuse(code, path);
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) refuse(errno, path);
    std::error_code ignored;
    if (!fs::is_directory(path, ignored)) refuse(ENOTDIR, path);
    sync_folder(path.parent_path());
}

void FileLayer::write_whole(const fs::path& path, View8 bytes) {
    Unfinished file(*this, path);
    file.write(bytes);
    file.keep_as(path);
}

Digest FileLayer::write_pieces(const fs::path& path, const std::function<void(const Put&)>& produce, bool folder_too) {
    Unfinished file(*this, path);
    RunningDigest digest;
    produce([&](View8 bytes) {
        digest.add(bytes);
        file.write(bytes);
    });
    file.keep_as(path, folder_too);
    return digest.done();
}

Digest FileLayer::copy_whole(const fs::path& from, const fs::path& to, bool folder_too) {
    return write_pieces(
        to, [&](const Put& put) { read_pieces(from, false, put); }, folder_too);
}

void FileLayer::rename(const fs::path& from, const fs::path& to) {
    if (const int code = before(FileAct::rename, to)) refuse(code, to);
    if (::rename(from.c_str(), to.c_str()) != 0) refuse(errno, to);
}

void FileLayer::remove(const fs::path& path) {
    if (const int code = before(FileAct::remove, path)) refuse(code, path);
    if (::unlink(path.c_str()) != 0 && errno != ENOENT && errno != ENOTDIR) refuse(errno, path);
}

void FileLayer::sync_folder(const fs::path& path) {
    const fs::path folder = path.empty() ? fs::path(".") : path;
    if (const int code = before(FileAct::sync, folder)) refuse(code, folder);
    if (!durable()) return;
    const File file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (file.fd() < 0) refuse(errno, folder);
    if (::fsync(file.fd()) != 0 && errno != EINVAL) refuse(errno, folder);  // EINVAL: a file system without it
}

Bytes FileLayer::read(const fs::path& path) {
    Bytes bytes;
    std::error_code ignored;
    const auto size = fs::file_size(path, ignored);
    if (!ignored) bytes.reserve(size);
    read_pieces(path, false, [&](View8 piece) { bytes.insert(bytes.end(), piece.begin(), piece.end()); });
    return bytes;
}

Digest FileLayer::digest(const fs::path& path, bool from_disk) {
    RunningDigest digest;
    read_pieces(path, from_disk, [&](View8 piece) { digest.add(piece); });
    return digest.done();
}

void write_checked(FileLayer& files, const fs::path& path, std::string_view line) {
    std::string text(line);
    text += "\n" + to_hex(digest_of(view_of(line))) + "\n";
    files.write_whole(path, view_of(text));
}

std::string read_checked(FileLayer& files, const fs::path& path) {
    const Bytes bytes = files.read(path);
    const std::string_view text = text_of(bytes);
    const std::size_t tail = 2 * Digest{}.size() + 2;
    if (text.size() >= tail) {
        const std::string_view line = text.substr(0, text.size() - tail);
        if (text.substr(line.size()) == "\n" + to_hex(digest_of(view_of(line))) + "\n") return std::string(line);
    }
    fail("it is damaged", path.string(), "restore the newest backup");
}

}  // namespace smp::records
