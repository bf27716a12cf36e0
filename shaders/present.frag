#version 330 core
// The picture on the screen at another size: filtered in linear light, flipped for the mirror, dimmed towards a dark grey.
uniform sampler2D u_picture;        // decoded to linear light by the sampler, row 0 at the top
uniform vec2 u_corner_px;           // of the picture in the window, from its top left
uniform vec2 u_size_px;             // of the picture in the window
uniform float u_window_height_px;
uniform float u_mirrored;           // 1: left and right exchanged, as in a mirror
uniform float u_veil;               // 0 the picture .. 1 u_veil_rgb alone
uniform vec3 u_veil_rgb;            // linear
out vec4 o_colour;                  // sRGB-encoded

// The sRGB curve through three square roots instead of a power: right to a third of an 8-bit step, and several times
// faster where a processor draws.
vec3 srgb_from_linear(vec3 c) {
    vec3 s1 = sqrt(c), s2 = sqrt(s1), s3 = sqrt(s2);
    vec3 high = 0.662002687 * s1 + 0.684122060 * s2 - 0.323583601 * s3 - 0.0225411470 * c;
    return mix(high, c * 12.92, lessThanEqual(c, vec3(0.0031308)));
}

void main() {
    vec2 at = (vec2(gl_FragCoord.x, u_window_height_px - gl_FragCoord.y) - u_corner_px) / u_size_px;
    at.x = mix(at.x, 1.0 - at.x, u_mirrored);
    o_colour = vec4(srgb_from_linear(mix(texture(u_picture, at).rgb, u_veil_rgb, u_veil)), 1.0);
}
