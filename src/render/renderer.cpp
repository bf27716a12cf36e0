#include "render/renderer.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <opencv2/core.hpp>

#include "gl/context.hpp"
#include "gl/program.hpp"
#include "render/camera.hpp"
#include "render/mark_groups.hpp"
#include "render/picture_tiles.hpp"
#include "render/targets.hpp"

namespace smp {
namespace {

// A mark is sampled at the middles of pixels: were it narrower than this variance, its sum would depend on where
// between them it lies, by more than half a percent, and it would twinkle as it moves. A pixel's own square has a
// twelfth; no camera's lens adds less than the rest.
constexpr float least_blur_px2 = 0.33f;
constexpr int noise_side = 128;  // as in composite.frag
// Largest footprint of a mark in standard deviations; sqrt(12) in marks.vert.
constexpr double mark_reach = 3.5;
constexpr double guard_px = 64;
// How far from a mark light wanders in the skin, and a texel of the map of it reaches.
constexpr double around_reach_mm = 5;
constexpr GLuint texture_units = 6;

const void* offset(std::size_t bytes) {
    return reinterpret_cast<const void*>(bytes);
}

void attribute(GLuint index, GLint size, std::size_t stride, std::size_t at) {
    glEnableVertexAttribArray(index);
    glVertexAttribPointer(index, size, GL_FLOAT, GL_FALSE, static_cast<GLsizei>(stride), offset(at));
}

// A camera's noise as it comes out of its own processing: neighbours go a little together.
gl::Texture make_noise() {
    cv::Mat white(noise_side, noise_side, CV_32F), soft(noise_side, noise_side, CV_32F), out;
    cv::RNG random(20);
    random.fill(white, cv::RNG::NORMAL, 0, 1);
    constexpr float beside = 0.35f;
    for (int y = 0; y < noise_side; ++y)
        for (int x = 0; x < noise_side; ++x) {
            const auto at = [&](int dy, int dx) {
                return white.at<float>((y + dy + noise_side) % noise_side, (x + dx + noise_side) % noise_side);
            };
            soft.at<float>(y, x) = at(0, 0) + beside * (at(0, 1) + at(0, -1) + at(1, 0) + at(-1, 0));
        }
    const double sigma = std::sqrt(1 + 4 * beside * beside);
    soft.convertTo(out, CV_8U, 255 / (8 * sigma), 127.5);
    gl::Texture texture = make_texture(GL_R8, glm::ivec2(noise_side), GL_RED, GL_UNSIGNED_BYTE);
    glBindTexture(GL_TEXTURE_2D, texture.id());
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, noise_side, noise_side, GL_RED, GL_UNSIGNED_BYTE, out.data);
    glBindTexture(GL_TEXTURE_2D, 0);
    return texture;
}

struct MeshBuffers {
    gl::Buffer vertices, triangles;
    gl::VertexArray layout;
    GLsizei index_count = 0;

    void make() {
        vertices = gl::Buffer::make();
        triangles = gl::Buffer::make();
        layout = gl::VertexArray::make();
        glBindVertexArray(layout.id());
        glBindBuffer(GL_ARRAY_BUFFER, vertices.id());
        using V = HeadMesh::Vertex;
        attribute(0, 3, sizeof(V), offsetof(V, p_head_mm));
        attribute(1, 3, sizeof(V), offsetof(V, normal));
        attribute(2, 2, sizeof(V), offsetof(V, chart_deg));
        glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, triangles.id());
        glBindVertexArray(0);
        glBindBuffer(GL_ARRAY_BUFFER, 0);
    }
    void upload(const std::vector<HeadMesh::Vertex>& v, const std::vector<std::uint32_t>& t) {
        glBindVertexArray(layout.id());
        glBindBuffer(GL_ARRAY_BUFFER, vertices.id());
        glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(v.size() * sizeof(v[0])), v.data(), GL_DYNAMIC_DRAW);
        glBufferData(GL_ELEMENT_ARRAY_BUFFER, static_cast<GLsizeiptr>(t.size() * sizeof(t[0])), t.data(),
                     GL_DYNAMIC_DRAW);
        glBindVertexArray(0);
        glBindBuffer(GL_ARRAY_BUFFER, 0);
        index_count = static_cast<GLsizei>(t.size());
    }
    void draw() const {
        glBindVertexArray(layout.id());
        glDrawElements(GL_TRIANGLES, index_count, GL_UNSIGNED_INT, nullptr);
    }
};

