// Drawing on a page in millimetres from its upper left corner, y down. For the files of this folder.
#pragma once

#include <array>
#include <functional>
#include <glm/glm.hpp>
#include <memory>
#include <opencv2/core/mat.hpp>
#include <span>
#include <string>
#include <vector>

typedef struct _cairo cairo_t;

namespace smp::sheet {

struct Ink {
    double r, g, b;
};
namespace inks {
inline constexpr Ink text{0.13, 0.15, 0.18}, quiet{0.40, 0.43, 0.47}, rule{0.80, 0.82, 0.84}, accent{0.09, 0.34, 0.42},
    tint{0.93, 0.955, 0.965}, black{0, 0, 0}, white{1, 1, 1}, band{0.13, 0.15, 0.18}, paper{0.985, 0.955, 0.88};
}

struct Box {
    double x, y, w, h;  // mm
    double right() const { return x + w; }
    double bottom() const { return y + h; }
};

struct Pen {
    double width_mm = 0.2;
    Ink ink = inks::rule;
    std::vector<double> dashes_mm = {};
    bool round = false;  // ends
};

enum class Align { left, centre, right };
struct TextStyle {
    double size_pt = 9;
    bool bold = false;
    Ink ink = inks::text;
    Align align = Align::left;
};

// Laid out in lines of at most width_mm; a word that is longer is broken. most_lines above 0: what is more ends in an
// ellipsis.
class Text {
  public:
    Text(const std::string& utf8, const TextStyle& style, double width_mm, int most_lines = 0);
    int lines() const { return static_cast<int>(bottoms_mm_.size()); }
    double height_mm() const { return height_mm(0, lines()); }
    double height_mm(int first, int end) const;       // of lines first .. end - 1
    int lines_in(double height_mm, int first) const;  // how many lines from `first` on find room
    double width_mm() const { return width_mm_; }     // of the longest line
    struct Layout;
    const Layout& layout() const { return *layout_; }
    const Ink& ink() const { return ink_; }

  private:
    std::shared_ptr<const Layout> layout_;
    std::vector<double> bottoms_mm_;  // of each line
    double width_mm_ = 0;
    Ink ink_;
};

// A picture as it will lie in the file: JPEG, no larger than its place needs.
struct Photo {
    std::vector<unsigned char> jpeg;
    int width_px = 0, height_px = 0;
};

class Canvas {
  public:
    explicit Canvas(cairo_t* cr) : cr_(cr) {}
    void line(const glm::dvec2& a, const glm::dvec2& b, const Pen& pen);
    void path(std::span<const glm::dvec2> points, const Pen& pen, bool closed = false);
    void fill(std::span<const glm::dvec2> points, const Ink& ink);
    void fill(const Box& box, const Ink& ink);
    void frame(const Box& box, const Pen& pen);
    void ring(const glm::dvec2& middle, double radius_mm, const Pen& pen);
    void text(const glm::dvec2& upper_left, const Text& text, int first = 0, int end = -1);
    void turned_text(const glm::dvec2& upper_left, double degrees,
                     const Text& text);  // anticlockwise about that corner
    void photo(const Box& box, const Photo& photo);
    void within(const Box& box, const std::function<void()>& draw);  // cut off beyond it

  private:
    void trace(std::span<const glm::dvec2> points, bool closed);
    void stroke(const Pen& pen);
    cairo_t* cr_;
};

// Draws into a picture instead, `px_per_mm` to the millimetre: 8-bit BGR.
void draw_into(cv::Mat& bgr, double px_per_mm, const std::function<void(Canvas&)>& draw);

inline constexpr double pt_per_mm = 72 / 25.4;

}  // namespace smp::sheet
