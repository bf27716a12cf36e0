#include "app/stubble_thread.hpp"

#include <pthread.h>

#include <exception>

#include "base/texts.hpp"

namespace smp {

StubbleThread::StubbleThread(const HeadModel& model, std::function<void()> finished)
    : model_(model), finished_(std::move(finished)), thread_([this] { work(); }) {}

StubbleThread::~StubbleThread() {
    questions_.close();
    thread_.join();
}

void StubbleThread::work() {
    pthread_setname_np(pthread_self(), "smp-stubble");
    while (!questions_.closed()) {
        const auto question = questions_.take(std::chrono::milliseconds(500));
        if (!question) continue;
        StubbleAnswer answer{Error{ExitCode::fault, tr("the stubble could not be matched"), "", ""}, question->lighter};
        try {
            answer.matched = match_stubble(model_, question->tracked, question->design);
        } catch (const std::exception& fault) {  // out of memory, say: the mirror goes on
            answer.matched = Error{ExitCode::fault, fault.what(), tr("Match stubble"), tr("try again")};
        }
        answers_.put(std::move(answer));
        finished_();
    }
}

}  // namespace smp
