// A shot or a clip as the consultation record keeps it: one item with everything in it.
#pragma once

#include <string_view>
#include <vector>

#include "app/clip_recorder.hpp"
#include "app/screenshot.hpp"
#include "records/record_repository.hpp"
#include "ui/record_view.hpp"

namespace smp {

// Before the first session a standard view is `before`, any other picture `consultation`; afterwards it goes by the
// days since the last session: healed from two weeks on, a year from 300 days on.
records::Occasion occasion_of(const std::vector<records::Item>& time_line, bool standard_view, records::Moment taken);

// Encodes its pictures as PNG, which takes some tenths of a second. Fails with ExitCode::input when it holds none.
Expected<records::Shot> record_shot(const Shot& shot, records::Occasion occasion);
// The same of a clip: the video, and the camera's first picture as its cover.
Expected<records::Clip> record_clip(TakenClip clip);

// The newest picture of each view that can be repeated, from a client's time line; their lengths by a pupil distance of
// `ipd_mm`.
std::array<std::optional<ViewReference>, view_count> last_views(const std::vector<records::Item>& time_line,
                                                                double ipd_mm);

// What a millimetre went by in the newest picture in which that was typed or measured; empty: in none.
std::optional<KeptScale> kept_scale(const std::vector<records::Item>& time_line);

}  // namespace smp
