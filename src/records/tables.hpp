// The record's rows as they lie in the database: ids in clear, everything else sealed by those who call. All SQL is
// behind this; another database would be another implementation of these functions. Throws Failure.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "records/file_layer.hpp"

namespace smp::records {

class Tables {
  public:
    static constexpr const char* file_name = "records.db";
    // A copy while the tables are brought to a new schema; gone once they are.
    static constexpr const char* old_schema_copy = "records.db.before-migration";

    // `create`: makes the file. Otherwise brings an older schema to this one, in one transaction.
    Tables(const std::filesystem::path& folder, FileLayer& files, bool create);
    ~Tables();

    // What `act` changes happens whole or not at all. A failure of the last step (the commit) says so in
    // `commit_failed`: then only the next start knows whether it happened.
    void transact(const std::function<void()>& act);
    bool commit_failed() const { return commit_failed_; }

    std::optional<Bytes> meta(std::string_view name);
    void put_meta(std::string_view name, View8 value);

    struct ClientRow {
        ClientId id;
        Bytes wrapped_key, card;
        std::int64_t card_version = 0;
    };
    void each_client(const std::function<void(const ClientRow&)>& see);
    std::optional<ClientRow> client(const ClientId& id);
    void add_client(const ClientRow& row);
    void put_card(const ClientId& id, std::int64_t card_version, View8 card);

    struct ItemRow {
        ClientId client;
        ItemId id;
        int version = 0;
        Bytes sealed;
    };
    void add_item(const ItemRow& row);
    int newest_version(const ClientId& client, const ItemId& item);  // 0: no such item
    std::vector<ItemRow> items_of(const ClientId& client);           // by id and version
    void each_item(const std::function<void(const ItemRow&)>& see);

    struct PictureRow {
        PictureId id;
        ClientId client;
        std::int64_t file_bytes = 0;
    };
    void add_picture(const PictureRow& row);
    std::optional<PictureRow> picture(const PictureId& id);
    std::vector<PictureRow> pictures_of(const ClientId& client);
    void each_picture(const std::function<void(const PictureRow&)>& see);

    // Picture files that are written but not yet in a row, or no longer in one.
    void add_loose(const PictureId& id);
    void remove_loose(const PictureId& id);
    std::vector<PictureId> loose();

    // Overwrites the client's key, then removes everything of theirs.
    void erase_client(const ClientId& id);

    struct AuditRow {
        std::int64_t number = 0;
        Bytes sealed, chain;
    };
    void add_audit(const AuditRow& row);
    std::optional<AuditRow> last_audit();
    void each_audit(std::int64_t from, const std::function<bool(const AuditRow&)>& see);  // false: enough

    void checkpoint();
    std::uintmax_t journal_bytes() const;
    void read_file(const std::function<void(View8)>& piece);  // the database file as it lies on the disk
    void leave_journal();
    std::vector<std::string> integrity();

  private:
    void migrate(const std::filesystem::path& folder, FileLayer& files);
    std::unique_ptr<class Database> database_;
    bool commit_failed_ = false;
};

}  // namespace smp::records
