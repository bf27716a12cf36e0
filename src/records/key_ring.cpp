#include "records/key_ring.hpp"

#include "records/failure.hpp"
#include "records/json_fields.hpp"
#include "records/record_json.hpp"
#include "records/recovery_code.hpp"

namespace smp::records {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view format = "smp-mirror/record-keys/1";
// Beyond these a file was not made by this program, and would only keep the machine busy.
constexpr std::uint64_t most_operations = 64, most_memory = std::uint64_t(4) << 30;

Bytes random_salt() {
    const Secret salt = Secret::random(16);
    return {salt.data(), salt.data() + salt.size()};
}

Bytes hex_field(const Fields& f, const char* name) {
    auto bytes = from_hex(f.text(name));
    if (!bytes) throw FieldError(name);
    return *bytes;
}

}  // namespace

std::pair<KeyRing, Secret> KeyRing::make(const Secret& passphrase, const Secret& recovery, const KdfCost& cost) {
    KeyRing ring;
    ring.store_ = StoreId::random();
    Secret master = Secret::random(key_bytes);
    ring.wrap_by_passphrase(master, passphrase, cost);
    ring.wrap_by_recovery(master, recovery);
    return {std::move(ring), std::move(master)};
}

std::string KeyRing::bound_to(std::string_view by) const {
    return std::string(format) + "|" + store_.hex() + "|" + std::string(by) + "|" + std::to_string(cost_.operations) +
           "|" + std::to_string(cost_.memory_bytes);
}

void KeyRing::wrap_by_passphrase(const Secret& master, const Secret& passphrase, const KdfCost& cost) {
    const Bytes salt = random_salt();
    const Secret key = key_of_passphrase(passphrase, salt, cost);
    // The recovery code's wrapping does not hang on the cost, so it stays as it is.
    cost_ = cost;
    salt_ = salt;
    by_passphrase_ = wrap_key(key, master, bound_to("passphrase"));
}

void KeyRing::wrap_by_recovery(const Secret& master, const Secret& recovery) {
    by_recovery_ = wrap_key(key_of_recovery(recovery), master, std::string(format) + "|" + store_.hex() + "|recovery");
}

std::optional<Secret> KeyRing::master_by_passphrase(const Secret& passphrase) const {
    return unwrap_key(key_of_passphrase(passphrase, salt_, cost_), by_passphrase_, bound_to("passphrase"));
}

std::optional<Secret> KeyRing::master_by_recovery(const Secret& recovery) const {
    return unwrap_key(key_of_recovery(recovery), by_recovery_, std::string(format) + "|" + store_.hex() + "|recovery");
}

std::string KeyRing::text() const {
    const Json json{{"format", format},
                    {"store", store_.hex()},
                    {"generation", generation_},
                    {"kdf",
                     {{"name", "argon2id13"},
                      {"operations", cost_.operations},
                      {"memory_bytes", cost_.memory_bytes},
                      {"salt", to_hex(salt_)}}},
                    {"by_passphrase", to_hex(by_passphrase_)},
                    {"by_recovery_code", to_hex(by_recovery_)}};
    return json.dump();
}

KeyRing KeyRing::parse(std::string_view line) {
    return need(read_fields<KeyRing>(need(parse_json(line)), "the keys", [](const Fields& f) {
        if (f.text("format") != format) throw FieldError("format");
        KeyRing ring;
        ring.store_ = f.id<StoreId>("store");
        ring.generation_ = f.integer<std::int64_t>("generation");
        const Fields kdf = f.inner("kdf");
        if (kdf.text("name") != "argon2id13") throw FieldError("kdf");
        ring.cost_ = {kdf.integer<std::uint64_t>("operations"), kdf.integer<std::uint64_t>("memory_bytes")};
        if (ring.cost_.operations > most_operations || ring.cost_.memory_bytes > most_memory) throw FieldError("kdf");
        ring.salt_ = hex_field(kdf, "salt");
        ring.by_passphrase_ = hex_field(f, "by_passphrase");
        ring.by_recovery_ = hex_field(f, "by_recovery_code");
        return ring;
    }));
}

KeyRing KeyRing::load(FileLayer& files, const fs::path& folder, std::vector<Damage>& damages) {
    std::optional<KeyRing> newest;
    std::vector<Damage> found;
    for (const char* name : file_names) {
        auto ring = attempt([&] { return parse(read_checked(files, folder / name)); });
        if (!ring)
            found.push_back({name, "the keys in it are damaged or missing (" + ring.error().what + ")"});
        else if (!newest || ring->generation_ > newest->generation_)
            newest = *ring;
        if (ring && newest && ring->generation_ < newest->generation_)
            found.push_back({name, "it is older than the other copy of the keys"});
    }
    damages.insert(damages.end(), found.begin(), found.end());
    if (!newest) {
        std::error_code ignored;
        if (!fs::exists(folder / file_names[0], ignored) && !fs::exists(folder / file_names[1], ignored))
            fail("there are no records here", folder.string(), "make a store with `smp-mirror records init`");
        fail("both copies of the keys are damaged", folder.string(), "restore the newest backup");
    }
    return *newest;
}

void KeyRing::save(FileLayer& files, const fs::path& folder) {
    ++generation_;
    write_checked(files, folder / file_names[0], text());  // from here on it is in force
    spare_failed_ = !attempt([&] { write_checked(files, folder / file_names[1], text()); });
}

}  // namespace smp::records
