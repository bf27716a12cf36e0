// An entry of an encrypted export: libsodium's secretstream, bound to the entry's name. For .cpp files of records/.
#pragma once

#include <optional>

#include "records/sealing.hpp"

namespace smp::records {

Bytes stream_seal(const Secret& key, View8 plain, std::string_view name);
std::optional<Bytes> stream_open(const Secret& key, View8 sealed, std::string_view name);

}  // namespace smp::records
