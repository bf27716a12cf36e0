// Every exit code of the contract, and what goes with it: one line on standard error that names what is at fault, and
// nothing left under the names of the outputs.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <functional>
#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <ostream>

#include "system/program.hpp"

namespace smp::test {
namespace {

using Words = std::vector<std::string>;

const std::filesystem::path dlib_model = "/usr/share/dlib/shape_predictor_68_face_landmarks.dat";

// A picture with structure, and no face in it.
cv::Mat empty_room() {
    cv::Mat picture(240, 320, CV_8UC3);
    for (int y = 0; y < picture.rows; ++y)
        for (int x = 0; x < picture.cols; ++x)
            picture.at<cv::Vec3b>(y, x) = cv::Vec3b(cv::saturate_cast<uchar>(x / 2), cv::saturate_cast<uchar>(y / 2),
                                                    x / 40 % 2 ? uchar{120} : uchar{90});
    return picture;
}

std::string encoded(const std::string& extension) {
    std::vector<uchar> bytes;
    cv::imencode(extension, empty_room(), bytes);
    return {bytes.begin(), bytes.end()};
}

std::string first_half(const std::string& bytes) {
    return bytes.substr(0, bytes.size() / 2);
}

// One way to fail. `make` writes what the case needs and returns the arguments.
struct Case {
    std::string name;
    int exit_code;
    std::string fault;  // must stand in the error line
    std::function<Words(const Scratch& in, const Scratch& out)> make;
    std::map<std::string, std::string> environment = {};
};

std::ostream& operator<<(std::ostream& stream, const Case& c) {
    return stream << c.name;
}

void expect_one_line_naming(const Outcome& outcome, const std::string& fault) {
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    EXPECT_TRUE(outcome.err.ends_with('\n')) << outcome.err;
    EXPECT_GT(outcome.err.size(), 10u) << "too short to say what, where and what to do: " << outcome.err;
    EXPECT_NE(outcome.err.find(fault), std::string::npos) << "'" << fault << "' is not named in: " << outcome.err;
}

class Contract : public testing::TestWithParam<Case> {};

TEST_P(Contract, FailsWithItsCodeOneLineAndNothingLeft) {
    const Case& c = GetParam();
    const Scratch in, out;
    const auto outcome = run(c.make(in, out), {.environment = c.environment});
    EXPECT_FALSE(outcome.timed_out);
    EXPECT_EQ(outcome.exit_code, c.exit_code) << outcome.err;
    expect_one_line_naming(outcome, c.fault);
    EXPECT_EQ(out.names(), Words{}) << "left behind by a run that failed";
}

auto name_of = [](const testing::TestParamInfo<Case>& which) { return which.param.name; };

// --- the inputs ---------------------------------------------------------------------------------------------------

// Every output that the command has.
Words full(const std::string& command, const std::string& input, const Scratch& out, const Words& more) {
    const bool one = command == "still";
    Words words{command,
                "--input",
                input,
                "--output",
                out.file(one ? "out.png" : "out.mp4"),
                one ? "--mask" : "--mask-video",
                out.file(one ? "mask.png" : "mask.mkv"),
                "--trace",
                out.file("trace.jsonl")};
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

Words still(const std::string& input, const Scratch& out, const Words& more = {}) {
    return full("still", input, out, more);
}

Words render(const std::string& input, const Scratch& out, const Words& more = {}) {
    return full("render", input, out, more);
}

using Command = Words (*)(const std::string&, const Scratch&, const Words&);

Case bad_input(const std::string& name, Command command, const std::string& file, std::function<std::string()> bytes) {
    return {name, 3, file, [=](const Scratch& in, const Scratch& out) {
                return command(bytes ? in.write(file, bytes()) : in.file(file), out, {});
            }};
}

std::string text_file() {
    return "This is a letter, and neither a picture nor a video.\n";
}

INSTANTIATE_TEST_SUITE_P(
    Video, Contract,
    testing::Values(bad_input("Missing", render, "gone.mp4", nullptr),
                    bad_input("Empty", render, "empty.mp4", [] { return std::string(); }),
                    bad_input("BreaksOff", render, "half.mp4", [] { return first_half(read_bytes(demo_clip)); }),
                    bad_input("OnlyItsFirstBytes", render, "head.mp4", [] { return read_bytes(demo_clip, 2000); }),
                    bad_input("IsText", render, "letter.mp4", text_file),
                    bad_input("EmptySequence", render, "%04d.png", nullptr),
                    Case{"IsAFolder", 3, "folder.mp4",
                         [](const Scratch& in, const Scratch& out) {
                             std::filesystem::create_directory(in.path() / "folder.mp4");
                             return render(in.file("folder.mp4"), out);
                         }}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Picture, Contract,
    testing::Values(bad_input("Missing", still, "gone.png", nullptr),
                    bad_input("Empty", still, "empty.png", [] { return std::string(); }),
                    bad_input("TruncatedPng", still, "half.png", [] { return first_half(encoded(".png")); }),
                    bad_input("TruncatedJpeg", still, "half.jpg", [] { return first_half(encoded(".jpg")); }),
                    bad_input("OnlyItsFirstBytes", still, "head.png", [] { return encoded(".png").substr(0, 20); }),
                    bad_input("IsText", still, "letter.png", text_file)),
    name_of);

// A file given with an option, beside an input that is in order.
Case bad_option_file(const std::string& name, const std::string& option, const std::string& file,
                     const std::string& fault, std::function<std::string()> bytes) {
    return {name, 3, fault, [=](const Scratch& in, const Scratch& out) {
                const auto input = in.write("room.png", encoded(".png"));
                return still(input, out, {option, bytes ? in.write(file, bytes()) : in.file(file)});
            }};
}

Case bad_design(const std::string& name, const std::string& fault, const std::string& json) {
    return bad_option_file(name, "--design", "design.json", fault, [=] { return json; });
}

std::string design_with(const std::string& params) {
    return R"({"schema": "smp-mirror/design/1", "name": "test", "params": )" + params + "}";
}

INSTANTIATE_TEST_SUITE_P(
    Design, Contract,
    testing::Values(bad_option_file("Missing", "--design", "gone.json", "gone.json", nullptr),
                    bad_design("Empty", "design.json", ""),
                    bad_design("Truncated", "design.json", first_half(design_with(R"({"hairline.height_mm": 80})"))),
                    bad_design("IsText", "design.json", text_file()),
                    bad_design("IsBinary", "design.json", std::string("\x89PNG\r\n\x1a\n\0\0\xff\xfe", 12)),
                    bad_design("IsAnArray", "design.json", "[1, 2, 3]"),
                    bad_design("NoSchema", "schema", R"({"params": {}})"),
                    bad_design("OtherSchema", "schema", R"({"schema": "smp-mirror/design/999", "params": {}})"),
                    bad_design("ParamsAreNoObject", "params", design_with("7")),
                    bad_design("UnknownName", "hairline.sparkle", design_with(R"({"hairline.sparkle": 1})")),
                    bad_design("TextForANumber", "hairline.height_mm",
                               design_with(R"({"hairline.height_mm": "high"})")),
                    bad_design("NumberForAChoice", "hairline.style", design_with(R"({"hairline.style": {}})")),
                    bad_design("UnknownChoice", "hairline.style", design_with(R"({"hairline.style": "mohawk"})")),
                    bad_design("TooHigh", "hairline.height_mm", design_with(R"({"hairline.height_mm": 5000})")),
                    bad_design("TooLow", "pigment.dilution", design_with(R"({"pigment.dilution": -1})")),
                    bad_design("Infinite", "design.json", design_with(R"({"stipple.density_per_cm2": 1e999})"))),
    name_of);

Case bad_set(const std::string& name, int exit_code, const std::string& fault, const std::string& setting) {
    return {name, exit_code, fault, [=](const Scratch& in, const Scratch& out) {
                return still(in.write("room.png", encoded(".png")), out, {"--set", setting});
            }};
}

INSTANTIATE_TEST_SUITE_P(Set, Contract,
                         testing::Values(bad_set("UnknownName", 3, "hairline.sparkle", "hairline.sparkle=1"),
                                         bad_set("TooHigh", 3, "hairline.height_mm", "hairline.height_mm=5000"),
                                         bad_set("NotANumber", 3, "stipple.density_per_cm2",
                                                 "stipple.density_per_cm2=dense"),
                                         bad_set("Nan", 3, "view.opacity", "view.opacity=nan"),
                                         bad_set("HalfANumber", 3, "view.opacity", "view.opacity=0.5x"),
                                         bad_set("UnknownChoice", 3, "region", "region=beard"),
                                         bad_set("NoValue", 2, "hairline.height_mm", "hairline.height_mm")),
                         name_of);

Case bad_camera(const std::string& name, const std::string& yaml) {
    return bad_option_file(name, "--camera", "camera.yml", "camera.yml", [=] { return yaml; });
}

std::string matrix(const std::string& name, int rows, int cols, const std::string& data) {
    return name + ": !!opencv-matrix\n   rows: " + std::to_string(rows) + "\n   cols: " + std::to_string(cols) +
           "\n   dt: d\n   data: [ " + data + " ]\n";
}

const std::string yaml_head = "%YAML:1.0\n---\n";
const std::string good_distortion = matrix("distortion_coefficients", 5, 1, "0., 0., 0., 0., 0.");

INSTANTIATE_TEST_SUITE_P(
    Calibration, Contract,
    testing::Values(
        bad_option_file("Missing", "--camera", "gone.yml", "gone.yml", nullptr), bad_camera("Empty", ""),
        bad_camera("Truncated",
                   first_half(yaml_head + matrix("camera_matrix", 3, 3, "640., 0., 320., 0., 640., 240., 0., 0., 1."))),
        bad_camera("IsText", text_file()), bad_camera("NoMatrix", yaml_head + good_distortion),
        bad_camera("SmallMatrix", yaml_head + matrix("camera_matrix", 2, 2, "640., 0., 0., 640.") + good_distortion),
        bad_camera("NoFocalLength", yaml_head +
                                        matrix("camera_matrix", 3, 3, "0., 0., 320., 0., 0., 240., 0., 0., 1.") +
                                        good_distortion)),
    name_of);

Case bad_model(const std::string& name, std::function<std::string()> bytes) {
    return bad_option_file(name, "--landmark-model", "model.dat", "model.dat", std::move(bytes));
}

INSTANTIATE_TEST_SUITE_P(LandmarkModel, Contract,
                         testing::Values(bad_model("Missing", nullptr),
                                         bad_model("Empty", [] { return std::string(); }),
                                         bad_model("Truncated", [] { return read_bytes(dlib_model, 1 << 20); }),
                                         bad_model("IsText", text_file)),
                         name_of);

INSTANTIATE_TEST_SUITE_P(
    Output, Contract,
    testing::Values(Case{"StillIntoAMissingFolder", 3, "nowhere",
                         [](const Scratch& in, const Scratch& out) {
                             return Words{"still", "--input", first_frame(demo_clip, in, "client.png"), "--output",
                                          out.file("nowhere/out.png")};
                         }},
                    Case{"StillWhosePictureAloneCannotBeWritten", 3, "nowhere",
                         [](const Scratch& in, const Scratch& out) {
                             return Words{"still",
                                          "--input",
                                          first_frame(demo_clip, in, "client.png"),
                                          "--output",
                                          out.file("nowhere/out.png"),
                                          "--mask",
                                          out.file("mask.png"),
                                          "--trace",
                                          out.file("trace.jsonl"),
                                          "--numbers",
                                          out.file("numbers.json")};
                         }},
                    Case{"StillWhoseNumbersAloneCannotBeWritten", 3, "nowhere",
                         [](const Scratch& in, const Scratch& out) {
                             return still(first_frame(demo_clip, in, "client.png"), out,
                                          {"--numbers", out.file("nowhere/numbers.json")});
                         }},
                    Case{"StillWhosePictureIsNoPng", 3, "out.jpg",
                         [](const Scratch& in, const Scratch& out) {
                             return Words{"still",
                                          "--input",
                                          first_frame(demo_clip, in, "client.png"),
                                          "--output",
                                          out.file("out.jpg"),
                                          "--numbers",
                                          out.file("numbers.json")};
                         }},
                    Case{"StillWithOneNameForTwo", 2, "out.png",
                         [](const Scratch& in, const Scratch& out) {
                             return Words{"still",
                                          "--input",
                                          first_frame(demo_clip, in, "client.png"),
                                          "--output",
                                          out.file("out.png"),
                                          "--mask",
                                          out.file("./out.png")};
                         }},
                    Case{"RenderWhoseTraceAloneCannotBeWritten", 3, "nowhere",
                         [](const Scratch&, const Scratch& out) {
                             return Words{"render",
                                          "--input",
                                          "demo",
                                          "--output",
                                          out.file("out.mp4"),
                                          "--mask-video",
                                          out.file("mask.mkv"),
                                          "--trace",
                                          out.file("nowhere/trace.jsonl"),
                                          "--frames",
                                          "2"};
                         }},
                    Case{"RenderIntoAMissingFolder", 3, "nowhere",
                         [](const Scratch&, const Scratch& out) {
                             return Words{"render",   "--input", "demo", "--output", out.file("nowhere/out.mp4"),
                                          "--frames", "2"};
                         }},
                    Case{"RenderToAnUnknownFormat", 3, "out.xyz",
                         [](const Scratch&, const Scratch& out) {
                             return Words{"render",   "--input", "demo", "--output", out.file("out.xyz"),
                                          "--frames", "2"};
                         }}),
    name_of);

Case bad_loupe(const std::string& name, int exit_code, const std::string& given) {
    return {name, exit_code, "--loupe " + given, [=](const Scratch& in, const Scratch& out) {
                return still(in.write("room.png", encoded(".png")), out, {"--loupe", given});
            }};
}

INSTANTIATE_TEST_SUITE_P(
    Loupe, Contract,
    testing::Values(bad_loupe("NotThreeNumbers", 2, "100,80"), bad_loupe("NoNumbers", 2, "brow,left,8"),
                    bad_loupe("OneTooMany", 2, "100,80,8,3"), bad_loupe("HalfANumber", 2, "100,80,8x"),
                    bad_loupe("TooLarge", 3, "100,80,41"), bad_loupe("TooSmall", 3, "100,80,1.5"),
                    bad_loupe("BesideThePicture", 3, "320,80,8"), bad_loupe("AboveThePicture", 3, "100,-1,8")),
    name_of);

// --- usage and devices --------------------------------------------------------------------------------------------

Case usage(const std::string& name, const std::string& fault, const Words& words) {
    return {name, 2, fault, [=](const Scratch&, const Scratch& out) {
                Words placed = words;
                for (auto& word : placed)
                    if (word == "OUT.png" || word == "OUT.mp4") word = out.file(word);
                return placed;
            }};
}

INSTANTIATE_TEST_SUITE_P(
    Usage, Contract,
    testing::Values(
        usage("UnknownCommand", "nonsense", {"nonsense"}), usage("UnknownOption", "--nonsense", {"--nonsense"}),
        usage("UnknownOptionOfACommand", "--nonsense", {"params", "--nonsense"}),
        usage("SurplusWord", "surplus", {"params", "surplus"}),
        usage("RenderWithoutInput", "--input", {"render", "--output", "OUT.mp4"}),
        usage("RenderWithoutOutput", "--output", {"render", "--input", "demo"}),
        usage("StillWithoutInput", "--input", {"still", "--output", "OUT.png"}),
        usage("OptionWithoutValue", "--input", {"render", "--output", "OUT.mp4", "--input"}),
        usage("FramesIsNoNumber", "--frames", {"render", "--input", "demo", "--output", "OUT.mp4", "--frames", "some"}),
        usage("IpdIsNoNumber", "--ipd-mm", {"still", "--input", "demo", "--output", "OUT.png", "--ipd-mm", "wide"}),
        usage("SeedIsNoNumber", "--seed", {"still", "--input", "demo", "--output", "OUT.png", "--seed", "x"}),
        usage("SizeIsNoSize", "--size", {"bench", "--size", "large", "--frames", "2"})),
    name_of);

class WithoutGl : public testing::TestWithParam<std::string> {};

TEST_P(WithoutGl, IsAMissingDevice) {
    const Scratch in, out;
    // An EGL that knows no vendor: a machine on which OpenGL cannot be had.
    std::filesystem::create_directory(in.path() / "no-vendors");
    const std::string output = out.file(GetParam() == "still" ? "out.png" : "out.mp4");
    Words words{GetParam(), "--input", "demo"};
    if (GetParam() == "still") words[2] = in.write("room.png", encoded(".png"));
    if (GetParam() != "bench") words.insert(words.end(), {"--output", output});
    if (GetParam() != "still") words.insert(words.end(), {"--frames", "2"});
    const auto outcome = run(words, {.environment = {{"__EGL_VENDOR_LIBRARY_DIRS", in.file("no-vendors")}}});
    EXPECT_EQ(outcome.exit_code, 4) << outcome.err;
    expect_one_line_naming(outcome, "GL");
    EXPECT_EQ(out.names(), Words{});
}

INSTANTIATE_TEST_SUITE_P(Device, WithoutGl, testing::Values("still", "render", "bench"),
                         [](const auto& which) { return which.param; });

INSTANTIATE_TEST_SUITE_P(Device, Contract,
                         testing::Values(Case{"RenderFromACameraThatIsNotThere", 4, "/dev/video99",
                                              [](const Scratch&, const Scratch& out) {
                                                  return render("/dev/video99", out, {"--frames", "2"});
                                              }},
                                         Case{"BenchOnACameraThatIsNotThere", 4, "/dev/video99",
                                              [](const Scratch&, const Scratch&) {
                                                  return Words{"bench", "--input", "/dev/video99", "--frames", "2"};
                                              }},
                                         Case{"LiveWithoutADisplay", 4, "isplay",
                                              [](const Scratch&, const Scratch&) {
                                                  return Words{"live", "--input", "demo"};
                                              }}),
                         name_of);

// --- no face ------------------------------------------------------------------------------------------------------

INSTANTIATE_TEST_SUITE_P(Still, Contract,
                         testing::Values(Case{"FindsNoFace", 5, "room.png",
                                              [](const Scratch& in, const Scratch& out) {
                                                  return still(in.write("room.png", encoded(".png")), out);
                                              }}),
                         name_of);

TEST(StillWithoutAFace, LeavesTheEarlierOutputAsItWas) {
    const Scratch in, out;
    const auto earlier = out.write("out.png", "what was there before");
    const auto outcome = run({"still", "--input", in.write("room.png", encoded(".png")), "--output", earlier});
    EXPECT_EQ(outcome.exit_code, 5) << outcome.err;
    EXPECT_EQ(read_bytes(earlier), "what was there before");
    EXPECT_EQ(out.names(), Words{"out.png"});
}

// A disk that fills up with the last and largest of them, the picture.
TEST(Still, LeavesNothingWhenTheDiskFillsUp) {
    const Scratch in, out;
    ::signal(SIGXFSZ, SIG_IGN);  // the program under test inherits it, and the limit
    rlimit before{};
    ::getrlimit(RLIMIT_FSIZE, &before);
    const auto input = first_frame(demo_clip, in, "client.png");
    const rlimit small{100'000, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
    const auto outcome = run(still(input, out, {"--numbers", out.file("numbers.json")}));
    ::setrlimit(RLIMIT_FSIZE, &before);
    ::signal(SIGXFSZ, SIG_DFL);
    EXPECT_EQ(outcome.exit_code, 3) << outcome.err;
    expect_one_line_naming(outcome, "out.png");
    EXPECT_EQ(out.names(), Words{});
}

TEST(Still, SaysWhenWhatItPrintsIsLost) {
    const Scratch in, out;
    const auto input = first_frame(demo_clip, in, "client.png");
    const auto words = still(input, out, {"--numbers", "-"});
    std::string line = "exec '" + program().string() + "'";
    for (const auto& word : words) line += " '" + word + "'";
    const auto outcome = run({"-c", line + " >/dev/full"}, {.program = "/bin/sh"});
    EXPECT_EQ(outcome.exit_code, 3) << outcome.err;
    expect_one_line_naming(outcome, "standard output");
    EXPECT_EQ(out.names(), Words{});
}

TEST(RangeError, NamesTheAllowedRange) {
    const auto listed = run({"params", "--json"});
    ASSERT_EQ(listed.exit_code, 0) << listed.err;
    const Scratch in, out;
    const auto outcome = run(still(in.write("room.png", encoded(".png")), out, {"--set", "pigment.dilution=4711"}));
    EXPECT_EQ(outcome.exit_code, 3);
    for (const auto& parameter : nlohmann::json::parse(listed.out))
        if (parameter.at("name") == "pigment.dilution")
            for (const char* end : {"min", "max"})
                expect_one_line_naming(outcome, std::to_string(parameter.at(end).get<int>()));
    expect_one_line_naming(outcome, "pigment.dilution");
}

}  // namespace
}  // namespace smp::test
