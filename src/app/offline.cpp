#include "app/offline.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iostream>
#include <locale>
#include <set>
#include <sstream>

#include "app/close_look.hpp"
#include "app/offline_chain.hpp"
#include "app/picture_label.hpp"
#include "app/pipeline.hpp"
#include "app/still_card.hpp"
#include "app/still_sheet.hpp"
#include "app/stubble_offer.hpp"
#include "app/trace.hpp"
#include "base/local_time.hpp"
#include "design/disclosure.hpp"
#include "present/atomic_file.hpp"
#include "present/video_writer.hpp"

namespace smp {
namespace {

// One output would replace the other.
Status check_different(const std::vector<std::optional<std::filesystem::path>>& outputs) {
    std::set<std::filesystem::path> seen;
    for (const auto& output : outputs) {
        std::error_code failed;
        if (output && !seen.insert(std::filesystem::weakly_canonical(*output, failed)).second)
            return Error{ExitCode::usage, "is named for two outputs", output->string(), "give each a name of its own"};
    }
    return Done{};
}

PictureLabel label_of(const TreatmentDesign& design) {
    return PictureLabel(disclosure(design, local_date(std::chrono::system_clock::now())));
}

}  // namespace

Status render_command(const SessionOptions& options, const RenderJob& job) {
    if (auto different = check_different({job.output, job.mask_video, job.trace}); !different) return different;
    auto chain = open_chain(options, job.input);
    if (!chain) return chain.error();
    const SourceInfo& info = chain->source.info();
    const double fps = info.fps > 0 ? info.fps : 30;
    auto video = VideoWriter::create(job.output, VideoFormat::h264_mp4, info.width_px, info.height_px, fps);
    if (!video) return video.error();
    std::optional<VideoWriter> masks;
    if (job.mask_video) {
        auto writer =
            VideoWriter::create(*job.mask_video, VideoFormat::ffv1_grey_mkv, info.width_px, info.height_px, fps);
        if (!writer) return writer.error();
        masks.emplace(std::move(*writer));
    }
    std::optional<AtomicFile> trace_file;
    if (job.trace) {
        auto file = AtomicFile::create(*job.trace);
        if (!file) return file.error();
        trace_file.emplace(std::move(*file));
    }
    std::int64_t left = job.frames.value_or(-1);
    StepState state(chain->session->model);
    TrackedFrames frames(
        [&]() -> Expected<std::optional<Frame>> {
            if (left == 0) return std::optional<Frame>();
            if (left > 0) --left;
            return chain->source.next();
        },
        [&](Frame frame) { return track_step(chain->tracker, state, std::move(frame)); });

    TraceWriter trace(chain->session->model);
    Painter& painter = chain->painter;
    const TreatmentDesign& design = chain->session->design;
    PictureLabel label = label_of(design);
    std::int64_t count = 0;
    for (;; ++count) {
        auto next = frames.next();
        if (!next) return next.error();
        if (!*next) break;
        Tracked& tracked = **next;
        painter.paint(tracked, design);
        cv::Mat picture = painter.renderer().read_picture();
        if (job.label) label.burn(picture, label_alpha(tracked, design));
        if (auto done = video->write(picture); !done) return done;
        if (masks)
            if (auto done = masks->write(painter.renderer().read_mask()); !done) return done;
        if (trace_file)
            if (auto done = trace_file->write(trace.line(tracked, painter.treatment().hairline)); !done) return done;
    }
    if (count == 0)
        return Error{ExitCode::input, "holds no picture that can be decoded", job.input, "give another file"};
    std::vector<AtomicFile> files;
    if (masks) {
        auto file = masks->close();
        if (!file) return file.error();
        files.push_back(std::move(*file));
    }
    if (trace_file) files.push_back(std::move(*trace_file));
    auto file = video->close();
    if (!file) return file.error();
    files.push_back(std::move(*file));
    return commit_all(files);
}

namespace {

// X,Y,SCALE, before anything is opened.
Expected<Loupe> parse_loupe(const std::string& text) {
    const std::string where = "--loupe " + text;
    std::istringstream words(text);
    words.imbue(std::locale::classic());
    Loupe loupe;
    char comma[2] = {0, 0};
    if (!(words >> loupe.centre_px.x >> comma[0] >> loupe.centre_px.y >> comma[1] >> loupe.scale) || comma[0] != ',' ||
        comma[1] != ',' || words.peek() != std::istringstream::traits_type::eof())
        return Error{ExitCode::usage, "not of the form X,Y,SCALE", where, "write for instance --loupe 640,200,12"};
    if (!(loupe.scale >= 2 && loupe.scale <= 40))
        return Error{ExitCode::input, "the scale is out of range", where, "give a scale from 2 to 40"};
    return loupe;
}

// A view of the picture's shape and size, or larger where that leaves little to see.
Status fit_loupe(Loupe& loupe, const std::string& text, const cv::Size& picture) {
    constexpr int least_px = 480;
    if (!(loupe.centre_px.x >= 0 && loupe.centre_px.y >= 0 && loupe.centre_px.x <= picture.width - 1 &&
          loupe.centre_px.y <= picture.height - 1))
        return Error{ExitCode::input, "the place is not in the picture", "--loupe " + text,
                     "give X from 0 to " + std::to_string(picture.width - 1) + " and Y from 0 to " +
                         std::to_string(picture.height - 1)};
    const double grow = std::max(1.0, static_cast<double>(least_px) / std::min(picture.width, picture.height));
    loupe.size_px = {static_cast<int>(std::lround(picture.width * grow)),
                     static_cast<int>(std::lround(picture.height * grow))};
    return Done{};
}

}  // namespace

Status still_command(const SessionOptions& options, const StillJob& job) {
    const bool print_numbers = job.numbers == "-";
    std::optional<std::filesystem::path> numbers_file;
    if (job.numbers && !print_numbers) numbers_file = *job.numbers;
    if (auto different = check_different({job.output, job.mask, job.trace, numbers_file, job.sheet}); !different)
        return different;
    const auto paper = parse_paper(job.paper);
    if (!paper) return paper.error();
    std::optional<Loupe> loupe;
    if (job.loupe) {
        auto parsed = parse_loupe(*job.loupe);
        if (!parsed) return parsed.error();
        loupe = *parsed;
    }
    auto chain = open_chain(options, job.input, Footage::still);
    if (!chain) return chain.error();
    auto frame = chain->source.next();
    if (!frame) return frame.error();
    if (!*frame) return Error{ExitCode::input, "holds no picture", job.input, "give another file"};
    if (loupe)
        if (auto fits = fit_loupe(*loupe, *job.loupe, (*frame)->bgr.size()); !fits) return fits;
    StepState state(chain->session->model);
    Tracked tracked = track_step(chain->tracker, state, std::move(**frame), true);
    if (tracked.head.state == TrackState::lost)
        return Error{ExitCode::no_face, "no face was found", job.input,
                     "use a picture that shows the face from the front, at least 80 pixels wide"};
    Painter& painter = chain->painter;
    TreatmentDesign design = chain->session->design;
    std::string offer;
    TrueScale scale = chain->session->scale;
    if (job.card) {
        auto measured = measure_by_card(*chain->session, tracked);
        if (!measured) {
            Error none = measured.error();
            none.where = job.input;
            return none;
        }
        scale = *measured;
        offer = in_words(scale) + "\n";
    }
    if (job.match_stubble) {
        auto matched = match_stubble(chain->session->model, tracked, design);
        if (!matched) {
            Error none = matched.error();
            none.where = job.input;
            return none;
        }
        design = job.lighter ? matched->lighter.design : matched->match.design;
        offer += to_text(*matched, job.lighter);
    }
    painter.paint(tracked, design);
    if (loupe) CloseLook().draw(painter.renderer(), painter, tracked, *loupe);
    // All are whole before the first gets its name.
    std::vector<AtomicFile> files;
    const auto keep = [&](Expected<AtomicFile> file) -> Status {
        if (!file) return file.error();
        files.push_back(std::move(*file));
        return Done{};
    };
    if (job.mask)
        if (auto kept = keep(png_file(*job.mask, painter.renderer().read_mask())); !kept) return kept;
    if (job.trace) {
        TraceWriter trace(chain->session->model);
        if (auto kept = keep(text_file(*job.trace, trace.line(tracked, painter.treatment().hairline))); !kept)
            return kept;
    }
    std::string text = offer;
    if (job.numbers) {
        const auto numbers = painter.numbers(tracked, design, {scale, true});
        if (print_numbers)
            text += numbers_to_text(numbers);
        else if (auto kept = keep(text_file(*numbers_file, numbers_to_json(numbers))); !kept)
            return kept;
    }
    cv::Mat picture = painter.renderer().read_picture();
    if (job.sheet) {
        auto sheet = still_sheet(painter, tracked, design, chain->session->model, scale, picture);
        sheet.paper = *paper;
        const auto pdf = sheet_pdf(sheet);
        if (!pdf) return pdf.error();
        if (auto kept = keep(text_file(*job.sheet, *pdf)); !kept) return kept;
    }
    if (job.label) label_of(design).burn(picture, label_alpha(tracked, design));
    if (auto kept = keep(png_file(job.output, picture)); !kept) return kept;
    if (!text.empty() && !(std::cout << text << std::flush))
        return Error{ExitCode::input, "what was found cannot be printed", "standard output", "free some space there"};
    return commit_all(files);
}

}  // namespace smp
