#include "app/end_signals.hpp"

namespace smp {
namespace {

volatile std::sig_atomic_t told = 0;

}  // namespace

EndSignals::EndSignals() {
    told = 0;
    for (auto& row : rows_) {
        struct sigaction action {};
        action.sa_handler = row.ends ? [](int) { told = 1; } : SIG_IGN;
        sigemptyset(&action.sa_mask);
        sigaction(row.number, &action, &row.before);
    }
}

EndSignals::~EndSignals() {
    for (auto& row : rows_) sigaction(row.number, &row.before, nullptr);
}

bool told_to_end() {
    return told != 0;
}

}  // namespace smp
