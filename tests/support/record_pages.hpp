// A record as the desk sees it, of people who do not exist, and a room that answers what the desk asks at once.
#pragma once

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <string>

#include "ui/record_view.hpp"

namespace smp::test {

inline records::Date a_day(int y, unsigned m, unsigned d) {
    return std::chrono::year(y) / std::chrono::month(m) / std::chrono::day(d);
}
inline records::Moment at_noon(records::Date day) {
    return records::start_of(day) + std::chrono::hours(11);
}

// A head as no camera has seen it, with a hairline or without.
inline cv::Mat drawn_look(bool hair, cv::Scalar skin) {
    cv::Mat picture(270, 480, CV_8UC3, cv::Scalar(96, 88, 80));
    cv::ellipse(picture, {240, 150}, {80, 108}, 0, 0, 360, skin, cv::FILLED, cv::LINE_AA);
    if (hair) cv::ellipse(picture, {240, 118}, {78, 74}, 0, 190, 350, skin * 0.55, cv::FILLED, cv::LINE_AA);
    for (const int x : {212, 268}) cv::circle(picture, {x, 150}, 7, {60, 50, 40}, cv::FILLED, cv::LINE_AA);
    cv::ellipse(picture, {240, 205}, {24, 8}, 0, 0, 360, {90, 90, 150}, cv::FILLED, cv::LINE_AA);
    return picture;
}

struct SampleRecord {
    records::ClientCard nora, emil, client;
    std::vector<records::Item> items;
    std::map<records::PictureId, cv::Mat> looks;

    SampleRecord() {
        nora.id = records::ClientId::random();
        nora.name = "Nora Beispiel";
        nora.born = a_day(1979, 6, 2);
        nora.last_visit = at_noon(a_day(2026, 11, 3));
        nora.photographs_allowed = nora.marketing_allowed = true;
        emil.id = records::ClientId::random();
        emil.name = "Emil van der Musterhausen-Lichtenberg";
        emil.created = at_noon(a_day(2026, 11, 30));
        client.id = records::ClientId::random();
        client.name = "Ruben Invented";
        client.born = a_day(1984, 3, 12);
        client.phone = "+49 30 0000000";
        client.last_visit = at_noon(a_day(2026, 11, 3));
        client.photographs_allowed = true;
        fill();
    }

    records::Item& add(records::Content content, records::Moment when) {
        records::Item item;
        item.id = records::ItemId::random();
        item.client = client.id;
        item.version = {1, "Anna", when};
        item.content = std::move(content);
        return items.emplace_back(std::move(item));
    }

    records::Picture picture(records::PictureRole role, bool hair, cv::Scalar skin) {
        records::Picture p;
        p.id = records::PictureId::random();
        p.role = role;
        p.media_type = "image/png";
        p.width_px = 1920;
        p.height_px = 1080;
        looks[p.id] = drawn_look(hair, skin);
        return p;
    }

    void shot(records::Date day, records::Occasion occasion, bool hair, int crop_x) {
        const cv::Scalar skin(hair ? 150 : 158, hair ? 176 : 184, hair ? 214 : 226);
        records::Shot s;
        s.taken = at_noon(day);
        s.view = records::View::front;
        s.occasion = occasion;
        s.pictures = {picture(records::PictureRole::raw, hair, skin),
                      picture(records::PictureRole::treated, true, skin)};
        s.design_json = "{}";
        s.crop_json = R"({"x_px": )" + std::to_string(crop_x) + R"(, "y_px": 90, "width_px": 720, "height_px": 900})";
        add(s, s.taken);
    }

