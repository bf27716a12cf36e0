// Everything that the technician's desk shows at one moment.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "check/findings.hpp"
#include "design/numbers.hpp"
#include "design/pigment_swatches.hpp"
#include "desk/grips.hpp"
#include "desk/guides.hpp"
#include "desk/presets.hpp"
#include "desk/tool.hpp"
#include "desk/work.hpp"
#include "ui/controls.hpp"
#include "ui/record_view.hpp"
#include "ui/sign_request.hpp"
#include "ui/tablet_view.hpp"
#include "ui/views_status.hpp"
#include "views/ghost.hpp"

namespace smp {

// What is known of light and camera.
struct LightShown {
    std::string state;  // of the check: waits, looks, done
    std::vector<Finding> findings;
    unsigned asked = 0;  // how often somebody wanted to know
    unsigned found = 0;  // how often findings have come
    std::string lock;    // of the camera, in words
    bool can_lock = false, locked = false;
    bool operator==(const LightShown&) const = default;
};

// The clip that is being taken.
struct ClipShown {
    bool on = false;
    int passed_s = 0, longest_s = 0;
    bool operator==(const ClipShown&) const = default;
};

struct DeskSnapshot {
    TreatmentDesign design;
    std::shared_ptr<const Presets> presets;
    std::shared_ptr<const PigmentSwatches> swatches;  // on the client's skin; null: none is known
    std::map<std::string_view, std::string> keys;     // of acts that have buttons, by their names in the key table

    // The picture with the design drawn on it: a GL texture, sRGB-encoded, row 0 at the top; 0 when there is none.
    unsigned texture = 0;
    glm::ivec2 picture_px{0};
    PictureView view;  // on the mirror; the desk can show it the other way round
    Settings settings;
    std::vector<GuideLine> guides;
    std::vector<Grip> grips;
    Tool tool;

    std::optional<TreatmentNumbers> numbers;  // empty: no head was seen
    Compare compare = Compare::none;
    bool wipe_sweeps = false, turns = false;
    double wipe = 0.5;  // 0 the left border of the picture on the mirror .. 1
    bool frozen = false, bare = false, loupe = false;

    ClipShown clip;

    ViewsStatus views;
    GhostLook ghost;  // over the picture, as on the mirror

    LightShown light;
    std::string status;    // of camera and head, for the technician alone
    bool trouble = false;  // the status is none that can be left so
    std::string note;      // of the last act; empty when it has been read
    bool note_failed = false;
    TabletView tablet;
    std::optional<SignAnswer> sign_answer;     // of what was last to be signed on a tablet
    std::shared_ptr<const RecordView> record;  // the consultation record; null: none is kept here

    struct Client {  // true scale, and how it is being measured
        ClientScale scale;
        bool card_measured = false, mark_ruled = false, mark_ready = false;
        double mark_mm = 0;
        std::string card_words, mark_words;
        bool operator==(const Client&) const = default;
    } client;

    bool can_undo = false, can_redo = false;
    std::array<bool, variant_count> variant_is_there{};  // A, B, C; one that is not begins as a copy
    int variant = 0;                                     // the one shown
    bool record_page = false;                            // the panels show the record rather than the design

    bool operator==(const DeskSnapshot&) const = default;
};

}  // namespace smp
