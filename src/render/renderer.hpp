// Draws one frame with its treatment on the GPU: the client's own pixels, darkened per channel in linear light.
// Needs a current OpenGL 3.3 core context; all calls on that context's thread.
#pragma once

#include <filesystem>
#include <glm/glm.hpp>
#include <memory>
#include <opencv2/core/mat.hpp>
#include <optional>

#include "base/expected.hpp"
#include "design/treatment.hpp"
#include "geometry/intrinsics.hpp"
#include "geometry/rigid.hpp"
#include "head/head_cover.hpp"
#include "head/head_mesh.hpp"
#include "skin/skin_look.hpp"

namespace smp {

// The head as it was solved for the very frame that is drawn.
struct HeadView {
    HeadPose camera_from_head;
    Intrinsics intrinsics;
    HeadCover cover = {};  // no marks there
    SkinLook skin = {};
    CameraLook look = {};
    unsigned grain_seed = 0;  // another for each frame
};

// Where the treatment is seen at all, to be compared with the bare head; on the rest of the head it has `rest` of its
// strength. The mask knows nothing of it.
struct Reveal {
    int side = 0;                   // +1 the client's left side of the head shows it, -1 the right one, 0 both
    std::optional<double> line_px;  // of the frame: one side of this upright line shows it
    bool right_of_line = true;      // as the frame has it, not mirrored
    double rest = 0;
    bool operator==(const Reveal&) const = default;
};

class Renderer {
  public:
    // Fails with ExitCode::device when the context cannot do 3.3 core or a shader does not compile.
    static Expected<Renderer> create();
    Renderer(Renderer&&) noexcept;
    ~Renderer();

    // Upload; call when treatment.revision or the head mesh's revision has changed (cheap to call otherwise).
    void set_treatment(const Treatment& treatment);
    void set_head(const HeadMesh& mesh);

    // Draws the frame (8-bit BGR, sRGB) at its own size into the picture texture. No head, or alpha 0: as it is.
    // alpha 0..1 scales the optical depth of all marks (fade of a lost head x opacity).
    void draw(const cv::Mat& bgr, const std::optional<HeadView>& head, double alpha, const Reveal& reveal = {});

    // The smooth coverage of the last drawn frame after every visibility test, x alpha (drawn on demand).
    cv::Mat read_mask();     // CV_8UC1, size of the frame
    cv::Mat read_picture();  // CV_8UC3 BGR, size of the frame
    cv::Mat read_tone();     // CV_32FC2, of the frame's marks: of the dots, and of what is about them

    // Waits until the GPU has drawn: for timing, and before another context uses the picture.
    void finish();

    // sRGB-encoded texture of the last picture, for presenting it; GL name owned by the renderer.
    unsigned picture_texture() const;
    glm::ivec2 picture_size_px() const;

  private:
    struct Impl;
    explicit Renderer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace smp
