#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "app/trace.hpp"
#include "support/random_heads.hpp"

namespace smp {
namespace {

using nlohmann::json;

class TraceLine : public testing::Test {
  protected:
    const HeadModel model =
        std::move(HeadModel::load(std::filesystem::path(SMP_SOURCE_DIR) / "models/head_shape.json").value());
    const std::vector<ChartPoint> hairline{{-20, 55}, {-10, 60}, {0, 62}, {10, 60}, {20, 55}};
    Tracked tracked;

    void SetUp() override {
        tracked.frame.sequence = 17;
        tracked.frame.time_s = 17 / 29.97;
        tracked.head.state = TrackState::tracking;
        tracked.head.intrinsics = Intrinsics::from_fov(640, 480, 60);
        tracked.head.shape = test::random_head(model, 4);
        // Rolled by 30 degrees and nodded by 20, so that no entry of R equals its mirror across the diagonal.
        const double c = std::cos(0.5236), s = std::sin(0.5236), d = std::cos(0.349), e = std::sin(0.349);
        tracked.head.camera_from_head = {
            glm::dmat3(c, s, 0, -s, c, 0, 0, 0, 1) * glm::dmat3(1, 0, 0, 0, d, e, 0, -e, d) * frontal_rotation(),
            {12, -34, 567}};
        for (int i = 0; i < landmark_count; ++i) tracked.head.landmarks_px[i] = {100 + i, 200 + 0.5 * i};
        tracked.head.confidence = 0.75;
        tracked.times_ms = {1.25, 20.5, 3.75, 24.25};
    }
};

TEST_F(TraceLine, CarriesTheWholeFrame) {
    TraceWriter writer(model);
    const std::string line = writer.line(tracked, hairline);
    ASSERT_EQ(line.find('\n'), line.size() - 1) << "one line, ended";
    const json j = json::parse(line);
    EXPECT_EQ(j.at("frame"), 17);
    EXPECT_NEAR(j.at("time_s").get<double>(), 17 / 29.97, 1e-6);
    EXPECT_EQ(j.at("state"), "tracking");
    EXPECT_EQ(j.at("camera").at("fx"), tracked.head.intrinsics.fx_px);
    EXPECT_EQ(j.at("camera").at("cy"), 239.5);
    ASSERT_EQ(j.at("landmarks").size(), 68u);
    EXPECT_EQ(j.at("landmarks").at(67).at(0), 167);
    EXPECT_EQ(j.at("timing_ms").at("track"), 20.5);
    for (const char* stage : {"capture", "track", "render", "total"})
        EXPECT_TRUE(j.at("timing_ms").at(stage).is_number()) << stage;

    // R is row-major: with it the hairline, seen through the trace's own camera, lies where the trace says.
    const auto& R = j.at("pose").at("R");
    const auto& t = j.at("pose").at("t_mm");
    ASSERT_EQ(R.size(), 9u);
    ASSERT_EQ(t.size(), 3u);
    const ScalpSurface surface(model, tracked.head.shape);
    ASSERT_EQ(j.at("hairline").size(), hairline.size());
    for (std::size_t i = 0; i < hairline.size(); ++i) {
        const glm::dvec3 p = surface.position_mm(hairline[i]);
        double q[3];
        for (int row = 0; row < 3; ++row) {
            q[row] = t.at(row).get<double>();
            for (int column = 0; column < 3; ++column) q[row] += R.at(3 * row + column).get<double>() * p[column];
        }
        const double x = j.at("camera").at("fx").get<double>() * q[0] / q[2] + j.at("camera").at("cx").get<double>();
        const double y = j.at("camera").at("fy").get<double>() * q[1] / q[2] + j.at("camera").at("cy").get<double>();
        EXPECT_NEAR(j.at("hairline").at(i).at(0).get<double>(), x, 1e-3);
        EXPECT_NEAR(j.at("hairline").at(i).at(1).get<double>(), y, 1e-3);
        EXPECT_EQ(j.at("hairline").at(i).at(2), 1) << "the forehead faces the camera";
    }
}

TEST_F(TraceLine, ScalpPointsAreManyAndTheSameForEveryHead) {
    TraceWriter writer(model);
    const json first = json::parse(writer.line(tracked, hairline)).at("scalp");
    EXPECT_GE(first.size(), 200u);
    int visible = 0;
    for (const auto& p : first) {
        ASSERT_EQ(p.size(), 3u);
        visible += p.at(2).get<int>();
        EXPECT_TRUE(p.at(2) == 0 || p.at(2) == 1);
    }
    EXPECT_GT(visible, 20);
    EXPECT_LT(visible, static_cast<int>(first.size())) << "the back of the head is hidden";

    tracked.head.shape = test::random_head(model, 5);
    const json other = json::parse(writer.line(tracked, hairline)).at("scalp");
    EXPECT_EQ(other.size(), first.size());
    EXPECT_NE(other, first) << "the new shape is drawn, not the kept one";
    // Spread over the whole scalp: front, both sides, crown and back.
    int regions[5] = {};
    for (const auto& p : scalp_samples(model)) {
        ++regions[0];
        if (glm::length(p) < 20) ++regions[1];
        if (p.y < -60) ++regions[2];
        if (p.x > 40) ++regions[3];
        if (p.x < -40) ++regions[4];
    }
    for (int n : regions) EXPECT_GT(n, 8);
}

TEST_F(TraceLine, ALostHeadLeavesNulls) {
    TraceWriter writer(model);
    tracked.head.state = TrackState::lost;
    const json j = json::parse(writer.line(tracked, hairline));
    EXPECT_EQ(j.at("state"), "lost");
    EXPECT_EQ(j.at("frame"), 17);
    for (const char* key : {"pose", "landmarks", "hairline", "scalp"}) EXPECT_TRUE(j.at(key).is_null()) << key;
    for (const char* key : {"camera", "timing_ms", "time_s"}) EXPECT_FALSE(j.at(key).is_null()) << key;
}

}  // namespace
}  // namespace smp
