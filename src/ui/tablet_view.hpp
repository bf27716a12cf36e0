// What the desk shows of the page for tablets.
#pragma once

#include <string>
#include <vector>

#include "tablet/qr.hpp"

namespace smp {

struct TabletView {
    struct Paired {
        std::string id, name, paired_on;
        bool connected = false;
        bool operator==(const Paired&) const = default;
    };
    bool on = false;      // it is served
    bool wanted = false;  // also while it begins
    std::string trouble;  // why it is not, or what there is to know; empty: nothing
    std::string address;  // of the page
    QrCode qr;            // the address, and the code while there is one
    std::string code;     // six digits; empty: there is none now
    int code_minutes = 0;
    int wrong_guesses = 0;
    std::string fingerprint;  // of the certificate, as browsers show it
    std::vector<Paired> tablets;
    bool operator==(const TabletView&) const = default;
};

}  // namespace smp
