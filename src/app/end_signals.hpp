// While the mirror runs, a signal to end is a wish to end well. A pipe that closes or a file that grows too large is an
// error of that write, not the end of the mirror.
#pragma once

#include <csignal>

namespace smp {

// One at a time. The signals act as before once it is gone.
class EndSignals {
  public:
    EndSignals();
    ~EndSignals();
    EndSignals(const EndSignals&) = delete;
    EndSignals& operator=(const EndSignals&) = delete;

  private:
    struct Row {
        int number;
        bool ends;
        struct sigaction before;
    };
    Row rows_[5] = {
        {SIGINT, true, {}}, {SIGTERM, true, {}}, {SIGHUP, true, {}}, {SIGPIPE, false, {}}, {SIGXFSZ, false, {}}};
};

// Whether such a signal has come since the last EndSignals began.
bool told_to_end();

}  // namespace smp
