// Erasing a client for good.
#include <map>
#include <sstream>

#include "records/store_impl.hpp"

namespace smp::records {

Expected<ErasureCertificate> RecordStore::erase(const ClientId& client, const std::string& who,
                                                const std::string& reason) {
    return attempt([&] {
        Unlocked& u = impl_->use();
        if (who.empty()) fail("nobody is named as the one who erases this");
        const auto row = u.tables->client(client);
        if (!row) fail("there is no such client", client.hex(), "see `smp-mirror records list`");
        ErasureCertificate certificate;
        certificate.client = client;
        certificate.when = impl_->now();
        certificate.who = who;
        certificate.reason = reason;
        // A client whose data is damaged can be erased all the same; then the kinds are not known.
        const auto history = attempt([&] { return impl_->history(u, client); });
        std::map<ItemId, std::string> kinds;
        if (history)
            for (const Item& item : *history) kinds[item.id] = kind_name(item.content);
        std::map<std::string, int> counts;
        for (const auto& [id, kind] : kinds) ++counts[kind];
        certificate.items.assign(counts.begin(), counts.end());
        certificate.versions = history ? static_cast<int>(history->size()) : 0;
        const auto pictures = u.tables->pictures_of(client);
        certificate.pictures = static_cast<int>(pictures.size());
        for (const auto& picture : pictures)
            certificate.picture_bytes += static_cast<std::uint64_t>(picture.file_bytes);

        impl_->commit([&](AuditTail& tail) {
            for (const auto& picture : pictures) u.tables->add_loose(picture.id);
            u.tables->erase_client(client);
            AuditFact fact = impl_->fact(who, "erase");
            fact.entry.client = client;  // random: it leads to nobody any more
            u.audit.append(*u.tables, tail, fact);
        });
        certificate.audit_entry = u.tail.number;
        u.index.remove(client);
        // Out of the journal, and the files: what is left when this fails goes at the next start.
        const auto wiped = attempt([&] {
            u.tables->checkpoint();
            impl_->sweep();
        });
        if (!wiped)
            fail("the client is erased, but traces are left on the disk until the next start: " + wiped.error().what,
                 wiped.error().where, wiped.error().advice);
        return certificate;
    });
}

std::string to_json(const ErasureCertificate& c) {
    Json items = Json::object();
    for (const auto& [kind, count] : c.items) items[kind] = count;
    const Json json{{"format", "smp-mirror/erasure/1"},
                    {"client", c.client.hex()},
                    {"when", to_text(c.when)},
                    {"who", c.who},
                    {"reason", c.reason},
                    {"items", std::move(items)},
                    {"versions", c.versions},
                    {"pictures", c.pictures},
                    {"picture_bytes", c.picture_bytes},
                    {"audit_entry", c.audit_entry}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

std::string to_text(const ErasureCertificate& c) {
    std::ostringstream text;
    text << "Certificate of erasure\n\n"
         << "Record number   " << c.client.hex() << "\n"
         << "Erased          " << to_text(c.when) << " by " << c.who << "\n";
    if (!c.reason.empty()) text << "Reason          " << c.reason << "\n";
    text << "What was erased ";
    for (std::size_t i = 0; i < c.items.size(); ++i)
        text << (i ? ", " : "") << c.items[i].second << " x " << c.items[i].first;
    text << "\n                " << c.versions << " versions in all, " << c.pictures << " pictures or clips ("
         << c.picture_bytes << " bytes)\n"
         << "Entry in log    " << c.audit_entry << "\n\n"
         << "The key that everything was encrypted with is destroyed; no copy of it is kept in this store.\n"
         << "A backup made before holds the data until the next backup is made to the same place. Exports and prints\n"
         << "that were handed out are not covered.\n";
    return text.str();
}

}  // namespace smp::records
