#version 330 core
// Adds the mark's tone (optical depth per unit of the pigment's colour) to the pixel.
flat in vec2 v_centre_px;
flat in vec3 v_conic;
flat in float v_tone;
out vec2 o_tone;  // of dots, and (around.frag) of what is about them

void main() {
    vec2 d = gl_FragCoord.xy - 0.5 - v_centre_px;
    float rest = max(1.0 - (v_conic.x * d.x * d.x + 2.0 * v_conic.y * d.x * d.y + v_conic.z * d.y * d.y), 0.0);
    rest *= rest;
    o_tone = vec2(v_tone * rest * rest, 0.0);
}
