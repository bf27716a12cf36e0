// What a client does and leaves in the days after a session: one table. Providers' sheets differ; a salon that has its
// own rules changes them here.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace smp {

struct AftercareRule {
    std::string_view what, why_or_how;
    int from_day, to_day;  // day 0 is that of the session; both ends count; to_day 0 with from_day > 0: from then on
    bool avoid;            // else: to be done
};
std::span<const AftercareRule> aftercare_rules();

// "Days 0 to 4", "From day 31 on".
std::string days_in_words(const AftercareRule& rule);

}  // namespace smp
