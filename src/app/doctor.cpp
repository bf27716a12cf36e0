#include "app/doctor.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "app/light_doctor.hpp"
#include "app/offline_chain.hpp"
#include "app/places.hpp"
#include "capture/source.hpp"
#include "gl/context.hpp"

namespace smp {
namespace {

struct Check {
    std::string name, said;
    bool good, needed;
    Error error;
};

template <class T>
Check needed(const std::string& name, const Expected<T>& result, const std::string& said) {
    if (result) return {name, said, true, true, {}};
    return {name, result.error().line(), false, true, result.error()};
}

Check check_pictures(const std::filesystem::path& folder) {
    // The folder is made at the first screenshot: what counts is whether that will work.
    std::error_code error;
    auto there = folder;
    while (!there.empty() && !std::filesystem::exists(there, error)) there = there.parent_path();
    const bool writable = !there.empty() && ::access(there.c_str(), W_OK) == 0;
    Error fault{ExitCode::input, "screenshots cannot be written", folder.string(), "choose a folder with --pictures"};
    return {"pictures", writable ? folder.string() : fault.line(), writable, false, fault};
}

// A row a finding: none of them keeps the program from running, so none is needed.
void add_light(std::vector<Check>& checks, const LightFound& found) {
    if (!found.trouble.empty()) {
        checks.push_back({"light and camera", found.source + ": " + found.trouble, false, false, {}});
        return;
    }
    for (const Finding& f : found.findings)
        checks.push_back(
            {"light: " + std::string(f.name),
             f.value + (f.verdict == Verdict::good ? "" : "; " + std::string(in_words(f.verdict)) + ". ") + f.advice,
             f.verdict == Verdict::good,
             false,
             {}});
    const bool locks = found.lock.state == LockState::automatic || found.lock.state == LockState::locked;
    checks.push_back({"camera lock", found.lock.text, locks, false, {}});
}

nlohmann::ordered_json to_json(const LightFound& found) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const Finding& f : found.findings)
        list.push_back({{"name", f.name}, {"value", f.value}, {"verdict", in_words(f.verdict)}, {"advice", f.advice}});
    return {{"source", found.source}, {"trouble", found.trouble}, {"findings", list}, {"lock", found.lock.text}};
}

}  // namespace

Status doctor_command(const SessionOptions& options, const std::optional<std::string>& input, bool json) {
    std::vector<Check> checks;
    auto session = open_session(options);
    checks.push_back(needed("head model and options", session, (data_folder() / "models/head_shape.json").string()));
    if (session) {
        auto tracker = HeadTracker::create(session->model, session->tracker);
        checks.push_back(needed("landmark model", tracker, session->tracker.landmark_model.string()));
        checks.push_back(check_pictures(session->pictures));
    }
    auto clip = parse_source(demo_clip().string());
    checks.push_back(needed("demo clip", clip, demo_clip().string()));
    {
        auto context = gl::OffscreenContext::create();
        const auto found = context ? gl::report() : gl::Report{};
        checks.push_back(needed("OpenGL", context, found.renderer + ", " + found.version));
        if (context && session) {
            auto painter = Painter::create(session->model, session->seed);
            checks.push_back(needed("shaders", painter, "compiled"));
        }
    }
    const auto cameras = list_cameras();
    if (cameras.empty())
        checks.push_back(
            {"camera", "none found; plug one in, or use --input with a file or a network camera", false, false, {}});
    for (const auto& c : cameras) checks.push_back({"camera", c.name + " (" + c.path + ")", true, false, {}});
    std::optional<LightFound> light;
    if (input || !cameras.empty()) {
        auto spec = resolve_input(input ? *input : cameras.front().path);
        if (!spec) checks.push_back(needed("input", spec, ""));
        if (spec && session) light = look_at_light(*session, *spec);
        if (light) add_light(checks, *light);
    } else {
        checks.push_back({"light and camera", "not checked without a camera", false, false, {}});
    }
    const char* display = std::getenv("DISPLAY");
    const char* wayland = std::getenv("WAYLAND_DISPLAY");
    const std::string screen = display ? display : wayland ? wayland : "";
    checks.push_back({"display",
                      screen.empty() ? "none; render, still and bench work without" : screen,
                      !screen.empty(),
                      false,
                      {}});

    const Check* fault = nullptr;
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const auto& c : checks) {
        if (!c.good && c.needed && !fault) fault = &c;
        list.push_back({{"check", c.name}, {"ok", c.good}, {"needed", c.needed}, {"said", c.said}});
        if (!json)
            std::printf("%-4s %-24s %s\n", c.good ? "ok" : c.needed ? "BAD" : "-", c.name.c_str(), c.said.c_str());
    }
    if (json) {
        nlohmann::ordered_json all{{"software", "smp-mirror " SMP_VERSION}, {"ok", !fault}, {"checks", list}};
        if (light) all["light"] = to_json(*light);
        std::printf("%s\n", all.dump(1).c_str());
    }
    if (fault) return fault->error;
    return Done{};
}

}  // namespace smp
