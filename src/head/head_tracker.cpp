#include "head/head_tracker.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <opencv2/imgproc.hpp>

#include "head/face_finder.hpp"
#include "head/head_fit.hpp"
#include "head/head_memory.hpp"
#include "head/head_view.hpp"
#include "head/landmark_habit.hpp"
#include "head/map_refiner.hpp"
#include "head/neck_motion.hpp"
#include "head/pose_agreement.hpp"
#include "head/pose_filter.hpp"
#include "head/pose_fit.hpp"
#include "head/shape_learner.hpp"
#include "head/skin_map.hpp"
#include "head/skin_warp.hpp"
#include "track/face_landmarks.hpp"

namespace smp {
namespace {

constexpr double default_fov_deg = 60;
// What webcams have: between 55 and 78 degrees.
constexpr double usual_fov_deg = 64, usual_focal_sigma = 0.08;
constexpr double telling_spread_deg = 15, telling_approach = 1.4;
constexpr int longest_remembered_frames = 600, longest_by_map_frames = 90;
constexpr int thin_map = 40, rich_map = 60;  // patches agreeing
constexpr int ask_every = 4;                 // frames, of a face whose map is rich
// The pose filter takes errors as independent that go together: the true ones are some five times larger.
constexpr double true_error = 5, good_mm = 3;
constexpr double well_known_mm = 0.3, stand_in_mm = 0.5;  // before that factor
constexpr double least_confidence = 0.1;
constexpr double sure_confidence = 0.9;
constexpr double most_approach = 0.06;  // a share of the distance, in a frame; the predictor draws faces of any size
constexpr double hidden_doubt = 10;     // the predictor draws what it cannot see as well
// Landmarks are missed together, not each by itself: where they are the main witness, 68 say no more than some eight.
constexpr double all_alike = 3;

// How likely the scalp is within good_mm of where the pose puts it.
double confidence_of(double scalp_sigma_mm) {
    const double sigmas = good_mm / (true_error * scalp_sigma_mm);
    return 1 - std::exp(-0.5 * sigmas * sigmas);
}

}  // namespace

struct HeadTracker::Impl {
    const HeadModel* model;
    TrackerOptions options;
    FaceFinder faces;
    ShapeLearner learner;
    LandmarkHabit habit;

    Intrinsics camera;
    bool camera_known = false;
    HeadShape shape;
    std::shared_ptr<const ScalpSurface> scalp;
    std::optional<CraniumRim> rim;  // of the scalp
    HeadMemory memory;
    SkinMap skin;
    MapRefiner refiner;
    bool unrefined = false;             // the map has keyframes that no refinement has seen
    std::optional<SkinMap> remembered;  // of the same head, from before it was lost: it comes back once it fits again
    HeadPose pose;
    glm::dmat3 head_from_first_axes{1.0};
    PoseFilter filter;
    NeckMotion neck;
    double anchor_sigma_mm = 0;  // of a map that stands in for another: it rests on landmarks
    bool tracking = false;
    int unmapped = 0, since_remembered = 0, lost_frames = 0;
    double doubtful = 0;
    double confidence = 0;
    double known_ipd_mm = 0;  // 0: that of the options
    HeadCover cover;
    int followed = 0;                                        // frames
    std::array<glm::dvec2, landmark_count> expression_px{};  // how far the face was off the model's when last asked
    std::vector<SkinProbe> witnesses;                        // of the last frame

    Impl(const HeadModel& m, const TrackerOptions& o, FaceLandmarks f)
        : model(&m), options(o), faces(std::move(f)), learner(m, learner_options(o)) {}

    static ShapeLearnerOptions learner_options(const TrackerOptions& o) {
        ShapeLearnerOptions out;
        out.ipd_mm = o.ipd_mm;
        // One view of a face hardly tells focal length from shape: of a video, only the views of a turn do.
        out.free_focal = o.still && !o.lens_given();
        if (o.still) {  // a photograph may be a detail of a larger one, taken with any lens from a portrait's distance
            out.focal_sigma = 0.7;
            out.usual_depth_mm = 1500;
            out.depth_sigma = 0.05;
        }
        return out;
    }

