#include "design/sites.hpp"

#include <array>
#include <cmath>
#include <numbers>
#include <numeric>

#include "base/split_mix.hpp"
#include "head/scalp_surface.hpp"

namespace smp {
namespace {

std::uint32_t reversed(std::uint32_t x) {
    x = (x >> 16) | (x << 16);
    x = ((x & 0x00ff00ffu) << 8) | ((x & 0xff00ff00u) >> 8);
    x = ((x & 0x0f0f0f0fu) << 4) | ((x & 0xf0f0f0f0u) >> 4);
    x = ((x & 0x33333333u) << 2) | ((x & 0xccccccccu) >> 2);
    return ((x & 0x55555555u) << 1) | ((x & 0xaaaaaaaau) >> 1);
}
// Nested uniform (Owen) scramble by hashing, after Laine and Karras 2011 with Burley's 2020 constants.
std::uint32_t scrambled(std::uint32_t x, std::uint32_t key) {
    x = reversed(x);
    x ^= x * 0x3d20adeau;
    x += key;
    x *= (key >> 16) | 1u;
    x ^= x * 0x05526c56u;
    x ^= x * 0x53a22864u;
    return reversed(x);
}
// The second dimension of Sobol's sequence; the first is the reversed index.
std::uint32_t sobol_second(std::uint32_t i) {
    std::uint32_t out = 0;
    for (std::uint32_t v = 0x80000000u; i; i >>= 1, v ^= v >> 1)
        if (i & 1) out ^= v;
    return out;
}

// Draws chart points from a pair of numbers in [0, 1), evenly over the mean head's skin within a region. Well
// stratified pairs stay stratified, so that candidates fall into the gaps and few are refused.
class AreaSampler {
  public:
    AreaSampler(const ScalpSurface& surface, const std::vector<ChartPoint>& region) {
        constexpr int n = chart_grid::size;
        const auto in = chart_grid::inside(region);
        column_of_.resize(static_cast<std::size_t>(n) * (shares + 1));
        std::vector<double> rows(n), row(n);
        for (int j = 0; j < n; ++j) {
            for (int i = 0; i < n; ++i)
                row[i] = in[static_cast<std::size_t>(j) * n + i]
                             ? surface.area_mm2_per_deg2({chart_grid::to_chart(i), chart_grid::to_chart(j)})
                             : 0;
            rows[j] = std::accumulate(row.begin(), row.end(), 0.0);
            if (rows[j] > 0) invert(row, shares, &column_of_[static_cast<std::size_t>(j) * (shares + 1)]);
        }
        row_of_.resize(row_shares + 1);
        invert(rows, row_shares, row_of_.data());
        area_mm2_ = std::accumulate(rows.begin(), rows.end(), 0.0) * chart_grid::pitch_deg * chart_grid::pitch_deg;
    }
    double area_mm2() const { return area_mm2_; }
    ChartPoint operator()(double a, double b) const {
        const double y = look_up(row_of_.data(), row_shares, a);
        const double x = look_up(&column_of_[static_cast<std::size_t>(y) * (shares + 1)], shares, b);
        return {(x - 0.5) * chart_grid::pitch_deg + chart_grid::to_chart(0),
                (y - 0.5) * chart_grid::pitch_deg + chart_grid::to_chart(0)};
    }

  private:
    static constexpr int shares = 256, row_shares = 4096;

