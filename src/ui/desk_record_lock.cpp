// The records before they are open: made, unlocked, and the recovery code to be written down.
#include <cstring>

#include "base/texts.hpp"
#include "records/store.hpp"
#include "ui/desk_record.hpp"

namespace smp::desk {
namespace {

std::size_t letters_of(std::span<const char> text) {
    std::size_t count = 0;
    for (const char c : text) {
        if (c == '\0') break;
        count += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    }
    return count;
}

std::shared_ptr<const records::Secret> secret_of(std::span<const char> text) {
    return std::make_shared<const records::Secret>(
        records::Secret::of(std::string_view(text.data(), strnlen(text.data(), text.size()))));
}

void labelled(State& s, const std::string& label, const std::function<void(ImVec2)>& box) {
    const float width = ImGui::GetContentRegionAvail().x, label_px = 0.36f * width;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    put_text(ImVec2(at.x + 0.4f * s.em, at.y), ImVec2(at.x + label_px, at.y + s.row_px()), label, colour::words,
             s.text);
    ImGui::SetCursorScreenPos(ImVec2(at.x + label_px + 0.4f * s.em, at.y));
    box(ImVec2(width - label_px - 0.4f * s.em, s.row_px()));
}

void who_field(State& s) {
    const std::string label = tr("Who are you");
    labelled(s, label, [&](ImVec2 size) {
        text_box(s, "who", label, s.record->who, size, false,
                 s.record->who.empty() ? tr("Your name, for the log") : "");
    });
}

void secret_field(State& s, const char* id, const std::string& label, std::span<char> value) {
    labelled(s, label, [&](ImVec2 size) { secret_box(s, id, label, value, size); });
}

// What is still missing before it can be tried; empty: nothing.
std::string missing(const RecordPage& page, bool twice) {
    if (page.who.find_first_not_of(' ') == std::string::npos)
        return tr("Say who you are: every change is kept with a name");
    const std::size_t letters = letters_of(page.passphrase);
    if (letters == 0) return tr("Type the passphrase");
    if (!twice) return "";
    if (letters < records::least_passphrase_letters)
        return tr_fill("It needs {0} letters at least; several words are better", records::least_passphrase_letters);
    if (std::strcmp(page.passphrase.data(), page.again.data()) != 0) return tr("The two are not the same");
    return "";
}

// Esc or a click elsewhere leaves the field; Enter in the last one is as good as the button.
bool entered(State& s, ImGuiID field) {
    return s.record->writing == field && s.pressed(Key::enter);
}

void draw_making(State& s, const RecordView& view) {
    RecordPage& page = *s.record;
    say_words(s.title, colour::words, tr("There is no record on this machine yet"));
    say_words(s.text, colour::words,
              tr("It keeps clients, consents, health answers, sessions and pictures, encrypted. Nothing is kept until "
                 "you save it."));
    say_words(s.small, colour::quiet, tr_fill("It will lie in {0}", view.folder));
    say_words(s.text, colour::words,
              tr_fill("Choose a passphrase for the salon, {0} letters at least. Several words are better than one. "
                      "Nobody can open the records without it or the recovery code that comes next.",
                      records::least_passphrase_letters));
    who_field(s);
    secret_field(s, "passphrase", tr("Passphrase"), page.passphrase);
    const ImGuiID last = ImGui::GetID(box_name("again").c_str());
    const bool enter = entered(s, last);
    secret_field(s, "again", tr("Once more"), page.again);
    const std::string lacks = missing(page, true);
    if (page.lock_tried && !lacks.empty()) say_words(s.text, colour::alarm, "!  " + lacks);
    if (!act_line(s, "make", tr("Make the record")) && !enter) return;
    page.lock_tried = !lacks.empty();
    if (!lacks.empty()) return;
    s.asks.push_back(record_ask::Make{secret_of(page.passphrase), page.who});
    wipe_secrets(page);
}

void draw_unlocking(State& s, const RecordView& view) {
    RecordPage& page = *s.record;
    say_words(s.title, colour::words, tr("The records are locked"));
    if (page.adding && page.new_client.changed())
        say_words(s.text, colour::accent, tr("What was typed and not saved is there again when they are open."));
    else
        for (const auto& [client, forms] : page.forms)
            if (std::any_of(forms.begin(), forms.end(), [](const auto& f) { return f.second.changed(); })) {
                say_words(s.text, colour::accent,
                          tr("What was typed and not saved is there again when they are open."));
                break;
            }
    if (view.state == RecordView::State::opening) {
        say_words(s.text, colour::accent, tr("The passphrase is being tried; this takes a second ..."));
        return;
    }
    who_field(s);
    const ImGuiID field = ImGui::GetID(box_name("passphrase").c_str());
    const bool enter = entered(s, field);
    secret_field(s, "passphrase", tr("Passphrase"), page.passphrase);
    if (const std::string lacks = missing(page, false); page.lock_tried && !lacks.empty())
        say_words(s.text, colour::alarm, "!  " + lacks);
    if (!act_line(s, "unlock", tr("Open the records")) && !enter) return;
    page.lock_tried = !missing(page, false).empty();
    if (page.lock_tried) return;
    s.asks.push_back(record_ask::Unlock{secret_of(page.passphrase), page.who});
    wipe_secrets(page);
}

}  // namespace

void draw_lock(State& s, const RecordView& view) {
    view.state == RecordView::State::none ? draw_making(s, view) : draw_unlocking(s, view);
}

void draw_recovery_code(State& s, const RecordView& view) {
    say_words(s.title, colour::words, tr("Write down this recovery code"));
    say_words(s.text, colour::words,
              tr("With it the records open when the passphrase is lost. It is shown this once. Keep the paper where no "
                 "client comes, and not beside this computer."));
    // Three groups a line, as large as the page has room for; drawn from where they lie, so that no copy is made.
    constexpr std::size_t group = 4, groups_a_line = 3;
    const std::string_view code = view.recovery_code->text();
    const float space = text_px(s.title, " "), room = ImGui::GetContentRegionAvail().x - s.em;
    float widest = 1;
    for (std::size_t i = 0; i < code.size(); i += group + 1)
        widest = std::max(widest, text_px(s.title, code.substr(i, group)));
    const float all = groups_a_line * widest + (groups_a_line - 1) * space;
    const float scale = std::min(2.2f, room / all), size = s.title->FontSize * scale;
    ImVec2 at = ImGui::GetCursorScreenPos();
    std::size_t in_line = 0;
    for (std::size_t i = 0; i < code.size(); i += group + 1) {
        const std::string_view letters = code.substr(i, group);
        const float x = at.x + 0.5f * s.em + static_cast<float>(in_line) * scale * (widest + space);
        ImGui::GetWindowDrawList()->AddText(s.title, size, ImVec2(x, at.y), colour::accent, letters.data(),
                                            letters.data() + letters.size());
        if (++in_line < groups_a_line && i + group + 1 < code.size()) continue;
        in_line = 0;
        ImGui::Dummy(ImVec2(room, 1.25f * size));
        at = ImGui::GetCursorScreenPos();
    }
    s.record->code_shown = true;
    if (act_line(s, "written", tr("I have written it down"))) s.asks.push_back(record_ask::CodeWritten{});
}

}  // namespace smp::desk
