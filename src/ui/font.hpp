// The letters of overlay and desk.
#pragma once

#include <imgui.h>

namespace smp {

// Debian's DejaVu Sans at this size, or the built-in letters enlarged where it is not installed.
ImFont* add_font(ImFontAtlas& fonts, float size_px);

// Makes an ImGui context the current one for as long as it lives.
class UseContext {
  public:
    explicit UseContext(ImGuiContext* context) : before_(ImGui::GetCurrentContext()) {
        ImGui::SetCurrentContext(context);
    }
    ~UseContext() { ImGui::SetCurrentContext(before_); }
    UseContext(const UseContext&) = delete;
    UseContext& operator=(const UseContext&) = delete;

  private:
    ImGuiContext* before_;
};

}  // namespace smp
