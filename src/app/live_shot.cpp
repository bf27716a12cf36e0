#include "app/live_shot.hpp"

#include "app/offline_chain.hpp"
#include "app/picture_label.hpp"
#include "base/local_time.hpp"
#include "design/disclosure.hpp"
#include "gl/context.hpp"

namespace smp {
namespace {

// `painted` just now, with the design; without the treated picture and the mask.
Shot facts_of(const Painter& painter, const Tracked& painted, const TreatmentDesign& design, const Session& session,
              const TrueScale& scale, const std::string& input, const std::string& detail, bool for_record) {
    Shot shot;
    shot.before = painted.frame.bgr;  // shared; pixels are never written after capture
    shot.design = design;
    shot.time = std::chrono::system_clock::now();
    shot.label = disclosure(shot.design, local_date(shot.time));
    if (painted.head.state == TrackState::tracking) {
        shot.camera_from_head = painted.head.camera_from_head;
        shot.numbers = painter.numbers(painted, design, {scale, session.tracker.still});
        if (for_record) shot.shape = painted.head.shape;
    }
    shot.intrinsics = painted.head.intrinsics;
    shot.scale = scale;
    shot.seed = session.seed;
    shot.input = input;
    shot.input_detail = detail;
    shot.frame = painted.frame.sequence;
    shot.frame_time_s = painted.frame.time_s;
    shot.gl_renderer = gl::report().renderer;
    shot.landmark_model = session.tracker.landmark_model.filename().string();
    return shot;
}

}  // namespace

Shot shot_of(Painter& painter, const Tracked& shown, const TreatmentDesign& design, const Session& session,
             const TrueScale& scale, const std::string& input, const std::string& detail, bool for_record) {
    Tracked whole = shown;
    const bool head = whole.head.state == TrackState::tracking;
    whole.overlay_alpha = head ? 1 : 0;
    painter.paint(whole, design);
    Shot shot = facts_of(painter, whole, design, session, scale, input, detail, for_record);
    shot.after = painter.renderer().read_picture();
    PictureLabel(shot.label).burn(shot.after, label_alpha(whole, shot.design));
    if (head && for_record) shot.mask = painter.renderer().read_mask();
    return shot;
}

Shot clip_begun(Painter& painter, const Tracked& shown, const TreatmentDesign& design, const Session& session,
                const TrueScale& scale, const std::string& input, const std::string& detail) {
    Tracked whole = shown;
    painter.paint(whole, design);
    return facts_of(painter, whole, design, session, scale, input, detail, true);
}

}  // namespace smp
