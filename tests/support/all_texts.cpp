#include "support/all_texts.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <optional>
#include <set>

#include "desk/change_words.hpp"
#include "desk/client_scale.hpp"
#include "desk/presets.hpp"
#include "desk/settings.hpp"
#include "desk/time_line.hpp"
#include "desk/tool.hpp"
#include "records/medical_questions.hpp"
#include "sheet/forms.hpp"
#include "ui/keys.hpp"
#include "views/standard_views.hpp"

namespace smp::test {
namespace fs = std::filesystem;
namespace {

// Goes through a source; comments and blanks count for nothing.
class Reader {
  public:
    Reader(const std::string& source, bool script) : s_(source), script_(script) {}

    bool end() { return skip(), at_ >= s_.size(); }
    char next() { return skip(), at_ < s_.size() ? s_[at_] : '\0'; }
    void pass() { ++at_; }
    std::size_t line() const { return 1 + static_cast<std::size_t>(std::count(s_.begin(), s_.begin() + at(), '\n')); }

    std::optional<std::string> identifier() {
        skip();
        const std::size_t begin = at_;
        while (at_ < s_.size() && (std::isalnum(static_cast<unsigned char>(s_[at_])) || s_[at_] == '_')) ++at_;
        if (at_ == begin) return std::nullopt;
        return s_.substr(begin, at_ - begin);
    }

    // One literal, or several that stand side by side. Empty: there is none.
    std::optional<std::string> text() {
        std::optional<std::string> out;
        while (next() == '"' || (script_ && (next() == '\'' || next() == '`'))) {
            const char quote = s_[at_++];
            if (!out) out.emplace();
            while (at_ < s_.size() && s_[at_] != quote) *out += s_[at_] == '\\' ? escaped() : std::string(1, s_[at_++]);
            ++at_;
            if (script_) break;
        }
        return out;
    }
    bool raw_text() {
        if (script_ || s_.compare(at_, 3, "R\"(") != 0) return false;
        const auto stop = s_.find(")\"", at_);
        at_ = stop == std::string::npos ? s_.size() : stop + 2;
        return true;
    }
    void character() {  // 'x', '\''
        at_ += s_.compare(at_ + 1, 1, "\\") == 0 ? 2 : 1;
        at_ = std::min(s_.size(), s_.find('\'', at_ + 1)) + 1;
    }

  private:
    std::ptrdiff_t at() const { return static_cast<std::ptrdiff_t>(std::min(at_, s_.size())); }
    void skip() {
        for (;;) {
            while (at_ < s_.size() && std::isspace(static_cast<unsigned char>(s_[at_]))) ++at_;
            if (s_.compare(at_, 2, "//") == 0)
                at_ = std::min(s_.size(), s_.find('\n', at_));
            else if (s_.compare(at_, 2, "/*") == 0)
                at_ = std::min(s_.size(), s_.find("*/", at_) + 2);
            else
                return;
        }
    }
    std::string escaped() {
        const char c = s_[at_ + 1];
        at_ += 2;
        if (c == 'n') return "\n";
        if (c == 'x') {
            const std::string digits = s_.substr(at_, 2);
            at_ += 2;
            return std::string(1, static_cast<char>(std::stoi(digits, nullptr, 16)));
        }
        return std::string(1, c);
    }

