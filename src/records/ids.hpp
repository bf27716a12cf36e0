// Random names of what is in the record: 128 bits, so that an id says nothing about whom or when.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace smp::records {

template <class Kind>
struct RecordId {
    std::array<std::uint8_t, 16> bytes{};

    static RecordId random();                                    // of the system's random source
    static std::optional<RecordId> parse(std::string_view hex);  // 32 hex digits; nothing else
    std::string hex() const;
    bool is_null() const { return *this == RecordId{}; }
    auto operator<=>(const RecordId&) const = default;
};

using ClientId = RecordId<struct ClientKind>;
using ItemId = RecordId<struct ItemKind>;
using PictureId = RecordId<struct PictureKind>;
using StoreId = RecordId<struct StoreKind>;

}  // namespace smp::records

template <class Kind>
struct std::hash<smp::records::RecordId<Kind>> {
    std::size_t operator()(const smp::records::RecordId<Kind>& id) const noexcept {
        std::size_t value = 0;  // the bytes are random already
        std::memcpy(&value, id.bytes.data(), sizeof value);
        return value;
    }
};
