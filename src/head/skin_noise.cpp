#include "head/skin_noise.hpp"

#include <cmath>
#include <cstdint>
#include <glm/gtc/quaternion.hpp>

#include "base/smoothstep.hpp"
#include "base/split_mix.hpp"

namespace smp {

SolidNoise::SolidNoise() : value_(n * n * n) {
    SplitMix random(1);
    double sum = 0;
    for (auto& v : value_) sum += v = (2 * static_cast<float>(random.unit()) - 1) * 1.732f;
    for (auto& v : value_) v -= static_cast<float>(sum / static_cast<double>(value_.size()));
}

float SolidNoise::at(const glm::vec3& p) const {
    std::array<unsigned, 3> low{}, high{};
    std::array<float, 3> f{};
    for (int k = 0; k < 3; ++k) {
        const float cell = std::floor(p[k]);
        const auto i = static_cast<std::size_t>(k);
        low[i] = static_cast<unsigned>(static_cast<int>(cell)) % n;
        high[i] = (low[i] + 1) % n;
        f[i] = smooth(p[k] - cell);
    }
    const auto mix = [](float a, float b, float t) { return a + t * (b - a); };
    const auto row = [&](unsigned z, unsigned y) {
        const float* v = value_.data() + (z * n + y) * n;
        return mix(v[low[0]], v[high[0]], f[0]);
    };
    return mix(mix(row(low[2], low[1]), row(low[2], high[1]), f[1]),
               mix(row(high[2], low[1]), row(high[2], high[1]), f[1]), f[2]);
}

glm::dmat3 lattice_from_skin() {
    return glm::mat3_cast(glm::normalize(glm::dquat(0.8, 0.35, -0.41, 0.26)));
}

}  // namespace smp
