#include <gtest/gtest.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <sys/mman.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <deque>
#include <map>
#include <mutex>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <thread>

#include "capture/camera_feed.hpp"
#include "capture/cameras.hpp"
#include "support/fake_controls.hpp"
#include "support/mjpeg_server.hpp"
#include "support/scratch.hpp"

namespace smp {
namespace {

using namespace std::chrono_literals;
using test::pattern_number;
using test::pattern_picture;
using test::Scratch;
namespace fs = std::filesystem;

struct FakeCamera {
    std::string card = "Fake HD Camera", bus = "usb-1";
    bool captures = true, present = true, busy = false, silent = false, cut_jpegs = false;
    std::vector<std::uint32_t> formats{V4L2_PIX_FMT_MJPEG, V4L2_PIX_FMT_YUYV};
    cv::Size largest{1920, 1080};
    unsigned yuyv_720_fps = 30;
    int opened = 0;
    v4l2_pix_format pix{};
    bool streaming = false;
    std::deque<unsigned> queued;
    std::map<unsigned, std::vector<std::uint8_t>> memory;
    int number = 0;
    test::FakeControls controls;
};

// Stands in for the kernel: cameras by the real path of their device file.
class FakeKernel final : public V4l2Calls {
  public:
    std::mutex mutex;
    std::map<std::string, FakeCamera> cameras;
    int open_files = 0, mapped = 0;
    std::vector<std::string> opened_paths;

    int open(const char* path) override {
        std::lock_guard lock(mutex);
        opened_paths.push_back(path);
        std::error_code error;
        const std::string real = fs::canonical(path, error).string();
        if (error || !cameras.count(real) || !cameras[real].present) return errno = ENOENT, -1;
        ++open_files;
        const int fd = next_fd_++;
        of_[fd] = &cameras[real];
        return fd;
    }
    int close(int fd) override {
        std::lock_guard lock(mutex);
        --open_files;
        of_[fd]->streaming = false;
        return 0;
    }
    int ioctl(int fd, unsigned long request, void* argument) override {
        std::lock_guard lock(mutex);
        FakeCamera& c = *of_.at(fd);
        if (!c.present) return errno = ENODEV, -1;
        switch (request) {
            case VIDIOC_QUERYCAP:
                return capability(c, *static_cast<v4l2_capability*>(argument));
            case VIDIOC_S_FMT:
                return set_format(c, *static_cast<v4l2_format*>(argument));
            case VIDIOC_S_PARM:
                return set_rate(c, *static_cast<v4l2_streamparm*>(argument));
            case VIDIOC_REQBUFS:
                return 0;
            case VIDIOC_QUERYBUF: {
                auto& b = *static_cast<v4l2_buffer*>(argument);
                b.length = c.pix.sizeimage, b.m.offset = b.index;
                c.memory[b.index].resize(b.length);
                return 0;
            }
            case VIDIOC_QBUF:
                return c.queued.push_back(static_cast<v4l2_buffer*>(argument)->index), 0;
            case VIDIOC_STREAMON:
                return c.streaming = true, 0;
            case VIDIOC_STREAMOFF:
                return c.streaming = false, c.queued.clear(), 0;
            case VIDIOC_DQBUF:
                return take(c, *static_cast<v4l2_buffer*>(argument));
            case VIDIOC_QUERYCTRL:
            case VIDIOC_G_CTRL:
            case VIDIOC_S_CTRL:
                return c.controls.ioctl(request, argument);
            default:
                return errno = ENOTTY, -1;
        }
    }
    void* map(int fd, std::size_t, std::int64_t offset) override {
        std::lock_guard lock(mutex);
        ++mapped;
        return of_.at(fd)->memory.at(static_cast<unsigned>(offset)).data();
    }
    int unmap(void*, std::size_t) override {
        std::lock_guard lock(mutex);
        return --mapped, 0;
    }
    int wait(int fd, int wake_fd, int timeout_ms) override {
        pollfd wake{wake_fd, POLLIN, 0};
        bool silent;
        {
            std::lock_guard lock(mutex);
            FakeCamera& c = *of_.at(fd);
            if (!c.present) return errno = ENODEV, -1;
            silent = c.silent;
            if (!silent) burst_ = 1;
        }
        if (::poll(&wake, 1, silent ? timeout_ms : 10) > 0) return 2;
        return silent ? 0 : 1;
    }
    template <class Change>
    void change(const std::string& device, Change&& how) {
        std::lock_guard lock(mutex);
        how(cameras.at(device));
    }
    int burst_ = 0;

