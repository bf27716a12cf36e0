#include "app/session.hpp"

#include <algorithm>
#include <chrono>

#include "app/camera_file.hpp"
#include "app/places.hpp"

namespace smp {
namespace {

double now_ms() {
    using namespace std::chrono;
    return duration<double, std::milli>(steady_clock::now().time_since_epoch()).count();
}

constexpr double fade_s = 0.12;

// How much of the overlay a confidence bears: all of it while the marks are likelier on their place than not.
double shown_at(double confidence) {
    return std::clamp((confidence - 0.15) / 0.35, 0.0, 1.0);
}

}  // namespace

Expected<Session> open_session(const SessionOptions& options) {
    Session session;
    auto model = HeadModel::load(data_folder() / "models/head_shape.json");
    if (!model) return model.error();
    session.model = std::move(*model);
    if (options.design_file) {
        auto design = load_design(*options.design_file);
        if (!design) return design.error();
        session.design = *design;
    }
    std::vector<Assignment> set;
    for (const std::string_view assignment : options.set) {
        const auto equals = assignment.find('=');
        if (equals == std::string_view::npos)
            return Error{ExitCode::usage, "not of the form NAME=VALUE", "--set " + std::string(assignment),
                         "write for instance --set hairline.height_mm=70"};
        set.push_back({assignment.substr(0, equals), assignment.substr(equals + 1)});
    }
    if (auto done = set_parameters(session.design, set); !done) return done.error();
    if (options.ipd_mm) {
        if (!(*options.ipd_mm >= least_ipd_mm && *options.ipd_mm <= most_ipd_mm))
            return Error{ExitCode::input, "out of range", "--ipd-mm " + std::to_string(*options.ipd_mm),
                         "give 40 to 85 mm"};
        session.tracker.ipd_mm = *options.ipd_mm;
        session.scale = typed_scale(*options.ipd_mm);
    }
    if (options.fov_deg && !(*options.fov_deg >= 20 && *options.fov_deg <= 140))
        return Error{ExitCode::input, "out of range", "--fov-deg " + std::to_string(*options.fov_deg),
                     "give the horizontal field of view, 20 to 140 degrees"};
    session.tracker.fov_deg = options.fov_deg;
    if (options.camera_file) {
        auto camera = load_camera(*options.camera_file);
        if (!camera) return camera.error();
        session.tracker.camera = *camera;
    }
    session.tracker.landmark_model = options.landmark_model.value_or(default_landmark_model());
    session.seed = options.seed;
    session.pictures = options.pictures.value_or(pictures_folder());
    return session;
}

Tracked track_step(HeadTracker& tracker, StepState& state, Frame frame, bool still) {
    const double begin_ms = now_ms();
    Tracked out;
    out.head = tracker.step(frame.bgr, frame.time_s);
    const double passed_s = state.last_time_s ? std::clamp(frame.time_s - *state.last_time_s, 0.0, fade_s) : 1.0 / 30;
    state.last_time_s = frame.time_s;
    if (out.head.state == TrackState::lost)
        state.alpha = 0;
    else if (still)
        state.alpha = 1;
    else
        state.alpha += std::clamp(shown_at(out.head.confidence) - state.alpha, -passed_s / fade_s, passed_s / fade_s);
    out.overlay_alpha = state.alpha;
    out.times_ms.capture = frame.capture_ms;
    const double tracked_ms = now_ms();
    std::optional<SkinReading> carried;
    if (++state.since_reading < state.pictures_a_reading) carried = state.skin.carry(out.head);
    if (!carried) state.since_reading = 0;
    out.skin = carried ? std::move(*carried) : state.skin.read(frame.bgr, out.head);
    out.times_ms.track = tracked_ms - begin_ms;
    out.times_ms.skin = now_ms() - tracked_ms;
    out.frame = std::move(frame);
    return out;
}

Expected<Painter> Painter::create(const HeadModel& model, std::uint64_t seed) {
    auto renderer = Renderer::create();
    if (!renderer) return renderer.error();
    return Painter(model, TreatmentCompiler(model, seed), std::move(*renderer));
}

void Painter::paint(Tracked& tracked, const TreatmentDesign& design, double show, const Reveal& reveal) {
    const double begin_ms = now_ms();
    const HeadState& head = tracked.head;
    treatment_ = &compiler_.compile(head.shape, design);
    view_.reset();
    if (head.state == TrackState::tracking) {
        if (head.shape.revision != shape_revision_) {
            mesh_ = HeadMesh::build(*model_, head.shape, compiler_.surface());
            renderer_.set_head(mesh_);
            shape_revision_ = head.shape.revision;
        }
        renderer_.set_treatment(*treatment_);
        view_ = HeadView{head.camera_from_head, head.intrinsics,     head.cover,
                         tracked.skin.skin,     tracked.skin.camera, static_cast<unsigned>(tracked.frame.sequence)};
    }
    renderer_.draw(tracked.frame.bgr, view_, tracked.overlay_alpha * treatment_->opacity * show, reveal);
    renderer_.finish();
    tracked.times_ms.render = now_ms() - begin_ms;
    tracked.times_ms.total = tracked.times_ms.track + tracked.times_ms.skin + tracked.times_ms.render;
}

std::optional<glm::dvec2> Painter::head_across_px() const {
    if (!view_) return std::nullopt;
    glm::dvec2 out(1e9, -1e9);
    for (const auto* part : {&mesh_.scalp, &mesh_.occluders})
        for (const auto& vertex : *part) {
            const glm::dvec3 p_mm = view_->camera_from_head * glm::dvec3(vertex.p_head_mm);
            if (p_mm.z < 1) continue;
            const double x = view_->intrinsics.project(p_mm).x;
            out = {std::min(out.x, x), std::max(out.y, x)};
        }
    return out.x < out.y ? std::optional(out) : std::nullopt;
}

TreatmentNumbers Painter::numbers(const Tracked& painted, const TreatmentDesign& design,
                                  const ScaleKnowledge& scale) const {
    return treatment_numbers(*model_, painted.head.shape, compiler_.surface(), design, *treatment_, scale);
}

}  // namespace smp
