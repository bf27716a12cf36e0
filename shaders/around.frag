#version 330 core
// Tone of the marks about a place of the skin, spread as light spreads in it: into the second channel of the tone.
// Drawn with the depth of the scalp: the nearest of it stays.
#include "project.glsl"
#include "side.glsl"
uniform sampler2D u_tone_around;  // over the chart
uniform float u_reach_deg;        // the chart runs from -reach to +reach
in vec2 v_chart_deg;
in vec3 v_p_camera_mm;
in vec3 v_normal_camera;
out vec2 o_tone;

void main() {
    float tone = texture(u_tone_around, v_chart_deg / (2.0 * u_reach_deg) + 0.5).r;
    tone *= shown_on_side(v_chart_deg.x);  // near the midline about a millimetre a degree
    o_tone = vec2(0.0, tone * grazing_fade(v_p_camera_mm, normalize(v_normal_camera)));
}
