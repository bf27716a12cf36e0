#include "records/retention.hpp"

#include <algorithm>

#include "records/failure.hpp"

namespace smp::records {

Expected<std::vector<RetentionProposal>> propose_erasures(RecordRepository& records, const RetentionRules& rules,
                                                          Date today) {
    return attempt([&] {
        if (rules.years_after_last_session < least_years_after_session)
            fail("ink batches have to be kept for " + std::to_string(least_years_after_session) + " years", "",
                 "name more years after the last session");
        if (rules.months_without_treatment < 1) fail("at least one month is needed for a client to come back");
        // A day that the month has not (29 February) counts as the next one.
        const Moment session_limit =
            start_of(Date(std::chrono::sys_days(today - std::chrono::years(rules.years_after_last_session))));
        const Moment visit_limit =
            start_of(Date(std::chrono::sys_days(today - std::chrono::months(rules.months_without_treatment))));
        std::vector<RetentionProposal> proposals;
        for (const ClientCard& card : need(records.find({}))) {
            const Moment last = std::max(card.last_visit.value_or(card.changed), card.changed);
            if (card.sessions > 0 && last < session_limit)
                proposals.push_back({card, last,
                                     "nothing for more than " + std::to_string(rules.years_after_last_session) +
                                         " years after the last session"});
            else if (card.sessions == 0 && last < visit_limit)
                proposals.push_back({card, last,
                                     "no treatment within " + std::to_string(rules.months_without_treatment) +
                                         " months of the last visit"});
        }
        std::stable_sort(proposals.begin(), proposals.end(),
                         [](const auto& a, const auto& b) { return a.since < b.since; });
        return proposals;
    });
}

}  // namespace smp::records
