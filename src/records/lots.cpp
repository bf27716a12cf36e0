#include "records/lots.hpp"

#include <algorithm>

#include "records/failure.hpp"
#include "records/record_json.hpp"

namespace smp::records {
namespace {

std::string quoted(const std::string& field) {
    if (field.find_first_of(",\"\r\n") == std::string::npos) return field;
    std::string text = "\"";
    for (const char c : field) {
        if (c == '"') text += '"';
        text += c;
    }
    return text + "\"";
}

std::vector<std::pair<const char*, std::string>> columns(const LotLine& l) {
    return {{"date", to_text(date_of(l.started))},
            {"time_utc", to_text(l.started)},
            {"client", l.client.hex()},
            {"session", l.session.hex()},
            {"session_number", std::to_string(l.session_number)},
            {"pigment_brand", l.ink.brand},
            {"pigment_shade", l.ink.shade},
            {"ratio", l.ink.ratio},
            {"lot", l.ink.lot},
            {"expiry", l.ink.expiry ? to_text(*l.ink.expiry) : ""},
            {"needle", l.needle},
            {"needle_lot", l.needle_lot},
            {"machine", l.machine},
            {"region", l.region},
            {"practitioner", l.practitioner}};
}

}  // namespace

Expected<std::vector<LotLine>> ink_lots(RecordRepository& records, const std::optional<Date>& from,
                                        const std::optional<Date>& to) {
    return attempt([&] {
        std::vector<LotLine> lines;
        for (const ClientCard& card : need(records.find({}))) {
            if (card.sessions == 0) continue;
            for (const Item& item : need(records.time_line(card.id))) {
                const auto* s = std::get_if<TreatmentSession>(&item.content);
                if (!s) continue;
                const Date date = date_of(s->started);
                if ((from && date < *from) || (to && date > *to)) continue;
                LotLine line{s->started, card.id,       item.id,    s->number, {},
                             s->needle,  s->needle_lot, s->machine, s->region, s->practitioner};
                if (s->inks.empty()) lines.push_back(line);
                for (const InkUse& ink : s->inks) {
                    line.ink = ink;
                    lines.push_back(line);
                }
            }
        }
        std::stable_sort(lines.begin(), lines.end(),
                         [](const LotLine& a, const LotLine& b) { return a.started < b.started; });
        return lines;
    });
}

std::string to_csv(const std::vector<LotLine>& lines) {
    std::string text;
    const auto put = [&](const std::vector<std::pair<const char*, std::string>>& row, bool names) {
        for (std::size_t i = 0; i < row.size(); ++i)
            text += (i ? "," : "") + (names ? std::string(row[i].first) : quoted(row[i].second));
        text += "\r\n";
    };
    put(columns({}), true);
    for (const LotLine& line : lines) put(columns(line), false);
    return text;
}

std::string to_json(const std::vector<LotLine>& lines) {
    Json list = Json::array();
    for (const LotLine& line : lines) {
        Json row;
        for (const auto& [name, value] : columns(line)) row[name] = value;
        list.push_back(std::move(row));
    }
    return list.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace smp::records
