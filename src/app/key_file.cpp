#include "app/key_file.hpp"

#include <iostream>

#include "app/places.hpp"
#include "base/small_file.hpp"
#include "base/texts.hpp"

namespace smp {
namespace {

std::filesystem::path key_file() {
    return config_folder() / "keys.json";
}

Expected<KeyMap> load_keys() {
    std::error_code failed;
    if (!std::filesystem::exists(key_file(), failed)) return KeyMap();
    const auto text = read_small_file(key_file(), tr("file of keys"));
    if (!text) return text.error();
    return KeyMap::parse(*text, key_file().string());
}

}  // namespace

KeysRead read_keys() {
    auto map = load_keys();
    if (map) return {std::move(*map), ""};
    return {KeyMap(), tr_fill("{0}; until then the keys are as usual", map.error().line())};
}

Status keys_command(bool json) {
    const auto map = load_keys();
    if (!map) return map.error();
    if (json) {
        std::cout << map->to_json();
        return Done{};
    }
    for (const KeyRow& row : key_rows()) {
        std::string names;
        for (const KeyBinding& binding : row.bindings)
            if (!binding.name.empty()) names += (names.empty() ? "" : ", ") + std::string(binding.name);
        const std::string keys = map->keys_of(row);
        std::cout << (keys.empty() ? "(no key)" : keys) << ": " << row.words << "\n    " << names << "\n";
    }
    std::cout << "\nOther keys: put what `smp-mirror keys --json` prints into " << key_file().string()
              << " and change it.\n";
    return Done{};
}

}  // namespace smp
