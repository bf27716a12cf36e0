// SQLite, as the record's tables use it: opened by one program at a time, journalled, every statement checked. Only
// tables*.cpp and schema.cpp include this; there is no SQL elsewhere. Throws Failure.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "records/page_guard.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace smp::records {

class Database;

// One prepared statement; bound from 1 on, read from 0 on.
class Statement {
  public:
    Statement(Database& database, std::string_view sql);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    template <class... Values>
    Statement& with(const Values&... values) {
        int at = 0;
        (bind(++at, values), ...);
        return *this;
    }
    bool next();  // false: no more rows
    void run();   // to the end
    std::int64_t integer(int column) const;
    View8 blob(int column) const;  // until the next step
    std::string text(int column) const;

  private:
    void bind(int at, std::int64_t value);
    void bind(int at, int value) { bind(at, std::int64_t(value)); }
    void bind(int at, View8 blob);
    void bind(int at, const Bytes& blob) { bind(at, View8(blob)); }
    void bind(int at, const Digest& blob) { bind(at, View8(blob)); }
    void bind(int at, std::string_view text);
    template <class Kind>
    void bind(int at, const RecordId<Kind>& id) {
        bind(at, View8(id.bytes));
    }
    void check(int code);
    Database& database_;
    sqlite3_stmt* statement_ = nullptr;
};

class Database {
  public:
    // The file is there (empty: it becomes a new database). `file_layer` outlives it.
    Database(const std::filesystem::path& path, FileLayer& file_layer);
    ~Database();  // the journal goes into the database, unless leave_journal()
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    void run(const std::string& sql);
    void begin() { run("BEGIN IMMEDIATE"); }
    void commit() { run("COMMIT"); }
    void roll_back() noexcept;
    // Puts the journal into the database, overwrites and empties it.
    void checkpoint();
    std::uintmax_t journal_bytes() const;
    // The database file as it lies on the disk, without the journal. Not by opening it again: the system would drop
    // SQLite's lock when that is closed.
    void read_file(const std::function<void(View8)>& piece);
    void leave_journal();  // the files stay as they are when it closes
    // Everything that SQLite itself can say against the file; empty: nothing.
    std::vector<std::string> integrity();

  private:
    friend class Statement;
    [[noreturn]] void refuse(int code) const;
    std::filesystem::path path_;
    PageGuard guard_;
    sqlite3* handle_ = nullptr;
    std::vector<std::pair<std::string, sqlite3_stmt*>> idle_;  // prepared before, not in use now
};

}  // namespace smp::records
