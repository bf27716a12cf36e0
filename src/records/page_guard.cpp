#include "records/page_guard.hpp"

#include <sodium.h>
#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>

namespace smp::records {
namespace fs = std::filesystem;

struct PageGuard::Impl {
    FileLayer& files;
    std::string name;
    sqlite3_vfs* below = nullptr;
    sqlite3_vfs vfs{};
    int last_errno = 0;
    fs::path damaged;
    std::int64_t damaged_page = 0;
};

namespace {

// SQLite gives the room for this and for the file below, which lies right behind it.
struct GuardedFile {
    sqlite3_file base;
    void* guard;
    const char* path;
    bool pages, journal;
    sqlite3_file* below() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

GuardedFile& guarded(sqlite3_file* file) {
    return *reinterpret_cast<GuardedFile*>(file);
}

void checksum_of(const std::uint8_t* page, std::int64_t number, std::uint8_t* out) {
    crypto_generichash_state state;
    crypto_generichash_init(&state, nullptr, 0, PageGuard::checksum_bytes);
    crypto_generichash_update(&state, page, PageGuard::page_bytes - PageGuard::checksum_bytes);
    crypto_generichash_update(&state, reinterpret_cast<const std::uint8_t*>(&number), sizeof number);
    crypto_generichash_final(&state, out, PageGuard::checksum_bytes);
}

bool page_is_whole(const std::uint8_t* page, std::int64_t number) {
    std::uint8_t expected[PageGuard::checksum_bytes];
    checksum_of(page, number, expected);
    return std::memcmp(expected, page + PageGuard::page_bytes - PageGuard::checksum_bytes, sizeof expected) == 0;
}

bool is_page(int amount, sqlite3_int64 offset) {
    return amount == static_cast<int>(PageGuard::page_bytes) && offset % amount == 0;
}

int sqlite_code(int code, int otherwise) {
    if (code == ENOSPC || code == EDQUOT) return SQLITE_FULL;
    if (code == EROFS || code == EACCES || code == EPERM) return SQLITE_READONLY;
    return otherwise;
}

}  // namespace

// Functions that SQLite calls; as a struct so that they may see PageGuard::Impl.
struct PageGuardCalls {
    static PageGuard::Impl& impl(GuardedFile& f) { return *static_cast<PageGuard::Impl*>(f.guard); }
    static int refused(PageGuard::Impl& guard, FileAct act, const char* path, int otherwise) {
        const int code = guard.files.before(act, path ? path : "");
        if (code == 0) return SQLITE_OK;
        guard.last_errno = code;
        return sqlite_code(code, otherwise);
    }
    static int kept_errno(GuardedFile& f, int result) {
        if (result != SQLITE_OK && errno != 0) impl(f).last_errno = errno;
        return result;
    }
    static int close(sqlite3_file* file) { return guarded(file).below()->pMethods->xClose(guarded(file).below()); }
    static int read(sqlite3_file* file, void* out, int amount, sqlite3_int64 offset) {
        GuardedFile& f = guarded(file);
        const int result = f.below()->pMethods->xRead(f.below(), out, amount, offset);
        if (result != SQLITE_OK || !f.pages || !is_page(amount, offset)) return result;
        const std::int64_t number = offset / amount + 1;
        if (page_is_whole(static_cast<const std::uint8_t*>(out), number)) return SQLITE_OK;
        impl(f).damaged = f.path ? f.path : "";
        impl(f).damaged_page = number;
        return SQLITE_IOERR_DATA;
    }
    static int write(sqlite3_file* file, const void* bytes, int amount, sqlite3_int64 offset) {
        GuardedFile& f = guarded(file);
        if (const int code = refused(impl(f), FileAct::write, f.path, SQLITE_IOERR_WRITE)) return code;
        errno = 0;
        if (!f.pages || !is_page(amount, offset))
            return kept_errno(f, f.below()->pMethods->xWrite(f.below(), bytes, amount, offset));
        std::uint8_t page[PageGuard::page_bytes];
        std::memcpy(page, bytes, sizeof page);
        checksum_of(page, offset / amount + 1, page + sizeof page - PageGuard::checksum_bytes);
        return kept_errno(f, f.below()->pMethods->xWrite(f.below(), page, amount, offset));
    }
    static int truncate(sqlite3_file* file, sqlite3_int64 size) {
        GuardedFile& f = guarded(file);
        if (const int code = refused(impl(f), FileAct::truncate, f.path, SQLITE_IOERR_TRUNCATE)) return code;
        // What leaves the journal may be a key that was destroyed: it is overwritten before its blocks are given back.
        sqlite3_int64 old_size = 0;
        if (f.journal && f.below()->pMethods->xFileSize(f.below(), &old_size) == SQLITE_OK) {
            static constexpr std::uint8_t zeros[65536] = {};
            for (sqlite3_int64 at = size; at < old_size; at += static_cast<int>(sizeof zeros))
                f.below()->pMethods->xWrite(f.below(), zeros,
                                            static_cast<int>(std::min<sqlite3_int64>(sizeof zeros, old_size - at)), at);
            if (old_size > size && impl(f).files.durable()) f.below()->pMethods->xSync(f.below(), SQLITE_SYNC_NORMAL);
        }
        errno = 0;
        return kept_errno(f, f.below()->pMethods->xTruncate(f.below(), size));
    }
    static int sync(sqlite3_file* file, int flags) {
        GuardedFile& f = guarded(file);
        if (const int code = refused(impl(f), FileAct::sync, f.path, SQLITE_IOERR_FSYNC)) return code;
        if (!impl(f).files.durable()) return SQLITE_OK;
        errno = 0;
        return kept_errno(f, f.below()->pMethods->xSync(f.below(), flags));
    }
    static int file_size(sqlite3_file* file, sqlite3_int64* size) {
        return guarded(file).below()->pMethods->xFileSize(guarded(file).below(), size);
    }
    static int lock(sqlite3_file* file, int level) {
        return guarded(file).below()->pMethods->xLock(guarded(file).below(), level);
    }
    static int unlock(sqlite3_file* file, int level) {
        return guarded(file).below()->pMethods->xUnlock(guarded(file).below(), level);
    }
    static int check_lock(sqlite3_file* file, int* result) {
        return guarded(file).below()->pMethods->xCheckReservedLock(guarded(file).below(), result);
    }
    static int control(sqlite3_file* file, int what, void* value) {
        return guarded(file).below()->pMethods->xFileControl(guarded(file).below(), what, value);
    }
    static int sector_size(sqlite3_file* file) {
        return guarded(file).below()->pMethods->xSectorSize(guarded(file).below());
    }
    static int device(sqlite3_file* file) {
        return guarded(file).below()->pMethods->xDeviceCharacteristics(guarded(file).below());
    }

