# cmake -DFILES=a;b -DOUT=shaders.cpp -P embed.cmake: writes the shaders as string literals (gl/shaders.hpp).
set(text "#include \"gl/shaders.hpp\"\n\nnamespace smp::gl {\n\nstd::optional<std::string_view> built_in_shader(std::string_view name) {\n")
foreach(file ${FILES})
  get_filename_component(name ${file} NAME)
  file(READ ${file} body)
  string(APPEND text "    if (name == \"${name}\") return R\"glsl(${body})glsl\";\n")
endforeach()
string(APPEND text "    return std::nullopt;\n}\n\n}  // namespace smp::gl\n")
file(WRITE ${OUT} "${text}")
