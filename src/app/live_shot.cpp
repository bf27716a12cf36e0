#include "app/live_shot.hpp"

#include "app/offline_chain.hpp"
#include "app/picture_label.hpp"
#include "base/local_time.hpp"
#include "design/disclosure.hpp"
#include "gl/context.hpp"

namespace smp {

Shot shot_of(Painter& painter, const Tracked& shown, const TreatmentDesign& design, const Session& session,
             const TrueScale& scale, const std::string& input, const std::string& detail, bool for_record) {
    Tracked whole = shown;
    const bool head = whole.head.state == TrackState::tracking;
    whole.overlay_alpha = head ? 1 : 0;
    painter.paint(whole, design);
    Shot shot;
    shot.before = whole.frame.bgr;  // shared; pixels are never written after capture
    shot.after = painter.renderer().read_picture();
    shot.design = design;
    shot.time = std::chrono::system_clock::now();
    shot.label = disclosure(shot.design, local_date(shot.time));
    PictureLabel(shot.label).burn(shot.after, label_alpha(whole, shot.design));
    if (head) {
        shot.camera_from_head = whole.head.camera_from_head;
        shot.numbers = painter.numbers(whole, design, {scale, session.tracker.still});
        if (for_record) {
            shot.mask = painter.renderer().read_mask();
            shot.shape = whole.head.shape;
        }
    }
    shot.intrinsics = whole.head.intrinsics;
    shot.scale = scale;
    shot.seed = session.seed;
    shot.input = input;
    shot.input_detail = detail;
    shot.frame = whole.frame.sequence;
    shot.frame_time_s = whole.frame.time_s;
    shot.gl_renderer = gl::report().renderer;
    shot.landmark_model = session.tracker.landmark_model.filename().string();
    return shot;
}

}  // namespace smp
