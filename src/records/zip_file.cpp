#include "records/zip_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>

#include "records/failure.hpp"

namespace smp::records {
namespace fs = std::filesystem;
namespace {

// What libzip reads an entry from: made when it is opened, gone when it is closed.
struct MadeEntry {
    std::function<Bytes()> make;
    std::optional<Error>* failure;
    Bytes bytes = {};
    std::size_t at = 0;
    zip_error_t error = {};
};

zip_int64_t feed(void* user, void* data, zip_uint64_t length, zip_source_cmd_t command) {
    auto* entry = static_cast<MadeEntry*>(user);
    switch (command) {
        case ZIP_SOURCE_OPEN: {
            auto made = attempt([&] { return entry->make(); });
            if (!made) {
                *entry->failure = made.error();
                zip_error_set(&entry->error, ZIP_ER_READ, 0);
                return -1;
            }
            entry->bytes = std::move(made).value();
            entry->at = 0;
            return 0;
        }
        case ZIP_SOURCE_READ: {
            const std::size_t take = std::min<std::size_t>(length, entry->bytes.size() - entry->at);
            if (take > 0) std::memcpy(data, entry->bytes.data() + entry->at, take);
            entry->at += take;
            return static_cast<zip_int64_t>(take);
        }
        case ZIP_SOURCE_CLOSE:
            entry->bytes = {};
            return 0;
        case ZIP_SOURCE_STAT:
            zip_stat_init(static_cast<zip_stat_t*>(data));
            return sizeof(zip_stat_t);
        case ZIP_SOURCE_ERROR:
            return zip_error_to_data(&entry->error, data, length);
        case ZIP_SOURCE_FREE:
            delete entry;
            return 0;
        case ZIP_SOURCE_SUPPORTS:
            return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT,
                                                  ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, -1);
        default:
            zip_error_set(&entry->error, ZIP_ER_OPNOTSUPP, 0);
            return -1;
    }
}

constexpr std::time_t one_date = 946728000;  // noon of 1 Jan 2000: the same export gives the same bytes

}  // namespace

struct ZipWriter::Impl {
    FileLayer& files;
    fs::path target, making;
    zip_t* archive = nullptr;
    std::optional<Error> failure = {};

    [[noreturn]] void refuse() {
        if (failure) throw Failure{*failure};
        const zip_error_t* error = zip_get_error(archive);
        const int code = zip_error_system_type(error) == ZIP_ET_SYS ? zip_error_code_system(error) : 0;
        if (code != 0) throw Failure{disk_error(code, target, true)};
        fail("the export cannot be written", target.string(), "name another file");
    }
};

ZipWriter::ZipWriter(FileLayer& files, const fs::path& target)
    : impl_(new Impl{files, target, fs::path(target.string() + unfinished_suffix)}) {
    std::error_code error;
    if (fs::exists(target, error) && !fs::is_regular_file(target, error))
        fail("it is not a file", target.string(), "name another file");
    // An empty file for its mode: libzip takes over that of the file it replaces.
    const auto made = attempt([&] { files.write_whole(impl_->making, {}); });
    int code = 0;
    if (made) impl_->archive = zip_open(impl_->making.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
    if (impl_->archive) return;
    ::unlink(impl_->making.c_str());
    need(made);
    fail("the export cannot be written", target.string(), "name another file");
}

ZipWriter::~ZipWriter() {
    if (impl_->archive) zip_discard(impl_->archive);
    ::unlink(impl_->making.c_str());
}

void ZipWriter::add(const std::string& name, std::function<Bytes()> make, bool compress) {
    auto* entry = new MadeEntry{std::move(make), &impl_->failure};
    zip_error_init(&entry->error);
    zip_source_t* source = zip_source_function(impl_->archive, feed, entry);
    if (!source) {
        delete entry;
        impl_->refuse();
    }
    const zip_int64_t at = zip_file_add(impl_->archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (at < 0) {
        zip_source_free(source);
        impl_->refuse();
    }
    zip_set_file_compression(impl_->archive, static_cast<zip_uint64_t>(at), compress ? ZIP_CM_DEFLATE : ZIP_CM_STORE,
                             0);
    zip_file_set_mtime(impl_->archive, static_cast<zip_uint64_t>(at), one_date, 0);
}

void ZipWriter::finish() {
    if (const int code = impl_->files.before(FileAct::write, impl_->target))
        throw Failure{disk_error(code, impl_->target, true)};
    if (zip_close(impl_->archive) != 0) impl_->refuse();
    impl_->archive = nullptr;
    ::chmod(impl_->making.c_str(), 0600);
    if (impl_->files.durable()) {
        const int fd = ::open(impl_->making.c_str(), O_RDONLY | O_CLOEXEC);
        const bool synced = fd >= 0 && ::fsync(fd) == 0;
        const int code = errno;
        if (fd >= 0) ::close(fd);
        if (!synced) throw Failure{disk_error(code, impl_->target, true)};
    }
    impl_->files.rename(impl_->making, impl_->target);
    impl_->files.sync_folder(impl_->target.parent_path());
}

struct ZipReader::Impl {
    fs::path path;
    zip_t* archive = nullptr;
    std::vector<std::string> names = {};
};

ZipReader::ZipReader(const fs::path& path) : impl_(new Impl{path}) {
    int code = 0;
    impl_->archive = zip_open(path.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &code);
    if (!impl_->archive) {
        std::error_code error;
        if (!fs::exists(path, error)) fail("it is not there", path.string(), "name the file of an export");
        fail("it is no export, or it is damaged", path.string(), "name the file of an export");
    }
    const zip_int64_t count = zip_get_num_entries(impl_->archive, 0);
    for (zip_int64_t i = 0; i < count; ++i)
        if (const char* name = zip_get_name(impl_->archive, static_cast<zip_uint64_t>(i), ZIP_FL_ENC_STRICT))
            impl_->names.emplace_back(name);
}

ZipReader::~ZipReader() {
    if (impl_->archive) zip_discard(impl_->archive);
}

const std::vector<std::string>& ZipReader::names() const {
    return impl_->names;
}

bool ZipReader::has(const std::string& name) const {
    return std::find(impl_->names.begin(), impl_->names.end(), name) != impl_->names.end();
}

Bytes ZipReader::read(const std::string& name, std::size_t most) const {
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_stat(impl_->archive, name.c_str(), 0, &stat) != 0)
        fail("\"" + name + "\" is missing in it", impl_->path.string());
    if (stat.size > most) fail("\"" + name + "\" in it is too long", impl_->path.string(), "use another export");
    Bytes bytes(stat.size);
    zip_file_t* file = zip_fopen(impl_->archive, name.c_str(), 0);
    const bool read = file && zip_fread(file, bytes.data(), bytes.size()) == static_cast<zip_int64_t>(bytes.size());
    std::uint8_t beyond = 0;
    const bool ended = read && zip_fread(file, &beyond, 1) == 0;  // this is where libzip compares the checksum
    if (file) zip_fclose(file);
    if (!ended) fail("\"" + name + "\" in it is damaged", impl_->path.string(), "use another export");
    return bytes;
}

}  // namespace smp::records
