// A clip to be looked at: small pictures of it, a few a second, decoded from memory.
#pragma once

#include <functional>

#include "ui/record_view.hpp"

namespace smp {

// Empty pictures where it could not be read: `trouble` says why. `ending`: it stops early, with what there is.
ClipFilm film_of(const records::PictureId& id, const records::Bytes& mp4, const std::function<bool()>& ending);

}  // namespace smp