    static int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out_flags) {
        // Version 1: no shared memory and no mapping, so every read and write comes through here. One program at a time
        // has the database, so its journal needs none.
        static const sqlite3_io_methods methods{1,       close,   read,       write,   truncate,    sync,   file_size,
                                                lock,    unlock,  check_lock, control, sector_size, device, nullptr,
                                                nullptr, nullptr, nullptr,    nullptr, nullptr};
        auto& guard = *static_cast<PageGuard::Impl*>(vfs->pAppData);
        GuardedFile& f = guarded(file);
        f = {};
        f.guard = &guard;
        f.path = path;
        f.pages = (flags & SQLITE_OPEN_MAIN_DB) != 0;
        f.journal = (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0;
        if (f.journal && (flags & SQLITE_OPEN_CREATE))
            if (const int code = refused(guard, FileAct::create, path, SQLITE_CANTOPEN)) return code;
        errno = 0;
        const int result = guard.below->xOpen(guard.below, path, f.below(), flags, out_flags);
        if (result == SQLITE_OK) f.base.pMethods = &methods;
        return kept_errno(f, result);
    }
    static int remove(sqlite3_vfs* vfs, const char* path, int sync_folder) {
        auto& guard = *static_cast<PageGuard::Impl*>(vfs->pAppData);
        if (const int code = refused(guard, FileAct::remove, path, SQLITE_IOERR_DELETE)) return code;
        return guard.below->xDelete(guard.below, path, guard.files.durable() ? sync_folder : 0);
    }
};

PageGuard::PageGuard(FileLayer& files) : impl_(new Impl{files, {}, nullptr, {}, 0, {}, 0}) {
    static std::atomic<int> count = 0;
    impl_->name = "smp-records-" + std::to_string(++count);
    impl_->below = sqlite3_vfs_find(nullptr);
    impl_->vfs = *impl_->below;  // time, randomness, folders: as below
    impl_->vfs.pNext = nullptr;
    impl_->vfs.zName = impl_->name.c_str();
    impl_->vfs.szOsFile = static_cast<int>(sizeof(GuardedFile)) + impl_->below->szOsFile;
    impl_->vfs.pAppData = impl_.get();
    impl_->vfs.xOpen = PageGuardCalls::open;
    impl_->vfs.xDelete = PageGuardCalls::remove;
    sqlite3_vfs_register(&impl_->vfs, 0);
}

PageGuard::~PageGuard() {
    sqlite3_vfs_unregister(&impl_->vfs);
}

const std::string& PageGuard::vfs_name() const {
    return impl_->name;
}
int PageGuard::last_errno() const {
    return impl_->last_errno;
}
const fs::path& PageGuard::damaged() const {
    return impl_->damaged;
}
std::int64_t PageGuard::damaged_page() const {
    return impl_->damaged_page;
}

int PageGuard::unchecked_read(void* file, void* out, int amount, std::int64_t offset) {
    sqlite3_file* below = guarded(static_cast<sqlite3_file*>(file)).below();
    return below->pMethods->xRead(below, out, amount, offset);
}

void PageCheck::add(View8 piece) {
    while (!piece.empty()) {
        const std::size_t take = std::min(piece.size(), PageGuard::page_bytes - rest_.size());
        rest_.insert(rest_.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(take));
        piece = piece.subspan(take);
        if (rest_.size() < PageGuard::page_bytes) return;
        if (!page_is_whole(rest_.data(), ++page_)) damaged_.push_back(page_);
        rest_.clear();
    }
}

std::vector<std::int64_t> PageCheck::done() {
    if (!rest_.empty()) damaged_.push_back(page_ + 1);
    return damaged_;
}

std::vector<std::int64_t> damaged_pages(FileLayer& files, const fs::path& database) {
    PageCheck check;
    const Bytes bytes = files.read(database);
    check.add(bytes);
    return check.done();
}

}  // namespace smp::records