  private:
    static int capability(const FakeCamera& c, v4l2_capability& cap) {
        std::strncpy(reinterpret_cast<char*>(cap.card), c.card.c_str(), sizeof cap.card - 1);
        std::strncpy(reinterpret_cast<char*>(cap.bus_info), c.bus.c_str(), sizeof cap.bus_info - 1);
        cap.capabilities = V4L2_CAP_DEVICE_CAPS | V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
        cap.device_caps = c.captures ? V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING : V4L2_CAP_META_CAPTURE;
        return 0;
    }
    static int set_format(FakeCamera& c, v4l2_format& f) {
        if (c.busy) return errno = EBUSY, -1;
        auto& pix = f.fmt.pix;
        if (std::find(c.formats.begin(), c.formats.end(), pix.pixelformat) == c.formats.end())
            pix.pixelformat = c.formats.front();
        pix.width = std::min<unsigned>(pix.width, static_cast<unsigned>(c.largest.width));
        pix.height = std::min<unsigned>(pix.height, static_cast<unsigned>(c.largest.height));
        pix.bytesperline = pix.pixelformat == V4L2_PIX_FMT_YUYV ? pix.width * 2 + 64 : 0;
        pix.sizeimage = pix.width * pix.height * 3;
        c.pix = pix;
        return 0;
    }
    static int set_rate(const FakeCamera& c, v4l2_streamparm& p) {
        if (c.pix.pixelformat == V4L2_PIX_FMT_YUYV && c.pix.height >= 720)
            p.parm.capture.timeperframe = {1, c.yuyv_720_fps};
        return 0;
    }
    int take(FakeCamera& c, v4l2_buffer& b) {
        if (!c.streaming || c.queued.empty() || burst_-- <= 0) return errno = EAGAIN, -1;
        b.index = c.queued.front();
        c.queued.pop_front();
        auto& memory = c.memory[b.index];
        const cv::Mat picture =
            pattern_picture(c.number++, {static_cast<int>(c.pix.width), static_cast<int>(c.pix.height)});
        std::vector<std::uint8_t> bytes;
        if (c.pix.pixelformat == V4L2_PIX_FMT_YUYV) {
            cv::Mat yuv;
            cv::cvtColor(picture, yuv, cv::COLOR_BGR2YUV);
            bytes.resize(c.pix.bytesperline * c.pix.height);
            for (int y = 0; y < yuv.rows; ++y)
                for (int x = 0; x < yuv.cols; ++x) {
                    const auto& p = yuv.at<cv::Vec3b>(y, x);
                    std::uint8_t* to =
                        &bytes[c.pix.bytesperline * static_cast<unsigned>(y) + static_cast<unsigned>(x) * 2];
                    to[0] = p[0], to[1] = p[x % 2 ? 2 : 1];
                }
        } else {
            cv::imencode(".jpg", picture, bytes);
            if (c.cut_jpegs) bytes.resize(bytes.size() / 2);
        }
        std::copy(bytes.begin(), bytes.end(), memory.begin());
        b.bytesused = static_cast<unsigned>(bytes.size());
        return 0;
    }

    int next_fd_ = 1000;
    std::map<int, FakeCamera*> of_;
};

// A /dev of the test's own: device files and the links that udev makes.
struct FakeDev {
    Scratch scratch;
    std::shared_ptr<FakeKernel> kernel = std::make_shared<FakeKernel>();

