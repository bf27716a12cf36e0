// What comes from the salon's network, and what is kept of the tablets that may come in.
#include <array>
#include <cmath>
#include <string>

#include "fuzz/target_parts.hpp"
#include "tablet/commands.hpp"
#include "tablet/paired_file.hpp"
#include "tablet/request_head.hpp"
#include "tablet/signing.hpp"

namespace smp::fuzz {
namespace {

void commands(Bytes bytes) {
    const auto read = parse_tablet_commands(text(bytes));
    if (!read) return require_sentence(read.error());
    require(!read->empty() && read->size() <= most_commands_a_request, "as many as are allowed");
    for (const TabletCommand& c : *read) {
        require(good_hand(c.hand), "from a hand that can be told from others");
        require(std::isfinite(c.held_s) && c.held_s >= 0, "a time that is one");
        if (c.signature) {
            std::size_t points = 0;
            for (const auto& stroke : c.signature->signature.strokes) points += stroke.size();
            require(c.signature->signature.strokes.size() <= most_sign_strokes && points <= most_sign_points,
                    "a signature as long as is allowed");
        }
        if (!c.touch) continue;
        require(!c.touch->at.empty() && c.touch->at.size() <= most_points_a_touch, "as many points as are allowed");
        for (const glm::dvec2& p : c.touch->at)
            require(std::isfinite(p.x) && std::isfinite(p.y), "points on or beside the picture");
    }
}

// Bounded, and its head says the same without what follows it.
void request(Bytes bytes) {
    const std::string_view sent = text(bytes);
    const auto whole = look_at_head(sent);
    if (!whole) {
        require(bytes.size() < largest_head, "what never ends is refused");
        return;
    }
    if (whole->refused != 0) {
        require(whole->refused >= 400 && whole->refused < 600, "refused with a status of HTTP");
        return;
    }
    require(whole->head_bytes <= sent.size() && whole->head_bytes <= largest_head && whole->body_bytes <= largest_body,
            "no more than is allowed");
    require(whole->token.find_first_of("\r\n") == std::string::npos, "a token is one word");
    const auto alone = look_at_head(sent.substr(0, whole->head_bytes));
    require(alone && alone->refused == 0 && alone->head_bytes == whole->head_bytes, "the head stands for itself");
}

void tablets(Bytes bytes) {
    const auto read = parse_tablets(text(bytes), "a file");
    if (!read) return require_sentence(read.error());
    const auto again = parse_tablets(tablets_to_json(*read), "again");
    require(again && again->list() == read->list(), "tablets that are written come back the same");
}

constexpr std::array of_tablets{Target{"commands", commands}, Target{"request", request}, Target{"tablets", tablets}};

}  // namespace

std::span<const Target> tablet_targets() {
    return of_tablets;
}

}  // namespace smp::fuzz
