// Rigid transforms that carry their frames of reference: p_to = R * p_from + t_mm.
#pragma once

#include <glm/glm.hpp>
#include <glm/gtc/quaternion.hpp>

namespace smp {

struct Camera;  // OpenCV axes: x right, y down, z forward (away from the camera); millimetres
struct Head;    // origin midway between the tragia; x to the client's left, y up, z forward; millimetres

template <class To, class From>
struct Rigid {
    glm::dmat3 R{1.0};
    glm::dvec3 t_mm{0.0};

    glm::dvec3 operator*(const glm::dvec3& p_from_mm) const { return R * p_from_mm + t_mm; }
    Rigid<From, To> inverse() const {
        const glm::dmat3 Rt = glm::transpose(R);
        return {Rt, -(Rt * t_mm)};
    }
};

template <class A, class B, class C>
Rigid<A, C> operator*(const Rigid<A, B>& a_from_b, const Rigid<B, C>& b_from_c) {
    return {a_from_b.R * b_from_c.R, a_from_b.R * b_from_c.t_mm + a_from_b.t_mm};
}

using HeadPose = Rigid<Camera, Head>;  // camera_from_head

// The rotation that a product of many rotations stands for. inverse() takes the transpose: what rounding has left over
// would double with each use of it.
inline glm::dmat3 orthonormal(const glm::dmat3& nearly_rotation) {
    return glm::mat3_cast(glm::normalize(glm::quat_cast(nearly_rotation)));
}

// The rotation of camera_from_head for a head that looks straight into the camera.
inline glm::dmat3 frontal_rotation() {
    return glm::dmat3(1, 0, 0, 0, -1, 0, 0, 0, -1);
}

}  // namespace smp
