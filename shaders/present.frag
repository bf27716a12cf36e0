#version 330 core
// The picture on the screen at another size: filtered in linear light, flipped for the mirror, dimmed towards a dark grey.
#include "srgb.glsl"
uniform sampler2D u_picture;        // decoded to linear light by the sampler, row 0 at the top
uniform sampler2D u_from;           // what is faded from
uniform float u_share;              // of u_picture: 1 it alone
uniform vec2 u_corner_px;           // of the picture in the window, from its top left
uniform vec2 u_size_px;             // of the picture in the window
uniform float u_window_height_px;
uniform float u_mirrored;           // 1: left and right exchanged, as in a mirror
uniform vec2 u_seen_corner;         // what part of the picture is seen, 0 .. 1
uniform float u_seen_size;
uniform float u_veil;               // 0 the picture .. 1 u_veil_rgb alone
uniform vec3 u_veil_rgb;            // linear
out vec4 o_colour;                  // sRGB-encoded

void main() {
    vec2 at = (vec2(gl_FragCoord.x, u_window_height_px - gl_FragCoord.y) - u_corner_px) / u_size_px;
    at.x = mix(at.x, 1.0 - at.x, u_mirrored);
    at = u_seen_corner + at * u_seen_size;
    vec3 linear = texture(u_picture, at).rgb;
    if (u_share < 1.0) linear = mix(texture(u_from, at).rgb, linear, u_share);
    o_colour = vec4(nearly_srgb_from_linear(mix(linear, u_veil_rgb, u_veil)), 1.0);
}
