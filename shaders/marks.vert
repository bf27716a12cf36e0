#version 330 core
// One mark of pigment as a point sprite: its Gaussian on the skin, projected and widened by what a pixel and a lens
// blur, so that its sum over the pixels is tone_mm2 x (pixels per mm2 of skin) at any distance, tilt and position.
#include "project.glsl"
#include "side.glsl"
layout(location = 0) in vec3 a_p_head_mm;
layout(location = 1) in vec3 a_normal_head;
layout(location = 2) in vec3 a_stroke_mm;  // half the stroke, in the tangent plane; zero for a dot
layout(location = 3) in float a_sigma_mm;
layout(location = 4) in float a_tone_mm2;
uniform sampler2D u_depth;       // of the scalp and what stands before it
uniform float u_blur_px2;        // variance of pixel box and lens, px^2
uniform mat3 u_camera_from_head_opened_R;  // where the head was when the shutter opened
uniform vec3 u_camera_from_head_opened_t_mm;
uniform float u_saturation;      // optical depth per unit of tone that the compensation below reckons with
uniform float u_max_size_px;     // largest point sprite that the driver draws
flat out vec2 v_centre_px;
flat out vec3 v_conic;           // inverse covariance / reach2: xx, xy, yy
flat out float v_tone;           // at the centre

const float pi = 3.14159265;
const float reach2 = 12.0;       // squared standard deviations to where the footprint ends

// Share of the mark's centre that nothing covers: four depth samples around it, each in or out.
float visibility(vec2 p_px, float z_mm) {
    ivec2 last = textureSize(u_depth, 0) - 1;
    vec2 corner = floor(p_px), f = p_px - corner;
    ivec2 i = ivec2(corner);
    vec4 depth = vec4(texelFetch(u_depth, clamp(i, ivec2(0), last), 0).r,
                      texelFetch(u_depth, clamp(i + ivec2(1, 0), ivec2(0), last), 0).r,
                      texelFetch(u_depth, clamp(i + ivec2(0, 1), ivec2(0), last), 0).r,
                      texelFetch(u_depth, clamp(i + ivec2(1, 1), ivec2(0), last), 0).r);
    vec4 z = vec4(z_mm_from_depth(depth.x), z_mm_from_depth(depth.y), z_mm_from_depth(depth.z),
                  z_mm_from_depth(depth.w));
    vec4 seen = step(vec4(z_mm), z);
    return mix(mix(seen.x, seen.y, f.x), mix(seen.z, seen.w, f.x), f.y);
}

void main() {
    vec3 p = camera_from_head(a_p_head_mm);
    vec3 normal = u_camera_from_head_R * a_normal_head;
    vec3 stroke = u_camera_from_head_R * a_stroke_mm;
    float fade = grazing_fade(p, normal) * shown_on_side(a_p_head_mm.x);
    vec2 n = p.xy / p.z;
    // What is not seen goes to the viewport's corner, outside the picture, where the scissor drops it: a clipped
    // point would send its whole batch through llvmpipe's slow path.
    gl_Position = vec4(-1.0, -1.0, 0.0, 1.0);
    gl_PointSize = 1.0;
    v_centre_px = vec2(0.0);
    v_conic = vec3(0.0);
    v_tone = 0.0;
    if (fade <= 0.0 || p.z < near_mm || dot(n, n) > u_r2_max) return;

    vec2 centre = pixel_from_camera(p);
    if (any(lessThan(centre, vec2(-u_guard_px))) || any(greaterThan(centre, u_picture_px + u_guard_px))) return;
    fade *= visibility(centre, p.z);
    if (fade <= 0.0) return;

    // Rows of d pixel / d p_camera.
    mat2 lens = distort_jacobian(n);
    vec3 dx = vec3(1.0, 0.0, -n.x) / p.z, dy = vec3(0.0, 1.0, -n.y) / p.z;
    vec3 row_x = u_focal_px.x * (lens[0][0] * dx + lens[1][0] * dy);
    vec3 row_y = u_focal_px.y * (lens[0][1] * dx + lens[1][1] * dy);
    float px2_per_mm2 = abs(dot(cross(row_x, row_y), normal));

    // Covariance on the skin: a disc of sigma_mm, drawn out evenly along +-stroke (variance stroke^2 / 3).
    float s2 = a_sigma_mm * a_sigma_mm;
    vec2 along = vec2(dot(row_x, stroke), dot(row_y, stroke));
    vec2 up = vec2(dot(row_x, normal), dot(row_y, normal));
    // Smeared evenly over the way it went while the shutter was open (variance way^2 / 12).
    vec3 opened = u_camera_from_head_opened_R * a_p_head_mm + u_camera_from_head_opened_t_mm;
    vec2 way = opened.z < near_mm ? vec2(0.0) : centre - pixel_from_camera(opened);
    float xx = s2 * (dot(row_x, row_x) - up.x * up.x) + along.x * along.x / 3.0 + way.x * way.x / 12.0 + u_blur_px2;
    float xy = s2 * (dot(row_x, row_y) - up.x * up.y) + along.x * along.y / 3.0 + way.x * way.y / 12.0;
    float yy = s2 * (dot(row_y, row_y) - up.y * up.y) + along.y * along.y / 3.0 + way.y * way.y / 12.0 + u_blur_px2;
    float det = max(xx * yy - xy * xy, 1e-8);

    // Footprint (1 - q)^4, q = x Sigma^-1 x / reach2: has the covariance Sigma for reach2 = 2 * (4 + 2), is close to
    // the Gaussian, and ends smoothly. Its integral is pi reach2 sqrt(det) / 5.
    float tone = fade * a_tone_mm2 * px2_per_mm2 * 5.0 / (pi * reach2 * sqrt(det));
    // A dark core takes less light away than the same pigment spread out, so close up the patch as a whole would turn
    // lighter. Inverse of this footprint's loss for a peak of y (fitted to 2 % up to 3.4): the mean stays as from afar.
    float y = min(u_saturation * tone, 3.0);
    tone *= exp(y * (0.3337 + y * (0.0596 * y - 0.0478)));

    v_conic = vec3(yy, -xy, xx) / (det * reach2);
    v_centre_px = centre;
    v_tone = tone;
    gl_PointSize = min(2.0 * sqrt(reach2 * max(xx, yy)), u_max_size_px);
    gl_Position = clip_from_pixel(centre, p.z);
}
