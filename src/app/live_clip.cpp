#include "app/live_clip.hpp"

#include <cstring>

namespace smp {
namespace {

constexpr double patience_s = 1;  // without a camera

}  // namespace

LiveClip::~LiveClip() {
    end(ClipEnd::closed);
    drop_fetches();
}

void LiveClip::begin(std::shared_ptr<ClipRecorder> recorder, double longest_s, double now_s) {
    recorder_ = last_ = std::move(recorder);
    longest_s_ = longest_s;
    began_s_ = camera_s_ = now_s;
    length_s_ = 0;
    frame_ = -1;
}

void LiveClip::end(ClipEnd why) {
    if (!recorder_) return;
    fetch();  // what the GPU has by now
    recorder_->end(why);
    recorder_.reset();
    drop_fetches();
}

void LiveClip::see(const Tracked& painted, unsigned texture, glm::ivec2 size_px, const std::string& label) {
    if (!recorder_ || painted.frame.sequence == frame_ || texture == 0 || size_px.x < 1 || size_px.y < 1) return;
    frame_ = painted.frame.sequence;
    fetch();
    if (under_way_ == fetches_.size()) return recorder_->leave_out();
    Fetch& next = fetches_[(oldest_ + under_way_) % fetches_.size()];
    next.picture = {{}, painted.frame.captured_s, {}, label};
    if (painted.head.state == TrackState::tracking) next.picture.camera_from_head = painted.head.camera_from_head;
    start_fetch(next, texture, size_px);
    ++under_way_;
}

void LiveClip::start_fetch(Fetch& next, unsigned texture, glm::ivec2 size_px) {
    if (!source_) source_ = gl::Framebuffer::make();
    if (!next.buffer) next.buffer = gl::Buffer::make();
    glBindBuffer(GL_PIXEL_PACK_BUFFER, next.buffer.id());
    if (next.size_px != size_px)
        glBufferData(GL_PIXEL_PACK_BUFFER, 4L * size_px.x * size_px.y, nullptr, GL_STREAM_READ);
    next.size_px = size_px;
    glBindFramebuffer(GL_READ_FRAMEBUFFER, source_.id());
    glFramebufferTexture2D(GL_READ_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture, 0);
    glPixelStorei(GL_PACK_ALIGNMENT, 4);
    glReadPixels(0, 0, size_px.x, size_px.y, GL_BGRA, GL_UNSIGNED_BYTE, nullptr);
    glFramebufferTexture2D(GL_READ_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, 0, 0);
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
    next.fence = glFenceSync(GL_SYNC_GPU_COMMANDS_COMPLETE, 0);
    glFlush();
}

void LiveClip::fetch() {
    while (under_way_ > 0) {
        Fetch& first = fetches_[oldest_];
        if (glClientWaitSync(first.fence, 0, 0) == GL_TIMEOUT_EXPIRED) return;
        glDeleteSync(std::exchange(first.fence, nullptr));
        oldest_ = (oldest_ + 1) % fetches_.size();
        --under_way_;
        cv::Mat copy(first.size_px.y, first.size_px.x, CV_8UC4);
        const std::size_t bytes = copy.total() * copy.elemSize();
        glBindBuffer(GL_PIXEL_PACK_BUFFER, first.buffer.id());
        const void* const from =
            glMapBufferRange(GL_PIXEL_PACK_BUFFER, 0, static_cast<GLsizeiptr>(bytes), GL_MAP_READ_BIT);
        if (from) {
            std::memcpy(copy.data, from, bytes);
            glUnmapBuffer(GL_PIXEL_PACK_BUFFER);
            first.picture.bgra = std::move(copy);
            if (recorder_) recorder_->put(std::move(first.picture));
        }
        first.picture = {};
        glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
    }
}

void LiveClip::drop_fetches() {
    for (Fetch& one : fetches_) {
        if (one.fence) glDeleteSync(std::exchange(one.fence, nullptr));
        one.picture = {};
    }
    under_way_ = 0;
}

void LiveClip::follow(bool camera, double now_s) {
    if (last_ && !recorder_ && last_->ready()) last_.reset();
    if (!recorder_) return;
    fetch();
    if (camera) camera_s_ = now_s;
    if (now_s > camera_s_ + patience_s) return end(ClipEnd::stopped);
    if (now_s > began_s_ + longest_s_ + patience_s) return end(ClipEnd::longest);
    const ClipRecorder::State state = recorder_->state();
    length_s_ = state.length_s;
    if (state.ended) end(*state.ended);
}

}  // namespace smp
