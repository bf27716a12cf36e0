#include "app/offline_chain.hpp"

#include "app/places.hpp"

namespace smp {

Expected<SourceSpec> resolve_input(const std::string& input) {
    return parse_source(input == "demo" ? demo_clip().string() : input);
}

Status OfflineChain::rewind() {
    auto again = OfflineSource::open(spec);
    if (!again) return again.error();
    source = std::move(*again);
    return Done{};
}

Expected<OfflineChain> open_chain(const SessionOptions& options, const std::string& input, Footage footage) {
    auto opened = open_session(options);
    if (!opened) return opened.error();
    opened->tracker.still = footage == Footage::still;
    auto session = std::make_unique<const Session>(std::move(*opened));
    auto spec = resolve_input(input);
    if (!spec) return spec.error();
    if (footage == Footage::still && spec->kind != SourceKind::picture)
        return Error{ExitCode::input, "not a picture", input, "give a PNG or JPEG, or use `smp-mirror render`"};
    auto source = OfflineSource::open(*spec);
    if (!source) return source.error();
    auto tracker = HeadTracker::create(session->model, session->tracker);
    if (!tracker) return tracker.error();
    auto context = gl::OffscreenContext::create();
    if (!context) return context.error();
    auto painter = Painter::create(session->model, session->seed);
    if (!painter) return painter.error();
    return OfflineChain{std::move(*spec),    std::move(session),  std::move(*source),
                        std::move(*tracker), std::move(*context), std::move(*painter)};
}

}  // namespace smp
