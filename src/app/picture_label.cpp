#include "app/picture_label.hpp"

#include <algorithm>
#include <filesystem>
#include <opencv2/freetype.hpp>
#include <opencv2/imgproc.hpp>
#include <sstream>
#include <vector>

#include "base/font_file.hpp"

namespace smp {
namespace {

constexpr double least_letter_px = 7, letter_share = 1.0 / 60;  // a capital's height, of the picture's
constexpr double box_light = 0.3;                               // what is left of the picture behind the words
constexpr double most_share = 0.15;                             // of the height; beyond it only the first words stand

// The letters: those of the font, or where it is not there OpenCV's own, which are ASCII only.
class Letters {
  public:
    explicit Letters(double capital_px)
        : font_px_(std::max(4, cvRound(capital_px / 0.73))),
          plain_scale_(capital_px / 22),
          plain_stroke_px_(std::max(1, static_cast<int>(capital_px / 11))) {
        std::error_code failed;
        if (!std::filesystem::exists(font_file, failed)) return;
        try {
            font_ = cv::freetype::createFreeType2();
            font_->loadFontData(font_file, 0);
        } catch (const cv::Exception&) {  // damaged
            font_.release();
        }
    }

    int width_px(const std::string& text) const {
        if (text.empty()) return 0;
        return font_ ? font_->getTextSize(text, font_px_, -1, nullptr).width
                     : cv::getTextSize(text, plain, plain_scale_, plain_stroke_px_, nullptr).width;
    }
    // Where its letters stand on; 8-bit, three channels.
    void put(cv::Mat& on, const std::string& text, cv::Point at) const {
        if (text.empty()) return;
        if (font_)
            font_->putText(on, text, at, font_px_, cv::Scalar::all(255), -1, cv::LINE_AA, true);
        else
            cv::putText(on, text, at, plain, plain_scale_, cv::Scalar::all(255), plain_stroke_px_, cv::LINE_AA);
    }

  private:
    static constexpr int plain = cv::FONT_HERSHEY_SIMPLEX;
    cv::Ptr<cv::freetype::FreeType2> font_;
    int font_px_;
    double plain_scale_;
    int plain_stroke_px_;
};

}  // namespace

double label_alpha(const Tracked& tracked, const TreatmentDesign& design) {
    return design.opacity > 0 ? tracked.overlay_alpha : 0;
}

void PictureLabel::set_for(const cv::Size& picture) {
    if (picture_ == picture) return;
    picture_ = picture;
    const double letter_px = std::max(least_letter_px, letter_share * std::min(picture.height, picture.width));
    const Letters letters(letter_px);
    const int pad_px = cvRound(0.8 * letter_px);
    const int pitch_px = cvRound(1.75 * letter_px);
    const auto broken = [&](const std::string& text) {
        std::vector<std::string> lines;
        std::istringstream sentences(text);
        for (std::string sentence; std::getline(sentences, sentence);) {
            std::istringstream words(sentence);
            std::string line;
            for (std::string word; words >> word;) {
                const std::string longer = line.empty() ? word : line + " " + word;
                if (!line.empty() && letters.width_px(longer) > picture.width - 2 * pad_px) {
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
    for (const auto& line : lines) widest_px = std::max(widest_px, letters.width_px(line));
    const cv::Size wanted(widest_px + 2 * pad_px, height_px(lines));
    cv::Mat drawn = cv::Mat::zeros(wanted, CV_8UC3);
    for (std::size_t i = 0; i < lines.size(); ++i)
        letters.put(drawn, lines[i], {pad_px, pad_px / 2 + cvRound(1.3 * letter_px) + static_cast<int>(i) * pitch_px});
    const cv::Size kept(std::min(wanted.width, picture.width), std::min(wanted.height, picture.height));
    cv::extractChannel(drawn(cv::Rect(cv::Point(), kept)), box_, 0);
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
