// A signature as a tablet sends it: in one piece, when it is done.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "base/expected.hpp"
#include "ui/sign_request.hpp"

namespace smp {

inline constexpr std::size_t most_sign_strokes = 64, most_sign_points = 900;

// {"request": 3, "width": 2400, "strokes": [[x, y, t, x, y, t, ...], ...]}: places and the field's width in thousandths
// of its height, time in milliseconds since the first place. Fails with a sentence when anything is not in the field,
// goes back in time, or is too much or nothing.
Expected<SignAnswer> parse_signature(const nlohmann::json& json);
// What the tablet shows of a request.
std::string to_json(const SignRequest& request);

}  // namespace smp
