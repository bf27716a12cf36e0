#include "capture/sequence.hpp"

#include <charconv>
#include <regex>
#include <set>
#include <system_error>

namespace smp {
namespace {

const std::regex number_field("%(?:0([1-9][0-9]?))?d");

}  // namespace

std::filesystem::path Sequence::file(std::int64_t number) const {
    std::string text = std::to_string(number);
    if (static_cast<int>(text.size()) < digits) text.insert(0, static_cast<std::size_t>(digits) - text.size(), '0');
    return folder / (before + text + after);
}

bool names_sequence(const std::string& text) {
    return std::regex_search(std::filesystem::path(text).filename().string(), number_field);
}

Expected<Sequence> find_sequence(const std::string& text) {
    const std::filesystem::path path(text);
    const std::string name = path.filename().string();
    std::smatch field;
    if (!std::regex_search(name, field, number_field))
        return Error{ExitCode::input, "no number field in the name", text, "write it like frames/%04d.png"};
    Sequence out;
    out.before = field.prefix(), out.after = field.suffix();
    if (std::regex_search(out.after, number_field))
        return Error{ExitCode::input, "more than one number field in the name", text, "write it like frames/%04d.png"};
    out.folder = path.parent_path();
    out.digits = field[1].matched ? std::stoi(field[1].str()) : 0;

    std::set<std::int64_t> numbers;
    std::error_code error;
    for (std::filesystem::directory_iterator it(out.folder.empty() ? "." : out.folder, error), end; !error && it != end;
         it.increment(error)) {
        const std::string entry = it->path().filename().string();
        if (entry.size() <= out.before.size() + out.after.size() || !entry.starts_with(out.before) ||
            !entry.ends_with(out.after))
            continue;
        const char* from = entry.data() + out.before.size();
        const char* to = entry.data() + entry.size() - out.after.size();
        std::int64_t number = 0;
        if (*from < '0' || *from > '9') continue;
        if (const auto [end_of, rc] = std::from_chars(from, to, number); rc != std::errc() || end_of != to) continue;
        if (out.file(number).filename() == entry) numbers.insert(number);  // padded as the pattern asks
    }
    if (error)
        return Error{ExitCode::input, "the folder cannot be read (" + error.message() + ")", text, "check the path"};
    if (numbers.empty())
        return Error{ExitCode::input, "no picture has such a name", text, "check the path and the digits"};
    out.first = *numbers.begin(), out.last = *numbers.rbegin();
    std::int64_t expected = out.first;
    for (const std::int64_t n : numbers)
        if (n != expected++)
            return Error{ExitCode::input, "picture " + out.file(expected - 1).filename().string() + " is missing", text,
                         "number the pictures without gaps"};
    return out;
}

}  // namespace smp
