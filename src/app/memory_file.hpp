// A file in memory, for libraries that want one where nothing may reach a disk. Gone when it is closed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/expected.hpp"

namespace smp {

class MemoryFile {
  public:
    // Fails with ExitCode::fault when there is no memory.
    static Expected<MemoryFile> create();
    static Expected<MemoryFile> of(std::span<const std::uint8_t> bytes);
    MemoryFile(MemoryFile&& other) noexcept;
    MemoryFile& operator=(MemoryFile&& other) noexcept;
    ~MemoryFile();

    int fd() const { return fd_; }
    std::string path() const;  // by which this process opens it
    std::size_t size() const;  // bytes
    Expected<std::vector<std::uint8_t>> read() const;

  private:
    explicit MemoryFile(int fd) : fd_(fd) {}
    int fd_ = -1;
};

}  // namespace smp
