// The server as tablets and others find it: who gets what.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/steady_clock.hpp"
#include "base/texts.hpp"
#include "unit/tablet_client.hpp"

namespace smp::test {
namespace {

using Json = nlohmann::json;

template <class Condition>
bool soon(Condition condition, double timeout_s = 3) {
    for (const double end_s = steady_s() + timeout_s; steady_s() < end_s;) {
        if (condition()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return condition();
}

double median(std::vector<double> list) {
    std::sort(list.begin(), list.end());
    return list[list.size() / 2];
}

class TabletServerTest : public testing::Test {
  protected:
    void SetUp() override { start(server_options()); }
    void start(TabletServerOptions options) {
        auto server = TabletServer::start(std::move(options));
        ASSERT_TRUE(server) << server.error().line();
        server_ = std::move(*server);
        port_ = server_->port();
    }
    Answer post(const std::string& path, const std::string& token, const std::string& body) const {
        return ask(port_, "POST", path, token, body, post_headers(port_));
    }
    static std::string command(const std::string& hand, int number, double value, int drag = 1) {
        return Json{{"hand", hand},
                    {"number", number},
                    {"commands", {{{"act", "set"}, {"name", "hairline.height_mm"}, {"value", value}, {"drag", drag}}}}}
            .dump();
    }
    std::unique_ptr<TabletServer> server_;
    int port_ = 0;
};

TEST_F(TabletServerTest, WithoutATokenThereIsOnlyTheWayIn) {
    // Each from another machine: one alone would soon be knocking too often.
    int machine = 0;
    const auto ask_from_anywhere = [&](const std::string& method, const std::string& path,
                                       const std::string& token = "") {
        return ask(port_, method, path, token, "", "", "127.0.2." + std::to_string(1 + machine++ % 250));
    };
    const Answer door = ask_from_anywhere("GET", "/");
    EXPECT_EQ(door.status, 200);
    EXPECT_NE(door.body.find("/pair.js"), std::string::npos);
    EXPECT_EQ(door.body.find("/app.js"), std::string::npos);
    for (const char* open : {"/pair.js", "/words.js", "/style.css", "/icon.svg", "/texts.json"})
        EXPECT_EQ(ask_from_anywhere("GET", open).status, 200) << open;
    for (const char* path : {"/app.js",
                             "/rows.js",
                             "/link.js",
                             "/events",
                             "/events?hand=abcdefgh",
                             "/picture.jpg",
                             "/tables.json",
                             "/index.html",
                             "/pair.html",
                             "/commands",
                             "/pair",
                             "//",
                             "/./",
                             "/../",
                             "/%2e%2e/%2e%2e/etc/passwd",
                             "/..%2f..%2fetc%2fpasswd",
                             "/app.js/",
                             "/APP.JS",
                             "/%61pp.js",
                             "/style.css%00.js",
                             "/style.css/../app.js",
                             "/?x=/app.js#y",
                             "/picture.jpg?after=0",
                             "/texts.json/",
                             "/\\..\\",
                             "/;/app.js",
                             "/*"}) {
        const Answer a = ask_from_anywhere("GET", path);
        if (std::string(path).starts_with("/?"))
            EXPECT_NE(a.body.find("/pair.js"), std::string::npos) << path;
        else
            EXPECT_EQ(a.status, 401) << path;
        EXPECT_EQ(ask_from_anywhere("GET", path, std::string(64, 'a')).status, a.status) << "a token that is none";
    }
    EXPECT_EQ(post("/commands", "", command("abcdefgh", 1, 62)).status, 401);
    EXPECT_EQ(post("/", "", "{}").status, 401);
    for (const char* method : {"HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "get"})
        EXPECT_EQ(ask_from_anywhere(method, "/").status, 405) << method;
    EXPECT_TRUE(server_->take().empty());
    EXPECT_EQ(server_->pages(), 0u);
}

TEST_F(TabletServerTest, EveryAnswerCarriesTheGuards) {
    const std::string token = pair(*server_, "One");
    for (const Answer& a : {ask(port_, "GET", "/"), ask(port_, "GET", "/", token), ask(port_, "GET", "/nothing"),
                            ask(port_, "PUT", "/"), ask(port_, "GET", "/tables.json", token), post("/pair", "", "x")})
        for (const char* guard : {"Content-Security-Policy: default-src 'self'", "frame-ancestors 'none'",
                                  "X-Content-Type-Options: nosniff", "Referrer-Policy: no-referrer",
                                  "Cache-Control: no-store", "Strict-Transport-Security: "})
            EXPECT_NE(a.all_headers.find(guard), std::string::npos) << guard << " in " << a.all_headers;
    const Answer page = ask(port_, "GET", "/", token);
    EXPECT_EQ(page.body.find("<style"), std::string::npos);
    EXPECT_EQ(page.body.find("style="), std::string::npos);
    EXPECT_EQ(page.body.find("http://"), std::string::npos);
}

TEST_F(TabletServerTest, PairsWithTheCodeAndOnce) {
    server_->begin_pairing();
    const std::string code = server_->standing().code;
    const Answer in =
        post("/pair", "", Json{{"code", code.substr(0, 3) + " " + code.substr(3)}, {"name", "Chair 2"}}.dump());
    EXPECT_EQ(in.status, 200);
    for (const char* part : {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"})
        EXPECT_NE(in.all_headers.find(part), std::string::npos) << part;
    EXPECT_EQ(in.cookie.size(), 64u);
    EXPECT_NE(ask(port_, "GET", "/", in.cookie).body.find("/app.js"), std::string::npos);
    EXPECT_EQ(post("/pair", "", Json{{"code", code}, {"name", "x"}}.dump()).status, 403) << "spent";
    ASSERT_EQ(server_->standing().tablets.size(), 1u);
    EXPECT_EQ(server_->standing().tablets[0].name, "Chair 2");
}

TEST_F(TabletServerTest, WrongCodesWaitAndThenThereIsNone) {
    server_->begin_pairing();
    const std::string code = server_->standing().code, wrong = code == "123456" ? "123457" : "123456";
    const Answer first = post("/pair", "", Json{{"code", wrong}, {"name", ""}}.dump());
    EXPECT_EQ(first.status, 403);
    EXPECT_GE(Json::parse(first.body).at("wait_s").get<int>(), 1);
    EXPECT_EQ(post("/pair", "", Json{{"code", code}, {"name", ""}}.dump()).status, 429) << "not even the right one";
    EXPECT_EQ(server_->standing().wrong_guesses, 1);
    for (int i = 2; i < 2 + guesses_a_code; ++i)
        ask(port_, "POST", "/pair", "", Json{{"code", wrong}, {"name", ""}}.dump(), post_headers(port_),
            "127.0.0." + std::to_string(i));
    EXPECT_EQ(server_->standing().code, "");
    EXPECT_EQ(
        ask(port_, "POST", "/pair", "", Json{{"code", code}, {"name", ""}}.dump(), post_headers(port_), "127.0.1.1")
            .status,
        403);
    EXPECT_TRUE(server_->standing().tablets.empty());
}

TEST_F(TabletServerTest, PostsOfOtherPagesAreRefused) {
    const std::string token = pair(*server_, "One");
    const std::string body = command("abcdefgh", 1, 62);
    const std::string json = "Content-Type: application/json\r\n",
                      own = "Origin: https://127.0.0.1:" + std::to_string(port_) + "\r\n";
    for (const std::string& extra :
         {json, own, json + "Origin: https://evil.example\r\n", json + "Origin: null\r\n",
          "Content-Type: text/plain\r\n" + own, json + "Origin: http://127.0.0.1:" + std::to_string(port_) + "\r\n",
          "Content-Type: application/x-www-form-urlencoded\r\n" + own,
          "Content-Type: multipart/form-data; boundary=x\r\n" + own})
        EXPECT_EQ(ask(port_, "POST", "/commands", token, body, extra).status, 403) << extra;
    EXPECT_TRUE(server_->take().empty());
    EXPECT_EQ(post("/commands", token, body).status, 204);
    ASSERT_EQ(server_->take().size(), 1u);
}

TEST_F(TabletServerTest, OversizedAndMalformedRequestsAreRefusedAndItLivesOn) {
    const std::string token = pair(*server_, "One");
    const std::string big(1 << 20, 'x');
    EXPECT_NE(post("/commands", token, std::string(largest_body, ' ')).status, 204);
    for (const std::string& bytes :
         {"POST /pair HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n" + big, "GET /" + big, big,
          "GET / HTTP/1.1\r\nHost: a\r\nX: " + big + "\r\n\r\n", std::string("\0\0\0\0\r\n\r\n", 8),
          std::string("\r\n\r\n\r\n"), std::string("GET / HTTP/1.1\r\n\r\n"),
          std::string("POST /pair HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffff0\r\n"),
          std::string("GET / HTTP/1.1\r\nHost: a\r\nRange: bytes=0-1,1-2\r\n\r\n")}) {
        RawClient client(port_);
        ASSERT_TRUE(client.shake_hands());
        client.send(bytes.substr(0, 16000));
        for (std::size_t at = 16000; at < bytes.size(); at += 16000)
            if (!client.send(bytes.substr(at, 16000))) break;
        const std::string answer = client.receive(3);
        EXPECT_TRUE(answer.empty() || answer.starts_with("HTTP/1.1 4")) << answer.substr(0, 80);
    }
    for (const char* body : {"", "{", "[]", "null", "{\"hand\": 1}", "\xff\xfe",
                             "{\"hand\":\"abcdefgh\",\"number\":1,\"commands\":[{\"act\":\"quit\"}]}"}) {
        EXPECT_EQ(post("/commands", token, body).status, 400) << body;
        EXPECT_EQ(post("/pair", "", body).status, 400) << body;
    }
    // No TLS at all, and half of it.
    RawClient plain(port_), half(port_);
    plain.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    half.send(std::string("\x16\x03\x01\x02\x00\x01", 6));
    EXPECT_TRUE(plain.closed(2));
    EXPECT_TRUE(server_->take().empty());
    EXPECT_EQ(post("/commands", token, command("abcdefgh", 1, 62)).status, 204);
}

TEST_F(TabletServerTest, StateComesToAllAndCommandsArriveWithinATenthOfASecond) {
    const std::string one = pair(*server_, "One"), two = pair(*server_, "Two");
    TabletState state;
    state.status = "first";
    server_->publish(state);
    EventReader a(port_, one, "aaaaaaaa"), b(port_, two, "bbbbbbbb");
    ASSERT_TRUE(soon([&] { return !a.events().empty() && !b.events().empty(); }));
    EXPECT_EQ(server_->pages(), 2u);
    EXPECT_EQ(server_->standing().connected, (std::vector<bool>{true, true}));
    std::vector<double> took_s;
    for (int i = 0; i < 20; ++i) {
        state.status = "change " + std::to_string(i);
        state.heard["aaaaaaaa"] = static_cast<std::uint64_t>(i);
        const double begin_s = steady_s();
        server_->publish(state);
        const auto there = [&](const EventReader& r) {
            return r.events().back().find(state.status + "\"") != std::string::npos;
        };
        ASSERT_TRUE(soon([&] { return there(a) && there(b); }));
        took_s.push_back(steady_s() - begin_s);
        std::this_thread::sleep_for(std::chrono::milliseconds(40));
    }
    EXPECT_LT(median(took_s), 0.1);
    EXPECT_EQ(Json::parse(a.events().back()).at("heard"), 19);
    EXPECT_EQ(Json::parse(b.events().back()).at("heard"), 0) << "each page hears of its own";
    // What is to be signed is for one of them, and a command says whose it is.
    state.sign =
        SignRequest{7, server_->standing().tablets[1].id, "Treatment", "I agree.", "2026-11 en", "30 Nov 2026"};
    state.status = "signs";
    server_->publish(state);
    ASSERT_TRUE(soon([&] {
        return a.events().back().find("signs\"") != std::string::npos &&
               b.events().back().find("signs\"") != std::string::npos;
    }));
    EXPECT_FALSE(Json::parse(a.events().back()).contains("sign"));
    EXPECT_EQ(Json::parse(b.events().back()).at("sign"), (Json{{"request", 7},
                                                               {"title", "Treatment"},
                                                               {"text", "I agree."},
                                                               {"version", "2026-11 en"},
                                                               {"day", "30 Nov 2026"}}));
    (void)server_->take();
    ASSERT_EQ(post("/commands", two, command("bbbbbbbb", 3, 62)).status, 204);
    EXPECT_EQ(server_->take().at(0).tablet, state.sign->tablet);
    std::printf("state to two pages: median %.1f ms, worst %.1f ms\n", 1000 * median(took_s),
                1000 * *std::max_element(took_s.begin(), took_s.end()));

    RawClient kept(port_);
    ASSERT_TRUE(kept.shake_hands());
    took_s.clear();
    for (int i = 1; i <= 20; ++i) {
        const std::string body = command("aaaaaaaa", i, 60 + i);
        const double begin_s = steady_s();
        kept.send("POST /commands HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port_) +
                  "\r\nCookie: __Host-smp-tablet=" + one + "\r\n" + post_headers(port_) +
                  "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
        std::vector<TabletCommand> got;
        ASSERT_TRUE(soon([&] { return got = server_->take(), !got.empty(); }));
        took_s.push_back(steady_s() - begin_s);
        EXPECT_EQ(got[0].command.amount, 60 + i);
        EXPECT_TRUE(got[0].watched);
        kept.receive(2);
    }
    EXPECT_LT(median(took_s), 0.1);
    std::printf("command to the mirror: median %.1f ms, worst %.1f ms\n", 1000 * median(took_s),
                1000 * *std::max_element(took_s.begin(), took_s.end()));
}

TEST_F(TabletServerTest, ARevokedTabletIsOutAtOnce) {
    const std::string one = pair(*server_, "One"), two = pair(*server_, "Two");
    EventReader a(port_, one, "aaaaaaaa"), b(port_, two, "bbbbbbbb");
    ASSERT_TRUE(soon([&] { return server_->pages() == 2; }));
    server_->revoke(server_->standing().tablets[0].id);
    EXPECT_TRUE(soon([&] { return a.ended(); }, 1.5)) << "what it hears ends";
    EXPECT_EQ(ask(port_, "GET", "/tables.json", one).status, 401);
    EXPECT_EQ(post("/commands", one, command("aaaaaaaa", 1, 62)).status, 401);
    EXPECT_FALSE(b.ended());
    EXPECT_EQ(ask(port_, "GET", "/tables.json", two).status, 200);
}

TEST_F(TabletServerTest, ThatATabletVanishesIsHeard) {
    const std::string one = pair(*server_, "One");
    {
        EventReader a(port_, one, "aaaaaaaa");
        ASSERT_TRUE(soon([&] { return server_->pages() == 1; }));
        EXPECT_EQ(post("/commands", one, command("aaaaaaaa", 1, 62)).status, 204);
        ASSERT_EQ(server_->take().size(), 1u);
    }
    std::vector<TabletCommand> got;
    ASSERT_TRUE(soon([&] { return got = server_->take(), !got.empty(); }, 4));
    EXPECT_TRUE(got[0].gone);
    EXPECT_EQ(got[0].hand, "aaaaaaaa");
    EXPECT_TRUE(soon([&] { return server_->pages() == 0; }));
}

TEST_F(TabletServerTest, PicturesGoToPairedTabletsAndOnlyWhileTheyLook) {
    const std::string one = pair(*server_, "One");
    EXPECT_FALSE(server_->picture_wanted());
    EXPECT_EQ(ask(port_, "GET", "/picture.jpg").status, 401);
    server_->put_picture("an older client's");
    std::thread mirror([&] {
        soon([&] { return server_->picture_wanted(); });
        server_->put_picture("\xff\xd8 jpeg");
    });
    const Answer a = ask(port_, "GET", "/picture.jpg?after=0", one);
    mirror.join();
    EXPECT_EQ(a.status, 200);
    EXPECT_EQ(a.body, "\xff\xd8 jpeg") << "not what nobody looked at";
    EXPECT_NE(a.all_headers.find("X-Picture: 2"), std::string::npos);
    EXPECT_EQ(ask(port_, "GET", "/picture.jpg?after=2", one).status, 204) << "nothing new within a second";
    EXPECT_TRUE(soon([&] { return !server_->picture_wanted(); }, 4));
}

TEST_F(TabletServerTest, APortInUseIsSaidPlainly) {
    auto options = server_options();
    options.port = port_;
    const auto second = TabletServer::start(std::move(options));
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ExitCode::device);
    EXPECT_NE(second.error().line().find("another program has it"), std::string::npos);
    // Once it is free it can be had at once.
    server_.reset();
    options = server_options();
    options.port = port_;
    EXPECT_TRUE(TabletServer::start(std::move(options)));
}

TEST_F(TabletServerTest, EndsQuicklyWithEverybodyConnected) {
    const std::string one = pair(*server_, "One");
    EventReader a(port_, one, "aaaaaaaa");
    RawClient idle(port_), half(port_);
    half.shake_hands();
    ASSERT_TRUE(soon([&] { return server_->pages() == 1; }));
    const double begin_s = steady_s();
    server_.reset();
    EXPECT_LT(steady_s() - begin_s, 1);
    EXPECT_TRUE(soon([&] { return a.ended(); }));
}

TEST_F(TabletServerTest, TextsAreThoseOfTheSalonsLanguage) {
    const auto texts = [&] { return Json::parse(ask(port_, "GET", "/texts.json").body); };
    EXPECT_EQ(texts().at("language"), "en");
    EXPECT_TRUE(texts().at("texts").empty());
    const std::string folder = SMP_SOURCE_DIR "/assets/texts";
    ASSERT_TRUE(choose_language("de", folder));
    const Json german = texts(), tables = Json::parse(tablet_tables_json());
    ASSERT_TRUE(choose_language("en", folder));
    EXPECT_EQ(german.at("language"), "de");
    EXPECT_EQ(german.at("decimal"), ",");
    EXPECT_EQ(german.at("texts").at("button|Undo"),
              "R\xc3\xbc"
              "ckg\xc3\xa4ngig");
    EXPECT_EQ(tables.at("language"), "de") << "a page whose state says another is loaded anew";
    EXPECT_EQ(texts().at("language"), "en") << "as it is now";
}

}  // namespace
}  // namespace smp::test
