#include "records/secret.hpp"

#include <sodium.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <cstring>
#include <mutex>
#include <new>
#include <utility>

namespace smp::records {
namespace {

void start_sodium() {
    static const int started = sodium_init();
    if (started < 0) throw std::bad_alloc();
}

struct Dumps {
    std::mutex mutex;
    int holders = 0, dumpable = 1;
    rlim_t core = 0;
};
Dumps& dumps() {
    static Dumps one;
    return one;
}

}  // namespace

Secret::Secret(std::size_t size) {
    start_sodium();
    data_ = static_cast<std::uint8_t*>(sodium_malloc(size));  // guarded, locked where the system allows it
    if (!data_) throw std::bad_alloc();
    size_ = size;
    sodium_memzero(data_, size_);
}

Secret Secret::of(std::string_view text) {
    Secret secret(text.size());
    if (!text.empty()) std::memcpy(secret.data_, text.data(), text.size());
    return secret;
}

Secret Secret::random(std::size_t size) {
    Secret secret(size);
    randombytes_buf(secret.data_, size);
    return secret;
}

Secret::Secret(Secret&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
}

Secret::~Secret() {
    if (data_) sodium_free(data_);  // zeroes first
}

Secret Secret::copy() const {
    Secret secret(size_);
    if (size_ > 0) std::memcpy(secret.data_, data_, size_);
    return secret;
}

NoDumps::NoDumps() {
    Dumps& d = dumps();
    const std::lock_guard hold(d.mutex);
    if (d.holders++ > 0) return;
    rlimit limit{};
    getrlimit(RLIMIT_CORE, &limit);
    d.core = limit.rlim_cur;
    limit.rlim_cur = 0;
    setrlimit(RLIMIT_CORE, &limit);
    d.dumpable = prctl(PR_GET_DUMPABLE);
    prctl(PR_SET_DUMPABLE, 0);
}

NoDumps::~NoDumps() {
    Dumps& d = dumps();
    const std::lock_guard hold(d.mutex);
    if (--d.holders > 0) return;
    rlimit limit{};
    getrlimit(RLIMIT_CORE, &limit);
    limit.rlim_cur = d.core;
    setrlimit(RLIMIT_CORE, &limit);
    if (d.dumpable == 1) prctl(PR_SET_DUMPABLE, 1);
}

}  // namespace smp::records
