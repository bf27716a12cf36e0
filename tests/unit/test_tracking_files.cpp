// Files that the tracking reads: bad ones must give one clear error, never a crash or a wrong camera.
#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "app/camera_file.hpp"
#include "app/places.hpp"
#include "support/scratch.hpp"
#include "track/face_landmarks.hpp"

namespace smp {
namespace {

using test::Scratch;
using test::write_file;

void expect_no_model(const std::filesystem::path& file) {
    const auto faces = FaceLandmarks::load(file);
    ASSERT_FALSE(faces) << file;
    EXPECT_EQ(faces.error().code, ExitCode::input);
    EXPECT_EQ(faces.error().where, file.string());
    EXPECT_NE(faces.error().advice.find("--landmark-model"), std::string::npos);
}

TEST(LandmarkModel, BadFilesAreRefusedInWords) {
    const Scratch scratch;
    expect_no_model(scratch / "missing.dat");
    write_file(scratch / "empty.dat", "");
    expect_no_model(scratch / "empty.dat");
    expect_no_model(std::filesystem::path(SMP_SOURCE_DIR) / "models/head_shape.json");
    // The real one, cut off as by a broken download.
    std::ifstream real(default_landmark_model(), std::ios::binary);
    ASSERT_TRUE(real) << default_landmark_model();
    for (const std::size_t bytes : {3u, 1000000u}) {
        std::string head(bytes, '\0');
        real.seekg(0);
        ASSERT_TRUE(real.read(head.data(), static_cast<std::streamsize>(bytes)));
        write_file(scratch / "cut.dat", head);
        expect_no_model(scratch / "cut.dat");
    }
}

constexpr const char* matrix = R"(camera_matrix: !!opencv-matrix
   rows: 3
   cols: 3
   dt: d
   data: [ 1000.5, 0., 640.25, 0., 1001.5, 355.75, 0., 0., 1. ]
)";
constexpr const char* yaml = "%YAML:1.0\n---\n";

std::string coefficients(int n, const std::string& data) {
    return "distortion_coefficients: !!opencv-matrix\n   rows: 1\n   cols: " + std::to_string(n) +
           "\n   dt: d\n   data: [ " + data + " ]\n";
}

Expected<Intrinsics> loaded(const std::string& text) {
    const Scratch scratch;
    write_file(scratch / "camera.yml", text);
    return load_camera(scratch / "camera.yml");
}

TEST(CameraFile, IsReadAsOpenCvWritesIt) {
    const auto camera = loaded(std::string(yaml) + "image_width: 1280\nimage_height: 720\n" + matrix +
                               coefficients(5, "-0.1, 0.02, 0.001, -0.002, 0.003"));
    ASSERT_TRUE(camera) << camera.error().line();
    EXPECT_EQ(camera.value().fx_px, 1000.5);
    EXPECT_EQ(camera.value().fy_px, 1001.5);
    EXPECT_EQ(camera.value().cx_px, 640.25);
    EXPECT_EQ(camera.value().cy_px, 355.75);
    EXPECT_EQ(camera.value().width_px, 1280);
    EXPECT_EQ(camera.value().height_px, 720);
    EXPECT_EQ(camera.value().distortion, (std::array<double, 5>{-0.1, 0.02, 0.001, -0.002, 0.003}));
}

TEST(CameraFile, WhatItLeavesOutIsFilledIn) {
    const auto plain = loaded(std::string(yaml) + matrix);
    ASSERT_TRUE(plain) << plain.error().line();
    EXPECT_FALSE(plain.value().distorted());
    EXPECT_NEAR(plain.value().width_px, 1281, 1) << "twice the principal point";
    EXPECT_NEAR(plain.value().height_px, 712, 1);
    const auto four = loaded(std::string(yaml) + matrix + coefficients(4, "-0.1, 0.02, 0.001, -0.002"));
    ASSERT_TRUE(four) << four.error().line();
    EXPECT_EQ(four.value().distortion[4], 0);
    const auto eight = loaded(std::string(yaml) + matrix + coefficients(8, "-0.1, 0.02, 0., 0., 0., 0., 0., 0."));
    ASSERT_TRUE(eight) << eight.error().line();
    EXPECT_EQ(eight.value().distortion[0], -0.1);
}

TEST(CameraFile, BadOnesAreRefusedInWords) {
    const std::string head = yaml;
    const auto swapped = [&](const std::string& from, const std::string& to) {
        std::string text = head + matrix;
        return text.replace(text.find(from), from.size(), to);
    };
    const std::vector<std::string> bad{
        "",
        "not yaml at all",
        "{\"camera\": [1, 2",
        head + "image_width: 1280\n",
        head + "camera_matrix: hello\n",
        head + "camera_matrix: !!opencv-matrix\n   rows: 2\n   cols: 2\n   dt: d\n   data: [ 1., 0., 0., 1. ]\n",
        swapped("1000.5", "0."),
        swapped("1001.5", "-900."),
        swapped("1000.5", ".Nan"),
        swapped("640.25", ".Inf"),
        swapped("640.25", "-5000."),
        head + "image_width: 0\nimage_height: 0\n" + matrix,
        head + matrix + coefficients(8, "-0.1, 0.02, 0., 0., 0., 0.3, 0., 0."),
        head + matrix + coefficients(5, "-0.1, 0.02"),
        head + matrix + coefficients(5, "-0.1, .Nan, 0., 0., 0."),
        (head + matrix).substr(0, 90),
        std::string("\x7f"
                    "ELF\0\0\0garbage",
                    15),
    };
    for (const auto& text : bad) {
        const auto camera = loaded(text);
        EXPECT_FALSE(camera) << text;
        if (camera) continue;
        EXPECT_EQ(camera.error().code, ExitCode::input);
        EXPECT_NE(camera.error().where.find("camera.yml"), std::string::npos);
        EXPECT_FALSE(camera.error().what.empty());
    }
    EXPECT_FALSE(load_camera("/nonexistent/camera.yml"));
    EXPECT_FALSE(load_camera(std::filesystem::temp_directory_path()));
}

}  // namespace
}  // namespace smp
