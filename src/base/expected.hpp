// Expected<T>: a value, or an Error that says in one line what failed, where, and what to do about it.
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace smp {

// The program's exit codes; they are part of the command-line contract.
enum class ExitCode { ok = 0, fault = 1, usage = 2, input = 3, device = 4, no_face = 5 };

struct Error {
    ExitCode code = ExitCode::fault;
    std::string what;    // what failed: "not a picture or a video"
    std::string where;   // on what: a path, an option, a device
    std::string advice;  // what to do: "give a file that ffprobe can read"

    // "where: what; advice" on one line, whatever the parts contain.
    std::string line() const {
        std::string text = where.empty() ? what : where + ": " + what;
        if (!advice.empty()) text += "; " + advice;
        for (char& c : text)
            if (c == '\n' || c == '\r') c = ' ';
        return text;
    }
};

template <class T>
class [[nodiscard]] Expected {
  public:
    Expected(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Expected(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    explicit operator bool() const { return state_.index() == 0; }
    T& value() & { return get(); }
    const T& value() const& { return const_cast<Expected*>(this)->get(); }
    T&& value() && { return std::move(get()); }
    T& operator*() & { return get(); }
    const T& operator*() const& { return value(); }
    T* operator->() { return &get(); }
    const T* operator->() const { return &value(); }
    const Error& error() const {
        assert(!*this);
        return std::get<1>(state_);
    }

  private:
    T& get() {
        assert(*this);
        return std::get<0>(state_);
    }
    std::variant<T, Error> state_;
};

// For what either works or fails and has no value.
struct Done {};
using Status = Expected<Done>;

}  // namespace smp