    std::string plug(const std::string& node, const std::string& id, FakeCamera camera = {}) {
        fs::create_directories(scratch / "v4l/by-id");
        test::write_file(scratch / node, "");
        if (!id.empty()) {
            fs::remove(scratch / ("v4l/by-id/" + id));
            fs::create_symlink("../../" + node, scratch / ("v4l/by-id/" + id));
        }
        const std::string real = fs::canonical(scratch / node).string();
        std::lock_guard lock(kernel->mutex);
        kernel->cameras[real] = std::move(camera);
        return real;
    }
    void unplug(const std::string& node, const std::string& id) {
        const std::string real = fs::canonical(scratch / node).string();
        kernel->change(real, [](FakeCamera& c) { c.present = false; });
        fs::remove(scratch / node);
        if (!id.empty()) fs::remove(scratch / ("v4l/by-id/" + id));
    }
    std::unique_ptr<LiveSource> start(const std::string& text) {
        return start_live(make_camera_feed(text, kernel, scratch.path()));
    }
};

bool reach(LiveSource& source, LiveState state, double limit_s) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(limit_s);
    while (std::chrono::steady_clock::now() < end) {
        if (source.status().state == state) return true;
        std::this_thread::sleep_for(5ms);
    }
    return false;
}

TEST(Camera, IsChosenByStableIdAndSaysWhatWasGot) {
    FakeDev dev;
    dev.plug("video0", "usb-Fake-video-index0");
    auto source = dev.start("0");
    ASSERT_TRUE(reach(*source, LiveState::live, 2)) << source->status().detail;
    const auto frame = source->frames().take(500ms);
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->bgr.size(), cv::Size(1280, 720));
    EXPECT_GE(pattern_number(frame->bgr), 0);
    const auto info = source->status().info;
    EXPECT_NE(info.description.find("by-id/usb-Fake-video-index0"), std::string::npos) << info.description;
    EXPECT_NE(info.description.find("MJPG 1280x720 at 30 fps"), std::string::npos) << info.description;
    EXPECT_NE(info.description.find("Fake HD Camera"), std::string::npos);
    EXPECT_EQ(info.fps, 30);
    source.reset();
    EXPECT_EQ(dev.kernel->open_files, 0);
    EXPECT_EQ(dev.kernel->mapped, 0);
}

TEST(Camera, GoneAndBackUnderAnotherNumber) {
    FakeDev dev;
    dev.plug("video0", "usb-Mine");
    auto source = dev.start((dev.scratch / "video0").string());
    ASSERT_TRUE(reach(*source, LiveState::live, 2));
    dev.unplug("video0", "usb-Mine");
    ASSERT_TRUE(reach(*source, LiveState::gone, 1));
    FakeCamera other;
    other.card = "Another", other.bus = "usb-2";
    dev.plug("video0", "usb-Other", other);  // takes the number
    std::this_thread::sleep_for(1200ms);
    EXPECT_EQ(source->status().state, LiveState::gone) << "never swapped: " << source->status().detail;
    dev.plug("video1", "usb-Mine");
    EXPECT_TRUE(reach(*source, LiveState::live, 2));
    EXPECT_NE(source->status().info.description.find("usb-Mine"), std::string::npos);
}

TEST(Camera, WithoutAStableIdItMustSayThatItIsTheSame) {
    FakeDev dev;
    dev.plug("video0", "");
    auto source = dev.start("0");
    ASSERT_TRUE(reach(*source, LiveState::live, 2));
    dev.unplug("video0", "");
    ASSERT_TRUE(reach(*source, LiveState::gone, 1));
    FakeCamera other;
    other.card = "Another";
    dev.plug("video0", "", other);
    std::this_thread::sleep_for(800ms);
    EXPECT_EQ(source->status().state, LiveState::gone);
    EXPECT_NE(source->status().detail.find("Another"), std::string::npos) << source->status().detail;
    dev.plug("video0", "");
    EXPECT_TRUE(reach(*source, LiveState::live, 2));
}

