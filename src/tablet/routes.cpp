#include "tablet/routes.hpp"

#include <httplib.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/local_time.hpp"
#include "base/steady_clock.hpp"
#include "base/texts.hpp"
#include "tablet/page.hpp"
#include "tablet/signing.hpp"

namespace smp::tablet {
namespace {

using httplib::Request;
using httplib::Response;
using Json = nlohmann::json;

constexpr double stream_gap_s = 0.03;  // between two states for one page
constexpr double sign_of_life_s = 1;
constexpr double picture_wait_s = 1;

struct File {
    std::string_view path, file, type;
    bool open;  // also to those that are not paired: parts of the page that pairs
};
constexpr std::array files{
    File{"/pair.js", "pair.js", "text/javascript", true},
    File{"/words.js", "words.js", "text/javascript", true},
    File{"/style.css", "style.css", "text/css", true},
    File{"/icon.svg", "icon.svg", "image/svg+xml", true},
    File{"/app.js", "app.js", "text/javascript", false},
    File{"/rows.js", "rows.js", "text/javascript", false},
    File{"/link.js", "link.js", "text/javascript", false},
    File{"/picture.js", "picture.js", "text/javascript", false},
    File{"/presets.js", "presets.js", "text/javascript", false},
    File{"/sign.js", "sign.js", "text/javascript", false},
};

constexpr std::array<std::pair<const char*, const char*>, 10> guards{{
    {"Content-Security-Policy",
     "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cache-Control", "no-store"},
    {"Strict-Transport-Security", "max-age=31536000"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"},
    {"X-Robots-Tag", "noindex"},
}};

void say(Response& res, int status, const std::string& words, double wait_s = 0) {
    res.status = status;
    res.set_content(Json{{"words", words}, {"wait_s", std::ceil(wait_s)}}.dump(), "application/json");
}

// A page of somebody else's can make a browser send a request here, but not from this origin and of this type.
bool from_our_page(const Request& req) {
    const std::string type = req.get_header_value("Content-Type");
    return (type == "application/json" || type.starts_with("application/json;")) &&
           req.get_header_value("Origin") == "https://" + req.get_header_value("Host");
}

void give_file(Response& res, std::string_view name, std::string_view type) {
    const auto body = tablet_page_file(name);
    if (!body) return say(res, 404, "There is nothing here");
    res.status = 200;
    res.set_content(std::string(*body), std::string(type) + "; charset=utf-8");
}

void give_texts(Response& res) {
    res.status = 200;
    res.set_content(chosen_texts_json(), "application/json");
}

void pair(Shared& shared, const Request& req, Response& res) {
    std::string digits, name;
    try {
        const Json json = Json::parse(req.body);
        digits = json.at("code").get<std::string>();
        name = json.at("name").get<std::string>();
    } catch (const Json::exception&) {
        return say(res, 400, tr("That was no pairing code"));
    }
    std::erase_if(digits, [](char c) { return c == ' '; });
    const std::string& address = asking().connection->address;
    const double now_s = steady_s();
    PairedTablets now;
    std::string token;
    {
        std::lock_guard lock(shared.mutex);
        if (shared.tablets.full())
            return say(res, 403, tr("No more tablets can be paired: remove one at the desk first"));
        switch (shared.code.guess(digits, address, now_s)) {
            case PairingCode::Answer::wait:
                return say(res, 429, tr("Too many wrong codes: wait a little"), shared.code.wait_s(address, now_s));
            case PairingCode::Answer::no_code:
                return say(res, 403, tr("There is no code now: ask for a new one at the desk"));
            case PairingCode::Answer::wrong:
                return say(res, 403, tr("That is not the code at the desk"), shared.code.wait_s(address, now_s));
            case PairingCode::Answer::right:
                break;
        }
        token = shared.tablets.add(name, local_date(std::chrono::system_clock::now()));
        now = shared.tablets;
    }
    if (shared.options.tablets_changed) shared.options.tablets_changed(now);
    if (shared.options.wake) shared.options.wake();
    res.set_header("Set-Cookie", std::string(token_cookie) + "=" + token +
                                     "; Path=/; Max-Age=31536000; Secure; HttpOnly; SameSite=Strict");
    say(res, 200, "Paired");
}

void obey(Shared& shared, const Request& req, Response& res) {
    auto commands = parse_tablet_commands(req.body);
    if (!commands) return say(res, 400, "Not understood: " + commands.error().what);
    {
        std::lock_guard lock(shared.mutex);
        const bool watched = std::any_of(shared.pages.begin(), shared.pages.end(), [&](const auto& page) {
            return page.second.hand == commands->front().hand && page.second.tablet == asking().connection->tablet;
        });
        for (TabletCommand& c : *commands) {
            c.watched = watched;
            c.tablet = asking().connection->tablet;
        }
    }
    if (!shared.inbox.put(std::move(*commands))) return say(res, 503, "The mirror is busy");
    if (shared.options.wake) shared.options.wake();
    res.status = 204;
}

// What a page is sent next; empty when it is time for a sign of life; nothing when it ends.
std::optional<std::string> next_event(Shared& shared, unsigned long page, unsigned long& sent, double& not_before_s) {
    using namespace std::chrono;
    std::unique_lock lock(shared.mutex);
    const auto until = steady_clock::now() + duration_cast<steady_clock::duration>(duration<double>(sign_of_life_s));
    const auto ends = [&] {
        return shared.ending || shared.pages.at(page).ends || !shared.tablets.has(shared.pages.at(page).tablet);
    };
    shared.changed.wait_until(lock, until, [&] { return ends() || shared.revision != sent; });
    // Several changes at once are one state for the page.
    if (!ends() && shared.revision != sent && steady_s() < not_before_s)
        shared.changed.wait_for(lock, duration<double>(not_before_s - steady_s()), ends);
    if (ends()) return std::nullopt;
    if (shared.revision == sent) return "event: here\ndata:\n\n";
    sent = shared.revision;
    not_before_s = steady_s() + stream_gap_s;
    if (shared.json_revision != shared.revision) {
        shared.json = to_json(shared.state);
        shared.json_revision = shared.revision;
    }
    const auto& asked = shared.state.sign;
    const std::string sign =
        asked && asked->tablet == shared.pages.at(page).tablet ? ",\"sign\":" + to_json(*asked) : "";
    const auto heard = shared.state.heard.find(shared.pages.at(page).hand);
    return "data: {\"heard\":" + std::to_string(heard == shared.state.heard.end() ? 0 : heard->second) +
           ",\"state\":" + shared.json + sign + "}\n\n";
}

void give_events(Shared& shared, const Request& req, Response& res) {
    const std::string hand = req.get_param_value("hand");
    if (!good_hand(hand)) return say(res, 400, "It does not say which page asks");
    const std::string tablet = asking().connection->tablet;
    unsigned long page = 0;
    {
        std::lock_guard lock(shared.mutex);
        std::size_t own = 0;
        for (auto at = shared.pages.rbegin(); at != shared.pages.rend(); ++at)
            if (at->second.tablet == tablet && ++own >= most_pages_a_tablet) at->second.ends = true;
        if (shared.pages.size() >= most_pages) return say(res, 503, "Too many pages are open");
        page = shared.next_page++;
        shared.pages[page] = {tablet, hand};
    }
    shared.changed.notify_all();
    asking().streamed = true;
    res.status = 200;
    res.set_chunked_content_provider(
        "text/event-stream",
        [&shared, page, sent = 0UL, not_before_s = 0.0](std::size_t, httplib::DataSink& sink) mutable {
            const auto event = next_event(shared, page, sent, not_before_s);
            if (!event) {
                sink.done();
                return true;
            }
            return sink.write(event->data(), event->size());
        },
        [&shared, page, hand](bool) {
            {
                std::lock_guard lock(shared.mutex);
                shared.pages.erase(page);
                // A page that has come back on a new connection has not gone.
                for (const auto& [_, other] : shared.pages)
                    if (other.hand == hand) return;
            }
            shared.inbox.put_gone(hand);
            if (shared.options.wake) shared.options.wake();
        });
}

void give_picture(Shared& shared, const Request& req, Response& res) {
    const unsigned long after = std::strtoul(req.get_param_value("after").substr(0, 18).c_str(), nullptr, 10);
    std::unique_lock lock(shared.mutex);
    // Nobody has looked for a while: what was seen then is not shown to the one who looks now.
    if (steady_s() > shared.picture_asked_s + looks_for_s) shared.picture.clear();
    shared.picture_asked_s = steady_s();
    const bool there = shared.changed.wait_for(lock, std::chrono::duration<double>(picture_wait_s), [&] {
        return shared.ending || (shared.picture_number != after && !shared.picture.empty());
    });
    shared.picture_asked_s = steady_s();
    if (!there || shared.ending) {
        res.status = 204;
        return;
    }
    res.status = 200;
    res.set_header("X-Picture", std::to_string(shared.picture_number));
    res.set_content(shared.picture, "image/jpeg");
}

bool too_often(Shared& shared, const std::string& tablet) {
    std::lock_guard lock(shared.mutex);
    return !shared.allowances.try_emplace(tablet, 150.0, 300.0).first->second.take(steady_s());
}

using Answer = httplib::Server::HandlerResponse;

// Everything but the bodies of the two posts, which have to be read first.
Answer answer(Shared& shared, const Request& req, Response& res) {
    const std::string& tablet = asking().connection->tablet;
    const bool post = req.method == "POST", paired = !tablet.empty();
    if (paired && too_often(shared, tablet)) return say(res, 429, "Too many requests", 1), Answer::Handled;
    if (post && (req.path == "/pair" || (req.path == "/commands" && paired))) {
        if (from_our_page(req)) return Answer::Unhandled;
        return say(res, 403, tr("Not from this page")), Answer::Handled;
    }
    if (!post && req.path == "/")
        return give_file(res, paired ? "index.html" : "pair.html", "text/html"), Answer::Handled;
    if (!post && req.path == "/texts.json") return give_texts(res), Answer::Handled;
    for (const File& f : files)
        if (!post && (paired || f.open) && req.path == f.path) return give_file(res, f.file, f.type), Answer::Handled;
    if (!paired) return say(res, 401, "Pair this tablet first"), Answer::Handled;
    if (!post && req.path == "/events")
        give_events(shared, req, res);
    else if (!post && req.path == "/picture.jpg")
        give_picture(shared, req, res);
    else if (!post && req.path == "/tables.json")
        res.status = 200, res.set_content(tablet_tables_json(), "application/json");
    else
        say(res, 404, "There is nothing here");
    return Answer::Handled;
}

}  // namespace

Asking& asking() {
    thread_local Asking now;
    return now;
}

void add_routes(httplib::Server& server, Shared& shared) {
    server.set_default_headers(httplib::Headers(guards.begin(), guards.end()));
    server.set_payload_max_length(largest_body);
    server.set_pre_routing_handler([&](const Request& req, Response& res) { return answer(shared, req, res); });
    server.Post("/pair", [&](const Request& req, Response& res) { pair(shared, req, res); });
    server.Post("/commands", [&](const Request& req, Response& res) { obey(shared, req, res); });
    // Its own would tell what went wrong inside.
    server.set_exception_handler(
        [](const Request&, Response& res, std::exception_ptr) { say(res, 500, tr("That did not work")); });
}

std::string refusal(int status) {
    std::string out = "HTTP/1.1 " + std::to_string(status) + " Refused\r\nConnection: close\r\nContent-Length: 0\r\n";
    for (const auto& [name, value] : guards) out += std::string(name) + ": " + value + "\r\n";
    return out + "\r\n";
}

}  // namespace smp::tablet
