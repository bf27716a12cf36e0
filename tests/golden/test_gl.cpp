// Contexts and programs.
#include <GL/glew.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <glm/glm.hpp>

#include "gl/context.hpp"
#include "gl/program.hpp"
#include "gl/shaders.hpp"

namespace smp::gl {
namespace {

namespace fs = std::filesystem;

TEST(GlContext, IsThreePointThreeCoreAndSaysWhatItIs) {
    const auto context = OffscreenContext::create();
    ASSERT_TRUE(context) << context.error().line();
    GLint major = 0, minor = 0, profile = 0;
    glGetIntegerv(GL_MAJOR_VERSION, &major);
    glGetIntegerv(GL_MINOR_VERSION, &minor);
    glGetIntegerv(GL_CONTEXT_PROFILE_MASK, &profile);
    EXPECT_GE(10 * major + minor, 33);
    EXPECT_TRUE(profile & GL_CONTEXT_CORE_PROFILE_BIT);
    EXPECT_FALSE(report().renderer.empty());
    EXPECT_FALSE(report().version.empty());
    EXPECT_EQ(glGetError(), static_cast<GLenum>(GL_NO_ERROR));
}

TEST(GlContext, CanBeMadeAgainAfterOneIsGone) {
    for (int i = 0; i < 3; ++i) {
        const auto context = OffscreenContext::create();
        ASSERT_TRUE(context) << context.error().line();
    }
    const auto loaded = load_functions();
    ASSERT_FALSE(loaded);  // none is current any more
    EXPECT_EQ(loaded.error().code, ExitCode::device);
}

TEST(GlProgram, EveryShaderIsBuiltIn) {
    int found = 0;
    for (const auto& file : fs::directory_iterator(fs::path(SMP_SOURCE_DIR) / "shaders")) {
        const auto extension = file.path().extension();
        if (extension != ".vert" && extension != ".frag" && extension != ".glsl") continue;
        std::ifstream stream(file.path());
        const std::string text((std::istreambuf_iterator<char>(stream)), {});
        const auto built_in = built_in_shader(file.path().filename().string());
        ASSERT_TRUE(built_in) << file.path();
        EXPECT_EQ(*built_in, text) << file.path();
        ++found;
    }
    EXPECT_GE(found, 8);
    EXPECT_FALSE(built_in_shader("nothing.vert"));
}

TEST(GlProgram, AMissingShaderIsOneClearError) {
    const auto context = OffscreenContext::create();
    ASSERT_TRUE(context);
    const auto program = Program::create("nothing.vert", "marks.frag");
    ASSERT_FALSE(program);
    EXPECT_EQ(program.error().code, ExitCode::device);
    EXPECT_NE(program.error().line().find("nothing.vert"), std::string::npos);
}

TEST(GlProgram, InDevelopmentTheFileWinsAndABrokenOneDoesNotStopTheOld) {
    const auto context = OffscreenContext::create();
    ASSERT_TRUE(context);
    const fs::path folder = fs::path(testing::TempDir()) / "smp-shaders";
    fs::create_directories(folder);
    const fs::path file = folder / "marks.frag";
    auto stamp = fs::file_time_type::clock::now();
    const auto write = [&](const char* body) {
        std::ofstream(file) << "#version 330 core\nout float o_tone;\n" << body;
        stamp += std::chrono::seconds(2);  // whatever the file system's own resolution
        fs::last_write_time(file, stamp);
    };
    ::setenv("SMP_SHADER_DIR", folder.c_str(), 1);
    write("uniform float u_first;\nvoid main() { o_tone = u_first; }\n");
    auto program = Program::create("full.vert", "marks.frag");
    ASSERT_TRUE(program) << program.error().line();
    program->use();
    EXPECT_TRUE(program->has_uniform("u_first"));
    write("uniform float u_second;\nvoid main() { o_tone = u_second; }\n");
    program->use();
    EXPECT_TRUE(program->has_uniform("u_second"));
    write("void main() { o_tone = nonsense; }\n");
    program->use();
    EXPECT_TRUE(program->has_uniform("u_second"));  // the old one still draws
    program->set("u_second", 1.f);
    EXPECT_EQ(glGetError(), static_cast<GLenum>(GL_NO_ERROR));
    write("uniform float u_third;\nvoid main() { o_tone = u_third; }\n");
    program->use();
    EXPECT_TRUE(program->has_uniform("u_third"));
    ::unsetenv("SMP_SHADER_DIR");
    fs::remove_all(folder);
}

}  // namespace
}  // namespace smp::gl
