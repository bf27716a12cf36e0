// Work as it is kept on the disk: {"schema": "smp-mirror/work/1", "time": ..., "chosen": "A", "variants": {"A": DESIGN,
// ...}}. The steps that led there are not kept.
#pragma once

#include <string>
#include <string_view>

#include "base/expected.hpp"
#include "desk/work.hpp"

namespace smp {

struct KeptWork {
    Variants variants;
    int chosen = 0;
    std::string time;  // when it was changed last, for people
};

KeptWork to_keep(const Work& work, std::string time);
std::string work_to_json(const KeptWork& work);

// Fails with ExitCode::input when it is no such file, damaged or of a newer program.
Expected<KeptWork> parse_work(std::string_view json_text, std::string_view where);

}  // namespace smp
