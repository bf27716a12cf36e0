#version 330 core
// The picture on the screen: scaled in linear light by a tent as wide as a pixel of the larger grid (so bilinear when
// it is enlarged, an average when it is reduced), flipped for the mirror, and dimmed towards a dark grey.
uniform sampler2D u_picture;        // sRGB-encoded, row 0 at the top
uniform vec2 u_picture_size_px;
uniform vec2 u_corner_px;           // of the picture in the window, from its top left
uniform vec2 u_size_px;             // of the picture in the window
uniform float u_window_height_px;
uniform float u_mirrored;           // 1: left and right exchanged, as in a mirror
uniform float u_veil;               // 0 the picture .. 1 u_veil_rgb alone
uniform vec3 u_veil_rgb;            // linear
out vec4 o_colour;                  // sRGB-encoded

vec3 linear_from_srgb(vec3 c) { return mix(pow((c + 0.055) / 1.055, vec3(2.4)), c / 12.92, lessThanEqual(c, vec3(0.04045))); }
vec3 srgb_from_linear(vec3 c) {
    return mix(1.055 * pow(c, vec3(1.0 / 2.4)) - 0.055, c * 12.92, lessThanEqual(c, vec3(0.0031308)));
}

void main() {
    vec2 at = vec2(gl_FragCoord.x, u_window_height_px - gl_FragCoord.y) - u_corner_px;
    if (u_mirrored > 0.5) at.x = u_size_px.x - at.x;
    vec2 scale = u_picture_size_px / u_size_px;
    vec2 p = at * scale;
    ivec2 last = ivec2(u_picture_size_px) - 1;
    if (scale == vec2(1.0) && u_veil <= 0.0) {  // pixel for pixel: nothing to work out
        o_colour = vec4(texelFetch(u_picture, clamp(ivec2(p), ivec2(0), last), 0).rgb, 1.0);
        return;
    }
    vec2 reach = clamp(scale, vec2(1.0), vec2(8.0));
    ivec2 low = ivec2(floor(p - reach - 0.5)) + 1;
    ivec2 high = ivec2(ceil(p + reach - 0.5)) - 1;
    vec3 sum = vec3(0.0);
    float weights = 0.0;
    for (int y = low.y; y <= high.y; ++y)
        for (int x = low.x; x <= high.x; ++x) {
            vec2 w = max(1.0 - abs(vec2(x, y) + 0.5 - p) / reach, 0.0);
            sum += w.x * w.y * linear_from_srgb(texelFetch(u_picture, clamp(ivec2(x, y), ivec2(0), last), 0).rgb);
            weights += w.x * w.y;
        }
    o_colour = vec4(srgb_from_linear(mix(sum / weights, u_veil_rgb, u_veil)), 1.0);
}
