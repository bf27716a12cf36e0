// The audit log: each entry is sealed, and carries a keyed digest over itself and the entry before it, so that one that
// was changed, taken out or put in shows. For .cpp files of records/. Throws Failure.
#pragma once

#include <functional>
#include <optional>

#include "records/record_repository.hpp"
#include "records/tables.hpp"

namespace smp::records {

struct AuditTail {
    std::int64_t number = 0;  // of the last entry; 0: none
    Digest chain{};
    bool operator==(const AuditTail&) const = default;
};

// What the log knows of an item's version beyond what people read: the digest of its sealed row.
struct AuditFact {
    AuditEntry entry;
    std::optional<Digest> row;
};

class AuditChain {
  public:
    AuditChain(const Secret& master, const StoreId& store);

    AuditTail tail(Tables& tables) const;
    // Adds it behind `tail`, which moves on; within the caller's transaction.
    void append(Tables& tables, AuditTail& tail, AuditFact fact) const;
    // In order; the entries from the first altered one on are not shown. Returns what is wrong with that one.
    std::optional<Damage> walk(Tables& tables, const std::function<void(const AuditFact&)>& see) const;
    std::vector<AuditEntry> read(Tables& tables, std::int64_t from, std::size_t most) const;

    // The head: a file beside the database that says how far the log had come, so that lost saves show.
    static constexpr const char* head_file = "head";
    void write_head(FileLayer& files, const std::filesystem::path& folder, const AuditTail& tail) const;
    // Throws when it is missing, damaged or not of this store.
    AuditTail read_head(FileLayer& files, const std::filesystem::path& folder) const;

  private:
    Digest link(const Digest& before, std::int64_t number, View8 sealed) const;
    std::string bound_to(std::int64_t number) const;
    std::optional<AuditFact> open(const Tables::AuditRow& row) const;
    Secret seal_key_, chain_key_;
    StoreId store_;
};

}  // namespace smp::records
