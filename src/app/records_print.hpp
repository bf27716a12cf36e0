// The record on the command line: as lines for people, and as JSON.
#pragma once

#include <string>
#include <vector>

#include "records/record_repository.hpp"
#include "records/retention.hpp"

namespace smp {

std::string cards_text(const std::vector<records::ClientCard>& cards);
std::string cards_json(const std::vector<records::ClientCard>& cards);
std::string items_text(const std::vector<records::Item>& items);
std::string items_json(const std::vector<records::Item>& items);
std::string report_text(const records::VerifyReport& report);
std::string report_json(const records::VerifyReport& report);
std::string proposals_text(const std::vector<records::RetentionProposal>& proposals);
std::string proposals_json(const std::vector<records::RetentionProposal>& proposals);
std::string audit_text(const std::vector<records::AuditEntry>& entries);
std::string audit_json(const std::vector<records::AuditEntry>& entries);

}  // namespace smp
