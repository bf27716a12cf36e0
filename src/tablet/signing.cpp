#include "tablet/signing.hpp"

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

namespace smp {
namespace {

constexpr double most_ms = 600000;  // for one signature
constexpr double least_width = 500, most_width = 6000;

Error no_signature(std::string what) {
    return {ExitCode::input, std::move(what), "tablet", ""};
}

// Within its bounds, else nothing.
std::optional<double> within(const nlohmann::json& json, double low, double high) {
    if (!json.is_number()) return std::nullopt;
    const double value = json.get<double>();
    return value >= low && value <= high ? std::optional(value) : std::nullopt;
}

}  // namespace

Expected<SignAnswer> parse_signature(const nlohmann::json& json) {
    const auto at = [&](const char* name) -> const nlohmann::json& {
        static const nlohmann::json none;
        const auto found = json.find(name);
        return found == json.end() ? none : *found;
    };
    SignAnswer out;
    const auto number = within(at("request"), 1, 1e9), width = within(at("width"), least_width, most_width);
    if (!number || *number != std::floor(*number)) return no_signature("it does not say what is signed");
    if (!width) return no_signature("the field has no such shape");
    out.number = static_cast<unsigned>(*number);
    out.signature.width_per_height = static_cast<float>(*width / 1000);
    const nlohmann::json& strokes = at("strokes");
    if (!strokes.is_array() || strokes.empty() || strokes.size() > most_sign_strokes)
        return no_signature("there are no strokes, or too many");
    std::size_t points = 0;
    double last_ms = 0;
    for (const nlohmann::json& stroke : strokes) {
        if (!stroke.is_array() || stroke.empty() || stroke.size() % 3 != 0)
            return no_signature("a stroke has no places");
        points += stroke.size() / 3;
        if (points > most_sign_points) return no_signature("the signature has too many places");
        auto& line = out.signature.strokes.emplace_back();
        for (std::size_t i = 0; i < stroke.size(); i += 3) {
            const auto x = within(stroke[i], 0, *width), y = within(stroke[i + 1], 0, 1000),
                       ms = within(stroke[i + 2], last_ms, most_ms);
            if (!x || !y || !ms) return no_signature("a place is not in the field");
            last_ms = *ms;
            line.push_back(
                {static_cast<float>(*x / 1000), static_cast<float>(*y / 1000), static_cast<float>(*ms / 1000)});
        }
    }
    if (points < 2) return no_signature("a dot is no signature");
    return out;
}

std::string to_json(const SignRequest& request) {
    return nlohmann::ordered_json{{"request", request.number},
                                  {"title", request.title},
                                  {"text", request.text},
                                  {"version", request.version},
                                  {"day", request.day}}
        .dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace smp
