// A file under a temporary name beside its target, that becomes the target in one step or disappears.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.hpp"

namespace smp {

class AtomicFile {
  public:
    // Creates the temporary file. Fails with ExitCode::input when the folder is missing or cannot be written, or when
    // the target is something other than a file.
    static Expected<AtomicFile> create(const std::filesystem::path& target);
    AtomicFile(AtomicFile&& other) noexcept;
    AtomicFile& operator=(AtomicFile&&) = delete;
    ~AtomicFile();  // without commit(): removes the temporary file

    const std::filesystem::path& temporary() const { return temporary_; }
    const std::filesystem::path& target() const { return target_; }
    int fd() const { return fd_; }

    Status write(std::string_view bytes);
    Status sync();    // on disk, under the temporary name
    Status commit();  // on disk, then renamed

    Error failure(int code) const;  // ExitCode::input, says what errno `code` means for this file

  private:
    AtomicFile() = default;
    std::filesystem::path target_, temporary_;
    int fd_ = -1;
};

// Files that belong together: all are on the disk before the first gets its name, and none has it when one fails.
Status commit_all(std::vector<AtomicFile>& files);

}  // namespace smp
