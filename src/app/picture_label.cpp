#include "app/picture_label.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <sstream>
#include <vector>

namespace smp {
namespace {

constexpr int font = cv::FONT_HERSHEY_SIMPLEX;
constexpr double letter_px_at_scale_1 = 22;
constexpr double least_letter_px = 7, letter_share = 1.0 / 60;  // of the picture's height
constexpr double box_light = 0.3;                               // what is left of the picture behind the words
constexpr double most_share = 0.15;                             // of the height; beyond it only the first words stand

}  // namespace

double label_alpha(const Tracked& tracked, const TreatmentDesign& design) {
    return design.opacity > 0 ? tracked.overlay_alpha : 0;
}

void PictureLabel::set_for(const cv::Size& picture) {
    if (picture_ == picture) return;
    picture_ = picture;
    const double letter_px = std::max(least_letter_px, letter_share * std::min(picture.height, picture.width));
    const double scale = letter_px / letter_px_at_scale_1;
    const int stroke_px = std::max(1, static_cast<int>(letter_px / 11)), pad_px = cvRound(0.8 * letter_px);
    const auto width_px = [&](const std::string& line) {
        return cv::getTextSize(line, font, scale, stroke_px, nullptr).width;
    };
    const int pitch_px = cvRound(1.75 * letter_px);
    const auto broken = [&](const std::string& text) {
        std::vector<std::string> lines;
        std::istringstream sentences(text);
        for (std::string sentence; std::getline(sentences, sentence);) {
            std::istringstream words(sentence);
            std::string line;
            for (std::string word; words >> word;) {
                const std::string longer = line.empty() ? word : line + " " + word;
                if (!line.empty() && width_px(longer) > picture.width - 2 * pad_px) {
                    lines.push_back(line);
                    line = word;
                } else {
                    line = longer;
                }
            }
            lines.push_back(line);
        }
        return lines;
    };
    const auto height_px = [&](const std::vector<std::string>& lines) {
        return static_cast<int>(lines.size()) * pitch_px + pad_px;
    };
    std::vector<std::string> lines = broken(text_);
    if (height_px(lines) > most_share * picture.height) lines = broken(text_.substr(0, text_.find('.')));
    int widest_px = 0;
    for (const auto& line : lines) widest_px = std::max(widest_px, width_px(line));
    const cv::Size wanted(widest_px + 2 * pad_px, height_px(lines));
    box_ = cv::Mat::zeros(std::min(wanted.height, picture.height), std::min(wanted.width, picture.width), CV_8U);
    for (std::size_t i = 0; i < lines.size(); ++i)
        cv::putText(box_, lines[i], {pad_px, pad_px / 2 + cvRound(1.3 * letter_px) + static_cast<int>(i) * pitch_px},
                    font, scale, 255, stroke_px, cv::LINE_AA);
}

void PictureLabel::burn(cv::Mat& bgr, double alpha) {
    if (alpha <= 0 || bgr.empty()) return;
    set_for(bgr.size());
    cv::Mat at = bgr(cv::Rect(0, bgr.rows - box_.rows, box_.cols, box_.rows));
    for (int y = 0; y < at.rows; ++y)
        for (int x = 0; x < at.cols; ++x) {
            const double letter = box_.at<uchar>(y, x) / 255.0;
            for (uchar& value : at.at<cv::Vec3b>(y, x).val) {
                const double labelled = letter * 255 + (1 - letter) * box_light * value;
                value = cv::saturate_cast<uchar>(value + alpha * (labelled - value));
            }
        }
}

}  // namespace smp
