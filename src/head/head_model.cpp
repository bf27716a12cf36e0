#include "head/head_model.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numbers>
#include <numeric>

namespace smp {
namespace {

constexpr double degrees = 180.0 / std::numbers::pi;

// sqrt of the normalisation of Y(l,m), without the Condon-Shortley sign.
const auto normalisation = [] {
    std::array<double, cranium_terms> n{};
    for (int l = 0; l <= cranium_degree; ++l)
        for (int m = 0; m <= l; ++m) {
            double v = (2 * l + 1) / (4 * std::numbers::pi);
            for (int k = l - m + 1; k <= l + m; ++k) v /= k;
            n[l * (l + 1) + m] = std::sqrt(v) * (m ? std::numbers::sqrt2 : 1.0);
        }
    return n;
}();

template <std::size_t N>
void read(const nlohmann::json& json, std::array<double, N>& out) {
    if (json.size() != N) throw std::runtime_error("wrong number of values");
    std::copy(json.begin(), json.end(), out.begin());
}

void read(const nlohmann::json& json, std::array<glm::dvec3, landmark_count>& out) {
    std::array<double, 3 * landmark_count> flat{};
    read(json, flat);
    for (int i = 0; i < landmark_count; ++i) out[i] = {flat[3 * i], flat[3 * i + 1], flat[3 * i + 2]};
}

}  // namespace

glm::dvec3 direction_from_chart(const ChartPoint& chart_deg) {
    const double polar = glm::length(chart_deg) / degrees;
    const double s = polar > 1e-9 ? std::sin(polar) / polar / degrees : 1.0 / degrees;
    return {s * chart_deg.x, std::cos(polar), s * chart_deg.y};
}

ChartPoint chart_from_direction(const glm::dvec3& d) {
    const double flat = std::hypot(d.x, d.z);
    if (flat < 1e-12) return {0, d.y > 0 ? 0 : 180};
    const double polar = std::atan2(flat, d.y) * degrees;
    return {polar * d.x / flat, polar * d.z / flat};
}

std::array<double, cranium_terms> harmonics(const glm::dvec3& d) {
    // Associated Legendre functions in sin(el) = d.y, with cos(el)^m folded into the azimuth terms
    // cos(el)^m cos(m az) and cos(el)^m sin(m az), which are polynomials in d.z and d.x: no pole at the vertex.
    std::array<double, cranium_terms> out{};
    double c = 1, s = 0, pmm = 1;
    for (int m = 0; m <= cranium_degree; ++m) {
        if (m) {
            const double c_next = c * d.z - s * d.x;
            s = s * d.z + c * d.x;
            c = c_next;
            pmm *= 2 * m - 1;
        }
        double p0 = 0, p1 = pmm;
        for (int l = m; l <= cranium_degree; ++l) {
            if (l > m) {
                const double p = (d.y * (2 * l - 1) * p1 - (l + m - 1) * p0) / (l - m);
                p0 = p1;
                p1 = p;
            }
            const int i = l * (l + 1);
            const double n = normalisation[i + m] * p1;
            out[i + m] = n * c;
            if (m) out[i - m] = n * s;
        }
    }
    return out;
}

const std::array<double, own_terms>& own_cranium_sd() {
    static const auto sd = [] {
        // Standard deviation over the skull of each degree's share; a coefficient's follows from the addition theorem.
        constexpr std::array<double, own_degree + 1> field_mm{1.2, 1.5, 1.7, 1.2, 1.0};
        std::array<double, own_terms> out{};
        for (int l = 0; l <= own_degree; ++l)
            for (int m = -l; m <= l; ++m)
                out[l * (l + 1) + m] = field_mm[l] * std::sqrt(4 * std::numbers::pi / (2 * l + 1));
        return out;
    }();
    return sd;
}

Expected<HeadModel> HeadModel::load(const std::filesystem::path& path) {
    const auto fail = [&](const std::string& what) {
        return Error{ExitCode::input, what, path.string(), "reinstall the file models/head_shape.json of this program"};
    };
    std::ifstream file(path);
    if (!file) return fail("the head model cannot be opened");
    HeadModel model;
    try {
        const auto json = nlohmann::json::parse(file);
        if (json.at("format") != "head_shape 1" || json.at("k") != shape_modes) return fail("not a head model");
        read(json.at("sd"), model.sd_);
        read(json.at("landmarks").at("mean"), model.landmark_mean_);
        read(json.at("cranium_fine").at("mean"), model.cranium_mean_);
        for (int k = 0; k < shape_modes; ++k) {
            read(json.at("landmarks").at("modes").at(k), model.landmark_modes_[k]);
            read(json.at("cranium_fine").at("modes").at(k), model.cranium_modes_[k]);
        }
        for (const auto& corner : json.at("hairline").at("azimuth_elevation")) {
            const double az = corner.at(0).get<double>() / degrees, polar = 90.0 - corner.at(1).get<double>();
            model.hair_region_.push_back({polar * std::sin(az), polar * std::cos(az)});
        }
    } catch (const std::exception& e) {
        return fail(std::string("not a head model (") + e.what() + ")");
    }
    return model;
}

std::array<glm::dvec3, landmark_count> HeadModel::landmarks(const HeadShape& shape) const {
    auto out = landmark_mean_;
    for (int i = 0; i < landmark_count; ++i) {
        for (int k = 0; k < shape_modes; ++k) out[i] += shape.b[k] * landmark_modes_[k][i];
        out[i] *= shape.scale;
    }
    return out;
}

std::array<double, cranium_terms> HeadModel::cranium_coefficients(const HeadShape& shape) const {
    auto out = cranium_mean_;
    for (int i = 0; i < own_terms; ++i) out[i] += shape.own[i];
    for (int k = 0; k < shape_modes; ++k)
        for (int i = 0; i < cranium_terms; ++i) out[i] += shape.b[k] * cranium_modes_[k][i];
    return out;
}

double HeadModel::mean_radius_mm(std::span<const double, cranium_terms> basis) const {
    return std::inner_product(basis.begin(), basis.end(), cranium_mean_.begin(), 0.0);
}

double HeadModel::radius_mode(int k, std::span<const double, cranium_terms> basis) const {
    return std::inner_product(basis.begin(), basis.end(), cranium_modes_[k].begin(), 0.0);
}

double HeadModel::interpupillary_mm(const HeadShape& shape) const {
    const auto p = landmarks(shape);
    return glm::length(0.5 * (p[42] + p[45]) - 0.5 * (p[36] + p[39]));
}

}  // namespace smp
