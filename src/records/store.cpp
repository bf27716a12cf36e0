// Making, opening, locking: where keys come from and go.
#include "records/store.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <set>

#include "records/recovery_code.hpp"
#include "records/store_impl.hpp"

namespace smp::records {
namespace fs = std::filesystem;
namespace {

enum KeyNumber : std::uint64_t { wrapping = 1 };  // 2 and 3: audit_chain.cpp

void check_passphrase(const Secret& passphrase) {
    std::size_t letters = 0;
    for (const std::uint8_t byte : passphrase.view()) letters += (byte & 0xC0) != 0x80;
    if (letters < least_passphrase_letters)
        fail("the passphrase is too short", "",
             "take at least " + std::to_string(least_passphrase_letters) + " letters; several words are better");
}

bool is_empty_or_missing(const fs::path& folder) {
    std::error_code error;
    const auto status = fs::symlink_status(folder, error);
    if (status.type() == fs::file_type::not_found) return true;
    return status.type() == fs::file_type::directory && fs::is_empty(folder, error) && !error;
}

void check_who(const std::string& who) {
    if (who.empty()) fail("nobody is named as the one who does this", "", "say who works with the records");
}

}  // namespace

FolderLock::FolderLock(const fs::path& folder) {
    fd_ = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd_ < 0) throw Failure{disk_error(errno, folder, false)};
    if (::flock(fd_, LOCK_EX | LOCK_NB) == 0) return;
    const int code = errno;
    ::close(fd_);
    if (code != EWOULDBLOCK) throw Failure{disk_error(code, folder, false)};
    fail("another program has these records unlocked", folder.string(), "lock them there or close it, then try again");
}

FolderLock::~FolderLock() {
    ::close(fd_);
}

RecordStore::Impl::Impl(fs::path where, StoreOptions given)
    : folder(std::move(where)),
      options(std::move(given)),
      files(options.files ? options.files : std::make_shared<FileLayer>()),
      pictures(*files, folder) {}

RecordStore::RecordStore(fs::path folder, StoreOptions options)
    : folder_(folder), impl_(std::make_unique<Impl>(std::move(folder), std::move(options))) {}

RecordStore::~RecordStore() {
    lock();
}

Expected<NewStore> RecordStore::create(const fs::path& folder, const Secret& passphrase, const std::string& who,
                                       StoreOptions options) {
    return attempt([&]() -> NewStore {
        check_passphrase(passphrase);
        check_who(who);
        if (!is_empty_or_missing(folder))
            fail("there is something already", folder.string(), "name a new or empty folder");
        const fs::path target = fs::absolute(folder).lexically_normal();
        const fs::path final_folder = target.has_filename() ? target : target.parent_path();
        std::error_code error;
        fs::create_directories(final_folder.parent_path(), error);
        const fs::path making = final_folder.string() + unfinished_suffix;
        fs::remove_all(making, error);  // of a program that was killed
        const Secret code = Secret::random(recovery_bytes);
        StoreId store;
        {
            RecordStore half(making, options);
            Impl& impl = *half.impl_;
            try {
                impl.files->make_folder(making);
                impl.pictures.make_folders();
                auto [ring, master] = KeyRing::make(passphrase, code, impl.options.cost);
                store = ring.store();
                ring.save(*impl.files, making);
                if (ring.spare_failed()) fail("the keys could not be written twice", making.string());
                impl.begin(std::move(master), ring.store(), true);
                impl.commit([&](AuditTail& tail) {
                    impl.open->tables->put_meta("store", store.bytes);
                    impl.open->audit.append(*impl.open->tables, tail, impl.fact(who, "init"));
                });
                impl.open->audit.write_head(*impl.files, making, impl.open->tail);
                half.lock();
                impl.files->rename(making, final_folder);
                impl.files->sync_folder(final_folder.parent_path());
            } catch (...) {
                half.lock();
                fs::remove_all(making, error);
                throw;
            }
        }
        NewStore made{need(open(final_folder, options)), recovery_text(code)};
        need(made.store->unlock(passphrase, who));
        return made;
    });
}

Expected<std::unique_ptr<RecordStore>> RecordStore::open(const fs::path& folder, StoreOptions options) {
    return attempt([&] {
        std::unique_ptr<RecordStore> store(new RecordStore(folder, std::move(options)));
        std::error_code ignored;
        if (fs::exists(folder / "backup", ignored) && !store->impl_->options.look_only)
            fail("this is a backup", folder.string(), "put it back with `smp-mirror records restore`");
        std::vector<Damage> damages;  // reported by unlock() and verify()
        KeyRing::load(*store->impl_->files, folder, damages);
        return store;
    });
}

