// A consent that is to be signed on a tablet, and what comes of it. Of the client nothing goes there but this text.
#pragma once

#include <string>

#include "records/record_types.hpp"

namespace smp {

struct SignRequest {
    unsigned number = 0;  // no two are the same
    std::string tablet;   // id of the paired tablet that shows it
    std::string title, text, version, day;
    bool operator==(const SignRequest&) const = default;
};

struct SignAnswer {
    unsigned number = 0;           // of the request
    bool gone = false;             // the tablet is not there any more: nothing was signed
    records::Signature signature;  // whole
    bool operator==(const SignAnswer&) const = default;
};

}  // namespace smp
