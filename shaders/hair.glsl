// The client's own hair, on the grid of skin.glsl: share of the skin that long hair hides; how surely there are single
// strands; optical depth that stubble takes already; logarithm of light against matt skin, typical of the place.
uniform sampler2D u_hair;

vec4 hair_at(vec2 at) { return texture(u_hair, (at - u_matt_corner_px) / u_matt_size_px); }

// Of that, at a pixel (linear, without shine): at the border of long dark hair the pixel itself tells what it is.
float hidden_by_hair(vec4 hair, vec3 seen, vec3 matt) {
    float light = dot(seen, vec3(1.0)) / max(dot(matt, vec3(1.0)), 1e-4);
    float dark = 1.0 - smoothstep(0.4, 0.7, light);
    return hair.r * mix(dark, 1.0, hair.r);
}

// The part of a pixel (linear, without shine) that light strands give: what they add to the skin there, and what of the
// skin they hide. Of dark strands it is next to nothing, so that they need no part of their own: pixel = (1 - a) x skin
// is darkened as the skin is.
vec3 light_of_strands(vec4 hair, vec3 seen, vec3 matt) {
    const float noise = 1.06, hides = 1.6;
    vec3 more = max(seen - noise * exp(hair.a) * matt, 0.0);
    return min(hair.g * hides * more, seen);
}

// Share of the marks that is drawn over stubble, so that both together are no darker than either: `depth` of the marks.
float beside_stubble(vec4 hair, float depth) { return depth > 0.0 ? clamp(1.0 - hair.b / depth, 0.0, 1.0) : 1.0; }
