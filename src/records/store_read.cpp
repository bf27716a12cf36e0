// What the store gives back.
#include <algorithm>
#include <map>

#include "records/store_impl.hpp"

namespace smp::records {

std::string RecordStore::Impl::place(const Unlocked& u, std::string_view table, const ClientId& client,
                                     const std::string& rest) {
    return std::string(table) + "|" + u.store.hex() + "|" + client.hex() + "|" + rest;
}

void RecordStore::Impl::key_into(Secret& key, const Unlocked& u, const Tables::ClientRow& row) const {
    if (!unwrap_key_into(key, u.wrap_key, row.wrapped_key, place(u, "key", row.id)))
        fail("the key of client " + row.id.hex() + " is damaged", Tables::file_name, "restore the newest backup");
}

Secret RecordStore::Impl::key_of(Unlocked& u, const Tables::ClientRow& row) const {
    Secret key(key_bytes);
    key_into(key, u, row);
    return key;
}

Secret RecordStore::Impl::key_of(Unlocked& u, const ClientId& client) const {
    const auto row = u.tables->client(client);
    if (!row) fail("there is no such client", client.hex(), "see `smp-mirror records list`");
    return key_of(u, *row);
}

ClientCard RecordStore::Impl::open_card(const Unlocked& u, const Secret& key, const Tables::ClientRow& row) const {
    const auto text = unseal(key, row.card, place(u, "card", row.id, std::to_string(row.card_version)));
    if (text)
        if (const auto json = parse_json(text_of(*text)))
            if (auto card = card_from_json(*json); card && card->id == row.id) return std::move(card).value();
    fail("the card of client " + row.id.hex() + " is damaged", Tables::file_name, "restore the newest backup");
}

Item RecordStore::Impl::open_item(const Unlocked& u, const Secret& key, const Tables::ItemRow& row) const {
    const auto text =
        unseal(key, row.sealed, place(u, "item", row.client, row.id.hex() + "|" + std::to_string(row.version)));
    if (text)
        if (const auto json = parse_json(text_of(*text)))
            if (auto item = item_from_json(*json);
                item && item->id == row.id && item->client == row.client && item->version.number == row.version)
                return std::move(item).value();
    fail("version " + std::to_string(row.version) + " of item " + row.id.hex() + " is damaged", Tables::file_name,
         "restore the newest backup");
}

// In the order of saving: by time, and what was saved in one second by version.
std::vector<Item> RecordStore::Impl::history(Unlocked& u, const ClientId& client) const {
    const Secret key = key_of(u, client);
    std::vector<Item> items;
    for (const auto& row : u.tables->items_of(client)) items.push_back(open_item(u, key, row));
    std::stable_sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
        if (a.version.when != b.version.when) return a.version.when < b.version.when;
        return a.version.number < b.version.number;
    });
    return items;
}

Expected<std::vector<ClientCard>> RecordStore::find(const ClientQuery& query) {
    return attempt([&] { return impl_->use().index.find(query); });
}

Expected<ClientCard> RecordStore::card(const ClientId& client) {
    return attempt([&] {
        const ClientCard* card = impl_->use().index.find(client);
        if (!card) fail("there is no such client", client.hex(), "see `smp-mirror records list`");
        return *card;
    });
}

Expected<std::vector<Item>> RecordStore::history(const ClientId& client) {
    return attempt([&] { return impl_->history(impl_->use(), client); });
}

Expected<std::vector<Item>> RecordStore::versions(const ClientId& client, const ItemId& item) {
    return attempt([&] {
        std::vector<Item> all = impl_->history(impl_->use(), client);
        std::erase_if(all, [&](const Item& one) { return one.id != item; });
        if (all.empty()) fail("there is no such item", item.hex());
        return all;
    });
}

Expected<std::vector<Item>> RecordStore::time_line(const ClientId& client) {
    return attempt([&] {
        std::map<ItemId, Item> newest;
        for (Item& item : impl_->history(impl_->use(), client)) {
            const auto [known, added] = newest.try_emplace(item.id, item);
            if (!added && known->second.version.number < item.version.number) known->second = std::move(item);
        }
        std::vector<Item> line;
        for (auto& [id, item] : newest)
            if (!item.withdrawn) line.push_back(std::move(item));
        std::stable_sort(line.begin(), line.end(), [](const Item& a, const Item& b) {
            const auto time_a = time_of(a.content), time_b = time_of(b.content);
            if (time_a != time_b) return time_a < time_b;  // nothing, the client's own data, is before everything
            return a.version.when < b.version.when;
        });
        return line;
    });
}

Expected<Bytes> RecordStore::picture(const ClientId& client, const PictureId& picture) {
    return attempt([&] {
        Unlocked& u = impl_->use();
        const auto row = u.tables->picture(picture);
        if (!row || row->client != client) fail("there is no such picture", picture.hex());
        return impl_->pictures.read(picture, impl_->key_of(u, client),
                                    Impl::place(u, "picture", client, picture.hex()));
    });
}

Expected<std::vector<AuditEntry>> RecordStore::audit(std::int64_t from_number, std::size_t most) {
    return attempt([&] {
        Unlocked& u = impl_->use();
        return u.audit.read(*u.tables, from_number, most);
    });
}

}  // namespace smp::records
