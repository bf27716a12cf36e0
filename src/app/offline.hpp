// The commands that need no window: render, still, bench.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "app/session.hpp"

namespace smp {

struct RenderJob {
    std::string input;
    std::filesystem::path output;
    std::optional<std::filesystem::path> trace, mask_video;
    std::optional<int> frames;
    bool label = true;  // the words that it is a preview
};
Status render_command(const SessionOptions& options, const RenderJob& job);

struct StillJob {
    std::string input;
    std::filesystem::path output;
    std::optional<std::filesystem::path> mask, trace;
    std::optional<std::string> numbers;  // file, or - for text on standard output
    std::optional<std::string> loupe;    // X,Y,SCALE: picture and mask magnified about a place of the input
    bool match_stubble = false;          // pigment, density and grain as the client's own stubble has them
    bool lighter = false;                // the same, one step lighter
    bool card = false;                   // true scale by the bank card in the picture
    bool label = true;                   // the words that it is a preview

    // PDF for the client to keep, always with those words; paper is a4 or letter.
    std::optional<std::filesystem::path> sheet;
    std::string paper = "a4";
};
Status still_command(const SessionOptions& options, const StillJob& job);

struct BenchJob {
    std::string input = "demo";
    std::optional<std::string> size;  // WxH
    int frames = 300;
    bool json = false;
};
// Prints its figures on standard output.
Status bench_command(const SessionOptions& options, const BenchJob& job);

}  // namespace smp
