// How long records are kept. Rules propose whom to erase; a person decides, nothing is deleted by itself.
#pragma once

#include <string>
#include <vector>

#include "records/record_repository.hpp"

namespace smp::records {

struct RetentionRules {
    int years_after_last_session = 10;  // treated clients; the ink log has to be kept 5 years in the EU
    int months_without_treatment = 12;  // a consultation that led to nothing
};
// Least that the rules may say, because the ink log is a duty.
inline constexpr int least_years_after_session = 5;

struct RetentionProposal {
    ClientCard client;
    Moment since{};      // of the last session, or the last change
    std::string reason;  // one sentence
};

// The longest overdue first. Fails (ExitCode::input) for rules below the least.
Expected<std::vector<RetentionProposal>> propose_erasures(RecordRepository& records, const RetentionRules& rules,
                                                          Date today);

}  // namespace smp::records
