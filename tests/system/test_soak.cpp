// A day at the mirror, for as long as SMP_SOAK_S says (a short while without it): a camera that is cut, stalls, sends
// garbage or another size; a client who goes and comes back; a design that changes every second, pictures that are
// saved, desk and tablet open. What is on the screen is read back all the while: how old it is, how evenly it comes,
// how soon it is back. scripts/soak runs an hour of it.
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>
#include <optional>

#include "system/hands.hpp"
#include "system/process_use.hpp"
#include "system/screen.hpp"
#include "system/timed_camera.hpp"
#include "unit/tablet_client.hpp"

namespace smp::test {
namespace {

namespace fs = std::filesystem;

constexpr double camera_fps = 30;

double wanted_s() {
    const char* text = std::getenv("SMP_SOAK_S");
    return text ? std::atof(text) : 40;
}

double at_share(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    const auto nth = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), nth, values.end());
    return *nth;
}

// What the window shows, as it changes.
class Watch {
  public:
    Watch(const Screen& screen, const TimedCamera& camera) : screen_(screen), camera_(camera) {}

    // True when another picture of the camera's has come to the screen. `counts`: it is one of steady running.
    bool look(bool counts) {
        // The mirror stands in the middle of the screen, the desk at its right.
        static const cv::Rect strip = TimedCamera::strip_px() + cv::Point(TimedCamera::picture_px().width, 0);
        const auto number = TimedCamera::number_in(screen_.grab(strip), true);
        if (!number || number == number_) return false;
        const double now_s = seconds();
        shown_sent_s_ = camera_.sent_s(*number);
        if (counts && number_) {
            ages_ms.push_back(1e3 * (now_s - shown_sent_s_));
            steps_ms.push_back(1e3 * (now_s - changed_s_));
        }
        number_ = number;
        changed_s_ = now_s;
        return true;
    }
    // When the picture that is shown was sent.
    double shown_sent_s() const { return shown_sent_s_; }

    std::vector<double> ages_ms, steps_ms;  // from sent to seen; from one picture to the next

  private:
    const Screen& screen_;
    const TimedCamera& camera_;
    std::optional<int> number_;
    double changed_s_ = 0, shown_sent_s_ = 0;
};

struct Mishap {
    const char* name;
    Misbehave how;
    bool client = true;   // else the client goes, and the camera is well
    bool sleeps = false;  // the computer does
};
constexpr Mishap mishaps[] = {{"cut", Misbehave::cut},           {"stalled", Misbehave::stall},
                              {"garbage", Misbehave::garbage},   {"the client went", Misbehave::none, false},
                              {"other size", Misbehave::resize}, {"sleep", Misbehave::none, true, true},
                              {"noise", Misbehave::only_noise},  {"refused", Misbehave::refuse},
                              {"busy", Misbehave::busy},         {"no answer", Misbehave::hang}};

