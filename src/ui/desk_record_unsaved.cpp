// What is typed into the record's page and not saved, in words, for whoever is about to end the program.
#include "base/texts.hpp"
#include "ui/desk.hpp"
#include "ui/desk_record.hpp"

namespace smp {
namespace {

bool unsaved(const desk::Filled& form) {
    return form.begun && form.changed() && !form.sent;  // what was sent is saved at the end
}

}  // namespace

std::string unsaved_words(const desk::RecordPage* page, const RecordView& view) {
    if (!page) return "";
    std::string all;
    const auto add = [&](const std::string& words) { all += (all.empty() ? "" : ", ") + words; };
    if (unsaved(page->new_client)) add(tr("New client"));
    for (const auto& [client, forms] : page->forms) {
        std::string parts, last;
        for (const auto& [name, form] : forms) {
            const std::string title = desk::part_title(name);
            if (!unsaved(form) || title == last) continue;
            parts += (parts.empty() ? "" : ", ") + title;
            last = title;
        }
        if (parts.empty()) continue;
        // While the records are locked nobody is named.
        const bool named = view.client && view.client->id == client;
        add(named ? tr_fill("{0} of {1}", parts, view.client->name) : parts);
    }
    return all;
}

}  // namespace smp
