// The ink log by date, as an inspector asks for it: which batch went into whom, when. Clients by record number, not
// name.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "records/record_repository.hpp"

namespace smp::records {

struct LotLine {
    Moment started{};
    ClientId client;
    ItemId session;
    int session_number = 0;
    InkUse ink;  // one line for each
    std::string needle, needle_lot, machine, region, practitioner;
};

// Sessions from `from` to `to` by the local calendar, both included; by time. A session without ink has a line too.
Expected<std::vector<LotLine>> ink_lots(RecordRepository& records, const std::optional<Date>& from,
                                        const std::optional<Date>& to);
std::string to_csv(const std::vector<LotLine>& lines);  // RFC 4180, with a header line
std::string to_json(const std::vector<LotLine>& lines);

}  // namespace smp::records
