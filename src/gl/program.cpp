#include "gl/program.hpp"

#include <spdlog/spdlog.h>

#include <cstdlib>
#include <fstream>
#include <optional>
#include <sstream>

#include "gl/shaders.hpp"

namespace smp::gl {
namespace {

namespace fs = std::filesystem;

std::optional<fs::path> development_folder() {
    const char* folder = std::getenv("SMP_SHADER_DIR");
    if (!folder || !*folder) return std::nullopt;
    return fs::path(folder);
}

std::optional<std::string> read_text(const std::string& name, std::vector<fs::path>& read) {
    if (const auto folder = development_folder()) {
        const fs::path file = *folder / name;
        std::ifstream stream(file);
        if (stream) {
            read.push_back(file);
            std::ostringstream text;
            text << stream.rdbuf();
            return text.str();
        }
    }
    if (const auto text = built_in_shader(name)) return std::string(*text);
    return std::nullopt;
}

// Replaces `#include "x"` lines; one level is enough for this program.
std::optional<std::string> with_includes(const std::string& name, std::vector<fs::path>& read) {
    const auto text = read_text(name, read);
    if (!text) return std::nullopt;
    std::istringstream lines(*text);
    std::string out, line;
    constexpr std::string_view directive = "#include \"";
    while (std::getline(lines, line)) {
        if (line.starts_with(directive)) {
            const auto end = line.find('"', directive.size());
            const auto inner = read_text(line.substr(directive.size(), end - directive.size()), read);
            if (!inner) return std::nullopt;
            out += *inner;
        } else {
            out += line;
        }
        out += '\n';
    }
    return out;
}

template <class Get, class GetLog>
std::string info_log(GLuint id, Get get, GetLog get_log) {
    GLint length = 0;
    get(id, GL_INFO_LOG_LENGTH, &length);
    std::string log(static_cast<std::size_t>(std::max(length, 1)), '\0');
    get_log(id, length, &length, log.data());
    log.resize(static_cast<std::size_t>(std::max(length, 0)));
    return log;
}

template <class Kind>
Expected<GlObject<Kind>> compile(const std::string& name, std::vector<fs::path>& read) {
    const auto text = with_includes(name, read);
    if (!text)
        return Error{ExitCode::device, "the shader or a file that it includes is missing", "shaders/" + name,
                     "reinstall the program"};
    auto shader = GlObject<Kind>::make();
    const char* source = text->c_str();
    glShaderSource(shader.id(), 1, &source, nullptr);
    glCompileShader(shader.id());
    GLint good = 0;
    glGetShaderiv(shader.id(), GL_COMPILE_STATUS, &good);
    if (!good)
        return Error{ExitCode::device,
                     "the shader does not compile: " + info_log(shader.id(), glGetShaderiv, glGetShaderInfoLog),
                     "shaders/" + name, "check the graphics driver"};
    return shader;
}

}  // namespace

Expected<Program> Program::create(std::string vertex_file, std::string fragment_file) {
    Program program;
    program.vertex_file_ = std::move(vertex_file);
    program.fragment_file_ = std::move(fragment_file);
    if (auto built = program.build(); !built) return built.error();
    return program;
}

Status Program::build() {
    std::vector<fs::path> read;
    const auto vertex = compile<kind::VertexShader>(vertex_file_, read);
    const auto fragment = compile<kind::FragmentShader>(fragment_file_, read);
    // Watched even when they do not compile, so that the next save is tried again.
    watched_.clear();
    for (const auto& file : read) {
        std::error_code failed;
        watched_.push_back({file, fs::last_write_time(file, failed)});
    }
    if (!vertex) return vertex.error();
    if (!fragment) return fragment.error();
    auto program = GlObject<kind::ProgramName>::make();
    glAttachShader(program.id(), vertex->id());
    glAttachShader(program.id(), fragment->id());
    glLinkProgram(program.id());
    GLint good = 0;
    glGetProgramiv(program.id(), GL_LINK_STATUS, &good);
    if (!good)
        return Error{ExitCode::device,
                     "the shaders do not link: " + info_log(program.id(), glGetProgramiv, glGetProgramInfoLog),
                     "shaders/" + vertex_file_ + ", shaders/" + fragment_file_, "check the graphics driver"};
    program_ = std::move(program);
    return Done{};
}

bool Program::files_changed() {
    for (const auto& watched : watched_) {
        std::error_code failed;
        const auto changed = fs::last_write_time(watched.file, failed);
        if (!failed && changed != watched.changed) return true;
    }
    return false;
}

void Program::use() {
    if (!watched_.empty() && files_changed()) {
        if (const auto built = build(); !built)
            spdlog::error("{}", built.error().line());
        else
            spdlog::info("shaders/{} and shaders/{} compiled again", vertex_file_, fragment_file_);
    }
    glUseProgram(program_.id());
}

GLint Program::location(const char* name) const {
    return glGetUniformLocation(program_.id(), name);
}
bool Program::has_uniform(const char* name) const {
    return location(name) >= 0;
}
void Program::set(const char* name, int value) const {
    glUniform1i(location(name), value);
}
void Program::set(const char* name, float value) const {
    glUniform1f(location(name), value);
}
void Program::set(const char* name, const glm::vec2& value) const {
    glUniform2fv(location(name), 1, &value[0]);
}
void Program::set(const char* name, const glm::vec3& value) const {
    glUniform3fv(location(name), 1, &value[0]);
}
void Program::set(const char* name, const glm::mat3& value) const {
    glUniformMatrix3fv(location(name), 1, GL_FALSE, &value[0][0]);
}
void Program::set(const char* name, std::span<const float> values) const {
    glUniform1fv(location(name), static_cast<GLsizei>(values.size()), values.data());
}

}  // namespace smp::gl
