#include "records/sealing.hpp"

#include <sodium.h>

#include <algorithm>
#include <cstring>

#include "records/failure.hpp"

namespace smp::records {
namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(key_bytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES && key_bytes == crypto_kdf_KEYBYTES);

const std::uint8_t* raw(std::string_view text) {
    return reinterpret_cast<const std::uint8_t*>(text.data());
}

// `out`: nonce, text and tag; `plain` may lie in it at nonce_bytes.
void encrypt(const Secret& key, std::uint8_t* out, View8 plain, std::string_view bound_to) {
    randombytes_buf(out, nonce_bytes);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + nonce_bytes, nullptr, plain.data(), plain.size(), raw(bound_to),
                                               bound_to.size(), nullptr, out, key.data());
}

bool decrypt(const Secret& key, std::uint8_t* out, View8 sealed, std::string_view bound_to) {
    return crypto_aead_xchacha20poly1305_ietf_decrypt(out, nullptr, nullptr, sealed.data() + nonce_bytes,
                                                      sealed.size() - nonce_bytes, raw(bound_to), bound_to.size(),
                                                      sealed.data(), key.data()) == 0;
}

}  // namespace

Bytes seal(const Secret& key, View8 plain, std::string_view bound_to, std::size_t block, std::size_t before) {
    // A one bit and zeros to the end of the block, as ISO 7816-4 pads.
    const std::size_t least = before + nonce_bytes + plain.size() + 1 + tag_bytes;
    const std::size_t total = (least + block - 1) / block * block - before;
    Bytes out(total);
    std::uint8_t* text = out.data() + nonce_bytes;
    if (!plain.empty()) std::memcpy(text, plain.data(), plain.size());
    text[plain.size()] = 0x80;
    encrypt(key, out.data(), {text, total - nonce_bytes - tag_bytes}, bound_to);
    return out;
}

std::optional<Bytes> unseal(const Secret& key, View8 sealed, std::string_view bound_to) {
    if (sealed.size() < nonce_bytes + tag_bytes + 1) return std::nullopt;
    Bytes plain(sealed.size() - nonce_bytes - tag_bytes);
    if (!decrypt(key, plain.data(), sealed, bound_to)) return std::nullopt;
    const auto mark = std::find_if(plain.rbegin(), plain.rend(), [](std::uint8_t b) { return b != 0; });
    if (mark == plain.rend() || *mark != 0x80) return std::nullopt;
    plain.resize(static_cast<std::size_t>(plain.rend() - mark) - 1);
    return plain;
}

Bytes wrap_key(const Secret& by, const Secret& key, std::string_view bound_to) {
    Bytes out(nonce_bytes + key.size() + tag_bytes);
    encrypt(by, out.data(), key.view(), bound_to);
    return out;
}

bool unwrap_key_into(Secret& key, const Secret& by, View8 wrapped, std::string_view bound_to) {
    return wrapped.size() == nonce_bytes + key.size() + tag_bytes && decrypt(by, key.data(), wrapped, bound_to);
}

std::optional<Secret> unwrap_key(const Secret& by, View8 wrapped, std::string_view bound_to) {
    Secret key(key_bytes);
    if (!unwrap_key_into(key, by, wrapped, bound_to)) return std::nullopt;
    return key;
}

Digest digest_of(View8 bytes) {
    Digest digest;
    crypto_generichash(digest.data(), digest.size(), bytes.data(), bytes.size(), nullptr, 0);
    return digest;
}

Digest keyed_digest(const Secret& key, std::initializer_list<View8> parts) {
    crypto_generichash_state state;
    crypto_generichash_init(&state, key.data(), key.size(), Digest{}.size());
    for (const View8 part : parts) {
        const std::uint64_t size = part.size();  // so that no two lists of parts read the same
        crypto_generichash_update(&state, reinterpret_cast<const std::uint8_t*>(&size), sizeof size);
        crypto_generichash_update(&state, part.data(), part.size());
    }
    Digest digest;
    crypto_generichash_final(&state, digest.data(), digest.size());
    return digest;
}

bool same(const Digest& a, View8 b) {
    return b.size() == a.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

Secret derived_key(const Secret& master, std::uint64_t number) {
    Secret key(key_bytes);
    crypto_kdf_derive_from_key(key.data(), key.size(), number, "smprecrd", master.data());
    return key;
}

Secret key_of_passphrase(const Secret& passphrase, View8 salt, const KdfCost& cost) {
    Secret key(key_bytes);
    if (salt.size() != crypto_pwhash_SALTBYTES) fail("the keys are damaged");
    if (crypto_pwhash(key.data(), key.size(), reinterpret_cast<const char*>(passphrase.data()), passphrase.size(),
                      salt.data(), cost.operations, cost.memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0)
        fail("not enough memory to check the passphrase", "", "close other programs and try again");
    return key;
}

std::string to_hex(View8 bytes) {
    std::string text(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
    text.pop_back();
    return text;
}

std::optional<Bytes> from_hex(std::string_view hex) {
    Bytes bytes(hex.size() / 2);
    std::size_t size = 0;
    if (hex.size() % 2 != 0 ||
        sodium_hex2bin(bytes.data(), bytes.size(), hex.data(), hex.size(), nullptr, &size, nullptr) != 0 ||
        size != bytes.size())
        return std::nullopt;
    return bytes;
}

}  // namespace smp::records
