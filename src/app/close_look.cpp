#include "app/close_look.hpp"

namespace smp {

void CloseLook::draw(Renderer& renderer, const Painter& painter, const Tracked& tracked, const Loupe& loupe,
                     double show) {
    std::optional<HeadView> view;
    if (painter.view()) {
        view = magnified(*painter.view(), loupe);
        const HeadMesh& mesh = painter.mesh();
        if (!skin_ || skin_revision_ != mesh.revision) {
            skin_.emplace(mesh, painter.surface().centre_mm());
            skin_revision_ = mesh.revision;
        }
        renderer.set_head(mesh);
        renderer.set_treatment(painter.treatment());
    }
    const cv::Mat picture = magnified_picture(tracked.frame.bgr, loupe, view, skin_ ? &*skin_ : nullptr);
    renderer.draw(picture, view, tracked.overlay_alpha * painter.treatment().opacity * show);
}

}  // namespace smp
