#version 330 core
// Triangles over parts of the viewport.
layout(location = 0) in vec2 a_clip;

void main() { gl_Position = vec4(a_clip, 0.0, 1.0); }
