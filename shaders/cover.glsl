// What stands before the head: a coarse picture of it, over a part of the frame.
uniform sampler2D u_hidden;
uniform vec2 u_hidden_corner_px, u_hidden_size_px;

// Share of the skin that is seen at a pixel, given gl_FragCoord.
float uncovered(vec2 at) {
    return 1.0 - smoothstep(0.35, 0.65, texture(u_hidden, (at - u_hidden_corner_px) / u_hidden_size_px).r);
}