void bind_texture(int unit, const gl::Texture& texture) {
    glActiveTexture(GL_TEXTURE0 + static_cast<GLenum>(unit));
    glBindTexture(GL_TEXTURE_2D, texture.id());
}

// What other users of the context may have left on and no pass here wants.
void plain_state() {
    for (const GLenum capability : {GL_BLEND, GL_CULL_FACE, GL_DEPTH_TEST, GL_STENCIL_TEST, GL_SCISSOR_TEST,
                                    GL_FRAMEBUFFER_SRGB, GL_POLYGON_OFFSET_FILL, GL_SAMPLE_ALPHA_TO_COVERAGE})
        glDisable(capability);
    glPolygonMode(GL_FRONT_AND_BACK, GL_FILL);
    glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
    glDepthMask(GL_TRUE);
    glDepthFunc(GL_LESS);
    glBindBuffer(GL_PIXEL_UNPACK_BUFFER, 0);
    glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
    // A sampler bound to a unit would override the filters of the textures here.
    for (GLuint unit = 0; unit < texture_units; ++unit) glBindSampler(unit, 0);
}

void leave_state() {
    plain_state();
    glDisable(GL_PROGRAM_POINT_SIZE);
    glUseProgram(0);
    glBindVertexArray(0);
    for (GLuint unit = texture_units; unit-- > 0;) {
        glActiveTexture(GL_TEXTURE0 + unit);
        glBindTexture(GL_TEXTURE_2D, 0);
    }
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
}

void scissor(const PixelRect& rect) {
    glEnable(GL_SCISSOR_TEST);
    glScissor(rect.low.x, rect.low.y, rect.size().x, rect.size().y);
}

}  // namespace

struct Renderer::Impl {
    gl::Program depth_program, around_program, marks_program, composite_program, mask_program;
    MeshBuffers scalp, occluders;
    gl::Buffer mark_buffer, frame_buffer, tile_buffer;
    gl::VertexArray mark_layout, tile_layout;
    gl::Texture coverage, tone_around;
    gl::Texture hidden, matt, hair;  // HeadCover and SkinLook of the last frame drawn
    gl::Texture noise;
    Targets targets;
    MaskTargets mask_targets;

    std::optional<int> head_revision, treatment_revision;
    MarkGroups groups;
    bool has_coverage = false, has_tone_around = false;
    double mark_reach_mm = 0;
    PigmentOptics pigment;
    float max_point_px = 1;
    GLint max_texture_px = 0;

    // Of the last frame drawn, for the mask and the tone.
    std::optional<CameraUniforms> camera;
    HeadView view;
    double alpha = 0;
    Reveal reveal;
    PictureTiles tiles;  // where marks may be

    void upload(const cv::Mat& bgr);
    void find_tiles(const std::vector<MarkGroups::Box>& boxes);
    void draw_head(const PixelRect& rect);
    void draw_marks(const PixelRect& rect, const MarkGroups::Runs& runs);
    void composite(const PixelRect& rect);
    void upload_surroundings();
    void set_surroundings(const gl::Program& program, int first_unit) const;
    void set_side(const gl::Program& program) const {
        program.set("u_side", static_cast<float>(reveal.side));
        program.set("u_side_rest", static_cast<float>(reveal.rest));
    }
    PigmentOptics::Depth optical_depth() const {
        const auto depth = pigment.at(view.skin.luminance);
        return {depth.dot * static_cast<float>(alpha), depth.around * static_cast<float>(alpha)};
    }
};

Renderer::Renderer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Renderer::Renderer(Renderer&&) noexcept = default;
Renderer::~Renderer() = default;

