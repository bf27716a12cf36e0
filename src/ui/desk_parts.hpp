// Inside of the desk: what its panels share while they draw one frame with Dear ImGui.
#pragma once

#include <imgui.h>

#include <array>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/texts.hpp"
#include "design/pigment_swatches.hpp"
#include "desk/presets.hpp"
#include "present/key_event.hpp"
#include "ui/controls.hpp"
#include "ui/desk_snapshot.hpp"
#include "ui/picture_touch.hpp"
#include "ui/record_view.hpp"

namespace smp::desk {

// Contrast on `ground`: words 14:1, quiet 7:1, accent 12:1; never the only sign of anything.
namespace colour {
inline constexpr ImU32 ground = IM_COL32(26, 28, 33, 255), field = IM_COL32(43, 47, 54, 255),
                       field_hot = IM_COL32(54, 59, 68, 255), fill = IM_COL32(45, 86, 112, 255),
                       fill_hot = IM_COL32(54, 101, 131, 255), line = IM_COL32(74, 80, 90, 255),
                       words = IM_COL32(232, 234, 237, 255), quiet = IM_COL32(170, 176, 186, 255),
                       accent = IM_COL32(255, 219, 153, 255), alarm = IM_COL32(255, 199, 140, 255),
                       ring = IM_COL32(255, 255, 255, 255);
}

inline constexpr std::string_view light_group = tr_later("Light and camera");

struct RecordPage;  // what the record's page keeps, desk_record.hpp

struct State {
    ImFont *text = nullptr, *small = nullptr, *title = nullptr;
    float em = 18;  // px of the text font

    // The keyboard's way: every control is a stop, in the order in which it is drawn.
    bool keyboard = false, focus_moved = false;
    int focus = 0, stops = 0, last_stops = 0;
    std::vector<KeyEvent> keys;  // pressed since the last frame

    // The value that is being typed.
    const Parameter* typed = nullptr;
    std::array<char, 32> typed_text{};
    bool typing_begins = false, refused = false;
    // The name of a preset that is being typed, and the preset that a second press removes.
    bool naming = false, naming_begins = false;
    std::array<char, longest_preset_name + 1> name_text{};
    std::string removing;
    bool writing = false;  // a field of the record has the keyboard
    bool typing() const { return typed || naming || writing; }

    double drag_from = 0;      // the value at which a drag has begun
    bool drag_said = false;    // the drag has changed something
    float wheel = 0;           // part of a notch that is left
    bool wheel_taken = false;  // by a row, in the frame before
    double scrolling_until_s = 0, wheeled_s = -10;
    const Parameter* wheeled = nullptr;

    // Shades of pigment on the client's skin, null while none is known; one below the other in the texture.
    std::shared_ptr<const PigmentSwatches> swatches;
    ImTextureID swatch_texture = nullptr;

    // Findings of light and camera: of DeskSnapshot, as when the group was last drawn; whether some that were asked for
    // have not come yet and nobody has gone elsewhere; frames in which the group comes to the top.
    unsigned light_asked = 0, light_found = 0;
    bool light_wanted = false;
    int light_scrolls = 0;

    std::map<std::string_view, bool> open;  // groups
    bool groups_chosen = false;             // by hand
    bool views_shown = false;               // the group of the standard views was opened when they were switched on
    bool panning = false;                   // the picture is moved
    bool wiping = false;                    // the line between before and after is held
    bool other_hand = false;                // the picture the other way round than on the mirror
    std::optional<glm::dvec2> pointer_px;   // on the picture
    std::optional<PictureTouch> touch;      // a hand that was put down on the picture, until it is lifted

    std::shared_ptr<RecordPage> record;
    std::vector<RecordAsk> asks;

    // Where buttons and fields stand, by their words: tests press them there.
    std::vector<std::pair<std::string, ImVec2>>* places = nullptr;

    std::vector<Command> commands;

