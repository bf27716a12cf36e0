// The statistical head: 68 iBUG landmarks and the cranium from one coefficient vector (models/README.md).
// Derived from ICT-FaceKit Light (Li et al., CVPR 2020). Everything is in the Head frame, in millimetres.
#pragma once

#include <array>
#include <filesystem>
#include <glm/glm.hpp>
#include <memory>
#include <span>
#include <vector>

#include "base/expected.hpp"

namespace smp {

inline constexpr int shape_modes = 12;
inline constexpr int landmark_count = 68;
inline constexpr int cranium_degree = 9;
inline constexpr int cranium_terms = (cranium_degree + 1) * (cranium_degree + 1);

// What the statistical head leaves of a real cranium is smooth: a radial field of these low harmonics.
inline constexpr int own_degree = 4;
inline constexpr int own_terms = (own_degree + 1) * (own_degree + 1);

class SkinWarp;

// One client's head. `b` is normal with standard deviation HeadModel::sd (mm); `own` are harmonic coefficients (mm) of
// the cranium's own departure from that, normal with own_cranium_sd(); `scale` is near 1 and takes up what is left when
// the pupil distance is given. `skin` says where skin that was named on an earlier fit lies on this one (none: where it
// was). A new revision means that any of it has changed.
struct HeadShape {
    std::array<double, shape_modes> b{};
    std::array<double, own_terms> own{};
    double scale = 1.0;
    double brow_offset_mm = 0;  // how much higher (+y) the client's inner brow ends lie than the model's: sets glabella
    std::shared_ptr<const SkinWarp> skin;
    int revision = 0;

    bool same_head(const HeadShape& other) const {
        return b == other.b && own == other.own && scale == other.scale && brow_offset_mm == other.brow_offset_mm &&
               skin == other.skin;
    }
};

// Standard deviation of each of HeadShape::own, mm: a field of 3 mm that is mostly of degree 1 to 3. The model's own
// derivation calls the spread of its crania a guess (models/README.md).
const std::array<double, own_terms>& own_cranium_sd();

// A place on the scalp: azimuthal equidistant chart about the vertex of the head, in degrees.
// u = (90 - el) sin az, v = (90 - el) cos az; az 0 is the front, +90 the client's left; (0,0) is the vertex.
using ChartPoint = glm::dvec2;

// Unit direction from the cranium's centre, Head axes.
glm::dvec3 direction_from_chart(const ChartPoint& chart_deg);
ChartPoint chart_from_direction(const glm::dvec3& direction);

// Orthonormal real spherical harmonics up to cranium_degree in a direction; out[l(l+1)+m].
std::array<double, cranium_terms> harmonics(const glm::dvec3& direction);

class HeadModel {
  public:
    // Fails with ExitCode::input when the file is missing or is not such a model.
    static Expected<HeadModel> load(const std::filesystem::path& head_shape_json);

    std::span<const double, shape_modes> sd() const { return sd_; }
    std::array<glm::dvec3, landmark_count> landmarks(const HeadShape& shape) const;
    const glm::dvec3& mean_landmark_mm(int i) const { return landmark_mean_[i]; }
    const glm::dvec3& landmark_mode(int k, int i) const { return landmark_modes_[k][i]; }

    // Radius of the cranium about centre_mm() * scale, before scaling: sum of coefficients x harmonics.
    glm::dvec3 centre_mm() const { return {0, 50, 0}; }
    std::array<double, cranium_terms> cranium_coefficients(const HeadShape& shape) const;
    double mean_radius_mm(std::span<const double, cranium_terms> basis) const;
    double radius_mode(int k, std::span<const double, cranium_terms> basis) const;

    // Midway between the eye corners of each eye, then between the eyes: what --ipd-mm sets.
    double interpupillary_mm(const HeadShape& shape) const;

    // The normal adult hair-bearing region on the mean head: closed polygon in the chart, containing the vertex. It
    // starts at the trichion and runs over the client's left temple, ear and nape, then back on the right.
    const std::vector<ChartPoint>& hair_region() const { return hair_region_; }

  private:
    std::array<double, shape_modes> sd_{};
    std::array<glm::dvec3, landmark_count> landmark_mean_{};
    std::array<std::array<glm::dvec3, landmark_count>, shape_modes> landmark_modes_{};
    std::array<double, cranium_terms> cranium_mean_{};
    std::array<std::array<double, cranium_terms>, shape_modes> cranium_modes_{};
    std::vector<ChartPoint> hair_region_;
};

}  // namespace smp
