#include "skin/matt_light.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

namespace smp {
namespace {

float mean_of(const cv::Vec3f& v) {
    return (v[0] + v[1] + v[2]) / 3;
}

// Median over what is surely skin; over all where that is nothing, as under a cap.
float middle(const std::vector<LitSkin>& samples, const auto& value_of) {
    std::vector<float> values;
    for (const auto& s : samples)
        if (s.weight > 0.5f) values.push_back(value_of(s));
    if (values.empty())
        for (const auto& s : samples) values.push_back(value_of(s));
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

template <int n>
struct LeastSquares {  // doubles: the terms are far from independent on half a sphere
    cv::Matx<double, n, n> information;
    cv::Vec<double, n> right;

    void add(const cv::Vec<float, n>& terms, double value, double weight) {
        for (int i = 0; i < n; ++i) {
            right[i] += weight * terms[i] * value;
            for (int j = 0; j < n; ++j) information(i, j) += weight * terms[i] * terms[j];
        }
    }
    // Beforehand each term but the constant is `before`, with as much weight as `stiff` samples.
    cv::Vec<float, n> solve(const cv::Vec<float, n>& before, double stiff) const {
        auto a = information;
        auto b = right;
        a(0, 0) += 1e-6;
        for (int i = 1; i < n; ++i) {
            a(i, i) += stiff;
            b[i] += stiff * before[i];
        }
        const cv::Vec<double, n> x = a.solve(b, cv::DECOMP_CHOLESKY);
        cv::Vec<float, n> out;
        for (int i = 0; i < n; ++i) out[i] = static_cast<float>(x[i]);
        return out;
    }
};

}  // namespace

MattLight::ToneTerms MattLight::terms(const cv::Vec3f& n) {
    return {1, n[0], n[1], n[2], n[0] * n[1], n[0] * n[2], n[1] * n[2], n[0] * n[0] - n[1] * n[1], 3 * n[2] * n[2] - 1};
}

float MattLight::log_tone(const ToneTerms& t) const {
    // Harmonics swing below nothing where no light comes; a camera's shadows keep some.
    constexpr float least_share = 0.03f;
    return std::log(std::max(t.dot(tone_), least_share * std::max(tone_[0], 1e-4f)));
}

cv::Vec3f MattLight::log_rgb(const cv::Vec3f& normal) const {
    const ToneTerms t = terms(normal);
    const float tone = log_tone(t);
    cv::Vec3f out;
    for (int k = 0; k < 3; ++k) out[k] = tone + hue_[k][0] + hue_[k][1] * t[1] + hue_[k][2] * t[2] + hue_[k][3] * t[3];
    return out;
}

float MattLight::surprise(const LitSkin& s, float slack) const {
    // Shine is brighter than matt skin, and there is much of it on a bald head; what is darker may be shade.
    constexpr float brighter = 0.10f, darker = 0.16f, off_hue = 0.08f;
    const cv::Vec3f off = s.log_rgb - log_rgb(s.normal);
    const float t = mean_of(off), scale = slack * (t > 0 ? brighter : darker);
    const cv::Vec3f u = off - cv::Vec3f(t, t, t);
    return t * t / (scale * scale) + u.dot(u) / (slack * slack * off_hue * off_hue);
}

double MattLight::cost(const std::vector<LitSkin>& samples) const {
    double sum = 0, total = 0;
    for (const auto& s : samples) {
        const float v = surprise(s, 1);
        sum += s.weight * v / (1 + v);
        total += s.weight;
    }
    return sum / std::max(1e-9, total);
}

void MattLight::solve(const std::vector<LitSkin>& samples) {
    constexpr int passes = 8;
    double total = 0;
    for (const auto& s : samples) total += s.weight;
    const MattLight before = *this;
    const float usual = tone_[0];
    const double stiff = known_ ? 0.05 * total : stiffness_ * total;
    for (int pass = 0; pass < passes; ++pass) {
        // All of it at first, so that a light from the side is found before what differs from it is put aside.
        const bool all = !known_ && pass == 0;
        const float slack = known_ ? 1 : 1 + 4 * std::max(0.f, 1 - static_cast<float>(pass) / 6);
        LeastSquares<tone_terms> tone;
        LeastSquares<hue_terms> hue[3];
        for (const auto& s : samples) {
            const float odd = 1 + surprise(s, slack);
            const double w = all ? s.weight : s.weight / (odd * odd);
            const ToneTerms y = terms(s.normal);
            // As shares of the light there, but not down to black.
            const float mean = mean_of(s.log_rgb), unit = std::exp(log_tone(y)) + 0.2f * usual;
            tone.add(y, std::exp(mean), w * usual * usual / (unit * unit));
            for (int k = 0; k < 3; ++k) hue[k].add({y[0], y[1], y[2], y[3]}, s.log_rgb[k] - mean, w);
        }
        tone_ = tone.solve(before.tone_, stiff);
        for (int k = 0; k < 3; ++k) hue_[k] = hue[k].solve(before.hue_[k], 5 * stiff);
    }
    known_ = true;
}

float MattLight::level(const std::vector<LitSkin>& samples) const {
    return middle(samples, [&](const LitSkin& s) { return mean_of(s.log_rgb - log_rgb(s.normal)); });
}

// From one even tone, and the hue that most have.
void MattLight::begin(const std::vector<LitSkin>& samples) {
    tone_[0] = std::exp(middle(samples, [](const LitSkin& s) { return mean_of(s.log_rgb); }));
    for (int k = 0; k < 3; ++k)
        hue_[k][0] = middle(samples, [&](const LitSkin& s) { return s.log_rgb[k] - mean_of(s.log_rgb); });
    solve(samples);
    level_ = level(samples);
    cost_ = cost(samples);
}

bool MattLight::fit(const std::vector<LitSkin>& samples) {
    constexpr std::size_t enough = 60;
    constexpr double clearly = 0.95, much_worse = 1.2;  // of the cost
    constexpr double much_odd = 0.4;                    // of another lamp what was found tells nothing, and hinders
    constexpr int seldom = 10;
    double total = 0;
    for (const auto& s : samples) total += s.weight;
    if (samples.size() < enough || total < enough) return false;
    if (!known_) {
        begin(samples);
        return true;
    }
    // The exposure may have changed from one frame to the next.
    tone_ *= std::exp(level(samples) - level_);
    const double now = cost(samples);
    if (++since_ < seldom && now < much_worse * cost_) return true;
    since_ = 0;
    // What was found holds until something else is clearly better: pigment must not shimmer with it.
    MattLight other = *this;
    other.solve(samples);
    double otherwise = other.cost(samples);
    if (otherwise > much_odd) {
        MattLight anew(stiffness_);
        anew.begin(samples);
        if (anew.cost_ < otherwise) other = anew, otherwise = anew.cost_;
    }
    if (otherwise < clearly * now) {
        *this = other;
        level_ = level(samples);
    }
    cost_ = std::min(now, otherwise);
    return true;
}

}  // namespace smp
