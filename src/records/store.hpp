// The record on this machine: one folder with an encrypted SQLite database and one encrypted file per picture.
// docs/records.md tells its layout, its keys and what it protects against.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "records/file_layer.hpp"
#include "records/record_repository.hpp"
#include "records/secret.hpp"

namespace smp::records {

struct StoreOptions {
    KdfCost cost = {};                    // of a passphrase that is set now; one that is there keeps its own
    std::int64_t idle_limit_s = 15 * 60;  // then the records lock themselves; 0: never
    std::function<Moment()> clock = moment_now;
    std::shared_ptr<FileLayer> files = {};  // null: the real disk
    bool look_only = false;                 // a backup, say: nothing is added, mended or swept
    bool accept_loss = false;               // go on where the log or its head is damaged: a person has decided so
};

inline constexpr std::size_t least_passphrase_letters = 8;

struct NewStore;

struct BackupReport {
    std::filesystem::path folder;  // the backup itself, in the folder that was named
    std::size_t pictures = 0, pictures_copied = 0, pictures_removed = 0;
    std::uintmax_t bytes_written = 0;
};

class RecordStore final : public RecordRepository {
  public:
    // Makes the folder, which is not there or empty. It appears whole or not at all. Keep the recovery code: it is told
    // once. Fails with ExitCode::input.
    static Expected<NewStore> create(const std::filesystem::path& folder, const Secret& passphrase,
                                     const std::string& who, StoreOptions options = {});
    // Locked; fails when there is no store.
    static Expected<std::unique_ptr<RecordStore>> open(const std::filesystem::path& folder, StoreOptions options = {});
    ~RecordStore() override;

    // One program at a time has the records unlocked; another one is refused. A wrong passphrase is counted.
    Status unlock(const Secret& passphrase, const std::string& who);
    Status unlock_with_recovery(const Secret& code, const std::string& who);
    void lock();          // forgets every key
    bool lock_if_idle();  // true: it has just done so
    bool unlocked() const override;
    const std::filesystem::path& folder() const { return folder_; }
    // Sentences for the technician since the last call: what is wrong but did not stop anything.
    std::vector<std::string> take_troubles();

    // Unlocked. The passphrase in use need not be given again to one who has unlocked with the recovery code.
    Status change_passphrase(const Secret& passphrase, const std::string& who);
    Expected<Secret> new_recovery_code(const std::string& who);  // its text; the old one opens nothing any more

    Expected<ClientId> add_client(std::vector<Draft> drafts, const std::string& who) override;
    Expected<std::vector<Item>> save(const ClientId& client, std::vector<Draft> drafts,
                                     const std::string& who) override;
    Expected<std::vector<ClientCard>> find(const ClientQuery& query) override;
    Expected<ClientCard> card(const ClientId& client) override;
    Expected<std::vector<Item>> time_line(const ClientId& client) override;
    Expected<std::vector<Item>> history(const ClientId& client) override;
    Expected<std::vector<Item>> versions(const ClientId& client, const ItemId& item) override;
    Expected<Bytes> picture(const ClientId& client, const PictureId& picture) override;
    Status take_in(const ImportedClient& client, const std::string& who) override;
    Expected<ErasureCertificate> erase(const ClientId& client, const std::string& who,
                                       const std::string& reason) override;
    Expected<std::vector<AuditEntry>> audit(std::int64_t from_number, std::size_t most) override;
    Status note(const std::string& who, const std::string& what, const std::optional<ClientId>& client,
                const std::string& detail) override;
    Expected<VerifyReport> verify() override;

    // While it stays unlocked: into a folder of this store's own below `target` (a USB disk), which then is as the
    // store is now. Only pictures that are not there yet are copied; what was written is read back and compared. When
    // it fails or is killed, the backup that was there is still whole.
    Expected<BackupReport> back_up(const std::filesystem::path& target, const std::string& who);

  private:
    struct Impl;
    RecordStore(std::filesystem::path folder, StoreOptions options);
    std::filesystem::path folder_;
    std::unique_ptr<Impl> impl_;
};

struct NewStore {
    std::unique_ptr<RecordStore> store;  // unlocked
    Secret recovery_code;                // its text
};

struct RestoreOptions {
    bool with_recovery = false;   // `opening` is the recovery code, not the passphrase
    bool despite_damage = false;  // take what there is; the report says what is not whole
};
// Puts a backup back into `folder`, which is not there or empty, here or on another machine. It appears whole, after
// the passphrase or the recovery code has opened it and every file was found to be as saved.
Expected<VerifyReport> restore_backup(const std::filesystem::path& backup, const std::filesystem::path& folder,
                                      const Secret& opening, const RestoreOptions& how, const std::string& who,
                                      StoreOptions options = {});

// What can be said of the files without any key: pages, keys, checksums. For what unlock() refuses to open.
VerifyReport verify_without_key(const std::filesystem::path& folder);

}  // namespace smp::records
