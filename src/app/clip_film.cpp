#include "app/clip_film.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "app/memory_file.hpp"
#include "base/texts.hpp"
#include "capture/video_reader.hpp"

namespace smp {
namespace {

constexpr int film_px = 480;            // the longer side
constexpr double film_period_s = 0.1;   // between two pictures, at least
constexpr std::size_t most_films = 80;  // pictures: some 30 MB

// Every other one goes, the last one stays.
void thin_out(ClipFilm& film) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < film.pictures.size(); i += 2, ++kept) {
        film.pictures[kept] = film.pictures[i];
        film.at_s[kept] = film.at_s[i];
    }
    film.pictures.resize(kept);
    film.at_s.resize(kept);
}

}  // namespace

ClipFilm film_of(const records::PictureId& id, const records::Bytes& mp4, const std::function<bool()>& ending) {
    ClipFilm film;
    film.of = id;
    film.trouble = tr("the clip cannot be shown");
    const auto file = MemoryFile::of(mp4);
    if (!file) return film;
    auto reader = VideoReader::open(file->path());
    if (!reader) return film;
    double period_s = film_period_s;
    while (!ending()) {
        auto frame = reader->next();
        if (!frame || !*frame) {
            if (frame && !film.pictures.empty()) film.trouble.clear();
            return film;
        }
        const double at_s = (*frame)->time_s;
        if (!film.at_s.empty() && at_s < film.at_s.back() + period_s - 1e-3) continue;
        const cv::Mat& whole = (*frame)->bgr;
        const double factor = std::min(1.0, static_cast<double>(film_px) / std::max(whole.cols, whole.rows));
        cv::Mat picture;
        cv::resize(whole, picture, {}, factor, factor, cv::INTER_AREA);
        film.pictures.push_back(std::move(picture));
        film.at_s.push_back(at_s);
        if (film.pictures.size() >= most_films) {
            thin_out(film);
            period_s *= 2;
        }
    }
    return film;
}

}  // namespace smp
