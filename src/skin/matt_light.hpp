// How the client's skin looks without shine, by the way it faces: light from afar on a matt surface is a smooth
// function of the normal, spherical harmonics up to degree 2 (Ramamoorthi and Hanrahan 2001).
#pragma once

#include <opencv2/core/matx.hpp>
#include <vector>

namespace smp {

struct LitSkin {
    cv::Vec3f normal;   // Camera frame
    cv::Vec3f log_rgb;  // logarithms of linear light
    float weight;       // how surely it is skin
};

class MattLight {
  public:
    // `stiffness`: with how much weight, of that of all samples, light is held to be even before any is seen. Less of
    // it carries the light farther from where the samples face, and follows what is wrong with them.
    explicit MattLight(double stiffness = 0.003) : stiffness_(stiffness) {}

    // Robust: shine, shadows, hair and whatever else is no matt skin may be a good part of the samples. What was
    // fitted before holds where they say little. Returns false, and leaves all as it was, when they are too few.
    bool fit(const std::vector<LitSkin>& samples);
    bool known() const { return known_; }
    void forget() { *this = MattLight(stiffness_); }

    cv::Vec3f log_rgb(const cv::Vec3f& normal) const;

  private:
    static constexpr int tone_terms = 9, hue_terms = 4;
    using ToneTerms = cv::Vec<float, tone_terms>;
    static ToneTerms terms(const cv::Vec3f& normal);
    float log_tone(const ToneTerms& t) const;
    float surprise(const LitSkin& sample, float slack) const;  // squared deviations from what is foreseen
    double cost(const std::vector<LitSkin>& samples) const;    // 0..1
    float level(const std::vector<LitSkin>& samples) const;
    void begin(const std::vector<LitSkin>& samples);
    void solve(const std::vector<LitSkin>& samples);

    double stiffness_;
    bool known_ = false;
    int since_ = 0;                     // frames since it was last fitted anew
    double cost_ = 0;                   // as it then was
    float level_ = 0;                   // of the usual sample against what is foreseen
    ToneTerms tone_;                    // geometric mean of the channels, linear light
    cv::Vec<float, hue_terms> hue_[3];  // logarithm of each channel against that mean
};

}  // namespace smp
