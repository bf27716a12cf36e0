// The mirror's picture, small and as JPEG, for those who look at it from a tablet. What is read back is fetched when
// the GPU has it, and encoded on a thread of its own. Belongs to the thread of the mirror's context.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/expected.hpp"
#include "present/letterbox.hpp"

namespace smp {

class LiveThumbnail {
  public:
    // `ready` is called on the thread that encodes. Fails as Presenter::create() does.
    static Expected<std::unique_ptr<LiveThumbnail>> create(std::function<void(std::string)> ready);
    ~LiveThumbnail();
    LiveThumbnail(const LiveThumbnail&) = delete;
    LiveThumbnail& operator=(const LiveThumbnail&) = delete;

    // `changed`: what the mirror shows is another picture than at the last call. Never waits.
    void step(unsigned texture, glm::ivec2 picture_px, const PictureView& view, double veil, bool changed,
              double now_s);

  private:
    struct Impl;
    explicit LiveThumbnail(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace smp
