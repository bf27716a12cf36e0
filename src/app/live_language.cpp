#include "app/live_language.hpp"

#include <iostream>

#include "app/places.hpp"
#include "base/texts.hpp"

namespace smp {

std::string use_language(const Settings& settings) {
    const auto chosen = choose_language(settings.language_code(), data_folder() / "assets/texts");
    if (chosen) return "";
    std::cerr << "smp-mirror: " << chosen.error().line() << std::endl;
    return chosen.error().line();
}

}  // namespace smp
