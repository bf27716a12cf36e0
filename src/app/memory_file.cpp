#include "app/memory_file.hpp"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/texts.hpp"

namespace smp {
namespace {

Error no_memory() {
    return {ExitCode::fault, tr("there is not enough memory"), "", tr("free some memory and try again")};
}

}  // namespace

MemoryFile::MemoryFile(MemoryFile&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

MemoryFile& MemoryFile::operator=(MemoryFile&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
}

MemoryFile::~MemoryFile() {
    if (fd_ >= 0) ::close(fd_);
}

Expected<MemoryFile> MemoryFile::create() {
    const int fd = ::memfd_create("smp-mirror", MFD_CLOEXEC);
    if (fd < 0) return no_memory();
    return MemoryFile(fd);
}

Expected<MemoryFile> MemoryFile::of(std::span<const std::uint8_t> bytes) {
    auto file = create();
    if (!file) return file.error();
    for (std::size_t done = 0; done < bytes.size();) {
        const auto n = ::write(file->fd_, bytes.data() + done, bytes.size() - done);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return no_memory();
        done += static_cast<std::size_t>(n);
    }
    return file;
}

std::string MemoryFile::path() const {
    return "/proc/self/fd/" + std::to_string(fd_);
}

std::size_t MemoryFile::size() const {
    struct stat is {};
    return ::fstat(fd_, &is) == 0 ? static_cast<std::size_t>(is.st_size) : 0;
}

Expected<std::vector<std::uint8_t>> MemoryFile::read() const {
    std::vector<std::uint8_t> bytes(size());
    for (std::size_t done = 0; done < bytes.size();) {
        const auto n = ::pread(fd_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(done));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return no_memory();
        done += static_cast<std::size_t>(n);
    }
    return bytes;
}

}  // namespace smp
