// A text file of bounded length, read whole.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "base/expected.hpp"
#include "base/texts.hpp"

namespace smp {

// `kind` names it in sentences, in the language chosen: tr("design file"). More than `largest_bytes` is another kind of
// file. Fails with ExitCode::input; the caller adds the advice.
inline Expected<std::string> read_small_file(const std::filesystem::path& path, const std::string& kind,
                                             std::size_t largest_bytes = 1 << 20) {
    const auto refused = [&](std::string what) { return Error{ExitCode::input, std::move(what), path.string(), ""}; };
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) return refused(tr_fill("a folder, not a {0}", kind));
    std::ifstream file(path, std::ios::binary);
    if (!file) return refused(tr_fill("the {0} cannot be opened", kind));
    std::string text;
    char block[4096];
    while (text.size() <= largest_bytes && (file.read(block, sizeof block), file.gcount() > 0))
        text.append(block, static_cast<std::size_t>(file.gcount()));
    if (text.size() > largest_bytes) return refused(tr_fill("too long for a {0}", kind));
    return text;
}

}  // namespace smp
