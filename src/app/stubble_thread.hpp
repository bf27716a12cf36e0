// Matches the client's stubble on a thread of its own: it takes longer than a picture may wait for.
#pragma once

#include <functional>
#include <thread>

#include "app/stubble_offer.hpp"
#include "base/mailbox.hpp"

namespace smp {

struct StubbleQuestion {
    Tracked tracked;
    TreatmentDesign design;
    bool lighter = false;
};

struct StubbleAnswer {
    Expected<MatchedStubble> matched;
    bool lighter = false;  // as it was asked
};

class StubbleThread {
  public:
    // `finished` is called on the thread after each answer, to wake the one who takes it.
    StubbleThread(const HeadModel& model, std::function<void()> finished);
    ~StubbleThread();
    StubbleThread(const StubbleThread&) = delete;
    StubbleThread& operator=(const StubbleThread&) = delete;

    void ask(StubbleQuestion question) { questions_.put(std::move(question)); }  // the newest wins
    std::optional<StubbleAnswer> take_answer() { return answers_.try_take(); }

  private:
    void work();

    const HeadModel& model_;
    const std::function<void()> finished_;
    Mailbox<StubbleQuestion> questions_;
    Mailbox<StubbleAnswer> answers_;
    std::thread thread_;
};

}  // namespace smp