bool RecordStore::unlocked() const {
    return impl_->open != nullptr;
}

void RecordStore::lock() {
    impl_->lock();
}

void RecordStore::Impl::lock() {
    if (open) open->index.clear();
    open.reset();
    folder_lock.reset();
}

bool RecordStore::lock_if_idle() {
    const Impl& impl = *impl_;
    if (!impl.open || impl.options.idle_limit_s <= 0) return false;
    const auto idle_s = (impl.now() - impl.last_use).count();
    if (idle_s >= 0 && idle_s < impl.options.idle_limit_s) return false;  // below 0: the clock was set back
    lock();
    return true;
}

std::vector<std::string> RecordStore::take_troubles() {
    return std::exchange(impl_->troubles, {});
}

Unlocked& RecordStore::Impl::use() {
    if (open && options.idle_limit_s > 0 && (now() - last_use).count() >= options.idle_limit_s) lock();
    if (!open) fail("the records are locked", "", "unlock them with the passphrase");
    last_use = now();
    return *open;
}

Status RecordStore::unlock(const Secret& passphrase, const std::string& who) {
    return attempt(
        [&] { impl_->unlock([&](const KeyRing& ring) { return ring.master_by_passphrase(passphrase); }, true, who); });
}

Status RecordStore::unlock_with_recovery(const Secret& code, const std::string& who) {
    return attempt(
        [&] { impl_->unlock([&](const KeyRing& ring) { return ring.master_by_recovery(code); }, false, who); });
}

void RecordStore::Impl::unlock(const std::function<std::optional<Secret>(const KeyRing&)>& opening, bool counts,
                               const std::string& who) {
    check_who(who);
    lock();
    auto held = std::make_unique<FolderLock>(folder);
    key_damages.clear();
    KeyRing ring = KeyRing::load(*files, folder, key_damages);
    GuessLimit guesses(*files, folder);
    counts = counts && !options.look_only;
    if (counts) {
        if (const auto wait_s = guesses.wait_s(now()); wait_s > 0)
            fail("too many wrong passphrases", "", "try again in " + std::to_string(wait_s) + " s");
        // On a full disk the salon still comes to its records, and guessing still costs the time of Argon2id.
        const auto counted = attempt([&] { guesses.count(now()); });
        if (!counted) trouble(counted.error());
    }
    auto master = opening(ring);
    if (!master) {
        const auto wait_s = counts ? guesses.wait_s(now()) : 0;
        fail(counts ? "the passphrase is wrong" : "this does not open these records", "",
             wait_s > 0 ? "the next try is taken in " + std::to_string(wait_s) + " s" : "try again");
    }
    if (!options.look_only) {
        const auto forgotten = attempt([&] { guesses.forget(); });
        if (!forgotten) trouble(forgotten.error());
    }
    for (const Damage& damage : key_damages) troubles.push_back(damage.where + ": " + damage.what);
    if (!key_damages.empty() && !options.look_only) {
        const auto mended = attempt([&] { ring.save(*files, folder); });
        if (!mended) trouble(mended.error());
    }
    folder_lock = std::move(held);
    try {
        begin(std::move(*master), ring.store(), false);
    } catch (...) {
        lock();
        throw;
    }
    if (options.look_only) return;
    const auto noted = attempt(
        [&] { commit([&](AuditTail& tail) { open->audit.append(*open->tables, tail, fact(who, "unlock")); }); });
    if (!noted) trouble(noted.error());  // they can still be read
}

