// Before and after. Whatever was simulated says so in its own pixels, and in letters over them that can be searched.
#include <algorithm>
#include <cmath>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "design/disclosure.hpp"
#include "sheet/pages.hpp"

namespace smp::sheet {
namespace {

constexpr double dots_per_mm = 300 / 25.4, between_mm = 6, pad_mm = 1.6;
constexpr int jpeg_quality = 92;

struct Words {
    std::string text;
    bool simulated;
};

Words words_of(const SheetPicture& picture, bool before) {
    if (picture.simulated) return {disclosure(*picture.simulated, picture.date), true};
    std::string text = before ? "Before. " : "Photograph. ";
    if (!picture.date.empty()) text += picture.date + ". ";
    return {text + "Nothing in it is simulated.", false};
}

// The band of words below a picture.
struct Band {
    Text text;
    bool simulated;
    double height_mm() const { return text.height_mm() + 2 * pad_mm; }
    void draw(Canvas& canvas, const Box& box) const {
        canvas.fill(box, simulated ? inks::band : inks::tint);
        canvas.text({box.x + pad_mm, box.y + pad_mm}, text);
    }
};
Band band(const Words& words, double width_mm) {
    TextStyle style{6.8};
    if (words.simulated) style.ink = inks::white;
    return {Text(words.text, style, width_mm - 2 * pad_mm), words.simulated};
}

cv::Mat shown_part(const SheetPicture& picture, const SheetView& view) {
    if (picture.bgr.empty() || picture.bgr.type() != CV_8UC3) return {};
    const cv::Rect whole({0, 0}, picture.bgr.size());
    const cv::Rect part = view.shown ? *view.shown & whole : whole;
    return part.empty() ? picture.bgr : picture.bgr(part);
}

// The picture with its band below it in one: who takes it out of the file takes the words along.
Photo photo_with_band(const cv::Mat& bgr, const Box& place, const Band& words) {
    const int most_px = static_cast<int>(std::lround(place.w * dots_per_mm));
    cv::Mat sized = bgr;
    if (bgr.cols > most_px)
        cv::resize(bgr, sized, {most_px, std::max(1, cvRound(static_cast<double>(bgr.rows) * most_px / bgr.cols))}, 0,
                   0, cv::INTER_AREA);
    else if (bgr.cols < most_px / 2)  // so that the words are written finely enough
        cv::resize(bgr, sized, {}, 2, 2, cv::INTER_CUBIC);
    const double px_per_mm = sized.cols / place.w;
    const int band_px = static_cast<int>(std::ceil(words.height_mm() * px_per_mm));
    cv::Mat all(sized.rows + band_px, sized.cols, CV_8UC3);
    sized.copyTo(all.rowRange(0, sized.rows));
    cv::Mat foot = all.rowRange(sized.rows, all.rows);
    draw_into(foot, px_per_mm, [&](Canvas& canvas) { words.draw(canvas, {0, 0, place.w + 1, words.height_mm() + 1}); });
    Photo photo;
    if (cv::imencode(".jpg", all, photo.jpeg, {cv::IMWRITE_JPEG_QUALITY, jpeg_quality})) {
        photo.width_px = all.cols;
        photo.height_px = all.rows;
    }
    return photo;
}

}  // namespace

void draw_view(Flow& flow, const SheetView& view, double most_mm) {
    const double each_mm = (flow.width() - between_mm) / 2;
    const std::array<const SheetPicture*, 2> both{&view.before, &view.after};
    std::array<cv::Mat, 2> part;
    double aspect = 0;  // height against width, of the taller
    for (std::size_t i : {0u, 1u}) {
        part[i] = shown_part(*both[i], view);
        if (!part[i].empty()) aspect = std::max(aspect, static_cast<double>(part[i].rows) / part[i].cols);
    }
    if (aspect == 0) aspect = 0.6;
    const double height_mm = std::min(most_mm, each_mm * aspect);
    const std::array<Band, 2> bands{band(words_of(view.before, true), each_mm),
                                    band(words_of(view.after, false), each_mm)};
    const double band_mm = std::max(bands[0].height_mm(), bands[1].height_mm());

    const Text name(view.name, styles::strong, 0.62 * flow.width());
    const Text sides("Not mirrored: the client's right is at the left",
                     {styles::label.size_pt, false, inks::quiet, Align::right}, 0.36 * flow.width());
    const double name_mm = std::max(name.height_mm(), sides.height_mm()) + 1.2;
    flow.need(name_mm + height_mm + band_mm + 5);
    flow.draw([=, y = flow.y(), left = flow.left(), width = flow.width()](Canvas& c) {
        c.text({left, y}, name);
        c.text({left + 0.64 * width, y + name.height_mm() - sides.height_mm()}, sides);
    });
    const double top = flow.y() + name_mm;
    for (std::size_t i : {0u, 1u}) {
        const double x = flow.left() + static_cast<double>(i) * (each_mm + between_mm);
        const Box cell{x, top, each_mm, height_mm};
        if (part[i].empty()) {
            const Text none("No picture", {8, false, inks::quiet, Align::centre}, each_mm);
            flow.draw([=](Canvas& c) {
                c.frame(cell, {0.2, inks::rule});
                c.text({x, top + height_mm / 2 - 2}, none);
            });
            continue;
        }
        const double picture_aspect = static_cast<double>(part[i].rows) / part[i].cols;
        const double w = std::min(each_mm, height_mm / picture_aspect);
        const Band words = w < each_mm ? band(words_of(*both[i], i == 0), w) : bands[i];
        const Box place{x + (each_mm - w) / 2, top + height_mm - w * picture_aspect, w, w * picture_aspect};
        const Photo photo = photo_with_band(part[i], place, words);
        // The letters over the band lie exactly on those in the pixels.
        const double drawn_mm = place.w * photo.height_px / std::max(1, photo.width_px);
        const Box whole{place.x, place.y, place.w, drawn_mm};
        flow.draw([=](Canvas& c) {
            c.photo(whole, photo);
            words.draw(c, {place.x, place.bottom(), place.w, words.height_mm()});
        });
    }
    double foot = 0;
    for (std::size_t i : {0u, 1u}) {
        const double picture_aspect = part[i].empty() ? aspect : static_cast<double>(part[i].rows) / part[i].cols;
        foot =
            std::max(foot, band(words_of(*both[i], i == 0), std::min(each_mm, height_mm / picture_aspect)).height_mm());
    }
    flow.move_to(top + height_mm + foot + 5);
}

void add_view_pages(Book& book, const Sheet& sheet) {
    if (sheet.views.size() < 2) return;
    Flow flow(book, "Before and after");
    for (std::size_t i = 1; i < sheet.views.size(); ++i) draw_view(flow, sheet.views[i], 62);
}

}  // namespace smp::sheet
