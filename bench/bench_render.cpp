// What it costs to draw the demo client, by number of marks at 1280x720 and by size of the picture, with the maps of
// skin and hair that were read off the very frames: build/ci/bench/bench_render; bench/cost_curve plots it. Median and
// p95 are counters, in milliseconds, and so is the processor time of all threads, which tells more on a machine that
// others use too.
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <map>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "app/offline_chain.hpp"

namespace {

using namespace smp;

constexpr std::size_t window = 12;  // frames that are drawn one after the other
constexpr int frames_followed = 400, warm_up = 60;
// The client of the clip sits 0.5 m before the camera; people sit 0.6 to 0.7 m before a mirror.
constexpr double smaller = 0.76;

[[noreturn]] void give_up(const std::string& why) {
    std::fprintf(stderr, "%s\n", why.c_str());
    std::exit(1);
}

double cpu_ms() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const auto ms = [](const timeval& t) {
        return 1e3 * static_cast<double>(t.tv_sec) + 1e-3 * static_cast<double>(t.tv_usec);
    };
    return ms(used.ru_utime) + ms(used.ru_stime);
}

// The same client farther away; what stands around is made up from the picture's rim.
cv::Mat moved_away(const cv::Mat& bgr) {
    const cv::Point2d middle(0.5 * (bgr.cols - 1), 0.5 * (bgr.rows - 1));
    const cv::Matx23d to_small(smaller, 0, (1 - smaller) * middle.x, 0, smaller, (1 - smaller) * middle.y);
    cv::Mat out;
    cv::warpAffine(bgr, out, to_small, bgr.size(), cv::INTER_AREA, cv::BORDER_REPLICATE);
    return out;
}

struct Drawable {
    cv::Mat bgr;
    HeadView view;
    HeadShape shape;
};

