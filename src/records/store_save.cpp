// Saving: pictures first, under names that nothing refers to yet; then every row in one transaction.
#include <algorithm>
#include <set>

#include "records/store_impl.hpp"

namespace smp::records {
namespace {

constexpr std::uintmax_t largest_journal = 8 << 20;
constexpr std::size_t largest_picture = std::size_t(1) << 30;

// An item must come back as it went in: what JSON cannot hold (a signature with no number in it) is refused now.
void check_round_trip(const Item& item) {
    const auto back = item_from_json(need(parse_json(need(to_text(to_json(item))))));
    if (!back || !(*back == item))
        fail("the " + std::string(kind_name(item.content)) + " has a value that cannot be kept", "",
             "check its dates and numbers");
}

void check_content(const Content& content) {
    if (const auto* client = std::get_if<Client>(&content); client && client->name.empty())
        fail("a client needs a name", "", "type one; a nickname will do");
    if (const auto* consent = std::get_if<Consent>(&content); consent && !consent->date.ok())
        fail("a consent needs its date");
}

}  // namespace

AuditFact RecordStore::Impl::fact(const std::string& who, const std::string& what) const {
    AuditFact fact;
    fact.entry.who = who;
    fact.entry.when = now();
    fact.entry.what = what;
    return fact;
}

void RecordStore::Impl::commit(const std::function<void(AuditTail&)>& act) {
    AuditTail tail = open->tail;
    open->tables->transact([&] { act(tail); });
    open->tail = tail;
    after_commit();
}

// What was saved is on the disk by now, so nothing here may turn it into a failure.
void RecordStore::Impl::after_commit() {
    const auto headed = attempt([&] { open->audit.write_head(*files, folder, open->tail); });
    if (!headed) trouble(headed.error());
    if (open->tables->journal_bytes() < largest_journal) return;
    const auto emptied = attempt([&] { open->tables->checkpoint(); });
    if (!emptied) trouble(emptied.error());
}

Bytes RecordStore::Impl::seal_item(const Unlocked& u, const Secret& key, const Item& item) const {
    const std::string text = need(to_text(to_json(item)));
    return seal(key, view_of(text),
                place(u, "item", item.client, item.id.hex() + "|" + std::to_string(item.version.number)));
}

void RecordStore::Impl::write(const ClientId& client, bool is_new, const std::vector<Item>& items,
                              const PictureSource& source, const std::string& who, const std::string& what) {
    Unlocked& u = *open;
    const Secret key = is_new ? Secret::random(key_bytes) : key_of(u, client);

    struct NewPicture {
        const Item* item;
        const Picture* picture;
    };
    std::vector<NewPicture> fresh;
    std::set<PictureId> seen;
    for (const Item& item : items)
        if (const auto* list = pictures_of(item.content))
            for (const Picture& picture : *list)
                if (!u.tables->picture(picture.id) && seen.insert(picture.id).second)
                    fresh.push_back({&item, &picture});

    if (!fresh.empty())
        u.tables->transact([&] {
            for (const auto& one : fresh) u.tables->add_loose(one.picture->id);
        });
    try {
        std::vector<Tables::PictureRow> rows;
        for (const auto& [item, picture] : fresh) {
            const Bytes bytes = source(*item, *picture);
            if (bytes.size() != picture->size_bytes)
                fail("a picture is not as long as it should be", picture->id.hex());
            const auto length = pictures.write(picture->id, key, place(u, "picture", client, picture->id.hex()), bytes);
            rows.push_back({picture->id, client, length});
        }
        std::vector<Item> history = is_new ? std::vector<Item>() : this->history(u, client);
        history.insert(history.end(), items.begin(), items.end());
        ClientCard card = card_of(client, history);
        const std::string card_text = need(to_text(to_json(card)));
        commit([&](AuditTail& tail) {
            const auto old = u.tables->client(client);
            const std::int64_t card_version = old ? old->card_version + 1 : 1;
            const Bytes sealed_card =
                seal(key, view_of(card_text), place(u, "card", client, std::to_string(card_version)));
            if (is_new)
                u.tables->add_client(
                    {client, wrap_key(u.wrap_key, key, place(u, "key", client)), sealed_card, card_version});
            else
                u.tables->put_card(client, card_version, sealed_card);
            for (const auto& row : rows) {
                u.tables->add_picture(row);
                u.tables->remove_loose(row.id);
            }
            for (const Item& item : items) {
                const Bytes sealed = seal_item(u, key, item);
                u.tables->add_item({client, item.id, item.version.number, sealed});
                AuditFact log = fact(who, item.withdrawn ? "withdraw" : what);
                log.entry.kind = kind_name(item.content);
                log.entry.client = client;
                log.entry.item = item.id;
                log.entry.version = item.version.number;
                log.row = digest_of(sealed);
                u.audit.append(*u.tables, tail, log);
            }
        });
        u.index.put(std::move(card));
    } catch (...) {
        // After a commit that failed only the next start knows whether it is on the disk, so nothing is taken away.
        if (!u.tables->commit_failed() && !fresh.empty()) {
            const auto ignored = attempt([&] { sweep(); });
        }
        throw;
    }
}

Expected<ClientId> RecordStore::add_client(std::vector<Draft> drafts, const std::string& who) {
    return attempt([&] {
        Unlocked& u = impl_->use();
        if (drafts.empty() || !std::holds_alternative<Client>(drafts.front().content))
            fail("a new client begins with their name");
        const ClientId client = ClientId::random();
        static_cast<void>(u);
        impl_->save_drafts(client, true, std::move(drafts), who);
        return client;
    });
}

Expected<std::vector<Item>> RecordStore::save(const ClientId& client, std::vector<Draft> drafts,
                                              const std::string& who) {
    return attempt([&] {
        impl_->use();
        return impl_->save_drafts(client, false, std::move(drafts), who);
    });
}

std::vector<Item> RecordStore::Impl::save_drafts(const ClientId& client, bool is_new, std::vector<Draft> drafts,
                                                 const std::string& who) {
    Unlocked& u = *open;
    if (who.empty()) fail("nobody is named as the one who saves this", "", "say who works with the records");
    if (!is_new) key_of(u, client);  // there is such a client
    std::vector<Item> items;
    std::vector<std::pair<PictureId, Bytes>> given;
    std::set<ItemId> changed;
    for (Draft& draft : drafts) {
        check_content(draft.content);
        const bool is_client = std::holds_alternative<Client>(draft.content);
        if (is_client && !draft.changes && !(is_new && items.empty()))
            fail("the client is there already", client.hex(), "change their data instead");
        if (is_client && draft.withdrawn) fail("a client's own data cannot be withdrawn", "", "erase the client");
        Item item{draft.changes.value_or(ItemId()), client, {1, who, now()}, draft.withdrawn, {}};
        if (draft.changes) {
            const int newest = u.tables->newest_version(client, *draft.changes);
            if (newest == 0) fail("there is no such item", draft.changes->hex());
            if (newest != draft.from_version || !changed.insert(*draft.changes).second)
                fail("it was changed meanwhile", draft.changes->hex(), "look at the newest version, then change that");
            item.version.number = newest + 1;
        } else {
            item.id = ItemId::random();
        }
        if (auto* list = pictures_of(draft.content))
            for (Picture& picture : *list) {
                if (picture.bytes.empty()) {
                    const auto row = u.tables->picture(picture.id);
                    if (!row || row->client != client) fail("a picture has nothing in it");
                    continue;
                }
                if (picture.bytes.size() > largest_picture)
                    fail("a picture or clip is too long", "", "1 GiB is the most");
                picture.id = PictureId::random();
                picture.size_bytes = picture.bytes.size();
                given.emplace_back(picture.id, std::move(picture.bytes));
                picture.bytes.clear();
            }
        item.content = std::move(draft.content);
        check_round_trip(item);
        items.push_back(std::move(item));
    }
    if (items.empty()) return items;
    write(
        client, is_new, items,
        [&](const Item&, const Picture& picture) {
            for (auto& [id, bytes] : given)
                if (id == picture.id) return std::move(bytes);
            fail("a picture has nothing in it");
        },
        who, "save");
    return items;
}

Status RecordStore::take_in(const ImportedClient& client, const std::string& who) {
    return attempt([&] {
        Unlocked& u = impl_->use();
        if (who.empty()) fail("nobody is named as the one who imports this");
        if (u.tables->client(client.id)) fail("this client is there already", client.id.hex());
        std::set<std::pair<ItemId, int>> seen;
        bool named = false;
        for (const Item& item : client.history) {
            named = named || std::holds_alternative<Client>(item.content);
            if (item.client != client.id || item.version.number < 1 ||
                !seen.insert({item.id, item.version.number}).second)
                fail("its items do not fit together", client.id.hex(), "use another export");
            check_round_trip(item);
            if (const auto* list = pictures_of(item.content))
                for (const Picture& picture : *list)
                    if (u.tables->picture(picture.id)) fail("one of its pictures is another client's", client.id.hex());
        }
        if (!named) fail("it has no client in it", client.id.hex(), "use another export");
        impl_->write(
            client.id, true, client.history,
            [&](const Item&, const Picture& picture) { return need(client.picture(picture)); }, who, "import");
    });
}

}  // namespace smp::records