Expected<Renderer> Renderer::create() {
    if (auto loaded = gl::load_functions(); !loaded) return loaded.error();
    auto impl = std::make_unique<Impl>();
    struct Row {
        gl::Program& program;
        const char *vertex, *fragment;
    };
    for (const Row& row :
         {Row{impl->depth_program, "mesh.vert", "depth.frag"}, Row{impl->around_program, "mesh.vert", "around.frag"},
          Row{impl->marks_program, "marks.vert", "marks.frag"},
          Row{impl->composite_program, "tiles.vert", "composite.frag"},
          Row{impl->mask_program, "mesh.vert", "mask.frag"}}) {
        auto program = gl::Program::create(row.vertex, row.fragment);
        if (!program) return program.error();
        row.program = std::move(*program);
    }
    impl->scalp.make();
    impl->occluders.make();
    impl->tile_buffer = gl::Buffer::make();
    impl->tile_layout = gl::VertexArray::make();
    glBindVertexArray(impl->tile_layout.id());
    glBindBuffer(GL_ARRAY_BUFFER, impl->tile_buffer.id());
    attribute(0, 2, sizeof(glm::vec2), 0);
    impl->frame_buffer = gl::Buffer::make();
    impl->mark_buffer = gl::Buffer::make();
    impl->mark_layout = gl::VertexArray::make();
    glBindVertexArray(impl->mark_layout.id());
    glBindBuffer(GL_ARRAY_BUFFER, impl->mark_buffer.id());
    attribute(0, 3, sizeof(Mark), offsetof(Mark, p_head_mm));
    attribute(1, 3, sizeof(Mark), offsetof(Mark, normal));
    attribute(2, 3, sizeof(Mark), offsetof(Mark, stroke_mm));
    attribute(3, 1, sizeof(Mark), offsetof(Mark, sigma_mm));
    attribute(4, 1, sizeof(Mark), offsetof(Mark, tone_mm2));
    glBindVertexArray(0);
    glBindBuffer(GL_ARRAY_BUFFER, 0);
    impl->coverage = make_texture(GL_R8, glm::ivec2(CoverageMap::size), GL_RED, GL_UNSIGNED_BYTE, GL_LINEAR);
    impl->tone_around = make_texture(GL_R32F, glm::ivec2(CoverageMap::size), GL_RED, GL_FLOAT, GL_LINEAR);
    impl->hidden = make_texture(GL_R8, glm::ivec2(1), GL_RED, GL_UNSIGNED_BYTE, GL_LINEAR);
    impl->matt = make_texture(GL_RGBA16F, glm::ivec2(1), GL_RGBA, GL_FLOAT, GL_LINEAR);
    impl->hair = make_texture(GL_RGBA16F, glm::ivec2(1), GL_RGBA, GL_FLOAT, GL_LINEAR);
    impl->noise = make_noise();
    std::array<GLfloat, 2> sizes{1, 1};
    glGetFloatv(GL_POINT_SIZE_RANGE, sizes.data());
    impl->max_point_px = sizes[1];
    glGetIntegerv(GL_MAX_TEXTURE_SIZE, &impl->max_texture_px);
    return Renderer(std::move(impl));
}

void Renderer::set_treatment(const Treatment& treatment) {
    Impl& my = *impl_;
    if (my.treatment_revision == treatment.revision) return;
    my.treatment_revision = treatment.revision;
    my.pigment = treatment.pigment;
    my.groups.build(treatment.marks);
    glBindBuffer(GL_ARRAY_BUFFER, my.mark_buffer.id());
    glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(treatment.marks.size() * sizeof(Mark)),
                 my.groups.sorted().data(), GL_DYNAMIC_DRAW);
    glBindBuffer(GL_ARRAY_BUFFER, 0);
    my.mark_reach_mm = 0;
    for (const auto& mark : treatment.marks)
        my.mark_reach_mm = std::max(my.mark_reach_mm, mark_reach * (mark.sigma_mm + 0.6 * glm::length(mark.stroke_mm)));
    constexpr std::size_t texels = static_cast<std::size_t>(CoverageMap::size) * CoverageMap::size;
    const auto upload = [](const gl::Texture& texture, GLenum type, const void* values) {
        glBindBuffer(GL_PIXEL_UNPACK_BUFFER, 0);
        glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
        glBindTexture(GL_TEXTURE_2D, texture.id());
        glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, CoverageMap::size, CoverageMap::size, GL_RED, type, values);
        glBindTexture(GL_TEXTURE_2D, 0);
        glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
    };
    my.has_coverage = treatment.coverage.value.size() == texels;
    if (my.has_coverage) upload(my.coverage, GL_UNSIGNED_BYTE, treatment.coverage.value.data());
    my.has_tone_around = treatment.tone_around.size() == texels;
    if (my.has_tone_around) upload(my.tone_around, GL_FLOAT, treatment.tone_around.data());
}

