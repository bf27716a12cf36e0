// One encrypted file per picture, under its id: pictures/<first digit>/<id>. For .cpp files of records/. Throws
// Failure.
#pragma once

#include <filesystem>
#include <functional>

#include "records/file_layer.hpp"

namespace smp::records {

class PictureFiles {
  public:
    static constexpr const char* folder_name = "pictures";

    PictureFiles(FileLayer& files, const std::filesystem::path& store) : files_(files), root_(store / folder_name) {}

    void make_folders();
    std::filesystem::path path(const PictureId& id) const;
    static std::string name_in_store(const PictureId& id);  // as messages and lists name it

    // Returns the file's length.
    std::int64_t write(const PictureId& id, const Secret& key, std::string_view bound_to, View8 bytes);
    Bytes read(const PictureId& id, const Secret& key, std::string_view bound_to);
    void remove(const PictureId& id);
    // Every file below, by its path in the store; `id` is null for one whose name is no picture's.
    struct Found {
        std::string name;
        PictureId id;
        std::uintmax_t bytes = 0;
    };
    void each(const std::function<void(const Found&)>& see) const;

  private:
    FileLayer& files_;
    std::filesystem::path root_;
};

}  // namespace smp::records
