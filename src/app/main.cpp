// The command line. Each command lives in a file of its own; here only words become options.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <opencv2/core/utils/logger.hpp>

#include "app/doctor.hpp"
#include "app/key_file.hpp"
#include "app/live.hpp"
#include "app/offline.hpp"
#include "app/records_options.hpp"

namespace {

using namespace smp;

void common_options(CLI::App& command, SessionOptions& o) {
    command.add_option("--design", o.design_file, "A treatment design (JSON); what it leaves out keeps its default");
    command.add_option("--set", o.set, "NAME=VALUE: one parameter over the design (see `smp-mirror params`)")
        ->take_all()
        ->allow_extra_args(false);
    command.add_option("--ipd-mm", o.ipd_mm,
                       "The client's pupil distance, which sets true scale (default: 63, the mean of adults)");
    command.add_option("--fov-deg", o.fov_deg, "Horizontal field of view of the camera (default: estimated from 60)");
    command.add_option("--camera", o.camera_file, "Camera calibration (OpenCV YAML)");
    command.add_option("--landmark-model", o.landmark_model, "Another dlib shape predictor with the same 68 points");
    command.add_option("--seed", o.seed, "Seed of every random choice")->capture_default_str();
    command.add_option("--pictures", o.pictures, "Folder for screenshots (default: the user's pictures folder)");
}

void print_parameters() {
    for (const auto& p : parameters()) {
        std::string range =
            p.type == ParameterType::choice ? "" : format_value(p, p.min) + " to " + format_value(p, p.max);
        for (const auto& choice : p.choices) range += (range.empty() ? "" : ", ") + std::string(choice);
        std::printf("%-32s %-8s %s (default %s)\n    %s\n", std::string(p.name).c_str(), std::string(p.unit).c_str(),
                    range.c_str(), format_value(p, p.default_value()).c_str(), std::string(p.help).c_str());
    }
}

int finish(const Status& status) {
    if (status) return 0;
    std::cerr << "smp-mirror: " << status.error().line() << "\n";
    return static_cast<int>(status.error().code);
}

}  // namespace

