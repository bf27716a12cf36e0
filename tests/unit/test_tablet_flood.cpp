// Floods and slow ones, within bounds of count and time, all on the loopback network: the paired tablet is served
// meanwhile, on what it has open and on what it opens anew.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/steady_clock.hpp"
#include "unit/tablet_client.hpp"

namespace smp::test {
namespace {

class TabletFlood : public testing::Test {
  protected:
    void SetUp() override {
        auto server = TabletServer::start(server_options());
        ASSERT_TRUE(server) << server.error().line();
        server_ = std::move(*server);
        port_ = server_->port();
        token_ = pair(*server_, "One");
        reader_ = std::make_unique<EventReader>(port_, token_, "aaaaaaaa");
        for (const double end_s = steady_s() + 5; reader_->events().empty() && steady_s() < end_s;)
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        ASSERT_FALSE(reader_->events().empty());
    }

    struct Served {
        double worst_state_s = 0, worst_new_s = 0;  // on the open stream; a new connection, its handshake and an answer
        int states = 0, answers = 0, refused = 0;
    };
    // For so long a tablet's usual life.
    Served live(double seconds) {
        Served out;
        TabletState state;
        const double end_s = steady_s() + seconds;
        for (int i = 0; steady_s() < end_s; ++i) {
            state.status = "state " + std::to_string(i) + ".";
            const double begin_s = steady_s();
            server_->publish(state);
            while (steady_s() < begin_s + 3) {
                if (reader_->has_heard(state.status)) break;
                std::this_thread::sleep_for(std::chrono::milliseconds(2));
            }
            out.worst_state_s = std::max(out.worst_state_s, steady_s() - begin_s);
            ++out.states;
            const double new_s = steady_s();
            const Answer answer = ask(port_, "GET", "/tables.json", token_);
            ++(answer.status == 200 ? out.answers : out.refused);
            out.worst_new_s = std::max(out.worst_new_s, steady_s() - new_s);
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
        }
        return out;
    }
    void report(const Served& s, const char* what) {
        std::printf("%s: state within %.0f ms (%d), a new connection within %.0f ms (%d answered, %d not)\n", what,
                    1000 * s.worst_state_s, s.states, 1000 * s.worst_new_s, s.answers, s.refused);
        EXPECT_LT(s.worst_state_s, 1);
        EXPECT_LT(s.worst_new_s, 1);
        EXPECT_GT(s.answers, 5);
        EXPECT_EQ(s.refused, 0);
    }

    std::unique_ptr<TabletServer> server_;
    std::unique_ptr<EventReader> reader_;
    std::string token_;
    int port_ = 0;
};

int threads_of_this_program() {
    std::ifstream in("/proc/self/status");
    for (std::string line; std::getline(in, line);)
        if (line.starts_with("Threads:")) return std::atoi(line.c_str() + 8);
    return 0;
}

TEST_F(TabletFlood, SlowOnesCostPlacesAndNoThreads) {
    ask(port_, "GET", "/tables.json", token_);
    const int threads = threads_of_this_program();
    std::atomic<bool> stop = false;
    std::atomic<int> opened = 0;
    // From forty addresses: nothing at all, half a handshake, half a head, a body that does not come.
    std::thread slow([&] {
        std::vector<std::unique_ptr<RawClient>> open;
        for (int i = 0; i < 240 && !stop; ++i) {
            auto client = std::make_unique<RawClient>(port_, "127.0.7." + std::to_string(1 + i % 40));
            if (!client->connected()) continue;
            ++opened;
            if (i % 4 == 1) client->send(std::string("\x16\x03\x01\x02\x00", 5));
            if (i % 4 >= 2 && client->shake_hands())
                client->send(i % 4 == 2 ? "GET / HT"
                                        : "POST /pair HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{");
            open.push_back(std::move(client));
        }
        while (!stop) {
            for (std::size_t i = 0; i < open.size(); i += 4) open[i]->send("x");
            std::this_thread::sleep_for(std::chrono::milliseconds(200));
        }
    });
    const Served served = live(4);
    EXPECT_LE(threads_of_this_program(), threads + 1);
    const auto counts = server_->counts();
    EXPECT_LE(counts.waiting, 200u);
    report(served, "slow ones");
    // Each has its five seconds and no more.
    for (const double end_s = steady_s() + 8; server_->counts().waiting > 8 && steady_s() < end_s;)
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    EXPECT_LE(server_->counts().waiting, 8u);
    stop = true;
    slow.join();
    EXPECT_GT(opened, 100);
}

TEST_F(TabletFlood, AFloodFromAnotherMachineIsTurnedAway) {
    ask(port_, "GET", "/tables.json", token_);
    std::atomic<bool> stop = false;
    std::atomic<long> knocks = 0, answers = 0;
    std::vector<std::thread> floods;
    for (int t = 0; t < 2; ++t)
        floods.emplace_back([&, t] {
            // As fast as it goes: connections that are dropped, and requests on those that come in.
            while (!stop && knocks < 60000) {
                RawClient client(port_, "127.0.8." + std::to_string(1 + t));
                ++knocks;
                if (knocks % 8 || !client.shake_hands()) continue;
                for (int i = 0; i < 20 && !stop; ++i) {
                    if (!client.send("GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n")) break;
                    if (client.receive(1).empty()) break;
                    ++answers;
                }
            }
        });
    const Served served = live(4);
    stop = true;
    for (auto& f : floods) f.join();
    std::printf("%ld knocks, %ld requests answered, %lu turned away\n", knocks.load(), answers.load(),
                server_->counts().turned_away);
    EXPECT_GT(knocks, 500);
    EXPECT_LT(answers, 4000);
    report(served, "flood");
}

TEST_F(TabletFlood, AFloodFromTheTabletsOwnAddressDoesNotReachItsOpenStream) {
    std::atomic<bool> stop = false;
    std::atomic<long> knocks = 0;
    std::thread flood([&] {
        while (!stop && knocks < 40000) {
            RawClient client(port_);
            ++knocks;
        }
    });
    TabletState state;
    double worst_s = 0;
    for (int i = 0; i < 20; ++i) {
        state.status = "state " + std::to_string(i) + ".";
        const double begin_s = steady_s();
        server_->publish(state);
        while (steady_s() < begin_s + 3) {
            if (reader_->has_heard(state.status)) break;
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
        worst_s = std::max(worst_s, steady_s() - begin_s);
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    stop = true;
    flood.join();
    std::printf("%ld knocks, state within %.0f ms\n", knocks.load(), 1000 * worst_s);
    EXPECT_GT(knocks, 200);
    EXPECT_LT(worst_s, 1);
    // And when it is over, all is as before.
    std::this_thread::sleep_for(std::chrono::seconds(2));
    EXPECT_EQ(ask(port_, "GET", "/tables.json", token_).status, 200);
}

TEST_F(TabletFlood, APairedTabletThatRunsWildIsSlowedDown) {
    RawClient client(port_);
    ASSERT_TRUE(client.shake_hands());
    int fine = 0, slowed = 0;
    const double end_s = steady_s() + 2;
    for (int i = 0; i < 4000 && steady_s() < end_s; ++i) {
        if (!client.send("GET /nothing HTTP/1.1\r\nHost: a\r\nCookie: __Host-smp-tablet=" + token_ + "\r\n\r\n")) break;
        const std::string answer = client.receive(1);
        ++(answer.starts_with("HTTP/1.1 404") ? fine : slowed);
    }
    std::printf("%d answered, %d slowed down\n", fine, slowed);
    EXPECT_LT(fine, 800);
    EXPECT_GT(fine, 100);
}

}  // namespace
}  // namespace smp::test
