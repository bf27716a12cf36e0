#include "tablet/certificate.hpp"

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <array>
#include <memory>

#include "base/small_file.hpp"
#include "base/texts.hpp"
#include "tablet/paired_file.hpp"
#include "tablet/secret.hpp"

namespace smp {
namespace fs = std::filesystem;
namespace {

constexpr long life_s = 2 * 365 * 86400L, margin_s = 7 * 86400L;  // renewed a week before it ends

struct Free {
    void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
    void operator()(X509* p) const { X509_free(p); }
    void operator()(BIO* p) const { BIO_free(p); }
    void operator()(X509_EXTENSION* p) const { X509_EXTENSION_free(p); }
    void operator()(BIGNUM* p) const { BN_free(p); }
    void operator()(GENERAL_NAMES* p) const { GENERAL_NAMES_free(p); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

Error failed(std::string what, std::string_view where = "") {
    return {ExitCode::input, std::move(what), std::string(where), ""};
}

std::string fingerprint_of(X509* certificate) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (X509_digest(certificate, EVP_sha256(), digest.data(), &size) != 1) return "";
    std::string out;
    char byte[4];
    for (unsigned i = 0; i < size; ++i) {
        std::snprintf(byte, sizeof byte, "%s%02X", i ? ":" : "", digest[i]);
        out += byte;
    }
    return out;
}

std::time_t end_of(X509* certificate) {
    std::tm tm{};
    return ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &tm) == 1 ? ::timegm(&tm) : 0;
}

std::vector<std::string> names_of(X509* certificate) {
    std::vector<std::string> out;
    const Owned<GENERAL_NAMES> all(
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
    for (int i = 0; i < sk_GENERAL_NAME_num(all.get()); ++i) {
        const GENERAL_NAME* const name = sk_GENERAL_NAME_value(all.get(), i);
        if (name->type != GEN_DNS && name->type != GEN_IPADD) continue;
        const ASN1_STRING* const text = name->type == GEN_DNS ? name->d.dNSName : name->d.iPAddress;
        const unsigned char* const bytes = ASN1_STRING_get0_data(text);
        const int size = ASN1_STRING_length(text);
        char address[INET6_ADDRSTRLEN] = "";
        if (name->type == GEN_DNS)
            out.emplace_back(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
        else if ((size == 4 || size == 16) &&
                 ::inet_ntop(size == 4 ? AF_INET : AF_INET6, bytes, address, sizeof address))
            out.emplace_back(address);
    }
    return out;
}

bool add_extension(X509* certificate, int nid, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const Owned<X509_EXTENSION> extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

std::string alternative_names(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) {
        unsigned char binary[16];
        const bool address =
            ::inet_pton(AF_INET, name.c_str(), binary) == 1 || ::inet_pton(AF_INET6, name.c_str(), binary) == 1;
        // Nothing that the list's own grammar could mistake.
        if (!address && name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.") !=
                            std::string::npos)
            continue;
        out += (out.empty() ? "" : ",") + std::string(address ? "IP:" : "DNS:") + name;
    }
    return out.empty() ? "DNS:localhost" : out;
}

std::string text_of(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : "";
}

}  // namespace

Expected<Certificate> make_certificate(const std::vector<std::string>& names, std::time_t now) {
    const Owned<EVP_PKEY> key(EVP_EC_gen("P-256"));
    const Owned<X509> x(X509_new());
    if (!key || !x) return failed(tr("no key could be made for the tablet's page"));
    // The highest bit stays clear, so that the number is positive.
    BIGNUM* digits = nullptr;
    BN_hex2bn(&digits, ("7f" + random_hex(15)).c_str());
    const Owned<BIGNUM> serial(digits);
    X509_NAME* const subject = X509_get_subject_name(x.get());
    const auto* const common_name = reinterpret_cast<const unsigned char*>("smp-mirror");
    bool good = serial && BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(x.get())) &&
                X509_set_version(x.get(), X509_VERSION_3) == 1 &&
                ASN1_TIME_set(X509_getm_notBefore(x.get()), now - 86400) &&  // a tablet's clock may be slow
                ASN1_TIME_set(X509_getm_notAfter(x.get()), now + life_s) &&
                X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, common_name, -1, -1, 0) == 1 &&
                X509_set_issuer_name(x.get(), subject) == 1 && X509_set_pubkey(x.get(), key.get()) == 1;
    good = good && add_extension(x.get(), NID_basic_constraints, "critical,CA:FALSE") &&
           add_extension(x.get(), NID_key_usage, "critical,digitalSignature") &&
           add_extension(x.get(), NID_ext_key_usage, "serverAuth") &&
           add_extension(x.get(), NID_subject_alt_name, alternative_names(names)) &&
           X509_sign(x.get(), key.get(), EVP_sha256()) > 0;
    const Owned<BIO> out(BIO_new(BIO_s_mem()));
    good = good && out &&
           PEM_write_bio_PKCS8PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1 &&
           PEM_write_bio_X509(out.get(), x.get()) == 1;
    if (!good) return failed(tr("no certificate could be made for the tablet's page"));
    return Certificate{text_of(out.get()), fingerprint_of(x.get()), end_of(x.get()), names_of(x.get())};
}

Expected<Certificate> read_certificate(std::string_view pem, std::string_view where) {
    const Owned<BIO> key_in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    const Owned<BIO> certificate_in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    if (!key_in || !certificate_in) return failed(tr("cannot be read"), where);
    char no_password[] = "";
    const Owned<EVP_PKEY> key(PEM_read_bio_PrivateKey(key_in.get(), nullptr, nullptr, no_password));
    const Owned<X509> x(PEM_read_bio_X509(certificate_in.get(), nullptr, nullptr, no_password));
    if (!key || !x || X509_check_private_key(x.get(), key.get()) != 1)
        return failed(tr("holds no key and certificate that belong together"), where);
    return Certificate{std::string(pem), fingerprint_of(x.get()), end_of(x.get()), names_of(x.get())};
}

Expected<Certificate> own_certificate(const fs::path& file, const std::vector<std::string>& names, std::time_t now,
                                      std::string* told) {
    std::error_code ignored;
    if (fs::exists(file, ignored)) {
        const auto text = read_small_file(file, tr("certificate"), 1 << 16);
        auto found = text ? read_certificate(*text, file.string()) : Expected<Certificate>(text.error());
        if (found && now + margin_s < found->expires) {
            // Also when somebody has copied it about with a wider mode.
            fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write, ignored);
            return found;
        }
        if (!found) {
            fs::path aside = file;
            aside += "-damaged";
            fs::rename(file, aside, ignored);
            if (told)
                *told = tr_fill(
                    "A new certificate was made, as the old one {0}; tablets will ask whether they may trust it",
                    found.error().what);
        } else if (told) {
            *told = tr("The certificate was renewed; tablets will ask whether they may trust it");
        }
    }
    auto made = make_certificate(names, now);
    if (!made) return made;
    if (auto kept = write_private_file(file, made->pem); !kept) return kept.error();
    return made;
}

}  // namespace smp
