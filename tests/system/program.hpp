// Runs the real program, as a client's machine would, and says what came of it.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "support/scratch.hpp"

namespace smp::test {

struct Outcome {
    int exit_code = -1;      // 128 + N when signal N ended it
    bool timed_out = false;  // killed by us
    std::string out, err;    // everything on standard output and standard error
};

struct RunOptions {
    std::map<std::string, std::string> environment = {};  // set over ours; an empty value removes the variable
    double timeout_s = 100;
    double kill_after_s = 0;                    // above 0: SIGKILL then, as a crash or a power cut would
    std::filesystem::path working_folder = {};  // empty: ours
    std::filesystem::path program = {};         // another one than the program under test; an absolute path
};

// The program under test: SMP_MIRROR, else the one of this build tree.
std::filesystem::path program();

// No shell, standard input from /dev/null, no display unless the options name one.
Outcome run(const std::vector<std::string>& arguments, const RunOptions& options = {});

// The whole file, or its first `limit` bytes.
std::string read_bytes(const std::filesystem::path& file, std::size_t limit = static_cast<std::size_t>(-1));

// The client who comes with the program.
inline const std::filesystem::path demo_clip = std::filesystem::path(SMP_SOURCE_DIR) / "assets/demo/client.mp4";

// Writes the first picture of a video into the folder as `name`; returns its path.
std::string first_frame(const std::filesystem::path& video, const Scratch& scratch, const std::string& name);

}  // namespace smp::test
