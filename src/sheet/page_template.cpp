// The front edge at its true size, to cut out: landscape pages with a ruler either way.
#include <algorithm>
#include <cmath>

#include "base/local_time.hpp"
#include "sheet/pages.hpp"
#include "sheet/tiles.hpp"
#include "sheet/words.hpp"

namespace smp::sheet {
namespace {

constexpr double edge_mm = 10, ruler_mm = 13, ruler_length_mm = 150;
constexpr double half_foot_mm = 7, tab_mm = 5;  // a foot's half width; how far it reaches beyond the level of the brows
constexpr double line_mm = 0.3;

// It begins within the strip, along the edge there.
std::vector<glm::dvec2> foot_outline(const std::vector<glm::dvec2>& edge, std::vector<glm::dvec2> foot) {
    constexpr double within_strip_mm = 3;
    std::size_t at = 0;
    for (std::size_t i = 0; i < edge.size(); ++i)
        if (glm::length(edge[i] - foot[0]) < glm::length(edge[at] - foot[0])) at = i;
    const glm::dvec2 edge_along = glm::normalize(edge[std::min(at + 8, edge.size() - 1)] - edge[at < 8 ? 0 : at - 8]);
    const glm::dvec2 down = glm::normalize(foot[std::min<std::size_t>(8, foot.size() - 1)] - foot[0]);
    foot.push_back(foot.back() + tab_mm * glm::normalize(foot.back() - foot[foot.size() - 2]));
    std::vector<glm::dvec2> outline;
    for (const double side : {1.0, -1.0}) {
        const glm::dvec2 across = side * glm::dvec2(-down.y, down.x);
        const double share = glm::dot(edge_along, across);
        const glm::dvec2 start =
            half_foot_mm / (std::abs(share) < 0.3 ? std::copysign(0.3, share) : share) * edge_along;
        const double start_mm = glm::dot(start, down) + within_strip_mm;
        std::vector<glm::dvec2> points{foot[0] + start + within_strip_mm * down};
        double length = 0;
        for (std::size_t i = 1; i < foot.size(); ++i) {
            const glm::dvec2 step = foot[i] - foot[i - 1];
            length += glm::length(step);
            if (length <= start_mm || (i % 8 && i + 2 < foot.size())) continue;
            points.push_back(foot[i] + half_foot_mm * side * glm::normalize(glm::dvec2(-step.y, step.x)));
        }
        if (side < 0) std::reverse(points.begin(), points.end());
        outline.insert(outline.end(), points.begin(), points.end());
    }
    return outline;
}

std::vector<glm::dvec2> on_page(const std::vector<glm::dvec2>& paper,
                                const std::function<glm::dvec2(glm::dvec2)>& place) {
    std::vector<glm::dvec2> out;
    for (const glm::dvec2& p : paper) out.push_back(place(p));
    return out;
}

// A mark each 10 mm along a line on its side `towards` (1: left of the way, -1: right), longer and with a figure
// each 50.
template <class Place>
void draw_marks(Canvas& c, std::span<const glm::dvec2> line, double towards, double gap_mm, const Ink& ink,
                const Place& place) {
    double length = 0, next = 10;
    for (std::size_t i = 1; i < line.size(); ++i) {
        const glm::dvec2 step = line[i] - line[i - 1];
        const double step_mm = glm::length(step);
        for (; next <= length + step_mm; next += 10) {
            const glm::dvec2 at = line[i - 1] + (next - length) / step_mm * step;
            const glm::dvec2 across = towards * glm::dvec2(-step.y, step.x) / step_mm;
            const bool figure = std::fmod(next, 50) == 0;
            c.line(place(at + gap_mm * across), place(at + (gap_mm + (figure ? 3.0 : 1.8)) * across), {0.15, ink});
            if (!figure) continue;
            const Text text(words("%.0f", next), {6, false, ink, Align::centre}, 8);
            c.text(place(at + (gap_mm + 4.6) * across) - glm::dvec2(4, text.height_mm() / 2), text);
        }
        length += step_mm;
    }
}

void draw_template(Canvas& c, const TemplateCurve& curve, const std::function<glm::dvec2(glm::dvec2)>& place) {
    // The paper's outlines first, then their insides over them: what is left is the outline of all together.
    std::vector<glm::dvec2> strip = curve.edge;
    strip.insert(strip.end(), curve.rim.rbegin(), curve.rim.rend());
    const std::vector<glm::dvec2> middle_foot(curve.midline.rbegin(), curve.midline.rend());
    std::vector<std::vector<glm::dvec2>> pieces{on_page(strip, place)};
    for (const auto* foot : {&curve.pupil_foot[0], &middle_foot, &curve.pupil_foot[1]})
        if (foot->size() > 1) pieces.push_back(on_page(foot_outline(curve.edge, *foot), place));
    for (const auto& piece : pieces) c.path(piece, {0.5, inks::quiet}, true);
    for (const auto& piece : pieces) c.fill(piece, inks::paper);

    const auto label = [&](const glm::dvec2& at, const std::string& text, Align align, double width,
                           double size_pt = 7) {
        const Text laid(text, {size_pt, false, inks::text, align}, width);
        const double x = align == Align::left ? at.x : align == Align::right ? at.x - width : at.x - width / 2;
        c.text({x, at.y}, laid);
    };
    for (const auto* foot : {&curve.pupil_foot[0], &middle_foot, &curve.pupil_foot[1]}) {
        if (foot->size() < 2) continue;
        c.path(on_page(*foot, place), {0.2, inks::accent, {1.6, 1.0}});
        // The level of the brows, straight across the foot's end.
        const glm::dvec2 end = foot->back(), along = glm::normalize(end - (*foot)[foot->size() - 2]),
                         across{-along.y, along.x};
        c.line(place(end - half_foot_mm * across), place(end + half_foot_mm * across), {0.3, inks::accent});
        const double x = foot == &middle_foot ? 0 : foot == &curve.pupil_foot[1] ? 6 : -6;
        label(place(end + (tab_mm + 1.5) * along) + glm::dvec2(x, 0.5),
              foot == &middle_foot           ? "Glabella"
              : foot == &curve.pupil_foot[1] ? "Above the L pupil"
                                             : "Above the R pupil",
              Align::centre, 34);
    }
    const std::span<const glm::dvec2> edge(curve.edge);
    draw_marks(c, edge.subspan(curve.middle), -1, 1.2, inks::quiet, place);
    std::vector<glm::dvec2> back(curve.edge.begin(),
                                 curve.edge.begin() + static_cast<std::ptrdiff_t>(curve.middle) + 1);
    std::reverse(back.begin(), back.end());
    draw_marks(c, back, 1, 1.2, inks::quiet, place);
    draw_marks(c, curve.midline, -1, 0, inks::accent, place);

    const auto beside = [&](std::size_t at, double out_mm) {
        const glm::dvec2 along = glm::normalize(edge[std::min(at + 6, edge.size() - 1)] - edge[at < 6 ? 0 : at - 6]);
        return place(edge[at] + out_mm * glm::dvec2(-along.y, along.x));
    };
    for (const std::size_t i : {std::size_t{0}, curve.right_corner, curve.left_corner, edge.size() - 1})
        c.ring(place(edge[i]), 1.2, {0.2, inks::quiet});
    c.line(place(edge[curve.middle]), beside(curve.middle, 4), {0.3, inks::accent});
    c.path(on_page(curve.edge, place), {line_mm, inks::black});
    label(beside(curve.middle, 8), "Midline", Align::centre, 30);
    label(beside(curve.left_corner, 3) - glm::dvec2(0, 3), "L corner", Align::left, 22);
    label(beside(curve.right_corner, 3) - glm::dvec2(0, 3), "R corner", Align::right, 22);
    label(place(curve.rim.back()) + glm::dvec2(0, 1.5), "L temple point", Align::centre, 26);
    label(place(curve.rim.front()) + glm::dvec2(0, 1.5), "R temple point", Align::centre, 26);
    for (const bool left : {true, false}) {
        const std::size_t at = (curve.middle + (left ? curve.left_corner : curve.right_corner)) / 2;
        const Text side(left ? "L" : "R", {26, true, inks::rule, Align::centre}, 30);
        c.text(beside(at, 17) - glm::dvec2(15, 0), side);
        label(beside(at, 17) + glm::dvec2(0, side.height_mm() - 1), left ? "client's left" : "client's right",
              Align::centre, 30);
    }
}

// 150 mm from `from` on, to the right or downwards, its marks on the side away from the drawing.
void draw_ruler(Canvas& c, const glm::dvec2& from, bool across) {
    const glm::dvec2 along = across ? glm::dvec2(1, 0) : glm::dvec2(0, 1),
                     out = across ? glm::dvec2(0, 1) : glm::dvec2(-1, 0);
    c.line(from - 0.075 * along, from + (ruler_length_mm + 0.075) * along, {0.15, inks::black});
    for (int mm = 0; mm <= ruler_length_mm; ++mm) {
        const double mark = mm % 10 == 0 ? 4 : mm % 5 == 0 ? 2.8 : 1.8;
        const glm::dvec2 at = from + static_cast<double>(mm) * along;
        c.line(at, at + mark * out, {0.15, inks::black});
        if (mm % 10) continue;
        const Text figure(std::to_string(mm), {6, false, inks::text, across ? Align::centre : Align::right}, 8);
        if (across)
            c.text(at + glm::dvec2(-4, 4.2), figure);
        else
            c.text(at + glm::dvec2(-12.2, -figure.height_mm() / 2), figure);
    }
}

struct Extent {
    glm::dvec2 low{1e9}, high{-1e9};
    void take(const std::vector<glm::dvec2>& points) {
        for (const glm::dvec2& p : points) {
            low = glm::min(low, p);
            high = glm::max(high, p);
        }
    }
};

// A cross at the same place of the drawing on both pages, with its letter.
void draw_cross(Canvas& c, const glm::dvec2& at, const std::string& letter) {
    c.line(at - glm::dvec2(4, 0), at + glm::dvec2(4, 0), {0.2, inks::black});
    c.line(at - glm::dvec2(0, 4), at + glm::dvec2(0, 4), {0.2, inks::black});
    c.ring(at, 2, {0.2, inks::black});
    c.text(at + glm::dvec2(2.2, 1), Text(letter, {8, true}, 8));
}

// The marks that lie in the overlaps of a tile with its neighbours.
void draw_crosses(Canvas& c, const std::vector<Tile>& all, const Tile& tile,
                  const std::function<glm::dvec2(glm::dvec2)>& place) {
    int columns = 0, rows = 0;
    for (const Tile& t : all) {
        columns = std::max(columns, t.column + 1);
        rows = std::max(rows, t.row + 1);
    }
    const glm::dvec2 origin =
        std::find_if(all.begin(), all.end(), [](const Tile& t) { return !t.column && !t.row; })->low_mm;
    const glm::dvec2 room = tile.high_mm - tile.low_mm, step = room - tile_overlap_mm;
    char letter = 'A';
    for (int row = 0; row < rows; ++row)
        for (int k = 1; k < columns; ++k)
            for (const double up : {0.12, 0.9}) {
                const glm::dvec2 at = origin + glm::dvec2(k * step.x + tile_overlap_mm / 2, row * step.y + up * room.y);
                if (tile.row == row && (tile.column == k || tile.column == k - 1))
                    draw_cross(c, place(at), std::string(1, letter));
                ++letter;
            }
    for (int column = 0; column < columns; ++column)
        for (int k = 1; k < rows; ++k)
            for (const double across : {0.15, 0.85}) {
                const glm::dvec2 at =
                    origin + glm::dvec2(column * step.x + across * room.x, k * step.y + tile_overlap_mm / 2);
                if (tile.column == column && (tile.row == k || tile.row == k - 1))
                    draw_cross(c, place(at), std::string(1, letter));
                ++letter;
            }
}

// What the widths hang on.
std::string scale_words(const TrueScale& scale) {
    switch (scale.source) {
        case ScaleSource::card:
            return "head measured by a bank card";
        case ScaleSource::ruled_mark:
            return "head measured by a ruled mark";
        default:
            return words("pupil distance %g mm, %s", scale.ipd_mm, scale.assumed() ? "assumed" : "given");
    }
}

std::string how_to(const Sheet& sheet, bool split) {
    std::string text =
        "Cut along the black line and round the tinted paper, also "
        "between the three feet. "
        "Printed side outwards, lay the middle foot on the midline so that its cross line lies on the glabella, level "
        "with the inner ends "
        "of the brows. Smooth the strip along the skin to both sides; the outer feet come to lie above the pupils, "
        "their cross lines level "
        "with the glabella. Draw along the cut edge: it is the middle of the soft edge.";
    if (split) text += " Lay crosses of the same letter on each other and tape the pages together before you cut.";
    text += words(
        " The height is as agreed. Widths are those of the fitted head and known to within %.0f %% (%s): "
        "compare them "
        "on the head before you draw.",
        100 * length_tolerance(sheet.numbers.scale), scale_words(sheet.numbers.scale.pupils).c_str());
    return text;
}

}  // namespace

void add_template_pages(Book& book, const Sheet& sheet) {
    if (!sheet.curve) return;
    const TemplateCurve& curve = *sheet.curve;
    Extent extent;
    for (const auto* line : {&curve.edge, &curve.rim, &curve.midline, &curve.pupil_foot[0], &curve.pupil_foot[1]})
        extent.take(*line);
    extent.low -= glm::dvec2(3, 13);
    extent.high += glm::dvec2(3, 5);

    std::vector<Tile> all;
    for (int count = 1; count <= 2; ++count) {  // the words about pages in pieces take room themselves
        const glm::dvec2 size = book.paper == Paper::a4 ? glm::dvec2(297, 210) : glm::dvec2(279.4, 215.9);
        const Text how(how_to(sheet, count == 2), {7.5, false, inks::text}, size.x - 2 * edge_mm);
        const double top = edge_mm + 7 + how.height_mm() + 2, foot = 10 + ruler_mm;
        const glm::dvec2 corner{edge_mm + ruler_mm, top}, room{size.x - edge_mm - corner.x, size.y - foot - top};
        all = tiles(extent.low, extent.high, room);
        if (all.size() > 1 && count == 1) continue;
        for (std::size_t i = 0; i < all.size(); ++i) {
            const Tile& tile = all[i];
            std::string name = "Hairline template, 1 : 1";
            if (all.size() > 1) name += words(", piece %zu of %zu", i + 1, all.size());
            const Text title(name, {12, true, inks::accent}, 110),
                whose(book.paper == Paper::a4 ? "For A4 paper" : "For Letter paper",
                      {8, false, inks::quiet, Align::right}, size.x - 2 * edge_mm - 114, 1);
            const Text check("Print at 100 %, the ruler must measure 150 mm.", {8, true},
                             (room.x - ruler_length_mm) / 2 - 5);
            const auto place = [=](glm::dvec2 p) {
                return glm::dvec2(corner.x + p.x - tile.low_mm.x, corner.y + tile.high_mm.y - p.y);
            };
            book.add(true).draw([=](Canvas& c) {
                c.text({edge_mm, edge_mm}, title);
                c.text({edge_mm + 114, edge_mm + 1.5}, whose);
                c.text({edge_mm, edge_mm + 7}, how);
                const Box room_box{corner.x, corner.y, room.x, room.y};
                c.within(room_box, [&] {
                    draw_template(c, curve, place);
                    draw_crosses(c, all, tile, place);
                });
                if (all.size() > 1) c.frame(room_box, {0.15, inks::rule, {1, 1}});
                const glm::dvec2 from{corner.x + (room.x - ruler_length_mm) / 2, size.y - 10 - ruler_mm + 2};
                draw_ruler(c, from, true);
                c.text({from.x + ruler_length_mm + 5, from.y}, check);
                draw_ruler(c, {corner.x - 1, corner.y + std::max(0.0, (room.y - ruler_length_mm) / 2)}, false);
            });
        }
        break;
    }
}

}  // namespace smp::sheet
