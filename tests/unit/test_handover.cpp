// What threads hand each other: the queue that loses nothing and the box in which the newest wins.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

#include "base/bounded_queue.hpp"
#include "base/mailbox.hpp"

namespace smp {
namespace {

using namespace std::chrono_literals;

TEST(BoundedQueue, KeepsOrderAndLosesNothing) {
    BoundedQueue<int> queue(2);
    std::thread writer([&] {
        for (int i = 0; i < 500; ++i) EXPECT_TRUE(queue.put(i));
        queue.close();
    });
    std::vector<int> got;
    while (auto v = queue.take()) got.push_back(*v);
    writer.join();
    ASSERT_EQ(got.size(), 500u);
    for (int i = 0; i < 500; ++i) EXPECT_EQ(got[i], i);
}

TEST(BoundedQueue, TheWriterWaitsWhileItIsFull) {
    BoundedQueue<int> queue(2);
    std::atomic<int> put{0};
    std::thread writer([&] {
        for (int i = 0; i < 3; ++i) {
            queue.put(i);
            ++put;
        }
    });
    while (put < 2) std::this_thread::yield();
    std::this_thread::sleep_for(30ms);
    EXPECT_EQ(put, 2);
    EXPECT_EQ(queue.take(), 0);
    writer.join();
    EXPECT_EQ(put, 3);
}

TEST(BoundedQueue, ClosingFreesBothSides) {
    BoundedQueue<int> full(1), empty(1);
    ASSERT_TRUE(full.put(7));
    bool accepted = true;
    std::optional<int> taken = 1;
    std::thread writer([&] { accepted = full.put(8); });
    std::thread reader([&] { taken = empty.take(); });
    std::this_thread::sleep_for(20ms);
    full.close();
    empty.close();
    writer.join();
    reader.join();
    EXPECT_FALSE(accepted);
    EXPECT_FALSE(taken);
    EXPECT_FALSE(full.put(9));
    EXPECT_EQ(full.take(), 7) << "what was queued is still to be had";
    EXPECT_FALSE(full.take());
}

TEST(Mailbox, TheNewestWinsAndDropsAreCounted) {
    Mailbox<std::unique_ptr<int>> box;
    EXPECT_FALSE(box.try_take());
    for (int i = 1; i <= 4; ++i) EXPECT_TRUE(box.put(std::make_unique<int>(i)));
    const auto got = box.take(0ms);
    ASSERT_TRUE(got);
    EXPECT_EQ(**got, 4);
    EXPECT_EQ(box.dropped(), 3u);
    EXPECT_FALSE(box.take(0ms)) << "taken once only";
    EXPECT_TRUE(box.put(std::make_unique<int>(5)));
    EXPECT_EQ(box.dropped(), 3u) << "what was taken was not dropped";
}

TEST(Mailbox, TakingWaitsNoLongerThanAsked) {
    Mailbox<int> box;
    const auto start = std::chrono::steady_clock::now();
    EXPECT_FALSE(box.take(30ms));
    const auto waited = std::chrono::steady_clock::now() - start;
    EXPECT_GE(waited, 25ms);
    EXPECT_LT(waited, 5s);
}

TEST(Mailbox, ClosingWakesTheReaderAndRefusesMore) {
    Mailbox<int> box;
    std::thread closer([&] {
        std::this_thread::sleep_for(20ms);
        box.close();
    });
    const auto start = std::chrono::steady_clock::now();
    EXPECT_FALSE(box.take(60s));
    EXPECT_LT(std::chrono::steady_clock::now() - start, 30s);
    closer.join();
    EXPECT_TRUE(box.closed());
    EXPECT_FALSE(box.put(1));
    EXPECT_FALSE(box.try_take());
}

TEST(Mailbox, AReaderSeesRisingValuesWhateverItMisses) {
    Mailbox<int> box;
    std::thread writer([&] {
        for (int i = 1; i <= 20000; ++i) box.put(i);
        box.close();
    });
    int last = 0;
    std::uint64_t taken = 0;
    for (;;) {
        const auto v = box.take(100ms);
        if (!v) break;
        EXPECT_GT(*v, last);
        last = *v;
        ++taken;
    }
    writer.join();
    if (const auto v = box.try_take()) last = *v, ++taken;
    EXPECT_EQ(last, 20000);
    EXPECT_EQ(taken + box.dropped(), 20000u);
}

}  // namespace
}  // namespace smp