void RecordStore::Impl::begin(Secret master, const StoreId& store, bool create) {
    Secret wrap_key = derived_key(master, wrapping);
    AuditChain audit(master, store);
    open.reset(new Unlocked{{}, std::move(master), std::move(wrap_key), store, std::move(audit), nullptr});
    last_use = now();
    open->tables = std::make_unique<Tables>(folder, *files, create);
    if (create) return;
    Unlocked& u = *open;
    const auto named = u.tables->meta("store");
    if (!named || !std::equal(named->begin(), named->end(), store.bytes.begin(), store.bytes.end()))
        fail("it belongs to other records than the keys do", (folder / Tables::file_name).string(),
             "restore the newest backup");
    u.tail = u.audit.tail(*u.tables);
    const auto head = attempt([&] { return u.audit.read_head(*files, folder); });
    bool follows = head && head->number <= u.tail.number;
    if (follows && head->number > 0)  // and it is this log, not another one that has grown from an older copy
        u.tables->each_audit(head->number, [&](const Tables::AuditRow& row) {
            follows = row.number == head->number && same(head->chain, row.chain);
            return false;
        });
    if (!follows && options.accept_loss) {
        troubles.push_back("the log of the records is not whole; it goes on from entry " +
                           std::to_string(u.tail.number));
    } else if (!follows) {
        const bool journal = u.tables->journal_bytes() > 0;
        u.tables->leave_journal();  // nothing that could be looked into later is lost by looking now
        if (!head)
            fail("how far the records had come cannot be read: " + head.error().what,
                 (folder / AuditChain::head_file).string(),
                 "restore the newest backup, or go on without with `records verify --accept-loss`");
        if (head->number <= u.tail.number)
            fail("audit entry " + std::to_string(head->number) + " is not the one that was written",
                 (folder / Tables::file_name).string(),
                 "restore the newest backup, or go on without with `records verify --accept-loss`");
        fail("what was saved last is missing: the log ends at entry " + std::to_string(u.tail.number) + ", and entry " +
                 std::to_string(head->number) + " was written",
             (folder / (std::string(Tables::file_name) + (journal ? "-wal" : ""))).string(),
             "it is damaged; restore the newest backup, or go on without with `records verify --accept-loss`");
    }
    if (!options.look_only) {
        const auto swept = attempt([&] { sweep(); });
        if (!swept) trouble(swept.error());
    }
    Secret key(key_bytes);
    u.tables->each_client([&](const Tables::ClientRow& row) {
        auto card = attempt([&] {
            key_into(key, u, row);
            return open_card(u, key, row);
        });
        if (!card) {  // one client who is damaged does not close the door on the others
            trouble(card.error());
            card = ClientCard{row.id, "(damaged)", "", "", {}, {}, {}};
        }
        u.index.put(std::move(card).value());
    });
}

void RecordStore::Impl::sweep() {
    const auto loose = open->tables->loose();
    std::set<std::filesystem::path> touched;
    for (const PictureId& id : loose) {
        files->remove(pictures.path(id).string() + unfinished_suffix);
        pictures.remove(id);
        touched.insert(pictures.path(id).parent_path());
    }
    for (const auto& shelf : touched) files->sync_folder(shelf);  // gone for good before the list forgets them
    if (!loose.empty())
        open->tables->transact([&] {
            for (const PictureId& id : loose) open->tables->remove_loose(id);
        });
    if (open->tables->journal_bytes() > 0) open->tables->checkpoint();
}

Status RecordStore::change_passphrase(const Secret& passphrase, const std::string& who) {
    return attempt([&] {
        Unlocked& u = impl_->use();
        check_passphrase(passphrase);
        check_who(who);
        std::vector<Damage> ignored;
        KeyRing ring = KeyRing::load(*impl_->files, folder_, ignored);
        ring.wrap_by_passphrase(u.master, passphrase, impl_->options.cost);
        ring.save(*impl_->files, folder_);
        if (ring.spare_failed()) impl_->troubles.push_back("the spare copy of the keys could not be written");
        impl_->commit([&](AuditTail& tail) { u.audit.append(*u.tables, tail, impl_->fact(who, "new passphrase")); });
    });
}

Expected<Secret> RecordStore::new_recovery_code(const std::string& who) {
    return attempt([&] {
        Unlocked& u = impl_->use();
        check_who(who);
        std::vector<Damage> ignored;
        KeyRing ring = KeyRing::load(*impl_->files, folder_, ignored);
        const Secret code = Secret::random(recovery_bytes);
        ring.wrap_by_recovery(u.master, code);
        ring.save(*impl_->files, folder_);
        if (ring.spare_failed()) impl_->troubles.push_back("the spare copy of the keys could not be written");
        impl_->commit([&](AuditTail& tail) { u.audit.append(*u.tables, tail, impl_->fact(who, "new recovery code")); });
        return recovery_text(code);
    });
}

Status RecordStore::note(const std::string& who, const std::string& what, const std::optional<ClientId>& client,
                         const std::string& detail) {
    return attempt([&] {
        Unlocked& u = impl_->use();
        check_who(who);
        AuditFact fact = impl_->fact(who, what);
        fact.entry.client = client;
        fact.entry.detail = detail;
        impl_->commit([&](AuditTail& tail) { u.audit.append(*u.tables, tail, fact); });
    });
}

}  // namespace smp::records
