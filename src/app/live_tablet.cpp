#include "app/live_tablet.hpp"

#include <pthread.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <iostream>
#include <utility>

#include "app/set_aside.hpp"
#include "base/small_file.hpp"
#include "base/steady_clock.hpp"
#include "base/texts.hpp"
#include "design/colour.hpp"
#include "tablet/addresses.hpp"
#include "tablet/paired_file.hpp"

namespace smp {
namespace fs = std::filesystem;
namespace {

constexpr double view_period_s = 0.25;
constexpr std::size_t most_heard = 64;  // pages
constexpr double comes_back_s = 4;      // a tablet that has gone: pages find the mirror again by themselves

TabletState state_of(const DeskSnapshot& now, bool picture) {
    TabletState out;
    out.design = now.design;
    if (now.presets)
        for (const Preset& p : *now.presets) {
            out.presets.push_back(p.design.name);
            out.own_presets.push_back(!p.built_in);
        }
    if (now.swatches) {
        out.swatches.push_back(srgb_hex(glm::dvec3(now.swatches->skin_rgb)));
        for (const auto& shade : now.swatches->shades) out.swatches.push_back(srgb_hex(shade.mean_rgb));
    }
    if (now.numbers) {
        out.numbers = number_rows(*now.numbers);
        for (const DesignWarning& w : now.numbers->warnings) out.warnings.push_back(w.text);
    }
    out.compare = now.compare;
    out.wipe_sweeps = now.wipe_sweeps;
    if (now.compare == Compare::wipe && !now.wipe_sweeps) out.wipe = now.wipe;
    out.bare = now.bare;
    out.frozen = now.frozen;
    out.filming = now.clip.on;
    out.mirrored = now.view.mirrored;
    out.turns = now.turns;
    out.can_undo = now.can_undo;
    out.can_redo = now.can_redo;
    out.variant_is_there = now.variant_is_there;
    out.variant = now.variant;
    out.tool = now.tool;
    out.zoom = now.view.zoom;
    out.status = now.status;
    out.trouble = now.trouble;
    out.note = now.note;
    out.note_failed = now.note_failed;
    out.picture = picture;
    return out;
}

}  // namespace

LiveTablet::LiveTablet(fs::path folder, int port, bool announced, std::function<void()> wake)
    : folder_(std::move(folder) / "tablet"), port_(port), announced_(announced), wake_(std::move(wake)) {
    thread_ = std::thread([this] { work(); });
}

LiveTablet::~LiveTablet() {
    {
        std::lock_guard lock(mutex_);
        ending_ = true;
    }
    changed_.notify_all();
    thread_.join();
    thumbnail_.reset();
    server_.reset();
    // What the server asked to be kept at the very end.
    for (const auto& job : jobs_) job();
}

void LiveTablet::do_later(std::function<void()> job) {
    {
        std::lock_guard lock(mutex_);
        jobs_.push_back(std::move(job));
    }
    changed_.notify_all();
}

void LiveTablet::work() {
    pthread_setname_np(pthread_self(), "smp-tablets");
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [&] { return ending_ || !jobs_.empty(); });
        if (jobs_.empty()) return;
        const auto job = std::move(jobs_.front());
        jobs_.pop_front();
        lock.unlock();
        job();
        lock.lock();
    }
}

void LiveTablet::keep(const PairedTablets& tablets) {
    do_later([this, tablets] {
        const auto written = write_private_file(folder_ / "tablets.json", tablets_to_json(tablets));
        if (written) return;
        std::lock_guard lock(mutex_);
        notes_.emplace_back(tr_fill("The list of tablets is not kept: {0}", written.error().line()), true);
    });
}

