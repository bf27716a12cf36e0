#include "tablet/rates.hpp"

#include <algorithm>

namespace smp {

bool Allowance::take(double now_s) {
    left_ = std::min(at_once_, left_ + std::max(0.0, now_s - last_s_) * a_second_);
    last_s_ = now_s;
    if (left_ < 1) return false;
    left_ -= 1;
    return true;
}

bool Doorkeeper::take(Addresses& from, const std::string& address, const Allowance& fresh, double now_s) {
    if (from.size() >= most_addresses && !from.contains(address))
        from.erase(std::min_element(from.begin(), from.end(), [](const auto& a, const auto& b) {
            return a.second.last_s() < b.second.last_s();
        }));
    return from.try_emplace(address, fresh).first->second.take(now_s);
}

bool Doorkeeper::admits(const std::string& address, bool known, double now_s) {
    if (known) return take(known_, address, Allowance(60, 120), now_s);
    return take(strangers_, address, Allowance(15, 40), now_s) && all_strangers_.take(now_s);
}

}  // namespace smp
