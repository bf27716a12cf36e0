// A PDF as others read it: with poppler's tools.
#pragma once

#include <gtest/gtest.h>

#include <cstdio>
#include <opencv2/imgcodecs.hpp>
#include <regex>
#include <string>

#include "base/expected.hpp"
#include "support/scratch.hpp"

namespace smp::test {

inline constexpr double dpi = 300;

class Pdf {
  public:
    explicit Pdf(const Expected<std::string>& bytes) {
        EXPECT_TRUE(bytes);
        if (bytes) bytes_ = *bytes;
        scratch_.write("paper.pdf", bytes_);
    }
    const std::string& bytes() const { return bytes_; }
    const Scratch& scratch() const { return scratch_; }

    // What a tool prints about the file; %s stands for its name.
    std::string said(const std::string& command) const {
        std::string line = command;
        line.replace(line.find("%s"), 2, "'" + scratch_.file("paper.pdf") + "'");
        std::string out;
        FILE* pipe = ::popen((line + " 2>&1").c_str(), "r");
        for (int c; pipe && (c = std::fgetc(pipe)) != EOF;) out += static_cast<char>(c);
        EXPECT_TRUE(pipe && ::pclose(pipe) == 0) << line << "\n" << out;
        return out;
    }
    // All words with single spaces between.
    std::string words(const std::string& options = "") const {
        return std::regex_replace(said("pdftotext " + options + " %s -"), std::regex("\\s+"), " ");
    }
    int pages() const {
        std::smatch found;
        const std::string info = said("pdfinfo %s");
        return std::regex_search(info, found, std::regex("Pages: +(\\d+)")) ? std::stoi(found[1]) : 0;
    }
    cv::Mat picture(int page, bool colour = false) const {
        const std::string to = scratch_.file("page"), grey = colour ? "" : "-gray ";
        said("pdftoppm -singlefile " + grey + "-r " + std::to_string(dpi) + " -f " + std::to_string(page) + " %s '" +
             to + "'");
        return colour ? cv::imread(to + ".ppm") : cv::imread(to + ".pgm", cv::IMREAD_GRAYSCALE);
    }

  private:
    Scratch scratch_;
    std::string bytes_;
};

inline std::size_t count(const std::string& text, const std::string& what) {
    std::size_t n = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++n;
    return n;
}

}  // namespace smp::test