TEST(Soak, ADayAtTheMirror) {
    if (!Screen::available()) GTEST_SKIP() << "needs Xvfb and xdotool";
    const double last_s = wanted_s();
    const bool long_run = last_s >= 600;
    Scratch scratch;
    Screen screen(3 * TimedCamera::picture_px().width, TimedCamera::picture_px().height);
    auto environment = screen.environment();
    for (const char* folder : {"STATE", "CONFIG", "DATA"})
        environment["XDG_" + std::string(folder) + "_HOME"] = scratch.file(folder);
    const int port = free_tablet_port();
    TimedCamera camera(camera_fps);
    Running mirror({program().string(), "live", "--input", camera.address(), "--windowed", "--desk",
                    "--tablet=" + std::to_string(port), "--pictures", scratch.file("pictures")},
                   environment, scratch.path(), "mirror");
    Watch watch(screen, camera);
    ASSERT_TRUE(eventually(60, [&] { return watch.look(false); })) << mirror.err();
    const auto code = [&] { return pairing_code_in(mirror.out()); };
    ASSERT_TRUE(eventually(20, [&] { return !code().empty(); })) << mirror.out() << mirror.err();
    const nlohmann::json who{{"code", code()}, {"name", "Chair"}};
    const std::string cookie = ask(port, "POST", "/pair", "", who.dump(), post_headers(port)).cookie;
    ASSERT_NE(cookie, "");
    const EventReader page(port, cookie, "chairaaaaaaa");

    Hands hands(environment.at("DISPLAY"));
    const double begin_s = seconds(), settled_s = long_run ? 60 : 0.3 * last_s;
    const double calm_s = long_run ? 9 : 3, mishap_s = 2.5;
    std::optional<ProcessUse> settled;
    ProcessUse most;
    struct Return {
        const char* after;
        double s;
    };
    std::vector<Return> returns;
    std::size_t mishap = 0, changes = 0;
    double next_change_s = 1, next_look_s = 0, next_picture_s = 5, next_mishap_s = 5, mended_s = 0, mishap_ends_s = 0;
    bool bad = false;
    while (seconds() - begin_s < last_s || bad || mended_s > 0) {
        const double now_s = seconds() - begin_s;
        ASSERT_TRUE(mirror.alive()) << "after " << now_s << " s: " << mirror.err();
        watch.look(!bad && mended_s == 0 && now_s > settled_s);
        const Mishap& current = mishaps[mishap % std::size(mishaps)];
        if (!bad && mended_s == 0 && now_s > next_mishap_s) {
            camera.misbehave(current.how);
            camera.show_client(current.client);
            if (current.sleeps) mirror.send(SIGSTOP);
            bad = true;
            mishap_ends_s = now_s + mishap_s;
        } else if (bad && now_s > mishap_ends_s) {
            camera.misbehave(Misbehave::none);
            camera.show_client(true);
            if (current.sleeps) mirror.send(SIGCONT);
            bad = false;
            mended_s = seconds();
        } else if (mended_s > 0 && (watch.shown_sent_s() > mended_s || seconds() - mended_s > 30)) {
            returns.push_back({current.name, seconds() - mended_s});
            mended_s = 0;
            ++mishap;
            next_mishap_s = now_s + calm_s;
        }
        if (now_s > next_change_s && !(bad && current.sleeps)) {
            next_change_s = now_s + 1;
            // By hand and by tablet in turn, forth and back.
            if (++changes % 2)
                hands.press(changes / 2 % 2 ? "Up" : "Down");
            else
                ask(port, "POST", "/commands", cookie,
                    nlohmann::json{{"hand", "chairaaaaaaa"},
                                   {"number", changes},
                                   {"commands",
                                    {{{"act", "set"},
                                      {"name", "stipple.density_per_cm2"},
                                      {"value", changes % 4 ? 80 : 95},
                                      {"drag", 0}}}}}
                        .dump(),
                    post_headers(port));
        }
        if (now_s > next_picture_s) {
            next_picture_s = now_s + 10;
            hands.press("s");
            if (static_cast<int>(now_s) % 60 < 10) fs::remove_all(scratch.path() / "pictures");  // the disk is small
        }
        if (now_s > next_look_s) {
            next_look_s = now_s + 2;
            const ProcessUse now = use_of(mirror.pid());
            if (!settled && now_s >= settled_s) settled = now;
            most.resident_mb = std::max(most.resident_mb, now.resident_mb);
            most.files = std::max(most.files, now.files);
            most.threads = std::max(most.threads, now.threads);
        }
        sleep_s(0.004);
    }
    sleep_s(2);
    const ProcessUse last = use_of(mirror.pid());
    const ProcessUse first = settled.value_or(last);
    const double frame_ms = 1e3 / camera_fps;
    std::printf("%.0f s, %zu mishaps, %zu changes of the design\n", seconds() - begin_s, returns.size(), changes);
    std::printf("age of what is seen: median %.1f ms, p95 %.1f ms (%.2f frames of the camera), p99 %.1f ms\n",
                at_share(watch.ages_ms, 0.5), at_share(watch.ages_ms, 0.95), at_share(watch.ages_ms, 0.95) / frame_ms,
                at_share(watch.ages_ms, 0.99));
    std::printf("from picture to picture: median %.1f ms, p95 %.1f ms, p99 %.1f ms, %zu seen\n",
                at_share(watch.steps_ms, 0.5), at_share(watch.steps_ms, 0.95), at_share(watch.steps_ms, 0.99),
                watch.steps_ms.size());
    double slowest_s = 0;
    for (const Mishap& m : mishaps) {
        std::vector<double> of;
        for (const Return& r : returns)
            if (r.after == m.name) of.push_back(r.s);
        if (of.empty()) continue;
        std::printf("back after %s: median %.2f s, slowest %.2f s, %zu times\n", m.name, at_share(of, 0.5),
                    at_share(of, 1), of.size());
        slowest_s = std::max(slowest_s, at_share(of, 1));
    }
    std::printf(
        "resident %.1f MB after %.0f s, %.1f at the end, %.1f at most; files %zu, %zu, %zu; threads %zu, %zu, %zu\n",
        first.resident_mb, settled_s, last.resident_mb, most.resident_mb, first.files, last.files, most.files,
        first.threads, last.threads, most.threads);
    std::fflush(stdout);
    EXPECT_GT(watch.ages_ms.size(), 20u);
    EXPECT_GE(returns.size(), long_run ? static_cast<std::size_t>(50 * last_s / 3600) : 3u);
    EXPECT_LT(slowest_s, long_run ? 2 : 20);  // beside other tests nothing is quick
    EXPECT_LE(last.files, first.files + 4);
    if (long_run) {
        EXPECT_LT(last.resident_mb, 1.01 * first.resident_mb);
        EXPECT_LE(at_share(watch.steps_ms, 0.99), 2 * at_share(watch.steps_ms, 0.5));
    }
    EXPECT_EQ(mirror.err(), "");
    mirror.send(SIGTERM);
    EXPECT_EQ(mirror.wait(10), 0) << mirror.err();
}

}  // namespace
}  // namespace smp::test
