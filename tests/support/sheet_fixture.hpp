// A sheet with everything on it, of the statistical head and drawn pictures.
#pragma once

#include <ctime>
#include <opencv2/imgproc.hpp>

#include "design/hairline.hpp"
#include "sheet/sheet.hpp"
#include "support/design_fixture.hpp"

namespace smp::test {

inline std::chrono::system_clock::time_point noon(int year, int month, int day) {
    std::tm parts{};
    parts.tm_year = year - 1900;
    parts.tm_mon = month - 1;
    parts.tm_mday = day;
    parts.tm_hour = 12;
    parts.tm_isdst = -1;
    return std::chrono::system_clock::from_time_t(std::mktime(&parts));
}

// No face: a grey ground with an egg on it.
inline cv::Mat drawn_head(int width_px, int height_px, int shade) {
    cv::Mat out(height_px, width_px, CV_8UC3, cv::Scalar(120, 110, 100));
    cv::ellipse(out, {width_px / 2, height_px / 2}, {width_px / 4, height_px * 2 / 5}, 0, 0, 360,
                cv::Scalar(shade, shade + 20, shade + 40), cv::FILLED, cv::LINE_AA);
    return out;
}

inline Sheet sample_sheet(unsigned seed = 0, TreatmentDesign design = {}) {
    Sheet s;
    s.salon = "Studio Haarlinie";
    s.salon_address = "Lange Gasse 12, 1080 Wien\n+43 1 555 01 23";
    s.client = "Łukasz Müller-Đorđević";
    s.practitioner = "Анна Ελένη Øst";
    s.made = noon(2026, 11, 24);
    s.design = design;
    const HeadShape shape = head(seed);
    const Treatment& t = compiler().compile(shape, design);
    s.numbers = treatment_numbers(model(), shape, compiler().surface(), design, t, {{}, true});
    if (draws_front_edge(design.region)) s.curve = template_curve(model(), shape, compiler().surface(), t.hairline);
    const auto view = [&](const char* name, double months, int width_px, int height_px) {
        TreatmentDesign shown = design;
        shown.age_months = months;
        s.views.push_back({name,
                           {drawn_head(width_px, height_px, 150), "24 Nov 2026", {}},
                           {drawn_head(width_px, height_px, 110), "24 Nov 2026", shown},
                           {}});
    };
    view("Front", 1, 1000, 1200);
    view("45° left", 0, 1280, 720);
    view("45° right", 36, 720, 1280);
    view("Chin down", 60, 200, 180);
    s.views.push_back(
        {"Crown", {drawn_head(640, 480, 150), "24 Nov 2026", {}}, {drawn_head(640, 480, 120), "2 Feb 2027", {}}, {}});
    s.recipe = recipe_of(design);
    s.recipe[0].brand = "Example Ink";
    s.recipe[0].needle = "0603";
    s.plan = plan_of(design, s.numbers);
    s.price = "2 400 EUR for three sessions";
    s.notes = "Wishes a soft line. Has had one session elsewhere, in 2021.";
    s.consent = "Version 3, signed on 24 Nov 2026.";
    return s;
}

}  // namespace smp::test
