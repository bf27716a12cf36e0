// The sRGB curve (IEC 61966-2-1).
vec3 linear_from_srgb(vec3 c) { return mix(pow((c + 0.055) / 1.055, vec3(2.4)), c / 12.92, lessThanEqual(c, vec3(0.04045))); }

// Through three square roots instead of a power: right to a third of an 8-bit step, and several times faster where a
// processor draws.
vec3 nearly_srgb_from_linear(vec3 c) {
    vec3 s1 = sqrt(c), s2 = sqrt(s1), s3 = sqrt(s2);
    vec3 high = 0.662002687 * s1 + 0.684122060 * s2 - 0.323583601 * s3 - 0.0225411470 * c;
    return mix(high, c * 12.92, lessThanEqual(c, vec3(0.0031308)));
}
