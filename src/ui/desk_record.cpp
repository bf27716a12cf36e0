// The consultation record on the desk: which page is shown, what the record has to say wherever one is, and the page
// itself by what state the records are in.
#include "ui/desk_record.hpp"

#include <algorithm>

#include "base/local_time.hpp"
#include "base/texts.hpp"

namespace smp::desk {
namespace {

constexpr float answer_lines = 2;

// Words that wrap in a box, smaller where they are too long, and cut at its foot.
void put_lines(ImVec2 a, ImVec2 b, const std::string& words, ImU32 colour, ImFont* font) {
    float px = font->FontSize;
    while (px > least_letters * font->FontSize &&
           font->CalcTextSizeA(px, FLT_MAX, b.x - a.x, words.c_str()).y > b.y - a.y)
        px -= 1;
    const ImVec4 clip(a.x, a.y, b.x, b.y);
    ImGui::GetWindowDrawList()->AddText(font, px, a, colour, words.c_str(), nullptr, b.x - a.x, &clip);
}

std::string answer_to_show(RecordPage& page, const RecordView& view) {
    constexpr double answer_s = 6;
    if (page.answer != view.answers) {
        page.answer = view.answers;
        page.answer_until_s = ImGui::GetTime() + answer_s;
    }
    const bool read = page.read_answer == view.answers || (!view.failed && ImGui::GetTime() > page.answer_until_s);
    return read ? "" : view.said;
}

// Where screenshots go: as a mark on the page's button, for the design's page, whose rows stay where they are; as a
// sentence for the record's.
struct Shots {
    std::string mark, sentence;
    bool well = true;
};
Shots where_shots_go(const RecordView& view) {
    if (view.state == RecordView::State::open && view.client) {
        const std::string& name = view.client->name;
        if (view.client->photographs_allowed)
            return {"\xe2\x97\x8f  " + tr_fill("screenshots go to {0}", name),
                    "\xe2\x97\x8f  " + tr_fill("Screenshots and clips go into the record of {0}.", name), true};
        return {
            "!  " + tr_fill("screenshots go to {0}", name),
            "!  " +
                tr_fill(
                    "Screenshots and clips go into the record of {0}, who has not agreed to photographs: ask first.",
                    name),
            false};
    }
    if (view.unprotected == 0) return {};
    return {"!  " + tr_fill("{0} not protected", static_cast<int>(view.unprotected)),
            "!  " + unprotected_words(view) + " " + tr("Open the client they are of, and the record takes them in."),
            false};
}

// While the records are not open nothing of a client stays here but what was typed and is nowhere else.
void forget_saved(RecordPage& page) {
    for (auto& [client, forms] : page.forms)
        std::erase_if(forms, [](const auto& form) { return !form.second.changed() && !form.second.sent; });
    std::erase_if(page.forms, [](const auto& client) { return client.second.empty(); });
    if (!page.new_client.changed() && !page.new_client.sent) page.new_client = {};
    page.search.clear();
    page.compared.clear();
    page.shown.reset();
}

void draw_open(State& s, const DeskSnapshot& snapshot) {
    const RecordView& view = *snapshot.record;
    RecordPage& page = *s.record;
    if (view.client) {
        page.adding = false;
        return draw_record_client(s, snapshot);
    }
    page.shown.reset();
    if (page.adding) return draw_new_client(s, view);
    draw_client_list(s, view);
}

}  // namespace

std::string with_key_of(const DeskSnapshot& snapshot, std::string words, std::string_view act) {
    const auto at = snapshot.keys.find(act);
    return at == snapshot.keys.end() || at->second.empty() ? words : words + "  (" + at->second + ")";
}

std::string unprotected_words(const RecordView& view) {
    const auto count = static_cast<double>(view.unprotected);
    if (view.unprotected_from)
        return tr_count(count, "{0} picture since {1} lies in the pictures folder, not protected.",
                        "{0} pictures since {1} lie in the pictures folder, not protected.",
                        local_time(*view.unprotected_from, "%H:%M"));
    return tr_count(count, "{0} picture lies in the pictures folder, not protected.",
                    "{0} pictures lie in the pictures folder, not protected.");
}

float draw_pages(State& s, const DeskSnapshot& snapshot) {
    if (!snapshot.record) return 0;
    const RecordView& view = *snapshot.record;
    if (s.record && view.state != RecordView::State::open) forget_saved(*s.record);
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, gap = 0.2f * s.em, design = 0.3f * width;
    if (line_button(s, "design page", tr("page|Design"), !snapshot.record_page, ImVec2(design, s.row_px()),
                    colour::words) &&
        snapshot.record_page)
        s.say(Act::record);
    ImGui::SameLine(0, gap);
    const std::string title = with_key_of(snapshot, tr("page|Record"), "record");
    if (line_button(s, "record page", title, snapshot.record_page, ImVec2(width - design - gap, s.row_px()),
                    colour::words) &&
        !snapshot.record_page)
        s.say(Act::record);
    const ImVec2 a = ImGui::GetItemRectMin(), b = ImGui::GetItemRectMax();
    const Shots shots = where_shots_go(view);
    const ImU32 colour = shots.well ? colour::accent : colour::alarm;
    if (snapshot.record_page) {
        // Room for two lines in any case: a pedal or the shutter changes what stands there, and no row may move for it.
        const ImVec2 at = ImGui::GetCursorScreenPos(), size(width, 2.1f * s.small->FontSize);
        put_lines(ImVec2(at.x + 0.4f * s.em, at.y), ImVec2(at.x + size.x, at.y + size.y), shots.sentence, colour,
                  s.small);
        ImGui::Dummy(size);
    } else {
        put_text(ImVec2(a.x + text_px(s.text, title) + 1.4f * s.em, a.y), ImVec2(b.x - 0.6f * s.em, b.y), shots.mark,
                 colour, s.small, 1);
        if (ImGui::IsItemHovered() && !shots.sentence.empty())
            put_hint(s, ImVec2(b.x, b.y + 0.2f * s.em), 1, shots.sentence, colour::words);
    }
    return ImGui::GetCursorScreenPos().y - from.y;
}

void leave_record(State& s) {
    s.writing = false;
    if (!s.record) return;
    if (s.record->passphrase[0] || s.record->again[0]) wipe_secrets(*s.record);
    s.record->writing = s.record->begins = s.record->lines_box = 0;
    s.record->sure.clear();
    s.record->signing.reset();
}

void close_record(State& s) {
    if (!s.record) return;
    wipe_secrets(*s.record);
    leave_record(s);
    s.record->looks.clear();
    s.record->secret_boxes.clear();
    s.record->asked = false;
}

void draw_record(State& s, const DeskSnapshot& snapshot) {
    if (!s.record) s.record = std::make_shared<RecordPage>();
    RecordPage& page = *s.record;
    const RecordView& view = *snapshot.record;
    page.writing_next = false;
    if (view.state != RecordView::State::locked && view.state != RecordView::State::none &&
        (page.passphrase[0] || page.again[0]))
        wipe_secrets(page);
    if (view.state != RecordView::State::open) page.asked = false;
    if (page.code_shown && !view.recovery_code) {
        page.code_shown = false;
        wipe_drawn();
    }
    follow_signing(page, snapshot);
    page.looks.keep_only(view);
    if (view.recovery_code)
        draw_recovery_code(s, view);
    else if (view.state == RecordView::State::open)
        draw_open(s, snapshot);
    else
        draw_lock(s, view);
    if (std::any_of(s.asks.begin(), s.asks.end(), [](const RecordAsk& ask) {
            return !std::holds_alternative<record_ask::Look>(ask) && !std::holds_alternative<record_ask::Find>(ask);
        }))
        page.read_answer = view.answers;
    s.writing = page.writing_next;
    if (page.tabbed > 0) --page.tabbed;
}

float answer_height(const State& s) {
    return answer_lines * 1.15f * s.em + 0.4f * s.em;
}

void draw_answer(State& s, const DeskSnapshot& snapshot) {
    const RecordView& view = *snapshot.record;
    const std::string words = answer_to_show(*s.record, view);
    if (words.empty()) return;
    const std::string all = (view.failed ? "!  " : "") + words;
    const ImVec2 at = ImGui::GetCursorScreenPos(), size(ImGui::GetContentRegionAvail().x, answer_height(s));
    ImGui::GetWindowDrawList()->AddRectFilled(at, ImVec2(at.x + size.x, at.y + size.y), colour::field, 0.22f * s.em);
    put_lines(ImVec2(at.x + 0.6f * s.em, at.y + 0.2f * s.em),
              ImVec2(at.x + size.x - 0.6f * s.em, at.y + size.y - 0.2f * s.em), all,
              view.failed ? colour::alarm : colour::accent, s.text);
}

FormDay form_day(const RecordView& view) {
    FormDay day{.today = records::date_of(records::moment_now())};
    for (const records::Item& item : view.time_line)
        if (const auto* design = std::get_if<records::AgreedDesign>(&item.content); design && design->price)
            day.currency = design->price->currency;
    return day;
}

void begin_form(Filled& form, records::Content base, FormText text, const records::Item* of) {
    const bool newer = of && (!form.of || form.of->id != of->id || form.of->version.number != of->version.number);
    if (form.begun && (form.changed() || form.sent || (!newer && (of || !form.of)))) return;
    form = {};
    form.begun = true;
    form.base = std::move(base);
    form.text = form.first = std::move(text);
    if (of) form.of = *of;
}

bool waits(const RecordView& view, Filled& form) {
    if (!form.sent) return false;
    for (const records::Item& item : view.time_line) {
        records::Content there = item.content;
        // What the room adds to an agreed design as it saves it.
        if (auto* design = std::get_if<records::AgreedDesign>(&there)) design->design_json = design->numbers_json = "";
        const bool newer = form.of ? item.id == form.of->id && item.version.number > form.of->version.number
                                   : item.version.number == 1;
        if (newer && there == *form.sent) {
            form = {};
            return false;
        }
    }
    if (view.answers != form.answers && !view.busy) form.sent.reset();  // it failed, and says why: nothing is lost
    return form.sent.has_value();
}

void sent(State& s, const RecordView& view, Filled& form, records::Content content) {
    form.sent = std::move(content);
    form.answers = view.answers;
    s.record->sure.clear();
}

bool save_line(State& s, const RecordView& view, Filled& form, const std::string& name, const std::string& save,
               bool whole) {
    ImGui::PushID(name.c_str());
    const float width = ImGui::GetContentRegionAvail().x, gap = 0.2f * s.em, half = (width - gap) / 2;
    bool wanted = false;
    if (waits(view, form)) {
        say_words(s.text, colour::accent, tr("It is being saved ..."));
    } else if (form.begun) {
        if (line_button(s, "save", save, false, ImVec2(half, s.row_px()),
                        form.changed() ? colour::words : colour::quiet) &&
            (form.changed() || !form.of)) {
            form.tried = true;
            wanted = whole;
        }
        if (form.changed()) {
            ImGui::SameLine(0, gap);
            if (sure_line(s, "throw", tr("button|Throw away"), tr("Sure? Press again"), half)) form = {};
        }
        if (form.tried && !whole)
            say_words(s.text, colour::alarm, "!  " + tr("Not saved: look at the lines marked with !"));
    }
    ImGui::PopID();
    return wanted;
}

}  // namespace smp::desk
