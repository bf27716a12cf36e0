// A client who turns, nods, leaves and comes back, over and over: what the tracker keeps must not grow. Two and a half
// minutes, or SMP_ALL_DAY_FRAMES pictures, 30 a second.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <fstream>

#include "support/demo_client.hpp"

namespace smp {
namespace {

double resident_mib() {
    std::ifstream statm("/proc/self/statm");
    double total = 0, resident = 0;
    statm >> total >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1 << 20);
}

// How far a pose is from a rotation.
double skewed(const glm::dmat3& R) {
    const glm::dmat3 d = glm::transpose(R) * R - glm::dmat3(1.0);
    return std::sqrt(glm::dot(d[0], d[0]) + glm::dot(d[1], d[1]) + glm::dot(d[2], d[2]));
}

double median(std::vector<double> v) {
    std::nth_element(v.begin(), v.begin() + static_cast<std::ptrdiff_t>(v.size() / 2), v.end());
    return v[v.size() / 2];
}

TEST(AllDay, MemoryAndTimeStayFlat) {
    const char* asked = std::getenv("SMP_ALL_DAY_FRAMES");
    const int frames = asked ? std::atoi(asked) : 4500, settled = 1500;
    ASSERT_GE(frames, 2 * settled);
    const auto pictures = test::demo_pictures();
    ASSERT_GT(pictures.size(), 100u);
    const cv::Mat nobody(pictures[0].size(), CV_8UC3, cv::Scalar(90, 90, 90));
    auto tracker = test::new_tracker();

    const int there = static_cast<int>(pictures.size()), away = 20;
    int known = 0, of = 0;
    double early_mib = 0, late_mib = 0;
    std::vector<double> early_ms, late_ms;
    for (int i = 0; i < frames; ++i) {
        const int at = i % (there + away);
        const auto begin = std::chrono::steady_clock::now();
        const HeadState head = tracker.step(at < there ? pictures[at] : nobody, i / 30.0);
        const double ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
        if (at >= 10 && at < there) {
            ++of;
            known += head.state == TrackState::tracking;
            if (i < settled) early_ms.push_back(ms);
            if (i >= frames - settled) late_ms.push_back(ms);
        }
        ASSERT_LT(skewed(head.camera_from_head.R * head.head_from_first_axes), 1e-9) << "frame " << i;
        if (i < settled) early_mib = std::max(early_mib, resident_mib());
        late_mib = std::max(late_mib, resident_mib());
    }
    RecordProperty("early_mib", std::to_string(early_mib));
    RecordProperty("late_mib", std::to_string(late_mib));
    RecordProperty("early_ms", std::to_string(median(early_ms)));
    RecordProperty("late_ms", std::to_string(median(late_ms)));
    EXPECT_GT(known, 0.99 * of);
    EXPECT_LT(late_mib, 1.02 * early_mib) << "most memory in all, against that of the first " << settled << " frames";
    EXPECT_LT(median(late_ms), 2 * median(early_ms)) << "the machine may be busy with other tests";
}

}  // namespace
}  // namespace smp
