// draw_swatches OUT.png [NAME=VALUE ...] [-- PICTURE ...]: the swatches of four skins and of the clients in pictures,
// one under the other, for people to look at.
#include <cstdio>
#include <cstring>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "app/session.hpp"
#include "design/pigment_swatches.hpp"
#include "skin/well_lit_skin.hpp"
#include "support/skin_tones.hpp"

int main(int argc, char** argv) {
    using namespace smp;
    if (argc < 2) return 2;
    SessionOptions options;
    int at = 2;
    for (; at < argc && std::strcmp(argv[at], "--") != 0; ++at) options.set.emplace_back(argv[at]);
    const auto session = open_session(options);
    if (!session) return std::fprintf(stderr, "%s\n", session.error().line().c_str()), 3;
    cv::Mat all;
    const auto draw = [&](const glm::vec3& skin_rgb) {
        const PigmentSwatches swatches = pigment_swatches(session->design, skin_rgb);
        cv::Mat line;
        for (const auto& one : swatches.shades) {
            cv::Mat rgb(PigmentSwatches::height_px, PigmentSwatches::width_px, CV_8UC3,
                        const_cast<std::uint8_t*>(one.rgb.data())),
                bgr;
            cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
            cv::copyMakeBorder(bgr, bgr, 4, 4, 4, 4, cv::BORDER_CONSTANT, cv::Scalar(33, 28, 26));
            line.empty() ? void(line = bgr) : cv::hconcat(line, bgr, line);
        }
        all.empty() ? void(all = line) : cv::vconcat(all, line, all);
    };
    for (const auto& skin : test::skins) draw(glm::vec3(skin[0], skin[1], skin[2]) * 0.6f);
    for (++at; at < argc; ++at) {
        Frame frame;
        frame.bgr = cv::imread(argv[at]);
        if (frame.bgr.empty()) continue;
        auto tracker = HeadTracker::create(session->model, session->tracker);
        if (!tracker) return std::fprintf(stderr, "%s\n", tracker.error().line().c_str()), 3;
        StepState state(session->model);
        const Tracked tracked = track_step(*tracker, state, frame, true);
        const auto skin = well_lit_skin_rgb(tracked.skin.skin);
        std::printf("%s: %s\n", argv[at], skin ? "" : "no skin");
        if (skin) draw(*skin);
    }
    return cv::imwrite(argv[1], all) ? 0 : 1;
}