// The same in a picture of another size, as a camera with more or fewer pixels takes it.
Drawable resized(const Drawable& d, double times) {
    Drawable out = d;
    cv::resize(d.bgr, out.bgr, {}, times, times, times < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
    out.view.intrinsics = d.view.intrinsics.scaled(times);
    out.view.intrinsics.width_px = out.bgr.cols;
    out.view.intrinsics.height_px = out.bgr.rows;
    for (CoarseGrid* grid : {static_cast<CoarseGrid*>(&out.view.cover), static_cast<CoarseGrid*>(&out.view.skin)}) {
        const cv::Rect& box = grid->box_px;
        const auto px = [&](int v) { return static_cast<int>(std::lround(times * v)); };
        grid->box_px = {px(box.x), px(box.y), px(box.width), px(box.height)};
        grid->px *= times;
    }
    out.view.look.blur_px = std::max(0.5, times * d.view.look.blur_px);
    return out;
}

// The client as followed in the clip: as they look into the camera, and with the chin down, which shows the most scalp.
struct Client {
    OfflineChain chain;
    std::vector<Drawable> frontal, chin_down;
    std::vector<Mark> marks;  // more than are asked for; any first n lie evenly
    Treatment treatment;
};

Client meet() {
    auto chain = open_chain({}, "demo");
    if (!chain) give_up(chain.error().line());
    Client out{std::move(*chain), {}, {}, {}, {}};
    TreatmentDesign dense;
    dense.density_per_cm2 = 220;
    dense.sides_density = 1;
    StepState state(out.chain.session->model);
    std::deque<Drawable> last;
    double lowest = 1;
    for (int i = 0; i < frames_followed; ++i) {
        auto frame = out.chain.source.next();
        if (!frame || !*frame) break;
        (*frame)->bgr = moved_away((*frame)->bgr);
        Tracked tracked = track_step(out.chain.tracker, state, std::move(**frame));
        if (tracked.head.state != TrackState::tracking) {
            last.clear();
            continue;
        }
        HeadView view{tracked.head.camera_from_head, tracked.head.intrinsics, tracked.head.cover, tracked.skin.skin,
                      tracked.skin.camera,           static_cast<unsigned>(i)};
        last.push_back({tracked.frame.bgr, std::move(view), tracked.head.shape});
        if (last.size() > window) last.pop_front();
        if (i < warm_up || last.size() < window) continue;
        if (out.frontal.empty()) out.frontal.assign(last.begin(), last.end());
        // Where the top of the head points: away from the camera is positive.
        const double top = tracked.head.camera_from_head.R[1].z;
        if (top < lowest) {
            lowest = top;
            out.chin_down.assign(last.begin(), last.end());
        }
        out.chain.painter.paint(tracked, dense);
    }
    if (out.frontal.empty()) give_up("the demo client was not followed");
    out.treatment = out.chain.painter.treatment();
    out.marks = out.treatment.marks;
    // More than a head has, to see where the cost goes: a second draw on the same head.
    const auto more = TreatmentCompiler(out.chain.session->model, 2).compile(last.back().shape, dense).marks;
    out.marks.insert(out.marks.end(), more.begin(), more.end());
    for (const auto& [name, frames] : {std::pair{"frontal", &out.frontal}, {"chin down", &out.chin_down}}) {
        const Drawable& d = frames->front();
        const cv::Mat& hair = d.view.skin.hair;
        if (d.view.skin.empty() || hair.empty()) give_up("no maps of skin and hair were read");
        cv::Mat own;
        cv::extractChannel(hair, own, 3);
        std::printf("%s: %dx%d, the head %.0f mm away, focal length %.0f px, hair on %.0f %% of its map\n", name,
                    d.bgr.cols, d.bgr.rows, d.view.camera_from_head.t_mm.z, d.view.intrinsics.fx_px,
                    100.0 * cv::countNonZero(own > 0.05) / static_cast<double>(own.total()));
    }
    return out;
}

Client& client() {
    static Client one = meet();
    return one;
}

void draw(benchmark::State& state, const std::vector<Drawable>& frames) {
    Client& c = client();
    const auto count = static_cast<std::size_t>(state.range(0));
    if (c.marks.size() < count) give_up("only " + std::to_string(c.marks.size()) + " marks on this head");
    c.treatment.marks.assign(c.marks.begin(), c.marks.begin() + static_cast<std::ptrdiff_t>(count));
    ++c.treatment.revision;
    Renderer& renderer = c.chain.painter.renderer();
    renderer.set_head(c.chain.painter.mesh());
    renderer.set_treatment(c.treatment);
    std::size_t i = 0;
    const auto one = [&] {
        const Drawable& d = frames[i++ % frames.size()];
        renderer.draw(d.bgr, d.view, 1);
        renderer.finish();
    };
    while (i < window) one();
    std::vector<double> ms;
    const double cpu_before_ms = cpu_ms();
    for (auto _ : state) {
        const auto start = std::chrono::steady_clock::now();
        one();
        ms.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    state.counters["cpu_ms"] = (cpu_ms() - cpu_before_ms) / static_cast<double>(ms.size());
    std::sort(ms.begin(), ms.end());
    state.counters["median_ms"] = ms[ms.size() / 2];
    state.counters["p95_ms"] = ms[ms.size() * 95 / 100];
}

void frontal(benchmark::State& state) {
    draw(state, client().frontal);
}
void chin_down(benchmark::State& state) {
    draw(state, client().chin_down);
}

// By width of the picture, 16 to 9, with 20 000 marks.
void by_size(benchmark::State& state) {
    std::vector<Drawable> frames;
    for (const Drawable& d : client().frontal)
        frames.push_back(resized(d, static_cast<double>(state.range(1)) / d.bgr.cols));
    draw(state, frames);
}

void counts(benchmark::internal::Benchmark* b) {
    for (const int marks : {0, 1000, 5000, 20000, 40000, 60000, 100000, 200000}) b->Arg(marks);
    b->Unit(benchmark::kMillisecond)->UseRealTime();
}
BENCHMARK(frontal)->Apply(counts);
BENCHMARK(chin_down)->Apply(counts);
BENCHMARK(by_size)
    ->ArgsProduct({{20000}, {640, 960, 1280, 1920, 2560, 3840}})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
