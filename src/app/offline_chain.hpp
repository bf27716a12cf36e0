// What render, still and bench run on: the input, the session, and tracker and painter made for them.
#pragma once

#include <memory>
#include <string>

#include "app/session.hpp"
#include "capture/source.hpp"
#include "gl/context.hpp"

namespace smp {

// `demo` is the demo clip; everything else as parse_source() says.
Expected<SourceSpec> resolve_input(const std::string& input);

enum class Footage { moving, still };  // still: one picture; anything else is refused

struct OfflineChain {
    SourceSpec spec;
    std::unique_ptr<const Session> session;  // stays in one place: tracker and painter refer to its model
    OfflineSource source;
    HeadTracker tracker;
    gl::OffscreenContext context;  // current on the thread that opened the chain
    Painter painter;

    Status rewind();  // the input from its first frame again
};

// In the order of cost, so that wrong options and bad input are told at once.
Expected<OfflineChain> open_chain(const SessionOptions& options, const std::string& input,
                                  Footage footage = Footage::moving);

}  // namespace smp
