// Looks at everything that is kept: each file, each row, each picture, and whether the log agrees with them.
#include <algorithm>
#include <map>
#include <set>

#include "records/page_guard.hpp"
#include "records/store_impl.hpp"

namespace smp::records {
namespace fs = std::filesystem;
namespace {

// A step that fails is a damage of its own; the other steps go on.
template <class F>
void look(VerifyReport& report, const std::string& where, F&& step) {
    const auto done = attempt(std::forward<F>(step));
    if (!done) report.damages.push_back({done.error().where.empty() ? where : done.error().where, done.error().what});
}

void look_at_pages(VerifyReport& report, const std::vector<std::int64_t>& pages) {
    for (std::size_t i = 0; i < pages.size() && i < 5; ++i)
        report.damages.push_back({Tables::file_name, "page " + std::to_string(pages[i]) + " is damaged"});
    if (pages.size() > 5)
        report.damages.push_back({Tables::file_name, std::to_string(pages.size()) + " pages are damaged in all"});
}

void look_at_small_files(VerifyReport& report, FileLayer& files, const fs::path& folder) {
    std::vector<Damage> keys;
    const auto ring = attempt([&] { return KeyRing::load(files, folder, keys); });
    report.damages.insert(report.damages.end(), keys.begin(), keys.end());
    std::error_code ignored;
    for (const char* name : {AuditChain::head_file, GuessLimit::file_name, "backup"}) {
        if (!fs::exists(folder / name, ignored)) {
            if (name == std::string(AuditChain::head_file)) report.damages.push_back({name, "it is missing"});
            continue;
        }
        look(report, name, [&] { read_checked(files, folder / name); });
    }
}

void look_for_strangers(VerifyReport& report, const fs::path& folder) {
    const std::set<std::string> known{"keys",
                                      "keys.spare",
                                      AuditChain::head_file,
                                      GuessLimit::file_name,
                                      "backup",
                                      Tables::file_name,
                                      std::string(Tables::file_name) + "-wal",
                                      PictureFiles::folder_name};
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        const std::string name = entry.path().filename().string();
        if (!known.contains(name)) report.notes.push_back(name + ": it belongs to nobody here");
        if (entry.is_regular_file(error)) ++report.files;
    }
}

// Names of files in the store, not paths of this machine.
void shorten(VerifyReport& report, const fs::path& folder) {
    const std::string prefix = folder.string() + "/";
    for (Damage& damage : report.damages)
        if (damage.where.rfind(prefix, 0) == 0) damage.where.erase(0, prefix.size());
    const auto same_damage = [](const Damage& a, const Damage& b) { return a.where == b.where && a.what == b.what; };
    std::vector<Damage> once;
    for (Damage& damage : report.damages)
        if (std::none_of(once.begin(), once.end(), [&](const Damage& d) { return same_damage(d, damage); }))
            once.push_back(std::move(damage));
    report.damages = std::move(once);
}

using RowPlace = std::tuple<ClientId, ItemId, int>;

struct Expectation {
    std::map<RowPlace, Digest> rows;  // by the log
    std::set<ClientId> erased;
    bool log_is_whole = false;
};

}  // namespace

VerifyReport verify_without_key(const fs::path& folder) {
    VerifyReport report;
    FileLayer files;
    look_at_small_files(report, files, folder);
    look(report, Tables::file_name, [&] { look_at_pages(report, damaged_pages(files, folder / Tables::file_name)); });
    look_for_strangers(report, folder);
    shorten(report, folder);
    return report;
}

