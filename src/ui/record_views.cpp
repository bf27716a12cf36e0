#include "ui/record_views.hpp"

namespace smp {

records::View record_view_of(ViewId view) {
    switch (view) {
        case ViewId::front:
            return records::View::front;
        case ViewId::left_45:
            return records::View::left_45;
        case ViewId::left_90:
            return records::View::left_90;
        case ViewId::right_45:
            return records::View::right_45;
        case ViewId::right_90:
            return records::View::right_90;
        case ViewId::chin_down:
            return records::View::chin_down;
        case ViewId::crown:
            return records::View::crown;
        case ViewId::back:
            return records::View::back;
    }
    return records::View::other;
}

std::optional<ViewId> standard_view_of(records::View view) {
    for (const StandardView& standard : standard_views())
        if (record_view_of(standard.id) == view) return standard.id;
    return std::nullopt;
}

}  // namespace smp
