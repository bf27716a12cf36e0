#include "records/sealed_stream.hpp"

#include <sodium.h>

#include <algorithm>

namespace smp::records {
namespace {

constexpr std::size_t chunk = 65536, head = crypto_secretstream_xchacha20poly1305_HEADERBYTES,
                      extra = crypto_secretstream_xchacha20poly1305_ABYTES;

}  // namespace

Bytes stream_seal(const Secret& key, View8 plain, std::string_view name) {
    Bytes out(head);
    crypto_secretstream_xchacha20poly1305_state state;
    crypto_secretstream_xchacha20poly1305_init_push(&state, out.data(), key.data());
    bool last = false;
    while (!last) {
        const std::size_t take = std::min(chunk, plain.size());
        last = take == plain.size();
        const std::size_t at = out.size();
        out.resize(at + take + extra);
        crypto_secretstream_xchacha20poly1305_push(&state, out.data() + at, nullptr, plain.data(), take,
                                                   reinterpret_cast<const std::uint8_t*>(name.data()), name.size(),
                                                   last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
        plain = plain.subspan(take);
    }
    sodium_memzero(&state, sizeof state);
    return out;
}

std::optional<Bytes> stream_open(const Secret& key, View8 sealed, std::string_view name) {
    if (sealed.size() < head + extra) return std::nullopt;
    crypto_secretstream_xchacha20poly1305_state state;
    if (crypto_secretstream_xchacha20poly1305_init_pull(&state, sealed.data(), key.data()) != 0) return std::nullopt;
    sealed = sealed.subspan(head);
    Bytes out;
    bool last = false, good = true;
    while (good && !last && sealed.size() >= extra) {
        const std::size_t take = std::min(chunk + extra, sealed.size());
        const std::size_t at = out.size();
        out.resize(at + take - extra);
        unsigned char tag = 0;
        good = crypto_secretstream_xchacha20poly1305_pull(&state, out.data() + at, nullptr, &tag, sealed.data(), take,
                                                          reinterpret_cast<const std::uint8_t*>(name.data()),
                                                          name.size()) == 0;
        last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
        sealed = sealed.subspan(take);
    }
    sodium_memzero(&state, sizeof state);
    if (!good || !last || !sealed.empty()) return std::nullopt;  // cut off, or something behind its end
    return out;
}

}  // namespace smp::records
