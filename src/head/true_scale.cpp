#include "head/true_scale.hpp"

#include <array>
#include <cstdio>

namespace smp {
namespace {

constexpr double typed_tolerance_mm = 1;
constexpr std::array<std::string_view, 4> names{"assumed", "typed", "card", "ruled_mark"};
constexpr std::array<const char*, 4> said{"assumed", "typed", "from the card", "from the ruled mark"};

}  // namespace

TrueScale typed_scale(double ipd_mm) {
    return {ipd_mm, ScaleSource::typed, typed_tolerance_mm};
}

std::string_view name_of(ScaleSource source) {
    return names[static_cast<std::size_t>(source)];
}

std::optional<ScaleSource> source_named(std::string_view name) {
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == name) return static_cast<ScaleSource>(i);
    return std::nullopt;
}

std::string value_in_words(const TrueScale& scale) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.1f mm \xc2\xb1%.1f, %s", scale.ipd_mm, scale.tolerance_mm,
                  said[static_cast<std::size_t>(scale.source)]);
    return text.data();
}

std::string in_words(const TrueScale& scale) {
    return "Pupils " + value_in_words(scale);
}

}  // namespace smp
