#include "capture/v4l2_device.hpp"

#include <fcntl.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <cstring>
#include <opencv2/imgproc.hpp>

#include "base/texts.hpp"
#include "capture/picture.hpp"

namespace smp {
namespace {

constexpr unsigned wanted_buffers = 4;
constexpr double wanted_fps = 30, least_good_fps = 20;

bool decodable(std::uint32_t format) {
    switch (format) {
        case V4L2_PIX_FMT_MJPEG:
        case V4L2_PIX_FMT_JPEG:
        case V4L2_PIX_FMT_YUYV:
        case V4L2_PIX_FMT_UYVY:
        case V4L2_PIX_FMT_NV12:
        case V4L2_PIX_FMT_YUV420:
        case V4L2_PIX_FMT_RGB24:
        case V4L2_PIX_FMT_BGR24:
        case V4L2_PIX_FMT_GREY:
            return true;
        default:
            return false;
    }
}

bool compressed(std::uint32_t format) {
    return format == V4L2_PIX_FMT_MJPEG || format == V4L2_PIX_FMT_JPEG;
}

}  // namespace

int V4l2Calls::open(const char* path) {
    return ::open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
}
int V4l2Calls::close(int fd) {
    return ::close(fd);
}
int V4l2Calls::ioctl(int fd, unsigned long request, void* argument) {
    int rc;
    do rc = ::ioctl(fd, request, argument);
    while (rc == -1 && errno == EINTR);
    return rc;
}
void* V4l2Calls::map(int fd, std::size_t length, std::int64_t offset) {
    return ::mmap(nullptr, length, PROT_READ | PROT_WRITE, MAP_SHARED, fd, offset);
}
int V4l2Calls::unmap(void* address, std::size_t length) {
    return ::munmap(address, length);
}
int V4l2Calls::wait(int fd, int wake_fd, int timeout_ms) {
    pollfd fds[2] = {{fd, POLLIN, 0}, {wake_fd, POLLIN, 0}};
    const int rc = ::poll(fds, 2, timeout_ms);
    if (rc < 0) return errno == EINTR ? 0 : -1;
    if (fds[1].revents) return 2;
    if (fds[0].revents & POLLIN) return 1;
    if (fds[0].revents) {
        errno = ENODEV;  // POLLERR and POLLHUP: the camera was pulled out
        return -1;
    }
    return 0;
}

std::optional<CameraName> camera_name(V4l2Calls& calls, const std::string& path) {
    const int fd = calls.open(path.c_str());
    if (fd < 0) return std::nullopt;
    v4l2_capability cap{};
    const int rc = calls.ioctl(fd, VIDIOC_QUERYCAP, &cap);
    calls.close(fd);
    if (rc != 0) return std::nullopt;
    const auto caps = cap.capabilities & V4L2_CAP_DEVICE_CAPS ? cap.device_caps : cap.capabilities;
    const auto text = [](const __u8* s, std::size_t n) {
        return std::string(reinterpret_cast<const char*>(s), strnlen(reinterpret_cast<const char*>(s), n));
    };
    return CameraName{text(cap.card, sizeof cap.card), text(cap.bus_info, sizeof cap.bus_info),
                      (caps & V4L2_CAP_VIDEO_CAPTURE) && (caps & V4L2_CAP_STREAMING)};
}

std::string CameraMode::words() const {
    std::string name;
    if (pixel_format == V4L2_PIX_FMT_MJPEG) {
        name = "MJPG";
    } else {
        for (int i = 0; i < 4; ++i) name += static_cast<char>((pixel_format >> (8 * i)) & 0x7F);
        while (!name.empty() && name.back() == ' ') name.pop_back();
    }
    char rate[32] = "";
    if (fps > 0) std::snprintf(rate, sizeof rate, " at %.4g fps", fps);
    return name + " " + std::to_string(width_px) + "x" + std::to_string(height_px) + rate;
}

CameraError V4l2Device::fault(const char* doing) const {
    const int code = errno;
    const std::string words = std::string(doing) + ": " + std::strerror(code);
    if (code == EBUSY) return {CameraFault::busy, tr("another program uses the camera; close it")};
    if (code == ENODEV || code == ENOENT || code == ENXIO || code == EIO || code == ESHUTDOWN)
        return {CameraFault::gone, tr_fill("the camera is not there ({0}); plug it in", words)};
    if (code == EACCES || code == EPERM)
        return {CameraFault::unusable,
                tr_fill("the camera may not be opened ({0}); add the user to the group video", words)};
    return {CameraFault::unusable, tr_fill("the camera does not work ({0})", words)};
}

std::optional<CameraError> V4l2Device::start(const std::string& path) {
    close();
    fd_ = calls_.open(path.c_str());
    if (fd_ < 0) return fault("open");
    v4l2_capability cap{};
    if (calls_.ioctl(fd_, VIDIOC_QUERYCAP, &cap) != 0) {
        if (errno == ENOTTY || errno == EINVAL)
            return CameraError{CameraFault::unusable, tr("this device is no camera")};
        return fault("asking what it is");
    }
    const auto caps = cap.capabilities & V4L2_CAP_DEVICE_CAPS ? cap.device_caps : cap.capabilities;
    if (!(caps & V4L2_CAP_VIDEO_CAPTURE) || !(caps & V4L2_CAP_STREAMING))
        return CameraError{CameraFault::unusable,
                           tr("this device gives no pictures; choose another one of the camera")};
    if (auto error = choose_mode()) return error;
    return start_streaming();
}

// Sets and reads back what the driver made of it. False when it gives something else that cannot be decoded.
bool V4l2Device::try_mode(std::uint32_t pixel_format, int width_px, int height_px) {
    v4l2_format format{};
    format.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    format.fmt.pix.pixelformat = pixel_format;
    format.fmt.pix.width = static_cast<__u32>(width_px);
    format.fmt.pix.height = static_cast<__u32>(height_px);
    format.fmt.pix.field = V4L2_FIELD_ANY;
    if (calls_.ioctl(fd_, VIDIOC_S_FMT, &format) != 0) {
        mode_errno_ = errno;
        return false;
    }
    const auto& pix = format.fmt.pix;
    if (!decodable(pix.pixelformat) || pix.width == 0 || pix.height == 0 || pix.width > 16384 || pix.height > 16384)
        return false;
    v4l2_streamparm rate{};
    rate.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    rate.parm.capture.timeperframe = {1, static_cast<__u32>(wanted_fps)};
    double fps = 0;
    if (calls_.ioctl(fd_, VIDIOC_S_PARM, &rate) == 0 && rate.parm.capture.timeperframe.numerator > 0)
        fps =
            static_cast<double>(rate.parm.capture.timeperframe.denominator) / rate.parm.capture.timeperframe.numerator;
    mode_ = {pix.pixelformat, static_cast<int>(pix.width), static_cast<int>(pix.height),
             static_cast<int>(pix.bytesperline), fps};
    return true;
}

std::optional<CameraError> V4l2Device::choose_mode() {
    mode_errno_ = 0;
    if (try_mode(V4L2_PIX_FMT_MJPEG, 1280, 720) && compressed(mode_.pixel_format)) return std::nullopt;
    if (mode_errno_ == EBUSY || mode_errno_ == ENODEV) return errno = mode_errno_, fault("setting the picture format");
    // Uncompressed pictures of this size are often slow over USB; then the smaller one is the better mirror.
    if (try_mode(V4L2_PIX_FMT_YUYV, 1280, 720) && (mode_.fps == 0 || mode_.fps >= least_good_fps)) return std::nullopt;
    if (try_mode(V4L2_PIX_FMT_YUYV, 640, 480)) return std::nullopt;
    for (const std::uint32_t format :
         {V4L2_PIX_FMT_NV12, V4L2_PIX_FMT_YUV420, V4L2_PIX_FMT_RGB24, V4L2_PIX_FMT_BGR24, V4L2_PIX_FMT_GREY})
        if (try_mode(format, 1280, 720)) return std::nullopt;
    return CameraError{CameraFault::unusable, tr("the camera gives no picture format that is known")};
}

std::optional<CameraError> V4l2Device::start_streaming() {
    v4l2_requestbuffers request{};
    request.count = wanted_buffers;
    request.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    request.memory = V4L2_MEMORY_MMAP;
    if (calls_.ioctl(fd_, VIDIOC_REQBUFS, &request) != 0) return fault("asking for buffers");
    for (unsigned i = 0; i < request.count; ++i) {
        v4l2_buffer buffer{};
        buffer.index = i;
        buffer.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
        buffer.memory = V4L2_MEMORY_MMAP;
        if (calls_.ioctl(fd_, VIDIOC_QUERYBUF, &buffer) != 0) return fault("asking for a buffer");
        void* address = calls_.map(fd_, buffer.length, buffer.m.offset);
        if (address == MAP_FAILED) return fault("mapping a buffer");
        buffers_.push_back({address, buffer.length});
        if (calls_.ioctl(fd_, VIDIOC_QBUF, &buffer) != 0) return fault("queueing a buffer");
    }
    if (buffers_.empty()) return CameraError{CameraFault::unusable, tr("the camera has no buffers")};
    int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    if (calls_.ioctl(fd_, VIDIOC_STREAMON, &type) != 0) {
        // UVC says so when the USB bus has no room for this camera beside the others.
        if (errno == ENOSPC) return CameraError{CameraFault::busy, tr("the USB bus is full; use another port")};
        return fault("starting the stream");
    }
    streaming_ = true;
    return std::nullopt;
}

V4l2Device::Wait V4l2Device::newest(int wake_fd, int timeout_ms, std::vector<std::uint8_t>& bytes, std::uint64_t& lost,
                                    CameraError& error) {
    switch (calls_.wait(fd_, wake_fd, timeout_ms)) {
        case 0:
            return Wait::nothing;
        case 1:
            break;
        case 2:
            return Wait::woken;
        default:
            error = fault("waiting for a picture");
            return Wait::failed;
    }
    bool got = false;
    for (unsigned taken = 0; taken <= wanted_buffers; ++taken) {
        v4l2_buffer buffer{};
        buffer.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
        buffer.memory = V4L2_MEMORY_MMAP;
        if (calls_.ioctl(fd_, VIDIOC_DQBUF, &buffer) != 0) {
            if (errno == EAGAIN) break;
            error = fault("taking a picture");
            return Wait::failed;
        }
        if (buffer.index < buffers_.size() && !(buffer.flags & V4L2_BUF_FLAG_ERROR) && buffer.bytesused > 0) {
            const auto& mapped = buffers_[buffer.index];
            const auto* data = static_cast<const std::uint8_t*>(mapped.address);
            if (got) ++lost;
            bytes.assign(data, data + std::min<std::size_t>(buffer.bytesused, mapped.length));
            got = true;
        } else {
            ++lost;
        }
        if (calls_.ioctl(fd_, VIDIOC_QBUF, &buffer) != 0) {
            error = fault("giving a buffer back");
            return Wait::failed;
        }
    }
    return got ? Wait::picture : Wait::nothing;
}

void V4l2Device::close() {
    if (fd_ < 0) return;
    int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    const int saved = errno;
    if (streaming_) calls_.ioctl(fd_, VIDIOC_STREAMOFF, &type);
    for (const auto& buffer : buffers_) calls_.unmap(buffer.address, buffer.length);
    calls_.close(fd_);
    errno = saved;
    buffers_.clear();
    streaming_ = false;
    fd_ = -1;
}

cv::Mat decode_camera_picture(const CameraMode& mode, const std::vector<std::uint8_t>& bytes) {
    if (compressed(mode.pixel_format)) {
        auto picture = decode_picture(bytes, "camera");
        return picture ? *picture : cv::Mat();
    }
    int type = CV_8UC1, code = cv::COLOR_GRAY2BGR, rows = mode.height_px, bytes_per_pixel = 1;
    switch (mode.pixel_format) {
        case V4L2_PIX_FMT_YUYV:
            type = CV_8UC2, code = cv::COLOR_YUV2BGR_YUYV, bytes_per_pixel = 2;
            break;
        case V4L2_PIX_FMT_UYVY:
            type = CV_8UC2, code = cv::COLOR_YUV2BGR_UYVY, bytes_per_pixel = 2;
            break;
        case V4L2_PIX_FMT_NV12:
            code = cv::COLOR_YUV2BGR_NV12, rows = mode.height_px * 3 / 2;
            break;
        case V4L2_PIX_FMT_YUV420:
            code = cv::COLOR_YUV2BGR_I420, rows = mode.height_px * 3 / 2;
            break;
        case V4L2_PIX_FMT_RGB24:
            type = CV_8UC3, code = cv::COLOR_RGB2BGR, bytes_per_pixel = 3;
            break;
        case V4L2_PIX_FMT_BGR24:
            type = CV_8UC3, code = -1, bytes_per_pixel = 3;
            break;
        default:
            break;
    }
    const int stride = std::max(mode.stride, mode.width_px * bytes_per_pixel);
    // Planes of I420 have half the stride each, which OpenCV cannot be told; tight ones only.
    if (mode.pixel_format == V4L2_PIX_FMT_YUV420 && stride != mode.width_px) return {};
    if (bytes.size() < static_cast<std::size_t>(stride) * static_cast<std::size_t>(rows)) return {};
    try {
        const cv::Mat raw(rows, mode.width_px, type, const_cast<std::uint8_t*>(bytes.data()),
                          static_cast<std::size_t>(stride));
        if (code < 0) return raw.clone();
        cv::Mat bgr;
        cv::cvtColor(raw, bgr, code);
        return bgr;
    } catch (const cv::Exception&) {
        return {};  // an odd size that the conversion does not take
    }
}

}  // namespace smp
