// Three consents, each with its own text, answer, day and signature: none hangs on another. Signed with mouse, pen or
// finger.
#include <algorithm>

#include "base/texts.hpp"
#include "ui/desk_record.hpp"

namespace smp::desk {
namespace {

using records::Consent, records::ConsentPurpose;

constexpr float pad_shape = 3.2f;  // width of the field to sign in against its height
constexpr ImU32 paper = IM_COL32(244, 242, 236, 255), ink = IM_COL32(24, 34, 74, 255),
                rule = IM_COL32(190, 186, 176, 255);

void draw_paper(const State& s, ImVec2 a, ImVec2 b) {
    ImDrawList* const list = ImGui::GetWindowDrawList();
    list->AddRectFilled(a, b, paper, 0.22f * s.em);
    const float y = a.y + 0.78f * (b.y - a.y);
    list->AddLine(ImVec2(a.x + 0.8f * s.em, y), ImVec2(b.x - 0.8f * s.em, y), rule, std::max(1.f, 0.06f * s.em));
}

// The field to sign in; every point with the time since the first.
void signature_pad(State& s, records::Signature& signature, float width) {
    RecordPage& page = *s.record;
    const float height = std::min(width / pad_shape, 9.f * s.em);
    const ImVec2 size(height * pad_shape, height);
    ImGui::InvisibleButton("pad", size);
    const ImVec2 a = ImGui::GetItemRectMin(), b = ImGui::GetItemRectMax();
    if (s.places) s.places->emplace_back("signature", ImVec2((a.x + b.x) / 2, (a.y + b.y) / 2));
    draw_paper(s, a, b);
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const auto at = [&] {
        return glm::vec2(std::clamp((mouse.x - a.x) / height, 0.f, pad_shape),
                         std::clamp((mouse.y - a.y) / height, 0.f, 1.f));
    };
    const bool begins = ImGui::IsItemActivated() && ImGui::IsMouseDown(0);
    if (begins) {
        if (signature.strokes.empty()) page.pen_from_s = ImGui::GetTime();
        signature.width_per_height = pad_shape;
        signature.strokes.emplace_back();
    }
    if (ImGui::IsItemActive() && !signature.strokes.empty()) {
        auto& stroke = signature.strokes.back();
        const glm::vec2 p = at();
        const auto time = static_cast<float>(ImGui::GetTime() - page.pen_from_s);
        if (stroke.empty() || stroke.back().x != p.x || stroke.back().y != p.y) stroke.push_back({p.x, p.y, time});
    }
    draw_signature(s, a, b, signature);
    if (signature.strokes.empty())
        put_text(a, ImVec2(b.x, a.y + 0.7f * (b.y - a.y)), tr("Sign here"), rule, s.title, 0.5f);
    stop(s, a, b);
    if (signature.strokes.empty()) return;
    ImGui::SameLine(0, 0.4f * s.em);
    const float room = ImGui::GetContentRegionAvail().x;
    if (room < 5.f * s.em) ImGui::NewLine();
    if (line_button(s, "clear", tr("button|Clear"), false,
                    ImVec2(std::max(5.f * s.em, std::min(room, 8.f * s.em)), s.row_px()), colour::words))
        signature = {};
}

std::string state_words(const Consent* now) {
    if (!now) return "\xe2\x97\x8b  " + tr("consent|Not asked yet");
    return (now->given ? "\xe2\x97\x8f  " + tr("consent|Given") : "\xe2\x97\x8b  " + tr("consent|Not given")) + ", " +
           day_in_words(now->date);
}

void draw_known(State& s, const records::Item& item) {
    const auto& c = std::get<Consent>(item.content);
    say_words(s.small, colour::words,
              (c.given ? tr("consent|Given") : tr("consent|Not given")) + ", " + day_in_words(c.date) + ", " +
                  tr_fill("text {0}, taken down by {1}", c.text_version, item.version.who) +
                  (c.channels.empty() ? "" : ": " + c.channels));
    if (c.signature.strokes.empty()) return;
    const float height = 3.4f * s.em, width = height * std::clamp(c.signature.width_per_height, 0.5f, 6.f);
    const ImVec2 a = ImGui::GetCursorScreenPos(), b(a.x + width, a.y + height);
    ImGui::Dummy(ImVec2(width, height));
    draw_paper(s, a, b);
    draw_signature(s, a, b, c.signature);
}

void draw_consent(State& s, const DeskSnapshot& snapshot, ConsentPurpose purpose) {
    const RecordView& view = *snapshot.record;
    RecordPage& page = *s.record;
    const std::string name = "consent" + std::to_string(static_cast<int>(purpose));
    const ConsentWords words = consent_words(purpose);
    const records::Item* const now = newest<Consent>(view, [&](const Consent& c) { return c.purpose == purpose; });
    const Consent* const known = now ? &std::get<Consent>(now->content) : nullptr;
    ImGui::PushID(name.c_str());
    Filled& form = page.form(view, name);
    const bool open = page.open.contains(name);
    const float width = ImGui::GetContentRegionAvail().x;
    const bool pressed = line_button(s, "head", words.name, open, ImVec2(width, s.row_px()), colour::words);
    const ImVec2 a = ImGui::GetItemRectMin(), b = ImGui::GetItemRectMax();
    const float begin = a.x + std::min(text_px(s.text, words.name) + 1.6f * s.em, 0.62f * width);
    put_text(ImVec2(begin, a.y), ImVec2(b.x - 0.6f * s.em, b.y),
             form.begun && form.changed() ? tr("section|not saved yet") : state_words(known),
             known && known->given ? colour::accent : colour::quiet, s.small, 1);
    if (pressed && !page.open.erase(name)) page.open.insert(name);
    if (!page.open.contains(name)) return ImGui::PopID();

    say_words(s.text, colour::words, words.text);
    if (now) draw_known(s, *now);
    Consent base;
    base.purpose = purpose;
    base.channels = known ? known->channels : "";
    FormText text = form_text(base);
    text[1] = typed_day(form_day(view).today);
    begin_form(form, base, text, now);
    if (now) say_words(s.text, colour::quiet, tr("A new answer takes the place of this one, which is kept:"));
    const auto fields = form_fields<Consent>();
    auto reading = read_form<Consent>(form.text, base, form_day(view));
    for (std::size_t i = 0; i < fields.size(); ++i)
        if (fields[i].key != "channels" || purpose == ConsentPurpose::marketing)
            draw_field(s, fields[i], form.text[i], reading.said[i], form.tried);
    signature_pad(s, form.signature, ImGui::GetContentRegionAvail().x - 5.6f * s.em);
    reading = read_form<Consent>(form.text, base, form_day(view));
    draw_signing(s, snapshot, name, words, day_in_words(reading.value.date));
    const bool unsigned_yes = reading.value.given && form.signature.strokes.empty();
    if (form.tried && unsigned_yes)
        say_words(s.small, colour::alarm, "!  " + tr("What is given is signed by the client"));
    const bool nowhere = reading.value.given && purpose == ConsentPurpose::marketing && reading.value.channels.empty();
    if (form.tried && nowhere) say_words(s.small, colour::alarm, "!  " + tr("Write down where they may be shown"));
    if (save_line(s, view, form, name, tr("button|Save"), reading.whole() && !unsigned_yes && !nowhere)) {
        Consent consent = reading.value;
        consent.text_version = words.version;
        consent.signature = form.signature;
        s.asks.push_back(record_ask::Save{{draft_of(consent, form.of ? &*form.of : nullptr)}});
        sent(s, view, form, consent);
        if (page.signing && page.signing->form == name) page.signing.reset();
    }
    ImGui::PopID();
}

}  // namespace

void draw_signature(const State& s, ImVec2 a, ImVec2 b, const records::Signature& signature) {
    if (signature.width_per_height <= 0) return;
    const float height = std::min(b.y - a.y, (b.x - a.x) / signature.width_per_height);
    const float line = std::max(1.5f, 0.02f * height);
    ImDrawList* const list = ImGui::GetWindowDrawList();
    list->PushClipRect(a, b, true);
    for (const auto& stroke : signature.strokes) {
        std::vector<ImVec2> points;
        for (const records::PenPoint& p : stroke) points.emplace_back(a.x + p.x * height, a.y + p.y * height);
        if (points.size() == 1)
            list->AddCircleFilled(points[0], line, ink);
        else if (points.size() > 1)
            list->AddPolyline(points.data(), static_cast<int>(points.size()), ink, 0, line);
    }
    list->PopClipRect();
    (void)s;
}

void draw_consents(State& s, const DeskSnapshot& snapshot) {
    for (const auto purpose : {ConsentPurpose::treatment, ConsentPurpose::photographs, ConsentPurpose::marketing})
        draw_consent(s, snapshot, purpose);
}

}  // namespace smp::desk
