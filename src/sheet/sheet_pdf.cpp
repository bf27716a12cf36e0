// Pages into a file's bytes.
#include <cairo-pdf.h>
#include <cairo.h>

#include <exception>

#include "base/local_time.hpp"
#include "sheet/pages.hpp"

namespace smp {
namespace sheet {
namespace {

cairo_status_t append(void* bytes, const unsigned char* data, unsigned int length) {
    try {
        static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), length);
        return CAIRO_STATUS_SUCCESS;
    } catch (const std::exception&) {  // it may not pass through cairo
        return CAIRO_STATUS_WRITE_ERROR;
    }
}

void draw_foot(Canvas& c, const Page& page, const std::string& foot, std::size_t number, std::size_t of) {
    const double side = page.width_mm > page.height_mm ? 10 : margin_mm, y = page.height_mm - (side == 10 ? 9 : 12);
    const Text pages("Page " + std::to_string(number) + " of " + std::to_string(of),
                     {7.5, false, inks::quiet, Align::right}, 30);
    c.text({page.width_mm - side - 30, y}, pages);
    c.text({side, y}, Text(foot, {7.5, false, inks::quiet}, page.width_mm - 2 * side - 34, 1));
}

Expected<std::string> written(const Book& book, const std::string& title, std::chrono::system_clock::time_point made) {
    std::string bytes;
    cairo_surface_t* surface = cairo_pdf_surface_create_for_stream(append, &bytes, 100, 100);
    // No more than stands on the pages, and less: a title shows in lists of files.
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title.c_str());
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "smp-mirror");
    const std::string date = local_time(made, "%Y-%m-%dT00:00:00");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, date.c_str());
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, date.c_str());
    cairo_t* cr = cairo_create(surface);
    Canvas canvas(cr);
    for (std::size_t i = 0; i < book.pages.size(); ++i) {
        const Page& page = book.pages[i];
        cairo_pdf_surface_set_size(surface, page.width_mm * pt_per_mm, page.height_mm * pt_per_mm);
        for (const auto& draw : page.drawn) draw(canvas);
        draw_foot(canvas, page, book.foot, i + 1, book.pages.size());
        cairo_show_page(cr);
    }
    const cairo_status_t drawn = cairo_status(cr);
    cairo_destroy(cr);
    cairo_surface_finish(surface);
    const cairo_status_t finished = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    for (const cairo_status_t status : {drawn, finished})
        if (status != CAIRO_STATUS_SUCCESS)
            return Error{ExitCode::fault, std::string("cannot be made (") + cairo_status_to_string(status) + ")",
                         "the PDF", "free some memory and try again"};
    return bytes;
}

}  // namespace

Book book_for(Paper paper, const std::string& salon, const std::string& about,
              std::chrono::system_clock::time_point made) {
    Book book;
    book.paper = paper;
    for (const std::string& part : {salon, about, local_date(made)})
        if (!part.empty()) book.foot += (book.foot.empty() ? "" : "  \u00b7  ") + part;
    return book;
}

Expected<std::string> made_pdf(const std::string& title, std::chrono::system_clock::time_point made,
                               const std::function<Book()>& fill) {
    try {
        return written(fill(), title, made);
    } catch (const std::exception& e) {
        return Error{ExitCode::fault, std::string("cannot be made (") + e.what() + ")", "the PDF",
                     "free some memory and try again"};
    }
}

}  // namespace sheet

Expected<std::string> sheet_pdf(const Sheet& s) {
    return sheet::made_pdf("Scalp micropigmentation: preview and design", s.made, [&] {
        sheet::Book book = sheet::book_for(s.paper, s.salon, s.client, s.made);
        sheet::add_front_pages(book, s);
        sheet::add_view_pages(book, s);
        sheet::add_design_pages(book, s);
        sheet::add_plan_pages(book, s);
        sheet::add_aftercare_pages(book, s);
        sheet::add_template_pages(book, s);
        return book;
    });
}

}  // namespace smp
