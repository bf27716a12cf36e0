// The numbers as rows for people and as JSON for programs.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/texts.hpp"
#include "design/numbers.hpp"

namespace smp {
namespace {

using nlohmann::ordered_json;

constexpr const char* plus_minus = "\xc2\xb1";

// Thousands apart, as in 53 730.
std::string count(double value) {
    std::string digits = number_text(value, 0);
    for (auto at = static_cast<long>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), 1, ' ');
    return digits;
}

std::string give_or_take(const std::string& value, double tolerance) {
    return value + " " + plus_minus + number_text(tolerance, 0);
}
// To a tenth, whatever the tolerance: left against right that is true.
std::string millimetres(const Measure& m) {
    return give_or_take(number_text(std::round(10 * m.value) / 10 + 0.0, 1), m.tolerance);
}
std::string sides(const std::string& left, const std::string& right) {
    return tr("letter|L") + " " + left + ", " + tr("letter|R") + " " + right;
}
std::string sides(const BothSides& both) {
    return sides(millimetres(both.left), millimetres(both.right)) + " mm";
}

std::string hours(double value) {
    return number_text(value, value < 1 ? 1 : 0);
}
std::string degrees(double value, int digits = 0) {
    return number_text(value, digits) + "\xc2\xb0";
}

// To a hundredth of the unit: finer is not meant.
double rounded(double value) {
    return std::round(value * 100) / 100 + 0.0;  // no -0
}
ordered_json json_of(const Measure& m) {
    return {{"value", rounded(m.value)}, {"tolerance", rounded(m.tolerance)}};
}
ordered_json json_of(const BothSides& both) {
    return {{"left", json_of(both.left)}, {"right", json_of(both.right)}};
}
ordered_json json_of(const ProfileRun& run, const ScaleKnowledge& scale) {
    return {{"falls_mm", rounded(run.falls_mm)},
            {"falls_tolerance_mm", rounded(length_tolerance_mm(scale, run.falls_mm))},
            {"slope_at_yaw_45_deg", rounded(run.slope_45_deg)},
            {"slope_at_yaw_90_deg", rounded(run.slope_90_deg)}};
}
ordered_json json_of(const HairlineNumbers& h, const ScaleKnowledge& scale) {
    return {{"height_mm", json_of(h.height_mm)},
            {"corner_height_mm", json_of(h.corner_height_mm)},
            {"corner_recession_mm", json_of(h.corner_recession_mm)},
            {"corner_from_midline_mm", json_of(h.corner_lateral_mm)},
            {"corner_depth_mm", json_of(h.corner_depth_mm)},
            {"corner_to_temple_mm", json_of(h.corner_to_temple_mm)},
            {"temple_height_mm", json_of(h.temple_height_mm)},
            {"temple_width_mm", json_of(h.temple_width_mm)},
            {"temple_ahead_mm", json_of(h.temple_ahead_mm)},
            {"tilt_deg", rounded(h.tilt_deg)},
            {"profile", {{"left", json_of(h.left_run, scale)}, {"right", json_of(h.right_run, scale)}}}};
}

}  // namespace