    const std::string& s_;
    const bool script_;
    std::size_t at_ = 0;
};

void add(AllTexts& out, const std::string& text, const std::string& where, const std::string& one = "") {
    auto [at, fresh] = out.texts.try_emplace(text, FoundText{where, one});
    if (!fresh && at->second.one != one) out.faults.push_back(where + ": \"" + text + "\" is counted here or there");
}

// Behind the bracket of a call of tr(), tr_fill() or tr_later().
void read_call(Reader& reader, const std::string& where, AllTexts& out) {
    const std::size_t line = reader.line();
    const auto fault = [&](const char* what) {
        out.faults.push_back(where + ":" + std::to_string(line) + ": " + what);
    };
    if (const auto text = reader.text()) {
        if (reader.next() == ',' || reader.next() == ')')
            text->empty() ? fault("an empty text") : add(out, *text, where);
        else if (reader.next() == '?')
            fault("tr() about each of two texts, not about both");
        return;  // tr("tool|" + name): of a table
    }
    // A key of a table; it holds no text of its own, but perhaps in a call.
    for (int depth = 1; depth > 0 && !reader.end();) {
        if (depth == 1 && reader.text()) return fault("tr() about each of two texts, not about both");
        if (reader.text() || reader.identifier()) continue;
        depth += reader.next() == '(' ? 1 : reader.next() == ')' ? -1 : 0;
        reader.pass();
    }
}

void read_count(Reader& reader, const std::string& where, AllTexts& out) {
    std::vector<std::string> texts;
    for (int depth = 1; depth > 0 && !reader.end();) {
        if (const auto text = reader.text()) {
            if (depth == 1) texts.push_back(*text);
            continue;
        }
        if (reader.identifier()) continue;
        depth += reader.next() == '(' ? 1 : reader.next() == ')' ? -1 : 0;
        reader.pass();
    }
    if (texts.size() >= 2) add(out, texts[1], where, texts[0]);
}

void add_tables(AllTexts& out) {
    for (const Parameter& p : parameters()) {
        for (const auto& text : {p.group, p.label, p.help}) add(out, std::string(text), "src/design/parameters.cpp");
        for (const auto& choice : p.choices) add(out, choice_key(p, choice), "src/design/parameters.cpp");
    }
    for (const Setting& s : settings_table()) {
        for (const auto& text : {s.label, s.help}) add(out, std::string(text), "src/desk/settings.cpp");
        for (const auto& choice : s.choices)
            if (choice_key(s, choice) != choice) add(out, choice_key(s, choice), "src/desk/settings.cpp");
    }
    for (const Preset& p : built_in_presets()) add(out, preset_key(p.design.name), "src/desk/presets.cpp");
    add(out, preset_key(TreatmentDesign{}.name), "src/desk/presets.cpp");
    for (const TimeStop& stop : time_stops())
        for (const auto& text : {stop.name, stop.label}) add(out, std::string(text), "src/desk/time_line.cpp");
    for (int i = 0; i < tool_count; ++i) add(out, tool_key(static_cast<ToolKind>(i)), "src/desk/tool.cpp");
    for (const Parameter& p : client_parameters())
        for (const auto& text : {p.group, p.label, p.help}) add(out, std::string(text), "src/desk/client_scale.cpp");
    for (const StandardView& view : standard_views())
        for (const auto& text : {view.label, view.ask}) add(out, std::string(text), "src/views/standard_views.cpp");
    for (const records::MedicalQuestion& q : records::medical_questions())
        for (const auto& text : {q.question, q.hint}) add(out, std::string(text), "src/records/medical_questions.cpp");
    for (const ConsentPart& part : standard_consents())
        for (const auto& text : {part.name, part.text}) add(out, text, "src/sheet/consent_texts.cpp");
    for (const KeyRow& row : key_rows()) add(out, std::string(row.words), "src/ui/keys.cpp");
    for (int i = 0; i <= static_cast<int>(Key::double_click); ++i)
        if (const Key key{i}; named_by_a_word(key))
            add(out, "key|" + std::string(key_name(key)), "src/present/key_event.cpp");
}

}  // namespace

void add_texts_of_source(const std::string& source, const std::string& where, bool script, AllTexts& out) {
    static const std::set<std::string> calls{"tr", "tr_fill", "tr_later"};
    Reader reader(source, script);
    while (!reader.end()) {
        if (reader.raw_text() || reader.text()) continue;
        if (!script && reader.next() == '\'') {
            reader.character();
            continue;
        }
        const auto word = reader.identifier();
        if (!word) {
            reader.pass();
            continue;
        }
        const bool counted = *word == "tr_count";
        if ((!counted && !calls.contains(*word)) || reader.next() != '(') continue;
        reader.pass();
        counted ? read_count(reader, where, out) : read_call(reader, where, out);
    }
}

void add_texts_of_page(const std::string& page, const std::string& where, AllTexts& out) {
    for (std::size_t begin = page.find('<'); begin < page.size(); begin = page.find('<', begin + 1)) {
        const std::size_t end = page.find('>', begin);
        if (end == std::string::npos) return;
        const std::string tag = page.substr(begin, end - begin);
        if (tag.ends_with(" data-tr")) add(out, page.substr(end + 1, page.find('<', end) - end - 1), where);
        constexpr std::string_view label = "aria-label=\"";
        if (tag.find(" data-tr-label") == std::string::npos) continue;
        const std::size_t at = tag.find(label) + label.size();
        add(out, tag.substr(at, tag.find('"', at) - at), where);
    }
}

AllTexts all_texts(const fs::path& tree) {
    AllTexts out;
    add_tables(out);
    std::vector<fs::path> files;
    for (const char* folder : {"src", "assets/tablet"}) {
        const auto had = static_cast<std::ptrdiff_t>(files.size());
        for (const auto& entry : fs::recursive_directory_iterator(tree / folder))
            if (const auto kind = entry.path().extension();
                kind == ".cpp" || kind == ".hpp" || kind == ".js" || kind == ".html")
                files.push_back(entry.path());
        std::sort(files.begin() + had, files.end());
    }
    for (const fs::path& file : files) {
        std::ifstream in(file);
        const std::string source{std::istreambuf_iterator<char>(in), {}};
        const std::string where = fs::relative(file, tree).string();
        if (file.extension() == ".html")
            add_texts_of_page(source, where, out);
        else
            add_texts_of_source(source, where, file.extension() == ".js", out);
    }
    return out;
}

std::string places_of(const std::string& text) {
    std::set<char> places;
    for (std::size_t i = 0; i + 2 < text.size(); ++i)
        if (text[i] == '{' && std::isdigit(static_cast<unsigned char>(text[i + 1])) && text[i + 2] == '}')
            places.insert(text[i + 1]);
    return {places.begin(), places.end()};
}

}  // namespace smp::test