LiveTablet::Started LiveTablet::start() {
    Started out;
    PairedTablets tablets;
    const fs::path file = folder_ / "tablets.json";
    std::error_code ignored;
    if (fs::exists(file, ignored)) {
        const auto text = read_small_file(file, tr("list of tablets"), 1 << 18);
        auto read = text ? parse_tablets(*text, file.string()) : Expected<PairedTablets>(text.error());
        if (read) {
            tablets = std::move(*read);
        } else {
            set_aside(file);
            out.told = tr_fill("No tablet is paired any more: {0}; the file was set aside", read.error().line());
        }
    }
    std::string renewed;
    const auto certificate = own_certificate(folder_ / "certificate.pem", own_names(), std::time(nullptr), &renewed);
    if (!certificate) {
        out.trouble = certificate.error().line();
        return out;
    }
    if (out.told.empty()) out.told = renewed;
    auto server = TabletServer::start({.port = port_,
                                       .certificate = *certificate,
                                       .tablets = tablets,
                                       .wake = wake_,
                                       .tablets_changed = [this](const PairedTablets& now) { keep(now); }});
    if (!server) {
        out.trouble = server.error().line();
        return out;
    }
    out.fingerprint = certificate->fingerprint;
    out.server = std::move(*server);
    out.server->begin_pairing();
    return out;
}

void LiveTablet::switch_on(bool on) {
    if (on == wanted_) return;
    wanted_ = on;
    view_due_s_ = 0;
    if (on) {
        trouble_.clear();
        return do_later([this] {
            Started started = start();
            {
                std::lock_guard lock(mutex_);
                started_.push_back(std::move(started));
            }
            wake_();
        });
    }
    thumbnail_.reset();
    hands_ = {};
    finger_ = {};
    heard_.clear();
    // Its end waits for threads: not here.
    do_later([server = std::shared_ptr<TabletServer>(std::move(server_))] {});
}

void LiveTablet::take_started() {
    std::vector<Started> started;
    {
        std::lock_guard lock(mutex_);
        started.swap(started_);
    }
    for (Started& s : started) {
        view_due_s_ = 0;
        if (!s.told.empty()) {
            std::lock_guard lock(mutex_);
            notes_.emplace_back(s.told, true);
        }
        if (!s.trouble.empty() && wanted_) {
            trouble_ = tr_fill("The tablet's page is not served: {0}", s.trouble);
            std::cerr << "smp-mirror: " << trouble_ << std::endl;
            std::lock_guard lock(mutex_);
            notes_.emplace_back(trouble_, true);
            wanted_ = false;
            gave_up_ = true;
        } else if (s.server && wanted_ && !server_) {
            server_ = std::move(s.server);
            fingerprint_ = std::move(s.fingerprint);
            announce();
        } else if (s.server) {  // switched off meanwhile
            do_later([server = std::shared_ptr<TabletServer>(std::move(s.server))] {});
        }
    }
}

void LiveTablet::announce() {
    if (!announced_ || !server_) return;
    const auto addresses = network_addresses();
    std::cout << "tablet: " << page_address(addresses.empty() ? "127.0.0.1" : addresses.front(), server_->port())
              << ", code " << server_->standing().code << " for five minutes, fingerprint " << fingerprint_
              << std::endl;
}

std::vector<std::pair<std::string, bool>> LiveTablet::take_notes() {
    std::lock_guard lock(mutex_);
    return std::exchange(notes_, {});
}

bool LiveTablet::gave_up() {
    take_started();
    return std::exchange(gave_up_, false);
}

void LiveTablet::obey(const Command& command) {
    view_due_s_ = 0;
    if (!server_) return;
    if (command.act == Act::tablet_revoke) server_->revoke(command.text);
    if (command.act == Act::tablet_code) {
        server_->begin_pairing();
        announce();
    }
}