    void start_picture(const cv::Size& size);
    void stand_on(std::shared_ptr<const ScalpSurface> now);
    void shape_changed();
    bool offer(const cv::Mat& bgr, double time_s, const Landmarks68& landmarks, bool anew);
    void restart_map(const cv::Mat& bgr, const cv::Mat& grey, const Landmarks68& landmarks);
    void keep(const cv::Mat& bgr, const std::function<Landmarks68()>& landmarks, const SkinEvidence& evidence);
    void refine();
    void find_cover(const cv::Mat& bgr);
    void forget_maps();
    void set_map_aside();
    void take_back_remembered();
    bool return_to_remembered(HeadPose& next, SkinEvidence& evidence);
    KnownFace known_face() const { return {*model, shape, camera, habit}; }
    std::optional<HeadPose> detect_client(const cv::Mat& grey, Landmarks68& landmarks);
    bool find_by_map(const cv::Mat& grey, Landmarks68& landmarks);
    bool acquire(const cv::Mat& bgr, const cv::Mat& grey, double time_s, Landmarks68& landmarks);
    bool follow(const cv::Mat& bgr, const cv::Mat& grey, double time_s, Landmarks68& landmarks);
    void look_for_outline(const cv::Mat& bgr, double reach_mm, FitView& view) const;
    std::vector<FixedEdge> outline_where_thin(const cv::Mat& bgr, const HeadPose& expected,
                                              const SkinEvidence& evidence) const;
    double share_in_picture() const;
    HeadState state(const Landmarks68& landmarks) const;
};

void HeadTracker::Impl::start_picture(const cv::Size& size) {
    tracking = false;
    forget_maps();
    const bool first = !camera_known;
    const double fx_before_px = camera.fx_px;
    const double fov = first ? options.fov_deg.value_or(default_fov_deg) : camera.horizontal_fov_deg();
    if (options.camera) {
        // A calibration holds for its own picture size; other sizes of the same camera are scaled.
        camera = options.camera->scaled(static_cast<double>(size.width) / options.camera->width_px);
        camera.width_px = size.width;
        camera.height_px = size.height;
    } else {
        camera = Intrinsics::from_fov(size.width, size.height, fov);
    }
    camera_known = true;
    if (!first) {
        learner.picture_changed(camera.fx_px / fx_before_px);
        return;
    }
    ShapeLearnerOptions o = learner_options(options);
    o.prior_focal_px = camera.fx_px;
    o.known_ipd_mm = known_ipd_mm;
    learner = ShapeLearner(*model, o);
}

void HeadTracker::Impl::stand_on(std::shared_ptr<const ScalpSurface> now) {
    scalp = std::move(now);
    rim.emplace(*scalp);
    memory.set_head(HeadMesh::build(*model, shape, *scalp), scalp->centre_mm());
}

void HeadTracker::Impl::shape_changed() {
    anchor_sigma_mm = 0;
    habit.forget();
    stand_on(std::make_shared<const ScalpSurface>(*model, shape));
    skin.clear();  // its points lie on the old surface
    skin.set_surface(SkinSurface(*model, shape, *scalp));
    remembered.reset();
}

// Lets the learner see the frame. When it learns, what was seen of the skin keeps its pixels: only the head under it
// becomes another.
bool HeadTracker::Impl::offer(const cv::Mat& bgr, double time_s, const Landmarks68& landmarks, bool anew) {
    const HeadPose pose_before = pose;
    const Intrinsics camera_before = camera;
    if (!learner.offer(bgr, time_s, landmarks, pose, shape, camera, anew)) return false;
    if (scalp) {
        head_from_first_axes = orthonormal(glm::transpose(pose.R) * pose_before.R * head_from_first_axes);
        const ScalpSurface now(*model, shape);
        shape.skin = std::make_shared<SkinWarp>(
            (shape.skin ? *shape.skin : SkinWarp()).after(*scalp, camera_before, now, camera, {{pose_before, pose}}));
    }
    shape_changed();
    return true;
}

void HeadTracker::Impl::forget_maps() {
    skin.clear();
    remembered.reset();
    refiner.abandon();
    unrefined = false;
    anchor_sigma_mm = 0;
}

void HeadTracker::Impl::set_map_aside() {
    if (skin.keyframes() && (!remembered || skin.keyframes() >= remembered->keyframes())) remembered = skin;
    since_remembered = 0;
    anchor_sigma_mm = stand_in_mm;
    skin.clear();
}

void HeadTracker::Impl::take_back_remembered() {
    skin = std::move(*remembered);
    remembered.reset();
    anchor_sigma_mm = 0;
}

// A map that was made anew after a loss rests on landmarks alone. Once the old one fits what is seen, it knows better.
bool HeadTracker::Impl::return_to_remembered(HeadPose& next, SkinEvidence& evidence) {
    if (!remembered || (++since_remembered > 12 && since_remembered % 4)) return false;
    // Another client, other glasses, other light; or a map from afar that the new one has outgrown.
    if (since_remembered > longest_remembered_frames || skin.features() > 1.5 * remembered->features()) {
        remembered.reset();
        return false;
    }
    remembered->share_picture(skin);
    HeadPose as_remembered = next;
    const SkinEvidence of = remembered->search(camera, as_remembered);
    if (!of.trusted() || of.agreeing < 0.5 * evidence.agreeing) return false;
    next = as_remembered;
    evidence = of;
    take_back_remembered();
    return true;
}

void HeadTracker::Impl::restart_map(const cv::Mat& bgr, const cv::Mat& grey, const Landmarks68& landmarks) {
    unmapped = 0;
    skin.clear();
    skin.take_picture(grey, pose, camera);
    keep(bgr, [&] { return landmarks; }, {});
}

void HeadTracker::Impl::keep(const cv::Mat& bgr, const std::function<Landmarks68()>& landmarks,
                             const SkinEvidence& evidence) {
    FitView* view = skin.keep(camera, pose, evidence, filter.scalp_sigma_mm(pose) < well_known_mm);
    if (!view) return;
    add_landmarks(*model, landmarks(), camera, *view);
    look_for_outline(bgr, 10, *view);
    unrefined = true;
}

// Map and head are refined together whenever the map has grown: what the views say of each other outdoes any one of
// them. Not while the map stands in for one that may come back.
void HeadTracker::Impl::refine() {
    if (auto refined = refiner.poll(); refined && refined->map.epoch == skin.epoch()) {
        refined->shape.revision = shape.revision + 1;
        shape = refined->shape;
        camera = refined->intrinsics;
        stand_on(refined->scalp);
        const SkinSurface surface(*model, shape, *scalp);
        head_from_first_axes = orthonormal(skin.take_over(refined->map, surface, camera, pose) * head_from_first_axes);
        learner.move_views(std::move(refined->first_views));
        for (const auto& view : refined->map.views) learner.seen(view.camera_from_head, camera);
        remembered.reset();
        anchor_sigma_mm = 0;
        habit.doubt();
    }
    if (refiner.busy() || !unrefined || remembered || skin.keyframes() < 2) return;
    unrefined = false;
    FitOptions fit;
    fit.ipd_mm = options.ipd_mm;
    fit.known_ipd_mm = known_ipd_mm;
    const auto spread = skin.spread();
    fit.free_focal =
        !options.lens_given() && (spread.angle_deg > telling_spread_deg || spread.approach > telling_approach);
    fit.start_focal_px = Intrinsics::from_fov(camera.width_px, camera.height_px, usual_fov_deg).fx_px;
    fit.focal_sigma = usual_focal_sigma;
    fit.depth_mm = learner.options().usual_depth_mm;
    fit.depth_sigma = learner.options().depth_sigma;
    fit.max_iterations = 15;
    refiner.start(*model, fit, {skin.bundle(*model), learner.views(), shape, camera, scalp});
}

// A face that the detector cannot see, turned away or behind a hand, is looked for with the map for a while.
bool HeadTracker::Impl::find_by_map(const cv::Mat& grey, Landmarks68& landmarks) {
    if (!scalp || lost_frames > longest_by_map_frames) return false;
    const auto finds = [&](SkinMap& map) {
        if (map.empty()) return false;
        map.take_picture(grey, pose, camera);
        map.forget_followed();
        HeadPose found = pose;
        const SkinEvidence evidence = map.search(camera, found);
        if (!evidence.good()) return false;  // little is enough here: what is found far off must be very like itself
        pose = found;
        map.keep(camera, pose, evidence, false);
        return true;
    };
    if (remembered && finds(*remembered)) {
        take_back_remembered();
    } else if (!finds(skin)) {
        return false;
    }
    filter.start();
    neck.start();
    confidence = 0;  // until the next frame confirms it
    doubtful = 0;
    unmapped = 0;
    landmarks = project_landmarks(model->landmarks(shape), pose, camera);
    return true;
}

// The client's face as detector and predictor see it. Nothing of the tracker changes but the focal length, where the
// face would be nearer than any seat to any mirror.
std::optional<HeadPose> HeadTracker::Impl::detect_client(const cv::Mat& grey, Landmarks68& landmarks) {
    const auto box = faces.look(grey, options.still);
    if (!box) return {};
    const Landmarks68 first = faces.predict(grey, *box);
    auto out = pose_of_face(known_face(), first);
    if (!out) return {};
    const Intrinsics before = camera;
    const double least_mm = options.still ? learner.options().usual_depth_mm : 400;
    if (!scalp && !options.lens_given() && !learner.settled() && out->t_mm.z < least_mm) {
        camera.fx_px *= least_mm / out->t_mm.z;
        camera.fy_px = camera.fx_px;
        out = pose_of_face(known_face(), first);
    }
    if (out) {
        landmarks = faces.predict_mean(grey, *out, camera);
        // The head's own shape is known by now when it comes back: what does not fit it is half hidden or no face.
        out = pose_of_face(known_face(), landmarks, learner.settled() ? 0.12 : 0.25);
    }
    if (!out) camera = before;
    return out;
}

bool HeadTracker::Impl::acquire(const cv::Mat& bgr, const cv::Mat& grey, double time_s, Landmarks68& landmarks) {
    const auto detected = detect_client(grey, landmarks);
    if (!detected) return find_by_map(grey, landmarks);
    pose = *detected;
    doubtful = 0;
    unmapped = 0;
    filter.start();
    neck.start();
    confidence = confidence_of(filter.scalp_sigma_mm(pose));
    skin.forget_followed();
    if (scalp) {  // the client is back
        skin.take_picture(grey, pose, camera);
        HeadPose as_mapped = pose;
        const SkinEvidence evidence = skin.search(camera, as_mapped);
        if (evidence.trusted()) {
            pose = as_mapped;
            keep(
                bgr, [&] { return landmarks; }, evidence);
            return true;
        }
        learner.align(bgr, landmarks, pose, shape, camera);
        if (!offer(bgr, time_s, landmarks, true)) set_map_aside();
    } else if (!offer(bgr, time_s, landmarks, true)) {
        shape_changed();
    }
    restart_map(bgr, grey, landmarks);
    return true;
}

double HeadTracker::Impl::share_in_picture() const {
    int in = 0, n = 0;
    for (double u = -80; u <= 80; u += 20)
        for (double v = -80; v <= 80; v += 20) {
            const glm::dvec3 p = pose * scalp->position_mm({u, v});
            if (p.z < 50) continue;
            const glm::dvec2 px = camera.project(p);
            ++n;
            in += px.x > 0 && px.y > 0 && px.x < camera.width_px - 1 && px.y < camera.height_px - 1;
        }
    return n ? static_cast<double>(in) / n : 0;
}

// Not the edge of what stands before the head.
void HeadTracker::Impl::look_for_outline(const cv::Mat& bgr, double reach_mm, FitView& view) const {
    find_outline(*model, bgr, *rim, camera, reach_mm, view);
    std::erase_if(view.rim, [&](const RimSeen& r) { return memory.hides(r.point.at(shape)); });
}

// A head far off or blurred has few patches that say anything: its outline says more then.
std::vector<FixedEdge> HeadTracker::Impl::outline_where_thin(const cv::Mat& bgr, const HeadPose& expected,
                                                             const SkinEvidence& evidence) const {
    std::vector<FixedEdge> out;
    if (evidence.agreeing >= thin_map) return out;
    FitView view{expected, {}, {}};
    look_for_outline(bgr, 5, view);
    for (const auto& r : view.rim) out.push_back({r.point.at(shape), r.edge_px, r.normal, r.sigma_px});
    return out;
}

bool HeadTracker::Impl::follow(const cv::Mat& bgr, const cv::Mat& grey, double time_s, Landmarks68& landmarks) {
    refine();
    const auto head = model->landmarks(shape);
    HeadPose next = pose;
    skin.take_picture(grey, pose, camera);
    skin.mark_hidden([&](const glm::dvec3& p_head_mm) { return memory.hides(p_head_mm); });
    const PosePrior likely = neck.next(pose);
    PoseInformation flow_information;
    const bool flowed = skin.flow(camera, likely, next, flow_information);
    filter.moved(pose, next, flow_information, likely.information);
    const HeadPose flow_pose = next;
    SkinEvidence evidence = skin.match(camera, next, {next, filter.information() / (true_error * true_error)});
    if (!evidence.good() && filter.scalp_sigma_mm(next) > well_known_mm) {  // farther off than patches are looked for
        HeadPose farther = next;
        const SkinEvidence of = skin.search(camera, farther);
        if (of.trusted()) next = farther, evidence = of;
    }
    const bool returned = return_to_remembered(next, evidence);

    // The landmarks, predicted where the skin says the face is. A rich map knows better than they, which only bias it:
    // then they are asked for now and then, to see that it is this face still.
    const auto predict = [&](const HeadPose& at) { return faces.predict(grey, at, camera); };
    const bool asked = ++followed % ask_every == 1 || !evidence.trusted() || evidence.agreeing < rich_map || returned ||
                       learner.wants();
    Landmarks68 raw = project_landmarks(head, next, camera);
    double disagreement = 0;
    if (asked) {
        const Landmarks68 as_posed = raw;
        raw = predict(next);
        disagreement = landmark_disagreement(raw, as_posed, nominal_interocular_px(next, camera));
    }
    const bool suspicious = !evidence.good() || (disagreement > 0.12 && off_axis_deg(next) < 30);
    bool face_seen = false;
    if (suspicious) {
        // Ask the face itself; where the skin has an opinion it decides between the answers. The predictor alone is no
        // witness: it draws a face on any wall.
        const auto again = faces.look_near(grey, known_face(), pose);
        face_seen = again.has_value();
        if (again) {
            HeadPose candidate = *again;
            const SkinEvidence of = skin.match(camera, candidate);
            if (of.good() && (!evidence.good() || of.agreeing > 1.2 * evidence.agreeing)) {
                evidence = of;
                next = candidate;
            } else if (!evidence.good()) {
                next = *again;
                evidence = of;
            }
            raw = predict(next);
        }
    }

    const double off_axis = off_axis_deg(next), iod = nominal_interocular_px(next, camera);
    std::vector<FixedSeen> seen;
    if (evidence.confirms()) seen = evidence.seen;  // less agrees by chance
    // A rich map knows better than landmarks, which only bias it; a thin one needs them.
    const double much_skin = 1 + 0.2 * std::max(0, evidence.agreeing - 20);
    std::array<double, landmark_count> doubt{};
    for (int i = 0; i < landmark_count; ++i)
        doubt[i] = (evidence.good() ? much_skin : all_alike) * (memory.hides(head[i]) ? hidden_doubt : 1);
    // Where only flow knows the head, the predictor may be drawing a face on the hand before it.
    const bool flow_only = flowed && !evidence.good() && !face_seen;
    if (asked && !flow_only) add_landmarks(head, habit.without(raw, next, camera), next, camera, doubt, seen);
    const bool landmarks_only = !flowed && !evidence.good() && !face_seen;
    if (flow_only) {
        next = flow_pose;
        if (evidence.confirms()) {
            const PoseFit fit = fit_pose(evidence.seen, camera, 3, next);
            if (fit.converged) next = filter.correct(flow_pose, next, fit.information);
        }
    } else if (landmarks_only) {  // a blurred frame, or no face any more: the predictor must draw this very head
        const auto candidate = pose_of_face(known_face(), raw, 0.1);
        const bool face_like = candidate && off_axis_deg(*candidate) < 40 &&
                               std::abs(std::log(candidate->t_mm.z / pose.t_mm.z)) < most_approach;
        next = face_like ? *candidate : flow_pose;
    } else {
        const PoseFit fit = fit_pose(seen, outline_where_thin(bgr, next, evidence), camera, 3, next);
        if (!fit.converged) return false;
        if (returned) filter.start();
        next = filter.correct(returned ? next : flow_pose, next, fit.information);
    }
    if (apart_px(next, pose, head, camera) < 0.01) next = pose;  // rounding is no motion

    const Landmarks68 modelled = project_landmarks(head, next, camera);
    if (returned)
        neck.start();
    else
        neck.moved(pose, next);
    learner.watch(next, camera, apart_px(next, pose, head, camera) * next.t_mm.z / camera.fx_px);
    const double trust_landmarks = std::clamp((60 - off_axis) / 30, 0.0, 1.0);
    pose = next;
    if (asked) {
        disagreement = landmark_disagreement(raw, modelled, iod);
        if (evidence.trusted() && evidence.agreeing >= thin_map && anchor_sigma_mm == 0 && disagreement < 0.12)
            habit.learn(raw, modelled, pose, camera);
        const double share = trust_landmarks * (disagreement < 0.12 ? 1 : 0);
        for (int i = 0; i < landmark_count; ++i) expression_px[i] = share * (raw[i] - modelled[i]);
    }
    for (int i = 0; i < landmark_count; ++i) landmarks[i] = modelled[i] + expression_px[i];

    witnesses = evidence.probes;

    // Presence: the map's own patches, or the detector. Flow alone may carry over a few frames, not longer.
    if (evidence.good() || face_seen)
        doubtful = 0;
    else
        doubtful += !flowed ? 1 : evidence.confirms() ? 0.05 : 0.34;
    unmapped = evidence.good() ? 0 : unmapped + (face_seen ? 1 : 0);
    confidence = confidence_of(std::hypot(filter.scalp_sigma_mm(pose), anchor_sigma_mm));
    if (flowed && confidence < least_confidence) doubtful += 1;
    const double depth_mm = pose.t_mm.z;
    // Who is half out of the picture and no longer known is leaving it: nothing is to be waited for.
    const double least_in_picture = confidence < least_confidence ? 0.5 : 0.25;
    if (doubtful > 3 || share_in_picture() < least_in_picture || depth_mm < 150 || depth_mm > 3000) return false;

    if (asked && (evidence.good() || face_seen) && trust_landmarks > 0.5 && disagreement < 0.1 &&
        offer(bgr, time_s, raw, false)) {
        restart_map(bgr, grey, raw);
    } else if (unmapped >= 3) {  // the face is there, but no longer looks like the map: other light, other glasses
        set_map_aside();
        restart_map(bgr, grey, raw);
    } else {
        keep(
            bgr, [&] { return asked ? raw : predict(pose); }, evidence);
    }
    return true;
}

// While nothing stands before the head every second picture will do.
void HeadTracker::Impl::find_cover(const cv::Mat& bgr) {
    const bool rest = cover.empty() && followed % 2 == 1;
    if (!tracking || rest)
        cover = {};
    else
        cover = memory.look(bgr, pose, camera, witnesses, confidence > sure_confidence);
}

HeadState HeadTracker::Impl::state(const Landmarks68& landmarks) const {
    HeadState out;
    out.state = tracking ? TrackState::tracking : TrackState::lost;
    out.intrinsics = camera;
    out.shape = shape;
    if (tracking) {
        out.camera_from_head = pose;
        out.head_from_first_axes = head_from_first_axes;
        out.landmarks_px = landmarks;
        out.confidence = confidence;
        out.cover = cover;
    }
    return out;
}

HeadTracker::HeadTracker(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
HeadTracker::HeadTracker(HeadTracker&&) noexcept = default;
HeadTracker::~HeadTracker() = default;

Expected<HeadTracker> HeadTracker::create(const HeadModel& model, const TrackerOptions& options) {
    auto faces = FaceLandmarks::load(options.landmark_model);
    if (!faces) return faces.error();
    return HeadTracker(std::make_unique<Impl>(model, options, std::move(*faces)));
}

HeadState HeadTracker::step(const cv::Mat& bgr, double time_s) {
    auto& s = *impl_;
    if (!s.camera_known || bgr.cols != s.camera.width_px || bgr.rows != s.camera.height_px) s.start_picture(bgr.size());
    cv::Mat grey;
    cv::cvtColor(bgr, grey, cv::COLOR_BGR2GRAY);
    Landmarks68 landmarks{};
    s.tracking = s.tracking ? s.follow(bgr, grey, time_s, landmarks) : s.acquire(bgr, grey, time_s, landmarks);
    s.lost_frames = s.tracking ? 0 : s.lost_frames + 1;
    s.find_cover(bgr);
    return s.state(landmarks);
}

void HeadTracker::know_ipd(double mm) {
    auto& s = *impl_;
    if (mm == (s.known_ipd_mm > 0 ? s.known_ipd_mm : s.options.ipd_mm)) return;
    s.known_ipd_mm = mm;
    s.learner.know_ipd(mm);
    s.unrefined = true;
}

void HeadTracker::reset() {
    auto& s = *impl_;
    s.tracking = false;
    s.camera_known = false;
    const int revision = s.shape.revision + 1;
    s.shape = HeadShape{};
    s.shape.revision = revision;
    s.head_from_first_axes = glm::dmat3(1.0);
    s.forget_maps();
    s.memory.forget();
    s.habit.forget();
    s.rim.reset();
    s.scalp.reset();
    s.faces.start();
    s.unmapped = s.since_remembered = s.lost_frames = 0;
}

}  // namespace smp
