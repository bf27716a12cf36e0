// The record's values as JSON, the same in the store, in exports and on the command line. For .cpp files only.
#pragma once

#include <nlohmann/json.hpp>

#include "base/expected.hpp"
#include "records/record_repository.hpp"

namespace smp::records {

using Json = nlohmann::ordered_json;

Json to_json(const Content& content);  // {"kind": ..., ...}; pictures by id, without their bytes
Json to_json(const Item& item);
Json to_json(const ClientCard& card);
Json to_json(const AuditEntry& entry);

// Strict: a field that is missing or of another type is refused by name (ExitCode::input).
Expected<Content> content_from_json(const Json& json);
Expected<Item> item_from_json(const Json& json);
Expected<ClientCard> card_from_json(const Json& json);
Expected<AuditEntry> audit_from_json(const Json& json);

Expected<std::string> to_text(const Json& json);  // refuses what is not UTF-8
Expected<Json> parse_json(std::string_view text);

}  // namespace smp::records