void LiveTablet::follow(const Work& work, const std::function<const Work&(Command)>& obey,
                        const std::function<const Work&(const std::optional<Finger>&)>& touch) {
    if (!server_) return;
    const Work* now = &work;
    for (const TabletCommand& asked : server_->take()) {
        const double now_s = steady_s();
        if (asked.gone)
            heard_.erase(asked.hand);
        else if (heard_.size() < most_heard || heard_.contains(asked.hand))
            heard_[asked.hand] = asked.number;
        if (asked.signature) {
            if (sign_ && !sign_answer_ && asked.tablet == sign_->tablet && asked.signature->number == sign_->number)
                sign_answer_ = *asked.signature;
            continue;
        }
        if (finger_.lost(asked)) now = &touch(std::nullopt);
        if (asked.touch) {
            if (!finger_.takes(asked, now_s)) continue;
            bool began = finger_.begins();
            for (const glm::dvec2& at : asked.touch->at) now = &touch(Finger{at, std::exchange(began, false)});
            if (asked.touch->ends) now = &touch(std::nullopt);
            continue;
        }
        auto command = hands_.take(asked, *now, now_s);
        if (!command) continue;
        now = &obey(std::move(*command));
        hands_.obeyed(*now, now_s);
    }
}

void LiveTablet::sign(const std::optional<SignRequest>& wanted) {
    const double now_s = steady_s();
    if (wanted != sign_) {
        sign_ = wanted;
        sign_answer_.reset();
        signer_seen_s_ = now_s;
    }
    if (!sign_ || sign_answer_) return;
    const auto& tablets = view().tablets;
    const bool there = std::any_of(tablets.begin(), tablets.end(),
                                   [&](const auto& t) { return t.id == sign_->tablet && t.connected; });
    if (there) signer_seen_s_ = now_s;
    if (now_s < signer_seen_s_ + comes_back_s) return;
    sign_answer_ = SignAnswer{sign_->number, true, {}};
}

void LiveTablet::show(const DeskSnapshot& now, const TabletPicture& picture, double brush) {
    if (!server_) return;
    const bool seen = picture.texture != 0 && picture.veil < 1;
    TabletState state = state_of(now, seen);
    state.heard = heard_;
    if (!sign_answer_) state.sign = sign_;
    // In coarse steps, as a head that breathes is no other state.
    state.brush = std::round(brush * 200) / 200;
    server_->publish(std::move(state));
    if (!server_->picture_wanted()) {
        thumbnail_.reset();
        return;
    }
    if (!thumbnail_ && !no_thumbnail_) {
        auto made =
            LiveThumbnail::create([server = server_.get()](std::string jpeg) { server->put_picture(std::move(jpeg)); });
        if (made)
            thumbnail_ = std::move(*made);
        else
            no_thumbnail_ = true;
    }
    if (thumbnail_ && seen)
        thumbnail_->step(picture.texture, picture.size_px, picture.view, picture.veil, picture.changed, steady_s());
}

const TabletView& LiveTablet::view() {
    const double now_s = steady_s();
    if (now_s < view_due_s_) return view_;
    view_due_s_ = now_s + view_period_s;
    TabletView next;
    next.wanted = wanted_;
    next.on = server_ != nullptr;
    next.trouble = trouble_;
    if (server_) {
        const auto standing = server_->standing();
        const auto addresses = network_addresses();
        if (addresses.empty()) next.trouble = tr("This computer is on no network: a tablet cannot find it.");
        next.address = page_address(addresses.empty() ? "127.0.0.1" : addresses.front(), server_->port());
        next.code = standing.code;
        next.code_minutes = static_cast<int>(std::ceil(standing.code_left_s / 60));
        next.wrong_guesses = standing.wrong_guesses;
        next.fingerprint = fingerprint_;
        const bool same = view_.address == next.address && view_.code == next.code && view_.qr.size > 0;
        next.qr = same ? view_.qr : make_qr(next.address + (next.code.empty() ? "" : "#" + next.code));
        for (std::size_t i = 0; i < standing.tablets.size(); ++i) {
            const PairedTablet& t = standing.tablets[i];
            next.tablets.push_back({t.id, t.name, t.paired_on, standing.connected[i]});
        }
    }
    view_ = std::move(next);
    return view_;
}

}  // namespace smp
