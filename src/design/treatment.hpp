// A design worked out on one client's head: what the renderer draws. Pure data; Head frame, millimetres.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <glm/glm.hpp>
#include <memory>
#include <vector>

#include "design/optics.hpp"
#include "design/treatment_design.hpp"
#include "head/scalp_surface.hpp"

namespace smp {

// One impression. Its optical effect is tone_mm2 spread over a Gaussian of sigma_mm on the skin, drawn out along
// +-stroke_mm for a feathered stroke. tone_mm2 = 1 is the mark of DOMAIN's formula with d = 0.2 mm, strength 1:
// at 100 marks per cm2 the mean tone is then 1.
struct Mark {
    glm::vec3 p_head_mm;
    glm::vec3 normal;
    glm::vec3 stroke_mm;  // half the stroke, in the tangent plane; zero for a dot
    float sigma_mm;
    float tone_mm2;
};

// Treated region as smooth coverage 0..255 over the chart: texel (i, j) has its centre at
// chart = ((i + 0.5) / size - 0.5) * 2 * reach_deg, and the same for j and v.
struct CoverageMap {
    static constexpr int size = 512;
    static constexpr double reach_deg = 150.0;
    std::vector<std::uint8_t> value;           // size * size, row j = v
    double at(const ChartPoint& chart) const;  // bilinear, 0..1
};

// Mean tone of the marks about each place, spread as far as light wanders in the skin (about 0.8 mm), laid out as
// CoverageMap. Empty: nothing is spread.
using ToneMap = std::vector<float>;

struct Treatment {
    static constexpr int most_sessions = 4;
    int revision = 0;        // changes whenever anything below does
    int shape_revision = 0;  // of the HeadShape it was worked out on
    std::vector<Mark> marks;
    std::array<std::size_t, most_sessions> marks_after_session{};  // how many marks there are after 1, 2, 3, 4 sessions
    CoverageMap coverage;
    ToneMap tone_around;
    PigmentOptics pigment;                // what a unit of the marks' tone does
    std::vector<glm::dvec3> hairline_mm;  // front edge (middle of its ramp), client's right temple to left, odd count:
                                          // the middle one lies on the midline at hairline.height_mm
    std::vector<ChartPoint> hairline;     // the same points on the chart
    double treated_area_cm2 = 0;          // coverage integrated over the skin
    double opacity = 1;
};

// Keeps the progressive blue-noise sites of one seed and works designs out on heads. Not thread safe.
// A site that stays shown keeps its identity and place whatever else changes.
class TreatmentCompiler {
  public:
    explicit TreatmentCompiler(const HeadModel& model, std::uint64_t seed);
    ~TreatmentCompiler();
    TreatmentCompiler(TreatmentCompiler&&) noexcept;

    // Cheap when only the design changed (<= 15 ms at the defaults), more when the head did.
    const Treatment& compile(const HeadShape& shape, const TreatmentDesign& design);
    const ScalpSurface& surface() const;  // of the last compile

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace smp
