#version 330 core
// The head's triangles, for the depth pre-pass and the mask. Head frame, mm; chart in degrees.
#include "project.glsl"
layout(location = 0) in vec3 a_p_head_mm;
layout(location = 1) in vec3 a_normal_head;
layout(location = 2) in vec2 a_chart_deg;
out vec2 v_chart_deg;
out vec3 v_p_camera_mm;
out vec3 v_normal_camera;

void main() {
    vec3 p = camera_from_head(a_p_head_mm);
    v_chart_deg = a_chart_deg;
    v_p_camera_mm = p;
    v_normal_camera = u_camera_from_head_R * a_normal_head;
    gl_Position = clip_from_pixel(pixel_from_camera(p), p.z);
}
