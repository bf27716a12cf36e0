// True scale as the technician handles it: it belongs to the client, so undo, variants and presets leave it alone.
// Pure.
#pragma once

#include <optional>
#include <span>

#include "design/treatment_design.hpp"
#include "head/true_scale.hpp"

namespace smp {

struct ClientScale {
    TrueScale now;
    std::optional<TrueScale> before;  // to go back to
    bool operator==(const ClientScale&) const = default;
};

// `continues`: a drag goes on, so that one goes back to what was there before it.
ClientScale typed(const ClientScale& client, double ipd_mm, bool continues);
// Measured, or assumed again.
ClientScale changed(const ClientScale& client, const TrueScale& to);
ClientScale gone_back(const ClientScale& client);

// Rows of the desk that are no parameters of a design: their get() and set() know none. The first is the pupil
// distance, the second the length of a ruled mark.
std::span<const Parameter> client_parameters();
inline const Parameter& pupil_row() {
    return client_parameters()[0];
}
inline const Parameter& mark_row() {
    return client_parameters()[1];
}

}  // namespace smp
