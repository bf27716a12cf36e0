// Pages that fill from the top: what finds no room goes on on the next one. For the files of this folder.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sheet/canvas.hpp"
#include "sheet/sheet.hpp"

namespace smp::sheet {

struct Page {
    double width_mm, height_mm;
    std::vector<std::function<void(Canvas&)>> drawn;
    void draw(std::function<void(Canvas&)> what) { drawn.push_back(std::move(what)); }
};

inline constexpr double margin_mm = 18, top_mm = 16, foot_mm = 17;

// What is printed, until it is written into a file.
struct Book {
    Paper paper = Paper::a4;
    std::string foot;  // stands at the foot of every page, beside its number
    std::vector<Page> pages;
    Page& add(bool landscape = false);
};

// An empty book with its foot: those of the three that are not empty.
Book book_for(Paper paper, const std::string& salon, const std::string& about,
              std::chrono::system_clock::time_point made);

// The PDF's bytes; `made` gives its date. What `fill` throws is caught. Fails with ExitCode::fault.
Expected<std::string> made_pdf(const std::string& title, std::chrono::system_clock::time_point made,
                               const std::function<Book()>& fill);

std::string spaced(double whole_number);  // thousands apart

namespace styles {
inline const TextStyle title{21, true}, heading{12.5, true, inks::accent}, body{9.5}, strong{9.5, true},
    small{8, false, inks::quiet}, label{7.5, false, inks::quiet}, head{8, true, inks::quiet};
}

class Flow {
  public:
    // Begins a page with `title`, and `over` above it; pages that follow repeat the title in small.
    Flow(Book& book, std::string title, const std::string& over = "", const std::string& over_small = "");

    double left() const { return margin_mm; }
    double width() const { return page().width_mm - 2 * margin_mm; }
    double y() const { return y_; }
    double room() const { return page().height_mm - foot_mm - y_; }
    void next_page();
    void need(double height_mm);  // goes to the next page when there is less room, if that helps
    void gap(double mm) { y_ += mm; }
    void move_to(double y_mm) { y_ = y_mm; }
    void draw(std::function<void(Canvas&)> what) { book_->pages.back().draw(std::move(what)); }

    void heading(const std::string& text, double keep_with_mm = 18);
    void paragraph(const std::string& text, const TextStyle& style = styles::body);

    // Texts side by side, of which the longest gives the height; on several pages when one is longer than a page.
    // `before` is drawn behind each piece of it.
    struct Cell {
        Text text;
        double x;  // mm from left()
    };
    using Behind = std::function<void(Canvas&, const Box&)>;
    void cells(const std::vector<Cell>& row, double pad_mm, const Behind& behind = {});

    struct Column {
        std::string title;
        double share;  // of the width; all of a table make 1
        Align align = Align::left;
        bool to_write_on = false;  // where a cell is empty there is a line
    };
    void table(const std::vector<Column>& columns, const std::vector<std::vector<std::string>>& rows,
               double size_pt = styles::body.size_pt);

    void lines_to_write_on(int count);

    // Small words with their answer below, several beside each other; an empty answer is a line to write on.
    void facts(const std::vector<std::pair<std::string, std::string>>& named);

  private:
    const Page& page() const { return book_->pages.back(); }
    Book* book_;
    std::string title_;
    double y_ = 0;
};

}  // namespace smp::sheet
