#include "base/texts.hpp"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>

#include "base/small_file.hpp"

namespace smp {
namespace {

constexpr std::string_view schema = "smp-mirror/texts/1";

struct Chosen {
    std::string_view code;
    Catalogue catalogue;
};

// What was read stays for good, so that other threads may still read the one before; at most one a file. Null: English.
std::atomic<const Chosen*> chosen{nullptr};

const Chosen* read_before(const std::string& file, std::unique_ptr<const Chosen> fresh = nullptr) {
    static std::mutex mutex;
    static std::map<std::string, std::unique_ptr<const Chosen>> all;
    const std::lock_guard lock(mutex);
    if (fresh) all.try_emplace(file, std::move(fresh));
    const auto at = all.find(file);
    return at == all.end() ? nullptr : at->second.get();
}

std::string_view without_context(std::string_view english) {
    const auto bar = english.find('|');
    return bar == std::string_view::npos ? english : english.substr(bar + 1);
}

Error refused(std::string_view where, std::string what) {
    return {ExitCode::input, std::move(what), std::string(where), "the texts are English"};
}

}  // namespace

std::string_view computers_language() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* const value = std::getenv(name);
        if (!value || !*value) continue;
        // "de_AT.UTF-8", "de@euro", "de"
        const std::string_view code = std::string_view(value).substr(0, std::string_view(value).find_first_of("_.@"));
        for (const Language& language : languages)
            if (language.code == code) return language.code;
        break;
    }
    return languages.front().code;
}

Status choose_language(std::string_view code, const std::filesystem::path& folder) {
    const auto language =
        std::find_if(languages.begin(), languages.end(), [&](const Language& l) { return l.code == code; });
    chosen = nullptr;
    if (language == languages.begin()) return Done{};
    if (language == languages.end()) return refused(code, "there is no such language");
    const std::filesystem::path file = folder / (std::string(code) + ".json");
    const Chosen* found = read_before(file);
    if (!found) {
        const auto text = read_small_file(file, "file of texts");
        if (!text) return refused(text.error().where, text.error().what);
        auto catalogue = parse_catalogue(*text, file.string());
        if (!catalogue) return catalogue.error();
        found = read_before(file, std::make_unique<const Chosen>(Chosen{language->code, std::move(*catalogue)}));
    }
    chosen = found;
    return Done{};
}

std::string_view chosen_language() {
    const Chosen* const now = chosen;
    return now ? now->code : languages.front().code;
}

std::string chosen_texts_json() {
    static const Catalogue english;
    const Chosen* const now = chosen;
    const Catalogue& c = now ? now->catalogue : english;
    nlohmann::json texts = c.texts;
    for (const auto& [key, forms] : c.counted) texts[key] = forms;
    if (texts.is_null()) texts = nlohmann::json::object();
    return nlohmann::json{
        {"language", chosen_language()}, {"decimal", c.decimal}, {"plurals", c.plurals}, {"texts", std::move(texts)}}
        .dump();
}

std::string tr(std::string_view english) {
    if (const Chosen* const now = chosen)
        if (const auto at = now->catalogue.texts.find(english); at != now->catalogue.texts.end()) return at->second;
    return std::string(without_context(english));
}

std::string fill(std::string_view form, std::span<const std::string> values) {
    std::string out;
    for (std::size_t i = 0; i < form.size(); ++i) {
        const bool place = form[i] == '{' && i + 2 < form.size() && form[i + 2] == '}' && form[i + 1] >= '0' &&
                           form[i + 1] < static_cast<char>('0' + values.size());
        if (!place) {
            out += form[i];
            continue;
        }
        out += values[static_cast<std::size_t>(form[i + 1] - '0')];
        i += 2;
    }
    return out;
}

std::string text_of(std::string_view value) {
    return std::string(value);
}

std::string count_form(double count, std::string_view one, std::string_view several) {
    if (const Chosen* const now = chosen) {
        const auto forms = now->catalogue.counted.find(several);
        if (forms != now->catalogue.counted.end()) {
            auto form = forms->second.find(now->catalogue.plural_form(count));
            if (form == forms->second.end()) form = forms->second.find("other");
            if (form != forms->second.end()) return form->second;
        }
    }
    return std::string(without_context(count == 1 ? one : several));
}

std::string Catalogue::plural_form(double n) const {
    const bool whole = n == std::floor(n);
    if (plurals == "other") return "other";                           // Japanese, Turkish after a number
    if (plurals == "zero-one-other") return n < 2 ? "one" : "other";  // French
    if (plurals == "slavic" || plurals == "polish") {                 // Russian, Ukrainian, Croatian; Polish
        if (!whole) return "other";
        const auto last = std::lround(n) % 10, tens = std::lround(n) / 10 % 10;
        if (plurals == "polish" ? n == 1 : last == 1 && tens != 1) return "one";
        return last >= 2 && last <= 4 && tens != 1 ? "few" : "many";
    }
    return n == 1 ? "one" : "other";
}

std::string with_decimal_mark(std::string digits) {
    const Chosen* const now = chosen;
    if (const auto point = digits.find('.'); now && point != std::string::npos)
        digits.replace(point, 1, now->catalogue.decimal);
    return digits;
}

std::string number_text(double value) {
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, std::round(value * 1e6) / 1e6 + 0.0).ptr;
    return with_decimal_mark({text, end});
}

std::string number_text(double value, int digits) {
    char text[64];
    const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::fixed, digits).ptr;
    return with_decimal_mark({text, end});
}

Expected<Catalogue> parse_catalogue(std::string_view text, std::string_view where) {
    try {
        const auto json = nlohmann::json::parse(text);
        if (!json.is_object() || json.value("schema", "") != schema) return refused(where, "not a file of texts");
        Catalogue out;
        out.language = json.at("language").get<std::string>();
        out.decimal = json.value("decimal", out.decimal);
        out.plurals = json.value("plurals", out.plurals);
        for (const auto& [english, translated] : json.at("texts").items()) {
            if (translated.is_object())
                out.counted[english] = translated.get<std::map<std::string, std::string>>();
            else if (auto words = translated.get<std::string>(); !words.empty())
                out.texts[english] = std::move(words);
        }
        return out;
    } catch (const nlohmann::json::exception&) {
        return refused(where, "not valid, or cut off");
    }
}

}  // namespace smp
