// The clip under way at the mirror: fetches each picture that was drawn, in the camera's size, when the GPU has it, and
// hands it to the recorder. Never waits. Belongs to the thread of the mirror's context.
#pragma once

#include <GL/glew.h>

#include <array>
#include <glm/glm.hpp>
#include <memory>
#include <string>

#include "app/clip_recorder.hpp"
#include "app/tracked.hpp"
#include "gl/object.hpp"

namespace smp {

class LiveClip {
  public:
    LiveClip() = default;
    ~LiveClip();
    LiveClip(const LiveClip&) = delete;
    LiveClip& operator=(const LiveClip&) = delete;

    // The one before must have ended.
    void begin(std::shared_ptr<ClipRecorder> recorder, double longest_s, double now_s);
    void end(ClipEnd why);
    bool going() const { return recorder_ != nullptr; }
    bool busy() const { return last_ && !last_->ready(); }  // one goes on, or is still being encoded

    // `painted` was drawn just now, into a texture as the renderer has it. Once a frame counts.
    void see(const Tracked& painted, unsigned texture, glm::ivec2 size_px, const std::string& label);
    // Once a turn of the loop. `camera`: pictures come.
    void follow(bool camera, double now_s);
    double length_s() const { return length_s_; }

  private:
    struct Fetch {
        gl::Buffer buffer;
        glm::ivec2 size_px{0};
        GLsync fence = nullptr;  // null: it is free
        ClipPicture picture;     // without its pixels
    };
    void start_fetch(Fetch& fetch, unsigned texture, glm::ivec2 size_px);
    void fetch();
    void drop_fetches();

    std::shared_ptr<ClipRecorder> recorder_, last_;
    std::array<Fetch, 3> fetches_;  // in a ring: the oldest first
    std::size_t oldest_ = 0, under_way_ = 0;
    gl::Framebuffer source_;
    std::int64_t frame_ = -1;
    double longest_s_ = 0, began_s_ = 0, camera_s_ = 0, length_s_ = 0;
};

}  // namespace smp