    // Where each of `count` equal shares of the weights ends, in cells.
    static void invert(const std::vector<double>& weight, int count, float* out) {
        const double total = std::accumulate(weight.begin(), weight.end(), 0.0);
        double below = 0;
        std::size_t cell = 0;
        while (weight[cell] == 0) ++cell;
        for (int s = 0; s <= count; ++s) {
            const double want = total * s / count * (1 - 1e-12);
            while (below + weight[cell] < want) below += weight[cell++];
            out[s] = static_cast<float>(static_cast<double>(cell) + std::min(0.9999, (want - below) / weight[cell]));
        }
    }
    static double look_up(const float* table, int count, double share) {
        const double at = share * count;
        const int i = static_cast<int>(at);
        return table[i] + (at - i) * (table[i + 1] - table[i]);
    }
    std::vector<float> row_of_, column_of_;
    double area_mm2_ = 0;
};

// Looks for neighbours among points on the head, in bands of equal polar angle with cells of equal size.
class NeighbourGrid {
  public:
    // Cells no smaller than `radius_mm` on a surface that is nowhere nearer to its centre than `least_mm`.
    NeighbourGrid(double radius_mm, double least_mm)
        : cell_rad_(1.02 * radius_mm / least_mm), bands_(static_cast<int>(std::numbers::pi / cell_rad_) + 1) {
        first_.resize(static_cast<std::size_t>(bands_) + 1);
        wide_.resize(static_cast<std::size_t>(bands_));
        for (int j = 0; j < bands_; ++j) {
            // A band's cells are as wide as wanted at its narrower rim.
            const double rim =
                std::min(std::sin(j * cell_rad_), std::sin(std::min(std::numbers::pi, (j + 1) * cell_rad_)));
            wide_[j] = std::max(1, static_cast<int>(2 * std::numbers::pi * rim / cell_rad_));
            first_[j + 1] = first_[j] + wide_[j];
        }
        head_.assign(static_cast<std::size_t>(first_.back()), -1);
    }
    void add(int site, double polar, double turn) {
        const int j = band(polar);
        int& head = head_[static_cast<std::size_t>(first_[j] + cell(j, turn))];
        next_.resize(std::max(next_.size(), static_cast<std::size_t>(site) + 1));
        next_[static_cast<std::size_t>(site)] = head;
        head = site;
    }
    // turn: azimuth as a share of a full turn, 0..1.
    template <class Test>
    bool any(double polar, double turn, Test test) const {
        // The middle band first: most of those who are in the way stand there.
        const int j = band(polar);
        return in_band(j, turn, test) || (j > 0 && in_band(j - 1, turn, test)) ||
               (j + 1 < bands_ && in_band(j + 1, turn, test));
    }