int main(int argc, char** argv) try {
    // Libraries report through our own one line, not through theirs.
    cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
    setenv("OPENCV_FFMPEG_LOGLEVEL", "-8", 0);

    CLI::App app{"smp-mirror: scalp micropigmentation, seen live on the client's own head"};
    app.set_version_flag("--version", "smp-mirror " SMP_VERSION);
    SessionOptions options;
    LiveJob live;
    RenderJob render;
    StillJob still;
    BenchJob bench;
    std::optional<std::string> doctor_input;
    RecordsJob records;
    bool params_json = false, keys_json = false, doctor_json = false;

    // `live` is what happens without a command, so its options stand at the top too.
    const auto label_option = [](CLI::App& c, bool& label) {
        c.add_flag("!--no-label", label, "Leave out the words that it is a preview: for measuring, never for a client");
    };
    const auto live_options = [&](CLI::App& c) {
        common_options(c, options);
        c.add_option("--input", live.input,
                     "Camera, file, picture, sequence, http:// or rtsp:// (default: the first camera)");
        c.add_option("--monitor", live.monitor, "Show on this monitor, from 0")->check(CLI::NonNegativeNumber);
        c.add_flag("--windowed", live.windowed, "A window instead of the full screen");
        c.add_flag("--hud", live.hud, "Small graphs over the picture: frame rate, age, times of the stages, tracker");
        c.add_option("--store", live.store, "Folder of the consultation record (default: in the user's data folder)");
        c.add_flag("--resume", live.resume, "Go on with the last work")->excludes("--design")->excludes("--set");
        auto* open = c.add_flag_callback(
            "--desk", [&] { live.desk = DeskWish::at_start; },
            "Open the technician's desk at the start, also on one monitor (default: where there is a second one)");
        c.add_flag_callback(
             "--no-desk", [&] { live.desk = DeskWish::on_key; }, "Open the technician's desk only when D is pressed")
            ->excludes(open);
        c.add_flag("--tablet{8443}", live.tablet_port,
                   "Serve the page for tablets from the start, on port 8443 or the one given: --tablet=PORT")
            ->check(CLI::Range(1, 65535));
    };
    live_options(app);
    auto* live_cmd = app.add_subcommand("live", "The live mirror (also without a command)");
    live_options(*live_cmd);
    auto* render_cmd = app.add_subcommand("render", "Treat every frame of a recording and write a video");
    common_options(*render_cmd, options);
    render_cmd->add_option("--input", render.input, "Video, picture, numbered sequence, or demo")->required();
    render_cmd->add_option("--output", render.output, "Video to write (.mp4)")->required();
    render_cmd->add_option("--trace", render.trace, "Per-frame trace to write (JSON lines)");
    render_cmd->add_option("--mask-video", render.mask_video, "Treated coverage of each frame to write (.mkv)");
    render_cmd->add_option("--frames", render.frames, "Only the first N frames")->check(CLI::PositiveNumber);
    label_option(*render_cmd, render.label);
    auto* still_cmd = app.add_subcommand("still", "Treat one picture");
    common_options(*still_cmd, options);
    still_cmd->add_option("--input", still.input, "The picture")->required();
    still_cmd->add_option("--output", still.output, "Picture to write (.png)")->required();
    still_cmd->add_option("--mask", still.mask, "Treated coverage to write (.png)");
    still_cmd->add_option("--trace", still.trace, "Trace of the picture to write (JSON)");
    still_cmd->add_option("--numbers", still.numbers,
                          "Area, marks, millimetres and warnings to write (JSON); - prints them as text");
    still_cmd->add_option("--loupe", still.loupe,
                          "X,Y,SCALE: a close look instead, at the pixel X,Y of the picture, magnified 2 to 40 times");
    still_cmd
        ->add_flag("--card", still.card,
                   "Measure true scale by a bank card held flat to the forehead, print it and go by it")
        ->excludes("--ipd-mm");
    auto* match = still_cmd->add_flag("--match-stubble", still.match_stubble,
                                      "Meet the client's own shaved fringe or beard: prints what was measured and the "
                                      "pigment, density and grain offered, and draws them");
    still_cmd->add_flag("--lighter", still.lighter, "Draw the match one step lighter, to start with")->needs(match);
    auto* sheet = still_cmd
                      ->add_option("--sheet", still.sheet,
                                   "PDF to write for the client: before and after, the design in mm, a template of the "
                                   "hairline to cut out, recipe, plan, aftercare")
                      ->excludes("--loupe");
    still_cmd->add_option("--paper", still.paper, "Paper of the sheet: a4 or letter")
        ->needs(sheet)
        ->capture_default_str();
    label_option(*still_cmd, still.label);
    auto* bench_cmd = app.add_subcommand("bench", "Measure the whole chain on this machine");
    common_options(*bench_cmd, options);
    bench_cmd->add_option("--input", bench.input, "Recording to measure with")->capture_default_str();
    bench_cmd->add_option("--size", bench.size, "Scale frames to WxH first");
    bench_cmd->add_option("--frames", bench.frames, "How many frames")
        ->check(CLI::Range(1, 1000000))
        ->capture_default_str();
    bench_cmd->add_flag("--json", bench.json, "Print JSON");
    auto* params_cmd = app.add_subcommand("params", "List every parameter of a design");
    params_cmd->add_flag("--json", params_json, "Print JSON");
    auto* keys_cmd = app.add_subcommand("keys", "List the keys of the mirror and the names of what they do");
    keys_cmd->add_flag("--json", keys_json, "Print JSON: a start for a salon's own keys.json");
    auto* doctor_cmd =
        app.add_subcommand("doctor", "Say what this machine has and lacks, and whether light and camera will do");
    common_options(*doctor_cmd, options);
    doctor_cmd->add_option("--input", doctor_input,
                           "Look at light and camera on this source, for some seconds (default: the first camera)");
    doctor_cmd->add_flag("--json", doctor_json, "Print JSON");
    auto* records_cmd = add_records_command(app, records);
    app.require_subcommand(0, 1);

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        if (e.get_exit_code() == 0) return app.exit(e);  // --help, --version
        return finish(Error{ExitCode::usage, e.what(), "", "see smp-mirror --help"});
    }
    if (*render_cmd) return finish(render_command(options, render));
    if (*still_cmd) return finish(still_command(options, still));
    if (*bench_cmd) return finish(bench_command(options, bench));
    if (*records_cmd) return finish(records_command(records));
    if (*doctor_cmd) return finish(doctor_command(options, doctor_input, doctor_json));
    if (*keys_cmd) return finish(keys_command(keys_json));
    if (*params_cmd) {
        if (params_json)
            std::cout << parameters_to_json() << "\n";
        else
            print_parameters();
        return 0;
    }
    return finish(live_command(options, live));
} catch (const std::exception& e) {
    std::cerr << "smp-mirror: internal fault (" << e.what() << "); please report it\n";
    return static_cast<int>(smp::ExitCode::fault);
}