void Renderer::set_head(const HeadMesh& mesh) {
    Impl& my = *impl_;
    if (my.head_revision == mesh.revision) return;
    my.head_revision = mesh.revision;
    my.scalp.upload(mesh.scalp, mesh.scalp_triangles);
    my.occluders.upload(mesh.occluders, mesh.occluder_triangles);
}

void Renderer::Impl::upload(const cv::Mat& bgr) {
    bind_texture(0, targets.picture);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, static_cast<GLint>(bgr.step[0] / 3));
    // New storage each time: the driver need not wait until the last frame's copy has been read. The last row may end
    // with its pixels, not with its padding.
    const std::size_t bytes =
        bgr.step[0] * static_cast<std::size_t>(bgr.rows - 1) + 3 * static_cast<std::size_t>(bgr.cols);
    glBindBuffer(GL_PIXEL_UNPACK_BUFFER, frame_buffer.id());
    glBufferData(GL_PIXEL_UNPACK_BUFFER, static_cast<GLsizeiptr>(bytes), bgr.data, GL_STREAM_DRAW);
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, bgr.cols, bgr.rows, GL_BGR, GL_UNSIGNED_BYTE, nullptr);
    glBindBuffer(GL_PIXEL_UNPACK_BUFFER, 0);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
}

// Coarse pictures of the frame's own, small enough to be given new storage each time.
void Renderer::Impl::upload_surroundings() {
    const auto upload = [](const gl::Texture& texture, GLint internal_format, GLenum format, GLenum type,
                           const cv::Mat& from) {
        glBindTexture(GL_TEXTURE_2D, texture.id());
        glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
        glPixelStorei(GL_UNPACK_ROW_LENGTH, static_cast<GLint>(from.step[0] / from.elemSize()));
        glTexImage2D(GL_TEXTURE_2D, 0, internal_format, from.cols, from.rows, 0, format, type, from.data);
        glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
        glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
        glBindTexture(GL_TEXTURE_2D, 0);
    };
    const cv::Mat all_seen(1, 1, CV_8U, cv::Scalar(0));
    upload(hidden, GL_R8, GL_RED, GL_UNSIGNED_BYTE, view.cover.empty() ? all_seen : view.cover.hidden);
    // Skin so bright that nothing on it is shine.
    const cv::Mat all_skin(1, 1, CV_32FC4, cv::Scalar(1000, 1000, 1000, 1));
    upload(matt, GL_RGBA16F, GL_RGBA, GL_FLOAT, view.skin.empty() ? all_skin : view.skin.matt);
    const cv::Mat no_hair(1, 1, CV_32FC4, cv::Scalar::all(0));
    upload(hair, GL_RGBA16F, GL_RGBA, GL_FLOAT, view.skin.hair.empty() ? no_hair : view.skin.hair);
}

