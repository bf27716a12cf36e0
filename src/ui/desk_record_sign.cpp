// A consent signed on a paired tablet instead of at the desk: what is asked of it, and what comes back.
#include <algorithm>

#include "base/texts.hpp"
#include "ui/desk_record.hpp"

namespace smp::desk {

std::optional<SignRequest> sign_wanted(const State& s) {
    if (!s.record || !s.record->signing) return std::nullopt;
    return s.record->signing->request;
}

void follow_signing(RecordPage& page, const DeskSnapshot& snapshot) {
    if (!page.signing) return;
    const RecordView& view = *snapshot.record;
    if (!view.client || view.client->id != page.signing->client) return page.signing.reset();
    const auto& answer = snapshot.sign_answer;
    if (!answer || answer->number != page.signing->request.number) return;
    if (answer->gone)
        page.sign_gone = page.signing->form;
    else
        page.form(view, page.signing->form).signature = answer->signature;
    page.signing.reset();
}

void draw_signing(State& s, const DeskSnapshot& snapshot, const std::string& form, const ConsentWords& words,
                  const std::string& day) {
    RecordPage& page = *s.record;
    const auto& tablets = snapshot.tablet.tablets;
    const auto there = std::count_if(tablets.begin(), tablets.end(), [](const auto& t) { return t.connected; });
    const auto signs_on = [&](const TabletView::Paired& t) {
        return page.signing && page.signing->form == form && page.signing->request.tablet == t.id;
    };
    bool any = page.sign_gone == form, waits = false;
    for (const TabletView::Paired& tablet : tablets) {
        if (!tablet.connected && !signs_on(tablet)) continue;
        any = true;
        const bool on = signs_on(tablet);
        const std::string act = on           ? tr("End signing on the tablet")
                                : there <= 1 ? tr("Sign on the tablet")
                                             : tr_fill("Sign on {0}", tablet.name);
        if (act_line(s, ("sign on " + tablet.id).c_str(), act, 0, on)) {
            page.sign_gone.clear();
            page.signing.reset();
            if (!on) {
                page.form(*snapshot.record, form).signature = {};  // what stood there is to be signed anew
                page.signing = {snapshot.record->client->id,
                                form,
                                {++page.signings, tablet.id, words.name, words.text, words.version, day}};
            }
        }
        waits = waits || signs_on(tablet);
    }
    if (!any) return;
    // A line of its own in any case, so that what is below does not move.
    const ImVec2 at = ImGui::GetCursorScreenPos(), size(ImGui::GetContentRegionAvail().x, 1.3f * s.em);
    ImGui::Dummy(size);
    const ImVec2 from(at.x + 0.4f * s.em, at.y), end(at.x + size.x, at.y + size.y);
    if (waits)
        put_text(from, end, tr("The tablet waits for the signature ..."), colour::accent, s.small);
    else if (page.sign_gone == form)
        put_text(from, end, "!  " + tr("The tablet has gone: nothing was signed"), colour::alarm, s.small);
}

}  // namespace smp::desk