    void fill() {
        const records::Date first = a_day(2026, 9, 21), later = a_day(2026, 11, 3);
        add(records::Client{client.name, client.born, client.phone, "ruben@example.org", "Nowhere 1, 12345 Anywhere",
                            "Prefers mornings."},
            at_noon(first));
        records::Consent consent;
        consent.given = true;
        consent.text_version = "2026-11 en";
        consent.date = first;
        consent.signature = {3.2f, {{}}};
        for (int i = 0; i < 60; ++i) {
            const float t = static_cast<float>(i) / 59;
            consent.signature.strokes[0].push_back(
                {0.5f + 1.7f * t, 0.55f + 0.22f * std::sin(17 * t) * (1 - 0.5f * t), 1.2f * t});
        }
        add(consent, at_noon(first));
        consent.purpose = records::ConsentPurpose::photographs;
        add(consent, at_noon(first));
        records::MedicalAnswers medical;
        medical.date = first;
        medical.answers["diabetes"] = {records::Answer::yes, "well controlled"};
        medical.answers["keloid"] = {records::Answer::no, ""};
        medical.answers["mri"] = {records::Answer::unsure, ""};
        add(medical, at_noon(first));
        shot(first, records::Occasion::before, false, 600);
        records::AgreedDesign design;
        design.date = first;
        design.title = "Variant B";
        design.design_json = "{}";
        design.numbers_json =
            R"({"treated_area_cm2": {"value": 210.4, "tolerance": 12.2}, "marks": {"value": 24000, "tolerance": 1500},
                "hairline": {"height_mm": {"value": 62, "tolerance": 2}}})";
        design.price = records::Price{180000, "EUR"};
        design.sessions_planned = 3;
        add(design, at_noon(first));
        add(records::PatchTest{records::PatchTestState::no_reaction, a_day(2026, 9, 23), "Inkwell Black 2", "LOT-4711",
                               "behind the left ear", ""},
            at_noon(a_day(2026, 9, 23)));
        records::TreatmentSession session;
        session.started = at_noon(later) - std::chrono::hours(2);
        session.minutes = 150;
        session.number = 1;
        session.inks = {{"Inkwell", "Black 2", "1:20", "LOT-4711", a_day(2028, 5, 31)}};
        session.needle = "3RL 0.25";
        session.needle_lot = "N-99";
        session.machine = "Pen 3";
        session.machine_setting = "0.5 mm, 7.5 V";
        session.region = "hairline and crown";
        session.practitioner = "Anna";
        add(session, at_noon(later));
        shot(later, records::Occasion::after, true, 620);
    }

    RecordView view(RecordView::State state) const {
        RecordView v;
        v.state = state;
        v.folder = "~/.local/share/smp-mirror/records";
        return v;
    }
    RecordView list() const {
        RecordView v = view(RecordView::State::open);
        v.found = {nora, client, emil};
        return v;
    }
    RecordView open() const {
        RecordView v = view(RecordView::State::open);
        v.client = client;
        v.time_line = items;
        v.looks = looks;
        return v;
    }
};

// What the record would answer.
class QuickRoom {
  public:
    explicit QuickRoom(SampleRecord sample) : sample_(std::move(sample)) {}
    std::string refuses;  // what the next save is answered with

    void answer(RecordView& view, const RecordAsk& ask) {
        if (const auto* find = std::get_if<record_ask::Find>(&ask)) {
            view.query = find->query;
            view.found.clear();
            for (const auto& card : {sample_.nora, sample_.client, sample_.emil})
                if (card.name.find(find->query.words) != std::string::npos) view.found.push_back(card);
        } else if (std::get_if<record_ask::Open>(&ask)) {
            const RecordView open = sample_.open();
            view.client = open.client;
            view.time_line = open.time_line;
            view.looks = open.looks;
        } else if (std::get_if<record_ask::Close>(&ask)) {
            view.client.reset();
            view.time_line.clear();
            view.looks.clear();
        } else if (const auto* added = std::get_if<record_ask::Add>(&ask)) {
            if (refused(view)) return;
            records::ClientCard card;
            card.id = records::ClientId::random();
            card.name = added->client.name;
            card.born = added->client.born;
            view.client = card;
            view.time_line = {item(added->client, card.id)};
        } else if (const auto* save = std::get_if<record_ask::Save>(&ask)) {
            if (refused(view)) return;
            for (const records::Draft& draft : save->drafts) keep(view, draft);
            tell(view, "Saved");
        } else if (const auto* agree = std::get_if<record_ask::Agree>(&ask)) {
            records::AgreedDesign design = agree->agreed;
            design.design_json = design.numbers_json = R"({"of": "now"})";
            keep(view, {design});
            tell(view, "Saved");
        } else if (std::get_if<record_ask::CodeWritten>(&ask)) {
            view.recovery_code.reset();
        } else if (std::get_if<record_ask::Lock>(&ask)) {
            view = sample_.view(RecordView::State::locked);
        } else if (std::get_if<record_ask::Unlock>(&ask)) {
            view = sample_.list();
        } else if (std::get_if<record_ask::TakeIn>(&ask)) {
            view.unprotected = 0;
        }
    }

  private:
    static records::Item item(records::Content content, records::ClientId client) {
        records::Item out;
        out.id = records::ItemId::random();
        out.client = client;
        out.version = {1, "Anna", records::moment_now()};
        out.content = std::move(content);
        return out;
    }
    static void tell(RecordView& view, std::string words, bool failed = false) {
        view.said = std::move(words);
        view.failed = failed;
        ++view.answers;
    }
    bool refused(RecordView& view) {
        if (refuses.empty()) return false;
        tell(view, std::exchange(refuses, ""), true);
        return true;
    }
    static void keep(RecordView& view, const records::Draft& draft) {
        for (records::Item& there : view.time_line)
            if (draft.changes == there.id) {
                there.content = draft.content;
                ++there.version.number;
                return;
            }
        view.time_line.push_back(item(draft.content, view.client->id));
    }
    SampleRecord sample_;
};

}  // namespace smp::test