// Uniforms of shaders/cover.glsl and shaders/skin.glsl.
void Renderer::Impl::set_surroundings(const gl::Program& program, int first_unit) const {
    const auto set = [&](const char* sampler, const char* corner, const char* size, int unit,
                         const gl::Texture& texture, const CoarseGrid& grid, const cv::Mat& of) {
        bind_texture(unit, texture);
        program.set(sampler, unit);
        program.set(corner, glm::vec2(grid.box_px.x, grid.box_px.y));
        const glm::vec2 size_px = of.empty() ? glm::vec2(1) : glm::vec2(of.cols, of.rows);
        program.set(size, size_px * static_cast<float>(grid.px));
    };
    set("u_hidden", "u_hidden_corner_px", "u_hidden_size_px", first_unit, hidden, view.cover, view.cover.hidden);
    set("u_matt", "u_matt_corner_px", "u_matt_size_px", first_unit + 1, matt, view.skin, view.skin.matt);
    bind_texture(first_unit + 2, hair);  // on the grid of the skin
    program.set("u_hair", first_unit + 2);
    program.set("u_lamp_rgb", view.skin.lamp_rgb);
}

// The tiles of what may face the camera, with the way it went while the shutter was open.
void Renderer::Impl::find_tiles(const std::vector<MarkGroups::Box>& boxes) {
    const double reach_mm = std::max(mark_reach_mm, around_reach_mm);
    const double blur_px = std::max(std::sqrt(static_cast<double>(least_blur_px2)), view.look.blur_px);
    const double margin_px = 2 + mark_reach * blur_px;
    const double r2_max = valid_radius_squared(camera->intrinsics);
    const auto& opened = view.look.camera_from_head_opened;
    const CameraUniforms before{opened.value_or(view.camera_from_head), camera->intrinsics, camera->picture_px};
    for (const auto& box : boxes) {
        PixelRect seen = seen_rect(*camera, r2_max, box.low_mm, box.high_mm, reach_mm, margin_px);
        if (opened) {
            const PixelRect then = seen_rect(before, r2_max, box.low_mm, box.high_mm, reach_mm, margin_px);
            // A smear stands out over both ends of the way alike.
            const glm::ivec2 way = glm::max(glm::abs(then.low - seen.low), glm::abs(then.high - seen.high));
            seen = {seen.low - way, seen.high + way};
        }
        tiles.add(seen);
    }
}

// Depth of what stands before the marks, and with the scalp's own the tone about them.
void Renderer::Impl::draw_head(const PixelRect& rect) {
    glBindFramebuffer(GL_FRAMEBUFFER, targets.tone_on_depth_target.id());
    glViewport(0, 0, targets.size_px.x, targets.size_px.y);
    plain_state();
    scissor(rect);
    const std::array<GLfloat, 4> none{};
    glClearBufferfv(GL_COLOR, 0, none.data());
    glClearDepth(1.0);
    glClear(GL_DEPTH_BUFFER_BIT);
    glEnable(GL_DEPTH_TEST);
    glEnable(GL_CULL_FACE);
    glCullFace(GL_BACK);
    glFrontFace(GL_CW);  // rows run down
    glColorMask(GL_FALSE, GL_FALSE, GL_FALSE, GL_FALSE);
    depth_program.use();
    camera->set(depth_program, 0);
    occluders.draw();
    if (has_tone_around) {
        glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
        around_program.use();
        camera->set(around_program, 0);
        bind_texture(0, tone_around);
        around_program.set("u_tone_around", 0);
        set_side(around_program);
        around_program.set("u_reach_deg", static_cast<float>(CoverageMap::reach_deg));
    }
    // The scalp is pushed back by two of its own slopes a pixel and 0.5 mm at 500 mm: its marks lie on it, and must
    // neither flicker at the rim nor sink into its facets.
    glEnable(GL_POLYGON_OFFSET_FILL);
    glPolygonOffset(2.f, 400.f);
    scalp.draw();
    glDisable(GL_POLYGON_OFFSET_FILL);
    glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
}

