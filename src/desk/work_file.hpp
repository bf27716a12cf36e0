// Work as it is kept on the disk: {"schema": "smp-mirror/work/1", "time": ..., "chosen": "A", "variants": {"A": DESIGN,
// ...}}, and where it is more than assumed "client": {"ipd_mm": 61.8, "ipd_source": "card", "ipd_tolerance_mm": 0.7}.
// The steps that led there are not kept.
#pragma once

#include <string>
#include <string_view>

#include "base/expected.hpp"
#include "desk/work.hpp"
#include "head/true_scale.hpp"

namespace smp {

struct KeptWork {
    Variants variants;
    int chosen = 0;
    std::string time;   // when it was changed last, for people
    TrueScale scale{};  // of the client
};

KeptWork to_keep(const Work& work, std::string time, const TrueScale& scale = {});
std::string work_to_json(const KeptWork& work);

// Fails with ExitCode::input when it is no such file, damaged or of a newer program.
Expected<KeptWork> parse_work(std::string_view json_text, std::string_view where);

}  // namespace smp
