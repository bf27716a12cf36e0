#include "app/live_views.hpp"

#include <algorithm>
#include <cmath>

#include "base/texts.hpp"

namespace smp {
namespace {

constexpr double fade_s = 0.15;
constexpr double taken_s = 1.6;       // so long "Taken" stands before the next view is asked for
constexpr double least_word_s = 0.6;  // what is said to the client does not change faster
constexpr double remake_s = 1;        // a head that is still being learnt changes often, and little

// What lens, sensor and shutter make of a point: the smear is a box, whose variance is a twelfth of its square.
double blur_px(const Tracked& shown) {
    const CameraLook& camera = shown.skin.camera;
    double smear_px = 0;
    if (camera.camera_from_head_opened)
        smear_px = motion_px(*camera.camera_from_head_opened, shown.head.camera_from_head, shown.head.intrinsics, 1);
    return std::sqrt(camera.blur_px * camera.blur_px + smear_px * smear_px / 12);
}

}  // namespace

struct LiveViews::Head {
    int revision;
    double made_s;
    GhostMaker maker;
    std::optional<GhostShape> ghost;

    Head(const HeadModel& model, const HeadShape& shape, const Painter& painter, double now_s)
        : revision(shape.revision), made_s(now_s), maker(model, shape, painter.surface(), painter.mesh()) {}
};

LiveViews::LiveViews(const HeadModel& model) : model_(model) {}
LiveViews::~LiveViews() = default;

void LiveViews::choose(const LiveControls& controls) {
    on_ = controls.views;
    view_ = controls.wanted_view;
    chosen_ = controls.views_chosen;
    shutter_.arm();
    taken_at_s_.reset();
    all_taken_ = false;
    ghost_.taken = false;
    ghost_.arrow.clear();
    said_s_ = 0;
    error_ = {};
    goal_ = goal_of(standard_view(view_));
}

void LiveViews::begin_set(bool keep_poses) {
    ++set_;
    status_.taken = status_.saving = {};
    if (!keep_poses) references_ = {};
}

void LiveViews::sit_down(const std::array<std::optional<ViewReference>, view_count>& last_time) {
    begin_set(false);
    for (std::size_t i = 0; i < references_.size(); ++i)
        if (last_time[i]) references_[i] = Taken{*last_time[i], set_ - 1, true};
    shutter_.arm();
    taken_at_s_.reset();
    all_taken_ = false;
    ghost_.taken = false;
    goal_ = goal_of(standard_view(view_));
}

void LiveViews::rescale(double grows) {
    for (auto& reference : references_)
        if (reference) reference->how.camera_from_head.t_mm *= grows;
}

glm::dmat3 LiveViews::axes_of(const Taken& taken, const HeadState& head) const {
    return taken.from_record ? glm::dmat3(1.0) : head.head_from_first_axes;
}

LiveViews::Turn LiveViews::follow(const Now& now, const Painter& painter) {
    Turn turn;
    const LiveControls& c = now.controls;
    if (std::exchange(begun_, c.views_begun) != c.views_begun) begin_set(c.views_keep_poses);
    if (chosen_ != c.views_chosen) choose(c);
    if (std::exchange(took_, false)) shutter_.arm();  // too many pictures wait for the disk: tried once more

    const bool new_picture = now.shown && frame_ != now.shown->frame.sequence;
    const StandardView& view = standard_view(view_);
    const bool head = now.shown && now.shown->head.state == TrackState::tracking;
    camera_ = now.camera;
    if (on_ && now.shown) look_at(*now.shown, painter, new_picture);

    const bool waits = on_ && !taken_at_s_ && !all_taken_;
    if (waits && c.frozen)
        shutter_.pause(ShutterWait::frozen);
    else if (waits && (!now.camera || !now.shown))
        shutter_.pause(ShutterWait::no_camera);
    else if (waits && !view.followed)
        shutter_.pause(ShutterWait::by_key);
    else if (waits && new_picture) {
        const Tracked& shown = *now.shown;
        ShutterLook look{shown.frame.captured_s, head, error_.off, 0, 0, shown.head.confidence};
        if (head) {
            look.blur_px = blur_px(shown);
            const double frames = frame_ ? static_cast<double>(shown.frame.sequence - *frame_) : 1;
            // Without a picture before it nobody knows.
            look.motion_px =
                before_ ? motion_px(*before_, shown.head.camera_from_head, shown.head.intrinsics, frames) : 1e3;
        }
        if (shutter_.step(look)) {
            turn.take = shot(shown, false);
            took_ = true;
        }
    }
    if (new_picture) {
        frame_ = now.shown->frame.sequence;
        frame_s_ = now.shown->frame.captured_s;
        before_ = head ? std::optional(now.shown->head.camera_from_head) : std::nullopt;
    }
    if (std::exchange(by_key_, c.views_taken_by_key) != c.views_taken_by_key && on_ && now.shown)
        turn.take = shot(*now.shown, true);

    if (taken_at_s_ && now.now_s > *taken_at_s_ + taken_s) {
        taken_at_s_.reset();
        ghost_.taken = false;
        ViewSet there = status_.taken;
        for (std::size_t i = 0; i < there.size(); ++i) there[i] = there[i] || status_.saving[i];
        const auto next = next_untaken(view_, there);
        all_taken_ = !next;
        if (next && c.settings.views_go_on) turn.next = next;
    }

    // What is seen and said of it.
    const std::string pose = error_in_words(error_);
    status_.on = on_;
    status_.chosen = view_;
    status_.by_key = shutter_.waits_for() == ShutterWait::by_key || shutter_.waits_for() == ShutterWait::no_head;
    status_.words = all_taken_    ? tr("all views are taken")
                    : taken_at_s_ ? tr("view|taken")
                                  : wait_in_words(shutter_.waits_for(), pose);
    for (std::size_t i = 0; i < references_.size(); ++i)
        status_.from_before[i] = references_[i] && references_[i]->set != set_;
    ghost_.closeness = !view.followed || !head ? 0 : closeness_of(error_);
    ghost_.held = taken_at_s_ && !ghost_.taken ? 0 : shutter_.held();
    if (taken_at_s_) {
        if (ghost_.taken) ghost_.closeness = 1;
        ghost_.arrow.clear();
        ghost_.words = tr("Taken");
    } else if (!head || !view.followed) {
        ghost_.arrow.clear();
        say(tr(view.ask), now.now_s);
    } else if (shutter_.waits_for() == ShutterWait::leave) {
        ghost_.words.clear();
    } else if (!error_.fits() && shutter_.held() <= 0) {
        const bool deep = error_.worst == Way::chin_down && view.target.pitch_deg < 0 && error_.off > 3;
        say(deep ? tr(view.ask) : error_to_client(error_), now.now_s);
    } else {
        say(tr("Hold still"), now.now_s);
    }
    const double passed_s = std::clamp(now.now_s - last_s_, 0.0, 0.1), step = passed_s / fade_s;
    last_s_ = now.now_s;
    const double target = on_ && now.camera && !done() && !ghost_.lines.empty() ? 1 : 0;
    ghost_.alpha =
        target > ghost_.alpha ? std::min(target, ghost_.alpha + step) : std::max(target, ghost_.alpha - step);
    return turn;
}

void LiveViews::look_at(const Tracked& shown, const Painter& painter, bool new_picture) {
    const HeadState& head = shown.head;
    const StandardView& view = standard_view(view_);
    const auto& before = last_time();
    const bool there = head.state == TrackState::tracking;
    if (there) {
        goal_ = before ? goal_of(view, before->how, axes_of(*before, head)) : goal_of(view);
        const glm::dvec3 middle_mm = middle_of(head.camera_from_head);
        const double passed_s = new_picture && frame_ ? shown.frame.captured_s - frame_s_ : 0;
        middle_mm_ = goal_.middle_mm ? goal_.middle_mm
                     : !middle_mm_   ? middle_mm
                                     : follow_middle(*middle_mm_, middle_mm, passed_s);
    }
    if (!middle_mm_) return;
    shape_ghost(shown, painter);
    if (!head_ || !head_->ghost) return;
    if (!there || !view.followed) {
        error_ = {};
        error_.off = 1e3;
        return;
    }
    error_ = view_error(goal_, head.camera_from_head, head.intrinsics, head_->ghost->room);
    ghost_.arrow = ghost_arrow(error_, head.camera_from_head, goal_, *middle_mm_, head.intrinsics);
    ghost_.px_per_mm = head.intrinsics.fx_px / std::max(50.0, middle_mm_->z);
}

void LiveViews::shape_ghost(const Tracked& shown, const Painter& painter) {
    constexpr double same_deg = 0.5, same_distance = 0.03;
    const HeadShape& shape = shown.head.shape;
    const double now_s = shown.frame.captured_s, distance_mm = glm::length(*middle_mm_);
    // The painter's mesh is that of the head it has drawn last, which may be the one before.
    const bool drawn = !painter.mesh().scalp.empty() && painter.mesh().revision == shape.revision &&
                       painter.surface().revision() == shape.revision;
    if (drawn && (!head_ || (head_->revision != shape.revision && now_s - head_->made_s > remake_s)))
        head_ = std::make_unique<Head>(model_, shape, painter, now_s);
    if (!head_) return;
    const auto& made = head_->ghost;
    const bool same = made && std::abs(turned_deg(made->angles.yaw_deg, goal_.target.yaw_deg)) < same_deg &&
                      std::abs(made->angles.pitch_deg - goal_.target.pitch_deg) < same_deg &&
                      std::abs(turned_deg(made->angles.roll_deg, goal_.target.roll_deg)) < same_deg &&
                      std::abs(made->distance_mm / distance_mm - 1) < same_distance;
    if (!same) head_->ghost = head_->maker.make(goal_.target, distance_mm);
    ghost_.lines = ghost_lines(*head_->ghost, *middle_mm_, shown.head.intrinsics);
}

void LiveViews::say(std::string words, double now_s) {
    if (words.empty() || words == ghost_.words || now_s < said_s_ + least_word_s) return;
    ghost_.words = std::move(words);
    said_s_ = now_s;
}

ShotView LiveViews::shot(const Tracked& shown, bool by_key) const {
    constexpr double nearly = 2;  // of what is tolerated: a picture that was taken by key far off is nothing to repeat
    const HeadState& head = shown.head;
    const bool there = head.state == TrackState::tracking;
    ShotView out;
    out.id = view_;
    out.by_key = by_key;
    out.wanted = goal_.target;
    if (there) out.seen = head_angles(head.camera_from_head);
    out.as_before = last_time() && last_time()->set != set_;
    if (!there && !middle_mm_) return out;
    // Who has turned away still sits there.
    const HeadPose pose = there ? head.camera_from_head : pose_at(goal_.target, *middle_mm_);
    out.crop = last_time() ? same_crop(last_time()->how, pose, head.intrinsics) : first_crop(pose, head.intrinsics);
    const bool pose_is_known = out.seen && (!by_key || error_.off <= nearly);
    const bool turned_away = !standard_view(view_).followed && middle_mm_;
    if (out.as_before) {
        out.repeat = last_time()->how;
        HeadPose& then = out.repeat->camera_from_head;  // in the axes of now
        then.R = then.R * last_time()->how.head_from_first_axes * glm::transpose(axes_of(*last_time(), head));
    } else if (pose_is_known || turned_away) {
        out.repeat = ViewReference{pose_is_known ? pose : pose_at(goal_.target, *middle_mm_), glm::dmat3(1.0),
                                   head.intrinsics, *out.crop};
    }
    if (out.repeat) out.repeat->head_from_first_axes = glm::dmat3(1.0);
    return out;
}

void LiveViews::asked(const std::optional<ShotView>& view, const Tracked& shown) {
    asked_.push_back({view ? std::optional(view->id) : std::nullopt, set_});
    if (!view) return;
    took_ = false;
    shutter_.taken();
    taken_at_s_ = last_s_;
    ghost_.taken = !view->by_key || error_.fits();
    in(status_.saving, view->id) = true;
    in(status_.taken, view->id) = false;
    if (!view->repeat || view->as_before) return;
    Taken& reference = references_[static_cast<std::size_t>(view->id)].emplace(Taken{*view->repeat, set_});
    reference.how.head_from_first_axes = shown.head.head_from_first_axes;
}

bool LiveViews::answered(bool saved) {
    if (asked_.empty()) return false;
    const Asked asked = asked_.front();
    asked_.pop_front();
    if (!asked.view) return false;
    if (asked.set != set_) return true;  // of a set that is over: another client's, say
    in(status_.saving, *asked.view) = false;
    in(status_.taken, *asked.view) = saved;
    return true;
}

void LiveViews::tell(DeskSnapshot& desk) const {
    desk.views = status_;
    desk.ghost = ghost_;
    // Who has turned away shows no face, and that is no trouble.
    const StandardView& view = standard_view(view_);
    if (!on_ || !camera_ || (desk.trouble && view.followed)) return;
    desk.status = tr(view.label) + ": " + status_.words;
    desk.trouble = false;
}

}  // namespace smp
