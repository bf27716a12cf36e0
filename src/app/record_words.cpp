#include "app/record_words.hpp"

#include <array>

#include "base/texts.hpp"

namespace smp {
namespace {

// What src/records says on a normal day, as it stands there. {0} is a number or a word of its own.
constexpr std::array sentences{
    tr_later("the passphrase is wrong"),
    tr_later("the passphrase is too short"),
    tr_later("take at least {0} letters; several words are better"),
    tr_later("too many wrong passphrases"),
    tr_later("try again in {0} s"),
    tr_later("try again"),
    tr_later("the next try is taken in {0} s"),
    tr_later("the records are locked"),
    tr_later("unlock them with the passphrase"),
    tr_later("another program has these records unlocked"),
    tr_later("lock them there or close it, then try again"),
    tr_later("there is something already"),
    tr_later("name a new or empty folder"),
    tr_later("nobody is named as the one who does this"),
    tr_later("nobody is named as the one who saves this"),
    tr_later("say who works with the records"),
    tr_later("a client needs a name"),
    tr_later("type one; a nickname will do"),
    tr_later("a consent needs its date"),
    tr_later("there is no such client"),
    tr_later("there is no such item"),
    tr_later("it was changed meanwhile"),
    tr_later("look at the newest version, then change that"),
    tr_later("a picture or clip is too long"),
    tr_later("this is a backup"),
    tr_later("restore the newest backup"),
    tr_later("the disk is full, so nothing was saved"),
    tr_later("make room on it, then try again"),
    tr_later("the disk is read-only"),
    tr_later("let it be written, or choose another folder"),
    tr_later("the folder cannot be written"),
    tr_later("give this user the right to it"),
    tr_later("it is not there"),
    tr_later("connect the disk, or name another folder"),
};

std::string translated(const std::string& sentence) {
    for (const std::string_view form : sentences) {
        const auto gap = form.find("{0}");
        if (gap == std::string_view::npos) {
            if (sentence == form) return tr(form);
            continue;
        }
        const auto head = form.substr(0, gap), tail = form.substr(gap + 3);
        if (sentence.size() <= head.size() + tail.size() || !sentence.starts_with(head) || !sentence.ends_with(tail))
            continue;
        return tr_fill(form, sentence.substr(head.size(), sentence.size() - head.size() - tail.size()));
    }
    return sentence;
}

}  // namespace

std::string record_words(const Error& error) {
    return Error{error.code, translated(error.what), error.where, translated(error.advice)}.line();
}

}  // namespace smp
