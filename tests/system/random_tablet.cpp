#include "system/random_tablet.hpp"

#include <memory>
#include <nlohmann/json.hpp>
#include <random>

#include "tablet/commands.hpp"
#include "unit/tablet_client.hpp"

namespace smp::test {
namespace {

using Json = nlohmann::json;

class RandomWords {
  public:
    explicit RandomWords(unsigned seed) : random_(seed) {}

    int up_to(int most) { return std::uniform_int_distribution<int>(0, most)(random_); }
    double number(double low, double high) { return std::uniform_real_distribution<double>(low, high)(random_); }

    // Mostly what a page would say, here and there beyond it.
    Json command() {
        static const std::vector<std::string_view> acts = tablet_acts();
        const auto all = parameters();
        const Parameter& p = all[static_cast<std::size_t>(up_to(static_cast<int>(all.size()) - 1))];
        if (up_to(2) == 0) {
            const double wide = up_to(9) ? 0 : 3 * (p.max - p.min);
            return {
                {"act", "set"}, {"name", p.name}, {"value", number(p.min - wide, p.max + wide)}, {"drag", up_to(4)}};
        }
        const auto act = acts[static_cast<std::size_t>(up_to(static_cast<int>(acts.size()) - 1))];
        Json out{{"act", act}, {"amount", up_to(4) - (up_to(3) ? 0 : 2)}, {"drag", 1 + up_to(3)}};
        if (up_to(1)) out["at"] = {number(-0.3, 1.3), number(-0.3, 1.3)};
        if (act == "wipe_to") out["amount"] = number(-0.1, 1.1);
        if (act == "before_release") out["held_s"] = number(0, 1);
        if (act == "preset" || act == "save_preset" || act == "remove_preset")
            out["name"] = up_to(3) ? "Chair " + std::to_string(up_to(3)) : std::string("Natural");
        if (act == "touch") {
            Json points = Json::array();
            double x = number(0, 1), y = number(0, 0.6);
            for (int i = up_to(10); i >= 0; --i) points.push_back({x += number(-0.02, 0.02), y += number(-0.02, 0.02)});
            out["points"] = points;
            out["ends"] = up_to(3) == 0;
        }
        // The disk of a test is small.
        if (act == "screenshot" && up_to(9)) out["act"] = "freeze";
        return out;
    }

    std::string garbage(std::string text) {
        for (int n = up_to(6); n >= 0; --n)
            if (!text.empty())
                text[static_cast<std::size_t>(up_to(static_cast<int>(text.size()) - 1))] =
                    static_cast<char>(up_to(255));
        return up_to(4) ? text : text.substr(0, static_cast<std::size_t>(up_to(static_cast<int>(text.size()))));
    }

  private:
    std::mt19937 random_;
};

}  // namespace

RandomTablet::RandomTablet(int port, const std::string& code, unsigned seed) : port_(port) {
    const Json body{{"code", code}, {"name", "Chair"}};
    cookie_ = ask(port, "POST", "/pair", "", body.dump(), post_headers(port)).cookie;
    if (paired()) thread_ = std::thread([this, seed] { work(seed); });
}

RandomTablet::~RandomTablet() {
    end();
}

void RandomTablet::end() {
    ends_ = true;
    if (thread_.joinable()) thread_.join();
}

void RandomTablet::work(unsigned seed) {
    RandomWords words(seed);
    const std::string hands[] = {"chairaaaaaaa", "chairbbbbbbb", "chairccccccc"};
    std::unique_ptr<EventReader> pages[3];
    long number = 0;
    while (!ends_) {
        const auto which = static_cast<std::size_t>(words.up_to(2));
        // A page comes, or vanishes in the middle of whatever it does.
        if (!pages[which] || words.up_to(40) == 0)
            pages[which] = words.up_to(3) ? std::make_unique<EventReader>(port_, cookie_, hands[which]) : nullptr;
        Json commands = Json::array();
        for (int n = words.up_to(5); n >= 0; --n) commands.push_back(words.command());
        std::string body = Json{{"hand", hands[which]}, {"number", ++number}, {"commands", commands}}.dump();
        switch (words.up_to(11)) {
            case 0:
                body = words.garbage(std::move(body));
                break;
            case 1:
                ++answers_[ask(port_, "GET", "/picture.jpg?after=" + std::to_string(words.up_to(9)), cookie_).status];
                break;
            case 2:
                ++answers_[ask(port_, "GET", words.up_to(1) ? "/tables.json" : words.garbage("/tables.json"), cookie_)
                               .status];
                break;
            default:
                break;
        }
        ++answers_[ask(port_, "POST", "/commands", cookie_, body, post_headers(port_)).status];
        std::this_thread::sleep_for(std::chrono::milliseconds(words.up_to(60)));
    }
}

}  // namespace smp::test
