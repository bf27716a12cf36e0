// Every English text that a person may see in the language of the salon: what the sources mark, and the words of the
// tables.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace smp::test {

struct FoundText {
    std::string where;  // of the source tree
    std::string one;    // of a counted text: its form for one
};
struct AllTexts {
    std::map<std::string, FoundText> texts;
    std::vector<std::string> faults;  // calls whose text cannot be told from the source
};

// tr("..."), tr_fill("..."), tr_later("...") and tr_count(n, "...", "...") of one source; `script`: it is JavaScript.
void add_texts_of_source(const std::string& source, const std::string& where, bool script, AllTexts& out);
// Of HTML: what stands in <... data-tr>, and the aria-label of <... data-tr-label>.
void add_texts_of_page(const std::string& page, const std::string& where, AllTexts& out);
AllTexts all_texts(const std::filesystem::path& source_tree);

// {0}, {1} ... in it, sorted.
std::string places_of(const std::string& text);

}  // namespace smp::test
