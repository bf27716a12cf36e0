#version 330 core
// Adds the mark's tone (optical depth per unit of the pigment's colour) to the pixel.
flat in vec2 v_centre_px;
flat in vec3 v_conic;
flat in float v_tone;
out float o_tone;

void main() {
    vec2 d = gl_FragCoord.xy - 0.5 - v_centre_px;
    float rest = max(1.0 - (v_conic.x * d.x * d.x + 2.0 * v_conic.y * d.x * d.y + v_conic.z * d.y * d.y), 0.0);
    rest *= rest;
    o_tone = v_tone * rest * rest;
}
