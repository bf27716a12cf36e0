// The mirror's own certificate for the tablet's page: made once, signed by itself, kept with its key in one file that
// only its owner can read.
#pragma once

#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

#include "base/expected.hpp"

namespace smp {

struct Certificate {
    std::string pem;          // key and certificate
    std::string fingerprint;  // SHA-256, in capitals, colons between bytes: as browsers show it
    std::time_t expires = 0;
    std::vector<std::string> names;  // addresses it was made for
};

// An EC key (P-256) and a certificate for two years. `names`: IP addresses and host names.
Expected<Certificate> make_certificate(const std::vector<std::string>& names, std::time_t now);
// Fails with ExitCode::input when it holds no key and certificate that belong together.
Expected<Certificate> read_certificate(std::string_view pem, std::string_view where);

// The one in the file; a new one, kept there, where there is none or it is no good any more at `now`. `told`: a
// sentence when a file could not be used, which is then kept as NAME-damaged.
Expected<Certificate> own_certificate(const std::filesystem::path& file, const std::vector<std::string>& names,
                                      std::time_t now, std::string* told);

}  // namespace smp
