// A paired tablet whose hands know nothing: rows, acts, touches and garbage at random, pages that come and go.
#pragma once

#include <atomic>
#include <map>
#include <string>
#include <thread>

namespace smp::test {

class RandomTablet {
  public:
    // Pairs with `code`, and goes on until it is destroyed.
    RandomTablet(int port, const std::string& code, unsigned seed);
    ~RandomTablet();
    RandomTablet(const RandomTablet&) = delete;
    RandomTablet& operator=(const RandomTablet&) = delete;

    bool paired() const { return !cookie_.empty(); }
    // How often the server has answered with which status so far; 0: it has not. After the end.
    const std::map<int, long>& answers() const { return answers_; }
    void end();

  private:
    void work(unsigned seed);

    const int port_;
    std::string cookie_;
    std::map<int, long> answers_;
    std::atomic<bool> ends_ = false;
    std::thread thread_;
};

}  // namespace smp::test
