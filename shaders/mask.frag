#version 330 core
// Treated region as smooth coverage (0..1), with the same fade at grazing angles as the marks.
#include "project.glsl"
#include "cover.glsl"
#include "skin.glsl"
#include "hair.glsl"
uniform sampler2D u_coverage;  // over the chart
uniform float u_reach_deg;     // the chart runs from -reach to +reach
uniform float u_alpha;
in vec2 v_chart_deg;
in vec3 v_p_camera_mm;
in vec3 v_normal_camera;
out vec4 o_coverage;

void main() {
    float coverage = texture(u_coverage, v_chart_deg / (2.0 * u_reach_deg) + 0.5).r;
    o_coverage = vec4(u_alpha * coverage * uncovered(gl_FragCoord.xy) * matt_skin(gl_FragCoord.xy).a *
                      (1.0 - hair_at(gl_FragCoord.xy).r) *
                      grazing_fade(v_p_camera_mm, normalize(v_normal_camera)));
}
