#include "records/tables.hpp"

#include "records/database.hpp"
#include "records/failure.hpp"
#include "records/schema.hpp"

namespace smp::records {
namespace fs = std::filesystem;
namespace {

template <class Id>
Id id_of(View8 blob) {
    Id id;
    if (blob.size() != id.bytes.size()) fail("it is damaged", Tables::file_name, "restore the newest backup");
    std::copy(blob.begin(), blob.end(), id.bytes.begin());
    return id;
}

Bytes copy_of(View8 blob) {
    return {blob.begin(), blob.end()};
}

int version_of(Database& database) {
    Statement version(database, "PRAGMA user_version");
    return version.next() ? static_cast<int>(version.integer(0)) : 0;
}

}  // namespace

Tables::Tables(const fs::path& folder, FileLayer& files, bool create) {
    const fs::path path = folder / file_name;
    std::error_code ignored;
    if (create) {
        files.write_whole(path, {});  // for its mode, which the journal takes over
    } else if (!fs::exists(path, ignored)) {
        fail("it is not there", path.string(), "restore the newest backup");
    }
    database_ = std::make_unique<Database>(path, files);
    if (create) {
        transact([&] {
            for (const auto& step : schema_steps()) database_->run(std::string(step));
            database_->run("PRAGMA application_id = " + std::to_string(record_application_id));
            database_->run("PRAGMA user_version = " + std::to_string(schema_version()));
        });
        checkpoint();
        return;
    }
    migrate(folder, files);
}

Tables::~Tables() = default;

void Tables::migrate(const fs::path& folder, FileLayer& files) {
    const int found = version_of(*database_);
    const fs::path copy = folder / old_schema_copy;
    std::error_code ignored;
    if (found > schema_version())
        fail("it was written by a newer smp-mirror (schema " + std::to_string(found) + ", this one knows " +
                 std::to_string(schema_version()) + ")",
             (folder / file_name).string(), "update this program");
    if (found < 1) fail("it is not a record", (folder / file_name).string(), "restore the newest backup");
    if (found < schema_version()) {
        database_->checkpoint();
        files.write_pieces(copy, [&](const FileLayer::Put& put) { database_->read_file(put); });
        transact([&] {
            for (int version = found; version < schema_version(); ++version)
                database_->run(std::string(schema_steps()[static_cast<std::size_t>(version)]));
            database_->run("PRAGMA user_version = " + std::to_string(schema_version()));
            if (!database_->integrity().empty())
                fail("it could not be brought to this program's form", (folder / file_name).string(),
                     "it is as it was; restore the newest backup");
        });
        database_->checkpoint();
    }
    // Also after a crash between the two: the old copy must not outlive its clients.
    if (fs::exists(copy, ignored)) files.remove(copy);
}

void Tables::transact(const std::function<void()>& act) {
    commit_failed_ = false;
    database_->begin();
    try {
        act();
    } catch (...) {
        database_->roll_back();
        throw;
    }
    try {
        database_->commit();
    } catch (...) {
        commit_failed_ = true;
        database_->roll_back();
        throw;
    }
}

std::optional<Bytes> Tables::meta(std::string_view name) {
    Statement read(*database_, "SELECT value FROM meta WHERE name = ?");
    if (!read.with(name).next()) return std::nullopt;
    return copy_of(read.blob(0));
}

void Tables::put_meta(std::string_view name, View8 value) {
    Statement(*database_, "INSERT INTO meta VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value")
        .with(name, value)
        .run();
}

void Tables::each_client(const std::function<void(const ClientRow&)>& see) {
    Statement read(*database_,
                   "SELECT id, wrapped, card, card_version FROM client LEFT JOIN client_key ON client = id");
    while (read.next())
        see({id_of<ClientId>(read.blob(0)), copy_of(read.blob(1)), copy_of(read.blob(2)), read.integer(3)});
}

std::optional<Tables::ClientRow> Tables::client(const ClientId& id) {
    Statement read(*database_,
                   "SELECT wrapped, card, card_version FROM client LEFT JOIN client_key ON client = id WHERE id = ?");
    if (!read.with(id).next()) return std::nullopt;
    return ClientRow{id, copy_of(read.blob(0)), copy_of(read.blob(1)), read.integer(2)};
}

void Tables::add_client(const ClientRow& row) {
    Statement(*database_, "INSERT INTO client(id, card_version, card) VALUES(?, ?, ?)")
        .with(row.id, row.card_version, row.card)
        .run();
    Statement(*database_, "INSERT INTO client_key VALUES(?, ?)").with(row.id, row.wrapped_key).run();
}

void Tables::put_card(const ClientId& id, std::int64_t card_version, View8 card) {
    Statement(*database_, "UPDATE client SET card_version = ?, card = ? WHERE id = ?")
        .with(card_version, card, id)
        .run();
}

void Tables::add_item(const ItemRow& row) {
    Statement(*database_, "INSERT INTO item VALUES(?, ?, ?, ?)")
        .with(row.client, row.id, row.version, row.sealed)
        .run();
}

int Tables::newest_version(const ClientId& client, const ItemId& item) {
    Statement read(*database_, "SELECT max(version) FROM item WHERE client = ? AND id = ?");
    return read.with(client, item).next() ? static_cast<int>(read.integer(0)) : 0;
}

std::vector<Tables::ItemRow> Tables::items_of(const ClientId& client) {
    Statement read(*database_, "SELECT id, version, sealed FROM item WHERE client = ? ORDER BY id, version");
    std::vector<ItemRow> rows;
    read.with(client);
    while (read.next())
        rows.push_back({client, id_of<ItemId>(read.blob(0)), static_cast<int>(read.integer(1)), copy_of(read.blob(2))});
    return rows;
}

void Tables::each_item(const std::function<void(const ItemRow&)>& see) {
    Statement read(*database_, "SELECT client, id, version, sealed FROM item ORDER BY client, id, version");
    while (read.next())
        see({id_of<ClientId>(read.blob(0)), id_of<ItemId>(read.blob(1)), static_cast<int>(read.integer(2)),
             copy_of(read.blob(3))});
}

void Tables::add_picture(const PictureRow& row) {
    Statement(*database_, "INSERT INTO picture VALUES(?, ?, ?)").with(row.id, row.client, row.file_bytes).run();
}

std::optional<Tables::PictureRow> Tables::picture(const PictureId& id) {
    Statement read(*database_, "SELECT client, file_bytes FROM picture WHERE id = ?");
    if (!read.with(id).next()) return std::nullopt;
    return PictureRow{id, id_of<ClientId>(read.blob(0)), read.integer(1)};
}

std::vector<Tables::PictureRow> Tables::pictures_of(const ClientId& client) {
    Statement read(*database_, "SELECT id, file_bytes FROM picture WHERE client = ?");
    std::vector<PictureRow> rows;
    read.with(client);
    while (read.next()) rows.push_back({id_of<PictureId>(read.blob(0)), client, read.integer(1)});
    return rows;
}

void Tables::each_picture(const std::function<void(const PictureRow&)>& see) {
    Statement read(*database_, "SELECT id, client, file_bytes FROM picture");
    while (read.next()) see({id_of<PictureId>(read.blob(0)), id_of<ClientId>(read.blob(1)), read.integer(2)});
}

void Tables::add_loose(const PictureId& id) {
    Statement(*database_, "INSERT OR IGNORE INTO loose VALUES(?)").with(id).run();
}

void Tables::remove_loose(const PictureId& id) {
    Statement(*database_, "DELETE FROM loose WHERE picture = ?").with(id).run();
}

std::vector<PictureId> Tables::loose() {
    Statement read(*database_, "SELECT picture FROM loose");
    std::vector<PictureId> result;
    while (read.next()) result.push_back(id_of<PictureId>(read.blob(0)));
    return result;
}

void Tables::erase_client(const ClientId& id) {
    // The key first, by overwriting its row in place; what is deleted is overwritten too (secure_delete).
    for (const char* sql : {"UPDATE client_key SET wrapped = zeroblob(length(wrapped)) WHERE client = ?",
                            "DELETE FROM client_key WHERE client = ?", "DELETE FROM item WHERE client = ?",
                            "DELETE FROM picture WHERE client = ?", "DELETE FROM client WHERE id = ?"})
        Statement(*database_, sql).with(id).run();
}

void Tables::add_audit(const AuditRow& row) {
    Statement(*database_, "INSERT INTO audit VALUES(?, ?, ?)").with(row.number, row.sealed, row.chain).run();
}

std::optional<Tables::AuditRow> Tables::last_audit() {
    Statement read(*database_, "SELECT number, sealed, chain FROM audit ORDER BY number DESC LIMIT 1");
    if (!read.next()) return std::nullopt;
    return AuditRow{read.integer(0), copy_of(read.blob(1)), copy_of(read.blob(2))};
}

void Tables::each_audit(std::int64_t from, const std::function<bool(const AuditRow&)>& see) {
    Statement read(*database_, "SELECT number, sealed, chain FROM audit WHERE number >= ? ORDER BY number");
    read.with(from);
    while (read.next())
        if (!see({read.integer(0), copy_of(read.blob(1)), copy_of(read.blob(2))})) return;
}

void Tables::checkpoint() {
    database_->checkpoint();
}
std::uintmax_t Tables::journal_bytes() const {
    return database_->journal_bytes();
}
void Tables::read_file(const std::function<void(View8)>& piece) {
    database_->read_file(piece);
}
void Tables::leave_journal() {
    database_->leave_journal();
}
std::vector<std::string> Tables::integrity() {
    return database_->integrity();
}

}  // namespace smp::records
