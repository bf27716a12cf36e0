#include "tablet/pairing.hpp"

#include <algorithm>
#include <cmath>

#include "tablet/secret.hpp"

namespace smp {
namespace {

constexpr std::size_t code_digits = 6, most_guessers = 256;
constexpr double longest_wait_s = 60;

// Length of the UTF-8 character at the front; 0 when it is none, or a control character.
std::size_t character(std::string_view text) {
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    const unsigned first = byte(0);
    if (first < 0x80) return first >= 0x20 && first != 0x7f ? 1 : 0;
    const std::size_t size = first >= 0xf0 && first < 0xf5   ? 4
                             : first >= 0xe0 && first < 0xf0 ? 3
                             : first >= 0xc2 && first < 0xe0 ? 2
                                                             : 0;
    for (std::size_t i = 1; i < size; ++i)
        if ((byte(i) & 0xc0) != 0x80) return 0;
    const bool overlong = (first == 0xe0 && byte(1) < 0xa0) || (first == 0xf0 && byte(1) < 0x90);
    const bool beyond = (first == 0xed && byte(1) >= 0xa0) || (first == 0xf4 && byte(1) >= 0x90);
    const bool control = first == 0xc2 && byte(1) < 0xa0;
    return overlong || beyond || control ? 0 : size;
}

}  // namespace

void PairingCode::begin(double now_s) {
    code_ = random_digits(code_digits);
    until_s_ = now_s + code_life_s;
    wrong_ = 0;
}

std::string PairingCode::digits(double now_s) const {
    return now_s < until_s_ ? code_ : "";
}

double PairingCode::left_s(double now_s) const {
    return code_.empty() ? 0 : std::max(0.0, until_s_ - now_s);
}

double PairingCode::wait_s(const std::string& address, double now_s) const {
    const auto at = guessers_.find(address);
    return at == guessers_.end() ? 0 : std::max(0.0, at->second.until_s - now_s);
}

PairingCode::Answer PairingCode::guess(std::string_view digits, const std::string& address, double now_s) {
    if (wait_s(address, now_s) > 0) return Answer::wait;
    const std::string code = this->digits(now_s);
    if (code.empty()) return Answer::no_code;
    if (same_secret(digits, code)) {
        end();
        guessers_.erase(address);
        return Answer::right;
    }
    if (guessers_.size() >= most_guessers && !guessers_.contains(address))
        guessers_.erase(std::min_element(guessers_.begin(), guessers_.end(), [](const auto& a, const auto& b) {
            return a.second.until_s < b.second.until_s;
        }));
    Guesser& g = guessers_[address];
    ++g.wrong;
    g.until_s = now_s + std::min(longest_wait_s, std::exp2(std::min(g.wrong, 10)));
    if (++wrong_ >= guesses_a_code) end();
    return Answer::wrong;
}

std::string PairedTablets::add(std::string_view name, std::string_view date) {
    std::string token = random_hex(32), id;
    do id = random_hex(4);
    while (has(id));
    list_.push_back({id, tablet_name(name), sha256_hex(token), std::string(date)});
    return token;
}

const PairedTablet* PairedTablets::find(std::string_view token) const {
    if (token.size() != 64) return nullptr;
    const std::string hash = sha256_hex(token);
    const PairedTablet* found = nullptr;
    for (const PairedTablet& t : list_)  // all of them, so that the time tells nothing
        if (same_secret(t.token_sha256, hash)) found = &t;
    return found;
}

bool PairedTablets::has(std::string_view id) const {
    return std::any_of(list_.begin(), list_.end(), [&](const PairedTablet& t) { return t.id == id; });
}

bool PairedTablets::revoke(std::string_view id) {
    return std::erase_if(list_, [&](const PairedTablet& t) { return t.id == id; }) > 0;
}

std::string tablet_name(std::string_view typed) {
    std::string out;
    while (!typed.empty()) {
        const std::size_t size = character(typed);
        if (size > 0 && out.size() + size > longest_tablet_name) break;
        out += typed.substr(0, size);
        typed.remove_prefix(std::max<std::size_t>(size, 1));
    }
    const auto first = out.find_first_not_of(' ');
    if (first == std::string::npos) return "Tablet";
    return out.substr(first, out.find_last_not_of(' ') - first + 1);
}

}  // namespace smp
