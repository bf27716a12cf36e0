// The figures that were kept with an agreed design, as rows for people. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace smp {

struct KeptNumber {
    std::string name, value;
    bool operator==(const KeptNumber&) const = default;
};
// Area, marks and height of the hairline of a smp-mirror/numbers/1; what cannot be read is left out.
std::vector<KeptNumber> kept_numbers(std::string_view numbers_json);

}  // namespace smp
