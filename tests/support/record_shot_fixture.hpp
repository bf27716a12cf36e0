// A screenshot with everything in it, as the mirror takes it for the record.
#pragma once

#include <opencv2/core.hpp>

#include "app/screenshot.hpp"

namespace smp::test {

// Noise, so that its PNG is large; with one bright place, so that left and right are told apart.
inline cv::Mat noise_picture(int seed, cv::Size size = {640, 360}, int type = CV_8UC3) {
    cv::Mat picture(size, type);
    cv::RNG random(static_cast<std::uint64_t>(seed));
    random.fill(picture, cv::RNG::UNIFORM, 0, 200);
    picture(cv::Rect(0, 0, size.width / 8, size.height / 8)).setTo(cv::Scalar::all(255));
    return picture;
}

inline Shot full_shot(int seed = 1) {
    Shot shot;
    shot.before = noise_picture(seed);
    shot.after = noise_picture(seed + 1000);
    shot.mask = noise_picture(seed + 2000, shot.before.size(), CV_8UC1);
    shot.design.hairline_height_mm = 81;
    shot.label = "Preview, not a result";
    shot.camera_from_head.emplace();
    shot.camera_from_head->R = frontal_rotation();
    shot.camera_from_head->t_mm = {10, 20, 700};
    shot.shape.emplace();
    shot.shape->b[2] = 1.25;
    shot.shape->own[7] = -0.5;
    shot.shape->scale = 1.0625;
    shot.shape->brow_offset_mm = 2.5;
    shot.numbers.emplace();
    shot.numbers->marks.value = 51234;
    shot.intrinsics = Intrinsics::from_fov(shot.before.cols, shot.before.rows, 60);
    shot.intrinsics.distortion[0] = -0.125;
    shot.scale = {61.8, ScaleSource::card, 0.7};
    shot.seed = 7;
    shot.input = "demo";
    shot.input_detail = "a clip";
    shot.frame = 17;
    shot.frame_time_s = 0.5;
    shot.gl_renderer = "llvmpipe";
    shot.landmark_model = "points.dat";
    shot.time = std::chrono::system_clock::from_time_t(1'790'000'000 + seed);
    return shot;
}

inline Shot view_shot(ViewId view, int seed = 1) {
    Shot shot = full_shot(seed);
    shot.view = ShotView{};
    shot.view->id = view;
    shot.view->wanted = standard_view(view).target;
    shot.view->seen = head_angles(*shot.camera_from_head);
    shot.view->crop = first_crop(*shot.camera_from_head, shot.intrinsics);
    shot.view->repeat = ViewReference{*shot.camera_from_head, glm::dmat3(1.0), shot.intrinsics, *shot.view->crop};
    return shot;
}

}  // namespace smp::test
