#include "records/audit_chain.hpp"

#include <algorithm>

#include "records/failure.hpp"
#include "records/json_fields.hpp"
#include "records/record_json.hpp"

namespace smp::records {
namespace {

enum KeyNumber : std::uint64_t { audit_seal = 2, audit_links = 3 };

Digest digest_field(const Fields& f, const char* name) {
    const auto bytes = from_hex(f.text(name));
    Digest digest;
    if (!bytes || bytes->size() != digest.size()) throw FieldError(name);
    std::copy(bytes->begin(), bytes->end(), digest.begin());
    return digest;
}

}  // namespace

AuditChain::AuditChain(const Secret& master, const StoreId& store)
    : seal_key_(derived_key(master, audit_seal)), chain_key_(derived_key(master, audit_links)), store_(store) {}

std::string AuditChain::bound_to(std::int64_t number) const {
    return "audit|" + store_.hex() + "|" + std::to_string(number);
}

Digest AuditChain::link(const Digest& before, std::int64_t number, View8 sealed) const {
    const std::string place = bound_to(number);
    return keyed_digest(chain_key_, {before, view_of(place), sealed});
}

AuditTail AuditChain::tail(Tables& tables) const {
    const auto last = tables.last_audit();
    AuditTail tail;
    if (!last) return tail;
    tail.number = last->number;
    if (last->chain.size() == tail.chain.size()) std::copy(last->chain.begin(), last->chain.end(), tail.chain.begin());
    return tail;
}

void AuditChain::append(Tables& tables, AuditTail& tail, AuditFact fact) const {
    fact.entry.number = tail.number + 1;
    Json json = to_json(fact.entry);
    if (fact.row) json["row"] = to_hex(*fact.row);
    const std::string text = need(to_text(json));
    const Bytes sealed = seal(seal_key_, view_of(text), bound_to(fact.entry.number));
    const Digest chain = link(tail.chain, fact.entry.number, sealed);
    tables.add_audit({fact.entry.number, sealed, Bytes(chain.begin(), chain.end())});
    tail = {fact.entry.number, chain};
}

std::optional<AuditFact> AuditChain::open(const Tables::AuditRow& row) const {
    const auto text = unseal(seal_key_, row.sealed, bound_to(row.number));
    if (!text) return std::nullopt;
    const auto json = parse_json(text_of(*text));
    if (!json) return std::nullopt;
    auto entry = audit_from_json(*json);
    if (!entry || entry->number != row.number) return std::nullopt;
    AuditFact fact{std::move(*entry), {}};
    if (json->contains("row")) {
        auto digest = read_fields<Digest>(*json, "audit", [](const Fields& f) { return digest_field(f, "row"); });
        if (!digest) return std::nullopt;
        fact.row = *digest;
    }
    return fact;
}

std::optional<Damage> AuditChain::walk(Tables& tables, const std::function<void(const AuditFact&)>& see) const {
    AuditTail tail;
    std::optional<Damage> damage;
    const auto wrong = [&](std::int64_t number, const char* what) {
        damage = Damage{"audit entry " + std::to_string(number), what};
        return false;
    };
    tables.each_audit(0, [&](const Tables::AuditRow& row) {
        const std::int64_t expected = tail.number + 1;
        if (row.number > expected) return wrong(expected, "it was taken out of the log");
        if (row.number < expected) return wrong(row.number, "it was put into the log");
        const auto fact = open(row);
        const Digest chain = link(tail.chain, row.number, row.sealed);
        if (!fact) return wrong(row.number, "it was altered");
        if (!same(chain, row.chain)) return wrong(row.number, "it does not follow from the entry before it");
        tail = {row.number, chain};
        see(*fact);
        return true;
    });
    return damage;
}

std::vector<AuditEntry> AuditChain::read(Tables& tables, std::int64_t from, std::size_t most) const {
    std::vector<AuditEntry> entries;
    tables.each_audit(from, [&](const Tables::AuditRow& row) {
        const auto fact = open(row);
        if (!fact)
            fail("it was altered", "audit entry " + std::to_string(row.number), "see `smp-mirror records verify`");
        entries.push_back(fact->entry);
        return most == 0 || entries.size() < most;
    });
    return entries;
}

void AuditChain::write_head(FileLayer& files, const std::filesystem::path& folder, const AuditTail& tail) const {
    const std::string number = std::to_string(tail.number);
    const Digest proof =
        keyed_digest(chain_key_, {view_of("head"), view_of(store_.hex()), view_of(number), tail.chain});
    write_checked(files, folder / head_file,
                  Json{{"format", "smp-mirror/record-head/1"},
                       {"entry", tail.number},
                       {"chain", to_hex(tail.chain)},
                       {"proof", to_hex(proof)}}
                      .dump());
}

AuditTail AuditChain::read_head(FileLayer& files, const std::filesystem::path& folder) const {
    const std::filesystem::path path = folder / head_file;
    const std::string line = read_checked(files, path);
    return need(read_fields<AuditTail>(need(parse_json(line)), path.string(), [&](const Fields& f) {
        AuditTail tail{f.integer<std::int64_t>("entry"), digest_field(f, "chain")};
        const std::string number = std::to_string(tail.number);
        const Digest proof =
            keyed_digest(chain_key_, {view_of("head"), view_of(store_.hex()), view_of(number), tail.chain});
        if (!same(proof, digest_field(f, "proof"))) throw FieldError("proof");
        return tail;
    }));
}

}  // namespace smp::records
