#version 330 core
// The client's own skin, darkened: linear pixel x exp(-tone x optical depth), channel by channel, of the dots and of what
// they take from the skin around them; shine and the client's own hair stay on top of it.
#include "srgb.glsl"
#include "cover.glsl"
#include "skin.glsl"
#include "hair.glsl"
uniform sampler2D u_frame;         // sRGB-encoded, as it came from the camera
uniform sampler2D u_tone;          // sum of the marks' tone, pixel for pixel: of dots, and around them
uniform sampler2D u_noise;         // of zero mean and unit variance, as 0.5 + x / 8
uniform vec2 u_noise_shift;        // whole numbers, another for each frame
uniform float u_grain;             // sigma of the camera's noise, of the encoded picture
uniform vec3 u_dot_depth_rgb, u_around_depth_rgb;  // per unit of tone, x alpha
uniform vec3 u_wipe;               // +1 right of the line shows the treatment, -1 left of it, 0 all; the line, px; rest
out vec4 o_colour;                 // sRGB-encoded

void main() {
    ivec2 at = ivec2(gl_FragCoord.xy);
    vec2 tone = texelFetch(u_tone, at, 0).rg;
    if (tone.x + tone.y <= 0.0) discard;  // the picture already holds the frame: untouched pixels stay byte for byte
    if (u_wipe.x != 0.0)
        tone *= mix(u_wipe.z, 1.0, clamp(0.5 + u_wipe.x * (gl_FragCoord.x - 0.5 - u_wipe.y), 0.0, 1.0));
    vec4 skin = matt_skin(gl_FragCoord.xy);
    tone *= uncovered(gl_FragCoord.xy) * skin.a;
    if (tone.x + tone.y <= 0.0) discard;
    vec3 code = texelFetch(u_frame, at, 0).rgb, linear = linear_from_srgb(code), over = shine_of(linear, skin.rgb);
    vec4 hair = hair_at(gl_FragCoord.xy);
    if (hair.r + hair.g + hair.b > 0.0) {
        vec3 matt = linear - over;
        tone *= beside_stubble(hair, tone.y * dot(u_dot_depth_rgb + u_around_depth_rgb, vec3(1.0 / 3.0))) *
                (1.0 - hidden_by_hair(hair, matt, skin.rgb));
        over += light_of_strands(hair, matt, skin.rgb);
    }
    vec3 kept_rgb = exp(-tone.x * u_dot_depth_rgb - tone.y * u_around_depth_rgb);
    vec3 result = nearly_srgb_from_linear((linear - over) * kept_rgb + over);
    // Darkening takes noise away with the light; a camera would have had all of it.
    float kept = (result.r + result.g + result.b) / max(code.r + code.g + code.b, 1e-3);
    float noise = 8.0 * (texelFetch(u_noise, (at + ivec2(u_noise_shift)) & 127, 0).r - 0.5);
    o_colour = vec4(result + noise * u_grain * sqrt(max(1.0 - kept * kept, 0.0)), 1.0);
}
