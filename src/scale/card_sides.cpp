// Straight runs of the picture about the forehead, and quadrilaterals that they make.
#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "scale/card_measure.hpp"
#include "scale/card_parts.hpp"

namespace smp::card {
namespace {

constexpr double most_px_per_mm = 1.6;  // finer tells the finder nothing
constexpr double most_turn_deg = 30;    // of the card in its plane, against the head
constexpr double least_run_mm = 8;      // of one side that is seen in one piece
constexpr std::size_t most_lines = 36;  // of each direction
constexpr double least_side_share = 0.2, least_seen_sum = 1.9;
constexpr double wrong_shape = 0.22;  // aspect, before the tilt is known
constexpr std::size_t most_quads = 14;

struct Segment {
    glm::dvec2 a, b;
    double length() const { return glm::length(b - a); }
};

// A straight run that fingers may have broken up: a line, and where along it something is seen.
struct Line {
    glm::dvec2 p, along;                            // along: unit
    std::vector<std::pair<double, double>> pieces;  // sorted, apart
    double seen_px = 0;

    // Share of the piece of it between two places that is seen.
    double seen_between(double from, double to) const {
        double sum = 0;
        for (const auto& [lo, hi] : pieces) sum += std::max(0.0, std::min(hi, to) - std::max(lo, from));
        return sum / std::max(1e-9, to - from);
    }
};

std::vector<Segment> segments(const cv::Mat& bgr, const Expectation& expected) {
    cv::Mat work = bgr(expected.box_px);
    const double shrink = std::min(1.0, most_px_per_mm / expected.px_per_mm);
    if (shrink < 1) cv::resize(work, work, {}, shrink, shrink, cv::INTER_AREA);
    std::vector<cv::Mat> channels;
    cv::split(work, channels);
    auto detector = cv::createLineSegmentDetector();
    std::vector<Segment> out;
    for (const cv::Mat& channel : channels) {
        std::vector<cv::Vec4f> found;
        detector->detect(channel, found);
        for (const cv::Vec4f& f : found) {
            // Its pixels have their centres at half numbers there.
            const auto frame_px = [&](double x, double y) {
                return glm::dvec2(x, y) / shrink + (0.5 / shrink - 0.5) +
                       glm::dvec2(expected.box_px.x, expected.box_px.y);
            };
            out.push_back({frame_px(f[0], f[1]), frame_px(f[2], f[3])});
        }
    }
    return out;
}

// The segments of one direction as lines, those that are seen longest first.
std::vector<Line> lines(std::vector<Segment> all, const glm::dvec2& direction, double px_per_mm) {
    const double least_cos = std::cos(most_turn_deg * M_PI / 180);
    std::erase_if(all, [&](const Segment& s) {
        return s.length() < least_run_mm * px_per_mm ||
               std::abs(glm::dot(s.b - s.a, direction)) < least_cos * s.length();
    });
    for (Segment& s : all)
        if (glm::dot(s.b - s.a, direction) < 0) std::swap(s.a, s.b);
    std::sort(all.begin(), all.end(), [](const Segment& a, const Segment& b) { return a.length() > b.length(); });
    const double apart_px = std::max(1.2, 0.8 * px_per_mm);
    std::vector<Line> out;
    std::vector<bool> used(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (used[i]) continue;
        Line line{all[i].a, glm::normalize(all[i].b - all[i].a), {}, 0};
        // Those that go on with it: the line is fitted to all of them.
        std::vector<std::size_t> members{i};
        for (int pass = 0; pass < 2; ++pass) {
            members = {i};
            const glm::dvec2 normal(-line.along.y, line.along.x);
            for (std::size_t k = 0; k < all.size(); ++k)
                if (k != i && !used[k] && std::abs(glm::dot(all[k].a - line.p, normal)) < apart_px &&
                    std::abs(glm::dot(all[k].b - line.p, normal)) < apart_px)
                    members.push_back(k);
            double weight = 0;
            glm::dvec2 middle(0);
            for (const std::size_t k : members) {
                middle += all[k].length() * 0.5 * (all[k].a + all[k].b);
                weight += all[k].length();
            }
            middle /= weight;
            double xx = 0, xy = 0, yy = 0;
            for (const std::size_t k : members)
                for (const glm::dvec2& end : {all[k].a, all[k].b}) {
                    const glm::dvec2 d = end - middle;
                    xx += all[k].length() * d.x * d.x;
                    xy += all[k].length() * d.x * d.y;
                    yy += all[k].length() * d.y * d.y;
                }
            const double angle = 0.5 * std::atan2(2 * xy, xx - yy);
            line.p = middle;
            line.along = {std::cos(angle), std::sin(angle)};
            if (glm::dot(line.along, direction) < 0) line.along = -line.along;
        }
        std::vector<std::pair<double, double>> pieces;
        for (const std::size_t k : members) {
            used[k] = true;
            pieces.emplace_back(glm::dot(all[k].a - line.p, line.along), glm::dot(all[k].b - line.p, line.along));
        }
        std::sort(pieces.begin(), pieces.end());
        for (const auto& piece : pieces)
            if (!line.pieces.empty() && piece.first <= line.pieces.back().second)
                line.pieces.back().second = std::max(line.pieces.back().second, piece.second);
            else
                line.pieces.push_back(piece);
        for (const auto& [lo, hi] : line.pieces) line.seen_px += hi - lo;
        out.push_back(std::move(line));
    }
    std::sort(out.begin(), out.end(), [](const Line& a, const Line& b) { return a.seen_px > b.seen_px; });
    if (out.size() > most_lines) out.resize(most_lines);
    return out;
}

std::optional<glm::dvec2> meet(const Line& a, const Line& b) {
    const double cross = a.along.x * b.along.y - a.along.y * b.along.x;
    if (std::abs(cross) < 0.4) return std::nullopt;
    const glm::dvec2 d = b.p - a.p;
    return a.p + (d.x * b.along.y - d.y * b.along.x) / cross * a.along;
}

double seen_on(const Line& line, const glm::dvec2& a, const glm::dvec2& b) {
    const double s = glm::dot(a - line.p, line.along), t = glm::dot(b - line.p, line.along);
    return line.seen_between(std::min(s, t), std::max(s, t));
}

}  // namespace

std::vector<Quad> find_quads(const cv::Mat& bgr, const Expectation& expected) {
    const std::vector<Segment> all = segments(bgr, expected);
    const std::vector<Line> across = lines(all, expected.across_px, expected.px_per_mm);
    const std::vector<Line> down = lines(all, expected.down_px, expected.px_per_mm);
    struct Pair {
        const Line *first, *second;
        double apart_px;
    };
    // A head that is really larger than it was taken for is farther off: the card is then fewer of its millimetres.
    const auto pairs = [&](const std::vector<Line>& from, const glm::dvec2& way, double low_mm, double high_mm) {
        std::vector<Pair> out;
        for (const Line& a : from)
            for (const Line& b : from) {
                const double apart = glm::dot(b.p - a.p, way);
                const glm::dvec2 normal(-a.along.y, a.along.x);
                const double square = std::abs(glm::dot(b.p - a.p, normal));
                if (apart <= 0 || square < low_mm * expected.px_per_mm || square > high_mm * expected.px_per_mm)
                    continue;
                out.push_back({&a, &b, square});
            }
        return out;
    };
    std::vector<Quad> quads;
    for (const bool upright : {false, true}) {
        const double wide = upright ? card_height_mm : card_width_mm, high = upright ? card_width_mm : card_height_mm;
        const auto rows =
            pairs(across, expected.down_px, 0.85 * high / expected.scale_high, 1.1 * high / expected.scale_low);
        const auto columns =
            pairs(down, expected.across_px, 0.85 * wide / expected.scale_high, 1.1 * wide / expected.scale_low);
        for (const Pair& r : rows)
            for (const Pair& c : columns) {
                if (std::abs(std::log(c.apart_px / r.apart_px * high / wide)) > wrong_shape) continue;
                const auto tl = meet(*r.first, *c.first), tr = meet(*r.first, *c.second),
                           br = meet(*r.second, *c.second), bl = meet(*r.second, *c.first);
                if (!tl || !tr || !br || !bl) continue;
                const std::array<double, 4> seen{seen_on(*r.first, *tl, *tr), seen_on(*c.second, *tr, *br),
                                                 seen_on(*r.second, *bl, *br), seen_on(*c.first, *tl, *bl)};
                const double least = *std::min_element(seen.begin(), seen.end());
                const double sum = seen[0] + seen[1] + seen[2] + seen[3];
                if (least < least_side_share || sum < least_seen_sum) continue;
                Quad quad{{*tl, *tr, *br, *bl}, 0};
                const double w = 0.5 * (glm::length(*tr - *tl) + glm::length(*br - *bl)),
                             h = 0.5 * (glm::length(*bl - *tl) + glm::length(*br - *tr));
                const double shape = std::log(w / h * high / wide);
                if (std::abs(shape) > wrong_shape) continue;
                quad.score = sum + least - 4 * std::abs(shape);
                if (upright) std::rotate(quad.px.begin(), quad.px.begin() + 1, quad.px.end());
                quads.push_back(quad);
            }
    }
    std::sort(quads.begin(), quads.end(), [](const Quad& a, const Quad& b) { return a.score > b.score; });
    // Nearly the same ones once.
    std::vector<Quad> out;
    for (const Quad& q : quads) {
        const bool there = std::any_of(out.begin(), out.end(), [&](const Quad& o) {
            double farthest = 0;
            for (std::size_t i = 0; i < 4; ++i) farthest = std::max(farthest, glm::length(o.px[i] - q.px[i]));
            return farthest < std::max(2.0, 1.5 * expected.px_per_mm);
        });
        if (!there) out.push_back(q);
        if (out.size() == most_quads) break;
    }
    return out;
}

}  // namespace smp::card
