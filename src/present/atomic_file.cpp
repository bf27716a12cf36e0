#include "present/atomic_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "base/texts.hpp"

namespace smp {
namespace {

namespace fs = std::filesystem;

std::string advice_for(int code) {
    switch (code) {
        case ENOSPC:
        case EDQUOT:
            return tr("free some space on the disk or choose another folder");
        case EFBIG:
            return tr("choose a disk that takes files of this size");
        case ENAMETOOLONG:
            return tr("choose a shorter name");
        default:
            return tr("choose a folder that exists and can be written");
    }
}

}  // namespace

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : target_(std::move(other.target_)),
      temporary_(std::exchange(other.temporary_, fs::path())),
      fd_(std::exchange(other.fd_, -1)) {}

AtomicFile::~AtomicFile() {
    if (fd_ >= 0) ::close(fd_);
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

Error AtomicFile::failure(int code) const {
    return {ExitCode::input, tr_fill("cannot be written ({0})", std::strerror(code)), target_.string(),
            advice_for(code)};
}

Expected<AtomicFile> AtomicFile::create(const fs::path& target) {
    AtomicFile file;
    file.target_ = target;
    std::error_code error;
    const auto status = fs::status(target, error);
    if (target.filename().empty() || fs::is_directory(status))
        return Error{ExitCode::input, tr("is a folder"), target.string(), tr("name a file in it")};
    if (fs::exists(status)) {
        // A device or pipe would be replaced by the rename.
        if (!fs::is_regular_file(status))
            return Error{ExitCode::input, tr("is not a plain file"), target.string(), tr("choose another name")};
        // Through a symbolic link the file it names is replaced, not the link.
        if (const auto real = fs::canonical(target, error); !error) file.target_ = real;
    }
    static std::atomic<unsigned> count{0};
    const std::string suffix = "." + std::to_string(::getpid()) + "-" + std::to_string(count++) + ".part";
    fs::path temporary = file.target_;
    temporary.replace_filename("." + file.target_.filename().string() + suffix);
    file.fd_ = ::open(temporary.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file.fd_ < 0) return file.failure(errno);
    file.temporary_ = temporary;
    return file;
}

Status AtomicFile::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto n = ::write(fd_, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return failure(n < 0 ? errno : EIO);
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return Done{};
}

Status AtomicFile::sync() {
    if (::fsync(fd_) != 0) return failure(errno);
    return Done{};
}

Status AtomicFile::commit() {
    if (auto done = sync(); !done) return done;
    if (::close(std::exchange(fd_, -1)) != 0) return failure(errno);
    if (::rename(temporary_.c_str(), target_.c_str()) != 0) return failure(errno);
    temporary_.clear();
    // The rename itself is on disk once the folder is; a file system that cannot do this has lost nothing.
    const fs::path folder = target_.parent_path().empty() ? "." : target_.parent_path();
    if (const int dir = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); dir >= 0) {
        ::fsync(dir);
        ::close(dir);
    }
    return Done{};
}

Status commit_all(std::vector<AtomicFile>& files) {
    for (AtomicFile& file : files)
        if (auto done = file.sync(); !done) return done;
    for (std::size_t i = 0; i < files.size(); ++i) {
        auto done = files[i].commit();
        if (done) continue;
        for (std::size_t k = 0; k < i; ++k) ::unlink(files[k].target().c_str());
        return done;
    }
    return Done{};
}

}  // namespace smp
