#include "app/records_print.hpp"

#include <algorithm>
#include <sstream>

#include "records/medical_questions.hpp"
#include "records/record_json.hpp"

namespace smp {
namespace {

using namespace records;

std::string dumped(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

template <class List>
std::string list_json(const List& list) {
    Json json = Json::array();
    for (const auto& one : list) json.push_back(to_json(one));
    return dumped(json);
}

// One line about an item.
std::string words_of(const Content& content) {
    std::ostringstream text;
    if (const auto* client = std::get_if<Client>(&content)) {
        text << client->name;
        if (client->born) text << ", born " << to_text(*client->born);
        for (const auto* more : {&client->phone, &client->email, &client->address, &client->notes})
            if (!more->empty()) text << ", " << *more;
    } else if (const auto* consent = std::get_if<Consent>(&content)) {
        static const char* const purposes[] = {"treatment", "photographs", "marketing"};
        text << purposes[static_cast<std::size_t>(consent->purpose)] << (consent->given ? ": given" : ": not given")
             << ", form " << consent->text_version << (consent->signature.strokes.empty() ? "" : ", signed");
    } else if (const auto* medical = std::get_if<MedicalAnswers>(&content)) {
        const auto hints = contraindication_hints(*medical);
        text << medical->answers.size() << " answers" << (hints.empty() ? "" : "; to think of:");
        for (const auto* question : hints) text << " " << question->key << " (" << question->hint << ")";
    } else if (const auto* patch = std::get_if<PatchTest>(&content)) {
        static const char* const states[] = {"offered", "declined", "placed", "no reaction", "reaction"};
        text << states[static_cast<std::size_t>(patch->state)] << " " << patch->pigment << " " << patch->lot;
    } else if (const auto* design = std::get_if<AgreedDesign>(&content)) {
        text << design->title << ", " << design->sessions_planned << " sessions";
        if (design->price)
            text << ", " << design->price->hundredths / 100 << "." << design->price->hundredths / 10 % 10
                 << design->price->hundredths % 10 << " " << design->price->currency;
    } else if (const auto* session = std::get_if<TreatmentSession>(&content)) {
        text << "number " << session->number << ", " << session->region;
        for (const auto& ink : session->inks)
            text << ", " << ink.brand << " " << ink.shade << " " << ink.ratio << " lot " << ink.lot;
    } else if (const auto* shot = std::get_if<Shot>(&content)) {
        text << shot->pictures.size() << " pictures";
        for (const auto& picture : shot->pictures) text << " " << picture.id.hex();
    } else if (const auto* clip = std::get_if<Clip>(&content)) {
        text << clip->length_s << " s";
    } else if (const auto* document = std::get_if<Document>(&content)) {
        text << document->title;
    }
    return text.str();
}

std::string padded(std::string text, std::size_t width) {
    const auto letters = static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
    if (letters < width) text.append(width - letters, ' ');
    return text;
}

}  // namespace

std::string cards_text(const std::vector<ClientCard>& cards) {
    std::ostringstream text;
    for (const ClientCard& card : cards)
        text << card.id.hex() << "  " << padded(card.name, 28) << "  "
             << (card.last_visit ? "last visit " + to_text(date_of(*card.last_visit)) : std::string("no visit yet"))
             << ", " << card.sessions << " sessions, " << card.shots << " pictures\n";
    return text.str();
}

std::string cards_json(const std::vector<ClientCard>& cards) {
    return list_json(cards);
}

std::string items_text(const std::vector<Item>& items) {
    std::ostringstream text;
    for (const Item& item : items) {
        const auto time = time_of(item.content);
        text << (time ? to_text(date_of(*time)) : std::string("          ")) << "  "
             << padded(std::string(kind_name(item.content)), 10) << "  " << words_of(item.content) << "  [version "
             << item.version.number << ", " << item.version.who << ", " << to_text(item.version.when)
             << (item.withdrawn ? ", withdrawn" : "") << "]\n";
    }
    return text.str();
}

std::string items_json(const std::vector<Item>& items) {
    return list_json(items);
}

std::string report_text(const VerifyReport& report) {
    std::ostringstream text;
    if (!report.whole() && report.audit_entries == 0)
        text << "The records do not open; this is what can be seen without:\n";
    else
        text << report.clients << " clients, " << report.items << " versions of items, " << report.pictures
             << " pictures, " << report.audit_entries
             << " log entries: " << (report.whole() ? "everything is whole" : "damaged") << "\n";
    for (const Damage& damage : report.damages) text << damage.where << ": " << damage.what << "\n";
    for (const auto& note : report.notes) text << "note: " << note << "\n";
    return text.str();
}

std::string report_json(const VerifyReport& report) {
    Json damages = Json::array();
    for (const Damage& damage : report.damages) damages.push_back({{"where", damage.where}, {"what", damage.what}});
    return dumped({{"whole", report.whole()},
                   {"clients", report.clients},
                   {"items", report.items},
                   {"pictures", report.pictures},
                   {"audit_entries", report.audit_entries},
                   {"files", report.files},
                   {"damages", std::move(damages)},
                   {"notes", report.notes}});
}

std::string proposals_text(const std::vector<RetentionProposal>& proposals) {
    std::ostringstream text;
    for (const auto& p : proposals)
        text << p.client.id.hex() << "  " << padded(p.client.name, 28) << "  since " << to_text(date_of(p.since))
             << ": " << p.reason << "\n";
    if (proposals.empty()) text << "Nobody is to be erased by these rules.\n";
    return text.str();
}

std::string proposals_json(const std::vector<RetentionProposal>& proposals) {
    Json list = Json::array();
    for (const auto& p : proposals)
        list.push_back({{"client", to_json(p.client)}, {"since", to_text(p.since)}, {"reason", p.reason}});
    return dumped(list);
}

std::string audit_text(const std::vector<AuditEntry>& entries) {
    std::ostringstream text;
    for (const AuditEntry& e : entries) {
        text << e.number << "  " << to_text(e.when) << "  " << e.who << "  " << e.what;
        if (!e.kind.empty()) text << " " << e.kind;
        if (e.client) text << "  client " << e.client->hex().substr(0, 8);
        if (e.item) text << "  item " << e.item->hex().substr(0, 8) << " version " << e.version;
        if (!e.detail.empty()) text << "  " << e.detail;
        text << "\n";
    }
    return text.str();
}

std::string audit_json(const std::vector<AuditEntry>& entries) {
    return list_json(entries);
}

}  // namespace smp
