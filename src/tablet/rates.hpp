// How often each address may knock, so that nobody keeps the others out. Pure.
#pragma once

#include <map>
#include <string>

namespace smp {

// `a_second` on the average, `at_once` in one go.
class Allowance {
  public:
    Allowance(double a_second, double at_once) : a_second_(a_second), at_once_(at_once), left_(at_once) {}
    bool take(double now_s);
    double last_s() const { return last_s_; }

  private:
    double a_second_, at_once_, left_;
    double last_s_ = 0;
};

class Doorkeeper {
  public:
    // Whether a connection from there may come in. A known address is one that a paired tablet has lately been seen at:
    // it does not wait behind strangers, but has an allowance of its own.
    bool admits(const std::string& address, bool known, double now_s);
    std::size_t remembered() const { return strangers_.size() + known_.size(); }

  private:
    static constexpr std::size_t most_addresses = 1024;
    using Addresses = std::map<std::string, Allowance>;
    static bool take(Addresses& from, const std::string& address, const Allowance& fresh, double now_s);
    Addresses strangers_, known_;
    Allowance all_strangers_{100, 100};
};

}  // namespace smp
