#include "records/exchange.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "records/failure.hpp"
#include "records/json_fields.hpp"
#include "records/record_json.hpp"
#include "records/sealed_stream.hpp"
#include "records/zip_file.hpp"

namespace smp::records {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view export_format = "smp-mirror/records-export/1";
constexpr std::string_view sealed_format = "smp-mirror/records-sealed/1";
constexpr const char* sealed_entry = "sealed.json";
constexpr std::size_t largest_json = std::size_t(1) << 28, largest_picture = std::size_t(1) << 30;

Bytes bytes_of(const std::string& text) {
    return {text.begin(), text.end()};
}

std::string extension(const std::string& media_type) {
    static const std::map<std::string, std::string> known{
        {"image/png", ".png"}, {"image/jpeg", ".jpg"}, {"video/mp4", ".mp4"}, {"application/pdf", ".pdf"}};
    const auto found = known.find(media_type);
    return found == known.end() ? ".bin" : found->second;
}

std::string folder_of(const ClientId& client) {
    return "clients/" + client.hex() + "/";
}
std::string picture_entry(const ClientId& client, const Picture& picture) {
    return folder_of(client) + "pictures/" + picture.id.hex() + extension(picture.media_type);
}

// Names and bytes as they are in the archive, sealed or not.
class Archive {
  public:
    Archive(const fs::path& path, const Secret* passphrase) : zip_(path), path_(path) {
        if (!zip_.has(sealed_entry)) return;
        if (!passphrase) fail("this export is encrypted", path.string(), "give its passphrase");
        const Bytes text = zip_.read(sealed_entry, largest_json);
        struct Kdf {
            KdfCost cost;
            Bytes salt;
        };
        const Kdf kdf = need(read_fields<Kdf>(need(parse_json(text_of(text))), path.string(), [](const Fields& f) {
            if (f.text("format") != sealed_format) throw FieldError("format");
            auto salt = from_hex(f.text("salt"));
            if (!salt) throw FieldError("salt");
            const KdfCost cost{f.integer<std::uint64_t>("operations"), f.integer<std::uint64_t>("memory_bytes")};
            // What a stranger wrote must not take the machine's memory.
            if (cost.operations > 64 || cost.memory_bytes > (std::uint64_t(2) << 30)) throw FieldError("memory_bytes");
            return Kdf{cost, *salt};
        }));
        key_ = key_of_passphrase(*passphrase, kdf.salt, kdf.cost);
    }
    Bytes read(const std::string& name, std::size_t most) const {
        if (key_.empty()) return zip_.read(name, most);
        auto plain = stream_open(key_, zip_.read(name + ".sealed", most), name);
        if (!plain)
            fail(name == "export.json" ? "the passphrase is wrong, or it is damaged"
                                       : "\"" + name + "\" in it is damaged",
                 path_.string(), "try the passphrase again, or use another export");
        return std::move(*plain);
    }
    Json json(const std::string& name) const {
        auto json = parse_json(text_of(read(name, largest_json)));
        if (!json) fail("\"" + name + "\" in it is not JSON", path_.string(), "use another export");
        return std::move(json).value();
    }

  private:
    ZipReader zip_;
    fs::path path_;
    Secret key_;
};

std::vector<Item> read_history(const Archive& archive, const ClientId& client) {
    const Json json = archive.json(folder_of(client) + "record.json");
    return need(read_fields<std::vector<Item>>(json, "a client of the export", [&](const Fields& f) {
        if (f.id<ClientId>("client") != client) throw FieldError("client");
        std::vector<Item> items;
        for (const auto& entry : f.list("items")) items.push_back(need(item_from_json(entry)));
        return items;
    }));
}

}  // namespace

