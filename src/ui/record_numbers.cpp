#include "ui/record_numbers.hpp"

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/texts.hpp"

namespace smp {
namespace {

constexpr const char* between = " \xc2\xb1";

std::optional<std::string> measure_in_words(const nlohmann::json& from, const char* name, int digits) {
    const auto at = from.find(name);
    if (at == from.end() || !at->is_object()) return std::nullopt;
    const auto value = at->find("value"), tolerance = at->find("tolerance");
    if (value == at->end() || !value->is_number() || !std::isfinite(value->get<double>())) return std::nullopt;
    std::string words = number_text(value->get<double>(), digits);
    if (tolerance != at->end() && tolerance->is_number())
        words += between + number_text(tolerance->get<double>(), digits);
    return words;
}

}  // namespace

std::vector<KeptNumber> kept_numbers(std::string_view numbers_json) {
    std::vector<KeptNumber> rows;
    const auto json = nlohmann::json::parse(numbers_json, nullptr, false);
    if (!json.is_object()) return rows;
    if (const auto hairline = json.find("hairline"); hairline != json.end() && hairline->is_object())
        if (const auto words = measure_in_words(*hairline, "height_mm", 0))
            rows.push_back({tr("Hairline height"), *words + " mm"});
    if (const auto words = measure_in_words(json, "treated_area_cm2", 0))
        rows.push_back({tr("Treated area"), *words + " cm\xc2\xb2"});
    if (const auto words = measure_in_words(json, "marks", 0)) rows.push_back({tr("Marks in all"), *words});
    return rows;
}

}  // namespace smp
