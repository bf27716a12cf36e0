// Inside records/ a failure travels as an exception, so that a long save reads as one; attempt() turns it into an Error
// at the public interface. Nothing of this crosses that interface.
#pragma once

#include <exception>
#include <new>
#include <type_traits>
#include <utility>

#include "base/expected.hpp"

namespace smp::records {

struct Failure {
    Error error;
};

// ExitCode::input: a file, a disk, a passphrase.
[[noreturn]] inline void fail(std::string what, std::string where = "", std::string advice = "") {
    throw Failure{{ExitCode::input, std::move(what), std::move(where), std::move(advice)}};
}

template <class T>
T need(Expected<T> value) {
    if (!value) throw Failure{value.error()};
    return std::move(value).value();
}

template <class F>
auto attempt(F&& act)
    -> Expected<std::conditional_t<std::is_void_v<std::invoke_result_t<F>>, Done, std::invoke_result_t<F>>> {
    try {
        if constexpr (std::is_void_v<std::invoke_result_t<F>>) {
            act();
            return Done{};
        } else {
            return act();
        }
    } catch (const Failure& failure) {
        return failure.error;
    } catch (const std::bad_alloc&) {
        return Error{ExitCode::input, "not enough memory for the records", "", "close other programs"};
    } catch (const std::exception&) {  // its text might quote what is in a record
        return Error{ExitCode::fault, "a fault inside the records", "", "please report it"};
    }
}

}  // namespace smp::records
