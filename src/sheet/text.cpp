#include <algorithm>
#include <cmath>

#include "sheet/text_layout.hpp"

namespace smp::sheet {
namespace {

// Lato for what it has, DejaVu for the letters of other scripts, then whatever the machine has.
constexpr const char* family = "Lato,DejaVu Sans,Sans";
constexpr float line_pitch = 1.12f;

// One context for all texts of a thread: at 72 dpi a unit is a point, and letters keep their shape at any size.
PangoContext* context() {
    struct Kept {
        std::unique_ptr<PangoFontMap, Unref> map{pango_cairo_font_map_new()};
        std::unique_ptr<PangoContext, Unref> context;
        Kept() {
            pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map.get()), 72);
            context.reset(pango_font_map_create_context(map.get()));
            cairo_font_options_t* options = cairo_font_options_create();
            cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
            cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
            cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
            pango_cairo_context_set_font_options(context.get(), options);
            cairo_font_options_destroy(options);
            pango_context_set_round_glyph_positions(context.get(), FALSE);
            pango_context_set_language(context.get(), pango_language_from_string("en"));  // not the machine's
        }
    };
    thread_local Kept kept;
    return kept.context.get();
}

// UTF-8 whatever came in, without what cannot be printed.
std::string clean(const std::string& text) {
    char* valid = g_utf8_make_valid(text.data(), static_cast<gssize>(text.size()));
    std::string out;
    for (const char* p = valid; *p; p = g_utf8_next_char(p)) {
        const gunichar c = g_utf8_get_char(p);
        if (c == '\r') continue;
        if (c == '\t')
            out += ' ';
        else if (c == '\n' || !g_unichar_iscntrl(c))
            out.append(p, static_cast<std::size_t>(g_utf8_next_char(p) - p));
    }
    g_free(valid);
    return out;
}

double mm(int pango_units) {
    return static_cast<double>(pango_units) / PANGO_SCALE / pt_per_mm;
}

}  // namespace

Text::Text(const std::string& utf8, const TextStyle& style, double width, int most_lines) : ink_(style.ink) {
    auto layout = std::make_shared<Layout>();
    layout->pango.reset(pango_layout_new(context()));
    PangoLayout* p = layout->pango.get();
    PangoFontDescription* font = pango_font_description_from_string(family);
    pango_font_description_set_weight(font, style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_size(font, static_cast<int>(std::lround(style.size_pt * PANGO_SCALE)));
    pango_layout_set_font_description(p, font);
    pango_font_description_free(font);
    PangoAttrList* attributes = pango_attr_list_new();
    pango_attr_list_insert(attributes, pango_attr_font_features_new("tnum=1, lnum=1, liga=0"));
    pango_layout_set_attributes(p, attributes);
    pango_attr_list_unref(attributes);
    pango_layout_set_width(p, static_cast<int>(width * pt_per_mm * PANGO_SCALE));
    pango_layout_set_wrap(p, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_line_spacing(p, line_pitch);
    pango_layout_set_alignment(p, style.align == Align::left     ? PANGO_ALIGN_LEFT
                                  : style.align == Align::centre ? PANGO_ALIGN_CENTER
                                                                 : PANGO_ALIGN_RIGHT);
    if (most_lines > 0) {
        pango_layout_set_ellipsize(p, PANGO_ELLIPSIZE_END);
        pango_layout_set_height(p, -most_lines);
    }
    const std::string text = clean(utf8);
    pango_layout_set_text(p, text.data(), static_cast<int>(text.size()));
    PangoLayoutIter* at = pango_layout_get_iter(p);
    do {
        int top = 0, bottom = 0;
        PangoRectangle place;
        pango_layout_iter_get_line_yrange(at, &top, &bottom);
        pango_layout_iter_get_line_extents(at, nullptr, &place);
        layout->lines.push_back({static_cast<double>(place.x) / PANGO_SCALE,
                                 static_cast<double>(pango_layout_iter_get_baseline(at)) / PANGO_SCALE,
                                 static_cast<double>(top) / PANGO_SCALE});
        bottoms_mm_.push_back(mm(bottom));
        width_mm_ = std::max(width_mm_, mm(place.width));
    } while (pango_layout_iter_next_line(at));
    pango_layout_iter_free(at);
    layout_ = std::move(layout);
}

double Text::height_mm(int first, int end) const {
    if (end <= first) return 0;
    return bottoms_mm_[static_cast<std::size_t>(end) - 1] -
           (first ? bottoms_mm_[static_cast<std::size_t>(first) - 1] : 0.0);
}

int Text::lines_in(double height, int first) const {
    int end = first;
    while (end < lines() && height_mm(first, end + 1) <= height) ++end;
    return end - first;
}

void Text::Layout::show(cairo_t* cr, double x_pt, double y_pt, int first, int end) const {
    for (int i = first; i < end; ++i) {
        const Line& line = lines[static_cast<std::size_t>(i)];
        cairo_move_to(cr, x_pt + line.left_pt, y_pt + line.baseline_pt - lines[static_cast<std::size_t>(first)].top_pt);
        pango_cairo_show_layout_line(cr, pango_layout_get_line_readonly(pango.get(), i));
    }
}

}  // namespace smp::sheet
