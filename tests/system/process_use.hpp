// What a program that runs takes of the machine, as /proc tells it.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace smp::test {

struct ProcessUse {
    double resident_mb = 0;
    std::size_t files = 0, threads = 0;
};

inline ProcessUse use_of(pid_t pid) {
    ProcessUse out;
    const std::string folder = "/proc/" + std::to_string(pid);
    std::ifstream status(folder + "/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmRSS:")) out.resident_mb = std::atof(line.c_str() + 6) / 1024;
        if (line.starts_with("Threads:")) out.threads = static_cast<std::size_t>(std::atoi(line.c_str() + 8));
    }
    std::error_code gone;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder + "/fd", gone)) ++out.files;
    return out;
}

}  // namespace smp::test
