#include "records/recovery_code.hpp"

#include <sodium.h>

#include "records/failure.hpp"
#include "records/sealing.hpp"

namespace smp::records {
namespace {

constexpr std::string_view letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t code_letters = recovery_bytes * 8 / 5, check_letters = 4, group = 4;
static_assert(recovery_bytes * 8 % 5 == 0);

unsigned five_bits(const std::uint8_t* bytes, std::size_t at) {
    unsigned value = 0;
    for (std::size_t bit = at * 5; bit < at * 5 + 5; ++bit) value = value << 1 | (bytes[bit / 8] >> (7 - bit % 8) & 1u);
    return value;
}

Digest checksum(const Secret& code) {
    return digest_of(code.view());
}

int value_of(char c) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'O') c = '0';
    if (c == 'I' || c == 'L') c = '1';
    const auto found = letters.find(c);
    return found == std::string_view::npos ? -1 : static_cast<int>(found);
}

}  // namespace

Secret recovery_text(const Secret& code) {
    constexpr std::size_t signs = code_letters + check_letters;
    Secret text(signs + (signs - 1) / group);
    std::size_t at = 0;
    const auto put = [&](unsigned value) {
        if (at % (group + 1) == group) text.data()[at++] = '-';
        text.data()[at++] = static_cast<std::uint8_t>(letters[value]);
    };
    for (std::size_t i = 0; i < code_letters; ++i) put(five_bits(code.data(), i));
    const Digest check = checksum(code);
    for (std::size_t i = 0; i < check_letters; ++i) put(five_bits(check.data(), i));
    return text;
}

Expected<Secret> parse_recovery(std::string_view text) {
    const auto refused = [](std::string what) {
        return Error{ExitCode::input, std::move(what), "recovery code", "type it as it stands on the paper"};
    };
    Secret code(recovery_bytes);
    unsigned check[check_letters] = {};
    std::size_t count = 0;
    for (const char c : text) {
        if (c == '-' || c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
        const int value = value_of(c);
        if (value < 0) return refused("it has a sign that is in no recovery code");
        if (count < code_letters) {
            for (std::size_t i = 0; i < 5; ++i)
                if (value >> (4 - i) & 1)
                    code.data()[(count * 5 + i) / 8] |= static_cast<std::uint8_t>(0x80u >> (count * 5 + i) % 8);
        } else if (count < code_letters + check_letters) {
            check[count - code_letters] = static_cast<unsigned>(value);
        }
        ++count;
    }
    if (count != code_letters + check_letters)
        return refused("it has " + std::to_string(count) + " letters and digits, not " +
                       std::to_string(code_letters + check_letters));
    const Digest expected = checksum(code);
    for (std::size_t i = 0; i < check_letters; ++i)
        if (check[i] != five_bits(expected.data(), i)) return refused("a letter or digit of it is not right");
    return code;
}

Secret key_of_recovery(const Secret& code) {
    // The code is as random as a key, so nothing slow is needed.
    Secret key(key_bytes);
    const std::string_view purpose = "smp-mirror record recovery";
    crypto_generichash(key.data(), key.size(), code.data(), code.size(),
                       reinterpret_cast<const std::uint8_t*>(purpose.data()), purpose.size());
    return key;
}

}  // namespace smp::records
