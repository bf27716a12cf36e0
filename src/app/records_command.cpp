#include "app/records_command.hpp"

#include <pwd.h>
#include <unistd.h>

#include <cstdio>
#include <nlohmann/json.hpp>
#include <vector>

#include "app/passphrase_source.hpp"
#include "app/places.hpp"
#include "app/record_sheet.hpp"
#include "app/records_print.hpp"
#include "present/atomic_file.hpp"
#include "records/exchange.hpp"
#include "records/lots.hpp"
#include "records/recovery_code.hpp"
#include "records/retention.hpp"
#include "records/store.hpp"

namespace smp {
namespace {

namespace fs = std::filesystem;
using namespace records;
using Json = nlohmann::ordered_json;

// A job with everything filled in, and the store once it is open.
struct Desk {
    RecordsJob job;
    PassphraseSource source;
    std::unique_ptr<RecordStore> store;

    Status open(StoreOptions options = {}) {
        options.idle_limit_s = 0;  // a command ends by itself
        std::error_code ignored;
        options.look_only = fs::exists(job.store / "backup", ignored) && job.act == RecordsAct::verify;
        options.accept_loss = job.accept_loss;
        auto opened = RecordStore::open(job.store, options);
        if (!opened) return opened.error();
        const auto passphrase = ask_passphrase(source, "Passphrase of the records");
        if (!passphrase) return passphrase.error();
        store = std::move(opened).value();
        const auto done = store->unlock(*passphrase, job.who);
        tell_troubles();
        return done;
    }
    void tell_troubles() {
        for (const auto& trouble : store->take_troubles()) std::fprintf(stderr, "smp-mirror: %s\n", trouble.c_str());
    }
    Expected<ClientId> client() {
        const Error nobody{ExitCode::input, "no client fits", job.client, "see `smp-mirror records list`"};
        if (const auto id = ClientId::parse(job.client)) {
            const auto card = store->card(*id);
            if (!card) return nobody;
            return *id;
        }
        const auto all = store->find({});
        if (!all) return all.error();
        std::vector<ClientId> fitting;
        if (job.client.size() >= 4)
            for (const auto& card : *all)
                if (card.id.hex().rfind(job.client, 0) == 0) fitting.push_back(card.id);
        if (fitting.empty()) {
            const auto found = store->find({job.client});
            if (!found) return found.error();
            for (const auto& card : *found) fitting.push_back(card.id);
        }
        if (fitting.empty() || job.client.empty()) return nobody;
        if (fitting.size() > 1)
            return Error{ExitCode::input, std::to_string(fitting.size()) + " clients fit", job.client,
                         "give the record number that `smp-mirror records list` shows"};
        return fitting.front();
    }
};

std::string login_name() {
    const passwd* user = getpwuid(getuid());
    return user && user->pw_name && *user->pw_name ? user->pw_name : "unknown";
}

void print(const Json& json) {
    std::printf("%s\n", json.dump(2, ' ', false, Json::error_handler_t::replace).c_str());
}

Status write_file(const fs::path& path, std::string_view bytes) {
    auto file = AtomicFile::create(path);
    if (!file) return file.error();
    if (auto done = file->write(bytes); !done) return done;
    return file->commit();
}

void print_code(const RecordsJob& job, const Secret& code) {
    if (job.json) return print({{"store", job.store.string()}, {"recovery_code", std::string(code.text())}});
    std::printf(
        "Recovery code: %.*s\n"
        "Write it down and keep it away from this machine. It opens the records when the passphrase is lost, and\n"
        "is not shown again. Without either of them nobody can open the records.\n",
        static_cast<int>(code.size()), code.text().data());
}

Status init(Desk& d) {
    const auto passphrase = ask_passphrase(d.source, "New passphrase of the records", true);
    if (!passphrase) return passphrase.error();
    const auto made = RecordStore::create(d.job.store, *passphrase, d.job.who);
    if (!made) return made.error();
    if (!d.job.json) std::printf("Records: %s\n", d.job.store.c_str());
    print_code(d.job, made->recovery_code);
    return Done{};
}

Status recover(Desk& d) {
    auto opened = RecordStore::open(d.job.store);
    if (!opened) return opened.error();
    const auto typed = ask_passphrase(d.source, "Recovery code");
    if (!typed) return typed.error();
    const auto code = parse_recovery(typed->text());
    if (!code) return code.error();
    d.store = std::move(opened).value();
    if (auto done = d.store->unlock_with_recovery(*code, d.job.who); !done) return done;
    const auto passphrase = ask_passphrase(d.source, "New passphrase of the records", true);
    if (!passphrase) return passphrase.error();
    return d.store->change_passphrase(*passphrase, d.job.who);
}

Status passwd(Desk& d) {
    PassphraseSource fresh = d.source;
    fresh.keyring = false;  // it has the old one
    const auto passphrase = ask_passphrase(fresh, "New passphrase of the records", true);
    if (!passphrase) return passphrase.error();
    if (auto done = d.store->change_passphrase(*passphrase, d.job.who); !done) return done;
    if (!d.job.new_code) return Done{};
    const auto code = d.store->new_recovery_code(d.job.who);
    if (!code) return code.error();
    print_code(d.job, *code);
    return Done{};
}

Status list(Desk& d) {
    const SortBy sort = d.job.sort == "last_visit" ? SortBy::last_visit
                        : d.job.sort == "changed"  ? SortBy::changed
                        : d.job.sort == "created"  ? SortBy::created
                                                   : SortBy::name;
    const auto cards = d.store->find({d.job.client, sort, static_cast<std::size_t>(d.job.most)});
    if (!cards) return cards.error();
    std::fputs((d.job.json ? cards_json(*cards) : cards_text(*cards)).c_str(), stdout);
    return Done{};
}

Status show(Desk& d) {
    const auto client = d.client();
    if (!client) return client.error();
    if (!d.job.picture.empty()) {
        const auto id = PictureId::parse(d.job.picture);
        if (!id) return Error{ExitCode::usage, "not the number of a picture", d.job.picture, "see records show"};
        const auto bytes = d.store->picture(*client, *id);
        if (!bytes) return bytes.error();
        if (auto done = write_file(d.job.path, text_of(*bytes)); !done) return done;
        return d.store->note(d.job.who, "picture out", *client, "");
    }
    const auto items = d.job.history ? d.store->history(*client) : d.store->time_line(*client);
    if (!items) return items.error();
    std::fputs((d.job.json ? items_json(*items) : items_text(*items)).c_str(), stdout);
    return Done{};
}

// The sheet of a client as PDF.
Expected<std::string> client_sheet(Desk& d, const ClientId& client) {
    const auto paper = parse_paper(d.job.paper);
    if (!paper) return paper.error();
    const auto model = HeadModel::load(data_folder() / "models/head_shape.json");
    if (!model) return model.error();
    const auto sheet = record_sheet(*d.store, client, *model, {d.job.salon, "", d.job.who, *paper});
    if (!sheet) return sheet.error();
    return sheet_pdf(*sheet);
}

Status sheet(Desk& d) {
    const auto client = d.client();
    if (!client) return client.error();
    const auto pdf = client_sheet(d, *client);
    if (!pdf) return pdf.error();
    if (auto done = write_file(d.job.path, *pdf); !done) return done;
    if (d.job.json)
        print({{"file", d.job.path.string()}, {"bytes", pdf->size()}});
    else
        std::printf("%s: not encrypted, for the client to take along\n", d.job.path.c_str());
    return d.store->note(d.job.who, "sheet", *client, "");
}

Status export_(Desk& d) {
    std::vector<ClientId> clients;
    if (d.job.all) {
        const auto cards = d.store->find({});
        if (!cards) return cards.error();
        for (const auto& card : *cards) clients.push_back(card.id);
    } else {
        const auto client = d.client();
        if (!client) return client.error();
        clients.push_back(*client);
    }
    ExportOptions options;
    Secret own;
    if (d.job.encrypt || d.job.export_passphrase_fd >= 0) {
        PassphraseSource source;
        source.fd = d.job.export_passphrase_fd;
        auto asked = ask_passphrase(source, "Passphrase for the export", true);
        if (!asked) return asked.error();
        own = std::move(asked).value();
        options.passphrase = &own;
    }
    std::string without_sheet;
    if (!d.job.all) {
        if (const auto pdf = client_sheet(d, clients.front()))
            options.extra.emplace_back("sheet.pdf", Bytes(pdf->begin(), pdf->end()));
        else
            without_sheet = pdf.error().line();  // a client without a design is exported all the same
    }
    const auto report = export_records(*d.store, clients, d.job.path, d.job.who, options);
    if (!report) return report.error();
    if (d.job.json)
        print({{"file", d.job.path.string()},
               {"clients", report->clients},
               {"items", report->items},
               {"pictures", report->pictures},
               {"sheet", !options.extra.empty()},
               {"encrypted", options.passphrase != nullptr}});
    else
        std::printf("%s: %zu clients, %zu items, %zu pictures%s\n", d.job.path.c_str(), report->clients, report->items,
                    report->pictures,
                    options.passphrase ? ", encrypted" : ", not encrypted: whoever has it can read it");
    if (!without_sheet.empty())
        std::fprintf(stderr, "smp-mirror: without a sheet to print: %s\n", without_sheet.c_str());
    return Done{};
}

Status import_(Desk& d) {
    const auto encrypted = is_encrypted_export(d.job.path);
    if (!encrypted) return encrypted.error();
    Secret own;
    if (*encrypted) {
        PassphraseSource source;
        source.fd = d.job.export_passphrase_fd;
        auto asked = ask_passphrase(source, "Passphrase of the export");
        if (!asked) return asked.error();
        own = std::move(asked).value();
    }
    const auto report = import_records(*d.store, d.job.path, d.job.who, *encrypted ? &own : nullptr);
    if (!report) return report.error();
    if (d.job.json)
        print({{"clients", report->clients},
               {"items", report->items},
               {"pictures", report->pictures},
               {"already_there", report->already_there}});
    else
        std::printf("%zu clients, %zu items, %zu pictures taken in; %zu clients were here already\n", report->clients,
                    report->items, report->pictures, report->already_there);
    return Done{};
}

Status erase(Desk& d) {
    const auto client = d.client();
    if (!client) return client.error();
    const auto certificate = d.store->erase(*client, d.job.who, d.job.reason);
    if (!certificate) return certificate.error();
    const std::string text = d.job.json ? to_json(*certificate) + "\n" : to_text(*certificate);
    std::fputs(text.c_str(), stdout);
    return d.job.path.empty() ? Status(Done{}) : write_file(d.job.path, text);
}

Status backup(Desk& d) {
    const auto report = d.store->back_up(d.job.path, d.job.who);
    if (!report) return report.error();
    if (d.job.json)
        print({{"folder", report->folder.string()},
               {"pictures", report->pictures},
               {"pictures_copied", report->pictures_copied},
               {"pictures_removed", report->pictures_removed},
               {"bytes_written", report->bytes_written}});
    else
        std::printf("%s: %zu pictures, %zu of them new; everything written was read back\n", report->folder.c_str(),
                    report->pictures, report->pictures_copied);
    return Done{};
}

Status restore(Desk& d) {
    const auto typed = ask_passphrase(d.source, d.job.with_recovery ? "Recovery code" : "Passphrase of the records");
    if (!typed) return typed.error();
    Secret opening = typed->copy();
    if (d.job.with_recovery) {
        auto code = parse_recovery({reinterpret_cast<const char*>(typed->data()), typed->size()});
        if (!code) return code.error();
        opening = std::move(code).value();
    }
    StoreOptions options;
    options.idle_limit_s = 0;
    const auto report = restore_backup(d.job.path, d.job.store, opening, {d.job.with_recovery, d.job.despite_damage},
                                       d.job.who, options);
    if (!report) return report.error();
    std::fputs((d.job.json ? report_json(*report) : report_text(*report)).c_str(), stdout);
    return Done{};
}

Status verify(Desk& d) {
    VerifyReport report;
    if (const auto opened = d.open(); opened) {
        auto full = d.store->verify();
        if (!full) return full.error();
        report = std::move(full).value();
    } else {
        // What can be said without opening it helps more than that it does not open.
        report = verify_without_key(d.job.store);
        if (report.whole() || opened.error().code != ExitCode::input) return opened;
        report.damages.push_back({opened.error().where, opened.error().what});
    }
    std::fputs((d.job.json ? report_json(report) : report_text(report)).c_str(), stdout);
    if (report.whole()) return Done{};
    return Error{ExitCode::input, "the records are damaged: " + report.damages.front().what,
                 report.damages.front().where, "restore the newest backup"};
}

Status lots(Desk& d) {
    std::optional<Date> limits[2];
    const std::string* given[2] = {&d.job.from, &d.job.to};
    for (int i = 0; i < 2; ++i) {
        if (given[i]->empty()) continue;
        limits[i] = parse_date(*given[i]);
        if (!limits[i] || !limits[i]->ok())
            return Error{ExitCode::usage, "not a day", *given[i], "write it as 2026-11-30"};
    }
    if (auto done = d.open(); !done) return done;
    const auto lines = ink_lots(*d.store, limits[0], limits[1]);
    if (!lines) return lines.error();
    const std::string text = d.job.json ? to_json(*lines) + "\n" : to_csv(*lines);
    if (!d.job.path.empty()) return write_file(d.job.path, text);
    std::fwrite(text.data(), 1, text.size(), stdout);
    return Done{};
}

Status retention(Desk& d) {
    const auto proposals = propose_erasures(*d.store, {d.job.years, d.job.months}, date_of(moment_now()));
    if (!proposals) return proposals.error();
    std::fputs((d.job.json ? proposals_json(*proposals) : proposals_text(*proposals)).c_str(), stdout);
    return Done{};
}

Status audit(Desk& d) {
    auto entries = d.store->audit(1, 0);
    if (!entries) return entries.error();
    if (d.job.most > 0 && entries->size() > static_cast<std::size_t>(d.job.most))
        entries->erase(entries->begin(), entries->end() - d.job.most);
    std::fputs((d.job.json ? audit_json(*entries) : audit_text(*entries)).c_str(), stdout);
    return Done{};
}

}  // namespace

Status records_command(const RecordsJob& given) {
    Desk d{given, {}, nullptr};
    if (d.job.store.empty()) d.job.store = records_folder();
    if (d.job.who.empty()) d.job.who = login_name();
    // The keyring knows the store by its whole path, wherever the command is given.
    std::error_code ignored;
    const fs::path whole = fs::weakly_canonical(d.job.store, ignored);
    d.source = {d.job.passphrase_fd, d.job.keyring, ignored ? d.job.store : whole};
    // Before a passphrase is asked for.
    if (d.job.act == RecordsAct::erase && !d.job.yes)
        return Error{ExitCode::usage, "erasing cannot be taken back", d.job.client, "say --yes"};
    if (d.job.act == RecordsAct::export_ && !d.job.all && d.job.client.empty())
        return Error{ExitCode::usage, "nobody to export", "", "name a client, or say --all"};
    switch (d.job.act) {
        case RecordsAct::init:
            return init(d);
        case RecordsAct::recover:
            return recover(d);
        case RecordsAct::restore:
            return restore(d);
        case RecordsAct::verify:
            return verify(d);
        case RecordsAct::lots:
            return lots(d);
        default:
            break;
    }
    if (auto done = d.open(); !done) return done;
    const Status done = [&]() -> Status {
        switch (d.job.act) {
            case RecordsAct::list:
                return list(d);
            case RecordsAct::show:
                return show(d);
            case RecordsAct::sheet:
                return sheet(d);
            case RecordsAct::export_:
                return export_(d);
            case RecordsAct::import_:
                return import_(d);
            case RecordsAct::erase:
                return erase(d);
            case RecordsAct::backup:
                return backup(d);
            case RecordsAct::passwd:
                return passwd(d);
            case RecordsAct::retention:
                return retention(d);
            default:
                return audit(d);
        }
    }();
    d.tell_troubles();
    return done;
}

}  // namespace smp