    float row_px() const { return 2.f * em; }
    void say(Act act, double amount = 0) { commands.push_back({.act = act, .amount = amount}); }
    void set(const Parameter& p, double value, bool continues = false) {
        commands.push_back({Act::set_parameter, value, 0, continues, &p});
    }
    void reset(const Parameter& p) {
        if (&p == &pupil_row())
            say(Act::client_assumed);  // which is less sure than the same number typed
        else
            set(p, p.default_value());
    }
    bool pressed(Key key) const;
    // Steps that the arrows beside a focused value ask for, and whether they come from a held key.
    double arrow_steps(bool* held) const;
};

// Registers a control for the keyboard and draws the ring about it; whether the keyboard is there.
bool stop(State& state, ImVec2 corner, ImVec2 far_corner);

// How small put_text() makes letters, against those of the font, before it cuts.
inline constexpr float least_letters = 0.75f;
// Text in a box: left, centred or right (0, 0.5, 1), in the middle of its height, smaller where it is too long, and cut
// at the border.
void put_text(ImVec2 corner, ImVec2 far_corner, std::string_view text, ImU32 colour, ImFont* font, float align = 0);
// A few words in a box of their own beside (x: where it begins or, aligned by 1, ends) what they explain.
void put_hint(const State& state, ImVec2 at, float align, std::string_view text, ImU32 colour);

float text_px(ImFont* font, std::string_view text);
// So many of `words` in a line of equal buttons, all, half or one, that none is cut; `beside`: what a button has beside
// its word, em.
std::size_t in_a_line(const State& state, const std::vector<std::string>& words, float width, float beside = 1.9f);

// One line of words on a button, cut at its border; whether it was pressed, also by the keyboard.
bool line_button(State& state, const char* id, const std::string& words, bool on, ImVec2 size, ImU32 colour);

void use_style(float em);

// Which page the panels show, and what the record has to say wherever one is; null records: nothing, 0 high.
float draw_pages(State& state, const DeskSnapshot& snapshot);
void draw_record(State& state, const DeskSnapshot& snapshot);
// The record's last answer, in a place of its own below its page, so that no row moves for it: why something failed,
// until something else is asked; that it was done, for as long as it takes to read it.
void draw_answer(State& state, const DeskSnapshot& snapshot);
float answer_height(const State& state);
std::optional<SignRequest> sign_wanted(const State& state);
// Once a frame in which the page was not drawn: nothing secret stays.
void leave_record(State& state);
// Before its window goes: what was typed is all that stays.
void close_record(State& state);

// The three parts, each in the ImGui window that is open.
void draw_panels(State& state, const DeskSnapshot& snapshot);
void draw_presets(State& state, const DeskSnapshot& snapshot);   // a group of the panels
void draw_settings(State& state, const DeskSnapshot& snapshot);  // another
void draw_views(State& state, const DeskSnapshot& snapshot);     // a third
void draw_client(State& state, const DeskSnapshot& snapshot);    // another
// The act that begins or ends a clip.
void clip_line(State& state, const DeskSnapshot& snapshot, float width);
// One row of a group, as those of the parameter table.
void draw_value_row(State& state, const Parameter& parameter, double value, bool changed);
void swatch_buttons(State& state, const Parameter& shade, double value, float width);
float swatches_height(const State& state, const Parameter& shade, float width);
void draw_tablet(State& state, const DeskSnapshot& snapshot);  // another
void draw_check(State& state, const DeskSnapshot& snapshot);   // and the one of light and camera
// Opens that group when somebody has asked for a check since the last frame; whether it is to be scrolled to, which is
// once more when the findings have come and it is as long as it will be.
bool check_asked(State& state, const DeskSnapshot& snapshot);
void draw_picture(State& state, const DeskSnapshot& snapshot, ImVec2 size);
void draw_tools(State& state, const DeskSnapshot& snapshot);
void draw_time_line(State& state, const DeskSnapshot& snapshot);
float tools_height(const State& state, const DeskSnapshot& snapshot, float width);
float time_line_height(const State& state, float width);
void draw_buttons(State& state, const DeskSnapshot& snapshot);
float buttons_height(const State& state, const DeskSnapshot& snapshot, float width);
void draw_figures(State& state, const DeskSnapshot& snapshot);

}  // namespace smp::desk
