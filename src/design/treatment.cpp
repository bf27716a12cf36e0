#include "design/treatment.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "design/coverage.hpp"
#include "design/hairline.hpp"
#include "design/layers.hpp"
#include "design/optics.hpp"
#include "design/regions.hpp"
#include "design/sites.hpp"
#include "design/tone_spread.hpp"
#include "head/skin_warp.hpp"

namespace smp {
namespace {

// What of the skin a site sees on this client.
struct SitePlace {
    ChartPoint chart;  // where its skin lies on this head
    chart_grid::Tap tap;
    glm::vec3 p_head_mm, normal;
    float area_ratio;  // client's skin against the mean head's
};

// Strays are this share of the sites near the edge.
constexpr float stray_share = 0.12f;
// Sites that tell how much larger than on the mean head skin is anywhere on this one: some ten to a cm2. Between them
// it is hardly more.
constexpr std::size_t few_sites = 8192;
constexpr float between_sites = 1.03f;

}  // namespace

struct TreatmentCompiler::Impl {
    const HeadModel& model;
    Sites sites;

    // Of the head
    std::optional<HeadShape> shape;
    std::optional<ScalpSurface> surface;
    std::optional<SkinGrid> skin;
    std::optional<HairlineBuilder> hairline;
    std::optional<CoverageBuilder> coverage;
    std::vector<SitePlace> places;  // of the first sites, as many as were asked for yet
    float largest_ratio = 1;        // of area_ratio, from the first sites, which lie all over the head

    std::optional<TreatmentDesign> design;
    Treatment treatment;

    // Density of each site's place against the mid-scalp's: of the first, and of the second times sides_density.
    std::vector<float> density_top, density_sides;

    Impl(const HeadModel& m, std::uint64_t seed) : model(m), sites(make_sites(m, seed)) {
        density_top.reserve(sites.count());
        density_sides.reserve(sites.count());
        for (const ChartPoint& c : sites.chart) {
            const double top = regional_density(c, 0);
            density_top.push_back(static_cast<float>(top));
            density_sides.push_back(static_cast<float>(regional_density(c, 1) - top));
        }
    }

    void settle_on(const HeadShape& next) {
        coverage.reset();
        hairline.reset();
        surface.emplace(model, next);
        skin.emplace(*surface);
        hairline.emplace(model, next, *surface);
        coverage.emplace(model, *surface, *skin, next.skin);
        shape = next;
        places.clear();
        place_sites(few_sites);
        largest_ratio = 0;
        for (const SitePlace& place : places) largest_ratio = std::max(largest_ratio, place.area_ratio);
        largest_ratio *= between_sites;
    }

    // A design shows the first sites of all, mostly a third of them; a new head need not wait for the rest.
    void place_sites(std::size_t wanted) {
        wanted = std::min(wanted, sites.count());
        const glm::vec3 centre(surface->centre_mm());
        const SkinWarp* warp = shape->skin.get();
        places.reserve(wanted);
        for (std::size_t k = places.size(); k < wanted; ++k) {
            const ChartPoint chart = warp ? (*warp)(sites.chart[k]) : sites.chart[k];
            const auto s = skin->at(chart);
            const float stretch = warp ? static_cast<float>(warp->stretch(sites.chart[k])) : 1.0f;
            places.push_back({chart, warp ? chart_grid::tap(chart) : sites.tap[k],
                              centre + static_cast<float>(surface->radius_mm(chart)) *
                                           (warp ? glm::vec3(direction_from_chart(chart)) : sites.direction[k]),
                              glm::normalize(s.normal), s.area * stretch / sites.mean_area[k]});
        }
    }

    // How far the edge is moved ahead for this site alone. Zero on average, so that the edge stays where it was set.
    float edge_shift(std::size_t k, const EdgeLook& edge, const ChartPoint& tip) const {
        if (edge.jitter_mm == 0) return 0;
        const auto jitter = static_cast<float>(edge.jitter_mm), stray = static_cast<float>(edge.stray_mm);
        // Waves die out at the midline, where the agreed height is measured.
        const auto off = static_cast<float>(glm::length(places[k].chart - tip)) / 6;
        const float away = off < 5 ? 1 - std::exp(-off * off) : 1.0f;
        const float wave = 0.6f * sites.wave[k] * away;
        float shift = jitter * (wave + 0.8f * sites.jitter[k]);
        if (sites.stray[k] < stray_share) shift += stray * (sites.stray[k] / stray_share);
        shift -= stray * 0.5f * stray_share;
        return std::clamp(shift, -CoverageBuilder::largest_shift_mm, CoverageBuilder::largest_shift_mm);
    }

