#include "capture/sequence.hpp"

#include <charconv>
#include <set>
#include <system_error>

namespace smp {
namespace {

struct NumberField {
    std::size_t at = std::string::npos, length = 0;
    int digits = 0;
};

// The first %d or %0Nd from `from` on.
NumberField find_field(const std::string& name, std::size_t from = 0) {
    for (auto at = name.find('%', from); at != std::string::npos; at = name.find('%', at + 1)) {
        std::size_t end = at + 1;
        int digits = 0;
        if (end + 1 < name.size() && name[end] == '0' && name[end + 1] >= '1' && name[end + 1] <= '9')
            for (++end; end < name.size() && name[end] >= '0' && name[end] <= '9' && digits < 10; ++end)
                digits = digits * 10 + (name[end] - '0');
        if (end < name.size() && name[end] == 'd') return {at, end + 1 - at, digits};
    }
    return {};
}

}  // namespace

std::filesystem::path Sequence::file(std::int64_t number) const {
    std::string text = std::to_string(number);
    if (static_cast<int>(text.size()) < digits) text.insert(0, static_cast<std::size_t>(digits) - text.size(), '0');
    return folder / (before + text + after);
}

bool names_sequence(const std::string& text) {
    return find_field(std::filesystem::path(text).filename().string()).length > 0;
}

Expected<Sequence> find_sequence(const std::string& text) {
    const std::filesystem::path path(text);
    const std::string name = path.filename().string();
    const NumberField field = find_field(name);
    if (field.length == 0)
        return Error{ExitCode::input, "no number field in the name", text, "write it like frames/%04d.png"};
    Sequence out;
    out.before = name.substr(0, field.at), out.after = name.substr(field.at + field.length);
    if (find_field(out.after).length > 0)
        return Error{ExitCode::input, "more than one number field in the name", text, "write it like frames/%04d.png"};
    out.folder = path.parent_path();
    out.digits = field.digits;

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
