// One encrypted connection that a tablet has opened. Never waits unless told to, and then until a deadline.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>

#include "base/expected.hpp"

struct ssl_ctx_st;
struct ssl_st;

namespace smp {

class TlsContext {
  public:
    // `pem`: key and certificate. TLS 1.2 and 1.3, nothing older.
    static Expected<TlsContext> create(const std::string& pem);
    TlsContext(TlsContext&& other) noexcept;
    TlsContext& operator=(TlsContext&&) = delete;
    ~TlsContext();
    ssl_ctx_st* native() const { return context_; }

  private:
    TlsContext() = default;
    ssl_ctx_st* context_ = nullptr;
};

enum class Progress { done, wants_read, wants_write, failed };

class TlsSocket {
  public:
    // Takes the socket over, which does not block.
    TlsSocket(const TlsContext& context, int fd);
    ~TlsSocket();
    TlsSocket(const TlsSocket&) = delete;
    TlsSocket& operator=(const TlsSocket&) = delete;

    int fd() const { return fd_; }
    Progress shake_hands();
    // Appends what is there, until `most` bytes are in it. `failed` also when the other side has closed.
    Progress read(std::string& into, std::size_t most);
    // All of it, unless the deadline comes or `ending` gets true.
    bool write(const char* bytes, std::size_t size, double deadline_s, const std::atomic<bool>& ending);
    void write_once(const std::string& bytes);  // as much as goes without waiting
    void say_goodbye();

  private:
    Progress progress(int result);
    ssl_st* ssl_ = nullptr;
    int fd_ = -1;
    bool broken_ = false;
};

}  // namespace smp
