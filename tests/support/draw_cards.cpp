// Draws a card on the forehead through a clip, measures it in every n-th picture, and shows what was found: for
// looking. draw_cards CLIP.mp4 TRUTH.json X Y Z OUT_Y OUT_Z FOLDER [every]
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

#include "app/places.hpp"
#include "scale/card_tally.hpp"
#include "support/drawn_card.hpp"

using namespace smp;

int main(int argc, char** argv) {
    if (argc < 9) return 2;
    std::ifstream file(argv[2]);
    const auto truth = nlohmann::json::parse(file);
    const auto& c = truth["camera"];
    Intrinsics camera;
    camera.fx_px = c["fx"], camera.fy_px = c["fy"], camera.cx_px = c["cx"], camera.cy_px = c["cy"];
    camera.width_px = truth["width"], camera.height_px = truth["height"];
    const glm::dvec3 middle(std::atof(argv[3]), std::atof(argv[4]), std::atof(argv[5])),
        out(0, std::atof(argv[6]), std::atof(argv[7]));
    const std::filesystem::path folder = argv[8];
    const int every = argc > 9 ? std::atoi(argv[9]) : 10;
    const bool draw = !(argc > 10 && std::string(argv[10]) == "none");
    std::filesystem::create_directories(folder);
    const auto model = HeadModel::load(data_folder() / "models/head_shape.json");
    TrackerOptions options;
    options.landmark_model = default_landmark_model();
    if (std::getenv("KNOWN_CAMERA")) options.camera = camera;
    auto tracker = HeadTracker::create(*model, options);
    cv::VideoCapture clip(argv[1]);
    const std::array<cv::Vec3d, 5> grounds{
        cv::Vec3d(.85, .85, .85), {.02, .02, .02}, {.5, .15, .05}, {.1, .6, .75}, {.05, .05, .5}};
    int n = 0;
    CardTally tally;
    for (cv::Mat frame; clip.read(frame); ++n) {
        const auto& f = truth["frames"][static_cast<std::size_t>(n)];
        const auto& R = f["R"];
        HeadPose pose;
        for (int i = 0; i < 3; ++i)
            for (int k = 0; k < 3; ++k) pose.R[k][i] = R[static_cast<std::size_t>(3 * i + k)];
        pose.t_mm = {f["t_mm"][0], f["t_mm"][1], f["t_mm"][2]};
        test::CardLookOf look;
        look.bgr = grounds[static_cast<std::size_t>((n / every) % 5)];
        look.fingers = (n / every) % 4;
        look.seed = static_cast<unsigned>(n);
        const bool held = n >= 20 && draw;
        if (held) test::draw_card(frame, camera, test::card_on(pose, middle, out, ((n / every) % 7) - 3), look);
        const HeadState head = tracker->step(frame, n / 30.0);
        if (n < 20 || n % every) continue;
        const auto start = cv::getTickCount();
        const CardLook seen = look_for_card(*model, head, frame);
        const double ms = 1e3 * static_cast<double>(cv::getTickCount() - start) / cv::getTickFrequency();
        tally.add(seen);
        const double depth = head.state == TrackState::tracking ? pose.t_mm.z / head.camera_from_head.t_mm.z * 63 *
                                                                      head.intrinsics.fx_px / camera.fx_px
                                                                : 0;
        if (seen.seen)
            std::printf("%d yaw %.0f ipd %.2f sigma %.2f tilt %.1f truth %.1f by depth %.2f  f %.0f/%.0f  %.0f ms\n", n,
                        f["yaw"].get<double>(), seen.seen->ipd_mm, seen.seen->sigma_mm, seen.seen->tilt_deg,
                        truth["ipd_mm"].get<double>(), depth, head.intrinsics.fx_px, camera.fx_px, ms);
        else
            std::printf("%d yaw %.0f none: %s %.0f ms\n", n, f["yaw"].get<double>(),
                        std::string(in_words(seen.miss)).c_str(), ms);
        if (seen.seen && !std::getenv("PLAIN"))
            for (std::size_t i = 0; i < 4; ++i) {
                const auto px = [&](std::size_t k) {
                    return cv::Point(static_cast<int>(std::lround(16 * seen.seen->corners_px[k % 4].x)),
                                     static_cast<int>(std::lround(16 * seen.seen->corners_px[k % 4].y)));
                };
                cv::line(frame, px(i), px(i + 1), {60, 255, 60}, 1, cv::LINE_AA, 4);
            }
        char name[32];
        std::snprintf(name, sizeof name, "%04d.png", n);
        cv::imwrite((folder / name).string(), frame);
    }
    const auto result = tally.result();
    std::printf("%s: %s, true %.1f\n", argv[1], result ? in_words(*result).c_str() : result.error().line().c_str(),
                truth["ipd_mm"].get<double>());
}
