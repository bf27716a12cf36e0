// Times and dates of the record. Kept as text: "2026-11-30T10:22:33Z" (UTC) and "2026-11-30".
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace smp::records {

using Moment = std::chrono::sys_seconds;
using Date = std::chrono::year_month_day;

Moment moment_now();
Date date_of(Moment moment);  // by the local calendar
Moment start_of(Date date);   // midnight UTC: for sorting only

std::string to_text(Moment moment);
std::string to_text(Date date);
std::optional<Moment> parse_moment(std::string_view text);
std::optional<Date> parse_date(std::string_view text);  // a day that the calendar has

}  // namespace smp::records
