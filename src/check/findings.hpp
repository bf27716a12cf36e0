// Light and camera in words: what was found, whether it will do, and what to do about it. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace smp {

struct LightSample;

enum class Verdict { good, doubtful, bad };

struct Finding {
    std::string_view name;  // "Exposure"; tr() where it is shown
    std::string value;      // what was measured, in words with its unit
    Verdict verdict = Verdict::good;
    std::string advice;  // one sentence that says what to do; empty when it is good
    bool operator==(const Finding&) const = default;
};

// By the medians of some frames, in the order in which things are best put right. `fps`: pictures a second that came
// from the camera; 0 when that says nothing (files). Empty without samples.
std::vector<Finding> judge_light(std::span<const LightSample> samples, double fps);

// The first of the worst; null when all is good.
const Finding* worst(std::span<const Finding> findings);
// "good", "doubtful", "bad": a word beside every sign.
std::string in_words(Verdict verdict);

// Whether the client's skin is no longer as bright as it was: a camera that jumped when it was locked.
bool jumped(std::span<const LightSample> before, std::span<const LightSample> after);

}  // namespace smp
