#include "ui/font.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "base/font_file.hpp"

namespace smp {
namespace {

constexpr float built_in_font_px = 13;

}  // namespace

ImFont* add_font(ImFontAtlas& fonts, float size_px) {
    // Latin, the punctuation that device names and messages use, minus, the arrow back, and full and empty circles.
    static const ImWchar ranges[] = {0x0020, 0x017F, 0x2010, 0x2026, 0x2212, 0x2212, 0x21BA, 0x21BB, 0x25CB, 0x25CF, 0};
    std::error_code failed;
    if (std::filesystem::exists(font_file, failed))
        if (ImFont* font = fonts.AddFontFromFileTTF(font_file, size_px, nullptr, ranges)) return font;
    ImFontConfig plain;
    plain.SizePixels = built_in_font_px * std::max(1.f, std::round(size_px / built_in_font_px));
    return fonts.AddFontDefault(&plain);
}

}  // namespace smp
