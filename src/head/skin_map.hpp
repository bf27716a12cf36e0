// The map of the client's skin that carries the pose: small patches tied to the 3D head, each kept as it was first
// seen, found again by warping it to the expected pose. Patches that leave stay in the map and come back by themselves.
#pragma once

#include <functional>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <vector>

#include "head/head_fit.hpp"
#include "head/pose_fit.hpp"
#include "head/skin_probe.hpp"
#include "head/skin_surface.hpp"
#include "track/patch_align.hpp"
#include "track/work_picture.hpp"

namespace smp {

struct SkinEvidence {
    std::vector<FixedSeen> seen;         // patches found where the pose says, frame pixels
    std::vector<int> features;           // which of the map's these are
    std::vector<int> missed;             // those looked for that were not found, or elsewhere
    std::vector<double> patch_sigma_px;  // of the match alone, without what is not known of the feature's own place
    std::vector<SkinProbe> probes;       // those seen about as straight as before: where they fail together, something
                                         // is in front
    int tried = 0, found = 0, agreeing = 0;  // patches looked for; found; of these within the inlier distance
    bool expected = false;                   // where a prior has the head: fewer agree there by chance
    double share() const { return found ? static_cast<double>(agreeing) / found : 0; }
    // Old views of a patch fail in a turn without meaning anything; what is found must agree on one rigid head.
    bool good() const { return agreeing >= (expected ? 10 : 14) && share() > 0.5 && agreeing > 0.1 * tried; }
    // Too little to find a head by, enough to keep one that flow has followed.
    bool confirms() const { return agreeing >= (expected ? 5 : 10) && share() > 0.3 && agreeing > 0.05 * tried; }
    bool trusted() const { return agreeing >= 20 && share() > 0.65; }
};

// What the map knows beyond the surface that it was made on: its pictures' poses, landmarks and outlines, and the spots
// of skin that several of them saw.
struct MapBundle {
    std::vector<FitView> views;
    std::vector<SkinTrack> tracks;
    std::vector<int> features;  // which of the map's the tracks are
    int epoch = 0;
};

class SkinMap {
  public:
    void set_surface(const SkinSurface& surface) { surface_ = surface; }
    bool empty() const { return features_.empty(); }
    int keyframes() const { return static_cast<int>(keyframes_.size()); }
    struct Spread {
        double angle_deg = 0;  // greatest between the sides from which two keyframes see the head: roll tells nothing
        double approach = 1;   // farthest to nearest
    };
    Spread spread() const;
    int features() const { return static_cast<int>(features_.size()); }

    // Forget everything; the next keyframe starts a new map.
    void clear();

    // Prepares the picture for a head expected at this pose. Call once a frame before the rest.
    void take_picture(const cv::Mat& grey, const HeadPose& expected, const Intrinsics& intrinsics);

    // Takes over the picture that another map has prepared; what was followed in older pictures is forgotten.
    void share_picture(const SkinMap& other);
    void forget_followed() { followed_.clear(); }

    // Patches under something that stands before the head: flow does not carry them on, and what is found of them must
    // be very like them.
    void mark_hidden(const std::function<bool(const glm::dvec3& p_head_mm)>& hides);

    // Optical flow of the patches seen in the last picture: the likely motion, corrected by those that agree.
    // `information` is theirs alone. False: too few to go by for long.
    bool flow(const Intrinsics& intrinsics, const PosePrior& likely, HeadPose& camera_from_head,
              PoseInformation& information);

    // Looks for the map's patches about a pose and improves it, as far as a prior leaves it free. Where the evidence is
    // not trusted() the pose may have moved all the same; where it is not even good() it is what was found where the
    // pose, as it is left, has it.
    SkinEvidence match(const Intrinsics& intrinsics, HeadPose& camera_from_head, const PosePrior& likely = {}) const {
        return match_from(0, intrinsics, camera_from_head, likely);
    }
    // The same for a pose that may be some 15 degrees off: looks farther first (about 30 ms).
    SkinEvidence search(const Intrinsics& intrinsics, HeadPose& camera_from_head) const {
        return match_from(farthest_pass, intrinsics, camera_from_head, {});
    }