Expected<ExchangeReport> export_records(RecordRepository& records, const std::vector<ClientId>& clients,
                                        const fs::path& zip, const std::string& who, const ExportOptions& options) {
    return attempt([&] {
        const auto layer = options.files ? options.files : std::make_shared<FileLayer>();
        ExchangeReport report;
        ZipWriter writer(*layer, zip);
        Secret key;
        if (options.passphrase) {
            const Secret salt = Secret::random(16);
            key = key_of_passphrase(*options.passphrase, salt.view(), options.cost);
            const Json how{
                {"format", sealed_format},
                {"kdf", "argon2id13"},
                {"operations", options.cost.operations},
                {"memory_bytes", options.cost.memory_bytes},
                {"salt", to_hex(salt.view())},
                {"entries", "libsodium secretstream xchacha20poly1305 in chunks of 65536, bound to the name"}};
            writer.add(
                sealed_entry, [text = how.dump(2)] { return bytes_of(text); }, true);
        }
        const auto add = [&](const std::string& name, std::function<Bytes()> make, bool compress) {
            if (key.empty()) return writer.add(name, std::move(make), compress);
            writer.add(
                name + ".sealed", [&key, name, make = std::move(make)] { return stream_seal(key, make(), name); },
                false);
        };
        Json ids = Json::array();
        for (const ClientId& client : clients) ids.push_back(client.hex());
        const Json head{{"format", export_format}, {"exported", to_text(moment_now())}, {"clients", std::move(ids)}};
        add(
            "export.json", [text = head.dump(2)] { return bytes_of(text); }, true);
        for (const ClientId& client : clients) {
            const auto history = need(records.history(client));
            ++report.clients;
            report.items += history.size();
            std::set<PictureId> seen;
            for (const Item& item : history)
                if (const auto* list = pictures_of(item.content))
                    for (const Picture& picture : *list) {
                        if (!seen.insert(picture.id).second) continue;
                        ++report.pictures;
                        add(
                            picture_entry(client, picture),
                            [&records, client, id = picture.id] { return need(records.picture(client, id)); }, false);
                    }
            // Made again when it is written, so that a whole salon never is in memory.
            add(
                folder_of(client) + "record.json",
                [&records, client] {
                    Json items = Json::array();
                    for (const Item& item : need(records.history(client))) items.push_back(to_json(item));
                    return bytes_of(Json{{"client", client.hex()}, {"items", std::move(items)}}.dump(2));
                },
                true);
            if (clients.size() == 1)
                for (const auto& [name, bytes] : options.extra)
                    add(
                        folder_of(client) + name, [&bytes] { return bytes; }, false);
        }
        writer.finish();
        for (const ClientId& client : clients)
            need(records.note(who, "export", client, options.passphrase ? "encrypted" : "not encrypted"));
        return report;
    });
}

Expected<ExchangeReport> import_records(RecordRepository& records, const fs::path& zip, const std::string& who,
                                        const Secret* passphrase) {
    return attempt([&] {
        const Archive archive(zip, passphrase);
        const auto ids =
            need(read_fields<std::vector<ClientId>>(archive.json("export.json"), zip.string(), [](const Fields& f) {
                if (f.text("format") != export_format) throw FieldError("format");
                std::vector<ClientId> list;
                for (const auto& entry : f.list("clients")) {
                    const auto id = ClientId::parse(entry.get<std::string>());
                    if (!id) throw FieldError("clients");
                    list.push_back(*id);
                }
                return list;
            }));
        ExchangeReport report;
        std::vector<ClientId> coming;
        for (const ClientId& id : ids) {
            const auto known = records.history(id);
            if (!known) {
                coming.push_back(id);
            } else if (*known == read_history(archive, id)) {
                ++report.already_there;
            } else {
                fail("client " + id.hex() + " is here already, with other contents", zip.string(),
                     "erase that client first, or leave this export out");
            }
        }
        for (const ClientId& id : coming) {
            ImportedClient client{id, read_history(archive, id), {}};
            client.picture = [&](const Picture& picture) {
                return attempt([&] { return archive.read(picture_entry(id, picture), largest_picture); });
            };
            need(records.take_in(client, who));
            ++report.clients;
            report.items += client.history.size();
            for (const Item& item : client.history)
                if (const auto* list = pictures_of(item.content)) report.pictures += list->size();
        }
        return report;
    });
}

Expected<bool> is_encrypted_export(const fs::path& zip) {
    return attempt([&] { return ZipReader(zip).has(sealed_entry); });
}

}  // namespace smp::records
