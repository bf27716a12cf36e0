// The client's skin in this light: a coarse picture of it without shine (linear R, G, B; alpha: how surely it is skin),
// over a part of the frame.
uniform sampler2D u_matt;
uniform vec2 u_matt_corner_px, u_matt_size_px;
uniform vec3 u_lamp_rgb;  // colour of the light, and so of shine

vec4 matt_skin(vec2 at) { return texture(u_matt, (at - u_matt_corner_px) / u_matt_size_px); }

// The part of a pixel (linear) that is shine: seen = share x matt + shine x lamp (dichromatic reflection, Shafer 1985),
// least squares over the channels, with the share held loosely to 1.
vec3 shine_of(vec3 seen, vec3 matt) {
    const float noise = 0.04, share_spread = 0.5, shine_spread = 2.0;
    vec3 own = matt / u_lamp_rgb, lit = seen / u_lamp_rgb;
    float mean = max(dot(own, vec3(1.0 / 3.0)), 1e-4);
    own /= mean;
    lit /= mean;
    float n = 1.0 / (noise * noise), s = 1.0 / (share_spread * share_spread), h = 1.0 / (shine_spread * shine_spread);
    float a = n * dot(own, own) + s, b = n * 3.0, c = n * 3.0 + h;  // the channels of `own` sum to 3
    float u = n * dot(lit, own) + s, v = n * dot(lit, vec3(1.0));
    float shine = (a * v - b * u) / (a * c - b * b);
    // Skin is not of one hue: what little looks like shine is skin, and so is what is pale without being bright. Of a
    // glare that fills the pixel nothing is known but that it is glare.
    shine *= smoothstep(0.06, 0.25, shine);
    float bright = dot(lit, vec3(1.0 / 3.0));
    shine = min(shine, bright - 0.85 * (1.0 - smoothstep(1.2, 1.8, bright)));
    return min(mean * max(shine, 0.0) * u_lamp_rgb, seen);
}
