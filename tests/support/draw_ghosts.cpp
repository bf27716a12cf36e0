// A look at the ghosts of all standard views without camera or window: the mean head's, on one sheet. draw_ghosts
// OUT.png
#include <cstdio>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "views/ghost.hpp"
#include "views/standard_views.hpp"

int main(int argc, char** argv) {
    using namespace smp;
    if (argc != 2) return std::fprintf(stderr, "draw_ghosts OUT.png\n"), 2;
    const auto model = HeadModel::load(std::string(SMP_SOURCE_DIR) + "/models/head_shape.json");
    if (!model) return std::fprintf(stderr, "%s\n", model.error().line().c_str()), 3;
    const HeadShape shape;
    const ScalpSurface surface(*model, shape);
    const HeadMesh mesh = HeadMesh::build(*model, shape, surface);
    const GhostMaker maker(*model, shape, surface, mesh);
    constexpr int side = 480;
    const Intrinsics camera = Intrinsics::from_fov(side, side, 36);
    cv::Mat sheet(2 * side, 4 * side, CV_8UC3, cv::Scalar(90, 90, 90));
    int i = 0;
    for (const StandardView& view : standard_views()) {
        cv::Mat cell = sheet(cv::Rect(i % 4 * side, i / 4 * side, side, side));
        const glm::dvec3 middle_mm(0, 0, 600);
        const double began = static_cast<double>(cv::getTickCount());
        const GhostShape ghost = maker.make(view.target, 600);
        const double ms = 1e3 * (static_cast<double>(cv::getTickCount()) - began) / cv::getTickFrequency();
        for (const GhostLine& line : ghost_lines(ghost, middle_mm, camera)) {
            std::vector<cv::Point> points;
            for (const glm::dvec2& p : line.px) points.emplace_back(cvRound(p.x * 16), cvRound(p.y * 16));
            const int thick = line.kind == StrokeKind::outline ? 3 : 2;
            const int light = line.kind == StrokeKind::midline ? 170 : 255;
            cv::polylines(cell, points, false, cv::Scalar::all(20), thick + 2, cv::LINE_AA, 4);
            cv::polylines(cell, points, false, cv::Scalar::all(light), thick - 1, cv::LINE_AA, 4);
        }
        const HeadPose front = pose_at({}, middle_mm);
        const ViewGoal goal = goal_of(view);
        const auto arrow = ghost_arrow(view_error(goal, front, camera, ghost.room), front, goal, middle_mm, camera);
        for (std::size_t k = 1; k < arrow.size(); ++k)
            cv::line(cell, cv::Point(cvRound(arrow[k - 1].x), cvRound(arrow[k - 1].y)),
                     cv::Point(cvRound(arrow[k].x), cvRound(arrow[k].y)), cv::Scalar(120, 220, 255),
                     k + 1 == arrow.size() ? 5 : 2, cv::LINE_AA);
        cv::putText(cell, std::string(view.name), {12, 30}, cv::FONT_HERSHEY_SIMPLEX, 0.8, cv::Scalar::all(255), 2);
        std::printf("%s: %.1f ms, %zu strokes\n", std::string(view.name).c_str(), ms, ghost.strokes.size());
        ++i;
    }
    return cv::imwrite(argv[1], sheet) ? 0 : 3;
}
