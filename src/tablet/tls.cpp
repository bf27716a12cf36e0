#include "tablet/tls.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "base/steady_clock.hpp"
#include "base/texts.hpp"

namespace smp {

Expected<TlsContext> TlsContext::create(const std::string& pem) {
    const auto failed = [](std::string what) { return Error{ExitCode::input, std::move(what), "tablet", ""}; };
    TlsContext out;
    out.context_ = SSL_CTX_new(TLS_server_method());
    if (!out.context_) return failed(tr("TLS cannot be had"));
    SSL_CTX* const c = out.context_;
    SSL_CTX_set_min_proto_version(c, TLS1_2_VERSION);
    SSL_CTX_set_options(c, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(c, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_session_cache_mode(c, SSL_SESS_CACHE_OFF);
    BIO* const key_in = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
    BIO* const certificate_in = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
    EVP_PKEY* const key = PEM_read_bio_PrivateKey(key_in, nullptr, nullptr, nullptr);
    X509* const certificate = PEM_read_bio_X509(certificate_in, nullptr, nullptr, nullptr);
    const bool good =
        key && certificate && SSL_CTX_use_certificate(c, certificate) == 1 && SSL_CTX_use_PrivateKey(c, key) == 1;
    X509_free(certificate);
    EVP_PKEY_free(key);
    BIO_free(key_in);
    BIO_free(certificate_in);
    if (!good) return failed(tr("the certificate cannot be used"));
    return out;
}

TlsContext::TlsContext(TlsContext&& other) noexcept : context_(std::exchange(other.context_, nullptr)) {}

TlsContext::~TlsContext() {
    SSL_CTX_free(context_);
}

TlsSocket::TlsSocket(const TlsContext& context, int fd) : ssl_(SSL_new(context.native())), fd_(fd) {
    if (!ssl_ || SSL_set_fd(ssl_, fd) != 1) broken_ = true;
    if (ssl_) SSL_set_accept_state(ssl_);
}

TlsSocket::~TlsSocket() {
    SSL_free(ssl_);
    ::close(fd_);
}

Progress TlsSocket::progress(int result) {
    switch (SSL_get_error(ssl_, result)) {
        case SSL_ERROR_WANT_READ:
            return Progress::wants_read;
        case SSL_ERROR_WANT_WRITE:
            return Progress::wants_write;
        default:
            ERR_clear_error();
            broken_ = true;
            return Progress::failed;
    }
}

Progress TlsSocket::shake_hands() {
    if (broken_) return Progress::failed;
    ERR_clear_error();
    const int result = SSL_do_handshake(ssl_);
    return result == 1 ? Progress::done : progress(result);
}

Progress TlsSocket::read(std::string& into, std::size_t most) {
    if (broken_) return Progress::failed;
    char block[4096];
    while (into.size() < most) {
        ERR_clear_error();
        const int n = SSL_read(ssl_, block, static_cast<int>(std::min(sizeof block, most - into.size())));
        if (n <= 0) return progress(n);
        into.append(block, static_cast<std::size_t>(n));
    }
    return Progress::done;
}

bool TlsSocket::write(const char* bytes, std::size_t size, double deadline_s, const std::atomic<bool>& ending) {
    while (size > 0 && !broken_) {
        ERR_clear_error();
        const int n = SSL_write(ssl_, bytes, static_cast<int>(std::min<std::size_t>(size, 1 << 14)));
        if (n > 0) {
            bytes += n;
            size -= static_cast<std::size_t>(n);
            continue;
        }
        const Progress p = progress(n);
        const double left_s = deadline_s - steady_s();
        if (p == Progress::failed || left_s <= 0 || ending) break;
        pollfd wait{fd_, static_cast<short>(p == Progress::wants_write ? POLLOUT : POLLIN), 0};
        ::poll(&wait, 1, static_cast<int>(std::min(left_s, 0.2) * 1000) + 1);
    }
    if (size > 0) broken_ = true;
    return size == 0;
}

void TlsSocket::write_once(const std::string& bytes) {
    if (broken_) return;
    ERR_clear_error();
    SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()));
    ERR_clear_error();
}

void TlsSocket::say_goodbye() {
    if (broken_) return;
    ERR_clear_error();
    SSL_shutdown(ssl_);
    ERR_clear_error();
}

}  // namespace smp
