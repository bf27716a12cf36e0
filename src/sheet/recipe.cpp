// What a design alone says of pigment and sessions.
#include <algorithm>

#include "design/optics.hpp"
#include "sheet/sheet.hpp"
#include "sheet/words.hpp"

namespace smp {
namespace {

constexpr int usual_sessions = 3;

std::string in_words(std::string_view name) {
    std::string out(name);
    std::replace(out.begin(), out.end(), '_', ' ');
    return out;
}

std::string choice_in_words(const char* parameter, const TreatmentDesign& design) {
    const Parameter* p = find_parameter(parameter);
    return p ? in_words(format_value(*p, p->get(design))) : "";
}

int sessions_of(const TreatmentDesign& design) {
    return std::max(usual_sessions, design.session);
}

}  // namespace

std::vector<PigmentUse> recipe_of(const TreatmentDesign& design) {
    std::vector<PigmentUse> out;
    for (int session = 1; session <= sessions_of(design); ++session)
        out.push_back({session, choice_in_words("region", design), "", choice_in_words("pigment.shade", design),
                       words("1 : %g", design.dilution), "", ""});
    return out;
}

std::vector<PlannedSession> plan_of(const TreatmentDesign& design, const TreatmentNumbers& numbers) {
    // DOMAIN 3: what each session is for, and how long apart they lie.
    static constexpr std::array what{"Light and wide, with a cautious hairline",
                                     "Density, a darker shade where it is wanted", "Hairline, blending and detail",
                                     "Touching up, scars"};
    static constexpr std::array when{"", "10 to 14 days after the first, never before 7",
                                     "10 to 14 days after the second, never before 7",
                                     "When all has healed, if it is needed"};
    std::vector<PlannedSession> out;
    for (std::size_t s = 0; s < static_cast<std::size_t>(sessions_of(design)); ++s) {
        const SessionNumbers& n = numbers.sessions[s];
        out.push_back({what[s], when[s], n.adds, n.hours_low, n.hours_high});
    }
    return out;
}

Expected<Paper> parse_paper(std::string_view name) {
    if (name == "a4") return Paper::a4;
    if (name == "letter") return Paper::letter;
    return Error{ExitCode::usage, "there is no such paper", "--paper " + std::string(name.substr(0, 60)),
                 "give a4 or letter"};
}

}  // namespace smp
