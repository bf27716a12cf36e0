// What stands behind a Text: for canvas.cpp and text.cpp alone.
#pragma once

#include <pango/pangocairo.h>

#include <memory>
#include <vector>

#include "sheet/canvas.hpp"

namespace smp::sheet {

struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
};

struct Text::Layout {
    std::unique_ptr<PangoLayout, Unref> pango;
    struct Line {
        double left_pt, baseline_pt, top_pt;
    };
    std::vector<Line> lines;

    // Lines first .. end - 1, the first one's upper edge at y_pt.
    void show(cairo_t* cr, double x_pt, double y_pt, int first, int end) const;
};

}  // namespace smp::sheet
