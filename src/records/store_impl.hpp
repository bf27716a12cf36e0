// What an unlocked store holds, and the steps that its acts share. For store*.cpp only.
#pragma once

#include <optional>

#include "records/audit_chain.hpp"
#include "records/client_index.hpp"
#include "records/failure.hpp"
#include "records/guess_limit.hpp"
#include "records/key_ring.hpp"
#include "records/picture_files.hpp"
#include "records/record_json.hpp"
#include "records/store.hpp"
#include "records/tables.hpp"

namespace smp::records {

// One program at a time: an advisory lock on the folder itself, which goes with the process, however it ends.
class FolderLock {
  public:
    explicit FolderLock(const std::filesystem::path& folder);  // throws when another program holds it
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

  private:
    int fd_ = -1;
};

struct Unlocked {
    NoDumps no_dumps;
    Secret master, wrap_key;
    StoreId store;
    AuditChain audit;
    std::unique_ptr<Tables> tables;
    AuditTail tail = {};
    ClientIndex index = {};
};

struct RecordStore::Impl {
    std::filesystem::path folder;
    StoreOptions options;
    std::shared_ptr<FileLayer> files;
    PictureFiles pictures;
    std::unique_ptr<FolderLock> folder_lock;
    std::unique_ptr<Unlocked> open;  // null: locked
    Moment last_use{};
    std::vector<std::string> troubles;
    std::vector<Damage> key_damages;  // found when it was unlocked

    Impl(std::filesystem::path where, StoreOptions given);

    // The unlocked parts; throws when the records are locked, and locks them when they have been idle for too long.
    Unlocked& use();
    void lock();
    void unlock(const std::function<std::optional<Secret>(const KeyRing&)>& opening, bool counts,
                const std::string& who);
    void begin(Secret master, const StoreId& store, bool create);  // database, head, index

    Moment now() const { return options.clock(); }
    void trouble(const Error& error) { troubles.push_back(error.line()); }

    // Keys and places.
    Secret key_of(Unlocked& u, const Tables::ClientRow& row) const;
    void key_into(Secret& key, const Unlocked& u, const Tables::ClientRow& row) const;
    Secret key_of(Unlocked& u, const ClientId& client) const;  // throws when there is no such client
    static std::string place(const Unlocked& u, std::string_view table, const ClientId& client,
                             const std::string& rest = "");

    // Rows and values.
    Bytes seal_item(const Unlocked& u, const Secret& key, const Item& item) const;
    Item open_item(const Unlocked& u, const Secret& key, const Tables::ItemRow& row) const;
    std::vector<Item> history(Unlocked& u, const ClientId& client) const;
    ClientCard open_card(const Unlocked& u, const Secret& key, const Tables::ClientRow& row) const;

    // Writes items of one client as one step: pictures first, then every row, then the audit log. `what`: for the log.
    using PictureSource = std::function<Bytes(const Item&, const Picture&)>;
    void write(const ClientId& client, bool is_new, const std::vector<Item>& items, const PictureSource& source,
               const std::string& who, const std::string& what);
    std::vector<Item> save_drafts(const ClientId& client, bool is_new, std::vector<Draft> drafts,
                                  const std::string& who);
    void commit(const std::function<void(AuditTail&)>& act);  // a transaction that moves the audit log on
    AuditFact fact(const std::string& who, const std::string& what) const;
    void after_commit();  // head, and the journal when it has grown
    void sweep();         // picture files that a killed program left
};

}  // namespace smp::records
