// The client's own hair, on the coarse grid of a frame. Pure; a map of a frame depends on that frame alone.
#pragma once

#include <opencv2/core/mat.hpp>

#include "skin/fine_texture.hpp"

namespace smp {

// How surely something as fine as hair lies where the contrast is `contrast`, 0..1; `bare`: of the client's own skin in
// this picture, noise and pores and all.
float strand_share(float contrast, float bare);

// How surely hair lies there as a flow of lines, 0..1, whatever its colour: nowhere has skin lines that run one way
// over centimetres, but faint ones. `unlike`: how far its hue is from the client's own skin, 0..1.
float flow_share(float coherence, float slope, float unlike);

// The same for a frame, CV_32F: sure it must be over 2 cm2 well within the outline where hair grows; at its border hair
// is mixed with skin, and less is enough beside what is surely hair. Chart and head as below.
cv::Mat hair_flow(const FineTexture& texture, const cv::Mat& unlike, const cv::Mat& chart_deg, const cv::Mat& on_head);

// How surely what is darker than skin by `depth` (logarithm of light) is hair and no shade, 0..1: shade makes skin more
// coloured, hair leaves it as it is or paler, and grey hair need not be dark.
float hair_rather_than_shade(float depth, float paler, float contrast);

struct HairEvidence {
    cv::Mat contrast;     // CV_32F: as FineTexture says
    cv::Mat flow;         // CV_32F: as hair_flow() says
    cv::Mat tone_off;     // CV_32F: logarithm of light as seen against matt skin
    cv::Mat hue_off;      // CV_32F: the same of the hue, shine left out; 1 is the most that skin has
    cv::Mat paler;        // CV_32F: how much of the change of hue is towards white; below 0: more coloured
    cv::Mat chart_deg;    // CV_32FC2
    cv::Mat on_head;      // CV_8U
    float bare_contrast;  // of the client's own skin
};

// CV_32FC4: share of the skin that hair hides where hardly any shows between it; how surely there are strands; optical
// depth that stubble takes already; logarithm of light against matt skin, typical of the place. Stubble looks as shade
// does, so only where men keep a fringe is what is darker taken for it.
cv::Mat hair_map(const HairEvidence& evidence);

}  // namespace smp
