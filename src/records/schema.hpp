// The tables of the record, and the steps from each schema version to the next. For tables.cpp and tests.
#pragma once

#include <span>
#include <string_view>

namespace smp::records {

// steps[0] makes version 1 out of nothing, steps[1] version 2 out of 1, and so on. A step that was released is never
// changed.
std::span<const std::string_view> schema_steps();
inline int schema_version() {
    return static_cast<int>(schema_steps().size());
}

inline constexpr int record_application_id = 0x534d5052;  // "SMPR", for file(1)

}  // namespace smp::records