void Renderer::Impl::draw_marks(const PixelRect& rect, const MarkGroups::Runs& runs) {
    glBindFramebuffer(GL_FRAMEBUFFER, targets.tone_target.id());
    plain_state();
    scissor(rect);
    const GLint guard = static_cast<GLint>(guard_px);
    glViewport(-guard, -guard, targets.size_px.x + 2 * guard, targets.size_px.y + 2 * guard);
    glEnable(GL_BLEND);
    glBlendEquation(GL_FUNC_ADD);
    glBlendFunc(GL_ONE, GL_ONE);
    glEnable(GL_PROGRAM_POINT_SIZE);
    marks_program.use();
    camera->set(marks_program, guard_px);
    bind_texture(0, targets.depth);
    marks_program.set("u_depth", 0);
    set_side(marks_program);
    const auto blur_px = static_cast<float>(view.look.blur_px);
    marks_program.set("u_blur_px2", std::max(least_blur_px2, blur_px * blur_px));
    const HeadPose& opened = view.look.camera_from_head_opened.value_or(view.camera_from_head);
    marks_program.set("u_camera_from_head_opened_R", glm::mat3(opened.R));
    marks_program.set("u_camera_from_head_opened_t_mm", glm::vec3(opened.t_mm));
    marks_program.set("u_max_size_px", max_point_px);
    const glm::vec3 depth = optical_depth().dot;  // nearly the same in all channels
    marks_program.set("u_saturation", std::max({depth.r, depth.g, depth.b}));
    glBindVertexArray(mark_layout.id());
    glMultiDrawArrays(GL_POINTS, runs.first.data(), runs.count.data(), static_cast<GLsizei>(runs.first.size()));
}

void Renderer::Impl::composite(const PixelRect& rect) {
    glBindFramebuffer(GL_FRAMEBUFFER, targets.picture_target.id());
    glViewport(0, 0, targets.size_px.x, targets.size_px.y);
    plain_state();
    scissor(rect);
    bind_texture(0, targets.before);
    glCopyTexSubImage2D(GL_TEXTURE_2D, 0, rect.low.x, rect.low.y, rect.low.x, rect.low.y, rect.size().x, rect.size().y);
    bind_texture(1, targets.tone);
    composite_program.use();
    composite_program.set("u_frame", 0);
    composite_program.set("u_tone", 1);
    const float beyond = !reveal.line_px ? 0.f : reveal.right_of_line ? 1.f : -1.f;
    composite_program.set("u_wipe", glm::vec3(beyond, reveal.line_px.value_or(0), reveal.rest));
    set_surroundings(composite_program, 2);
    bind_texture(5, noise);
    composite_program.set("u_noise", 5);
    composite_program.set("u_grain", static_cast<float>(view.look.grain));
    // Far enough apart from frame to frame that no pattern is seen to wander.
    const unsigned seed = view.grain_seed * 2654435761u;
    composite_program.set("u_noise_shift", glm::vec2((seed >> 8) % noise_side, (seed >> 20) % noise_side));
    const auto depth = optical_depth();
    composite_program.set("u_dot_depth_rgb", depth.dot);
    composite_program.set("u_around_depth_rgb", depth.around);
    const auto& corners = tiles.triangles();
    glBindBuffer(GL_ARRAY_BUFFER, tile_buffer.id());
    glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(corners.size() * sizeof(corners[0])), corners.data(),
                 GL_STREAM_DRAW);
    glBindBuffer(GL_ARRAY_BUFFER, 0);
    glBindVertexArray(tile_layout.id());
    glDrawArrays(GL_TRIANGLES, 0, static_cast<GLsizei>(corners.size()));
}

void Renderer::draw(const cv::Mat& bgr, const std::optional<HeadView>& head, double alpha, const Reveal& reveal) {
    Impl& my = *impl_;
    const glm::ivec2 size{bgr.cols, bgr.rows};
    if (bgr.empty() || bgr.type() != CV_8UC3 || bgr.step[0] % 3 != 0 || std::max(size.x, size.y) > my.max_texture_px) {
        spdlog::error("picture of {}x{} cannot be drawn; the last one stays", size.x, size.y);
        return;
    }
    plain_state();
    if (my.targets.size_px != size) my.targets = Targets::make(size);
    my.upload(bgr);
    my.alpha = std::clamp(alpha, 0.0, 1.0);
    my.reveal = reveal;
    my.camera.reset();
    my.tiles.clear(size);
    my.view = head.value_or(HeadView{});
    if (head) my.camera = CameraUniforms{head->camera_from_head, head->intrinsics, size};
    if (my.camera && my.alpha > 0 && !my.groups.sorted().empty()) {
        const auto& runs = my.groups.facing(my.camera->camera_from_head);
        my.find_tiles(runs.boxes);
        if (const PixelRect rect = my.tiles.rect(); !rect.empty()) {
            my.upload_surroundings();
            my.draw_head(rect);
            my.draw_marks(rect, runs);
            my.composite(rect);
        }
    }
    leave_state();
}

