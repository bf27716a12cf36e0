#include "app/live_input.hpp"

#include "app/offline_chain.hpp"
#include "capture/cameras.hpp"
#include "capture/url.hpp"

namespace smp {

Expected<SourceSpec> choose_live_input(const std::optional<std::string>& wanted) {
    if (wanted) return resolve_input(*wanted);
    const auto cameras = list_cameras();
    if (cameras.empty()) return Error{ExitCode::device, "no camera was found", "", "plug one in or use --input"};
    return parse_source(cameras.front().path);
}

Status check_playable(const SourceSpec& spec) {
    if (spec.kind == SourceKind::camera || spec.kind == SourceKind::http || spec.kind == SourceKind::rtsp)
        return Done{};
    auto source = OfflineSource::open(spec);
    if (!source) return source.error();
    auto frame = source->next();
    if (!frame) return frame.error();
    if (!*frame) return Error{ExitCode::input, "holds no picture that can be decoded", spec.text, "give another file"};
    return Done{};
}

std::string without_password(const SourceSpec& spec) {
    if (spec.kind != SourceKind::http && spec.kind != SourceKind::rtsp) return spec.text;
    const auto url = parse_url(spec.text);
    return url ? url->shown() : "network camera";
}

}  // namespace smp
