// The list "patches" of a design file. Not for other stages.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>
#include <vector>

#include "design/treatment_design.hpp"

namespace smp {

// Fails with ExitCode::input, naming the entry and its key ("plan.json: patches[2].radius_mm") and what is allowed.
Expected<std::vector<Patch>> patches_from_json(const nlohmann::json& list, std::string_view where);
nlohmann::ordered_json patches_to_json(const std::vector<Patch>& patches);

}  // namespace smp
