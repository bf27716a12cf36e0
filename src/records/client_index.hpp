// The cards of all clients in memory, for lists and search while the records are unlocked; nothing of it is on the disk
// in clear. Pure.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "records/record_repository.hpp"

namespace smp::records {

// Lower case without accents, so that "muller" finds "Müller" and "strasse" "Straße"; letters beyond Latin as they are.
std::string folded(std::string_view utf8);

// What a client's card says, from everything that is kept of them (every version, in order of saving).
ClientCard card_of(const ClientId& id, const std::vector<Item>& history);

class ClientIndex {
  public:
    void put(ClientCard card);
    void remove(const ClientId& id);
    void clear();  // overwrites what it held
    const ClientCard* find(const ClientId& id) const;
    std::vector<ClientCard> find(const ClientQuery& query) const;
    std::size_t size() const { return entries_.size(); }

  private:
    struct Entry {
        ClientCard card;
        std::string name, words;  // folded
    };
    std::vector<Entry> entries_;
    std::unordered_map<ClientId, std::size_t> place_;
};

}  // namespace smp::records
