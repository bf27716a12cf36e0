#include "records/guess_limit.hpp"

#include <algorithm>

#include "records/failure.hpp"
#include "records/json_fields.hpp"
#include "records/record_json.hpp"

namespace smp::records {
namespace {

constexpr std::int64_t free_guesses = 3, longest_wait_s = 15 * 60;

std::int64_t wait_after(std::int64_t wrong) {
    if (wrong < free_guesses) return 0;
    return std::min(longest_wait_s, std::int64_t(1) << std::min<std::int64_t>(wrong - free_guesses, 20));
}

}  // namespace

GuessLimit::State GuessLimit::read() {
    std::error_code error;
    if (!std::filesystem::exists(path_, error)) return {};
    const auto state = attempt([&] {
        return need(read_fields<State>(need(parse_json(read_checked(files_, path_))), "guesses", [](const Fields& f) {
            return State{f.integer<std::int64_t>("wrong"), f.moment("last")};
        }));
    });
    // Damaged: as if there had been some, but not so many that the salon stands before a closed door for long.
    if (!state) return {free_guesses + 4, Moment::max()};
    return *state;
}

std::int64_t GuessLimit::wait_s(Moment now) {
    const State state = read();
    const std::int64_t wait = wait_after(state.wrong);
    if (wait == 0) return 0;
    if (state.last > now) {  // damaged, or the clock was set back: the wait begins now
        const auto ignored = attempt([&] {
            write_checked(files_, path_, Json{{"wrong", state.wrong}, {"last", to_text(now)}}.dump());
        });
        return wait;
    }
    return std::max<std::int64_t>(0, wait - (now - state.last).count());
}

void GuessLimit::count(Moment now) {
    write_checked(files_, path_, Json{{"wrong", read().wrong + 1}, {"last", to_text(now)}}.dump());
}

void GuessLimit::forget() {
    std::error_code error;
    if (std::filesystem::exists(path_, error)) files_.remove(path_);
}

}  // namespace smp::records
