#include "app/records_options.hpp"

#include <CLI/CLI.hpp>

namespace smp {

CLI::App* add_records_command(CLI::App& app, RecordsJob& job) {
    auto* records = app.add_subcommand("records", "The consultation record: encrypted, on this machine");
    records->add_option("--store", job.store, "Folder of the records (default: in the user's data folder)");
    records
        ->add_option("--passphrase-fd", job.passphrase_fd,
                     "Read the passphrase from this file descriptor, one line each (default: ask at the terminal)")
        ->check(CLI::NonNegativeNumber);
    records->add_flag("--keyring", job.keyring, "Take the passphrase from the system keyring (secret-tool)");
    records->add_option("--who", job.who, "Who does this, for the log (default: the login name)");
    records->add_flag("--json", job.json, "Print JSON");
    records->require_subcommand(1);

    const auto act = [&](const char* name, const char* help, RecordsAct what) {
        auto* command = records->add_subcommand(name, help);
        command->fallthrough();  // --json and the others may also stand behind
        command->callback([&job, what] { job.act = what; });
        return command;
    };
    const auto client = [&](CLI::App* command) {
        return command->add_option("CLIENT", job.client,
                                   "Record number, the beginning of one, or words that fit one client only");
    };
    act("init", "Make a new store; prints the recovery code, once", RecordsAct::init);

    auto* list = act("list", "Clients, all or those that words fit", RecordsAct::list);
    list->add_option("WORDS", job.client, "Parts of name, phone, e-mail or birth date");
    list->add_option("--sort", job.sort, "name, last_visit, changed or created")
        ->check(CLI::IsMember({"name", "last_visit", "changed", "created"}));
    list->add_option("--most", job.most, "At most this many")->check(CLI::NonNegativeNumber);

    auto* show = act("show", "What is kept of one client", RecordsAct::show);
    client(show)->required();
    show->add_flag("--history", job.history, "Every version of every item");
    auto* output = show->add_option("--output", job.path, "File to write the picture to");
    show->add_option("--picture", job.picture, "Write this picture to --output instead")->needs(output);

    const auto printed = [&](CLI::App* command) {
        command->add_option("--salon", job.salon, "Name of the salon, printed at the top of the sheet");
        command->add_option("--paper", job.paper, "a4 or letter")->check(CLI::IsMember({"a4", "letter"}));
    };
    auto* sheet =
        act("sheet", "The sheet that a client takes home, as PDF: pictures, design, template, plan", RecordsAct::sheet);
    client(sheet)->required();
    sheet->add_option("--output", job.path, "File to write (.pdf)")->required();
    printed(sheet);

    auto* out =
        act("export", "One client with their sheet, or all, as a zip of JSON and pictures", RecordsAct::export_);
    auto* all = out->add_flag("--all", job.all, "The whole salon");
    client(out)->excludes(all);
    out->add_option("--output", job.path, "File to write (.zip)")->required();
    out->add_flag("--encrypt", job.encrypt, "Encrypt it with a passphrase of its own");
    out->add_option("--export-passphrase-fd", job.export_passphrase_fd,
                    "Read that passphrase from this file descriptor");
    printed(out);

    auto* in = act("import", "Take an export in", RecordsAct::import_);
    in->add_option("FILE", job.path, "The export (.zip)")->required();
    in->add_option("--export-passphrase-fd", job.export_passphrase_fd, "Read its passphrase from this file descriptor");

    auto* erase = act("erase", "Erase one client for good; prints a certificate", RecordsAct::erase);
    client(erase)->required();
    erase->add_flag("--yes", job.yes, "Needed: there is no way back");
    erase->add_option("--reason", job.reason, "For the certificate");
    erase->add_option("--output", job.path, "File to write the certificate to as well");

    auto* backup = act("backup", "Bring the backup in a folder or on a USB disk up to date", RecordsAct::backup);
    backup->add_option("FOLDER", job.path, "Where the backup is, or is to be")->required();

    auto* restore = act("restore", "Put a backup back into an empty or new --store", RecordsAct::restore);
    restore->add_option("BACKUP", job.path, "The folder smp-mirror-records-...")->required();
    restore->add_flag("--recovery", job.with_recovery, "Open it with the recovery code instead of the passphrase");
    restore->add_flag("--despite-damage", job.despite_damage, "Take what is whole of a damaged one");

    auto* verify = act("verify", "Look at every file, row, picture and log entry", RecordsAct::verify);
    verify->add_flag("--accept-loss", job.accept_loss, "Go on where the log is damaged, without what is lost");

    auto* lots = act("lots", "Ink batches by date, as CSV (with --json: JSON)", RecordsAct::lots);
    lots->add_option("--from", job.from, "First day, YYYY-MM-DD");
    lots->add_option("--to", job.to, "Last day, YYYY-MM-DD");
    lots->add_option("--output", job.path, "File to write (default: standard output)");

    auto* passwd = act("passwd", "Change the passphrase", RecordsAct::passwd);
    passwd->add_flag("--new-recovery-code", job.new_code, "Print a new recovery code too; the old one opens no more");
    act("recover", "Set a new passphrase with the recovery code", RecordsAct::recover);

    auto* retention = act("retention", "Propose whom to erase; erases nobody", RecordsAct::retention);
    retention->add_option("--years", job.years, "Years after the last session")->capture_default_str();
    retention->add_option("--months", job.months, "Months after a visit without treatment")->capture_default_str();
    auto* audit = act("audit", "The log: who did what, when", RecordsAct::audit);
    audit->add_option("--most", job.most, "Only the last so many entries")->check(CLI::NonNegativeNumber);
    return records;
}

}  // namespace smp
