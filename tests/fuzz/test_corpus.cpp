// Everything in the corpus, found by fuzzing or written by hand, through its parser: what once crashed stays mended.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <set>
#include <vector>

#include "fuzz/targets.hpp"

namespace smp::fuzz {
namespace {

namespace fs = std::filesystem;

std::vector<std::vector<std::uint8_t>> corpus(std::string_view name) {
    std::vector<std::vector<std::uint8_t>> out;
    const fs::directory_iterator folder(fs::path(SMP_SOURCE_DIR) / "tests/fuzz/corpus" / name);
    std::set<fs::path> files;  // sorted: on every machine the same damage to the same file
    for (const auto& entry : folder) files.insert(entry.path());
    for (const auto& path : files) {
        std::ifstream file(path, std::ios::binary);
        out.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return out;
}

TEST(Fuzz, TheCorpusPassesEveryParser) {
    for (const Target& target : targets()) {
        SCOPED_TRACE(target.name);
        const auto inputs = corpus(target.name);
        EXPECT_GE(inputs.size(), 3u);
        for (const auto& bytes : inputs) target.run(bytes);
        target.run({});
    }
}

// What a full disk, a bad cable or an editor makes of good files: cut anywhere, bits flipped, pieces doubled.
TEST(Fuzz, DamagedFilesPassEveryParser) {
    const char* const wanted = std::getenv("SMP_FUZZ_ROUNDS");  // of every file
    const int rounds = wanted ? std::atoi(wanted) : 60;
    std::mt19937 random(7);
    const auto up_to = [&](std::size_t most) { return std::uniform_int_distribution<std::size_t>(0, most)(random); };
    for (const Target& target : targets()) {
        SCOPED_TRACE(target.name);
        for (const auto& bytes : corpus(target.name)) {
            if (bytes.empty()) continue;
            for (int i = 0; i < rounds; ++i) {
                auto damaged = bytes;
                switch (i % 4) {
                    case 0:
                        damaged.resize(up_to(bytes.size() - 1));
                        break;
                    case 1:
                        damaged[up_to(bytes.size() - 1)] ^= static_cast<std::uint8_t>(1u << up_to(7));
                        break;
                    case 2: {
                        const auto at = static_cast<std::ptrdiff_t>(up_to(bytes.size() - 1));
                        damaged.insert(damaged.begin() + at, bytes.begin(), bytes.end());
                        break;
                    }
                    default:
                        damaged[up_to(bytes.size() - 1)] = static_cast<std::uint8_t>(up_to(255));
                }
                target.run(damaged);
            }
        }
    }
}

}  // namespace
}  // namespace smp::fuzz
