#include "records/database.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "records/failure.hpp"

namespace smp::records {
namespace fs = std::filesystem;

Database::Database(const fs::path& path, FileLayer& file_layer) : path_(path), guard_(file_layer) {
    const int opened = sqlite3_open_v2(path.c_str(), &handle_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_PRIVATECACHE,
                                       guard_.vfs_name().c_str());
    try {
        if (opened != SQLITE_OK) refuse(opened);
        sqlite3_extended_result_codes(handle_, 1);
        int reserved = static_cast<int>(PageGuard::checksum_bytes);
        sqlite3_file_control(handle_, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved);
        // Exclusive before the journal's mode: then there is no shared memory file either.
        for (const char* pragma :
             {"PRAGMA page_size = 4096", "PRAGMA locking_mode = EXCLUSIVE", "PRAGMA journal_mode = WAL",
              "PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON", "PRAGMA secure_delete = ON",
              "PRAGMA temp_store = MEMORY", "PRAGMA wal_autocheckpoint = 0", "PRAGMA trusted_schema = OFF",
              "PRAGMA cell_size_check = ON"})
            run(pragma);
        sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
        Statement mode(*this, "PRAGMA journal_mode");
        if (!mode.next() || mode.text(0) != "wal") fail("its journal cannot be used", path_.string());
    } catch (...) {
        for (const auto& [sql, statement] : idle_) sqlite3_finalize(statement);
        sqlite3_close(handle_);
        throw;
    }
}

Database::~Database() {
    for (const auto& [sql, statement] : idle_) sqlite3_finalize(statement);
    sqlite3_close(handle_);
}

void Database::run(const std::string& sql) {
    if (const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr)) refuse(code);
}

void Database::roll_back() noexcept {
    if (!sqlite3_get_autocommit(handle_)) sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
}

void Database::checkpoint() {
    if (const int code = sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr))
        refuse(code);
}

std::uintmax_t Database::journal_bytes() const {
    std::error_code error;
    const auto size = fs::file_size(path_.string() + "-wal", error);
    return error ? 0 : size;
}

void Database::read_file(const std::function<void(View8)>& piece) {
    sqlite3_file* file = nullptr;
    sqlite3_file_control(handle_, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    sqlite3_int64 size = 0;
    if (!file || !file->pMethods || file->pMethods->xFileSize(file, &size) != SQLITE_OK) refuse(SQLITE_IOERR);
    Bytes buffer(256 * PageGuard::page_bytes);
    for (sqlite3_int64 at = 0; at < size; at += static_cast<sqlite3_int64>(buffer.size())) {
        const auto amount =
            static_cast<int>(std::min<sqlite3_int64>(static_cast<sqlite3_int64>(buffer.size()), size - at));
        // One page alone would be checked on the way; this reads all alike.
        if (const int code = PageGuard::unchecked_read(file, buffer.data(), amount, at)) refuse(code);
        piece({buffer.data(), static_cast<std::size_t>(amount)});
    }
}

void Database::leave_journal() {
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

std::vector<std::string> Database::integrity() {
    std::vector<std::string> found;
    Statement check(*this, "PRAGMA integrity_check(20)");
    while (check.next())
        if (check.text(0) != "ok") found.push_back(check.text(0));
    Statement keys(*this, "PRAGMA foreign_key_check");
    while (keys.next()) found.push_back("a row of table " + keys.text(0) + " belongs to a client who is not there");
    return found;
}

// SQLite's own words quote no values here, but its codes are told in ours all the same.
void Database::refuse(int code) const {
    const auto say = [&](std::string what, std::string advice) {
        throw Failure{{ExitCode::input, std::move(what), path_.string(), std::move(advice)}};
    };
    if (code == SQLITE_IOERR_DATA && !guard_.damaged().empty())
        say("page " + std::to_string(guard_.damaged_page()) + " of it is damaged", "restore the newest backup");
    switch (code & 0xff) {
        case SQLITE_FULL:
            throw Failure{disk_error(ENOSPC, path_, true)};
        case SQLITE_READONLY:
            throw Failure{disk_error(guard_.last_errno() ? guard_.last_errno() : EACCES, path_, true)};
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
            throw Failure{disk_error(guard_.last_errno() ? guard_.last_errno() : EIO, path_, true)};
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            say("it is damaged", "restore the newest backup");
            [[fallthrough]];
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            say("another program has it open", "close that program");
            [[fallthrough]];
        case SQLITE_NOMEM:
            throw std::bad_alloc();
        default:
            say("the database refuses a step (code " + std::to_string(code) + ")", "please report it");
    }
    std::abort();  // not reached: every case throws
}

Statement::Statement(Database& database, std::string_view sql) : database_(database) {
    auto& idle = database.idle_;
    const auto found = std::find_if(idle.begin(), idle.end(), [&](const auto& entry) { return entry.first == sql; });
    if (found != idle.end()) {
        statement_ = found->second;
        idle.erase(found);
    } else {
        check(sqlite3_prepare_v2(database.handle_, sql.data(), static_cast<int>(sql.size()), &statement_, nullptr));
    }
}

Statement::~Statement() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
    database_.idle_.emplace_back(sqlite3_sql(statement_), statement_);
}

bool Statement::next() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    sqlite3_reset(statement_);
    database_.refuse(code);
}

void Statement::run() {
    while (next()) {
    }
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}

View8 Statement::blob(int column) const {
    const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::string Statement::text(int column) const {
    const auto* letters = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return letters ? letters : "";
}

void Statement::bind(int at, std::int64_t value) {
    check(sqlite3_bind_int64(statement_, at, value));
}

void Statement::bind(int at, View8 blob) {
    // A null pointer would bind NULL.
    check(sqlite3_bind_blob64(statement_, at, blob.empty() ? "" : static_cast<const void*>(blob.data()), blob.size(),
                              SQLITE_TRANSIENT));
}

void Statement::bind(int at, std::string_view text) {
    check(sqlite3_bind_text64(statement_, at, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Statement::check(int code) {
    if (code != SQLITE_OK) database_.refuse(code);
}

}  // namespace smp::records
