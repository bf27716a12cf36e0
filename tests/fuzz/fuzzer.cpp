// libFuzzer's entry; SMP_FUZZ_TARGET names which one this program is.
#include <algorithm>
#include <cstddef>

#include "fuzz/targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto target = std::find_if(smp::fuzz::targets().begin(), smp::fuzz::targets().end(),
                                            [](const auto& t) { return t.name == SMP_FUZZ_TARGET; });
    target->run({data, size});
    return 0;
}
