// How the client's skin looked, place by place on the head: where the picture is another, something stands before it.
#pragma once

#include <array>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <vector>

#include "geometry/intrinsics.hpp"
#include "geometry/rigid.hpp"
#include "head/background_memory.hpp"
#include "head/head_cover.hpp"
#include "head/head_raster.hpp"
#include "head/skin_probe.hpp"

namespace smp {

class HeadMemory {
  public:
    HeadMemory();

    // The head as it is now known; what was seen of it stays.
    void set_head(const HeadMesh& mesh, const glm::dvec3& centre_mm);
    void forget();

    // What covers the head in an 8-bit BGR frame. `learn`: the pose can be believed, so that the look of what is not
    // covered is taken over. About 4 ms.
    HeadCover look(const cv::Mat& bgr, const HeadPose& camera_from_head, const Intrinsics& intrinsics,
                   const std::vector<SkinProbe>& witnesses, bool learn);

    // Whether something stood before this place of the head in the last picture.
    bool hides(const glm::dvec3& p_head_mm) const;

  private:
    // How light from afar depends on the way a matt surface faces (spherical harmonics up to degree 2, without the
    // constant: Ramamoorthi and Hanrahan 2001).
    static constexpr int light_terms = 8;
    using Facing = cv::Vec<float, light_terms>;
    static Facing facing(const cv::Vec3f& normal);
    struct Cell {          // of the chart
        cv::Vec3f colour;  // logarithms of linear light, BGR, a running mean over what was seen of it
        Facing facing;     // the same mean
        float times = 0;   // seen
        float hidden = 0;  // 0..1 in the last picture that it should have been in
    };
    struct Glimpse;  // one picture and what is remembered of the head in it
    struct Light {   // what the colours do as the head turns: least squares over what was seen lately
        cv::Matx<float, light_terms, light_terms> information;
        cv::Matx<float, light_terms, 3> change;
        cv::Matx<float, light_terms, 3> solved() const;
        cv::Matx<float, light_terms, light_terms> covariance() const;
    };

    bool is_another_head(const std::vector<SkinProbe>& witnesses);
    Glimpse recall(const cv::Mat& bgr, const HeadPose& camera_from_head, const Intrinsics& intrinsics,
                   const HeadCover& where) const;
    static void take_out_contrast(Glimpse& glimpse);
    static cv::Vec2f usual_hue(const Glimpse& glimpse);
    void allow_for_light(Glimpse& glimpse, bool learn);
    static cv::Mat odds_of_texture(const Glimpse& glimpse, const HeadCover& where,
                                   const std::vector<SkinProbe>& witnesses);
    static cv::Mat odds_of_misses(const Glimpse& glimpse, const HeadCover& where,
                                  const std::vector<SkinProbe>& witnesses);
    cv::Mat odds_of_colour(const Glimpse& glimpse);
    cv::Mat room_beside(const Glimpse& glimpse, const HeadPose& camera_from_head, const Intrinsics& intrinsics,
                        const HeadCover& where) const;
    void take_over(const Glimpse& glimpse, const cv::Mat& belief, bool learn);

    std::optional<HeadRasteriser> rasteriser_;
    glm::dvec3 centre_mm_{0};
    std::vector<Cell> cells_;  // of the chart, row by row
    Light light_;
    BackgroundMemory background_;
    int contradicted_ = 0;         // looks in a row
    std::array<float, 2> excess_;  // of cranium and face: how much farther off than foreseen skin is, squared
};

}  // namespace smp
