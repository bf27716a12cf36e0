#include "head/head_raster.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace smp {

std::optional<CoarseGrid> grid_about(const HeadPose& pose, const Intrinsics& camera, const cv::Size& frame,
                                     double pixel_mm) {
    constexpr double box_mm = 150, nearest_mm = 100, least_pixels = 16;
    const glm::dvec3 middle = pose * glm::dvec3(0, 30, 10);
    if (middle.z < nearest_mm) return {};
    const glm::dvec2 c = camera.project(middle);
    const double r = box_mm * camera.fx_px / middle.z;
    CoarseGrid out;
    out.px = std::max(1.0, pixel_mm * camera.fx_px / middle.z);
    out.box_px = cv::Rect(static_cast<int>(c.x - r), static_cast<int>(c.y - r), static_cast<int>(2 * r),
                          static_cast<int>(2 * r)) &
                 cv::Rect({}, frame);
    if (std::min(out.box_px.width, out.box_px.height) < least_pixels * out.px) return {};
    return out;
}

cv::Mat shrunk(const cv::Mat& frame, const CoarseGrid& grid) {
    cv::Mat soft, out;
    const double px = grid.px;
    const cv::Matx23d box_from_grid(px, 0, 0.5 * px - 0.5, 0, px, 0.5 * px - 0.5);
    const int across = 2 * static_cast<int>(std::lround(0.5 * px)) + 1;
    cv::blur(frame(grid.box_px), soft, {across, across});
    cv::warpAffine(soft, out, box_from_grid, grid.size(), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                   cv::BORDER_REPLICATE);
    return out;
}

HeadRasteriser::HeadRasteriser(const HeadMesh& mesh, const glm::dvec3& centre_mm) {
    const auto add = [&](const std::vector<HeadMesh::Vertex>& vertices, const std::vector<std::uint32_t>& triangles) {
        const auto first = static_cast<std::uint32_t>(vertices_.size());
        for (const auto& v : vertices)
            vertices_.push_back({glm::dvec3(v.p_head_mm), glm::dvec3(v.normal),
                                 chart_from_direction(glm::normalize(glm::dvec3(v.p_head_mm) - centre_mm))});
        for (const auto i : triangles) triangles_.push_back(first + i);
    };
    add(mesh.scalp, mesh.scalp_triangles);
    add(mesh.occluders, mesh.occluder_triangles);
}

HeadRaster HeadRasteriser::draw(const HeadPose& pose, const Intrinsics& camera, const CoarseGrid& grid) const {
    const cv::Size size = grid.size();
    HeadRaster out{cv::Mat(size, CV_32FC2, cv::Scalar(0)), cv::Mat(size, CV_32FC3, cv::Scalar(0)),
                   cv::Mat(size, CV_32F, cv::Scalar(0))};
    std::vector<glm::dvec2> at(vertices_.size());
    std::vector<double> z(vertices_.size());
    for (std::size_t i = 0; i < vertices_.size(); ++i) {
        const glm::dvec3 p = pose * vertices_[i].p_head_mm;
        z[i] = p.z;
        if (p.z > 50) at[i] = grid.from_frame(camera.project(p));
    }
    for (std::size_t t = 0; t + 2 < triangles_.size(); t += 3) {
        const std::uint32_t corner[3] = {triangles_[t], triangles_[t + 1], triangles_[t + 2]};
        const glm::dvec2 a = at[corner[0]], b = at[corner[1]], c = at[corner[2]];
        if (std::min({z[corner[0]], z[corner[1]], z[corner[2]]}) <= 50) continue;
        const glm::dvec2 ab = b - a, ac = c - a;
        const double area = ab.x * ac.y - ab.y * ac.x;
        if (area > -1e-9) continue;  // seen from behind: rows run down
        const int x0 = std::max(0, static_cast<int>(std::ceil(std::min({a.x, b.x, c.x}))));
        const int x1 = std::min(size.width - 1, static_cast<int>(std::floor(std::max({a.x, b.x, c.x}))));
        const int y0 = std::max(0, static_cast<int>(std::ceil(std::min({a.y, b.y, c.y}))));
        const int y1 = std::min(size.height - 1, static_cast<int>(std::floor(std::max({a.y, b.y, c.y}))));
        for (int y = y0; y <= y1; ++y)
            for (int x = x0; x <= x1; ++x) {
                const glm::dvec2 d = glm::dvec2(x, y) - a;
                const double v = (d.x * ac.y - d.y * ac.x) / area, w = (ab.x * d.y - ab.y * d.x) / area, u = 1 - v - w;
                if (u < 0 || v < 0 || w < 0) continue;
                const auto depth = static_cast<float>(u * z[corner[0]] + v * z[corner[1]] + w * z[corner[2]]);
                float& nearest = out.depth_mm.at<float>(y, x);
                if (nearest > 0 && nearest <= depth) continue;
                nearest = depth;
                const Vertex &p = vertices_[corner[0]], &q = vertices_[corner[1]], &r = vertices_[corner[2]];
                const glm::dvec2 chart = u * p.chart_deg + v * q.chart_deg + w * r.chart_deg;
                const glm::dvec3 normal = pose.R * (u * p.normal + v * q.normal + w * r.normal);
                out.chart_deg.at<cv::Vec2f>(y, x) = {static_cast<float>(chart.x), static_cast<float>(chart.y)};
                out.normal.at<cv::Vec3f>(y, x) = {static_cast<float>(normal.x), static_cast<float>(normal.y),
                                                  static_cast<float>(normal.z)};
            }
    }
    return out;
}

}  // namespace smp
