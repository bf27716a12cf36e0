// The code that opens the records when the passphrase is forgotten: 160 random bits and a checksum, on paper, as nine
// groups of four letters and digits (Crockford's base 32, without I, L, O, U).
#pragma once

#include <string>
#include <string_view>

#include "base/expected.hpp"
#include "records/secret.hpp"

namespace smp::records {

inline constexpr std::size_t recovery_bytes = 20;

Secret recovery_text(const Secret& code);  // "7K3M-...", which is as secret
// Spaces, dashes and case do not matter; O is read as 0, I and L as 1. Fails (ExitCode::input) with what is wrong:
// too short, a sign that is in no code, or a slip of the pen that the checksum shows.
Expected<Secret> parse_recovery(std::string_view text);
// The key that it stands for.
Secret key_of_recovery(const Secret& code);

}  // namespace smp::records
