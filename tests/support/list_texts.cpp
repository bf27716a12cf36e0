// Writes the catalogue of English texts, assets/texts/en.json, from the sources; notes to translators that are in the
// file stay. scripts/update-texts calls it.
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "support/all_texts.hpp"

int main(int argc, char** argv) {
    using nlohmann::ordered_json;
    if (argc != 2) {
        std::cerr << "list_texts SOURCE_TREE\n";
        return 2;
    }
    const std::filesystem::path tree = argv[1], file = tree / "assets/texts/en.json";
    std::map<std::string, std::string> notes;
    if (std::ifstream in(file); in)
        for (const auto& [where, texts] : nlohmann::json::parse(in).at("texts").items())
            for (const auto& [text, note] : texts.items()) notes[text] = note.get<std::string>();
    const auto all = smp::test::all_texts(tree);
    for (const auto& fault : all.faults) std::cerr << fault << "\n";
    if (!all.faults.empty()) return 1;
    std::map<std::string, ordered_json> by_file;
    for (const auto& [text, found] : all.texts) {
        std::string note = notes[text];
        if (!found.one.empty() && note.empty()) note = "counted; for one: " + found.one;
        by_file[found.where][text] = note;
    }
    const ordered_json json{
        {"schema", "smp-mirror/english-texts/1"},
        {"about",
         "Every text for people, by the file it stands in, with a note for translators. What stands "
         "before | is not shown. Written by scripts/update-texts; only the notes are written here."},
        {"texts", by_file}};
    std::ofstream(file) << json.dump(1) << "\n";
    return 0;
}
