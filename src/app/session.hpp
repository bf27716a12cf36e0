// What every command that tracks or draws is started with, and the two steps that live and offline drivers share:
// track_step() on the tracking thread, Painter on the thread of the GL context.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/tracked.hpp"
#include "design/numbers.hpp"
#include "head/head_mesh.hpp"
#include "render/renderer.hpp"

namespace smp {

// The common options of the command line, as given.
struct SessionOptions {
    std::optional<std::filesystem::path> design_file;
    std::vector<std::string> set;  // NAME=VALUE
    std::optional<double> ipd_mm;  // empty: assumed, TrackerOptions' default
    std::optional<double> fov_deg;
    std::optional<std::filesystem::path> camera_file;
    std::optional<std::filesystem::path> landmark_model;
    std::uint64_t seed = 1;
    std::optional<std::filesystem::path> pictures;
};

// The same, read and checked.
struct Session {
    HeadModel model;
    TreatmentDesign design;
    TrackerOptions tracker;
    std::uint64_t seed = 1;
    std::filesystem::path pictures;  // folder for screenshots
    TrueScale scale;                 // of the client, at the start
};

Expected<Session> open_session(const SessionOptions& options);

// What goes from one frame to the next beside the tracker's own: how the client's skin is seen, and the fade of the
// overlay, which goes after the tracker's confidence, within 200 ms, and is gone when the head is lost.
struct StepState {
    explicit StepState(const HeadModel& model) : skin(model) {}
    SkinReader skin;
    int pictures_a_reading = 1;  // of the skin: 1 reads it in every one
    int since_reading = 0;
    double alpha = 0;
    std::optional<double> last_time_s;
};

// One frame in, one result out; no threads and no clock of its own (times_ms are measured, nothing depends on them).
Tracked track_step(HeadTracker& tracker, StepState& state, Frame frame, bool still = false);

// Works the design out on the tracked head and draws it. One per GL context, on its thread.
class Painter {
  public:
    static Expected<Painter> create(const HeadModel& model, std::uint64_t seed);

    // Draws into the renderer's picture; `show` 0..1 scales the overlay besides the tracker's fade (before/after).
    // Fills in times_ms.render and .total.
    void paint(Tracked& tracked, const TreatmentDesign& design, double show = 1, const Reveal& reveal = {});

    Renderer& renderer() { return renderer_; }
    // Of the last paint: what was drawn of the head, if there was one, and its mesh.
    const Treatment& treatment() const { return *treatment_; }
    const std::optional<HeadView>& view() const { return view_; }
    const HeadMesh& mesh() const { return mesh_; }
    const ScalpSurface& surface() const { return compiler_.surface(); }
    // Columns of the frame between which the head was; empty when there was none.
    std::optional<glm::dvec2> head_across_px() const;
    // Figures of the last paint, on the head and with the design that it was given.
    TreatmentNumbers numbers(const Tracked& painted, const TreatmentDesign& design, const ScaleKnowledge& scale) const;

  private:
    Painter(const HeadModel& model, TreatmentCompiler compiler, Renderer renderer)
        : model_(&model), compiler_(std::move(compiler)), renderer_(std::move(renderer)) {}

    const HeadModel* model_;
    TreatmentCompiler compiler_;
    Renderer renderer_;
    std::optional<HeadView> view_;
    HeadMesh mesh_;
    const Treatment* treatment_ = nullptr;
    int shape_revision_ = -1;
};

}  // namespace smp
