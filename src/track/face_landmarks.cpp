#include "track/face_landmarks.hpp"

#include <dlib/image_processing.h>
#include <dlib/image_processing/frontal_face_detector.h>
#include <dlib/opencv.h>

#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

namespace smp {
namespace {

// 2x3 affine that turns about `centre`, scales, and puts `centre` at `target`.
cv::Matx23d turn(const glm::dvec2& centre, double roll_deg, double scale, const glm::dvec2& target) {
    const double a = roll_deg * std::numbers::pi / 180, c = scale * std::cos(a), s = scale * std::sin(a);
    return {c, -s, target.x - c * centre.x + s * centre.y, s, c, target.y - s * centre.x - c * centre.y};
}

glm::dvec2 apply_inverse(const cv::Matx23d& m, double x, double y) {
    const double det = m(0, 0) * m(1, 1) - m(0, 1) * m(1, 0), dx = x - m(0, 2), dy = y - m(1, 2);
    return {(m(1, 1) * dx - m(0, 1) * dy) / det, (-m(1, 0) * dx + m(0, 0) * dy) / det};
}

}  // namespace

struct FaceLandmarks::Impl {
    explicit Impl(dlib::shape_predictor from_file) : predictor(std::move(from_file)) {}
    mutable dlib::frontal_face_detector detector = dlib::get_frontal_face_detector();
    dlib::shape_predictor predictor;
};

FaceLandmarks::FaceLandmarks(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
FaceLandmarks::FaceLandmarks(FaceLandmarks&&) noexcept = default;
FaceLandmarks& FaceLandmarks::operator=(FaceLandmarks&&) noexcept = default;
FaceLandmarks::~FaceLandmarks() = default;

Expected<FaceLandmarks> FaceLandmarks::load(const std::filesystem::path& file) {
    const std::string advice = "give a dlib 68-point shape predictor with --landmark-model (Debian: libdlib-data)";
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error))
        return Error{ExitCode::input, "the landmark model is missing", file.string(), advice};
    dlib::shape_predictor predictor;
    try {
        dlib::deserialize(file.string()) >> predictor;
    } catch (const std::exception&) {
        return Error{ExitCode::input, "not a dlib shape predictor, or damaged", file.string(), advice};
    }
    if (predictor.num_parts() != 68)
        return Error{ExitCode::input,
                     "the landmark model has " + std::to_string(predictor.num_parts()) + " points, not 68",
                     file.string(), advice};
    // Last, as building the face detector takes over half a second.
    return FaceLandmarks(std::make_unique<Impl>(std::move(predictor)));
}

std::vector<FaceBox> FaceLandmarks::detect(const cv::Mat& grey, double scale, double roll_deg, double threshold) const {
    cv::Mat seen;
    const glm::dvec2 centre{0.5 * (grey.cols - 1), 0.5 * (grey.rows - 1)};
    const cv::Size size(std::max(16, static_cast<int>(std::lround(grey.cols * scale))),
                        std::max(16, static_cast<int>(std::lround(grey.rows * scale))));
    const auto seen_from_grey = turn(centre, roll_deg, scale, {0.5 * (size.width - 1), 0.5 * (size.height - 1)});
    if (roll_deg == 0)
        cv::resize(grey, seen, size, 0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
    else
        cv::warpAffine(grey, seen, seen_from_grey, size, cv::INTER_LINEAR, cv::BORDER_REPLICATE);

    std::vector<dlib::rect_detection> found;
    impl_->detector(dlib::cv_image<unsigned char>(seen), found, threshold);
    std::vector<FaceBox> boxes;
    for (const auto& f : found) {
        const auto& r = f.rect;
        FaceBox box;
        box.centre_px =
            apply_inverse(seen_from_grey, 0.5 * (static_cast<double>(r.left()) + static_cast<double>(r.right())),
                          0.5 * (static_cast<double>(r.top()) + static_cast<double>(r.bottom())));
        box.size_px = static_cast<double>(r.width()) / scale;
        box.roll_deg = roll_deg;
        box.score = f.detection_confidence;
        boxes.push_back(box);
    }
    return boxes;
}

Landmarks68 FaceLandmarks::predict(const cv::Mat& grey, const FaceBox& box) const {
    constexpr int side_px = 360, margin_px = 110;  // the face's box as shown, and the room about it
    const int full_px = side_px + 2 * margin_px;
    const double scale = side_px / box.size_px, middle = 0.5 * (full_px - 1);
    const auto shown_from_grey = turn(box.centre_px, box.roll_deg, scale, {middle, middle});
    cv::Mat shown;
    cv::warpAffine(grey, shown, shown_from_grey, {full_px, full_px}, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    const dlib::rectangle rect(margin_px, margin_px, margin_px + side_px - 1, margin_px + side_px - 1);
    const auto parts = impl_->predictor(dlib::cv_image<unsigned char>(shown), rect);
    Landmarks68 out;
    for (unsigned long i = 0; i < 68; ++i)
        out[i] = apply_inverse(shown_from_grey, static_cast<double>(parts.part(i).x()),
                               static_cast<double>(parts.part(i).y()));
    return out;
}

}  // namespace smp
