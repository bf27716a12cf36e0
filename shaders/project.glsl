// Head frame (mm) to pixels, with the very intrinsics and pose that were solved for this frame.
// Pixel (0, 0) is the centre of the picture's top-left pixel; rows run down in every target, so nothing is flipped.
uniform mat3 u_camera_from_head_R;
uniform vec3 u_camera_from_head_t_mm;
uniform vec2 u_focal_px;
uniform vec2 u_principal_px;
uniform float u_distortion[5];  // k1 k2 p1 p2 k3
uniform float u_r2_max;         // beyond this squared radius the lens polynomial turns back: go on straight instead
uniform vec2 u_picture_px;      // width, height
uniform float u_guard_px;       // the viewport stands out over the picture by this much on every side

const float near_mm = 10.0, far_mm = 20000.0;
const float depth_a = (far_mm + near_mm) / (far_mm - near_mm);
const float depth_b = -2.0 * far_mm * near_mm / (far_mm - near_mm);

vec2 distort(vec2 n) {
    float r2 = dot(n, n), s = r2 > u_r2_max ? sqrt(u_r2_max / r2) : 1.0;
    n *= s;
    r2 *= s * s;
    float radial = 1.0 + r2 * (u_distortion[0] + r2 * (u_distortion[1] + r2 * u_distortion[4]));
    vec2 tangential = vec2(2.0 * u_distortion[2] * n.x * n.y + u_distortion[3] * (r2 + 2.0 * n.x * n.x),
                           u_distortion[2] * (r2 + 2.0 * n.y * n.y) + 2.0 * u_distortion[3] * n.x * n.y);
    return (n * radial + tangential) / s;
}

// Derivative of distort() at n, inside the valid radius.
mat2 distort_jacobian(vec2 n) {
    float k1 = u_distortion[0], k2 = u_distortion[1], p1 = u_distortion[2], p2 = u_distortion[3], k3 = u_distortion[4];
    float r2 = dot(n, n);
    float radial = 1.0 + r2 * (k1 + r2 * (k2 + r2 * k3));
    float slope = 2.0 * (k1 + r2 * (2.0 * k2 + r2 * 3.0 * k3));  // d radial / d n = slope * n
    float xx = radial + slope * n.x * n.x + 2.0 * p1 * n.y + 6.0 * p2 * n.x;
    float xy = slope * n.x * n.y + 2.0 * p1 * n.x + 2.0 * p2 * n.y;
    float yy = radial + slope * n.y * n.y + 6.0 * p1 * n.y + 2.0 * p2 * n.x;
    return mat2(xx, xy, xy, yy);
}

vec3 camera_from_head(vec3 p_head_mm) { return u_camera_from_head_R * p_head_mm + u_camera_from_head_t_mm; }

vec2 pixel_from_camera(vec3 p_camera_mm) {
    float z = abs(p_camera_mm.z) < 1e-3 ? 1e-3 : p_camera_mm.z;
    return u_focal_px * distort(p_camera_mm.xy / z) + u_principal_px;
}

vec4 clip_from_pixel(vec2 p_px, float z_mm) {
    vec2 ndc = 2.0 * (p_px + 0.5 + u_guard_px) / (u_picture_px + 2.0 * u_guard_px) - 1.0;
    return vec4(ndc * z_mm, depth_a * z_mm + depth_b, z_mm);
}

// Depth buffer value (0..1) to distance along the optical axis.
float z_mm_from_depth(float depth) { return depth_b / (2.0 * depth - 1.0 - depth_a); }

// How much of a mark is left when it is seen at a grazing angle: 0 edge on, 1 from about 12 degrees of elevation.
float grazing_fade(vec3 p_camera_mm, vec3 normal_camera) {
    return smoothstep(0.04, 0.2, -dot(normalize(p_camera_mm), normal_camera));
}
