// The one way to the consultation record. What keeps it (encrypted SQLite on this machine today) stands behind this
// interface; a chain of salons could put another behind it. One thread owns a repository.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/expected.hpp"
#include "records/record_types.hpp"

namespace smp::records {

enum class SortBy { name, last_visit, changed, created };

struct ClientQuery {
    std::string words;  // every word must begin or be part of name, phone, e-mail or birth date; empty: everyone
    SortBy sort = SortBy::name;  // name from A; times from the newest
    std::size_t most = 0;        // 0: all
};

// A new item, or with `changes` a new version of one. `pictures` of a changed item that keep their id and have no bytes
// stay as they are.
struct Draft {
    Content content;
    std::optional<ItemId> changes = {};
    int from_version = 0;  // of the item that is changed: the version that was on the screen
    bool withdrawn = false;
};

struct AuditEntry {
    std::int64_t number = 0;  // from 1, without gaps
    std::string who;
    Moment when{};
    std::string what;       // "save", "erase", "unlock", "backup", "export", ...
    std::string kind = {};  // of the item: "shot"
    std::optional<ClientId> client = {};
    std::optional<ItemId> item = {};
    int version = 0;
    std::string detail = {};  // never personal data
};

// What was erased, for the client to take along. No personal data.
struct ErasureCertificate {
    ClientId client;
    Moment when{};
    std::string who, reason;
    std::vector<std::pair<std::string, int>> items;  // kind, how many
    int versions = 0, pictures = 0;
    std::uint64_t picture_bytes = 0;
    std::int64_t audit_entry = 0;
};
std::string to_json(const ErasureCertificate& certificate);
std::string to_text(const ErasureCertificate& certificate);  // lines for paper

struct Damage {
    std::string where;  // a file of the store, or "audit entry 17"
    std::string what;   // one sentence
};
struct VerifyReport {
    std::size_t files = 0, clients = 0, items = 0, pictures = 0, audit_entries = 0;
    std::vector<Damage> damages;     // empty: everything is whole
    std::vector<std::string> notes;  // harmless: files that belong to nobody
    bool whole() const { return damages.empty(); }
};

// A client as an export holds them: every version with its author and time, ids as they were.
struct ImportedClient {
    ClientId id;
    std::vector<Item> history;  // in the order in which it was saved
    std::function<Expected<Bytes>(const Picture&)> picture;
};

// Errors: ExitCode::input with a sentence for the technician; what is locked says so ("the records are locked").
class RecordRepository {
  public:
    virtual ~RecordRepository() = default;

    virtual bool unlocked() const = 0;

    // Everything in `drafts` is saved, or nothing. When it returns, it is on the disk.
    // A client who is new: the first draft is a Client.
    virtual Expected<ClientId> add_client(std::vector<Draft> drafts, const std::string& who) = 0;
    // Fails when the client is not there, or an item has a newer version than the draft's `from_version`.
    virtual Expected<std::vector<Item>> save(const ClientId& client, std::vector<Draft> drafts,
                                             const std::string& who) = 0;

    virtual Expected<std::vector<ClientCard>> find(const ClientQuery& query) = 0;
    virtual Expected<ClientCard> card(const ClientId& client) = 0;
    // The newest version of every item that is not withdrawn, oldest first; the client's own data comes first.
    virtual Expected<std::vector<Item>> time_line(const ClientId& client) = 0;
    // Every version of every item, withdrawn ones too, in the order in which they were saved.
    virtual Expected<std::vector<Item>> history(const ClientId& client) = 0;
    virtual Expected<std::vector<Item>> versions(const ClientId& client, const ItemId& item) = 0;
    virtual Expected<Bytes> picture(const ClientId& client, const PictureId& picture) = 0;

    // Keeps ids, versions, authors and times. Fails when the client is there already.
    virtual Status take_in(const ImportedClient& client, const std::string& who) = 0;

    // For good: the client's key is destroyed, their pictures are deleted.
    virtual Expected<ErasureCertificate> erase(const ClientId& client, const std::string& who,
                                               const std::string& reason) = 0;

    virtual Expected<std::vector<AuditEntry>> audit(std::int64_t from_number = 1, std::size_t most = 0) = 0;
    // Notes an act that left no item: an export, a print.
    virtual Status note(const std::string& who, const std::string& what, const std::optional<ClientId>& client,
                        const std::string& detail) = 0;
    virtual Expected<VerifyReport> verify() = 0;
};

}  // namespace smp::records
