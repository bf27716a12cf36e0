#include "design/patches.hpp"

#include <cmath>

namespace smp {

using chart_grid::texels;

PatchMaps patch_maps(const ChartSkin& skin, const std::vector<Patch>& patches) {
    PatchMaps out;
    if (patches.empty()) return out;
    for (auto* map : {&out.fill, &out.hairless, &out.scar, &out.uptake_lost, &out.kept_out}) map->assign(texels, 0);
    std::vector<float> away2(texels, INFINITY);
    std::vector<std::size_t> touched;
    for (const Patch& patch : patches) {
        const double reach_mm = patch.half_width_mm + patch.edge_mm;
        const auto path = skin.now(patch.path);
        const auto visit = [&](std::size_t k, float d2) {
            if (away2[k] == INFINITY) touched.push_back(k);
            away2[k] = std::min(away2[k], d2);
        };
        for (std::size_t i = path.size() > 1 ? 1 : 0; i < path.size(); ++i) {
            // From point to point straight over the head, in pieces so short that their chords do not leave the skin.
            const glm::dvec3 a = direction_from_chart(path[i ? i - 1 : 0]), b = direction_from_chart(path[i]);
            const int pieces = std::max(1, static_cast<int>(std::ceil(glm::length(b - a) * 100 / 5)));
            const auto at = [&](int s) {
                return chart_from_direction(a + (b - a) * (static_cast<double>(s) / pieces));
            };
            for (int s = 0; s < pieces; ++s) skin.near_segment(at(s), at(s + 1), reach_mm, visit);
        }
        const auto half = static_cast<float>(patch.half_width_mm), edge = static_cast<float>(patch.edge_mm);
        const auto strength = static_cast<float>(patch.strength);
        for (const std::size_t k : touched) {
            const float w = 1 - smooth((std::sqrt(away2[k]) - half) / edge);
            away2[k] = INFINITY;
            const auto raise = [&](std::vector<float>& map, float to) { map[k] = std::max(map[k], to); };
            if (patch.kind == PatchKind::bare) {
                raise(out.kept_out, w);
                continue;
            }
            raise(out.fill, strength * w);
            raise(out.hairless, w);
            if (patch.kind == PatchKind::scar) {
                raise(out.scar, w);
                raise(out.uptake_lost, w * static_cast<float>(1 - patch.uptake));
            }
        }
        touched.clear();
    }
    return out;
}

double scar_strength(float scar, float uptake_lost, float deviate, double age_strength) {
    if (scar <= 0) return 1;
    constexpr double unevenness = 0.3;
    constexpr double faster = 1.6 / 0.9;  // loss in scars against that elsewhere (DOMAIN 4)
    const double fading = age_strength < 1 ? std::pow(age_strength, (faster - 1) * scar) : 1.0;
    return (1 - uptake_lost) * (1 + unevenness * scar * deviate) * fading;
}

}  // namespace smp
