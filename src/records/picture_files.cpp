#include "records/picture_files.hpp"

#include <cstring>

#include "records/failure.hpp"

namespace smp::records {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view file_mark = "SMPpic1\n";
constexpr std::string_view hex_digits = "0123456789abcdef";

}  // namespace

void PictureFiles::make_folders() {
    files_.make_folder(root_);
    for (const char digit : hex_digits) files_.make_folder(root_ / std::string(1, digit));
}

std::string PictureFiles::name_in_store(const PictureId& id) {
    const std::string name = id.hex();
    return std::string(folder_name) + "/" + name[0] + "/" + name;
}

fs::path PictureFiles::path(const PictureId& id) const {
    return root_.parent_path() / name_in_store(id);
}

std::int64_t PictureFiles::write(const PictureId& id, const Secret& key, std::string_view bound_to, View8 bytes) {
    const Bytes sealed = seal(key, bytes, bound_to, picture_block, file_mark.size());
    Bytes file(file_mark.begin(), file_mark.end());
    file.insert(file.end(), sealed.begin(), sealed.end());
    files_.write_whole(path(id), file);
    return static_cast<std::int64_t>(file.size());
}

Bytes PictureFiles::read(const PictureId& id, const Secret& key, std::string_view bound_to) {
    const Bytes file = files_.read(path(id));
    if (text_of(file).substr(0, file_mark.size()) == file_mark)
        if (auto bytes = unseal(key, View8(file).subspan(file_mark.size()), bound_to)) return std::move(*bytes);
    fail("the picture is damaged", name_in_store(id), "restore it from the newest backup");
}

void PictureFiles::remove(const PictureId& id) {
    files_.remove(path(id));
}

void PictureFiles::each(const std::function<void(const Found&)>& see) const {
    std::error_code error;
    for (fs::recursive_directory_iterator at(root_, error), end; !error && at != end; at.increment(error)) {
        if (at->is_directory(error)) continue;
        Found found{fs::path(folder_name) / at->path().lexically_relative(root_), {}, at->file_size(error)};
        const auto id = PictureId::parse(at->path().filename().string());
        if (id && found.name == name_in_store(*id)) found.id = *id;
        see(found);
    }
    if (error) fail("the pictures cannot be listed", root_.string(), "look after the disk");
}

}  // namespace smp::records
