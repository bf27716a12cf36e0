#include "app/camera_file.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

#include "base/small_file.hpp"

namespace smp {
namespace {

// What a matrix of the file says of its own size; OpenCV's reader makes room for as much before it looks at the
// numbers.
bool small_matrix(const cv::FileNode& node) {
    constexpr double most = 64;
    if (!node.isMap()) return true;  // no matrix, which is said elsewhere
    const cv::FileNode rows = node["rows"], columns = node["cols"];
    if (!rows.isInt() || !columns.isInt()) return !node["sizes"].isSeq();
    const double count = static_cast<double>(static_cast<int>(rows)) * static_cast<int>(columns);
    return static_cast<int>(rows) >= 0 && static_cast<int>(columns) >= 0 && count <= most;
}

}  // namespace

Expected<Intrinsics> parse_camera(const std::string& yaml_text, const std::string& where) {
    const auto fail = [&](const std::string& what) {
        return Error{ExitCode::input, what, where,
                     "give an OpenCV calibration (YAML) with camera_matrix and distortion_coefficients"};
    };
    try {
        cv::FileStorage storage(yaml_text, cv::FileStorage::READ | cv::FileStorage::MEMORY);
        cv::Mat K, d;
        if (!storage.isOpened()) return fail("not a camera calibration");
        for (const char* name : {"camera_matrix", "distortion_coefficients"})
            if (!small_matrix(storage[name]))
                return fail(std::string("the camera calibration makes no sense (the size of ") + name + ")");
        storage["camera_matrix"] >> K;
        storage["distortion_coefficients"] >> d;
        if (K.rows != 3 || K.cols != 3) return fail("the camera calibration has no 3x3 camera_matrix");
        K.convertTo(K, CV_64F);
        Intrinsics out;
        out.fx_px = K.at<double>(0, 0);
        out.fy_px = K.at<double>(1, 1);
        out.cx_px = K.at<double>(0, 2);
        out.cy_px = K.at<double>(1, 2);
        if (!d.empty()) {
            d = d.reshape(1, 1);
            d.convertTo(d, CV_64F);
            if (d.cols > 5) {
                for (int i = 5; i < d.cols; ++i)
                    if (d.at<double>(i) != 0) return fail("the calibration uses a lens model beyond k1 k2 p1 p2 k3");
            }
            for (int i = 0; i < std::min(5, d.cols); ++i) out.distortion[i] = d.at<double>(i);
            for (double k : out.distortion)
                if (!std::isfinite(k))
                    return fail("the camera calibration makes no sense (a lens coefficient is no number)");
        }
        const bool finite = std::isfinite(out.fx_px + out.fy_px + out.cx_px + out.cy_px);
        constexpr double farthest_px = 1e6;
        if (!finite || std::max({std::abs(out.cx_px), std::abs(out.cy_px), out.fx_px, out.fy_px}) > farthest_px)
            return fail("the camera calibration makes no sense (it is not of any picture's size)");
        // Without a stated size the principal point tells it well enough for scaling to another size.
        out.width_px = static_cast<int>(storage["image_width"].empty() ? std::lround(2 * out.cx_px + 1)
                                                                       : static_cast<int>(storage["image_width"]));
        out.height_px = static_cast<int>(storage["image_height"].empty() ? std::lround(2 * out.cy_px + 1)
                                                                         : static_cast<int>(storage["image_height"]));
        if (out.fx_px <= 0 || out.fy_px <= 0 || out.width_px <= 0 || out.height_px <= 0)
            return fail("the camera calibration makes no sense (focal length or size not above zero)");
        return out;
    } catch (const cv::Exception&) {
        return fail("not a camera calibration");
    }
}

Expected<Intrinsics> load_camera(const std::filesystem::path& file) {
    auto text = read_small_file(file, "camera calibration");
    if (text) return parse_camera(*text, file.string());
    Error error = text.error();
    error.advice = "give an OpenCV calibration (YAML) with camera_matrix and distortion_coefficients";
    return error;
}

}  // namespace smp
