// The letters of everything that the program writes: Debian's fonts-dejavu-core.
#pragma once

namespace smp {

inline constexpr const char* font_file = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";

}  // namespace smp
