#include "sheet/flow.hpp"

#include <algorithm>
#include <array>

#include "sheet/words.hpp"

namespace smp::sheet {

Page& Book::add(bool landscape) {
    const glm::dvec2 size = paper == Paper::a4 ? glm::dvec2(210, 297) : glm::dvec2(215.9, 279.4);
    pages.push_back(landscape ? Page{size.y, size.x, {}} : Page{size.x, size.y, {}});
    return pages.back();
}

std::string spaced(double value) {
    std::string digits = words("%.0f", value);
    for (auto at = static_cast<long>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), "\u2009");
    return digits;
}

Flow::Flow(Book& book, std::string title, const std::string& over, const std::string& over_small)
    : book_(&book), title_(std::move(title)) {
    book_->add();
    y_ = top_mm;
    if (!over.empty()) paragraph(over, {11, true, inks::accent});
    if (!over_small.empty()) paragraph(over_small, styles::small);
    if (y_ > top_mm) y_ += 5;
    paragraph(title_, styles::title);
    y_ += 4;
}

void Flow::next_page() {
    book_->add();
    const Text text(title_ + ", continued", styles::small, width(), 1);
    draw([text](Canvas& c) { c.text({margin_mm, top_mm}, text); });
    y_ = top_mm + text.height_mm() + 4;
}

void Flow::need(double height_mm) {
    const double whole = page().height_mm - foot_mm - top_mm - 10;
    if (room() < height_mm && room() < whole) next_page();
}

void Flow::heading(const std::string& words, double keep_with_mm) {
    const Text text(words, styles::heading, width());
    need(text.height_mm() + 6 + keep_with_mm);
    y_ += 3.5;
    draw([text, y = y_](Canvas& c) { c.text({margin_mm, y}, text); });
    y_ += text.height_mm() + 2;
}

void Flow::paragraph(const std::string& words, const TextStyle& style) {
    cells({{Text(words, style, width()), 0}}, 0);
}

void Flow::cells(const std::vector<Cell>& row, double pad_mm, const Behind& behind) {
    std::vector<int> next(row.size(), 0);
    const auto left_mm = [&] {
        double most = 0;
        for (std::size_t i = 0; i < row.size(); ++i)
            most = std::max(most, row[i].text.height_mm(next[i], row[i].text.lines()));
        return most;
    };
    // A short row stays in one piece, a long one begins where it stands.
    constexpr double short_mm = 60;
    if (left_mm() + 2 * pad_mm <= short_mm)
        need(left_mm() + 2 * pad_mm);
    else
        need(20);
    for (bool more = true; more;) {
        more = false;
        double height = 0;
        struct Piece {
            Text text;
            double x;
            int first, end;
        };
        std::vector<Piece> pieces;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const Text& text = row[i].text;
            int count = text.lines_in(room() - 2 * pad_mm, next[i]);
            // On a bare page at least one line goes down, however tall.
            if (count == 0 && next[i] < text.lines() && y_ < top_mm + 15) count = 1;
            pieces.push_back({text, left() + row[i].x, next[i], next[i] + count});
            height = std::max(height, text.height_mm(next[i], next[i] + count));
            next[i] += count;
            more = more || next[i] < text.lines();
        }
        const Box box{left(), y_, width(), height + 2 * pad_mm};
        draw([pieces, box, pad_mm, behind](Canvas& c) {
            if (behind) behind(c, box);
            for (const Piece& piece : pieces)
                if (piece.end > piece.first) c.text({piece.x, box.y + pad_mm}, piece.text, piece.first, piece.end);
        });
        y_ = box.bottom();
        if (more) next_page();
    }
}

void Flow::table(const std::vector<Column>& columns, const std::vector<std::vector<std::string>>& rows,
                 double size_pt) {
    constexpr double gutter_mm = 3, pad_mm = 1.3, pad_to_write_mm = 2.6;
    std::vector<double> x{0};
    for (const Column& column : columns) x.push_back(x.back() + column.share * width());
    const auto laid_out = [&](const std::vector<std::string>& words, TextStyle style) {
        std::vector<Cell> cells;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            style.align = columns[i].align;
            cells.push_back({Text(i < words.size() ? words[i] : "", style, x[i + 1] - x[i] - gutter_mm), x[i]});
        }
        return cells;
    };
    if (std::any_of(columns.begin(), columns.end(), [](const Column& c) { return !c.title.empty(); })) {
        std::vector<std::string> titles;
        for (const Column& column : columns) titles.push_back(column.title);
        need(20);
        cells(laid_out(titles, styles::head), pad_mm, [](Canvas& c, const Box& box) {
            c.line({box.x, box.bottom()}, {box.right(), box.bottom()}, {0.3, inks::quiet});
        });
    }
    for (const auto& row : rows) {
        std::vector<std::array<double, 2>> bare;
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (columns[i].to_write_on && (i >= row.size() || row[i].empty()))
                bare.push_back({x[i], x[i + 1] - gutter_mm});
        TextStyle style = styles::body;
        style.size_pt = size_pt;
        cells(laid_out(row, style), bare.empty() ? pad_mm : pad_to_write_mm, [bare](Canvas& c, const Box& box) {
            c.line({box.x, box.bottom()}, {box.right(), box.bottom()}, {0.15, inks::rule});
            for (const auto& [from, to] : bare)
                c.line({box.x + from, box.bottom() - 2}, {box.x + to, box.bottom() - 2},
                       {0.2, inks::quiet, {0.4, 0.6}});
        });
    }
}

void Flow::lines_to_write_on(int count) {
    constexpr double pitch_mm = 8;
    for (int i = 0; i < count; ++i) {
        need(pitch_mm);
        y_ += pitch_mm;
        draw([box = Box{left(), y_, width(), 0}](Canvas& c) {
            c.line({box.x, box.y}, {box.right(), box.y}, {0.2, inks::quiet, {0.4, 0.6}});
        });
    }
    y_ += 2;
}

void Flow::facts(const std::vector<std::pair<std::string, std::string>>& named) {
    const double each = width() / static_cast<double>(named.size());
    std::vector<Cell> labels, answers;
    std::vector<double> bare;
    for (std::size_t i = 0; i < named.size(); ++i) {
        const double x = static_cast<double>(i) * each;
        labels.push_back({Text(named[i].first, styles::label, each - 4), x});
        answers.push_back({Text(named[i].second.empty() ? " " : named[i].second, {10.5}, each - 4), x});
        if (named[i].second.empty()) bare.push_back(x);
    }
    need(14);
    cells(labels, 0.3);
    cells(answers, 0.3, [bare, each](Canvas& c, const Box& box) {
        for (const double x : bare)
            c.line({box.x + x, box.y + 4.6}, {box.x + x + each - 4, box.y + 4.6}, {0.2, inks::quiet});
    });
    y_ += 2;
}

}  // namespace smp::sheet
