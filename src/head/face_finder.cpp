#include "head/face_finder.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "head/head_fit.hpp"
#include "head/head_view.hpp"
#include "head/pose_agreement.hpp"
#include "head/pose_fit.hpp"

namespace smp {

std::optional<HeadPose> pose_of_face(const KnownFace& face, const Landmarks68& p, double most_disagreement) {
    const Intrinsics& camera = face.intrinsics;
    // Beyond the picture's edge the predictor only continues a face it cannot see.
    std::array<bool, landmark_count> in{};
    int stiff_in = 0;
    for (int i = 0; i < landmark_count; ++i) {
        in[i] = camera.contains(p[i]);
        stiff_in += in[i] && i >= 27 && i < 48;
    }
    if (stiff_in < 12) return {};
    const auto head = face.model.landmarks(face.shape);
    HeadPose out = guess_pose(face.model, face.shape, camera, p);
    Landmarks68 told = face.habit.without(p, out, camera);
    const double iod = nominal_interocular_px(out, camera);
    for (int pass = 0; pass < 2; ++pass) {  // the weights depend on the pose
        const double yaw = yaw_deg(out), off_axis = off_axis_deg(out);
        std::vector<FixedSeen> seen;
        for (int i = 0; i < landmark_count; ++i)
            if (in[i]) seen.push_back({head[i], told[i], landmark_sigma_px(i, iod, yaw, off_axis)});
        if (!fit_pose(seen, camera, 3, out, 30).converged) return {};
    }
    const Landmarks68 modelled = project_landmarks(head, out, camera);
    for (int i = 0; i < landmark_count; ++i)
        if (!in[i]) told[i] = modelled[i];
    if (landmark_disagreement(told, modelled, iod) >= most_disagreement) return {};
    return out;
}

Landmarks68 FaceFinder::predict(const cv::Mat& grey, const HeadPose& expected, const Intrinsics& camera) const {
    return faces_.predict(grey, box_from_pose(expected, camera));
}

Landmarks68 FaceFinder::predict_mean(const cv::Mat& grey, const HeadPose& expected, const Intrinsics& camera) const {
    const FaceBox own = box_from_pose(expected, camera);
    Landmarks68 mean{};
    int n = 0;
    for (const auto& [dx, dy, ds] :
         {std::tuple{0.0, 0.0, 1.0}, {0.03, 0.0, 1.02}, {-0.03, 0.0, 0.98}, {0.0, 0.03, 0.97}, {0.0, -0.03, 1.03}}) {
        FaceBox b = own;
        b.centre_px += b.size_px * glm::dvec2(dx, dy);
        b.size_px *= ds;
        const auto p = faces_.predict(grey, b);
        for (int i = 0; i < landmark_count; ++i) mean[i] += p[i];
        ++n;
    }
    for (auto& p : mean) p /= n;
    return mean;
}

// Scales and tilts to look for a face with: small first, because faces near the camera are cheap to find.
std::vector<FaceBox> FaceFinder::detect(const cv::Mat& grey, bool still) {
    const double longest = std::max(grey.cols, grey.rows);
    std::vector<FaceBox> found;
    if (still) {
        for (double roll : {0.0, -20.0, 20.0, -35.0, 35.0})
            for (double target : {640.0, 1100.0}) {
                const double scale = std::min(4.0, target / longest);
                for (double threshold : {0.0, -0.4}) {
                    found = faces_.detect(grey, scale, roll, threshold);
                    if (!found.empty()) return found;
                    if (target < 1000) break;  // doubtful ones only at the finer scale
                }
            }
        return found;
    }
    // Full reach, then a finer look, then tilted.
    const int turn = looked_++ % 4;
    const double target = turn % 2 == 0 ? 640 : 1000;
    const double roll = turn == 2 ? 20 : 0;
    return faces_.detect(grey, std::min(2.0, target / longest), turn == 2 && looked_ % 8 < 4 ? -roll : roll);
}

std::optional<FaceBox> FaceFinder::look(const cv::Mat& grey, bool still) {
    const auto found = detect(grey, still);
    if (found.empty()) return {};
    const glm::dvec2 middle{0.5 * grey.cols, 0.5 * grey.rows};
    const auto prominence = [&](const FaceBox& f) {
        return f.size_px * (1 - 0.7 * glm::length(f.centre_px - middle) / glm::length(middle));
    };
    return *std::max_element(found.begin(), found.end(),
                             [&](const FaceBox& a, const FaceBox& b) { return prominence(a) < prominence(b); });
}

std::optional<HeadPose> FaceFinder::look_near(const cv::Mat& grey, const KnownFace& face, const HeadPose& was) const {
    const Intrinsics& camera = face.intrinsics;
    const glm::dvec2 c = camera.project(was * glm::dvec3(0, 0, 60));
    const double r = 260 * camera.fx_px / was.t_mm.z;
    const cv::Rect box = cv::Rect(static_cast<int>(c.x - r), static_cast<int>(c.y - r), static_cast<int>(2 * r),
                                  static_cast<int>(2 * r)) &
                         cv::Rect(0, 0, grey.cols, grey.rows);
    if (box.width < 60 || box.height < 60) return {};
    const double face_px = 110 * camera.fx_px / was.t_mm.z;
    const auto found = faces_.detect(grey(box), std::min(2.0, 110 / face_px));
    if (found.empty()) return {};
    FaceBox best = *std::max_element(found.begin(), found.end(),
                                     [](const FaceBox& a, const FaceBox& b) { return a.size_px < b.size_px; });
    best.centre_px += glm::dvec2(box.x, box.y);
    const auto first = pose_of_face(face, faces_.predict(grey, best));
    if (!first) return {};
    return pose_of_face(face, predict(grey, *first, camera));
}

}  // namespace smp
