#include "app/camera_file.hpp"

#include <algorithm>
#include <cmath>
#include <exception>
#include <opencv2/core.hpp>
#include <optional>
#include <vector>

#include "base/small_file.hpp"

namespace smp {
namespace {

struct Matrix {
    int rows = 0, columns = 0;
    std::vector<double> values;
};

// Number by number: OpenCV's own reader makes room for as much as a file says before it looks at the numbers. Nothing
// when it is no matrix, or one that does not have as many numbers as it says.
std::optional<Matrix> matrix_of(const cv::FileNode& node) {
    constexpr std::size_t most = 64;
    if (!node.isMap()) return std::nullopt;
    const cv::FileNode rows = node["rows"], columns = node["cols"], data = node["data"];
    if (!rows.isInt() || !columns.isInt() || !data.isSeq() || data.size() > most) return std::nullopt;
    Matrix out{static_cast<int>(rows), static_cast<int>(columns), {}};
    for (const cv::FileNode& value : data) {
        if (!value.isInt() && !value.isReal()) return std::nullopt;
        out.values.push_back(static_cast<double>(value));
    }
    if (static_cast<double>(out.rows) * out.columns != static_cast<double>(out.values.size())) return std::nullopt;
    return out;
}

}  // namespace

Expected<Intrinsics> parse_camera(const std::string& yaml_text, const std::string& where) {
    const auto fail = [&](const std::string& what) {
        return Error{ExitCode::input, what, where,
                     "give an OpenCV calibration (YAML) with camera_matrix and distortion_coefficients"};
    };
    try {
        cv::FileStorage storage(yaml_text, cv::FileStorage::READ | cv::FileStorage::MEMORY);
        if (!storage.isOpened()) return fail("not a camera calibration");
        const auto K = matrix_of(storage["camera_matrix"]);
        if (!K || K->rows != 3 || K->columns != 3) return fail("the camera calibration has no 3x3 camera_matrix");
        Intrinsics out;
        out.fx_px = K->values[0];
        out.fy_px = K->values[4];
        out.cx_px = K->values[2];
        out.cy_px = K->values[5];
        if (const cv::FileNode node = storage["distortion_coefficients"]; !node.empty()) {
            const auto d = matrix_of(node);
            if (!d) return fail("the camera calibration makes no sense (distortion_coefficients is no matrix)");
            for (std::size_t i = 0; i < d->values.size(); ++i) {
                const double k = d->values[i];
                if (!std::isfinite(k))
                    return fail("the camera calibration makes no sense (a lens coefficient is no number)");
                if (i < out.distortion.size())
                    out.distortion[i] = k;
                else if (k != 0)
                    return fail("the calibration uses a lens model beyond k1 k2 p1 p2 k3");
            }
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
    } catch (const std::exception&) {  // OpenCV's own, and what its reader meets in a damaged file
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
