// What the overlay adds to the variance of a clip over time, and which part of the program adds it:
//   bench_shimmer CLIP [--truth POSES.json] [--ipd-mm X] [--fov-deg X] [--set NAME=VALUE]... [--from FRAME]
// The clip is tracked once and then drawn several times, each time with one reading held as it was in the first frame
// that counts. Variances are of 8-bit values, mean over the treated pixels and the channels: of each pixel of the
// picture; from frame to frame (half the mean squared step); both on the skin, the frames being brought into place
// by the pose; and both of the difference to the ideal, which has the true poses and all readings held. POSES:
// {"frames": [{"R": [9, row-major], "t_mm": [3]}]}, Camera from Head, one for each frame.
#include <cmath>
#include <cstdio>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <opencv2/imgproc.hpp>
#include <string>

#include "app/offline_chain.hpp"
#include "design/treatment.hpp"
#include "gl/context.hpp"
#include "head/head_mesh.hpp"

namespace {

using namespace smp;

struct Shown {
    cv::Mat bgr;
    HeadShape shape;
    HeadView view;
    double alpha = 0;
};

// Mean over pixels and channels of the variance over time, of the pixels themselves and of their steps.
class Variance {
  public:
    void add(const cv::Mat& bgr) {
        cv::Mat now;
        bgr.convertTo(now, CV_32FC3);
        if (count_ == 0) {
            first_ = now.clone();
            for (cv::Mat* m : {&sum_, &square_, &steps_}) *m = cv::Mat::zeros(now.size(), CV_32FC3);
        }
        // From the first frame: float sums of squares of what is far from zero lose what is looked for.
        const cv::Mat off = now - first_;
        cv::accumulate(off, sum_);
        cv::accumulateSquare(off, square_);
        if (count_ > 0) cv::accumulateSquare(now - last_, steps_);
        last_ = now;
        ++count_;
    }
    struct Means {
        double whole = 0, steps = 0;
    };
    Means over(const cv::Mat& where) const {
        const cv::Mat mean = sum_ / count_, variance = square_ / count_ - mean.mul(mean);
        const auto across = [](const cv::Scalar& s) { return (s[0] + s[1] + s[2]) / 3; };
        return {across(cv::mean(variance, where)), across(cv::mean(steps_, where)) / (2.0 * (count_ - 1))};
    }

  private:
    cv::Mat first_, last_, sum_, square_, steps_;
    int count_ = 0;
};

[[noreturn]] void give_up(const Error& error) {
    std::fprintf(stderr, "%s\n", error.line().c_str());
    std::exit(static_cast<int>(error.code));
}

}  // namespace

