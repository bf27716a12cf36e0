#include "tablet/secret.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <sys/random.h>

#include <array>
#include <cerrno>
#include <stdexcept>

namespace smp {
namespace {

void random_bytes(unsigned char* to, std::size_t size) {
    while (size > 0) {
        const ssize_t n = ::getrandom(to, size, 0);
        if (n < 0 && errno == EINTR) continue;
        // A kernel without it is older than everything else that the program needs.
        if (n <= 0) throw std::runtime_error("the system gives no random numbers");
        to += n;
        size -= static_cast<std::size_t>(n);
    }
}

std::string to_hex(const unsigned char* bytes, std::size_t size) {
    constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (std::size_t i = 0; i < size; ++i) {
        out += digits[bytes[i] >> 4];
        out += digits[bytes[i] & 15];
    }
    return out;
}

}  // namespace

std::string random_hex(std::size_t bytes) {
    std::string raw(bytes, '\0');
    auto* const at = reinterpret_cast<unsigned char*>(raw.data());
    random_bytes(at, bytes);
    return to_hex(at, bytes);
}

std::string random_digits(std::size_t count) {
    std::string out;
    while (out.size() < count) {
        unsigned char byte = 0;
        random_bytes(&byte, 1);
        if (byte < 250) out += static_cast<char>('0' + byte % 10);  // 250 to 255 would favour 0 to 5
    }
    return out;
}

std::string sha256_hex(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("no SHA-256");
    return to_hex(digest.data(), size);
}

bool same_secret(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace smp
