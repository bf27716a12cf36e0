#include "records/schema.hpp"

#include <array>

namespace smp::records {
namespace {

// Ids are random, so tables without row numbers keep no order of what was saved when. What is sealed is encrypted, with
// its time and author. docs/records.md tells what stays in clear and why.
constexpr std::array<std::string_view, 2> steps{
    R"sql(
    CREATE TABLE meta(name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE client(
        id BLOB PRIMARY KEY CHECK (length(id) = 16),
        wrapped_key BLOB NOT NULL,
        card_version INTEGER NOT NULL,
        card BLOB NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE item(
        client BLOB NOT NULL REFERENCES client(id),
        id BLOB NOT NULL CHECK (length(id) = 16),
        version INTEGER NOT NULL CHECK (version > 0),
        sealed BLOB NOT NULL,
        PRIMARY KEY (client, id, version)) STRICT, WITHOUT ROWID;
    CREATE TABLE picture(
        id BLOB PRIMARY KEY CHECK (length(id) = 16),
        client BLOB NOT NULL REFERENCES client(id),
        file_bytes INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE INDEX picture_by_client ON picture(client);
    CREATE TABLE audit(
        number INTEGER PRIMARY KEY,
        sealed BLOB NOT NULL,
        chain BLOB NOT NULL CHECK (length(chain) = 32)) STRICT;
    )sql",

    // Keys get a table of their own, so that erasing overwrites a row of one known length; picture files that are not
    // yet, or no longer, part of the record are listed, so that a start after a crash need not look at every file.
    R"sql(
    CREATE TABLE client_key(
        client BLOB PRIMARY KEY REFERENCES client(id),
        wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID;
    INSERT INTO client_key SELECT id, wrapped_key FROM client;
    ALTER TABLE client DROP COLUMN wrapped_key;
    CREATE TABLE loose(picture BLOB PRIMARY KEY CHECK (length(picture) = 16)) STRICT, WITHOUT ROWID;
    )sql",
};

}  // namespace

std::span<const std::string_view> schema_steps() {
    return steps;
}

}  // namespace smp::records
