#version 330 core
// The client's own pixel, darkened: linear pixel x exp(-tone x optical depth), channel by channel.
#include "cover.glsl"
uniform sampler2D u_frame;            // sRGB-encoded, as it came from the camera
uniform sampler2D u_tone;             // sum of the marks' tone, pixel for pixel
uniform vec3 u_optical_depth_rgb;     // per unit of tone, x alpha
out vec4 o_colour;                    // sRGB-encoded

vec3 linear_from_srgb(vec3 c) { return mix(pow((c + 0.055) / 1.055, vec3(2.4)), c / 12.92, lessThanEqual(c, vec3(0.04045))); }
vec3 srgb_from_linear(vec3 c) {
    return mix(1.055 * pow(c, vec3(1.0 / 2.4)) - 0.055, c * 12.92, lessThanEqual(c, vec3(0.0031308)));
}

void main() {
    ivec2 at = ivec2(gl_FragCoord.xy);
    float tone = texelFetch(u_tone, at, 0).r;
    if (tone > 0.0) tone *= uncovered(gl_FragCoord.xy);
    if (tone <= 0.0) discard;  // the picture already holds the frame: untouched pixels stay byte for byte
    vec3 linear = linear_from_srgb(texelFetch(u_frame, at, 0).rgb);
    o_colour = vec4(srgb_from_linear(linear * exp(-tone * u_optical_depth_rgb)), 1.0);
}
