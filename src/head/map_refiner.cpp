#include "head/map_refiner.hpp"

#include <cmath>

#include "head/head_view.hpp"
#include "head/skin_warp.hpp"

namespace smp {

bool refine(const HeadModel& model, const FitOptions& options, RefinedHead& head) {
    const HeadShape shape_before = head.shape;
    const Intrinsics intrinsics_before = head.intrinsics;
    const auto scalp_before = head.scalp;
    const std::size_t n_first = head.first_views.size();
    std::vector<FitView> views = head.first_views;
    views.insert(views.end(), head.map.views.begin(), head.map.views.end());
    std::vector<SkinWarp::View> seen;
    for (const auto& v : head.map.views) seen.push_back({v.camera_from_head, {}});
    for (auto& track : head.map.tracks)
        for (auto& s : track.seen) s.view += static_cast<int>(n_first);
    // The predictor misses each landmark by about the same in every view: many views are no better witness than one.
    // Counted for more, they bend the shape to what it misses, and with it how far the head seems to have turned.
    const auto scale_landmarks = [&](double factor) {
        for (auto& v : views)
            for (auto& p : v.points) p.sigma_px *= factor;
    };
    const double misses = std::sqrt(static_cast<double>(views.size()));
    scale_landmarks(misses);
    auto scalp = scalp_before;
    // What lies on the rim, and where skin stands over the surface, depends on the shape: look again as it improves.
    for (int pass = 0; pass < 2; ++pass) {
        if (pass) scalp = std::make_shared<const ScalpSurface>(model, head.shape);
        const CraniumRim rim(*scalp);
        for (auto& v : views) follow_outline(model, rim, head.intrinsics, v);
        if (!fit_head(model, options, views, head.map.tracks, head.shape, head.intrinsics).converged) return false;
    }
    scale_landmarks(1 / misses);
    head.first_views.assign(views.begin(), views.begin() + static_cast<std::ptrdiff_t>(n_first));
    head.map.views.assign(views.begin() + static_cast<std::ptrdiff_t>(n_first), views.end());
    if (n_first) head.shape.brow_offset_mm = brow_offset_mm(head.first_views, head.shape, head.intrinsics);
    scalp = std::make_shared<const ScalpSurface>(model, head.shape);
    // Skin keeps its place in the map's own pictures, which the tracks hold to a fraction of a pixel.
    for (std::size_t i = 0; i < seen.size(); ++i) seen[i].now = head.map.views[i].camera_from_head;
    head.shape.skin =
        std::make_shared<SkinWarp>((shape_before.skin ? *shape_before.skin : SkinWarp())
                                       .after(*scalp_before, intrinsics_before, *scalp, head.intrinsics, seen));
    for (auto& track : head.map.tracks)
        for (auto& s : track.seen) s.view -= static_cast<int>(n_first);
    head.scalp = scalp;
    return true;
}

void MapRefiner::abandon() {
    if (busy()) abandoned_ = std::move(work_);
    work_ = {};
}

void MapRefiner::start(const HeadModel& model, const FitOptions& options, RefinedHead head) {
    abandoned_ = {};  // joins it
    frames_left_ = frames(head.map.views.size());
    work_ = std::async(std::launch::async,
                       [&model, options, head = std::move(head)]() mutable -> std::optional<RefinedHead> {
                           if (!refine(model, options, head)) return {};
                           return head;
                       });
}

std::optional<RefinedHead> MapRefiner::poll() {
    if (!busy() || --frames_left_ > 0) return {};
    return work_.get();
}

}  // namespace smp
