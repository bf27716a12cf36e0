// The master key, wrapped by the passphrase and by the recovery code. Two copies in the store's folder, `keys` and
// `keys.spare`, each with its checksum: when one is damaged the other serves. For .cpp files of records/.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "records/file_layer.hpp"
#include "records/record_repository.hpp"

namespace smp::records {

class KeyRing {
  public:
    static constexpr const char* file_names[] = {"keys", "keys.spare"};

    // A new master key, which is given back with the ring.
    static std::pair<KeyRing, Secret> make(const Secret& passphrase, const Secret& recovery, const KdfCost& cost);
    // The newest copy that is whole; what is wrong with the other one goes into `damages`. Throws when none is.
    static KeyRing load(FileLayer& files, const std::filesystem::path& folder, std::vector<Damage>& damages);

    const StoreId& store() const { return store_; }
    std::optional<Secret> master_by_passphrase(const Secret& passphrase) const;
    std::optional<Secret> master_by_recovery(const Secret& recovery) const;

    void wrap_by_passphrase(const Secret& master, const Secret& passphrase, const KdfCost& cost);
    void wrap_by_recovery(const Secret& master, const Secret& recovery);
    void save(FileLayer& files, const std::filesystem::path& folder);  // both copies, as the next generation
    bool spare_failed() const { return spare_failed_; }  // of the last save: the first copy was written, not the second

  private:
    static KeyRing parse(std::string_view line);
    std::string text() const;
    std::string bound_to(std::string_view by) const;

    StoreId store_;
    std::int64_t generation_ = 0;
    bool spare_failed_ = false;
    KdfCost cost_;
    Bytes salt_, by_passphrase_, by_recovery_;
};

}  // namespace smp::records