TEST(Camera, BusyIsNotGone) {
    FakeDev dev;
    FakeCamera camera;
    camera.busy = true;
    const auto real = dev.plug("video0", "usb-Mine", camera);
    auto source = dev.start("0");
    ASSERT_TRUE(reach(*source, LiveState::busy, 1));
    EXPECT_NE(source->status().detail.find("another program"), std::string::npos);
    dev.kernel->change(real, [](FakeCamera& c) { c.busy = false; });
    EXPECT_TRUE(reach(*source, LiveState::live, 2));
    auto missing = dev.start("7");
    ASSERT_TRUE(reach(*missing, LiveState::gone, 1));
    EXPECT_NE(missing->status().detail.find("not there"), std::string::npos) << missing->status().detail;
}

TEST(Camera, StallsAndCutJpegsAreSaidAndPassed) {
    FakeDev dev;
    const auto real = dev.plug("video0", "usb-Mine");
    auto source = dev.start("0");
    ASSERT_TRUE(reach(*source, LiveState::live, 2));
    dev.kernel->change(real, [](FakeCamera& c) { c.silent = true; });
    ASSERT_TRUE(reach(*source, LiveState::stalled, 2));
    dev.kernel->change(real, [](FakeCamera& c) { c.silent = false; });
    EXPECT_TRUE(reach(*source, LiveState::live, 1));
    dev.kernel->change(real, [](FakeCamera& c) { c.cut_jpegs = true; });
    ASSERT_TRUE(reach(*source, LiveState::stalled, 2)) << "half pictures are not shown";
    dev.kernel->change(real, [](FakeCamera& c) { c.cut_jpegs = false; });
    EXPECT_TRUE(reach(*source, LiveState::live, 1));
    EXPECT_GE(source->status().dropped, 5u);
}

TEST(Camera, StopsPromptlyWhileItWaits) {
    FakeDev dev;
    FakeCamera camera;
    camera.silent = true;
    dev.plug("video0", "usb-Mine", camera);
    auto source = dev.start("0");
    std::this_thread::sleep_for(250ms);
    const auto began = std::chrono::steady_clock::now();
    source.reset();
    EXPECT_LT(std::chrono::steady_clock::now() - began, 150ms);
}

TEST(Camera, WithoutMjpgTheFasterSizeIsTaken) {
    for (const unsigned fps : {30u, 10u}) {
        FakeDev dev;
        FakeCamera camera;
        camera.formats = {V4L2_PIX_FMT_YUYV};
        camera.yuyv_720_fps = fps;
        dev.plug("video0", "", camera);
        auto source = dev.start("0");
        ASSERT_TRUE(reach(*source, LiveState::live, 2)) << source->status().detail;
        const auto frame = source->frames().take(500ms);
        ASSERT_TRUE(frame);
        EXPECT_EQ(frame->bgr.size(), fps == 30 ? cv::Size(1280, 720) : cv::Size(640, 480));
        EXPECT_GE(pattern_number(frame->bgr), 0) << "stride kept";
        EXPECT_NE(source->status().info.description.find("YUYV"), std::string::npos);
    }
    FakeDev dev;
    FakeCamera camera;
    camera.formats = {V4L2_PIX_FMT_H264};
    dev.plug("video0", "", camera);
    auto source = dev.start("0");
    ASSERT_TRUE(reach(*source, LiveState::gone, 1));
    EXPECT_NE(source->status().detail.find("no picture format"), std::string::npos);
}

TEST(Camera, TheListHoldsEachOnceByItsStableName) {
    FakeDev dev;
    dev.plug("video10", "usb-B");
    dev.plug("video2", "usb-A");
    FakeCamera metadata;
    metadata.captures = false;
    dev.plug("video3", "usb-A-index1", metadata);
    dev.plug("video4", "");
    const auto cameras = list_cameras(*dev.kernel, dev.scratch.path());
    ASSERT_EQ(cameras.size(), 3u);
    EXPECT_EQ(fs::path(cameras[0].path).filename(), "usb-A");
    EXPECT_EQ(fs::path(cameras[1].path).filename(), "usb-B");
    EXPECT_EQ(fs::path(cameras[2].path).filename(), "video4");
    EXPECT_EQ(cameras[0].name, "Fake HD Camera");
    EXPECT_EQ(stable_camera_path("2", dev.scratch.path()), cameras[0].path);
    EXPECT_EQ(stable_camera_path("99", dev.scratch.path()), (dev.scratch / "video99").string());
}

