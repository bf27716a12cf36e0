// One side of the head alone shows the treatment: strength of what lies so far to the client's left of the midline.
uniform float u_side;       // +1 the left side shows it, -1 the right one, 0 both
uniform float u_side_rest;  // strength on the other side

float shown_on_side(float left) {
    return u_side == 0.0 ? 1.0 : mix(u_side_rest, 1.0, clamp(0.5 + 0.5 * u_side * left, 0.0, 1.0));
}