    // Ends the frame: what was seen is followed by flow next time; takes a keyframe where the view is new and enough
    // of the map agrees that what is seen is the head, unless the map may not grow. Returns that keyframe's view, for
    // landmarks and outline to be added to it, or null.
    FitView* keep(const Intrinsics& intrinsics, const HeadPose& camera_from_head, const SkinEvidence& evidence,
                  bool may_grow);

    // For a bundle adjustment, with the head that the map stands on. The result belongs to this map while its epoch is
    // that of the bundle.
    MapBundle bundle(const HeadModel& model) const;
    int epoch() const { return epoch_; }

    // Takes over an adjusted bundle and the surface of its shape. Later keyframes go along with the last adjusted one;
    // so does the pose. Returns how the head's axes were turned by that, as the first keyframe has it: an adjustment
    // tells well how the views lie to each other, and redefines the axes a little.
    glm::dmat3 take_over(const MapBundle& adjusted, const SkinSurface& surface, const Intrinsics& intrinsics,
                         HeadPose& camera_from_head);

  private:
    struct Feature {
        glm::dvec3 p_head_mm, normal;
        int triangle;  // of the surface, and how well that tells its depth: SkinHit
        double surface_sigma_mm;
        int host;                           // keyframe
        glm::dvec2 host_px;                 // work picture of the host
        std::vector<SkinTrack::Seen> seen;  // in keyframes, the host's first
        double depth_sigma_mm;              // along the rays that it is known from
        std::vector<int> known_from;        // keyframes: the host, or all that an adjustment took in
        int missed_frames = 0;              // in a row, up to now
        bool hidden = false;
    };
    struct Keyframe {
        FitView view;
        Intrinsics intrinsics;
        WorkPicture picture;
    };
    struct Followed {
        int feature;
        glm::dvec2 frame_px;
        int age;  // frames since the map itself recognised it
    };
    struct Look {  // for a patch of the map in the present picture
        int feature;
        glm::dvec2 expected_px;
        bool alike;  // seen about as straight as in its host
        bool found;
        double patch_sigma_px;
        FixedSeen seen;
    };
    struct Warped {  // a host's patch as it looked through host_from_current
        glm::dmat2 host_from_current{0};
        std::optional<PatchTemplate> patch;  // none: too little texture
    };
    const std::optional<PatchTemplate>& warped(int feature, const glm::dmat2& host_from_current) const;
    static constexpr int farthest_pass = -2;  // below 0 patches are searched for, from there on aligned
    SkinEvidence match_from(int first_pass, const Intrinsics& intrinsics, HeadPose& camera_from_head,
                            const PosePrior& likely) const;
    std::vector<Look> look(const Intrinsics& intrinsics, const HeadPose& camera_from_head, int pass) const;
    void take_keyframe(const Intrinsics& intrinsics, const HeadPose& camera_from_head, const SkinEvidence& evidence);
    double place_sigma_px(const Feature& feature, const glm::dvec3& eye_head_mm, double px_per_mm) const;
    bool hidden(const glm::dvec2& work_px, const SkinEvidence& evidence) const;
    static void put(Feature& feature, const SkinHit& hit, const glm::dvec3& host_eye_mm);
    std::vector<int> visible(const Intrinsics& intrinsics, const HeadPose& camera_from_head) const;

    std::optional<SkinSurface> surface_;
    std::vector<Feature> features_;
    std::vector<Keyframe> keyframes_;
    std::vector<Followed> followed_;
    mutable std::vector<Warped> warped_;  // by feature: a head that hardly moves need not be warped again
    FlowOptions flow_options_;
    cv::Mat grey_, previous_grey_;
    WorkPicture current_;
    double scale_ = 0;
    int epoch_ = 0;  // counts how often the map was begun anew
};

}  // namespace smp
