// SQLite's files through the record's FileLayer: each page of the database carries a checksum of its own, so that one
// flipped bit is noticed when the page is read, and a test can make any write fail. For .cpp files of records/.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "records/file_layer.hpp"

namespace smp::records {

class PageGuard {
  public:
    static constexpr std::size_t page_bytes = 4096, checksum_bytes = 16;  // the checksum ends the page

    explicit PageGuard(FileLayer& files);  // registers a VFS of its own
    ~PageGuard();                          // after the last connection through it
    PageGuard(const PageGuard&) = delete;
    PageGuard& operator=(const PageGuard&) = delete;

    const std::string& vfs_name() const;
    int last_errno() const;                        // of the last write that failed; 0: none
    const std::filesystem::path& damaged() const;  // the file whose page was damaged last; empty: none
    std::int64_t damaged_page() const;             // counted from 1
    // Of a file that was opened through a guard, as it is; `file` is an sqlite3_file. Returns SQLite's code.
    static int unchecked_read(void* file, void* out, int amount, std::int64_t offset);

  private:
    friend struct PageGuardCalls;
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// Looks at every page of a database file. Empty: all are whole.
std::vector<std::int64_t> damaged_pages(FileLayer& files, const std::filesystem::path& database);
// The same for pieces of one file that come in order.
class PageCheck {
  public:
    void add(View8 piece);
    std::vector<std::int64_t> done();  // a page that is cut off is damaged too

  private:
    Bytes rest_;
    std::int64_t page_ = 0;
    std::vector<std::int64_t> damaged_;
};

}  // namespace smp::records
