// Every change that the record makes on the disk goes through here, the database's too: whole files, on the disk when
// the call returns. A test derives from it to make any one of them fail. Throws Failure with one clear sentence.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/expected.hpp"
#include "records/sealing.hpp"

namespace smp::records {

enum class FileAct { create, write, sync, rename, remove, make_folder, truncate };

class FileLayer {
  public:
    virtual ~FileLayer() = default;

    // Asked before each step; an errno other than 0 makes that step fail with it.
    virtual int before(FileAct, const std::filesystem::path&) { return 0; }
    // False leaves out every fsync: for bulk work that can be done again.
    virtual bool durable() const { return true; }

    void make_folder(const std::filesystem::path& path);  // 0700; it may be there
    // Through a temporary name beside it, mode 0600, synced, renamed, the folder synced: there whole, or not at all.
    void write_whole(const std::filesystem::path& path, View8 bytes);
    // The same of what comes piece by piece. Returns the digest. Of many files in one folder the folder may be synced
    // once, afterwards.
    using Put = std::function<void(View8)>;
    Digest write_pieces(const std::filesystem::path& path, const std::function<void(const Put&)>& produce,
                        bool folder_too = true);
    Digest copy_whole(const std::filesystem::path& from, const std::filesystem::path& to, bool folder_too = true);
    void rename(const std::filesystem::path& from, const std::filesystem::path& to);
    void remove(const std::filesystem::path& path);  // it may be gone already
    void sync_folder(const std::filesystem::path& path);

    Bytes read(const std::filesystem::path& path);
    // `from_disk`: not from the system's memory of what was just written.
    Digest digest(const std::filesystem::path& path, bool from_disk = false);
};

// Ends what a save or a backup wrote under; such files belong to nobody after a crash.
inline constexpr const char* unfinished_suffix = ".part";

// What errno means for the one who reads it.
Error disk_error(int code, const std::filesystem::path& path, bool writing);

// A small text with a checksum of its own: one line, then its digest. Reading throws when one bit is not as written.
void write_checked(FileLayer& files, const std::filesystem::path& path, std::string_view line);
std::string read_checked(FileLayer& files, const std::filesystem::path& path);

}  // namespace smp::records