    void place_marks(const TreatmentDesign& d) {
        auto& marks = treatment.marks;
        marks.clear();
        // Every session's marks are among those of the last, so one pass shows the wanted one's and counts them all.
        constexpr std::size_t sessions = Treatment::most_sessions;
        std::array<float, sessions> shares{};
        for (std::size_t s = 0; s < sessions; ++s)
            shares[s] =
                static_cast<float>(d.density_per_cm2 * session_share(static_cast<int>(s) + 1) / Sites::density_per_cm2);
        treatment.marks_after_session = {};
        const std::size_t n = sites.count();
        const auto last =
            static_cast<std::size_t>(std::min(1.0f, shares.back() * largest_ratio) * static_cast<double>(n));
        place_sites(last);
        const ChartPoint tip = treatment.hairline[HairlineCurve::middle];
        const EdgeLook edge = edge_look(d);
        const double age = age_strength(d.age_months), strength = age * dilution_strength(d.dilution);
        const auto size_of = [&](std::size_t k) { return std::max(0.3, 1 + d.size_variation * sites.size_normal[k]); };
        // Mean of size^1.5, so that more variation is not more tone. Any few thousand sites tell it.
        const std::size_t some = std::min<std::size_t>(n, 4096);
        double even = 0;
        for (std::size_t k = 0; k < some; ++k) even += std::pow(size_of(k), 1.5) / static_cast<double>(some);
        ToneSpread spread;
        for (std::size_t k = 0; k < last; ++k) {
            const SitePlace& place = places[k];
            const auto rank = static_cast<float>((static_cast<double>(k) + 0.5) / static_cast<double>(n));
            // Where the client's own hair is missing, the sides are set as densely as the top.
            const float sides = static_cast<float>(d.sides_density);
            const float regional =
                density_top[k] + density_sides[k] * (sides + (1 - sides) * coverage->hairless(place.tap));
            const auto wanted = [&](std::size_t s) { return shares[s] * place.area_ratio * regional; };
            if (rank >= wanted(sessions - 1)) continue;
            const float cover = coverage->at(place.tap, [&] { return edge_shift(k, edge, tip); });
            bool shown = false;
            for (std::size_t s = 0; s < sessions; ++s)
                if (rank < wanted(s) * cover) {
                    ++treatment.marks_after_session[s];
                    shown = shown || static_cast<int>(s) + 1 == d.session;
                }
            if (!shown) continue;
            const Layer layer = layer_of(rank / (wanted(sessions - 1) * cover), cover, d.layering);
            const double own = strength * (1 + 0.12 * sites.strength_normal[k]) * layer.tone *
                               coverage->scar_strength(place.tap, sites.strength_normal[k], age);
            const double diameter_mm = d.dot_diameter_mm * size_of(k), relative = diameter_mm / 0.2;
            Mark mark{};
            mark.p_head_mm = place.p_head_mm;
            mark.normal = place.normal;
            if (d.mark == MarkKind::feathered) mark.stroke_mm = stroke(k);
            mark.sigma_mm = static_cast<float>(mark_sigma_mm(diameter_mm * layer.size, d.age_months));
            mark.tone_mm2 = static_cast<float>(relative * std::sqrt(relative) / even * own);
            spread.add(place.tap, mark.tone_mm2);
            marks.push_back(mark);
        }
        treatment.tone_around = spread.finish(coverage->area_mm2());
    }

    // Half a stroke: 2 to 3 mm long in all, along the growth, a few degrees off it.
    glm::vec3 stroke(std::size_t k) const {
        const ChartPoint& chart = places[k].chart;
        const glm::dvec2 along = growth_direction(chart);
        const glm::dvec3 step = surface->position_mm(chart + 0.5 * along) - surface->position_mm(chart - 0.5 * along);
        const glm::vec3 normal = places[k].normal;
        glm::vec3 t(step);
        t = glm::normalize(t - glm::dot(t, normal) * normal);
        const float turn = 0.12f * sites.jitter[k];
        t = t * std::cos(turn) + glm::cross(normal, t) * std::sin(turn);
        return t * (1.25f + 0.12f * sites.size_normal[k]);
    }

    void compile(const HeadShape& next_shape, const TreatmentDesign& d) {
        const bool new_head = !shape || !shape->same_head(next_shape);
        const bool same_design = design && *design == d;
        if (!new_head && same_design && treatment.shape_revision == next_shape.revision) return;
        if (new_head) settle_on(next_shape);
        TreatmentDesign drawn = d;  // but for what does not touch the marks
        if (design) {
            drawn.name = design->name;
            drawn.opacity = design->opacity;
        }
        if (new_head || !design || drawn != *design) {
            const HairlineCurve curve = hairline->build(d);
            treatment.hairline.assign(curve.chart.begin(), curve.chart.end());
            treatment.hairline_mm.clear();
            for (const ChartPoint& c : curve.chart) treatment.hairline_mm.push_back(surface->position_mm(c));
            coverage->build(curve, d);
            treatment.coverage.value = coverage->coverage();
            treatment.treated_area_cm2 = coverage->treated_area_cm2();
            place_marks(d);
            treatment.pigment = pigment_optics(d);
        }
        treatment.opacity = d.opacity;
        treatment.shape_revision = next_shape.revision;
        ++treatment.revision;
        design = d;
    }
};

TreatmentCompiler::TreatmentCompiler(const HeadModel& model, std::uint64_t seed)
    : impl_(std::make_unique<Impl>(model, seed)) {}
TreatmentCompiler::~TreatmentCompiler() = default;
TreatmentCompiler::TreatmentCompiler(TreatmentCompiler&&) noexcept = default;

const Treatment& TreatmentCompiler::compile(const HeadShape& shape, const TreatmentDesign& design) {
    impl_->compile(shape, design);
    return impl_->treatment;
}

const ScalpSurface& TreatmentCompiler::surface() const {
    return *impl_->surface;
}

}  // namespace smp
