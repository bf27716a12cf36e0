#include "desk/time_line.hpp"

#include <algorithm>
#include <array>

namespace smp {
namespace {

constexpr int usual_sessions = 3;

constexpr std::array stops{
    TimeStop{"After the first session, fresh", "1st", 1, 0},
    TimeStop{"After the second session, fresh", "2nd", 2, 0},
    TimeStop{"After the third session, fresh", "3rd", 3, 0},
    TimeStop{"After the fourth session, fresh", "4th", 4, 0},
    TimeStop{"Healed", "healed", 0, 1},
    TimeStop{"After 6 months", "6 mo", 0, 6},
    TimeStop{"After 1 year", "1 yr", 0, 12},
    TimeStop{"After 3 years", "3 yr", 0, 36},
    TimeStop{"After 5 years", "5 yr", 0, 60},
};

// Earlier or later; sessions first.
double place_on_line(int session, double age_months) {
    return age_months > 0 ? 10 + age_months : session;
}
double place_on_line(const TimeStop& stop) {
    return place_on_line(stop.session, stop.age_months);
}

}  // namespace

std::span<const TimeStop> time_stops() {
    return stops;
}

TreatmentDesign at_stop(TreatmentDesign design, const TimeStop& stop) {
    design.session = stop.session > 0 ? stop.session : std::max(usual_sessions, design.session);
    design.age_months = stop.age_months;
    return design;
}

int stop_of(const TreatmentDesign& design) {
    for (std::size_t i = 0; i < stops.size(); ++i)
        if (at_stop(design, stops[i]) == design) return static_cast<int>(i);
    return -1;
}

int stop_from(const TreatmentDesign& design, int places) {
    const double here = place_on_line(design.session, design.age_months);
    int last_not_later = -1;
    for (std::size_t i = 0; i < stops.size(); ++i)
        if (place_on_line(stops[i]) <= here) last_not_later = static_cast<int>(i);
    // From between two stops a step back goes to the one just passed.
    const bool between = stop_of(design) < 0;
    const int next = last_not_later + places + (between && places < 0 ? 1 : 0);
    return std::clamp(next, 0, static_cast<int>(stops.size()) - 1);
}

}  // namespace smp
