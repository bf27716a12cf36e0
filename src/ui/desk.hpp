// The technician's desk: the live picture with the design on it, and every parameter of the table as a row to drag,
// wheel, type and reset. Takes a snapshot each time and returns what was asked for; keeps only what belongs to the
// window itself: what is typed or dragged just now, where the keyboard is, which groups are open.
#pragma once

#include <glm/glm.hpp>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "present/key_event.hpp"
#include "ui/controls.hpp"
#include "ui/desk_snapshot.hpp"
#include "ui/picture_touch.hpp"
#include "ui/record_view.hpp"

struct GLFWwindow;

namespace smp {

namespace desk {
struct RecordPage;
}

// Names, in the key table, of the acts that have buttons here.
std::span<const std::string_view> desk_acts();

// What is typed into the record and would be lost with the program: "Data, Session of Ruben Invented"; empty: nothing.
// `page`: Desk::typed(), or null. Whose it is is said of the client who is open in `view`.
std::string unsaved_words(const desk::RecordPage* page, const RecordView& view);

class Desk {
  public:
    // Both here and in draw() and the destructor the context of `window` must be current. One desk at a time: from here
    // on the window library's events belong to it.
    // `typed`: of a desk that was closed before, so that nothing typed into the record is lost with a window.
    explicit Desk(GLFWwindow* window, std::shared_ptr<desk::RecordPage> typed = {});
    ~Desk();
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;

    // content_scale: 1 at 96 dpi. Commands carry no time.
    std::vector<Command> draw(const DeskSnapshot& snapshot, glm::ivec2 window_px, double content_scale);

    // What is typed, for the next desk; nothing secret is in it once this one is gone.
    std::shared_ptr<desk::RecordPage> typed() const;
    // What was asked of the record since the last call, in order.
    std::vector<RecordAsk> take_asks();

    // What is to be signed on a tablet now.
    std::optional<SignRequest> sign_wanted() const;

    // Whether a key of its window is for the desk itself; if not, it is as good as pressed in the mirror.
    bool takes(const KeyEvent& key);
    // Something is dragged, held or typed: it wants to be drawn as soon as something happens.
    bool busy() const;
    // Where the pointer is, px of the picture (not mirrored); empty when it is elsewhere.
    std::optional<glm::dvec2> pointer_px() const;
    // The hand on its picture, as of the last draw().
    const std::optional<PictureTouch>& touch() const;
    // The middle of a button or field of the record's page with these words, px of the window as it was last drawn;
    // empty when there is none. For tests: it is found only after it was asked for once.
    std::optional<glm::dvec2> place_of(std::string_view words);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace smp
