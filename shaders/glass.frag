#version 330 core
// The round glass of the loupe on the window: its picture pixel for pixel, flipped for the mirror, within a thin rim.
uniform sampler2D u_picture;  // sRGB-encoded, shown as it is; u_size_px square, row 0 at the top
uniform vec2 u_corner_px;     // of the square in the window, from its bottom left
uniform float u_size_px;
uniform float u_mirrored;     // 1: left and right exchanged, as in a mirror
out vec4 o_colour;            // sRGB-encoded, multiplied by its alpha

void main() {
    vec2 at = gl_FragCoord.xy - u_corner_px;
    float from_rim = 0.5 * u_size_px - distance(at, vec2(0.5 * u_size_px));
    float whole = clamp(from_rim, 0.0, 1.0);
    // A light line inside a dark one: seen on any skin and any wall.
    float width = max(1.0, u_size_px / 180.0);
    float dark = 1.0 - smoothstep(width, width + 1.0, from_rim);
    float light = 1.0 - smoothstep(2.0 * width, 2.0 * width + 1.0, from_rim);
    vec2 texel = vec2(mix(at.x, u_size_px - at.x, u_mirrored), u_size_px - at.y);
    vec3 colour = texelFetch(u_picture, ivec2(texel), 0).rgb;
    colour = mix(mix(colour, vec3(0.86), light), vec3(0.12), dark);
    o_colour = vec4(colour, 1.0) * whole;
}