Expected<VerifyReport> RecordStore::verify() {
    return attempt([&] {
        Impl& impl = *impl_;
        Unlocked& u = impl.use();
        VerifyReport report;
        report.damages = impl.key_damages;
        look_at_small_files(report, *impl.files, folder_);
        look(report, Tables::file_name, [&] {
            if (u.tables->journal_bytes() > 0) u.tables->checkpoint();
            PageCheck pages;
            u.tables->read_file([&](View8 piece) { pages.add(piece); });
            look_at_pages(report, pages.done());
        });
        look(report, Tables::file_name, [&] {
            for (const auto& trouble : u.tables->integrity()) report.damages.push_back({Tables::file_name, trouble});
        });

        Expectation expected;
        look(report, AuditChain::head_file, [&] {
            const AuditTail head = u.audit.read_head(*impl.files, folder_);
            if (head.number > u.tail.number)
                report.damages.push_back(
                    {AuditChain::head_file, "the log ends before entry " + std::to_string(head.number)});
        });
        look(report, "audit log", [&] {
            const auto damage = u.audit.walk(*u.tables, [&](const AuditFact& fact) {
                ++report.audit_entries;
                const AuditEntry& e = fact.entry;
                if (fact.row && e.client && e.item) expected.rows[{*e.client, *e.item, e.version}] = *fact.row;
                if (e.what == "erase" && e.client) expected.erased.insert(*e.client);
            });
            if (damage)
                report.damages.push_back(*damage);
            else
                expected.log_is_whole = true;
        });

        std::set<PictureId> in_items;
        look(report, Tables::file_name, [&] {
            std::map<ClientId, std::vector<Item>> histories;
            std::set<RowPlace> seen;
            ClientId key_owner;
            Secret key;
            u.tables->each_item([&](const Tables::ItemRow& row) {
                ++report.items;
                const RowPlace place{row.client, row.id, row.version};
                seen.insert(place);
                look(report, Tables::file_name, [&] {
                    if (key.empty() || key_owner != row.client) {  // rows come client by client
                        key = impl.key_of(u, row.client);
                        key_owner = row.client;
                    }
                    Item item = impl.open_item(u, key, row);
                    if (const auto* list = pictures_of(item.content))
                        for (const Picture& picture : *list) in_items.insert(picture.id);
                    histories[row.client].push_back(std::move(item));
                    const auto logged = expected.rows.find(place);
                    if (expected.log_is_whole &&
                        (logged == expected.rows.end() || !same(logged->second, digest_of(row.sealed))))
                        fail("version " + std::to_string(row.version) + " of item " + row.id.hex() +
                                 " is not what the log says",
                             Tables::file_name);
                });
            });
            for (const auto& [place, digest] : expected.rows)
                if (!seen.contains(place) && !expected.erased.contains(std::get<0>(place)))
                    report.damages.push_back({Tables::file_name, "version " + std::to_string(std::get<2>(place)) +
                                                                     " of item " + std::get<1>(place).hex() +
                                                                     " was saved and is missing"});
            u.tables->each_client([&](const Tables::ClientRow& row) {
                ++report.clients;
                look(report, Tables::file_name, [&] {
                    const ClientCard card = impl.open_card(u, impl.key_of(u, row), row);
                    if (!(card == card_of(row.id, histories[row.id])))
                        fail("the card of client " + row.id.hex() + " is not what their items say", Tables::file_name);
                });
            });
        });

        std::map<PictureId, Tables::PictureRow> rows;
        look(report, Tables::file_name,
             [&] { u.tables->each_picture([&](const Tables::PictureRow& row) { rows.emplace(row.id, row); }); });
        for (const PictureId& id : in_items)
            if (!rows.contains(id)) report.damages.push_back({PictureFiles::name_in_store(id), "it is not listed"});
        for (const auto& [id, row] : rows) {
            ++report.pictures;
            look(report, PictureFiles::name_in_store(id), [&, &picture = row] {
                impl.pictures.read(picture.id, impl.key_of(u, picture.client),
                                   Impl::place(u, "picture", picture.client, picture.id.hex()));
            });
        }
        look(report, PictureFiles::folder_name, [&] {
            impl.pictures.each([&](const PictureFiles::Found& found) {
                ++report.files;
                if (found.id.is_null() || !rows.contains(found.id))
                    report.notes.push_back(found.name + ": it belongs to nobody here");
            });
        });
        look_for_strangers(report, folder_);
        shorten(report, folder_);
        return report;
    });
}

}  // namespace smp::records
