// What each stage of following a head costs, on the demo client at 640x360 and 1280x720 (the argument is the width).
#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

#include "app/places.hpp"
#include "head/head_memory.hpp"
#include "head/head_tracker.hpp"
#include "head/head_view.hpp"
#include "head/map_refiner.hpp"
#include "head/neck_motion.hpp"
#include "head/pose_agreement.hpp"
#include "head/skin_map.hpp"

namespace {

using namespace smp;

constexpr int frames = 240, warm_up = 60;

// The client as the tracker knows them after eight seconds and a turn, and a map made of what was seen until then.
struct Client {
    HeadModel model;
    TrackerOptions options;
    FaceLandmarks faces;
    std::vector<cv::Mat> bgr, grey;
    std::vector<HeadState> states;
    std::shared_ptr<const ScalpSurface> scalp;
    SkinMap map;
    MapBundle bundle;

    Client(HeadModel m, TrackerOptions o, FaceLandmarks f)
        : model(std::move(m)), options(std::move(o)), faces(std::move(f)) {}
    const HeadState& last() const { return states.back(); }
};

[[noreturn]] void give_up(const Error& error) {
    std::fprintf(stderr, "%s\n", error.line().c_str());
    std::exit(1);
}

std::unique_ptr<Client> meet(int width_px) {
    const std::filesystem::path source = SMP_SOURCE_DIR;
    auto model = HeadModel::load(source / "models/head_shape.json");
    if (!model) give_up(model.error());
    TrackerOptions options;
    options.landmark_model = default_landmark_model();
    auto faces = FaceLandmarks::load(options.landmark_model);
    if (!faces) give_up(faces.error());
    auto out = std::make_unique<Client>(std::move(*model), options, std::move(*faces));
    auto tracker = HeadTracker::create(out->model, options);
    if (!tracker) give_up(tracker.error());
    cv::VideoCapture clip((source / "assets/demo/client.mp4").string());
    for (cv::Mat frame, scaled, grey; static_cast<int>(out->bgr.size()) < frames && clip.read(frame);) {
        cv::resize(frame, scaled, {width_px, width_px * frame.rows / frame.cols}, 0, 0, cv::INTER_AREA);
        cv::cvtColor(scaled, grey, cv::COLOR_BGR2GRAY);
        out->bgr.push_back(scaled.clone());
        out->grey.push_back(grey.clone());
        out->states.push_back(tracker->step(scaled, static_cast<double>(out->states.size()) / 30));
    }
    const HeadState& head = out->last();
    out->scalp = std::make_shared<const ScalpSurface>(out->model, head.shape);
    out->map.set_surface(SkinSurface(out->model, head.shape, *out->scalp));
    for (int i = 0; i < frames - 1; ++i) {  // the last picture is the one to be timed
        const HeadState& at = out->states[i];
        if (at.state != TrackState::tracking) continue;
        out->map.take_picture(out->grey[i], at.camera_from_head, head.intrinsics);
        HeadPose pose = at.camera_from_head;
        const SkinEvidence evidence = out->map.match(head.intrinsics, pose);
        if (FitView* view = out->map.keep(head.intrinsics, pose, evidence, true))
            add_landmarks(out->model, at.landmarks_px, head.intrinsics, *view);
    }
    out->bundle = out->map.bundle(out->model);
    return out;
}

Client& client(int width_px) {
    static std::map<int, std::unique_ptr<Client>> known;
    auto& one = known[width_px];
    if (!one) one = meet(width_px);
    return *one;
}

void detect(benchmark::State& state) {
    Client& c = client(static_cast<int>(state.range(0)));
    for (auto _ : state) benchmark::DoNotOptimize(c.faces.detect(c.grey.back(), 640.0 / c.grey.back().cols));
}

void predict_landmarks(benchmark::State& state) {
    Client& c = client(static_cast<int>(state.range(0)));
    const FaceBox box = box_from_pose(c.last().camera_from_head, c.last().intrinsics);
    for (auto _ : state) benchmark::DoNotOptimize(c.faces.predict(c.grey.back(), box));
}

void take_picture(benchmark::State& state) {
    Client& c = client(static_cast<int>(state.range(0)));
    SkinMap map = c.map;
    for (auto _ : state) map.take_picture(c.grey.back(), c.last().camera_from_head, c.last().intrinsics);
}

void flow(benchmark::State& state) {
    Client& c = client(static_cast<int>(state.range(0)));
    SkinMap ready = c.map;
    ready.take_picture(c.grey.back(), c.last().camera_from_head, c.last().intrinsics);
    for (auto _ : state) {
        state.PauseTiming();
        SkinMap map = ready;
        HeadPose pose = c.last().camera_from_head;
        PoseInformation information;
        const PosePrior likely = NeckMotion().next(pose);
        state.ResumeTiming();
        benchmark::DoNotOptimize(map.flow(c.last().intrinsics, likely, pose, information));
    }
}

void match(benchmark::State& state) {
    Client& c = client(static_cast<int>(state.range(0)));
    double found = 0;
    for (auto _ : state) {
        HeadPose pose = c.last().camera_from_head;
        found = c.map.match(c.last().intrinsics, pose).found;
    }
    state.counters["patches"] = found;
}

void pose_from_patches(benchmark::State& state) {
    Client& c = client(static_cast<int>(state.range(0)));
    HeadPose at = c.last().camera_from_head;
    const SkinEvidence evidence = c.map.match(c.last().intrinsics, at);
    for (auto _ : state) {
        HeadPose pose = c.last().camera_from_head;
        pose.t_mm.x += 2;
        benchmark::DoNotOptimize(fit_pose(evidence.seen, c.last().intrinsics, 3, pose));
    }
    state.counters["patches"] = static_cast<double>(evidence.seen.size());
}

void outline(benchmark::State& state) {
    Client& c = client(static_cast<int>(state.range(0)));
    const CraniumRim rim(*c.scalp);
    for (auto _ : state) {
        FitView view{c.last().camera_from_head, {}, {}};
        find_outline(c.model, c.bgr.back(), rim, c.last().intrinsics, 10, view);
        benchmark::DoNotOptimize(view.rim.size());
    }
}

void cover(benchmark::State& state) {
    Client& c = client(static_cast<int>(state.range(0)));
    HeadMemory memory;
    memory.set_head(HeadMesh::build(c.model, c.last().shape, *c.scalp), c.scalp->centre_mm());
    for (auto _ : state)
        benchmark::DoNotOptimize(
            memory.look(c.bgr.back(), c.last().camera_from_head, c.last().intrinsics, {}, true).px);
}

void bundle_adjustment(benchmark::State& state) {
    Client& c = client(static_cast<int>(state.range(0)));
    FitOptions fit;
    fit.max_iterations = 15;
    for (auto _ : state) {
        RefinedHead head{c.bundle, {}, c.last().shape, c.last().intrinsics, c.scalp};
        benchmark::DoNotOptimize(refine(c.model, fit, head));
    }
    state.counters["views"] = static_cast<double>(c.bundle.views.size());
    state.counters["tracks"] = static_cast<double>(c.bundle.tracks.size());
}

// The whole step, mean: from two seconds after the client was found. Median and p95 are in `smp-mirror bench --json`.
void whole_step(benchmark::State& state) {
    Client& c = client(static_cast<int>(state.range(0)));
    auto tracker = HeadTracker::create(c.model, c.options);
    std::size_t i = 0;
    const auto step = [&] {
        benchmark::DoNotOptimize(tracker->step(c.bgr[i % frames], static_cast<double>(i) / 30));
        ++i;
    };
    while (i < warm_up) step();
    for (auto _ : state) step();
}

void sizes(benchmark::internal::Benchmark* b) {
    b->Arg(640)->Arg(1280)->Unit(benchmark::kMillisecond);
}
BENCHMARK(detect)->Apply(sizes);
BENCHMARK(predict_landmarks)->Apply(sizes);
BENCHMARK(take_picture)->Apply(sizes);
BENCHMARK(flow)->Apply(sizes);
BENCHMARK(match)->Apply(sizes);
BENCHMARK(pose_from_patches)->Apply(sizes);
BENCHMARK(outline)->Apply(sizes);
BENCHMARK(cover)->Apply(sizes);
BENCHMARK(bundle_adjustment)->Apply(sizes);
BENCHMARK(whole_step)->Apply(sizes);

}  // namespace

BENCHMARK_MAIN();
