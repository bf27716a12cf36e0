#include "app/offline.hpp"

#include "app/pipeline.hpp"
#include "app/places.hpp"
#include "app/trace.hpp"
#include "gl/context.hpp"
#include "present/video_writer.hpp"

namespace smp {

Expected<SourceSpec> resolve_input(const std::string& input) {
    return parse_source(input == "demo" ? demo_clip().string() : input);
}

namespace {

Expected<OfflineSource> open_recorded(const std::string& input) {
    auto spec = resolve_input(input);
    if (!spec) return spec.error();
    return OfflineSource::open(*spec);
}

// Writes a text file at the end of a job that may yet fail: gathered in memory, about 20 kB a frame.
Status write_trace(const std::optional<std::filesystem::path>& file, const std::string& text) {
    return file ? write_text(*file, text) : Status(Done{});
}

}  // namespace

Status render_command(const SessionOptions& options, const RenderJob& job) {
    auto session = open_session(options);
    if (!session) return session.error();
    auto source = open_recorded(job.input);
    if (!source) return source.error();
    auto tracker = HeadTracker::create(session->model, session->tracker);
    if (!tracker) return tracker.error();
    auto context = gl::OffscreenContext::create();
    if (!context) return context.error();
    auto painter = Painter::create(session->model, session->seed);
    if (!painter) return painter.error();

    const SourceInfo& info = source->info();
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
    std::int64_t left = job.frames.value_or(-1);
    FadeState fade;
    TrackedFrames frames(
        [&]() -> Expected<std::optional<Frame>> {
            if (left == 0) return std::optional<Frame>();
            if (left > 0) --left;
            return source->next();
        },
        [&](Frame frame) { return track_step(*tracker, fade, std::move(frame)); });

    TraceWriter trace(session->model);
    std::string trace_text;
    std::int64_t count = 0;
    for (;; ++count) {
        auto next = frames.next();
        if (!next) return next.error();
        if (!*next) break;
        Tracked& tracked = **next;
        painter->paint(tracked, session->design);
        if (auto done = video->write(painter->renderer().read_picture()); !done) return done;
        if (masks)
            if (auto done = masks->write(painter->renderer().read_mask()); !done) return done;
        if (job.trace) trace_text += trace.line(tracked, painter->treatment().hairline);
    }
    if (count == 0)
        return Error{ExitCode::input, "holds no picture that can be decoded", job.input, "give another file"};
    if (masks)
        if (auto done = masks->finish(); !done) return done;
    if (auto done = write_trace(job.trace, trace_text); !done) return done;
    return video->finish();
}

Status still_command(const SessionOptions& options, const StillJob& job) {
    auto session = open_session(options);
    if (!session) return session.error();
    auto spec = resolve_input(job.input);
    if (!spec) return spec.error();
    if (spec->kind != SourceKind::picture)
        return Error{ExitCode::input, "not a picture", job.input, "give a PNG or JPEG, or use `smp-mirror render`"};
    auto source = OfflineSource::open(*spec);
    if (!source) return source.error();
    auto frame = source->next();
    if (!frame) return frame.error();
    if (!*frame) return Error{ExitCode::input, "holds no picture", job.input, "give another file"};
    auto context = gl::OffscreenContext::create();
    if (!context) return context.error();
    session->tracker.still = true;
    auto tracker = HeadTracker::create(session->model, session->tracker);
    if (!tracker) return tracker.error();
    FadeState fade;
    Tracked tracked = track_step(*tracker, fade, std::move(**frame), true);
    if (tracked.head.state == TrackState::lost)
        return Error{ExitCode::no_face, "no face was found", job.input,
                     "use a picture that shows the face from the front, at least 80 pixels wide"};
    auto painter = Painter::create(session->model, session->seed);
    if (!painter) return painter.error();
    painter->paint(tracked, session->design);
    if (job.mask)
        if (auto done = write_png(*job.mask, painter->renderer().read_mask()); !done) return done;
    if (job.trace) {
        TraceWriter trace(session->model);
        if (auto done = write_trace(job.trace, trace.line(tracked, painter->treatment().hairline)); !done) return done;
    }
    return write_png(job.output, painter->renderer().read_picture());
}

}  // namespace smp
