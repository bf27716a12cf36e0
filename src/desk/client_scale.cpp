#include "desk/client_scale.hpp"

#include <algorithm>
#include <array>

namespace smp {
namespace {

constexpr double mean_ipd_mm = TrueScale{}.ipd_mm, usual_mark_mm = 50;

}  // namespace

ClientScale typed(const ClientScale& client, double ipd_mm, bool continues) {
    const TrueScale to = typed_scale(std::clamp(ipd_mm, least_ipd_mm, most_ipd_mm));
    return continues ? ClientScale{to, client.before} : changed(client, to);
}

ClientScale changed(const ClientScale& client, const TrueScale& to) {
    return to == client.now ? client : ClientScale{to, client.now};
}

ClientScale gone_back(const ClientScale& client) {
    return client.before ? ClientScale{*client.before, client.now} : client;
}

std::span<const Parameter> client_parameters() {
    static const std::array<Parameter, 2> rows{
        Parameter{"client.ipd_mm",
                  "Pupil distance",
                  "mm",
                  ParameterType::real,
                  least_ipd_mm,
                  most_ipd_mm,
                  0.5,
                  "Client",
                  "The client's distance between the pupils, looking far away: it sets every millimetre",
                  {},
                  [](const TreatmentDesign&) { return mean_ipd_mm; },
                  [](TreatmentDesign&, double) {}},
        Parameter{"client.mark_mm",
                  "Length of the mark",
                  "mm",
                  ParameterType::real,
                  10,
                  150,
                  1,
                  "Client",
                  "How far apart the two ends are, straight, on a ruler or a sticker",
                  {},
                  [](const TreatmentDesign&) { return usual_mark_mm; },
                  [](TreatmentDesign&, double) {}}};
    return rows;
}

}  // namespace smp
