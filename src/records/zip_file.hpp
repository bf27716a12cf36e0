// Zip archives, through libzip: entries that are made when they are written, and read one at a time. For .cpp files of
// records/. Throws Failure.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "records/file_layer.hpp"

namespace smp::records {

class ZipWriter {
  public:
    ZipWriter(FileLayer& files, const std::filesystem::path& target);
    ~ZipWriter();  // without finish(): nothing is left
    // `make` is called once, during finish(); what it throws comes out there.
    void add(const std::string& name, std::function<Bytes()> make, bool compress);
    void finish();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

class ZipReader {
  public:
    explicit ZipReader(const std::filesystem::path& path);
    ~ZipReader();
    const std::vector<std::string>& names() const;
    bool has(const std::string& name) const;
    Bytes read(const std::string& name, std::size_t most) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace smp::records
