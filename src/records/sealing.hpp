// Encryption of the record: XChaCha20-Poly1305 with a random nonce, bound to the place where the bytes belong, padded
// so that lengths say little; keyed and plain BLAKE2b; Argon2id. libsodium behind it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "records/record_types.hpp"
#include "records/secret.hpp"

namespace smp::records {

using View8 = std::span<const std::uint8_t>;
inline View8 view_of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view text_of(View8 bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

inline constexpr std::size_t key_bytes = 32;
inline constexpr std::size_t record_block = 64;     // lengths of record rows are multiples of it
inline constexpr std::size_t picture_block = 4096;  // lengths of picture files are

// `key`: key_bytes long. The result, with `before` bytes that the caller puts in front of it, is a multiple of `block`
// long. `bound_to` must be the same to open it again.
Bytes seal(const Secret& key, View8 plain, std::string_view bound_to, std::size_t block = record_block,
           std::size_t before = 0);
std::optional<Bytes> unseal(const Secret& key, View8 sealed, std::string_view bound_to);
// For keys: straight into locked memory and out of it, without padding.
Bytes wrap_key(const Secret& by, const Secret& key, std::string_view bound_to);
std::optional<Secret> unwrap_key(const Secret& by, View8 wrapped, std::string_view bound_to);
// The same into memory that is there already: to lock memory costs more than to decrypt.
bool unwrap_key_into(Secret& key, const Secret& by, View8 wrapped, std::string_view bound_to);

using Digest = std::array<std::uint8_t, 32>;
Digest digest_of(View8 bytes);
Digest keyed_digest(const Secret& key, std::initializer_list<View8> parts);
bool same(const Digest& a, View8 b);  // in constant time

Secret derived_key(const Secret& master, std::uint64_t number);

// Cost of a passphrase: Argon2id's operations and memory. The default takes most of a second on a salon's PC.
struct KdfCost {
    std::uint64_t operations = 3;
    std::uint64_t memory_bytes = 256u << 20;
};
// `salt`: 16 bytes. Throws Failure when the machine has not enough memory.
Secret key_of_passphrase(const Secret& passphrase, View8 salt, const KdfCost& cost);

std::string to_hex(View8 bytes);
std::optional<Bytes> from_hex(std::string_view hex);

}  // namespace smp::records
