// What a record keeps of a shot comes back as it was.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>

#include "app/record_shot.hpp"
#include "app/shot_json.hpp"
#include "support/record_fixture.hpp"
#include "support/record_shot_fixture.hpp"
#include "ui/record_views.hpp"

namespace smp {
namespace {

using test::full_shot;
using test::view_shot;

bool same_pose(const HeadPose& a, const HeadPose& b) {
    return a.R == b.R && a.t_mm == b.t_mm;
}

TEST(ShotJson, PoseComesBackWithHeadScaleAndNumbers) {
    const Shot shot = full_shot();
    const auto kept = parse_pose(pose_to_json(shot));
    ASSERT_TRUE(kept) << kept.error().line();
    ASSERT_TRUE(kept->camera_from_head);
    EXPECT_TRUE(same_pose(*kept->camera_from_head, *shot.camera_from_head));
    ASSERT_TRUE(kept->shape);
    EXPECT_EQ(kept->shape->b, shot.shape->b);
    EXPECT_EQ(kept->shape->own, shot.shape->own);
    EXPECT_EQ(kept->shape->scale, shot.shape->scale);
    EXPECT_EQ(kept->shape->brow_offset_mm, shot.shape->brow_offset_mm);
    EXPECT_EQ(kept->scale, shot.scale);
    EXPECT_FALSE(kept->still);
    ASSERT_TRUE(kept->angles);
    EXPECT_EQ(*kept->angles, head_angles(*shot.camera_from_head));
    EXPECT_EQ(nlohmann::json::parse(kept->numbers_json), nlohmann::json::parse(numbers_to_json(*shot.numbers)));
}

TEST(ShotJson, WithoutAHeadSaysSo) {
    Shot shot = full_shot();
    shot.camera_from_head.reset();
    shot.shape.reset();
    shot.numbers.reset();
    const auto kept = parse_pose(pose_to_json(shot));
    ASSERT_TRUE(kept) << kept.error().line();
    EXPECT_FALSE(kept->camera_from_head || kept->shape || kept->angles);
    EXPECT_EQ(kept->numbers_json, "");
    EXPECT_EQ(crop_to_json(shot), "");
}

TEST(ShotJson, CameraComesBack) {
    const Shot shot = full_shot();
    const auto kept = parse_camera(camera_to_json(shot));
    ASSERT_TRUE(kept) << kept.error().line();
    EXPECT_EQ(kept->intrinsics.fx_px, shot.intrinsics.fx_px);
    EXPECT_EQ(kept->intrinsics.distortion, shot.intrinsics.distortion);
    EXPECT_EQ(kept->intrinsics.width_px, shot.before.cols);
    EXPECT_EQ(kept->source, "demo");
    EXPECT_EQ(kept->frame, 17);
}

TEST(ShotJson, CutAndReferenceComeBack) {
    const Shot shot = view_shot(ViewId::left_45);
    const auto kept = parse_crop(crop_to_json(shot));
    ASSERT_TRUE(kept) << kept.error().line();
    EXPECT_EQ(kept->view, ViewId::left_45);
    EXPECT_EQ(kept->crop, *shot.view->crop);
    ASSERT_TRUE(kept->repeat);
    EXPECT_TRUE(same_pose(kept->repeat->camera_from_head, *shot.camera_from_head));
    EXPECT_EQ(kept->repeat->crop, *shot.view->crop);
    EXPECT_EQ(kept->repeat->intrinsics.fx_px, shot.intrinsics.fx_px);
    // A plain screenshot can be laid over another one too, but nobody repeats it.
    const auto plain = parse_crop(crop_to_json(full_shot()));
    ASSERT_TRUE(plain);
    EXPECT_FALSE(plain->view || plain->repeat);
    EXPECT_EQ(plain->crop, first_crop(*full_shot().camera_from_head, full_shot().intrinsics));
}

TEST(ShotJson, RefusesWhatIsDamagedOrNewer) {
    const std::string good = crop_to_json(view_shot(ViewId::front));
    for (std::size_t length : {std::size_t{0}, good.size() / 2, good.size() - 3})
        EXPECT_FALSE(parse_crop(good.substr(0, length))) << length;
    auto j = nlohmann::json::parse(good);
    j["schema"] = "smp-mirror/crop/2";
    const auto newer = parse_crop(j.dump());
    ASSERT_FALSE(newer);
    EXPECT_NE(newer.error().advice.find("another version"), std::string::npos);
    for (const auto& [path, wrong] : std::vector<std::pair<std::string, nlohmann::json>>{
             {"/crop/width_px", -1},
             {"/crop/x_px", "left"},
             {"/view", "moon"},
             {"/repeat/camera_from_head/R", {1, 0, 0, 0, 1, 0, 0, 0, -1}},
             {"/repeat/camera_from_head/R", {2, 0, 0, 0, 2, 0, 0, 0, 2}},
             {"/repeat/camera_from_head/t_mm", {0, 0, -700}},
             {"/repeat/camera/fx", 0}}) {
        auto bad = nlohmann::json::parse(good);
        bad[nlohmann::json::json_pointer(path)] = wrong;
        EXPECT_FALSE(parse_crop(bad.dump())) << path;
    }
    EXPECT_FALSE(parse_pose(R"({"schema": "smp-mirror/pose/1"})"));
    EXPECT_FALSE(parse_pose("[]"));
    EXPECT_FALSE(parse_camera("7"));
}

TEST(RecordShot, IsOneItemWithEverythingInIt) {
    const Shot shot = view_shot(ViewId::crown);
    const auto kept = record_shot(shot, records::Occasion::before);
    ASSERT_TRUE(kept) << kept.error().line();
    EXPECT_EQ(kept->view, records::View::crown);
    EXPECT_EQ(kept->occasion, records::Occasion::before);
    EXPECT_EQ(kept->taken.time_since_epoch().count(), 1'790'000'001);
    ASSERT_EQ(kept->pictures.size(), 3u);
    const cv::Mat pixels[] = {shot.before, shot.after, shot.mask};
    const records::PictureRole roles[] = {records::PictureRole::raw, records::PictureRole::treated,
                                          records::PictureRole::mask};
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(kept->pictures[i].role, roles[i]);
        EXPECT_EQ(kept->pictures[i].width_px, 640);
        const cv::Mat back = cv::imdecode(kept->pictures[i].bytes, cv::IMREAD_UNCHANGED);
        ASSERT_EQ(back.type(), pixels[i].type());
        EXPECT_EQ(cv::norm(back, pixels[i], cv::NORM_INF), 0) << "not mirrored, no loss";
    }
    const auto design = parse_design(kept->design_json, "");
    ASSERT_TRUE(design);
    EXPECT_EQ(*design, shot.design);
    EXPECT_TRUE(parse_pose(kept->pose_json));
    EXPECT_TRUE(parse_camera(kept->camera_json));
    EXPECT_TRUE(parse_crop(kept->crop_json));
    EXPECT_EQ(nlohmann::json::parse(kept->versions_json)["landmark_model"], "points.dat");
}

TEST(RecordShot, EveryStandardViewHasItsOwn) {
    for (const StandardView& view : standard_views())
        EXPECT_EQ(standard_view_of(record_view_of(view.id)), view.id) << view.name;
    EXPECT_FALSE(standard_view_of(records::View::scar));
}

records::Item item(records::Content content) {
    return {records::ItemId::random(), {}, {1, "Anna", {}}, false, std::move(content)};
}

TEST(RecordShot, OccasionGoesByTheLastSession) {
    using namespace std::chrono;
    const records::Moment start(seconds(1'790'000'000));
    EXPECT_EQ(occasion_of({}, true, start), records::Occasion::before);
    EXPECT_EQ(occasion_of({}, false, start), records::Occasion::consultation);
    auto session = records::test::sample_session();
    session.started = start;
    const std::vector<records::Item> line{item(session)};
    EXPECT_EQ(occasion_of(line, true, start - days(1)), records::Occasion::before);
    EXPECT_EQ(occasion_of(line, true, start + hours(3)), records::Occasion::after);
    EXPECT_EQ(occasion_of(line, true, start + days(28)), records::Occasion::healed);
    EXPECT_EQ(occasion_of(line, false, start + days(365)), records::Occasion::one_year);
}

TEST(RecordShot, LastViewsAreTheNewestInMillimetresOfNow) {
    std::vector<records::Item> line;
    const auto add = [&](const Shot& shot) {
        auto kept = record_shot(shot, records::Occasion::before);
        ASSERT_TRUE(kept);
        line.push_back(item(std::move(*kept)));
    };
    Shot newest = view_shot(ViewId::front, 50);
    newest.view->repeat->camera_from_head.t_mm.x = 33;
    add(newest);
    add(view_shot(ViewId::front, 1));
    add(view_shot(ViewId::back, 2));
    Shot far_off = view_shot(ViewId::left_90, 3);
    far_off.view->repeat.reset();
    add(far_off);
    add(full_shot(60));
    auto broken = std::get<records::Shot>(line.back().content);
    broken.crop_json = "{";
    line.push_back(item(broken));
    const auto views = last_views(line, 61.8 * 2);
    const auto& front = views[static_cast<std::size_t>(ViewId::front)];
    ASSERT_TRUE(front);
    EXPECT_NEAR(front->camera_from_head.t_mm.x, 66, 1e-9) << "the newest, by another pupil distance";
    EXPECT_NEAR(front->camera_from_head.t_mm.z, 1400, 1e-9);
    EXPECT_TRUE(views[static_cast<std::size_t>(ViewId::back)]);
    EXPECT_FALSE(views[static_cast<std::size_t>(ViewId::left_90)]);
}

TEST(RecordShot, KeptScaleIsTheNewestThatSomebodyKnew) {
    std::vector<records::Item> line;
    const auto add = [&](int seed, const TrueScale& scale) -> records::Item& {
        Shot shot = full_shot(seed);
        shot.scale = scale;
        auto kept = record_shot(shot, records::Occasion::before);
        return line.emplace_back(item(kept ? std::move(*kept) : records::Shot{}));
    };
    add(90, {});
    EXPECT_FALSE(kept_scale(line)) << "assumed of anybody";
    const TrueScale typed = typed_scale(64.5), card{61.8, ScaleSource::card, 0.7};
    add(40, typed);
    add(10, card);
    add(20, typed);
    add(80, {60, ScaleSource::card, 0.7}).withdrawn = true;
    std::get<records::Shot>(add(85, card).content).pose_json = "{";
    const auto kept = kept_scale(line);
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->scale, typed);
    EXPECT_EQ(kept->since.time_since_epoch().count(), 1'790'000'020) << "the first day with this figure";
}

}  // namespace
}  // namespace smp
