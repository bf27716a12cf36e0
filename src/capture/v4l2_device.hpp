// One V4L2 camera: the system calls, replaceable for tests, and the streaming of its pictures. libv4l and OpenCV hide
// whether a camera is busy or gone and cannot be woken while they wait, so the kernel's interface is used as it is.
#pragma once

#include <cstdint>
#include <memory>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/expected.hpp"

namespace smp {

// The calls as the kernel has them: -1 and errno on failure.
class V4l2Calls {
  public:
    virtual ~V4l2Calls() = default;
    virtual int open(const char* path);
    virtual int close(int fd);
    virtual int ioctl(int fd, unsigned long request, void* argument);
    virtual void* map(int fd, std::size_t length, std::int64_t offset);  // MAP_FAILED on failure
    virtual int unmap(void* address, std::size_t length);
    // 1 readable, 0 timeout, -1 error, 2 when wake_fd is readable
    virtual int wait(int fd, int wake_fd, int timeout_ms);
};

enum class CameraFault { busy, gone, unusable };

struct CameraError {
    CameraFault fault = CameraFault::gone;
    std::string text;
};

struct CameraName {
    std::string card, bus;  // what the driver says of the device, to know it again
    bool captures = false;  // false: a metadata or output node
};
// Empty when the device cannot be opened.
std::optional<CameraName> camera_name(V4l2Calls& calls, const std::string& path);

struct CameraMode {
    std::uint32_t pixel_format = 0;
    int width_px = 0, height_px = 0, stride = 0;
    double fps = 0;
    std::string words() const;  // "MJPG 1280x720 at 30 fps"
};

class V4l2Device {
  public:
    explicit V4l2Device(V4l2Calls& calls) : calls_(calls) {}
    ~V4l2Device() { close(); }
    V4l2Device(const V4l2Device&) = delete;
    V4l2Device& operator=(const V4l2Device&) = delete;

    // Opens and starts streaming; empty on success. The first of MJPG 1280x720 at 30, then what else can be decoded.
    std::optional<CameraError> start(const std::string& path);
    const CameraMode& mode() const { return mode_; }
    int fd() const { return fd_; }  // for its controls; -1 when it is closed

    enum class Wait { picture, nothing, woken, failed };
    // The newest picture that waits, as the camera sent it; older ones are given back unread and counted in `lost`.
    Wait newest(int wake_fd, int timeout_ms, std::vector<std::uint8_t>& bytes, std::uint64_t& lost, CameraError& error);
    void close();

  private:
    struct Buffer {
        void* address = nullptr;
        std::size_t length = 0;
    };
    std::optional<CameraError> choose_mode();
    std::optional<CameraError> start_streaming();
    bool try_mode(std::uint32_t pixel_format, int width_px, int height_px);
    CameraError fault(const char* doing) const;  // from errno

    V4l2Calls& calls_;
    int fd_ = -1;
    bool streaming_ = false;
    int mode_errno_ = 0;
    CameraMode mode_;
    std::vector<Buffer> buffers_;
};

// Empty when the bytes are not a whole picture of this mode.
cv::Mat decode_camera_picture(const CameraMode& mode, const std::vector<std::uint8_t>& bytes);

}  // namespace smp
