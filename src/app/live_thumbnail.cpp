#include "app/live_thumbnail.hpp"

#include <GL/glew.h>
#include <pthread.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <thread>
#include <vector>

#include "base/mailbox.hpp"
#include "present/presenter.hpp"

namespace smp {
namespace {

constexpr int widest_px = 640;
constexpr double period_s = 0.1;
constexpr int jpeg_quality = 80;

std::string to_jpeg(const cv::Mat& bgra_upwards) {
    try {
        cv::Mat bgr;
        cv::cvtColor(bgra_upwards, bgr, cv::COLOR_BGRA2BGR);
        cv::flip(bgr, bgr, 0);
        std::vector<unsigned char> bytes;
        cv::imencode(".jpg", bgr, bytes, {cv::IMWRITE_JPEG_QUALITY, jpeg_quality});
        return {bytes.begin(), bytes.end()};
    } catch (const cv::Exception&) {
        return "";
    }
}

}  // namespace

struct LiveThumbnail::Impl {
    Impl(Presenter made, std::function<void(std::string)> tell) : presenter(std::move(made)), ready(std::move(tell)) {
        buffer = gl::Buffer::make();
        target = gl::Framebuffer::make();
        thread = std::thread([this] {
            pthread_setname_np(pthread_self(), "smp-thumbnail");
            while (!waiting.closed())
                if (const auto picture = waiting.take(std::chrono::seconds(5)))
                    if (std::string jpeg = to_jpeg(*picture); !jpeg.empty()) ready(std::move(jpeg));
        });
    }
    ~Impl() {
        waiting.close();
        thread.join();
        if (fence) glDeleteSync(fence);
    }

    void make_room(glm::ivec2 wanted_px) {
        if (size_px == wanted_px) return;
        size_px = wanted_px;
        texture = gl::Texture::make();
        glBindTexture(GL_TEXTURE_2D, texture.id());
        glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, size_px.x, size_px.y, 0, GL_BGRA, GL_UNSIGNED_BYTE, nullptr);
        glBindTexture(GL_TEXTURE_2D, 0);
        glBindFramebuffer(GL_FRAMEBUFFER, target.id());
        glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture.id(), 0);
        glBindFramebuffer(GL_FRAMEBUFFER, 0);
        glBindBuffer(GL_PIXEL_PACK_BUFFER, buffer.id());
        glBufferData(GL_PIXEL_PACK_BUFFER, 4L * size_px.x * size_px.y, nullptr, GL_STREAM_READ);
        glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
    }

    // The way is that of the mirror itself: in linear light, mirrored as it is, the same part of the picture.
    void begin(unsigned picture, glm::ivec2 picture_px, const PictureView& view, double veil) {
        const double scale = std::min(1.0, static_cast<double>(widest_px) / picture_px.x);
        make_room(glm::max(glm::ivec2(glm::round(glm::dvec2(picture_px) * scale)), glm::ivec2(1)));
        presenter.draw(picture, picture_px, size_px, view, veil, {}, target.id());
        glBindFramebuffer(GL_READ_FRAMEBUFFER, target.id());
        glBindBuffer(GL_PIXEL_PACK_BUFFER, buffer.id());
        glPixelStorei(GL_PACK_ALIGNMENT, 4);
        glReadPixels(0, 0, size_px.x, size_px.y, GL_BGRA, GL_UNSIGNED_BYTE, nullptr);
        glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
        glBindFramebuffer(GL_FRAMEBUFFER, 0);
        fence = glFenceSync(GL_SYNC_GPU_COMMANDS_COMPLETE, 0);
        glFlush();
    }

    void fetch() {
        if (!fence || glClientWaitSync(fence, 0, 0) == GL_TIMEOUT_EXPIRED) return;
        glDeleteSync(std::exchange(fence, nullptr));
        glBindBuffer(GL_PIXEL_PACK_BUFFER, buffer.id());
        cv::Mat copy(size_px.y, size_px.x, CV_8UC4);
        const std::size_t bytes = copy.total() * copy.elemSize();
        if (const void* from =
                glMapBufferRange(GL_PIXEL_PACK_BUFFER, 0, static_cast<GLsizeiptr>(bytes), GL_MAP_READ_BIT)) {
            std::memcpy(copy.data, from, bytes);
            glUnmapBuffer(GL_PIXEL_PACK_BUFFER);
            waiting.put(std::move(copy));
        }
        glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
    }

    Presenter presenter;
    const std::function<void(std::string)> ready;
    gl::Texture texture;
    gl::Framebuffer target;
    gl::Buffer buffer;
    glm::ivec2 size_px{0};
    GLsync fence = nullptr;
    bool stale = true;
    double due_s = 0;
    Mailbox<cv::Mat> waiting;
    std::thread thread;
};

LiveThumbnail::LiveThumbnail(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
LiveThumbnail::~LiveThumbnail() = default;

Expected<std::unique_ptr<LiveThumbnail>> LiveThumbnail::create(std::function<void(std::string)> ready) {
    auto presenter = Presenter::create();
    if (!presenter) return presenter.error();
    return std::unique_ptr<LiveThumbnail>(
        new LiveThumbnail(std::make_unique<Impl>(std::move(*presenter), std::move(ready))));
}

void LiveThumbnail::step(unsigned texture, glm::ivec2 picture_px, const PictureView& view, double veil, bool changed,
                         double now_s) {
    Impl& my = *impl_;
    my.stale = my.stale || changed;
    my.fetch();
    if (my.fence || !my.stale || now_s < my.due_s || texture == 0 || picture_px.x < 1 || picture_px.y < 1) return;
    my.begin(texture, picture_px, view, veil);
    my.stale = false;
    my.due_s = now_s + period_s;
}

}  // namespace smp