  private:
    template <class Test>
    bool in_band(int b, double turn, Test test) const {
        const int wide = wide_[static_cast<std::size_t>(b)], k = cell(b, turn);
        const int* head = &head_[static_cast<std::size_t>(first_[static_cast<std::size_t>(b)])];
        const auto in_cell = [&](int c) {
            for (int s = head[c]; s >= 0; s = next_[static_cast<std::size_t>(s)])
                if (test(s)) return true;
            return false;
        };
        if (in_cell(k)) return true;
        if (wide == 1) return false;
        if (in_cell(k ? k - 1 : wide - 1)) return true;
        return wide > 2 && in_cell(k + 1 < wide ? k + 1 : 0);
    }
    int band(double polar) const { return std::min(bands_ - 1, static_cast<int>(polar / cell_rad_)); }
    int cell(int j, double turn) const { return std::min(wide_[j] - 1, static_cast<int>(turn * wide_[j])); }
    double cell_rad_;
    int bands_;
    std::vector<int> first_, wide_, head_, next_;
};

// Smooth noise over space with features of `length_mm`, about standard normal.
double wave_noise(const glm::vec3& p_mm, double length_mm, std::uint64_t seed) {
    const glm::dvec3 q = glm::dvec3(p_mm) / length_mm, base = glm::floor(q), f = q - base;
    const glm::dvec3 s = f * f * (3.0 - 2.0 * f);
    double sum = 0;
    for (int corner = 0; corner < 8; ++corner) {
        const int dx = corner & 1, dy = corner >> 1 & 1, dz = corner >> 2;
        std::uint64_t h = seed;
        for (double v : {base.x + dx, base.y + dy, base.z + dz})
            h = split_mix(h ^ static_cast<std::uint64_t>(static_cast<std::int64_t>(v) + 4096));
        sum += (dx ? s.x : 1 - s.x) * (dy ? s.y : 1 - s.y) * (dz ? s.z : 1 - s.z) * (2 * unit_of(h) - 1);
    }
    return 2.6 * sum;  // trilinear value noise of +-1 has a standard deviation of about 0.38
}

// Normal deviate within +-2 from one hash.
float normal(std::uint64_t h) {
    double u = 0;
    for (int i = 0; i < 4; ++i) u += static_cast<double>(h >> (16 * i) & 0xffff) / 65535.0;
    return static_cast<float>(std::clamp((u - 2) * 1.7320508, -2.0, 2.0));
}

}  // namespace

std::vector<ChartPoint> site_region(const HeadModel& model) {
    // The front boundary moves forward, to 30 mm above the brows; the temples a little.
    std::vector<ChartPoint> region = model.hair_region();
    const std::size_t n = region.size();
    constexpr std::array<double, 10> ahead_deg{20, 20, 20, 20, 16, 12, 10, 8, 5, 3};
    for (std::size_t i = 0; i < ahead_deg.size(); ++i) {
        region[i] += ahead_deg[i] * glm::normalize(region[i]);
        if (i) region[n - i] += ahead_deg[i] * glm::normalize(region[n - i]);
    }
    return region;
}

Sites make_sites(const HeadModel& model, std::uint64_t seed) {
    const ScalpSurface surface(model, HeadShape{});
    const AreaSampler sampler(surface, site_region(model));
    const double area_mm2 = sampler.area_mm2();
    const auto wanted = static_cast<std::size_t>(area_mm2 / 100 * Sites::density_per_cm2);
    double least_mm = 1e9;
    for (double u = -125; u <= 125; u += 5)
        for (double v = -148; v <= 80; v += 5)
            if (std::hypot(u, v) < 149) least_mm = std::min(least_mm, surface.radius_mm({u, v}));

    Sites out;
    out.chart.reserve(wanted);
    std::vector<glm::vec3> place;
    std::vector<std::array<float, 2>> polar_turn;
    place.reserve(wanted);
    polar_turn.reserve(wanted);
    const auto key_a = static_cast<std::uint32_t>(split_mix(seed)),
               key_b = static_cast<std::uint32_t>(split_mix(seed + 1));
    const auto gap_mm = [&](std::size_t n) {
        return Sites::gap_share * std::sqrt(area_mm2 / static_cast<double>(std::max<std::size_t>(n, 1)));
    };
    double cell_mm = std::min(gap_mm(1), 40.0);
    NeighbourGrid grid(cell_mm, least_mm);
    for (std::uint32_t i = 0; out.chart.size() < wanted; ++i) {
        // The site joins a set of n + 1, whose gap it has to keep.
        const double gap = gap_mm(out.chart.size() + 1);
        if (gap < 0.6 * cell_mm) {
            cell_mm = gap;
            grid = NeighbourGrid(cell_mm, least_mm);
            for (std::size_t k = 0; k < place.size(); ++k)
                grid.add(static_cast<int>(k), polar_turn[k][0], polar_turn[k][1]);
        }
        const ChartPoint chart =
            sampler(scrambled(reversed(i), key_a) * 0x1p-32, scrambled(sobol_second(i), key_b) * 0x1p-32);
        const double polar = glm::radians(glm::length(chart));
        double turn = std::atan2(chart.x, chart.y) / (2 * std::numbers::pi);
        if (turn < 0) turn += 1;
        const glm::vec3 p(surface.position_mm(chart));
        const auto gap2 = static_cast<float>(gap * gap);
        const auto near = [&](int s) {
            const glm::vec3 d = place[static_cast<std::size_t>(s)] - p;
            return glm::dot(d, d) < gap2;
        };
        if (gap <= 40 && grid.any(polar, turn, near)) continue;
        const auto site = static_cast<int>(place.size());
        place.push_back(p);
        polar_turn.push_back({static_cast<float>(polar), static_cast<float>(turn)});
        out.chart.push_back(chart);
        grid.add(site, polar_turn.back()[0], polar_turn.back()[1]);
    }

    const std::size_t n = out.count();
    out.tap.resize(n);
    out.direction.resize(n);
    for (auto* values : {&out.mean_area, &out.size_normal, &out.strength_normal, &out.wave, &out.jitter, &out.stray})
        values->resize(n);
    for (std::size_t k = 0; k < n; ++k) {
        const std::uint64_t h = split_mix(seed ^ split_mix(k));
        out.direction[k] = glm::vec3(direction_from_chart(out.chart[k]));
        out.tap[k] = chart_grid::tap(out.chart[k]);
        out.mean_area[k] = static_cast<float>(surface.area_mm2_per_deg2(out.chart[k]));
        out.size_normal[k] = normal(split_mix(h + 1));
        out.strength_normal[k] = normal(split_mix(h + 2));
        out.jitter[k] = normal(split_mix(h + 3));
        out.stray[k] = static_cast<float>(unit_of(split_mix(h + 4)));
        // Only the front can meet an edge that is broken.
        if (out.chart[k].y > -20)
            out.wave[k] = static_cast<float>(0.8 * wave_noise(place[k], 14, seed + 11) +
                                             0.6 * wave_noise(place[k], 7, seed + 12));
    }
    return out;
}

}  // namespace smp