int main(int argc, char** argv) {
    SessionOptions options;
    std::string clip, truth_file;
    std::size_t from = 40;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        const bool more = i + 1 < argc;
        if (word == "--truth" && more)
            truth_file = argv[++i];
        else if (word == "--ipd-mm" && more)
            options.ipd_mm = std::stod(argv[++i]);
        else if (word == "--fov-deg" && more)
            options.fov_deg = std::stod(argv[++i]);
        else if (word == "--set" && more)
            options.set.emplace_back(argv[++i]);
        else if (word == "--from" && more)
            from = std::stoul(argv[++i]);
        else
            clip = word;
    }
    auto chain = open_chain(options, clip);
    if (!chain) give_up(chain.error());
    StepState state(chain->session->model);
    std::vector<Shown> frames;
    for (std::size_t i = 0;; ++i) {
        auto frame = chain->source.next();
        if (!frame) give_up(frame.error());
        if (!*frame) break;
        Tracked t = track_step(chain->tracker, state, std::move(**frame));
        if (i < from) continue;
        if (t.head.state == TrackState::lost) {
            std::fprintf(stderr, "frame %zu: the head is lost\n", i);
            return 1;
        }
        frames.push_back({t.frame.bgr.clone(), t.head.shape,
                          HeadView{t.head.camera_from_head, t.head.intrinsics, t.head.cover, t.skin.skin, t.skin.camera,
                                   static_cast<unsigned>(i)},
                          t.overlay_alpha});
    }
    if (frames.size() < 3) return 1;
    const Shown& held = frames.front();
    const Shown& last = frames.back();

    // Poses as they truly went, from the held frame's on.
    std::vector<HeadPose> truth;
    if (!truth_file.empty()) {
        std::ifstream file(truth_file);
        const auto json = nlohmann::json::parse(file);
        std::vector<HeadPose> poses;
        for (std::size_t i = from; i < from + frames.size(); ++i) {
            const auto& row = json.at("frames").at(i);
            HeadPose p;
            for (int r = 0; r < 3; ++r)
                for (int c = 0; c < 3; ++c) p.R[c][r] = row.at("R").at(3 * r + c).get<double>();
            for (int c = 0; c < 3; ++c) p.t_mm[c] = row.at("t_mm").at(c).get<double>();
            poses.push_back(p);
        }
        for (const auto& p : poses) {
            const auto moved = p * poses.front().inverse();
            HeadPose out;
            out.R = moved.R * held.view.camera_from_head.R;
            out.t_mm = moved.R * held.view.camera_from_head.t_mm + moved.t_mm;
            truth.push_back(out);
        }
    }

    using Change = std::function<void(std::size_t, Shown&)>;
    const auto skin = [&](Shown& s) { s.view.skin = held.view.skin; };
    const auto blur = [&](Shown& s) { s.view.look.blur_px = held.view.look.blur_px; };
    const auto smear = [&](Shown& s) { s.view.look.camera_from_head_opened.reset(); };
    const auto grain = [&](Shown& s) { s.view.look.grain = 0; };
    const auto cover = [&](Shown& s) { s.view.cover = {}; };
    const auto alpha = [&](Shown& s) { s.alpha = 1; };
    const auto shape = [&](Shown& s) { s.shape = last.shape; };
    const auto all = [&](Shown& s) { skin(s), blur(s), smear(s), grain(s), cover(s), alpha(s), shape(s); };
    struct Row {
        const char* name;
        Change change;
    };
    std::vector<Row> rows{
        {"footage", nullptr},
        {"as the mirror draws it", [&](std::size_t, Shown&) {}},
        {"  skin held", [&](std::size_t, Shown& s) { skin(s); }},
        {"  blur held", [&](std::size_t, Shown& s) { blur(s); }},
        {"  no smear", [&](std::size_t, Shown& s) { smear(s); }},
        {"  no grain", [&](std::size_t, Shown& s) { grain(s); }},
        {"  nothing covered", [&](std::size_t, Shown& s) { cover(s); }},
        {"  full alpha", [&](std::size_t, Shown& s) { alpha(s); }},
        {"  last shape", [&](std::size_t, Shown& s) { shape(s); }},
        {"  blur .2 px more", [&](std::size_t, Shown& s) { s.view.look.blur_px += 0.2; }},
        {"  all of these", [&](std::size_t, Shown& s) { all(s); }},
    };
    if (!truth.empty()) {
        rows.push_back({"  true pose", [&](std::size_t i, Shown& s) {
                            s.view.camera_from_head = truth[i];
                            smear(s);
                        }});
        rows.push_back({"  true pose, no grain", [&](std::size_t i, Shown& s) {
                            s.view.camera_from_head = truth[i];
                            smear(s);
                            grain(s);
                        }});
        rows.push_back({"  all, true pose", [&](std::size_t i, Shown& s) {
                            all(s);
                            s.view.camera_from_head = truth[i];
                        }});
    }
    rows.push_back({"  all, pose held", [&](std::size_t, Shown& s) {
                        all(s);
                        s.view.camera_from_head = held.view.camera_from_head;
                    }});

    auto renderer = Renderer::create();
    if (!renderer) give_up(renderer.error());
    TreatmentCompiler compiler(chain->session->model, chain->session->seed);
    const auto& design = chain->session->design;
    const auto draw = [&](const Shown& s) {
        const auto& treatment = compiler.compile(s.shape, design);
        renderer->set_head(HeadMesh::build(chain->session->model, s.shape, compiler.surface()));
        renderer->set_treatment(treatment);
        renderer->draw(s.bgr, s.view, s.alpha * treatment.opacity);
    };

    // Where the treatment is in every frame, a pixel within.
    cv::Mat treated;
    for (const auto& s : frames) {
        draw(s);
        const cv::Mat mask = renderer->read_mask() > 128;
        treated = treated.empty() ? mask : treated & mask;
    }
    cv::erode(treated, treated, cv::Mat::ones(3, 3, CV_8U));
    std::printf("%zu frames, %d pixels treated in all of them\n", frames.size(), cv::countNonZero(treated));

    // Where the skin of the held frame's pixels lies in each frame, by the given poses.
    const ScalpSurface surface(chain->session->model, held.shape);
    cv::Mat on_skin = treated.clone();
    std::vector<cv::Point> pixels;
    std::vector<glm::dvec3> places_mm;
    const auto from_camera = held.view.camera_from_head.inverse();
    for (int y = 0; y < treated.rows; ++y)
        for (int x = 0; x < treated.cols; ++x) {
            if (!treated.at<std::uint8_t>(y, x)) continue;
            glm::dvec3 hit;
            if (!surface.intersect(from_camera.t_mm, from_camera.R * held.view.intrinsics.ray({x, y}), hit)) {
                on_skin.at<std::uint8_t>(y, x) = 0;
                continue;
            }
            pixels.emplace_back(x, y);
            places_mm.push_back(hit);
        }
    std::vector<cv::Mat> maps;
    for (std::size_t i = 0; i < frames.size(); ++i) {
        cv::Mat map(treated.size(), CV_32FC2, cv::Scalar(-1, -1));
        const HeadPose& pose = truth.empty() ? frames[i].view.camera_from_head : truth[i];
        for (std::size_t k = 0; k < pixels.size(); ++k) {
            const auto p = held.view.intrinsics.project(pose * places_mm[k]);
            map.at<cv::Vec2f>(pixels[k]) = {static_cast<float>(p.x), static_cast<float>(p.y)};
        }
        maps.push_back(map);
    }

    // What the overlay would be with nothing read anew and no error of the pose: texture that goes with the skin.
    const auto drawn = [&](std::size_t i, const Change& change) {
        Shown s = frames[i];
        change(i, s);
        draw(s);
        return renderer->read_picture();
    };
    std::vector<cv::Mat> ideal;
    for (std::size_t i = 0; i < frames.size(); ++i)
        ideal.push_back(drawn(i, [&](std::size_t k, Shown& s) {
            all(s);
            if (!truth.empty()) s.view.camera_from_head = truth[k];
        }));

    std::printf("blur %.2f to %.2f px\n", held.view.look.blur_px, last.view.look.blur_px);
    Variance::Means bare, bare_on_skin;
    std::printf("%-24s %15s %14s | %14s %14s | %14s %14s\n", "variance", "picture", "steps", "on skin", "steps",
                "off the ideal", "steps");
    for (const auto& row : rows) {
        Variance picture, skin_fixed, off_ideal;
        for (std::size_t i = 0; i < frames.size(); ++i) {
            const cv::Mat now = row.change ? drawn(i, row.change) : frames[i].bgr;
            picture.add(now);
            cv::Mat fine, fine_ideal, still;
            now.convertTo(fine, CV_32FC3);
            ideal[i].convertTo(fine_ideal, CV_32FC3);
            cv::remap(fine, still, maps[i], {}, cv::INTER_LANCZOS4, cv::BORDER_REPLICATE);
            skin_fixed.add(still);
            off_ideal.add(fine - fine_ideal);
        }
        const auto a = picture.over(treated), b = skin_fixed.over(on_skin), c = off_ideal.over(treated);
        if (!row.change) bare = a, bare_on_skin = b;
        const auto more = [](double v, double than) { return 100 * (v / than - 1); };
        std::printf("%-24s %8.3f %+5.0f%% %8.3f %+4.0f%% | %8.3f %+4.0f%% %8.3f %+4.0f%%", row.name, a.whole,
                    more(a.whole, bare.whole), a.steps, more(a.steps, bare.steps), b.whole,
                    more(b.whole, bare_on_skin.whole), b.steps, more(b.steps, bare_on_skin.steps));
        if (row.change)
            std::printf(" | %8.3f %4.1f%% %8.3f %4.1f%%", c.whole, 100 * c.whole / bare.whole, c.steps,
                        100 * c.steps / bare.steps);
        std::printf("\n");
        std::fflush(stdout);
    }
}
