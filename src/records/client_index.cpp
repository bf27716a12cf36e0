#include "records/client_index.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <map>

namespace smp::records {
namespace {

// Latin-1 supplement and Latin extended-A, as pairs of first code point and what stands for it and its followers.
constexpr std::array latin1{
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",    // À to Ï
    "d", "n", "o", "o", "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "th", "ss"};  // Ð to ß
constexpr std::string_view extended_a =  // U+0100 to U+017F, one letter each
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuu"
    "uuwwyyyzzzzzzs";
static_assert(extended_a.size() == 128);

// The next code point; what is not UTF-8 comes as it is, byte by byte.
char32_t next_point(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(at);
    const std::size_t length = first < 0x80 ? 1 : first >> 5 == 6 ? 2 : first >> 4 == 14 ? 3 : first >> 3 == 30 ? 4 : 1;
    if (length == 1 || at + length > text.size()) return byte(at++);
    char32_t point = first & (0xffu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) point = point << 6 | (byte(at + i) & 0x3fu);
    at += length;
    return point;
}

void wipe(std::string& text) {
    sodium_memzero(text.data(), text.size());
    text.clear();
}

bool later(const std::optional<Moment>& a, const std::optional<Moment>& b) {
    return a && (!b || *a > *b);
}

}  // namespace

std::string folded(std::string_view utf8) {
    std::string out;
    for (std::size_t at = 0; at < utf8.size();) {
        const std::size_t start = at;
        const char32_t c = next_point(utf8, at);
        if (c < 0x80)
            out += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        else if (at - start == 2 && c >= 0xC0 && c <= 0xDF)
            out += latin1[c - 0xC0];
        else if (at - start == 2 && c >= 0xE0 && c <= 0xFF)
            out += c == 0xFF ? "y" : latin1[c - 0xE0];
        else if (at - start == 2 && c >= 0x100 && c <= 0x17F)
            out += extended_a[c - 0x100];
        else if (at - start == 2 && c >= 0x300 && c <= 0x36F)
            continue;  // an accent that follows its letter
        else if (at - start == 2 && c >= 0x391 && c <= 0x3A9)
            out += {static_cast<char>(0xC0 | (c + 32) >> 6), static_cast<char>(0x80 | ((c + 32) & 0x3F))};  // Greek
        else if (at - start == 2 && c >= 0x410 && c <= 0x42F)
            out += {static_cast<char>(0xC0 | (c + 32) >> 6), static_cast<char>(0x80 | ((c + 32) & 0x3F))};  // Cyrillic
        else
            out += utf8.substr(start, at - start);
    }
    return out;
}

ClientCard card_of(const ClientId& id, const std::vector<Item>& history) {
    ClientCard card;
    card.id = id;
    std::map<ItemId, const Item*> newest;
    for (const Item& item : history) {
        const Item*& known = newest[item.id];
        if (!known || known->version.number < item.version.number) known = &item;
        if (&item == &history.front() || item.version.when < card.created) card.created = item.version.when;
        card.changed = std::max(card.changed, item.version.when);
    }
    std::map<ConsentPurpose, std::pair<Moment, bool>> consents;  // of each purpose the newest
    for (const auto& [item_id, item] : newest) {
        if (item->withdrawn) continue;
        if (const auto* client = std::get_if<Client>(&item->content)) {
            card.name = client->name;
            card.phone = client->phone;
            card.email = client->email;
            card.born = client->born;
        } else if (const auto* consent = std::get_if<Consent>(&item->content)) {
            auto& [when, given] = consents[consent->purpose];
            if (item->version.when >= when) {
                when = item->version.when;
                given = consent->given;
            }
        }
        const bool session = std::holds_alternative<TreatmentSession>(item->content);
        const bool shot = std::holds_alternative<Shot>(item->content) || std::holds_alternative<Clip>(item->content);
        if (session) ++card.sessions;
        if (shot) ++card.shots;
        if ((session || shot) && (!card.last_visit || time_of(item->content) > card.last_visit))
            card.last_visit = time_of(item->content);
    }
    const auto allowed = [&](ConsentPurpose purpose) {
        const auto found = consents.find(purpose);
        return found != consents.end() && found->second.second;
    };
    card.photographs_allowed = allowed(ConsentPurpose::photographs);
    card.marketing_allowed = allowed(ConsentPurpose::marketing);
    return card;
}

void ClientIndex::put(ClientCard card) {
    std::string name = folded(card.name);
    std::string words = name + "\n" + folded(card.email) + "\n" + card.phone + "\n";
    for (const char c : card.phone)  // also without the spaces that a salon writes in it
        if (c >= '0' && c <= '9') words += c;
    if (card.born) words += "\n" + to_text(*card.born);
    words += "\n" + card.id.hex();
    const auto [found, added] = place_.try_emplace(card.id, entries_.size());
    if (added) entries_.emplace_back();
    entries_[found->second] = {std::move(card), std::move(name), std::move(words)};
}

void ClientIndex::remove(const ClientId& id) {
    const auto found = place_.find(id);
    if (found == place_.end()) return;
    const std::size_t at = found->second;
    Entry& gone = entries_[at];
    for (std::string* text : {&gone.card.name, &gone.card.phone, &gone.card.email, &gone.name, &gone.words})
        wipe(*text);
    place_.erase(found);
    if (at + 1 != entries_.size()) {
        entries_[at] = std::move(entries_.back());
        place_[entries_[at].card.id] = at;
    }
    entries_.pop_back();
}

void ClientIndex::clear() {
    while (!entries_.empty()) remove(entries_.back().card.id);
}

const ClientCard* ClientIndex::find(const ClientId& id) const {
    const auto found = place_.find(id);
    return found == place_.end() ? nullptr : &entries_[found->second].card;
}

std::vector<ClientCard> ClientIndex::find(const ClientQuery& query) const {
    std::vector<std::string> words(1);
    for (const char c : folded(query.words)) {
        if (c == ' ' || c == '\t' || c == ',')
            words.emplace_back();
        else
            words.back() += c;
    }
    std::vector<const Entry*> found;
    for (const Entry& entry : entries_) {
        const auto holds = [&](const std::string& word) { return entry.words.find(word) != std::string::npos; };
        if (std::all_of(words.begin(), words.end(), holds)) found.push_back(&entry);
    }
    const auto before = [&](const Entry* a, const Entry* b) {
        if (query.sort == SortBy::last_visit && a->card.last_visit != b->card.last_visit)
            return later(a->card.last_visit, b->card.last_visit);
        if (query.sort == SortBy::changed && a->card.changed != b->card.changed)
            return a->card.changed > b->card.changed;
        if (query.sort == SortBy::created && a->card.created != b->card.created)
            return a->card.created > b->card.created;
        if (a->name != b->name) return a->name < b->name;
        return a->card.id < b->card.id;
    };
    const std::size_t most = query.most ? std::min(query.most, found.size()) : found.size();
    std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(most), found.end(), before);
    std::vector<ClientCard> result;
    for (std::size_t i = 0; i < most; ++i) result.push_back(found[i]->card);
    return result;
}

}  // namespace smp::records
