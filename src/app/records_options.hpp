// The options of `smp-mirror records`.
#pragma once

#include <CLI/App.hpp>

#include "app/records_command.hpp"

namespace smp {

// Adds the command; what is parsed lands in `job`.
CLI::App* add_records_command(CLI::App& app, RecordsJob& job);

}  // namespace smp
