#include "head/skin_map.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "head/head_view.hpp"

namespace smp {
namespace {

constexpr double degrees = 180 / std::numbers::pi;
constexpr int most_keyframes = 60, most_features = 2500, most_matched = 170, most_adjusted = 700;
constexpr double keyframe_angle_deg = 6, keyframe_scale_step = 1.3;
constexpr double seed_cos = 0.42, match_cos = 0.25, match_view_cos = 0.64;  // 50 degrees from the host's ray
constexpr double spacing_px = 7, match_reach_px = 4, least_zncc = 0.4, least_again_zncc = 0.65;
constexpr int hidden_frames =
    2;  // missed for so long, a patch may lie under a hand: what is found must be very like it
constexpr int longest_carried_frames = 15;
constexpr double probe_view_cos = 0.87, support_px = 18, farthest_support_px = 45;
constexpr double patch_sigma_px = 0.35, flow_sigma_px = 0.5, inlier_px = 1.5;

cv::Rect head_box(const HeadPose& pose, const Intrinsics& camera) {
    const glm::dvec3 middle = pose * glm::dvec3(0, 32, 15);
    const glm::dvec2 c = camera.project(middle);
    const double r = 140 * camera.fx_px / middle.z;
    return {static_cast<int>(c.x - r), static_cast<int>(c.y - r), static_cast<int>(2 * r), static_cast<int>(2 * r)};
}

double px_per_mm(const HeadPose& pose, const Intrinsics& camera) {
    return camera.fx_px / std::max(50.0, pose.t_mm.z);
}

// How the work picture moves under two tangent vectors of the skin: 2x2, px per mm.
glm::dmat2 tangent_to_px(const glm::dvec3& p, const glm::dvec3& t1, const glm::dvec3& t2, const HeadPose& pose,
                         const Intrinsics& camera, double scale) {
    const glm::dvec2 c = camera.project(pose * p);
    return glm::dmat2(scale * (camera.project(pose * (p + t1)) - c), scale * (camera.project(pose * (p + t2)) - c));
}

}  // namespace

void SkinMap::clear() {
    features_.clear();
    keyframes_.clear();
    followed_.clear();
    warped_.clear();
    current_ = {};
    previous_grey_ = cv::Mat();
    scale_ = 0;
    ++epoch_;
}

void SkinMap::take_picture(const cv::Mat& grey, const HeadPose& expected, const Intrinsics& camera) {
    previous_grey_ = grey_;
    grey_ = grey;
    scale_ = work_scale(px_per_mm(expected, camera), scale_);
    current_ = make_work_picture(grey, head_box(expected, camera), scale_, flow_options_);
}

void SkinMap::share_picture(const SkinMap& other) {
    followed_.clear();
    grey_ = other.grey_;
    previous_grey_ = other.previous_grey_;
    current_ = other.current_;
    scale_ = other.scale_;
}

void SkinMap::mark_hidden(const std::function<bool(const glm::dvec3& p_head_mm)>& hides) {
    for (auto& f : features_) f.hidden = hides(f.p_head_mm);
    std::erase_if(followed_, [&](const Followed& f) { return features_[f.feature].hidden; });
}

bool SkinMap::flow(const Intrinsics& camera, const PosePrior& likely, HeadPose& pose, PoseInformation& information) {
    information = PoseInformation::Zero();
    const HeadPose before = pose;
    pose = likely.pose;
    if (previous_grey_.empty() || previous_grey_.size() != grey_.size() || current_.empty()) return false;
    std::vector<cv::Point2f> from;
    for (const auto& f : followed_) {
        const glm::dvec2 p = current_.to_work(f.frame_px);
        from.emplace_back(static_cast<float>(p.x), static_cast<float>(p.y));
    }
    std::vector<cv::Point2f> to = from;
    const auto found =
        track_flow(flow_pyramid_of(previous_grey_, current_, flow_options_), current_.pyramid, from, to, flow_options_);
    std::vector<FixedSeen> seen;
    std::vector<Followed> carried;
    const std::size_t asked = followed_.size();
    for (std::size_t i = 0; i < asked; ++i)
        if (found[i]) {
            const glm::dvec2 at = current_.to_frame({to[i].x, to[i].y});
            const auto& feature = features_[followed_[i].feature];
            // Only how it moved counts: where it was seen to lie off its place, it goes on lying off.
            const glm::dvec2 was = camera.project(before * feature.p_head_mm);
            seen.push_back({feature.p_head_mm, was + (at - followed_[i].frame_px), flow_sigma_px / current_.scale});
            carried.push_back({followed_[i].feature, at, followed_[i].age + 1});
        }
    followed_.clear();
    HeadPose moved = before;
    // A sudden motion is unlikely, but all points agree on it: first far enough for them to be heard.
    fit_pose(seen, camera, 12, moved, 12, likely);
    const PoseFit fit = fit_pose(seen, camera, 2, moved, 12, likely);
    if (!fit.converged) return false;
    for (std::size_t i = 0; i < carried.size(); ++i)
        if (glm::length(camera.project(moved * seen[i].p_head_mm) - seen[i].p_px) < 2 * inlier_px / current_.scale)
            followed_.push_back(carried[i]);
    pose = moved;
    information = fit.information;
    return followed_.size() >= 8 && followed_.size() >= 0.3 * static_cast<double>(asked);
}

// How far from its true place a feature may be seen, because its depth along the rays that it is known from is not.
double SkinMap::place_sigma_px(const Feature& f, const glm::dvec3& eye, double px_per_mm) const {
    const glm::dvec3 ray = glm::normalize(eye - f.p_head_mm);
    double nearest_cos = -1;
    for (int k : f.known_from)
        nearest_cos =
            std::max(nearest_cos,
                     glm::dot(ray, glm::normalize(keyframes_[k].view.camera_from_head.inverse().t_mm - f.p_head_mm)));
    return f.depth_sigma_mm * std::sqrt(std::max(0.0, 1 - nearest_cos * nearest_cos)) * px_per_mm;
}

std::vector<int> SkinMap::visible(const Intrinsics& camera, const HeadPose& pose) const {
    // At most one patch a cell of the picture: the oldest, which passes on the least error, if it is seen well enough.
    constexpr double cell_px = 9;
    const int nx = static_cast<int>(current_.grey.cols / cell_px) + 1,
              ny = static_cast<int>(current_.grey.rows / cell_px) + 1;
    std::vector<int> cell(static_cast<std::size_t>(nx) * ny, -1);
    std::vector<double> cell_cost(cell.size(), 1e9);
    const glm::dvec3 eye = pose.inverse().t_mm;
    std::vector<glm::dvec3> host_eye;
    for (const auto& k : keyframes_) host_eye.push_back(k.view.camera_from_head.inverse().t_mm);
    for (int i = 0; i < static_cast<int>(features_.size()); ++i) {
        const auto& f = features_[i];
        const glm::dvec3 ray = glm::normalize(eye - f.p_head_mm);
        if (glm::dot(f.normal, ray) < match_cos) continue;
        const double view_cos = glm::dot(glm::normalize(host_eye[f.host] - f.p_head_mm), ray);
        if (view_cos < match_view_cos) continue;
        const glm::dvec2 p = current_.to_work(camera.project(pose * f.p_head_mm));
        if (!current_.contains(p, patch_half_px + 2)) continue;
        const std::size_t c = static_cast<std::size_t>(p.y / cell_px) * nx + static_cast<std::size_t>(p.x / cell_px);
        const double cost = std::acos(std::min(1.0, view_cos)) * degrees + 0.15 * f.host;
        if (cost < cell_cost[c]) cell_cost[c] = cost, cell[c] = i;
    }
    std::vector<int> out;
    for (int i : cell)
        if (i >= 0) out.push_back(i);
    if (static_cast<int>(out.size()) > most_matched) {  // thin out evenly, deterministically
        std::vector<int> thin;
        for (int k = 0; k < most_matched; ++k) thin.push_back(out[k * out.size() / most_matched]);
        out = std::move(thin);
    }
    return out;
}

const std::optional<PatchTemplate>& SkinMap::warped(int feature, const glm::dmat2& host_from_current) const {
    constexpr double slight = 0.01;  // under a tenth of a pixel at the patch's corners
    warped_.resize(features_.size());
    auto& out = warped_[feature];
    const glm::dmat2 d = host_from_current - out.host_from_current;
    if (std::max({std::abs(d[0][0]), std::abs(d[0][1]), std::abs(d[1][0]), std::abs(d[1][1])}) < slight)
        return out.patch;
    const auto& f = features_[feature];
    out.host_from_current = host_from_current;
    if (!out.patch) out.patch.emplace();
    if (!make_template(keyframes_[f.host].picture.normalised, f.host_px, host_from_current, *out.patch))
        out.patch.reset();
    return out.patch;
}

std::vector<SkinMap::Look> SkinMap::look(const Intrinsics& camera, const HeadPose& pose, int pass) const {
    std::vector<Look> out;
    const glm::dvec3 eye = pose.inverse().t_mm;
    for (int i : visible(camera, pose)) {
        const auto& f = features_[i];
        const auto& host = keyframes_[f.host];
        const glm::dvec3 helper = std::abs(f.normal.y) < 0.9 ? glm::dvec3(0, 1, 0) : glm::dvec3(1, 0, 0);
        const glm::dvec3 t1 = glm::normalize(glm::cross(helper, f.normal)), t2 = glm::cross(f.normal, t1);
        const glm::dmat2 in_host =
            tangent_to_px(f.p_head_mm, t1, t2, host.view.camera_from_head, host.intrinsics, host.picture.scale);
        const glm::dmat2 in_current = tangent_to_px(f.p_head_mm, t1, t2, pose, camera, current_.scale);
        const double area = glm::determinant(in_current);
        if (std::abs(area) < 0.02) continue;
        const glm::dmat2 host_from_current = in_host * glm::inverse(in_current);
        const double stretch = glm::determinant(host_from_current);
        if (stretch < 0.2 || stretch > 5) continue;
        const glm::dvec3 host_eye = host.view.camera_from_head.inverse().t_mm;
        Look look{i, camera.project(pose * f.p_head_mm), false, false, 0, {}};
        look.alike =
            glm::dot(glm::normalize(eye - f.p_head_mm), glm::normalize(host_eye - f.p_head_mm)) > probe_view_cos;
        if (const auto& patch = warped(i, host_from_current)) {
            const glm::dvec2 expected = current_.to_work(look.expected_px);
            const auto at = pass < 0
                                ? search_patch(current_.normalised, *patch, expected, pass == farthest_pass ? 28 : 12)
                                : align_patch(current_.normalised, *patch, expected,
                                              pass == 0 ? match_reach_px : 0.6 * match_reach_px);
            const double least =
                pass < 0 || f.hidden || f.missed_frames >= hidden_frames ? least_again_zncc : least_zncc;
            look.found = at.found && at.zncc > least;
            look.patch_sigma_px = patch_sigma_px / (current_.scale * std::max(0.3, at.zncc));
            const double sigma_px = std::hypot(look.patch_sigma_px, place_sigma_px(f, eye, px_per_mm(pose, camera)));
            look.seen = {f.p_head_mm, current_.to_frame(at.p_px), sigma_px};
        }
        out.push_back(look);
    }
    return out;
}

SkinEvidence SkinMap::match_from(int first_pass, const Intrinsics& camera, HeadPose& pose,
                                 const PosePrior& likely) const {
    constexpr std::size_t least_found = 10;
    SkinEvidence out;
    if (current_.empty()) return out;
    for (int pass = first_pass; pass < 2; ++pass) {
        const bool far = pass < 0;
        const auto looks = look(camera, pose, pass);
        std::vector<FixedSeen> found;
        for (const auto& l : looks)
            if (l.found) found.push_back(l.seen);
        out = {};
        out.expected = !likely.information.isZero();
        // Patches under a hand are not missed.
        out.tried = static_cast<int>(std::count_if(
            looks.begin(), looks.end(), [&](const Look& l) { return !features_[l.feature].hidden || l.found; }));
        out.found = static_cast<int>(found.size());
        HeadPose moved = pose;
        const auto fits = [&](double robust_px) {
            return fit_pose(found, camera, robust_px, moved, 12, likely).converged;
        };
        const auto agree_with = [&](const HeadPose& at) {
            out.agreeing = 0;
            out.missed.clear(), out.seen.clear(), out.features.clear(), out.patch_sigma_px.clear(), out.probes.clear();
            for (const auto& l : looks) {
                const glm::dvec2 there = camera.project(at * features_[l.feature].p_head_mm);
                const bool agrees = l.found && glm::length(there - l.seen.p_px) < inlier_px / current_.scale;
                if (l.alike) out.probes.push_back({features_[l.feature].p_head_mm, l.expected_px, agrees});
                if (!agrees) {
                    out.missed.push_back(l.feature);
                    continue;
                }
                ++out.agreeing;
                out.seen.push_back(l.seen);
                out.features.push_back(l.feature);
                out.patch_sigma_px.push_back(l.patch_sigma_px);
            }
        };
        if (found.size() < least_found) {
            if (!far) agree_with(pose);
            return out;
        }
        if (far) {  // the right ones agree, the wrong ones lie anywhere: close in on the consensus
            for (double robust_px : {40.0, 12.0, 4.0})
                if (!fits(robust_px)) return out;
            pose = moved;
            continue;
        }
        if (!fits(2)) {
            agree_with(pose);
            return out;
        }
        agree_with(moved);
        if (!out.good()) {
            agree_with(pose);
            return out;
        }
        double shift = 0;
        for (const auto& l : looks)
            if (l.found)
                shift = std::max(shift,
                                 glm::length(camera.project(moved * features_[l.feature].p_head_mm) - l.expected_px));
        pose = moved;
        if (shift < 0.3 / current_.scale) break;
    }
    return out;
}

FitView* SkinMap::keep(const Intrinsics& camera, const HeadPose& pose, const SkinEvidence& evidence, bool may_grow) {
    bool is_new = (may_grow || keyframes_.empty()) && !current_.empty();
    for (const auto& k : keyframes_) {
        const double angle = apart_deg(pose, k.view.camera_from_head);
        const double zoom = pose.t_mm.z / k.view.camera_from_head.t_mm.z;
        if (angle < keyframe_angle_deg && zoom < keyframe_scale_step && zoom > 1 / keyframe_scale_step) is_new = false;
    }
    const bool trusted = keyframes_.empty() || evidence.trusted();
    is_new = is_new && trusted && surface_ && keyframes() < most_keyframes && features() < most_features;
    if (is_new) take_keyframe(camera, pose, evidence);

    for (int i : evidence.missed) ++features_[i].missed_frames;
    for (int i : evidence.features) features_[i].missed_frames = 0;

    // Flow goes on from what the map has just recognised. Where that is little it carries on for a while with what it
    // followed before, but never starts from where skin should be: that may be a hand.
    std::vector<Followed> next;
    const double near_px = 2 * inlier_px / current_.scale;
    const auto fits = [&](int feature, const glm::dvec2& p_px) {
        return glm::length(camera.project(pose * features_[feature].p_head_mm) - p_px) < near_px;
    };
    for (std::size_t i = 0; i < evidence.seen.size(); ++i)
        if (evidence.good() || fits(evidence.features[i], evidence.seen[i].p_px))
            next.push_back({evidence.features[i], evidence.seen[i].p_px, 0});
    if (keyframes() == 1 && evidence.tried == 0) {  // the map's first picture, which its places were taken from
        for (int i : visible(camera, pose)) next.push_back({i, camera.project(pose * features_[i].p_head_mm), 0});
    } else if (next.size() < 60) {
        for (const auto& f : followed_) {
            const bool seen =
                std::find(evidence.features.begin(), evidence.features.end(), f.feature) != evidence.features.end();
            if (f.age < longest_carried_frames && fits(f.feature, f.frame_px) && !seen) next.push_back(f);
        }
    }
    followed_ = std::move(next);
    return is_new ? &keyframes_.back().view : nullptr;
}

SkinMap::Spread SkinMap::spread() const {
    Spread out;
    for (const auto& a : keyframes_)
        for (const auto& b : keyframes_) {
            const HeadPose &p = a.view.camera_from_head, &q = b.view.camera_from_head;
            const double cos = glm::dot(glm::normalize(p.inverse().t_mm), glm::normalize(q.inverse().t_mm));
            out.angle_deg = std::max(out.angle_deg, std::acos(std::clamp(cos, -1.0, 1.0)) * degrees);
            out.approach = std::max(out.approach, p.t_mm.z / q.t_mm.z);
        }
    return out;
}

MapBundle SkinMap::bundle(const HeadModel& model) const {
    // Neighbouring spots stand off the surface together: each by itself says less than its own error would have it.
    constexpr double off_together = 2;
    MapBundle out;
    out.epoch = epoch_;
    for (const auto& k : keyframes_) out.views.push_back(k.view);
    for (int i = 0; i < features(); ++i)
        if (features_[i].seen.size() > 1) out.features.push_back(i);
    // The most seen tie the views together best.
    std::stable_sort(out.features.begin(), out.features.end(),
                     [&](int a, int b) { return features_[a].seen.size() > features_[b].seen.size(); });
    if (out.features.size() > most_adjusted) out.features.resize(most_adjusted);
    for (int i : out.features) {
        const auto& f = features_[i];
        SkinTrack track;
        track.p_head_mm = f.p_head_mm;
        track.surface = surface_->below(f.p_head_mm, f.triangle, model);
        track.normal = surface_->normal(f.p_head_mm, f.triangle);
        track.surface_sigma_mm = off_together * f.surface_sigma_mm;
        track.seen = f.seen;
        out.tracks.push_back(std::move(track));
    }
    return out;
}

// Where the ray of its first picture meets the surface: all that is known of a feature's depth until an adjustment.
void SkinMap::put(Feature& f, const SkinHit& hit, const glm::dvec3& host_eye_mm) {
    f.p_head_mm = hit.p_head_mm;
    f.normal = hit.normal;
    f.triangle = hit.triangle;
    f.surface_sigma_mm = hit.sigma_mm;
    f.depth_sigma_mm = hit.sigma_mm / std::max(0.2, glm::dot(hit.normal, glm::normalize(host_eye_mm - hit.p_head_mm)));
    f.known_from = {f.host};
}

glm::dmat3 SkinMap::take_over(const MapBundle& adjusted, const SkinSurface& surface, const Intrinsics& camera,
                              HeadPose& pose) {
    const glm::dmat3 camera_from_axes_before = keyframes_.front().view.camera_from_head.R;
    const std::size_t n = adjusted.views.size();
    // Another focal length is another distance, along each picture's own axis; what is left is the head frame's shift.
    const double farther = camera.fx_px / keyframes_[n - 1].intrinsics.fx_px;
    const auto at_focal = [&](HeadPose p) {
        p.t_mm.z *= farther;
        return p;
    };
    const auto head_from_adjusted =
        at_focal(keyframes_[n - 1].view.camera_from_head).inverse() * adjusted.views[n - 1].camera_from_head;
    surface_ = surface;
    for (std::size_t k = 0; k < keyframes_.size(); ++k) {
        if (k < n)
            keyframes_[k].view = adjusted.views[k];
        else
            keyframes_[k].view.camera_from_head = at_focal(keyframes_[k].view.camera_from_head) * head_from_adjusted;
        keyframes_[k].view.camera_from_head.R = orthonormal(keyframes_[k].view.camera_from_head.R);
        keyframes_[k].intrinsics = camera;
    }
    pose = at_focal(pose) * head_from_adjusted;
    pose.R = orthonormal(pose.R);
    std::vector<glm::dvec3> eyes;
    for (const auto& k : keyframes_) eyes.push_back(k.view.camera_from_head.inverse().t_mm);
    std::vector<bool> placed(features_.size());
    for (std::size_t i = 0; i < adjusted.features.size(); ++i) {
        auto& f = features_[adjusted.features[i]];
        f.p_head_mm = adjusted.tracks[i].p_head_mm;
        f.normal = surface_->normal(f.p_head_mm, f.triangle);
        placed[adjusted.features[i]] = true;
        // Its depth along the host's ray, from the surface and from the parallax of the other views.
        const glm::dvec3 host_ray = glm::normalize(eyes[f.host] - f.p_head_mm);
        double information = std::pow(glm::dot(f.normal, host_ray) / f.surface_sigma_mm, 2);
        f.known_from.clear();
        for (const auto& s : adjusted.tracks[i].seen) {
            const int k = s.view;
            f.known_from.push_back(k);
            const double cos = glm::dot(host_ray, glm::normalize(eyes[k] - f.p_head_mm));
            const double per_mm = px_per_mm(keyframes_[k].view.camera_from_head, camera) / s.sigma_px;
            information += (1 - cos * cos) * per_mm * per_mm;
        }
        f.depth_sigma_mm = 1 / std::sqrt(information);
    }
    // The others lie where the rays of their first pictures meet the surface.
    std::vector<int> now(features_.size(), -1);
    std::vector<Feature> left;
    for (std::size_t i = 0; i < features_.size(); ++i) {
        auto& f = features_[i];
        if (!placed[i]) {
            const auto& host = keyframes_[f.host];
            const auto head_from_camera = host.view.camera_from_head.inverse();
            const auto hit = surface_->cast(head_from_camera.t_mm,
                                            head_from_camera.R * camera.ray(host.picture.to_frame(f.host_px)));
            if (!hit) continue;
            put(f, *hit, eyes[f.host]);
        }
        now[i] = static_cast<int>(left.size());
        left.push_back(std::move(f));
    }
    features_ = std::move(left);
    warped_.clear();  // they went by their old numbers
    std::erase_if(followed_, [&](const Followed& f) { return now[f.feature] < 0; });
    for (auto& f : followed_) f.feature = now[f.feature];
    return glm::transpose(keyframes_.front().view.camera_from_head.R) * camera_from_axes_before;
}

// Whether something stands before the head here: most of the map's patches near it were not found, or it lies far from
// any that was.
bool SkinMap::hidden(const glm::dvec2& work_px, const SkinEvidence& evidence) const {
    if (evidence.tried == 0) return false;
    int near = 0, agreed = 0;
    double nearest = 1e9;
    for (const auto& probe : evidence.probes) {
        const double away = glm::length(current_.to_work(probe.p_px) - work_px);
        if (probe.agreed) nearest = std::min(nearest, away);
        if (away > support_px) continue;
        ++near;
        agreed += probe.agreed;
    }
    return nearest > farthest_support_px || 2 * agreed < near;
}

void SkinMap::take_keyframe(const Intrinsics& camera, const HeadPose& pose, const SkinEvidence& evidence) {
    // Corners inside the head only: hull of points all over face and cranium.
    std::vector<cv::Point2f> head_points;
    for (const auto& p : surface_->hull_points()) {
        const glm::dvec2 q = current_.to_work(camera.project(pose * p));
        head_points.emplace_back(static_cast<float>(q.x), static_cast<float>(q.y));
    }
    std::vector<cv::Point2f> hull;
    cv::convexHull(head_points, hull);
    std::vector<cv::Point> outline(hull.begin(), hull.end());
    cv::Mat mask(current_.grey.size(), CV_8U, cv::Scalar(0));
    cv::fillConvexPoly(mask, outline, cv::Scalar(255));
    mask.setTo(0, current_.highlights);
    const int host = keyframes();
    for (std::size_t i = 0; i < evidence.seen.size(); ++i)
        features_[evidence.features[i]].seen.push_back({host, evidence.seen[i].p_px, evidence.patch_sigma_px[i]});
    const auto draw = [&](const glm::dvec2& p, int radius) {
        cv::circle(mask, cv::Point(static_cast<int>(std::lround(p.x)), static_cast<int>(std::lround(p.y))), radius,
                   cv::Scalar(0), cv::FILLED);
    };
    // Where the map already knows a patch seen about as straight, no second one is needed.
    const glm::dvec3 eye = pose.inverse().t_mm;
    for (const auto& f : features_) {
        const glm::dvec3 ray = glm::normalize(eye - f.p_head_mm);
        const glm::dvec3 host_ray =
            glm::normalize(keyframes_[f.host].view.camera_from_head.inverse().t_mm - f.p_head_mm);
        if (glm::dot(f.normal, ray) < match_cos || glm::dot(ray, host_ray) < 0.9) continue;
        draw(current_.to_work(camera.project(pose * f.p_head_mm)), static_cast<int>(spacing_px));
    }
    std::vector<cv::Point2f> corners;
    cv::goodFeaturesToTrack(current_.normalised, corners, 600, 0.004, spacing_px, mask, 9);
    const auto head_from_camera = pose.inverse();
    for (const auto& c : corners) {
        const glm::dvec2 p(c.x, c.y);
        if (!current_.contains(p, patch_half_px + 2) || hidden(p, evidence)) continue;
        const auto hit = surface_->cast(head_from_camera.t_mm, head_from_camera.R * camera.ray(current_.to_frame(p)));
        if (!hit || glm::dot(hit->normal, glm::normalize(eye - hit->p_head_mm)) < seed_cos) continue;
        Feature f{};
        f.host = host;
        f.host_px = p;
        f.seen.push_back({host, current_.to_frame(p), patch_sigma_px / current_.scale});
        put(f, *hit, eye);
        features_.push_back(std::move(f));
    }
    keyframes_.push_back({{pose, {}, {}}, camera, current_});
}

}  // namespace smp
