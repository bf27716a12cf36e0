#include "ui/overlay.hpp"

#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "ui/font.hpp"
#include "ui/panels.hpp"

namespace smp {

Overlay::Overlay() {
    IMGUI_CHECKVERSION();
    context_ = ImGui::CreateContext();
    const UseContext mine(context_);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;  // nothing is left in the folder it was started from
    io.LogFilename = nullptr;
    ImGui_ImplOpenGL3_Init("#version 330 core");
}

Overlay::~Overlay() {
    {
        const UseContext mine(context_);
        ImGui_ImplOpenGL3_Shutdown();
    }
    ImGui::DestroyContext(context_);
}

void Overlay::use_font_of(float size_px) {
    if (font_px_ == size_px) return;
    font_px_ = size_px;
    ImGuiIO& io = ImGui::GetIO();
    io.Fonts->Clear();
    add_font(*io.Fonts, size_px);
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_CreateFontsTexture();
}

void Overlay::draw(const OverlaySnapshot& snapshot, glm::ivec2 window_px, glm::ivec2 picture_px) {
    if (snapshot.empty() || std::min(window_px.x, window_px.y) <= 0) return;
    const UseContext mine(context_);
    // Read from a chair: large, and by the shorter side, so that it fits a portrait screen as well.
    const float shorter = static_cast<float>(std::min(window_px.x, window_px.y));
    use_font_of(std::round(std::clamp(shorter / 40 * static_cast<float>(snapshot.text_scale), 14.f, 96.f)));
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = ImVec2(static_cast<float>(window_px.x), static_cast<float>(window_px.y));
    io.DeltaTime = 1.f / 60;
    ImGui_ImplOpenGL3_NewFrame();
    ImGui::NewFrame();
    const glm::vec2 size(window_px);
    if (snapshot.wipe_alpha > 0) draw_wipe(snapshot, size, picture_px);
    if (snapshot.ghost.alpha > 0) draw_ghost(snapshot, size, picture_px);
    const float foot_px = snapshot.label_alpha > 0 ? draw_label(snapshot, size) : 0;
    if (snapshot.message_alpha > 0) draw_message(snapshot, size);
    if (snapshot.help) draw_help(snapshot, size);
    if (snapshot.show_numbers) draw_numbers(snapshot, size, foot_px);
    if (snapshot.filming) draw_filming(size, snapshot.hud.has_value());
    if (snapshot.hud) draw_hud(*snapshot.hud);
    if (snapshot.note_alpha > 0) draw_note(snapshot, size, foot_px);
    ImGui::Render();
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

}  // namespace smp
