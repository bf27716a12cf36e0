// `smp-mirror records`: the consultation record without the desk.
#pragma once

#include <filesystem>
#include <string>

#include "base/expected.hpp"

namespace smp {

enum class RecordsAct {
    init,
    list,
    show,
    sheet,
    export_,
    import_,
    erase,
    backup,
    restore,
    verify,
    lots,
    passwd,
    recover,
    retention,
    audit
};

struct RecordsJob {
    RecordsAct act = RecordsAct::list;
    std::filesystem::path store;  // empty: records_folder()
    int passphrase_fd = -1;
    bool keyring = false, json = false;
    std::string who;  // empty: the user's login name

    std::string client;             // record number, the beginning of one, or words that fit one client only
    bool all = false;               // export
    std::filesystem::path path;     // of an export, a backup, a list
    bool encrypt = false;           // export
    int export_passphrase_fd = -1;  // of the export's own passphrase
    std::string sort = "name", reason, from, to;
    int most = 0;                     // list, audit
    bool history = false;             // show: every version
    std::string picture;              // show: this picture into `path`
    std::string salon, paper = "a4";  // sheet, export: printed at its top; a4 or letter
    bool yes = false, with_recovery = false, despite_damage = false, accept_loss = false, new_code = false;
    int years = 10, months = 12;  // retention
};

// Prints to standard output; fails with the exit codes of the contract.
Status records_command(const RecordsJob& job);

}  // namespace smp
