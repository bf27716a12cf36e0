// Keys and passphrases: in memory that is locked against swapping, kept out of dumps and zeroed when it is given back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace smp::records {

class Secret {
  public:
    Secret() = default;
    explicit Secret(std::size_t size);  // zeros
    static Secret of(std::string_view text);
    static Secret random(std::size_t size);
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;
    ~Secret();

    std::uint8_t* data() { return data_; }
    const std::uint8_t* data() const { return data_; }
    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    std::span<const std::uint8_t> view() const { return {data_, size_}; }
    std::string_view text() const { return {reinterpret_cast<const char*>(data_), size_}; }
    Secret copy() const;

  private:
    std::uint8_t* data_ = nullptr;
    std::size_t size_ = 0;
};

// While one of these lives, the process leaves no core file and cannot be looked into by other programs of the user.
class NoDumps {
  public:
    NoDumps();
    ~NoDumps();
    NoDumps(const NoDumps&) = delete;
    NoDumps& operator=(const NoDumps&) = delete;
};

}  // namespace smp::records
