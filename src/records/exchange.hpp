// Records out and in again: one client or all of them as a zip of JSON and pictures, open or encrypted with a
// passphrase of its own. What is imported is, item by item and byte for byte, what was exported.
//
//   export.json                       format, when, which clients
//   clients/ID/record.json            every version of every item
//   clients/ID/pictures/ID.png ...    as they were saved
//
// Encrypted: sealed.json says how the key is made; every other entry is a libsodium secretstream, its name ends in
// .sealed. Everything works through the repository, whatever keeps the records.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "records/file_layer.hpp"
#include "records/record_repository.hpp"

namespace smp::records {

struct ExportOptions {
    const Secret* passphrase = nullptr;  // null: not encrypted
    KdfCost cost = {};
    std::vector<std::pair<std::string, Bytes>> extra = {};  // files beside record.json, of one client: the sheet as PDF
    std::shared_ptr<FileLayer> files = {};                  // null: the real disk
};
struct ExchangeReport {
    std::size_t clients = 0, items = 0, pictures = 0;
    std::size_t already_there = 0;  // import: clients who were there, exactly so
};

// The file appears whole (mode 0600) or not at all; one that is there is replaced. Fails with ExitCode::input.
Expected<ExchangeReport> export_records(RecordRepository& records, const std::vector<ClientId>& clients,
                                        const std::filesystem::path& zip, const std::string& who,
                                        const ExportOptions& options = {});
// Clients who are there already and are not exactly the same are refused before anything is taken in; each of the
// others comes whole or not at all. `passphrase`: for an encrypted one.
Expected<ExchangeReport> import_records(RecordRepository& records, const std::filesystem::path& zip,
                                        const std::string& who, const Secret* passphrase = nullptr);
Expected<bool> is_encrypted_export(const std::filesystem::path& zip);

}  // namespace smp::records