std::vector<NumberRow> number_rows(const TreatmentNumbers& n) {
    std::vector<NumberRow> rows;
    rows.push_back({tr("Pupil distance"), value_in_words(n.scale.pupils)});
    rows.push_back({tr("Tolerance"), tr_fill("lengths \xc2\xb1{0} %, areas \xc2\xb1{1} %",
                                             number_text(100 * length_tolerance(n.scale), 0),
                                             number_text(100 * area_tolerance(n.scale), 0))});
    rows.push_back(
        {tr("Treated area"),
         give_or_take(number_text(n.treated_area_cm2.value, 0), n.treated_area_cm2.tolerance) + " cm\xc2\xb2"});
    rows.push_back({tr("Marks in all"), count(n.marks.value) + " " + plus_minus + count(n.marks.tolerance)});
    for (std::size_t s = 0; s < n.sessions.size(); ++s)
        if (const SessionNumbers& session = n.sessions[s]; session.adds > 0)
            rows.push_back({tr_fill("Session {0}", s + 1),
                            tr_fill("{0} marks, {1} to {2} hours", count(static_cast<double>(session.adds)),
                                    hours(session.hours_low), hours(session.hours_high))});
    if (!n.hairline) return rows;
    const HairlineNumbers& h = *n.hairline;
    rows.push_back({tr("Hairline height"), millimetres(h.height_mm) + " mm"});
    rows.push_back({tr("L and R"), tr("the client's own")});
    rows.push_back({tr("Corner height"), sides(h.corner_height_mm)});
    rows.push_back({tr("Corner recession"), sides(h.corner_recession_mm)});
    rows.push_back({tr("Corner to midline"), sides(h.corner_lateral_mm)});
    rows.push_back({tr("Corner to temple"), sides(h.corner_to_temple_mm)});
    rows.push_back({tr("Temple height"), sides(h.temple_height_mm)});
    rows.push_back({tr("Temple to temple"), millimetres(h.temple_width_mm) + " mm"});
    const auto falls = [&](const ProfileRun& run) {
        return Measure{run.falls_mm, length_tolerance_mm(n.scale, run.falls_mm)};
    };
    rows.push_back({tr("Fall to the corner"), sides({falls(h.left_run), falls(h.right_run)})});
    rows.push_back({tr("... in profile"), sides(degrees(h.left_run.slope_90_deg), degrees(h.right_run.slope_90_deg))});
    rows.push_back({tr("Tilt, from the front"), std::abs(h.tilt_deg) < 0.05
                                                    ? tr("tilt|none")
                                                    : tr_fill("{0}, {1} up", degrees(std::abs(h.tilt_deg), 1),
                                                              h.tilt_deg > 0 ? tr("letter|L") : tr("letter|R"))});
    return rows;
}

std::string numbers_to_text(const TreatmentNumbers& numbers) {
    std::string text;
    for (const NumberRow& row : number_rows(numbers))
        text += row.name + std::string(std::max<std::size_t>(row.name.size() + 1, 22) - row.name.size(), ' ') +
                row.value + "\n";
    for (const DesignWarning& warning : numbers.warnings) text += "\nNote: " + warning.text + "\n";
    return text;
}

std::string numbers_to_json(const TreatmentNumbers& n) {
    ordered_json sessions = ordered_json::array();
    for (std::size_t s = 0; s < n.sessions.size(); ++s)
        sessions.push_back(
            {{"session", s + 1},
             {"adds", n.sessions[s].adds},
             {"after", n.sessions[s].after},
             {"hours", {{"low", rounded(n.sessions[s].hours_low)}, {"high", rounded(n.sessions[s].hours_high)}}}});
    ordered_json warnings = ordered_json::array();
    for (const DesignWarning& w : n.warnings) warnings.push_back({{"id", w.id}, {"text", w.text}});
    const ordered_json json{
        {"schema", "smp-mirror/numbers/1"},
        {"scale",
         {{"ipd_mm", rounded(n.scale.pupils.ipd_mm)},
          {"ipd_given", !n.scale.pupils.assumed()},
          {"ipd_source", name_of(n.scale.pupils.source)},
          {"ipd_tolerance_mm", rounded(n.scale.pupils.pupils_tolerance_mm())},
          {"scale_tolerance_percent", rounded(100 * n.scale.pupils.share())},
          {"one_picture", n.scale.one_picture},
          {"length_tolerance_percent", rounded(100 * length_tolerance(n.scale))},
          {"area_tolerance_percent", rounded(100 * area_tolerance(n.scale))}}},
        {"treated_area_cm2", json_of(n.treated_area_cm2)},
        {"marks", {{"value", std::llround(n.marks.value)}, {"tolerance", std::llround(n.marks.tolerance)}}},
        {"sessions", std::move(sessions)},
        {"hairline", n.hairline ? json_of(*n.hairline, n.scale) : ordered_json(nullptr)},
        {"warnings", std::move(warnings)}};
    return json.dump(2) + "\n";
}

}  // namespace smp
