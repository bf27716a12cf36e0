// Nobody sits here: the salon's clients, found as one types, and a new one.
#include "base/texts.hpp"
#include "ui/desk_record.hpp"

namespace smp::desk {
namespace {

constexpr std::array sorts{records::SortBy::last_visit, records::SortBy::name, records::SortBy::created};

std::string card_words(const records::ClientCard& card) {
    std::string out = card.born ? tr_fill("born {0}", day_in_words(*card.born)) : tr("birthday not known");
    out += ",  " + (card.last_visit ? tr_fill("last here {0}", day_in_words(records::date_of(*card.last_visit)))
                                    : tr("client|not treated yet"));
    return out;
}

std::string consent_marks(const records::ClientCard& card) {
    return card.photographs_allowed && card.marketing_allowed ? "\xe2\x97\x8f  " + tr("photographs, and to show them")
           : card.photographs_allowed                         ? "\xe2\x97\x8f  " + tr("consent|photographs")
                                                              : "\xe2\x97\x8b  " + tr("no photographs");
}

bool client_row(State& s, const records::ClientCard& card) {
    const float width = ImGui::GetContentRegionAvail().x;
    const ImVec2 size(width, 3.1f * s.em);
    const bool clicked = ImGui::InvisibleButton("client", size);
    const ImVec2 a = ImGui::GetItemRectMin(), b = ImGui::GetItemRectMax();
    if (s.places) s.places->emplace_back(card.name, ImVec2((a.x + b.x) / 2, (a.y + b.y) / 2));
    ImGui::GetWindowDrawList()->AddRectFilled(a, b, ImGui::IsItemHovered() ? colour::field_hot : colour::field,
                                              0.22f * s.em);
    const float middle = a.y + 0.54f * size.y, inset = 0.6f * s.em;
    const std::string marks = consent_marks(card);
    const float marks_px = std::min(text_px(s.small, marks), 0.5f * width);
    put_text(ImVec2(a.x + inset, a.y + 0.1f * s.em), ImVec2(b.x - inset - marks_px - s.em, middle), card.name,
             colour::words, s.text);
    put_text(ImVec2(b.x - inset - marks_px, a.y + 0.1f * s.em), ImVec2(b.x - inset, middle), marks,
             card.photographs_allowed ? colour::words : colour::quiet, s.small, 1);
    put_text(ImVec2(a.x + inset, middle), ImVec2(b.x - inset, b.y - 0.2f * s.em), card_words(card), colour::quiet,
             s.small);
    return (stop(s, a, b) && !s.typing() && s.pressed(Key::enter)) || clicked;
}

}  // namespace

void draw_client_list(State& s, const RecordView& view) {
    RecordPage& page = *s.record;
    const float width = ImGui::GetContentRegionAvail().x, gap = 0.2f * s.em, half = (width - gap) / 2;
    const auto ask = [&] {
        s.asks.push_back(record_ask::Find{{page.search, page.sort, most_found}});
        page.asked = true;
    };
    if (!page.asked) ask();
    if (text_box(s, "search", tr("Search"), page.search, ImVec2(width, s.row_px()), false,
                 page.search.empty() ? tr("Search: name, phone, e-mail, birthday") : ""))
        ask();
    int sort = 0;
    for (int i = 0; i < static_cast<int>(sorts.size()); ++i)
        if (sorts[static_cast<std::size_t>(i)] == page.sort) sort = i;
    const int wanted = choice_buttons_row(s, "sort", tr("Sort"),
                                          {tr("sort|Last here"), tr("sort|By name"), tr("sort|Newest")}, sort, width);
    if (wanted != sort) {
        page.sort = sorts[static_cast<std::size_t>(wanted)];
        ask();
    }
    if (act_line(s, "new", tr("New client"), half)) {
        page.adding = true;
        page.open.clear();
    }
    ImGui::SameLine(0, gap);
    if (act_line(s, "lock", tr("Lock the records"), half)) s.asks.push_back(record_ask::Lock{});
    if (view.found.empty() && !view.busy)
        say_words(s.text, colour::quiet,
                  page.search.empty() ? tr("There is no client in the record yet.") : tr("Nobody is found by that."));
    int at = 0;
    for (const records::ClientCard& card : view.found) {
        ImGui::PushID(at++);
        if (client_row(s, card)) {
            s.asks.push_back(record_ask::Open{card.id});
            page.open = {"line"};
        }
        ImGui::PopID();
    }
    if (view.found.size() >= most_found)
        say_words(s.small, colour::quiet,
                  tr_fill("These are the first {0}: type more of the name.", static_cast<int>(most_found)));
}

void draw_new_client(State& s, const RecordView& view) {
    RecordPage& page = *s.record;
    Filled& form = page.new_client;
    begin_form(form, records::Client{}, form_text(records::Client{}), nullptr);
    say_words(s.title, colour::words, tr("New client"));
    const auto reading = draw_form<records::Client>(s, form, form_day(view));
    for (const records::ClientCard& card : view.found)
        if (card.name == reading.value.name && card.born == reading.value.born)
            say_words(s.small, colour::alarm, "!  " + tr("There is a client of this name and birthday already."));
    if (save_line(s, view, form, "new client", tr("Save and open"), reading.whole())) {
        s.asks.push_back(record_ask::Add{reading.value});
        sent(s, view, form, reading.value);
    }
    if (!form.changed() && !form.sent && act_line(s, "back", tr("Back to the list"))) {
        form = {};
        page.adding = false;
        page.asked = false;
    }
}

}  // namespace smp::desk
