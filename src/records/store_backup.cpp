// Backups: a folder that is a whole store of its own, encrypted by the same keys, and how it comes back.
#include <fcntl.h>

#include <map>
#include <set>

#include "records/json_fields.hpp"
#include "records/page_guard.hpp"
#include "records/store_impl.hpp"

namespace smp::records {
namespace fs = std::filesystem;
namespace {

constexpr const char* marker = "backup";
constexpr std::string_view marker_format = "smp-mirror/record-backup/1";

StoreId store_of_backup(FileLayer& files, const fs::path& folder) {
    return need(read_fields<StoreId>(need(parse_json(read_checked(files, folder / marker))), (folder / marker).string(),
                                     [](const Fields& f) {
                                         if (f.text("format") != marker_format) throw FieldError("format");
                                         return f.id<StoreId>("store");
                                     }));
}

void write_marker(FileLayer& files, const fs::path& folder, const StoreId& store) {
    write_checked(files, folder / marker, Json{{"format", marker_format}, {"store", store.hex()}}.dump());
}

void copy_and_compare(FileLayer& files, const fs::path& from, const fs::path& to, bool folder_too = true) {
    const Digest written = files.copy_whole(from, to, folder_too);
    if (files.digest(to, true) != written)
        fail("what was written there reads back differently", to.string(), "use another disk for the backup");
}

bool has_files(const fs::path& folder) {
    std::error_code error;
    return fs::exists(folder, error) && !fs::is_empty(folder, error);
}

}  // namespace

Expected<BackupReport> RecordStore::back_up(const fs::path& target, const std::string& who) {
    return attempt([&] {
        Impl& impl = *impl_;
        Unlocked& u = impl.use();
        FileLayer& files = *impl.files;
        if (who.empty()) fail("nobody is named as the one who makes this backup");
        std::error_code error;
        if (!fs::is_directory(target, error))
            fail("the folder for the backup is not there", target.string(), "connect the disk, or name another folder");
        const fs::path real_target = fs::canonical(target, error), real_store = fs::canonical(folder_, error);
        const auto inside = real_target.lexically_relative(real_store).string();
        if (inside.empty() || inside.rfind("..", 0) != 0)
            fail("a backup inside the records themselves helps nobody", target.string(),
                 "name a folder on another disk");

        BackupReport report;
        report.folder = target / ("smp-mirror-records-" + u.store.hex().substr(0, 8));
        if (fs::exists(report.folder / marker, error)) {
            if (store_of_backup(files, report.folder) != u.store)
                fail("there is a backup of other records", report.folder.string(), "name another folder");
        } else {
            if (has_files(report.folder))
                fail("there is something else under that name", report.folder.string(), "name another folder");
            files.make_folder(report.folder);
            write_marker(files, report.folder, u.store);
        }
        PictureFiles there(files, report.folder);
        there.make_folders();

        // An entry before the copy, so that the backup knows of itself.
        impl.commit([&](AuditTail& tail) { u.audit.append(*u.tables, tail, impl.fact(who, "backup")); });
        u.tables->checkpoint();

        // Pictures first: one that no row names yet does no harm there. They never change, so length tells enough.
        std::map<PictureId, std::uintmax_t> present;
        std::vector<std::string> unfinished;
        there.each([&](const PictureFiles::Found& found) {
            if (found.id.is_null())
                unfinished.push_back(found.name);
            else
                present[found.id] = found.bytes;
        });
        for (const auto& name : unfinished) files.remove(report.folder / name);
        std::set<fs::path> touched;
        u.tables->each_picture([&](const Tables::PictureRow& row) {
            ++report.pictures;
            const auto known = present.find(row.id);
            const bool whole = known != present.end() && known->second == static_cast<std::uintmax_t>(row.file_bytes);
            if (known != present.end()) present.erase(known);
            if (whole) return;
            copy_and_compare(files, impl.pictures.path(row.id), there.path(row.id), false);
            touched.insert(there.path(row.id).parent_path());
            ++report.pictures_copied;
            report.bytes_written += static_cast<std::uintmax_t>(row.file_bytes);
        });
        for (const auto& folder : touched) files.sync_folder(folder);

        // Keys open the database that is there now and the one that comes; then the database, then how far it goes.
        for (const char* name : KeyRing::file_names)
            if (fs::exists(folder_ / name, error)) copy_and_compare(files, folder_ / name, report.folder / name);
        const fs::path database = report.folder / Tables::file_name;
        PageCheck pages;
        const Digest written = files.write_pieces(database.string() + ".new", [&](const FileLayer::Put& put) {
            u.tables->read_file([&](View8 piece) {
                pages.add(piece);
                report.bytes_written += piece.size();
                put(piece);
            });
        });
        if (!pages.done().empty())
            fail("it is damaged, so it was not copied over the backup", Tables::file_name, "restore the newest backup");
        if (files.digest(database.string() + ".new", true) != written)
            fail("what was written there reads back differently", database.string(), "use another disk for the backup");
        files.rename(database.string() + ".new", database);
        files.sync_folder(report.folder);
        u.audit.write_head(files, report.folder, u.tail);

        // What is left over belongs to clients who were erased.
        for (const auto& [id, bytes] : present) {
            there.remove(id);
            ++report.pictures_removed;
        }
        return report;
    });
}

Expected<VerifyReport> restore_backup(const fs::path& backup, const fs::path& folder, const Secret& opening,
                                      const RestoreOptions& how, const std::string& who, StoreOptions options) {
    return attempt([&] {
        auto layer = options.files ? options.files : std::make_shared<FileLayer>();
        FileLayer& files = *layer;
        std::error_code error;
        if (!fs::exists(backup / marker, error))
            fail("there is no backup here", backup.string(), "name the folder smp-mirror-records-... on the disk");
        if (!how.despite_damage) static_cast<void>(store_of_backup(files, backup));
        if (has_files(folder))
            fail("there is something already", folder.string(), "move it away, or name another folder");
        const fs::path target = fs::absolute(folder).lexically_normal();
        const fs::path final_folder = target.has_filename() ? target : target.parent_path();
        fs::create_directories(final_folder.parent_path(), error);
        const fs::path making = final_folder.string() + unfinished_suffix;
        fs::remove_all(making, error);
        options.accept_loss = how.despite_damage;
        const auto open = [&](const fs::path& where, bool look_only) {
            StoreOptions opened = options;
            opened.look_only = look_only;
            auto store = need(RecordStore::open(where, opened));
            need(how.with_recovery ? store->unlock_with_recovery(opening, who) : store->unlock(opening, who));
            return store;
        };
        VerifyReport report;
        try {
            files.make_folder(making);
            PictureFiles(files, making).make_folders();
            for (const char* name : {"keys", "keys.spare", AuditChain::head_file, Tables::file_name})
                if (fs::exists(backup / name, error)) files.copy_whole(backup / name, making / name);
            PictureFiles from(files, backup), to(files, making);
            from.each([&](const PictureFiles::Found& found) {
                if (!found.id.is_null()) files.copy_whole(from.path(found.id), to.path(found.id), false);
            });
            report = need(open(making, true)->verify());
            if (!report.whole() && !how.despite_damage)
                fail("the backup is damaged: " + report.damages.front().what, report.damages.front().where,
                     "use another backup, or restore what is whole with --despite-damage");
            files.rename(making, final_folder);
            files.sync_folder(final_folder.parent_path());
        } catch (...) {
            fs::remove_all(making, error);
            throw;
        }
        need(open(final_folder, false)->note(who, "restore", std::nullopt, report.whole() ? "" : "damaged"));
        return report;
    });
}

}  // namespace smp::records
