// A display of a test's own (Xvfb), its keyboard (xdotool), and a program that runs on it.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <memory>
#include <opencv2/core/mat.hpp>
#include <string>
#include <vector>

#include "system/program.hpp"

namespace smp::test {

// A program that runs beside the test. Killed at the end when it still runs.
class Running {
  public:
    Running(const std::vector<std::string>& words, const std::map<std::string, std::string>& environment,
            const std::filesystem::path& folder, const std::string& name);
    ~Running();
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    bool alive();
    pid_t pid() const { return pid_; }
    void send(int signal) const;
    int wait(double timeout_s);  // exit code, 128 + N by signal N; -1 when it runs on
    std::string out() const;
    std::string err() const;

  private:
    std::filesystem::path out_, err_;
    pid_t pid_ = -1;
    int status_ = 0;
    bool ended_ = false;
};

class Screen {
  public:
    static bool available();  // Xvfb and xdotool are installed
    Screen(int width_px, int height_px);

    // With English texts, whatever the machine speaks.
    std::map<std::string, std::string> environment() const { return {{"DISPLAY", display_}, {"LC_ALL", "C.UTF-8"}}; }
    cv::Mat grab() const;                      // BGR
    cv::Mat grab(const cv::Rect& part) const;  // of it, quickly enough to see when something changes
    void keys(const std::vector<std::string>& xdotool_words) const;
    void press(const std::string& key) const { keys({"key", key}); }

  private:
    Scratch scratch_;
    std::string display_;
    std::unique_ptr<Running> server_;
};

double seconds();  // steady clock
void sleep_s(double s);

// Polls until the condition holds; false when the time is over.
template <class Condition>
bool eventually(double timeout_s, Condition condition) {
    for (const double end_s = seconds() + timeout_s;;) {
        if (condition()) return true;
        if (seconds() > end_s) return false;
        sleep_s(0.03);
    }
}

}  // namespace smp::test
