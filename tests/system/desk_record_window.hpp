// The record's pages of the desk in a real window, driven by mouse and keys, with a room that answers at once. With
// SMP_DESK_PICTURES=FOLDER what is kept is also written there, to be looked at.
#pragma once

#include <GL/glew.h>
//
#include <GLFW/glfw3.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "base/texts.hpp"
#include "present/window.hpp"
#include "support/record_pages.hpp"
#include "system/hands.hpp"
#include "system/screen.hpp"
#include "ui/desk.hpp"

namespace smp::test {

// "ABCD-EFGH-...", whose letters do not stand together anywhere else.
inline std::shared_ptr<const records::Secret> a_code() {
    records::Secret code(44);
    for (std::size_t i = 0; i < code.size(); ++i)
        code.data()[i] = static_cast<std::uint8_t>(i % 5 == 4 ? '-' : 'A' + (i - i / 5) % 26);
    return std::make_shared<const records::Secret>(std::move(code));
}

class DeskRecord : public testing::Test {
  protected:
    using State = RecordView::State;

    void SetUp() override {
        if (!Screen::available()) GTEST_SKIP() << "needs Xvfb and xdotool";
        screen_.emplace(1300, 820);
        display_ = screen_->environment().at("DISPLAY");
        setenv("DISPLAY", display_.c_str(), 1);
    }
    void TearDown() override {
        (void)choose_language("en", std::filesystem::path(SMP_SOURCE_DIR) / "assets/texts");
        hands_.reset();
        desk_.reset();
        window_.reset();
    }

    void open(RecordView view, glm::ivec2 size_px = {1280, 800}, double scale = 1) {
        WindowOptions options;
        options.windowed = options.cursor = true;
        options.size_px = size_px;
        options.place = {0, 0};
        options.swap_interval = 0;
        auto window = Window::open(options);
        ASSERT_TRUE(window) << window.error().line();
        window_.emplace(std::move(*window));
        desk_.emplace(window_->native());
        window_->show();
        hands_.emplace(display_);
        scale_ = scale;
        view_ = std::move(view);
        snapshot_.record_page = true;
        snapshot_.keys["record"] = "R";
        (void)desk_->place_of("");
        frames(4);
        glfwGetWindowPos(window_->native(), &at_.x, &at_.y);
    }

    void frames(int n = 3) {
        for (int i = 0; i < n; ++i) {
            Window::wait(0.01);
            window_->make_current();
            for (const KeyEvent& key : window_->take_keys())
                if (!desk_->takes(key) && key.edge != KeyEdge::release) mirrors_keys_.push_back(key);
            snapshot_.record = std::make_shared<const RecordView>(view_);
            for (const Command& command : desk_->draw(snapshot_, window_->size_px(), scale_)) {
                acts_.push_back(command.act);
                if (command.act == Act::record) snapshot_.record_page = !snapshot_.record_page;
                if (command.act == Act::client_measured) snapshot_.client.scale.now = command.scale;
            }
            for (RecordAsk& ask : desk_->take_asks()) {
                if (answers_) room_.answer(view_, ask);
                asks_.push_back(std::move(ask));
            }
            // From the back, before it goes to the front.
            if (i + 1 == n) read();
            window_->swap();
        }
    }

    void read() {
        const glm::ivec2 size = window_->size_px();
        picture_.create(size.y, size.x, CV_8UC3);
        glPixelStorei(GL_PACK_ALIGNMENT, 1);
        glReadPixels(0, 0, size.x, size.y, GL_BGR, GL_UNSIGNED_BYTE, picture_.data);
        cv::flip(picture_, picture_, 0);
    }
    // Where the record's last answer stands.
    cv::Mat answer_place() const {
        return picture_(cv::Rect(picture_.cols - 500, picture_.rows - 50, 480, 45)).clone();
    }
    void keep_picture(const std::string& name) {
        frames(3);
        if (const char* folder = std::getenv("SMP_DESK_PICTURES"))
            cv::imwrite(std::string(folder) + "/" + name + ".png", picture_);
    }

    bool there(const std::string& words) { return desk_->place_of(words).has_value(); }
    void move(glm::dvec2 at) {
        hands_->move(cv::Point(at_.x + static_cast<int>(at.x), at_.y + static_cast<int>(at.y)));
        frames(2);
    }
    void click_at(glm::dvec2 at) {
        move(at);
        hands_->button(1, true);
        frames(2);
        hands_->button(1, false);
        frames(3);
    }
    // Brings it into sight, as a hand would, with the wheel; nothing: it is not on the page, or cannot be.
    std::optional<glm::dvec2> in_sight(const std::string& words) {
        for (int i = 0; i < 60; ++i) {
            const auto at = desk_->place_of(words);
            const double low = window_->size_px().y - 90.0;  // below it stand the answers
            if (!at || (at->y > 95 && at->y < low)) return at;
            move({window_->size_px().x - 200, 400});
            hands_->button(at->y >= low ? 5 : 4, true);
            hands_->button(at->y >= low ? 5 : 4, false);
            frames(2);
        }
        return std::nullopt;
    }
    void click(const std::string& words) {
        const auto at = in_sight(words);
        ASSERT_TRUE(at) << words << " is not on the page";
        click_at(*at);
    }
    void type(const std::string& words) {
        screen_->keys({"type", "--delay", "4", words});
        frames(4);
    }
    void press(const std::string& key) {
        hands_->key(key, true);
        frames(2);
        hands_->key(key, false);
        frames(2);
    }
    void select_all() {
        hands_->key("Control_L", true);
        press("a");
        hands_->key("Control_L", false);
        frames(1);
    }
    template <class Ask>
    const Ask* asked() const {
        for (auto at = asks_.rbegin(); at != asks_.rend(); ++at)
            if (const Ask* ask = std::get_if<Ask>(&*at)) return ask;
        return nullptr;
    }
    template <class Ask>
    std::ptrdiff_t count() const {
        return std::count_if(asks_.begin(), asks_.end(),
                             [](const RecordAsk& a) { return std::holds_alternative<Ask>(a); });
    }

    std::optional<Screen> screen_;
    std::string display_;
    std::optional<Window> window_;
    std::optional<Desk> desk_;
    std::optional<Hands> hands_;
    glm::ivec2 at_{0};
    double scale_ = 1;
    SampleRecord sample_;
    QuickRoom room_{sample_};
    bool answers_ = true;
    RecordView view_;
    DeskSnapshot snapshot_;
    std::vector<RecordAsk> asks_;
    std::vector<Act> acts_;
    std::vector<KeyEvent> mirrors_keys_;
    cv::Mat picture_;
};

}  // namespace smp::test
