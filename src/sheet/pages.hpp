// The kinds of pages of the sheet, one file each. For sheet_pdf.cpp.
#pragma once

#include "sheet/flow.hpp"
#include "sheet/sheet.hpp"

namespace smp::sheet {

void add_front_pages(Book& book, const Sheet& sheet);      // who, when, the first view, what was agreed in short
void add_view_pages(Book& book, const Sheet& sheet);       // the other views
void add_design_pages(Book& book, const Sheet& sheet);     // the design in mm
void add_plan_pages(Book& book, const Sheet& sheet);       // recipe, sessions, price, notes, consent
void add_aftercare_pages(Book& book, const Sheet& sheet);  // by the day
void add_template_pages(Book& book, const Sheet& sheet);   // 1:1

// Before and after beside each other, each with its words below it, across the whole width; `most_mm`: height of a
// picture.
void draw_view(Flow& flow, const SheetView& view, double most_mm);

}  // namespace smp::sheet
