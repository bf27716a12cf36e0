// What a run that ends well leaves: the files, sizes, counts and fields of the contract.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>
#include <sstream>

#include "system/program.hpp"

namespace smp::test {
namespace {

using nlohmann::json;
using Words = std::vector<std::string>;

std::vector<json> lines_of(const std::string& file) {
    std::istringstream stream(read_bytes(file));
    std::vector<json> result;
    for (std::string line; std::getline(stream, line);) result.push_back(json::parse(line));
    return result;
}

struct Clip {
    int width_px = 0, height_px = 0, frames = 0;
    double fps = 0;
};

// Counts what can be decoded, whatever the container claims.
Clip decoded(const std::string& file) {
    cv::VideoCapture clip(file);
    Clip result;
    result.fps = clip.get(cv::CAP_PROP_FPS);
    for (cv::Mat frame; clip.read(frame); ++result.frames) {
        result.width_px = frame.cols;
        result.height_px = frame.rows;
    }
    return result;
}

class Help : public testing::TestWithParam<std::string> {};

TEST_P(Help, IsThereForEveryCommand) {
    const auto outcome = run({GetParam(), "--help"});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(outcome.err, "");
    EXPECT_NE(outcome.out.find("--help"), std::string::npos) << outcome.out;
}

INSTANTIATE_TEST_SUITE_P(Command, Help, testing::Values("live", "render", "still", "bench", "params", "keys", "doctor"),
                         [](const auto& which) { return which.param; });

TEST(Params, JsonListsEveryParameterOfTheContract) {
    const auto outcome = run({"params", "--json"});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    Words names;
    for (const auto& parameter : json::parse(outcome.out)) {
        for (const char* field : {"name", "type", "unit", "min", "max", "default", "step", "group", "help"})
            EXPECT_TRUE(parameter.contains(field)) << field << " of " << parameter;
        names.push_back(parameter.at("name"));
    }
    for (const char* name :
         {"hairline.height_mm", "hairline.style", "hairline.temple_recession_mm", "hairline.temple_height_mm",
          "hairline.tilt_mm", "hairline.edge_width_mm", "hairline.irregularity", "region", "stipple.density_per_cm2",
          "stipple.dot_diameter_mm", "stipple.size_variation", "stipple.mark", "pigment.shade", "pigment.dilution",
          "treatment.session", "treatment.age_months", "view.opacity"})
        EXPECT_EQ(std::count(names.begin(), names.end(), name), 1) << name;
}

TEST(Doctor, SpeaksJsonWhateverItFinds) {
    const auto outcome = run({"doctor", "--json"});
    EXPECT_TRUE(outcome.exit_code == 0 || outcome.exit_code == 4) << outcome.exit_code << ": " << outcome.err;
    EXPECT_TRUE(json::accept(outcome.out)) << outcome.out;
}

TEST(Doctor, LooksAtLightAndCameraOfASource) {
    const Scratch scratch;
    cv::Mat picture = cv::imread(first_frame(demo_clip, scratch, "client.png"));
    picture.convertTo(picture, -1, 0.15);
    cv::imwrite(scratch.file("dark.png"), picture);
    cv::imwrite(scratch.file("wall.png"), cv::Mat(480, 640, CV_8UC3, cv::Scalar(120, 130, 140)));
    const auto light = [&](const std::string& file) {
        const auto outcome = run({"doctor", "--json", "--input", scratch.file(file)});
        EXPECT_TRUE(outcome.exit_code == 0 || outcome.exit_code == 4) << outcome.exit_code << ": " << outcome.err;
        return json::parse(outcome.out).at("light");
    };
    const auto verdict = [](const json& found, const std::string& name) {
        for (const auto& f : found.at("findings"))
            if (f.at("name") == name) return f.at("verdict").get<std::string>();
        return "no finding: " + found.dump();
    };
    const json good = light("client.png"), dark = light("dark.png"), wall = light("wall.png");
    EXPECT_EQ(verdict(good, "Exposure"), "good");
    EXPECT_EQ(verdict(good, "Left and right"), "doubtful") << "the demo client's lamp stands to one side";
    EXPECT_EQ(verdict(good, "Sharpness"), "good");
    EXPECT_NE(good.at("lock").get<std::string>().find("no camera to lock"), std::string::npos) << good;
    EXPECT_EQ(verdict(dark, "Exposure"), "bad");
    EXPECT_NE(dark.dump().find("Too dark"), std::string::npos) << dark;
    EXPECT_TRUE(wall.at("findings").empty());
    EXPECT_NE(wall.at("trouble").get<std::string>().find("no head"), std::string::npos) << wall;
    EXPECT_EQ(run({"doctor", "--input", scratch.file("missing.png")}).exit_code, 3);
    const auto text = run({"doctor", "--input", scratch.file("dark.png")});
    EXPECT_NE(text.out.find("Too dark: put more light"), std::string::npos) << text.out;
}

// From a foreign folder, with names that have spaces and umlauts, relative to it.
TEST(Still, WritesPictureMaskAndTraceOfTheInputsSize) {
    const Scratch scratch;
    const auto frame = cv::imread(first_frame(demo_clip, scratch, "client ä.png"));
    const auto outcome = run({"still", "--input", "client ä.png", "--output", "treated ä.png", "--mask", "mask ä.png",
                              "--trace", "trace.jsonl", "--no-label"},
                             {.working_folder = scratch.path()});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(outcome.err, "");
    EXPECT_EQ(scratch.names(), (Words{"client ä.png", "mask ä.png", "trace.jsonl", "treated ä.png"}));

    const auto treated = cv::imread(scratch.file("treated ä.png"), cv::IMREAD_UNCHANGED);
    const auto mask = cv::imread(scratch.file("mask ä.png"), cv::IMREAD_UNCHANGED);
    ASSERT_EQ(treated.type(), CV_8UC3);
    ASSERT_EQ(treated.size(), frame.size());
    ASSERT_EQ(mask.type(), CV_8UC1);
    ASSERT_EQ(mask.size(), frame.size());
    const int covered = cv::countNonZero(mask > 200), bare = cv::countNonZero(mask == 0);
    EXPECT_GT(covered, mask.rows * mask.cols / 300) << "the scalp of the demo client is treated";
    EXPECT_GT(bare, mask.rows * mask.cols / 2) << "and the rest of the picture is not";

    // Pigment only darkens, and only where the mask says so. Counted, so that a pixel's rounding is allowed.
    int darkened = 0, changed_outside = 0;
    for (int y = 0; y < frame.rows; ++y)
        for (int x = 0; x < frame.cols; ++x) {
            const auto a = frame.at<cv::Vec3b>(y, x), b = treated.at<cv::Vec3b>(y, x);
            const int m = mask.at<uchar>(y, x);
            if (m > 200 && a[1] - b[1] >= 3) ++darkened;
            if (m == 0 && std::abs(a[1] - b[1]) > 2) ++changed_outside;
        }
    EXPECT_GT(darkened, covered / 2);
    EXPECT_LT(changed_outside, bare / 1000);

    const auto trace = lines_of(scratch.file("trace.jsonl"));
    ASSERT_EQ(trace.size(), 1u);
    EXPECT_EQ(trace[0].at("state"), "tracking");
}

TEST(Still, NumbersAreJsonInAFileAndTextOnStandardOutput) {
    const Scratch scratch;
    const auto input = first_frame(demo_clip, scratch, "client.png");
    const auto still = [&](Words more) {
        Words words{"still", "--input", input, "--output", scratch.file("out.png")};
        words.insert(words.end(), more.begin(), more.end());
        const auto outcome = run(words);
        EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
        EXPECT_EQ(outcome.err, "");
        return outcome;
    };
    const auto numbers = scratch.file("numbers.json");
    const auto written = [&] { return json::parse(read_bytes(numbers)); };
    EXPECT_EQ(still({"--numbers", numbers}).out, "");
    const auto assumed = written();
    EXPECT_EQ(assumed.at("schema"), "smp-mirror/numbers/1");
    EXPECT_EQ(assumed.at("scale").at("ipd_given"), false);
    EXPECT_EQ(assumed.at("scale").at("ipd_mm"), 63);
    EXPECT_EQ(assumed.at("scale").at("one_picture"), true);
    const double area = assumed.at("treated_area_cm2").at("value");
    EXPECT_GT(area, 300);
    EXPECT_LT(area, 900);
    ASSERT_EQ(assumed.at("sessions").size(), 4u);
    std::size_t sum = 0;
    for (const auto& session : assumed.at("sessions")) {
        sum += session.at("adds").get<std::size_t>();
        EXPECT_EQ(session.at("after"), sum);
    }
    EXPECT_EQ(assumed.at("marks").at("value"), sum);
    const auto& hairline = assumed.at("hairline");
    EXPECT_NEAR(hairline.at("height_mm").at("value").get<double>(), 75, 0.1);
    for (const char* name : {"corner_height_mm", "corner_recession_mm", "corner_from_midline_mm", "corner_depth_mm",
                             "corner_to_temple_mm", "temple_height_mm", "temple_ahead_mm"})
        for (const char* side : {"left", "right"}) {
            EXPECT_TRUE(hairline.at(name).at(side).at("value").is_number()) << name;
            EXPECT_GE(hairline.at(name).at(side).at("tolerance").get<double>(), 1) << name;
        }
    EXPECT_GT(hairline.at("temple_width_mm").at("value").get<double>(), 100);
    EXPECT_TRUE(hairline.at("tilt_deg").is_number());
    for (const char* name : {"falls_mm", "slope_at_yaw_45_deg", "slope_at_yaw_90_deg"})
        EXPECT_TRUE(hairline.at("profile").at("left").at(name).is_number()) << name;
    EXPECT_TRUE(assumed.at("warnings").is_array());

    // The same pupil distance, but measured: the same head, better known.
    still({"--numbers", numbers, "--ipd-mm", "63", "--set", "hairline.height_mm=55"});
    const auto given = written();
    EXPECT_EQ(given.at("scale").at("ipd_given"), true);
    EXPECT_LT(given.at("scale").at("length_tolerance_percent"), assumed.at("scale").at("length_tolerance_percent"));
    EXPECT_EQ(given.at("hairline").at("temple_width_mm").at("value"), hairline.at("temple_width_mm").at("value"));
    EXPECT_EQ(given.at("warnings").at(0).at("id"), "low_hairline");

    const auto text = still({"--numbers", "-"}).out;
    for (const char* part : {"Treated area", "Marks in all", "Session 1", "Hairline", "75.0"})
        EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
}

TEST(Still, SheetForTheClientIsWrittenWithThePictureOrNotAtAll) {
    const Scratch scratch;
    const auto input = first_frame(demo_clip, scratch, "client.png");
    const auto still = [&](const std::string& sheet, Words more = {}) {
        Words words{"still", "--input", input, "--output", scratch.file("out.png"), "--sheet", sheet};
        words.insert(words.end(), more.begin(), more.end());
        return run(words);
    };
    const auto sheet = scratch.file("sheet.pdf");
    for (const auto& [more, code] : {std::pair{Words{"--paper", "legal"}, 2}, {Words{"--loupe", "640,170,8"}, 2}}) {
        const auto outcome = still(sheet, more);
        EXPECT_EQ(outcome.exit_code, code) << outcome.err;
        EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    }
    EXPECT_EQ(still(scratch.file("out.png")).exit_code, 2) << "one name for two outputs";
    const auto nowhere = still(scratch.file("missing/sheet.pdf"));
    EXPECT_EQ(nowhere.exit_code, 3);
    EXPECT_EQ(std::count(nowhere.err.begin(), nowhere.err.end(), '\n'), 1) << nowhere.err;
    EXPECT_NE(nowhere.err.find("sheet.pdf"), std::string::npos) << nowhere.err;
    EXPECT_EQ(scratch.names(), (Words{"client.png"})) << "nothing partial is left, not the picture either";

    const auto outcome = still(sheet, {"--paper", "letter", "--no-label"});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(outcome.out + outcome.err, "");
    EXPECT_EQ(scratch.names(), (Words{"client.png", "out.png", "sheet.pdf"}));
    const auto bytes = read_bytes(sheet);
    EXPECT_EQ(bytes.substr(0, 5), "%PDF-");
    EXPECT_NE(bytes.find("/MediaBox [ 0 0 612 792 ]"), std::string::npos) << "Letter";
    EXPECT_NE(bytes.find("/DCTDecode"), std::string::npos) << "pictures";
    EXPECT_NE(bytes.find("%%EOF"), std::string::npos);
    EXPECT_EQ(bytes.find("client.png"), std::string::npos) << "no path of the machine";
}

TEST(Still, LoupeShowsAPlaceOfThePictureMagnifiedAndTreated) {
    const Scratch scratch;
    const auto input = first_frame(demo_clip, scratch, "client.png");
    const auto frame = cv::imread(input);
    const auto look = [&](const std::string& name, const Words& more) {
        Words words{"still", "--input", input, "--output", scratch.file(name), "--loupe", "640,170,8", "--no-label"};
        words.insert(words.end(), more.begin(), more.end());
        const auto outcome = run(words);
        EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
        return cv::imread(scratch.file(name), cv::IMREAD_UNCHANGED);
    };
    const auto treated = look("treated.png", {"--mask", scratch.file("mask.png")});
    const auto bare = look("bare.png", {"--set", "view.opacity=0"});
    const auto mask = cv::imread(scratch.file("mask.png"), cv::IMREAD_UNCHANGED);
    ASSERT_EQ(treated.size(), frame.size());
    ASSERT_EQ(mask.size(), frame.size());
    // An eighth of the picture about 640, 170.
    const cv::Rect box(560, 125, 160, 90);
    const auto a = cv::mean(bare), b = cv::mean(frame(box));
    for (int c = 0; c < 3; ++c) EXPECT_NEAR(a[c], b[c], 1.5);
    // Single marks: small dark spots with bare skin between them, only where the mask has treatment.
    int dark = 0, covered = 0, outside = 0;
    for (int y = 0; y < mask.rows; ++y)
        for (int x = 0; x < mask.cols; ++x) {
            const bool marked = bare.at<cv::Vec3b>(y, x)[2] - treated.at<cv::Vec3b>(y, x)[2] > 25;
            if (mask.at<uchar>(y, x) > 200) {
                ++covered;
                dark += marked;
            } else if (mask.at<uchar>(y, x) == 0) {
                outside += marked;
            }
        }
    EXPECT_GT(covered, 50000);
    EXPECT_GT(dark, covered / 200);
    EXPECT_LT(dark, covered / 2) << "seen at a slant here, which brings them closer";
    // A few strays of the hairline lie before its ramp.
    EXPECT_LT(outside, dark / 10);
}

TEST(Still, LoupeOfASmallPictureIsLargeEnoughToLookAt) {
    const Scratch scratch;
    const auto client = cv::imread(first_frame(demo_clip, scratch, "client.png"));
    cv::imwrite(scratch.file("small.png"), client(cv::Rect(440, 80, 420, 400)));
    const auto outcome = run(
        {"still", "--input", scratch.file("small.png"), "--output", scratch.file("out.png"), "--loupe", "200,80,6.5"});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(cv::imread(scratch.file("out.png")).size(), cv::Size(504, 480));
}

// The demo client with another lower face: softened, or so many times as bright.
void repaint_beard(const std::string& from, const std::string& to, double blur_px, double brighter) {
    const cv::Mat client = cv::imread(from);
    cv::Mat share(client.size(), CV_32F, cv::Scalar(0)), other = client;
    cv::ellipse(share, {645, 570}, {175, 120}, 0, 0, 360, 1, cv::FILLED);
    cv::GaussianBlur(share, share, {}, 10);
    if (blur_px > 0) cv::GaussianBlur(client, other, {}, blur_px);
    cv::Mat out = client.clone();
    for (int y = 0; y < out.rows; ++y)
        for (int x = 0; x < out.cols; ++x)
            for (int k = 0; k < 3; ++k) {
                const double s = share.at<float>(y, x);
                out.at<cv::Vec3b>(y, x)[k] = cv::saturate_cast<uchar>((1 - s) * client.at<cv::Vec3b>(y, x)[k] +
                                                                      s * brighter * other.at<cv::Vec3b>(y, x)[k]);
            }
    cv::imwrite(to, out);
}

TEST(Still, MatchesTheClientsBeard) {
    const Scratch scratch;
    const auto client = first_frame(demo_clip, scratch, "client.png"), out = scratch.file("out.png");
    const auto found = run({"still", "--input", client, "--output", out, "--match-stubble"});
    ASSERT_EQ(found.exit_code, 0) << found.err;
    for (const char* part : {"Stubble: shaved beard", "optical depth", "--set pigment.shade=",
                             "--set pigment.dilution=", "--set stipple.density_per_cm2=", "One step lighter"})
        EXPECT_NE(found.out.find(part), std::string::npos) << part << "\n" << found.out;
    // It is drawn with what is offered: the same as with those lines.
    Words words{"still", "--input", client, "--output", scratch.file("again.png")};
    std::istringstream lines(found.out);
    for (std::string line; std::getline(lines, line) && line.find("One step lighter") == std::string::npos;)
        if (line.starts_with("--set ")) words.insert(words.end(), {"--set", line.substr(6)});
    ASSERT_EQ(run(words).exit_code, 0);
    EXPECT_EQ(read_bytes(out), read_bytes(scratch.file("again.png")));
    const auto lighter = run({"still", "--input", client, "--output", out, "--match-stubble", "--lighter"});
    EXPECT_EQ(lighter.exit_code, 0);
    EXPECT_NE(read_bytes(out), read_bytes(scratch.file("again.png")));
    EXPECT_EQ(run({"still", "--input", client, "--output", out, "--lighter"}).exit_code, 2) << "of what?";
}

TEST(Still, SaysWhenStubbleIsNotSureAndWhenThereIsNone) {
    const Scratch scratch;
    const auto client = first_frame(demo_clip, scratch, "client.png"), out = scratch.file("out.png");
    const auto soft = scratch.file("soft.png"), bare = scratch.file("bare.png");
    // As dark as it is, but without its hairs: that is what a shadow looks like.
    repaint_beard(client, soft, 4, 1);
    const auto unsure = run({"still", "--input", soft, "--output", out, "--match-stubble"});
    EXPECT_EQ(unsure.exit_code, 0) << unsure.err;
    EXPECT_EQ(unsure.out.find("No sure stubble found"), 0u) << unsure.out;
    EXPECT_NE(unsure.out.find("no single hairs"), std::string::npos) << unsure.out;
    EXPECT_TRUE(std::filesystem::exists(out));
    std::filesystem::remove(out);
    // As bright as the cheeks.
    repaint_beard(client, bare, 0, 1.28);
    const auto none = run({"still", "--input", bare, "--output", out, "--match-stubble"});
    EXPECT_EQ(none.exit_code, 3) << none.out;
    EXPECT_EQ(none.out, "");
    EXPECT_EQ(std::count(none.err.begin(), none.err.end(), '\n'), 1) << none.err;
    EXPECT_FALSE(std::filesystem::exists(out));
}

TEST(Still, SameSeedAndInputGiveTheSamePicture) {
    const Scratch scratch;
    const auto input = first_frame(demo_clip, scratch, "client.png");
    Words pictures;
    for (const char* seed : {"7", "7", "8"}) {
        const auto output = scratch.file("out.png");
        const auto outcome = run({"still", "--input", input, "--output", output, "--seed", seed});
        ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
        pictures.push_back(read_bytes(output));
    }
    EXPECT_EQ(pictures[0], pictures[1]);
    EXPECT_NE(pictures[0], pictures[2]);
}

TEST(Still, SaysInThePictureThatItIsAPreview) {
    const Scratch scratch;
    const auto input = first_frame(demo_clip, scratch, "client.png");
    const auto picture = [&](const Words& more) {
        Words words{"still", "--input", input, "--output", scratch.file("out.png")};
        words.insert(words.end(), more.begin(), more.end());
        const auto outcome = run(words);
        EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
        return cv::imread(scratch.file("out.png"));
    };
    const auto changed = [](const cv::Mat& a, const cv::Mat& b) {
        cv::Mat d;
        cv::absdiff(a, b, d);
        cv::cvtColor(d, d, cv::COLOR_BGR2GRAY);
        return cv::boundingRect(d > 0);
    };
    const auto healed = picture({}), plain = picture({"--no-label"});
    const cv::Rect box = changed(healed, plain);
    EXPECT_EQ(box.x, 0);
    EXPECT_EQ(box.br().y, healed.rows);
    EXPECT_GT(box.width, healed.cols / 3);
    EXPECT_LT(box.height, healed.rows / 10);
    EXPECT_GT(cv::countNonZero(healed(box).clone().reshape(1) > 160), 3000) << "letters";
    // Another age, other words; and none where nothing is simulated.
    const std::string old = "treatment.age_months=60";
    EXPECT_GT(changed(picture({"--set", old})(box), healed(box)).width, 50);
    EXPECT_EQ(changed(picture({"--set", "view.opacity=0"}), cv::imread(input)), cv::Rect());
}

TEST(Still, WhatIsSetWinsOverAPresetInAnyOrder) {
    const Scratch scratch;
    const auto input = first_frame(demo_clip, scratch, "client.png");
    const auto picture = [&](const Words& sets) {
        Words words{"still", "--input", input, "--output", scratch.file("out.png")};
        for (const auto& set : sets) words.insert(words.end(), {"--set", set});
        const auto outcome = run(words);
        EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
        return read_bytes(scratch.file("out.png"));
    };
    const std::string edge = "hairline.edge=soft", width = "hairline.edge_width_mm=2";
    const auto both = picture({edge, width});
    EXPECT_EQ(both, picture({width, edge}));
    EXPECT_NE(both, picture({edge}));
    EXPECT_NE(both, picture({width}));
}

TEST(Render, KeepsSizeRateAndCountAndTracesEveryFrame) {
    const Scratch scratch;
    const auto outcome = run({"render", "--input", "demo", "--output", scratch.file("out.mp4"), "--mask-video",
                              scratch.file("mask.mkv"), "--trace", scratch.file("trace.jsonl"), "--frames", "12"});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(scratch.names(), (Words{"mask.mkv", "out.mp4", "trace.jsonl"}));
    const auto input = decoded(demo_clip.string());
    for (const char* name : {"out.mp4", "mask.mkv"}) {
        const auto clip = decoded(scratch.file(name));
        EXPECT_EQ(clip.frames, 12) << name;
        EXPECT_EQ(clip.width_px, input.width_px) << name;
        EXPECT_EQ(clip.height_px, input.height_px) << name;
        EXPECT_NEAR(clip.fps, input.fps, 0.01) << name;
    }
    const auto trace = lines_of(scratch.file("trace.jsonl"));
    ASSERT_EQ(trace.size(), 12u);
    for (std::size_t i = 0; i < trace.size(); ++i) {
        EXPECT_EQ(trace[i].at("frame"), i);
        EXPECT_NEAR(trace[i].at("time_s").get<double>(), static_cast<double>(i) / input.fps, 1e-3);
        EXPECT_EQ(trace[i].at("state"), "tracking");
        EXPECT_EQ(trace[i].at("landmarks").size(), 68u);
        EXPECT_GE(trace[i].at("scalp").size(), 200u);
        for (const char* key : {"camera", "pose", "hairline", "timing_ms"}) EXPECT_TRUE(trace[i].contains(key)) << key;
    }
}

TEST(Render, KilledHalfWayLeavesNothingUnderItsName) {
    const Scratch scratch;
    const auto outcome = run({"render", "--input", "demo", "--output", scratch.file("out.mp4"), "--mask-video",
                              scratch.file("mask.mkv"), "--trace", scratch.file("trace.jsonl")},
                             {.kill_after_s = 1.5});
    ASSERT_EQ(outcome.exit_code, 128 + 9) << "it was to be killed while at work: " << outcome.err;
    const auto names = scratch.names();
    for (const char* name : {"out.mp4", "mask.mkv", "trace.jsonl"})
        EXPECT_EQ(std::count(names.begin(), names.end(), name), 0) << name;
}

TEST(Bench, JsonHasTheFieldsOfTheContract) {
    const auto outcome = run({"bench", "--input", "demo", "--size", "640x480", "--frames", "20", "--json"});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    const auto result = json::parse(outcome.out);
    EXPECT_EQ(result.at("size"), "640x480");
    EXPECT_EQ(result.at("frames"), 20);
    EXPECT_GT(result.at("marks").get<int>(), 1000);
    EXPECT_FALSE(result.at("gl_renderer").get<std::string>().empty());
    EXPECT_GT(result.at("fps").get<double>(), 0);
    EXPECT_GT(result.at("passthrough_fps").get<double>(), 0);
    for (const char* stage : {"capture", "track", "render", "total"}) {
        const auto& times = result.at("stages_ms").at(stage);
        EXPECT_GE(times.at("p95").get<double>(), times.at("median").get<double>()) << stage;
    }
    EXPECT_GT(result.at("stages_ms").at("total").at("median").get<double>(), 0);
    EXPECT_GE(result.at("passthrough_ms").at("p95").get<double>(),
              result.at("passthrough_ms").at("median").get<double>());
}

}  // namespace
}  // namespace smp::test
