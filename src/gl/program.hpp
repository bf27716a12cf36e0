// A vertex and a fragment shader, linked. The text comes from shaders/, built into the program; where the environment
// names a folder in SMP_SHADER_DIR, the files there win and are compiled again when they change.
#pragma once

#include <array>
#include <filesystem>
#include <glm/glm.hpp>
#include <span>
#include <string>
#include <vector>

#include "base/expected.hpp"
#include "gl/object.hpp"

namespace smp::gl {

class Program {
  public:
    // File names in shaders/. A line `#include "x.glsl"` takes in another file of that folder.
    // Fails with ExitCode::device and the compiler's words.
    static Expected<Program> create(std::string vertex_file, std::string fragment_file);

    // Makes it current. In development: compiles changed files first; when that fails, the old program keeps drawing
    // and the error is logged once.
    void use();

    // Uniforms of the program in use; a name that the shader does not have is ignored, as GL does.
    void set(const char* name, int value) const;
    void set(const char* name, float value) const;
    void set(const char* name, const glm::vec2& value) const;
    void set(const char* name, const glm::vec3& value) const;
    void set(const char* name, const glm::mat3& value) const;
    void set(const char* name, std::span<const float> values) const;
    bool has_uniform(const char* name) const;

  private:
    struct Watched {
        std::filesystem::path file;
        std::filesystem::file_time_type changed;
    };
    GLint location(const char* name) const;
    Status build();
    bool files_changed();

    std::string vertex_file_, fragment_file_;
    GlObject<kind::ProgramName> program_;
    std::vector<Watched> watched_;  // empty unless SMP_SHADER_DIR is set
};

}  // namespace smp::gl
