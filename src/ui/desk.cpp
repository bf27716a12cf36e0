#include "ui/desk.hpp"

// GLEW first: it must see the GL headers before anybody else.
#include <GL/glew.h>
//
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "gl/object.hpp"
#include "ui/desk_parts.hpp"
#include "ui/font.hpp"

namespace smp {

struct Desk::Impl {
    ImGuiContext* context = nullptr;
    desk::State state;
    double scale = 0;
    bool popup = false, busy = false;
    gl::Texture swatches;
    std::vector<std::pair<std::string, ImVec2>> places;

    void use_scale(double wanted) {
        if (wanted == scale) return;
        scale = wanted;
        const auto px = [&](double at_96_dpi) { return static_cast<float>(std::round(at_96_dpi * scale)); };
        ImFontAtlas& fonts = *ImGui::GetIO().Fonts;
        fonts.Clear();
        state.text = add_font(fonts, px(18));
        state.small = add_font(fonts, px(15));
        state.title = add_font(fonts, px(20));
        state.em = px(18);
        ImGui_ImplOpenGL3_DestroyFontsTexture();
        ImGui_ImplOpenGL3_CreateFontsTexture();
        desk::use_style(state.em);
    }

    void use_swatches(const std::shared_ptr<const PigmentSwatches>& wanted) {
        if (state.swatches == wanted) return;
        state.swatches = wanted;
        if (!wanted) return;
        std::vector<std::uint8_t> rgb;
        for (const auto& one : wanted->shades) rgb.insert(rgb.end(), one.rgb.begin(), one.rgb.end());
        if (!swatches.id()) swatches = gl::Texture::make();
        glBindTexture(GL_TEXTURE_2D, swatches.id());
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
        glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
        glTexImage2D(GL_TEXTURE_2D, 0, GL_RGB8, PigmentSwatches::width_px, shade_count * PigmentSwatches::height_px, 0,
                     GL_RGB, GL_UNSIGNED_BYTE, rgb.data());
        glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
        glBindTexture(GL_TEXTURE_2D, 0);
        state.swatch_texture = reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(swatches.id()));
    }

    // Tab and the upright arrows go from control to control, Escape leaves; the rest is for the control itself.
    void move_focus() {
        for (const KeyEvent& key : state.keys) {
            const bool back = key.key == Key::up || (key.key == Key::tab && key.shift);
            if (key.key == Key::escape && !state.typing() && !popup) state.keyboard = false;
            if (!back && key.key != Key::down && key.key != Key::tab) continue;
            if (state.writing && key.key != Key::tab) continue;  // from line to line of what is written
            const int n = std::max(1, state.last_stops);
            state.focus = (state.focus + (back ? n - 1 : 1)) % n;
            state.focus_moved = true;
        }
    }

    void lay_out(const DeskSnapshot& snapshot) {
        const float em = state.em, gap = 0.5f * em;
        const ImVec2 window = ImGui::GetIO().DisplaySize;
        const float panels = std::min(std::clamp(0.46f * window.x, 31.f * em, 38.f * em), 0.62f * window.x);
        const float left = window.x - panels - 3 * gap;
        constexpr ImGuiWindowFlags whole = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                           ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoSavedSettings |
                                           ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollWithMouse;
        ImGui::SetNextWindowPos(ImVec2(0, 0));
        ImGui::SetNextWindowSize(window);
        ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(gap, gap));
        ImGui::Begin("Desk", nullptr, whole);
        ImGui::PopStyleVar();
        const float top = ImGui::GetCursorPosY(), height = window.y - 2 * gap;
        // First, so that the keyboard's way begins there.
        ImGui::SetCursorPos(ImVec2(left + 2 * gap, top));
        ImGui::BeginChild("pages", ImVec2(panels, height), false,
                          ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
        const float pages = desk::draw_pages(state, snapshot);
        const bool record = snapshot.record && snapshot.record_page;
        const float answer = record ? desk::answer_height(state) + ImGui::GetStyle().ItemSpacing.y : 0;
        ImGui::BeginChild(record ? "record" : "panels", ImVec2(panels, height - pages - answer), false,
                          ImGuiWindowFlags_AlwaysUseWindowPadding);
        record ? desk::draw_record(state, snapshot) : desk::draw_panels(state, snapshot);
        ImGui::EndChild();
        if (record) desk::draw_answer(state, snapshot);
        ImGui::EndChild();
        if (!record) desk::leave_record(state);

        // The picture as large as its shape and the rest allow.
        const float buttons = desk::buttons_height(state, snapshot, left), status = state.row_px() + 0.3f * em;
        const glm::vec2 picture(glm::max(snapshot.picture_px, glm::ivec2(16, 9)));
        const float tools = desk::tools_height(state, snapshot, left) + desk::time_line_height(state, left);
        const float least_figures = 5.f * em;
        const float rest = height - status - tools - least_figures - 2 * gap, wanted = left * picture.y / picture.x;
        // In a small window the acts scroll, so that something of the picture is left.
        const float picture_height = std::clamp(rest - buttons, std::min(wanted, 0.3f * height), wanted);
        const float buttons_shown = std::clamp(rest - picture_height, 3.2f * em, std::max(buttons, 3.2f * em));
        ImGui::SetCursorPos(ImVec2(gap, top));
        desk::draw_picture(state, snapshot, ImVec2(left, status + std::max(em, picture_height)));
        ImGui::SetCursorPos(ImVec2(gap, top + status + std::max(em, picture_height) + gap));
        ImGui::BeginChild("tools", ImVec2(left, tools));
        desk::draw_tools(state, snapshot);
        desk::draw_time_line(state, snapshot);
        ImGui::EndChild();
        ImGui::SetCursorPosX(gap);
        ImGui::BeginChild("buttons", ImVec2(left, buttons_shown));
        desk::draw_buttons(state, snapshot);
        ImGui::EndChild();
        ImGui::SetCursorPosX(gap);
        ImGui::BeginChild("figures", ImVec2(left, std::max(em, window.y - gap - ImGui::GetCursorPosY())), false,
                          ImGuiWindowFlags_AlwaysUseWindowPadding);
        desk::draw_figures(state, snapshot);
        ImGui::EndChild();
        ImGui::End();
    }
};

