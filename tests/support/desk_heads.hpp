// Heads with all that the desk works out of one, and what is seen of them.
#pragma once

#include "design/hairline.hpp"
#include "desk/grips.hpp"
#include "desk/guides.hpp"
#include "support/seen_heads.hpp"

namespace smp::test {

struct DeskHead {
    HeadShape shape;
    ScalpSurface surface;
    HeadMesh mesh;
    Outstanding outstanding;
    HairlineBuilder builder;
    explicit DeskHead(const HeadShape& s)
        : shape(s),
          surface(head_model(), s),
          mesh(HeadMesh::build(head_model(), s, surface)),
          outstanding(surface, mesh),
          builder(head_model(), s, surface) {}
    explicit DeskHead(unsigned seed) : DeskHead(seed ? random_head(head_model(), seed) : HeadShape{}) {}

    HairlineCurve curve(const TreatmentDesign& d) const { return builder.build(d); }
    std::vector<HeadLine> lines(const TreatmentDesign& d) const { return head_lines(surface, curve(d).chart, d); }
    std::vector<Grip> grips(const TreatmentDesign& d, const Sight& sight) const {
        return smp::grips(surface, curve(d).chart, d, sight);
    }
};

inline const Intrinsics& desk_camera() {
    static const Intrinsics camera = Intrinsics::from_fov(1280, 720, 60);
    return camera;
}

// What the mirror meets: turned to 60 degrees either way, the chin lowered or lifted by 30.
inline std::vector<HeadPose> desk_poses() {
    std::vector<HeadPose> out;
    for (const double yaw : {-60.0, -35.0, 0.0, 20.0, 60.0})
        for (const double pitch : {-30.0, 0.0, 30.0}) out.push_back(pose_of(yaw, pitch, 0.2 * yaw, {15, 40, 650}));
    return out;
}

}  // namespace smp::test
