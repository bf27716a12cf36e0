// Who may come in: a code of six digits, shown at the desk for a few minutes, gets a tablet a token of its own. Pure
// but for the random numbers: time comes in with each call.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace smp {

inline constexpr double code_life_s = 300;
inline constexpr int guesses_a_code = 8;  // wrong ones, from all sides together; then it is void

// The code, and how often it may be guessed.
class PairingCode {
  public:
    void begin(double now_s);  // a new code
    void end() { code_.clear(); }
    // The six digits; empty when there is none (any more).
    std::string digits(double now_s) const;
    double left_s(double now_s) const;

    enum class Answer { right, wrong, no_code, wait };
    // The code is spent when it is right. After a wrong guess an address waits 2, 4, 8 .. 60 s, and a guess within that
    // time is not looked at.
    Answer guess(std::string_view digits, const std::string& address, double now_s);
    double wait_s(const std::string& address, double now_s) const;
    int wrong_guesses() const { return wrong_; }  // of the code that was begun last

  private:
    struct Guesser {
        int wrong = 0;
        double until_s = 0;  // no guess before
    };
    std::string code_;
    double until_s_ = 0;
    int wrong_ = 0;
    std::map<std::string, Guesser> guessers_;  // bounded
};

struct PairedTablet {
    std::string id;            // names it, no secret
    std::string name;          // as its technician calls it
    std::string token_sha256;  // the token itself is nowhere but on the tablet
    std::string paired_on;     // date

    bool operator==(const PairedTablet&) const = default;
};

inline constexpr std::size_t most_tablets = 16, longest_tablet_name = 40;  // bytes

class PairedTablets {
  public:
    PairedTablets() = default;
    explicit PairedTablets(std::vector<PairedTablet> list) : list_(std::move(list)) {}

    const std::vector<PairedTablet>& list() const { return list_; }
    bool full() const { return list_.size() >= most_tablets; }
    // Returns the token, 256 bits as 64 hex digits, which cannot be had again.
    std::string add(std::string_view name, std::string_view date);
    const PairedTablet* find(std::string_view token) const;  // null: no such token
    bool has(std::string_view id) const;
    bool revoke(std::string_view id);  // false: there is none of that id

  private:
    std::vector<PairedTablet> list_;
};

// What was typed, as a name: valid UTF-8 without control characters, not too long; "Tablet" for nothing.
std::string tablet_name(std::string_view typed);

}  // namespace smp