Desk::Desk(GLFWwindow* window, std::shared_ptr<desk::RecordPage> typed) : impl_(std::make_unique<Impl>()) {
    impl_->state.record = std::move(typed);
    IMGUI_CHECKVERSION();
    impl_->context = ImGui::CreateContext();
    // It stays the current one between uses: the backend's callbacks, which run whenever the windows wait for events,
    // go by that.
    ImGui::SetCurrentContext(impl_->context);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.ConfigInputTextCursorBlink = false;
    ImGui_ImplGlfw_InitForOpenGL(window, true);
    ImGui_ImplOpenGL3_Init("#version 330 core");
}

Desk::~Desk() {
    ImGui::SetCurrentContext(impl_->context);
    impl_->swatches = {};
    desk::close_record(impl_->state);
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplGlfw_Shutdown();
    ImGui::DestroyContext(impl_->context);
}

std::vector<Command> Desk::draw(const DeskSnapshot& snapshot, glm::ivec2 window_px, double content_scale) {
    if (std::min(window_px.x, window_px.y) <= 0) return {};
    ImGui::SetCurrentContext(impl_->context);
    Impl& my = *impl_;
    // Letters no larger than the window can hold with a picture beside its rows.
    constexpr double least_wide_em = 42, least_high_em = 28;
    my.use_scale(std::min({content_scale, window_px.x / (18 * least_wide_em), window_px.y / (18 * least_high_em)}));
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplGlfw_NewFrame();
    ImGui::NewFrame();
    if (ImGui::IsMouseClicked(0)) my.state.keyboard = false;
    my.use_swatches(snapshot.swatches);
    my.move_focus();
    my.state.stops = 0;
    my.places.clear();
    my.lay_out(snapshot);
    my.state.last_stops = my.state.stops;
    my.state.keys.clear();
    my.popup = ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
    my.busy = ImGui::IsAnyItemActive();
    ImGui::Render();
    // Cleared rather than filled: software drawing takes long for what is blended.
    const ImVec4 ground = ImGui::ColorConvertU32ToFloat4(desk::colour::ground);
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    glDisable(GL_SCISSOR_TEST);
    glClearColor(ground.x, ground.y, ground.z, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    return std::exchange(my.state.commands, {});
}

bool Desk::takes(const KeyEvent& key) {
    desk::State& s = impl_->state;
    if (key.edge == KeyEdge::release) return false;
    const auto keep = [&] {
        s.keys.push_back(key);
        return true;
    };
    switch (key.key) {
        case Key::wheel_up:
        case Key::wheel_down:
            return !s.pointer_px;  // over the picture it is the loupe's
        case Key::tab:
            if (!s.keyboard && !s.typing()) {
                s.keyboard = s.focus_moved = true;  // shows where it is before it moves on
                return true;
            }
            return keep();
        case Key::enter:
        case Key::backspace:
        case Key::del:
        case Key::double_click:
        case Key::escape:  // here it only leaves what was begun: a habit of the hand must not end the client's mirror
            return keep();
        case Key::up:
        case Key::down:
        case Key::left:
        case Key::right:
            return s.typing() || s.keyboard ? keep() : false;
        default:
            return s.typing();
    }
}

std::shared_ptr<desk::RecordPage> Desk::typed() const {
    return impl_->state.record;
}

std::optional<SignRequest> Desk::sign_wanted() const {
    return desk::sign_wanted(impl_->state);
}

std::vector<RecordAsk> Desk::take_asks() {
    return std::exchange(impl_->state.asks, {});
}

std::optional<glm::dvec2> Desk::place_of(std::string_view words) {
    impl_->state.places = &impl_->places;
    for (const auto& [there, at] : impl_->places)
        if (there == words) return glm::dvec2(at.x, at.y);
    return std::nullopt;
}

bool Desk::busy() const {
    return impl_->busy || impl_->state.typing();
}

const std::optional<PictureTouch>& Desk::touch() const {
    return impl_->state.touch;
}

std::optional<glm::dvec2> Desk::pointer_px() const {
    return impl_->state.pointer_px;
}

}  // namespace smp
