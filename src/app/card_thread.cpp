#include "app/card_thread.hpp"

#include <pthread.h>

#include <exception>

namespace smp {

CardThread::CardThread(const HeadModel& model, std::function<void()> finished)
    : model_(model), finished_(std::move(finished)), thread_([this] { work(); }) {}

CardThread::~CardThread() {
    questions_.close();
    thread_.join();
}

void CardThread::work() {
    pthread_setname_np(pthread_self(), "smp-card");
    while (!questions_.closed()) {
        const auto question = questions_.take(std::chrono::milliseconds(500));
        if (!question) continue;
        CardLook look;
        try {
            look = look_for_card(model_, question->head, question->bgr);
        } catch (const std::exception&) {
            look = {};  // out of memory, say: as if there were no card, the mirror goes on
        }
        answers_.put(std::move(look));
        finished_();
    }
}

}  // namespace smp
