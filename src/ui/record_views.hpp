// The standard views of a head by the record's names for them.
#pragma once

#include <optional>

#include "records/record_types.hpp"
#include "views/standard_views.hpp"

namespace smp {

records::View record_view_of(ViewId view);
std::optional<ViewId> standard_view_of(records::View view);  // none: the record alone knows it

}  // namespace smp
