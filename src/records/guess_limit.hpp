// Makes guessing at the passphrase slow, also over restarts: after three wrong ones each further one costs a wait that
// doubles, up to a quarter of an hour. For .cpp files of records/.
#pragma once

#include <filesystem>

#include "records/file_layer.hpp"

namespace smp::records {

class GuessLimit {
  public:
    static constexpr const char* file_name = "guesses";

    GuessLimit(FileLayer& files, const std::filesystem::path& folder) : files_(files), path_(folder / file_name) {}

    // Seconds until the next guess is taken; 0: now. A clock that was set back does not shorten it.
    std::int64_t wait_s(Moment now);
    // Before the guess is tried, so that a program that is killed in between has guessed too.
    void count(Moment now);
    void forget();  // it was right

  private:
    struct State {
        std::int64_t wrong = 0;
        Moment last{};
    };
    State read();
    FileLayer& files_;
    std::filesystem::path path_;
};

}  // namespace smp::records