bool reach_lock(LiveSource& source, LockState state, double limit_s) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(limit_s);
    while (std::chrono::steady_clock::now() < end) {
        if (source.status().lock.state == state) return true;
        std::this_thread::sleep_for(5ms);
    }
    return false;
}

TEST(Camera, IsLockedWhileItRunsAndLeftAsItWas) {
    FakeDev dev;
    FakeCamera camera;
    camera.controls = test::FakeControls::webcam();
    const auto real = dev.plug("video0", "usb-Mine", camera);
    auto source = dev.start("0");
    ASSERT_TRUE(reach(*source, LiveState::live, 2));
    EXPECT_TRUE(reach_lock(*source, LockState::automatic, 1));
    const auto control = [&](std::uint32_t id) {
        std::int32_t value = 0;
        dev.kernel->change(real, [&](FakeCamera& c) { value = c.controls.at(id); });
        return value;
    };
    source->want_lock(true);
    ASSERT_TRUE(reach_lock(*source, LockState::locked, 1)) << source->status().lock.text;
    EXPECT_EQ(control(V4L2_CID_EXPOSURE_AUTO), V4L2_EXPOSURE_MANUAL);
    EXPECT_EQ(control(V4L2_CID_EXPOSURE_ABSOLUTE), 312);

    // Pulled out and plugged in, it is as automatic as when it was new; then it is locked with the same values.
    dev.unplug("video0", "usb-Mine");
    ASSERT_TRUE(reach(*source, LiveState::gone, 1));
    FakeCamera again;
    again.controls = test::FakeControls::webcam();
    again.controls.rows[V4L2_CID_EXPOSURE_ABSOLUTE].value = 900;
    dev.plug("video0", "usb-Mine", again);
    ASSERT_TRUE(reach(*source, LiveState::live, 2));
    EXPECT_EQ(control(V4L2_CID_EXPOSURE_AUTO), V4L2_EXPOSURE_MANUAL);
    EXPECT_EQ(control(V4L2_CID_EXPOSURE_ABSOLUTE), 312);
    EXPECT_EQ(source->status().lock.state, LockState::locked);

    source->want_lock(false);
    ASSERT_TRUE(reach_lock(*source, LockState::automatic, 1));
    EXPECT_EQ(control(V4L2_CID_EXPOSURE_AUTO), 3);
    source->want_lock(true);
    ASSERT_TRUE(reach_lock(*source, LockState::locked, 1));
    source.reset();
    EXPECT_EQ(control(V4L2_CID_EXPOSURE_AUTO), 3) << "the next program finds it as this one did";
    EXPECT_EQ(control(V4L2_CID_AUTO_WHITE_BALANCE), 1);
    EXPECT_EQ(dev.kernel->open_files, 0);
}

TEST(Camera, WhatCannotBeLockedSaysSo) {
    Scratch scratch;
    cv::imwrite(scratch.file("a.png"), cv::Mat(48, 64, CV_8UC3, cv::Scalar(90, 90, 90)));
    for (const auto& [spec, words] : {std::pair{SourceSpec{SourceKind::picture, scratch.file("a.png")}, "no camera"},
                                      {SourceSpec{SourceKind::http, "http://127.0.0.1:9/"}, "network camera"}}) {
        auto source = LiveSource::start(spec);
        source->want_lock(true);
        std::this_thread::sleep_for(50ms);
        EXPECT_EQ(source->status().lock.state, LockState::cannot);
        EXPECT_NE(source->status().lock.text.find(words), std::string::npos) << source->status().lock.text;
    }
}

TEST(Camera, WhatIsNoCameraIsSaid) {
    auto source = LiveSource::start({SourceKind::camera, "/dev/null"});
    ASSERT_TRUE(reach(*source, LiveState::gone, 1));
    EXPECT_NE(source->status().detail.find("no camera"), std::string::npos) << source->status().detail;
}

}  // namespace
}  // namespace smp