void Renderer::finish() {
    glFinish();
}

cv::Mat Renderer::read_mask() {
    Impl& my = *impl_;
    const glm::ivec2 size = my.targets.size_px;
    cv::Mat mask = cv::Mat::zeros(size.y, size.x, CV_8UC1);
    if (!my.camera || my.alpha <= 0 || !my.has_coverage || my.scalp.index_count == 0) return mask;
    if (my.mask_targets.size_px != size) my.mask_targets = MaskTargets::make(size);
    plain_state();
    glBindFramebuffer(GL_FRAMEBUFFER, my.mask_targets.sample_target.id());
    glViewport(0, 0, size.x, size.y);
    glClearColor(0, 0, 0, 0);
    glClearDepth(1.0);
    glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
    glEnable(GL_DEPTH_TEST);
    glColorMask(GL_FALSE, GL_FALSE, GL_FALSE, GL_FALSE);
    my.depth_program.use();
    my.camera->set(my.depth_program, 0);
    my.occluders.draw();
    glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
    my.mask_program.use();
    my.camera->set(my.mask_program, 0);
    bind_texture(0, my.coverage);
    my.mask_program.set("u_coverage", 0);
    my.set_surroundings(my.mask_program, 1);
    my.mask_program.set("u_reach_deg", static_cast<float>(CoverageMap::reach_deg));
    my.mask_program.set("u_alpha", static_cast<float>(my.alpha));
    my.scalp.draw();
    glBindFramebuffer(GL_READ_FRAMEBUFFER, my.mask_targets.sample_target.id());
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, my.mask_targets.resolved_target.id());
    glBlitFramebuffer(0, 0, size.x, size.y, 0, 0, size.x, size.y, GL_COLOR_BUFFER_BIT, GL_NEAREST);
    glBindFramebuffer(GL_FRAMEBUFFER, my.mask_targets.resolved_target.id());
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, size.x, size.y, GL_RED, GL_UNSIGNED_BYTE, mask.data);
    glPixelStorei(GL_PACK_ALIGNMENT, 4);
    leave_state();
    return mask;
}

cv::Mat Renderer::read_picture() {
    Impl& my = *impl_;
    const glm::ivec2 size = my.targets.size_px;
    cv::Mat picture(size.y, size.x, CV_8UC3);
    if (picture.empty()) return picture;
    plain_state();
    glBindFramebuffer(GL_FRAMEBUFFER, my.targets.picture_target.id());
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, size.x, size.y, GL_BGR, GL_UNSIGNED_BYTE, picture.data);
    glPixelStorei(GL_PACK_ALIGNMENT, 4);
    leave_state();
    return picture;
}

cv::Mat Renderer::read_tone() {
    Impl& my = *impl_;
    const glm::ivec2 size = my.targets.size_px;
    cv::Mat tone = cv::Mat::zeros(size.y, size.x, CV_32FC2);
    if (my.tiles.rect().empty()) return tone;
    plain_state();
    glBindFramebuffer(GL_FRAMEBUFFER, my.targets.tone_target.id());
    const PixelRect& rect = my.tiles.rect();  // beyond it an older frame's tone may lie
    glPixelStorei(GL_PACK_ROW_LENGTH, size.x);
    glReadPixels(rect.low.x, rect.low.y, rect.size().x, rect.size().y, GL_RG, GL_FLOAT,
                 tone.ptr<cv::Vec2f>(rect.low.y) + rect.low.x);
    glPixelStorei(GL_PACK_ROW_LENGTH, 0);
    leave_state();
    return tone;
}

unsigned Renderer::picture_texture() const {
    return impl_->targets.picture.id();
}

glm::ivec2 Renderer::picture_size_px() const {
    return impl_->targets.size_px;
}

}  // namespace smp
