// A look at designs without camera or GPU: front, side, back and top views of the mean head with its face, coverage and
// marks, one PNG a choice of the parameter that --sweep names (hairline.style). draw_hairlines OUT_DIR [NAME=VALUE ...]
// [--design FILE] [--sweep NAME] [--one] [--coverage] [--small] [--b K=VALUE]
#include <cstdio>
#include <ctime>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "design/treatment.hpp"
#include "head/head_model.hpp"

namespace {

using namespace smp;

int view_px = 760;  // --small halves it
double px_per_mm = 3.2;

struct View {
    glm::dvec3 right, up, towards;
    glm::dvec3 centre;
    cv::Point2d px(const glm::dvec3& p) const {
        const auto d = p - centre;
        return {view_px / 2 + px_per_mm * glm::dot(d, right), view_px / 2 - px_per_mm * glm::dot(d, up)};
    }
};

cv::Mat draw(const HeadModel& model, const HeadShape& shape, const ScalpSurface& surface, const Treatment& t,
             const View& view, bool coverage_only) {
    cv::Mat tone(view_px, view_px, CV_32FC1, 0.0f), light(view_px, view_px, CV_32FC1, 0.0f);
    cv::Mat in(view_px, view_px, CV_8UC1, cv::Scalar(0));
    for (int y = 0; y < view_px; ++y)
        for (int x = 0; x < view_px; ++x) {
            const glm::dvec3 o = view.centre + (x - view_px / 2) / px_per_mm * view.right -
                                 (y - view_px / 2) / px_per_mm * view.up + 300.0 * view.towards;
            glm::dvec3 hit;
            if (!surface.intersect(o, -view.towards, hit)) continue;
            const auto chart = surface.chart_at(hit);
            const auto n = surface.normal(chart);
            in.at<uchar>(y, x) = 1;
            light.at<float>(y, x) = static_cast<float>(
                0.25 + 0.75 * std::max(0.0, glm::dot(n, glm::normalize(view.towards + 0.5 * glm::dvec3(0.3, 1, 0.4)))));
            if (coverage_only) tone.at<float>(y, x) = static_cast<float>(2.5 * t.coverage.at(chart));
        }
    if (!coverage_only)
        for (const Mark& m : t.marks) {
            const double facing = glm::dot(glm::dvec3(m.normal), view.towards);
            if (facing < 0.1) continue;
            const int steps = glm::length(m.stroke_mm) > 0 ? 7 : 1;
            for (int s = 0; s < steps; ++s) {
                const double a = steps > 1 ? 2.0 * s / (steps - 1) - 1 : 0;
                const auto px = view.px(glm::dvec3(m.p_head_mm) + a * glm::dvec3(m.stroke_mm));
                // tone_mm2 = 1 at 100 marks per cm2, so 1 per mm2, is a tone of 1.
                const double tone_px = m.tone_mm2 * px_per_mm * px_per_mm * facing / steps;
                const int x0 = static_cast<int>(std::floor(px.x)), y0 = static_cast<int>(std::floor(px.y));
                const double fx = px.x - x0, fy = px.y - y0;
                for (int j = 0; j < 2; ++j)
                    for (int i = 0; i < 2; ++i)
                        if (x0 + i >= 0 && y0 + j >= 0 && x0 + i < view_px && y0 + j < view_px)
                            tone.at<float>(y0 + j, x0 + i) +=
                                static_cast<float>(tone_px * (i ? fx : 1 - fx) * (j ? fy : 1 - fy));
            }
        }
    cv::Mat out(view_px, view_px, CV_8UC3, cv::Scalar(60, 60, 60));
    const cv::Vec3f skin(0.25f, 0.36f, 0.58f);
    for (int y = 0; y < view_px; ++y)
        for (int x = 0; x < view_px; ++x)
            if (in.at<uchar>(y, x))
                for (int c = 0; c < 3; ++c) {
                    const float v = skin[c] * light.at<float>(y, x) *
                                    std::exp(-tone.at<float>(y, x) * t.pigment.at(0).all()[2 - c]);
                    out.at<cv::Vec3b>(y, x)[c] = cv::saturate_cast<uchar>(255 * std::pow(v, 1 / 2.2f));
                }
    const auto lm = model.landmarks(shape);
    const auto line = [&](int a, int b, bool closed) {
        if (view.towards.z < 0) return;  // from behind
        for (int i = a; i < b; ++i) cv::line(out, view.px(lm[i]), view.px(lm[i + 1]), {40, 40, 90}, 1, cv::LINE_AA);
        if (closed) cv::line(out, view.px(lm[b]), view.px(lm[a]), {40, 40, 90}, 1, cv::LINE_AA);
    };
    line(0, 16, false), line(17, 21, false), line(22, 26, false), line(27, 30, false), line(31, 35, false);
    line(36, 41, true), line(42, 47, true), line(48, 59, true);
    if (coverage_only) {
        const auto curve = [&](const std::vector<ChartPoint>& points, cv::Scalar colour, bool closed) {
            for (std::size_t i = closed ? 0 : 1; i < points.size(); ++i) {
                const auto &a = points[i ? i - 1 : points.size() - 1], &b = points[i];
                if (glm::dot(surface.normal(b), view.towards) < 0) continue;
                cv::line(out, view.px(surface.position_mm(a)), view.px(surface.position_mm(b)), colour, 1, cv::LINE_AA);
            }
        };
        curve(model.hair_region(), {255, 160, 0}, true);
        curve(t.hairline, {0, 0, 255}, false);
    }
    return out;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) return 2;
    const auto model = HeadModel::load(SMP_SOURCE_DIR "/models/head_shape.json");
    if (!model) return 3;
    HeadShape shape;
    TreatmentDesign design;
    bool coverage_only = false, one = false;
    std::string swept = "hairline.style";
    for (int i = 2; i < argc; ++i) {
        const std::string text = argv[i];
        if (text == "--coverage") {
            coverage_only = true;
        } else if (text == "--small") {
            view_px /= 2;
            px_per_mm /= 2;
        } else if (text == "--one") {
            one = true;
        } else if (text == "--sweep" && i + 1 < argc) {
            swept = argv[++i];
        } else if (text == "--design" && i + 1 < argc) {
            const auto loaded = load_design(argv[++i]);
            if (!loaded) {
                std::fprintf(stderr, "%s\n", loaded.error().line().c_str());
                return 3;
            }
            design = *loaded;
        } else if (text == "--b" && i + 1 < argc) {
            const std::string kv = argv[++i];
            shape.b[std::stoul(kv)] = std::stod(kv.substr(kv.find('=') + 1));
        } else {
            const auto eq = text.find('=');
            if (auto s = set_parameter(design, text.substr(0, eq), text.substr(eq + 1)); !s) {
                std::fprintf(stderr, "%s\n", s.error().line().c_str());
                return 3;
            }
        }
    }
    // Processor time, so that other work on the machine does not count.
    const auto now = [] { return 1e3 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC; };
    double t0 = now();
    TreatmentCompiler compiler(*model, 1);
    std::printf("sites %.0f ms\n", now() - t0);
    const View views[]{
        {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {0, 55, 0}},
        {{0, 0, -1}, {0, 1, 0}, {1, 0, 0}, {0, 55, 0}},
        {{-1, 0, 0}, {0, 1, 0}, {0, 0, -1}, {0, 55, 0}},
        {{1, 0, 0}, {0, 0, -1}, {0, 1, 0}, {0, 55, 0}},
        {glm::normalize(glm::dvec3(1, 0, -1)), {0, 1, 0}, glm::normalize(glm::dvec3(1, 0, 1)), {0, 55, 0}},
        {glm::normalize(glm::dvec3(-1, 0, -1)), {0, 1, 0}, glm::normalize(glm::dvec3(1, 0, -1)), {0, 55, 0}}};
    const Parameter* sweep = find_parameter(swept);
    if (!sweep || sweep->choices.empty()) return 2;
    const auto& style = *sweep;
    for (int k = 0; k < (one ? 1 : static_cast<int>(style.choices.size())); ++k) {
        if (!one) style.set(design, k);
        t0 = now();
        const auto& t = compiler.compile(shape, design);
        const double ms = now() - t0;
        const auto c = t.hairline_mm[24], l = t.hairline_mm.back(), m = t.hairline_mm[60];
        std::printf(
            "%-14s %6.1f ms  marks %zu  area %.0f cm2  middle (%.0f %.0f %.0f) corner R (%.0f %.0f %.0f) temple L "
            "(%.0f %.0f %.0f)\n",
            format_value(style, style.get(design)).c_str(), ms, t.marks.size(), t.treated_area_cm2, m.x, m.y, m.z, c.x,
            c.y, c.z, l.x, l.y, l.z);
        cv::Mat row[2], sheet;
        for (int j = 0; j < 2; ++j) {
            cv::Mat view[3];
            for (int i = 0; i < 3; ++i)
                view[i] = draw(*model, shape, compiler.surface(), t, views[3 * j + i], coverage_only);
            cv::hconcat(view, 3, row[j]);
        }
        cv::vconcat(row[0], row[1], sheet);
        cv::imwrite(
            std::string(argv[1]) + "/" + format_value(style, style.get(design)) + (coverage_only ? "-c" : "") + ".png",
            sheet);
    }
    double best = 1e9;
    for (int i = 0; i < 12; ++i) {
        design.hairline_height_mm = 70 + i;
        t0 = now();
        compiler.compile(shape, design);
        best = std::min(best, now() - t0);
    }
    std::printf("design only, best of 12: %.1f ms\n", best);
    best = 1e9;
    for (int i = 0; i < 8; ++i) {
        shape.b[0] = i - 4;
        ++shape.revision;
        t0 = now();
        compiler.compile(shape, design);
        best = std::min(best, now() - t0);
    }
    std::printf("new head, best of 8: %.1f ms\n", best);
}
