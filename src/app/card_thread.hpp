// Looks for the card on a thread of its own: it takes longer than a picture may wait for.
#pragma once

#include <functional>
#include <optional>
#include <thread>

#include "base/mailbox.hpp"
#include "scale/card_measure.hpp"

namespace smp {

struct CardQuestion {
    HeadState head;
    cv::Mat bgr;  // shared; never written after capture
};

class CardThread {
  public:
    // `finished` is called on the thread after each answer, to wake the one who takes it.
    CardThread(const HeadModel& model, std::function<void()> finished);
    ~CardThread();
    CardThread(const CardThread&) = delete;
    CardThread& operator=(const CardThread&) = delete;

    void ask(CardQuestion question) { questions_.put(std::move(question)); }  // the newest wins
    std::optional<CardLook> take_answer() { return answers_.try_take(); }

  private:
    void work();

    const HeadModel& model_;
    const std::function<void()> finished_;
    Mailbox<CardQuestion> questions_;
    Mailbox<CardLook> answers_;
    std::thread thread_;
};

}  // namespace smp
