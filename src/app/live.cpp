#include "app/live.hpp"

#include <pthread.h>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <map>
#include <memory>

#include "app/end_signals.hpp"
#include "app/key_file.hpp"
#include "app/live_desk.hpp"
#include "app/live_fade.hpp"
#include "app/live_hands.hpp"
#include "app/live_input.hpp"
#include "app/live_language.hpp"
#include "app/live_loupe.hpp"
#include "app/live_screen.hpp"
#include "app/live_shot.hpp"
#include "app/live_tracking.hpp"
#include "app/places.hpp"
#include "app/preset_shelf.hpp"
#include "app/settings_keeper.hpp"
#include "app/shot_thread.hpp"
#include "app/stubble_thread.hpp"
#include "app/work_keeper.hpp"
#include "base/local_time.hpp"
#include "base/texts.hpp"
#include "present/letterbox.hpp"
#include "present/presenter.hpp"
#include "present/window.hpp"
#include "ui/act_words.hpp"
#include "ui/keys.hpp"
#include "ui/overlay.hpp"

namespace smp {
namespace {

double steady_s() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// The main thread's part: keys, drawing, screenshots. Never waits for a camera, a disk or the tracker.
class Mirror {
  public:
    Mirror(const Session& session, std::string input, KeyMap keys, SettingsKeeper& settings, WorkBegun begun,
           WorkKeeper& keeper, Window& window, Painter& painter, Presenter& presenter, LiveLoupe& loupe, LiveFade& fade,
           LiveSource& source, LiveTracking& tracking)
        : session_(session),
          input_(std::move(input)),
          keys_(std::move(keys)),
          keeper_(keeper),
          window_(window),
          painter_(painter),
          presenter_(presenter),
          loupe_(loupe),
          fade_(fade),
          source_(source),
          tracking_(tracking),
          hands_(session.model),
          shots_(session.pictures, Window::wake),
          stubble_(session.model, Window::wake),
          shelf_(config_folder() / "presets", Window::wake),
          settings_(settings) {
        controls_.settings = settings_.found();
        controls_.view.mirrored = !controls_.settings.as_others_see;
        controls_.work = std::move(begun.work);
        if (!begun.note.empty()) screen_.note(std::move(begun.note), begun.failed, steady_s());
        controls_.full_screen = window.full_screen();
        name_keys();
    }

    void run(DeskWish desk) {
        const double begin_s = steady_s();
        draw();
        window_.show();
        if (desk == DeskWish::at_start || (desk == DeskWish::on_second_monitor && Window::monitors() > 1))
            obey({.act = Act::desk});
        while (!told_to_end() && !controls_.quit && !window_.closing()) {
            Window::wait(pause_s());
            handle_keys();
            follow_pointer();
            take_frame();
            report_capture();
            for (const auto& result : shots_.take_results()) tell(result);
            take_match();
            take_presets();
            for (const auto& trouble : keeper_.take_troubles()) screen_.note(trouble, true, steady_s());
            for (const auto& trouble : settings_.take_troubles()) screen_.note(trouble, true, steady_s());
            take_turns();
            screen_.advance(screen_inputs(), controls_);
            if (needs_drawing()) draw();
            follow_desk();
        }
        const double passed_s = steady_s() - begin_s;
        std::cout << frames_ << " frames shown in " << passed_s << " s (" << static_cast<double>(frames_) / passed_s
                  << " a second); dropped: " << source_.status().dropped << " before tracking, "
                  << tracking_.results().dropped() << " after" << std::endl;
    }

  private:
    struct Drawn {
        OverlaySnapshot overlay;
        double show = -1, veil = -1;
        PictureView view;
        bool loupe = false;
        double loupe_zoom = 0;
        std::optional<glm::dvec2> pointer_px;
        Reveal reveal;
        bool fading = false;  // so it must be drawn once more, without
    };

    double pause_s() const {
        // New frames, keys and finished screenshots wake it; the time is for signals and the camera's state.
        const double now_s = steady_s();
        double pause = desk_ ? std::min(0.02, desk_->pause_s(now_s)) : 0.02;
        if (screen_.moving() || fade_.going(now_s)) pause = std::min(pause, last_draw_s_ + window_.refresh_s() - now_s);
        return stale_ && shown_ ? 0 : std::max(0.0, pause);
    }

    void name_keys() {
        std::vector<HelpLine> lines;
        for (const KeyRow& row : key_rows()) lines.push_back({keys_.keys_of(row), std::string(row.words)});
        screen_.set_keys(std::move(lines));
        for (const std::string_view act : desk_acts()) desk_keys_[act] = keys_.first_key_of(act);
    }

    // What is made once and kept is made anew; the rest is drawn in the new language with the next picture.
    void change_language() {
        if (const auto trouble = use_language(controls_.settings); !trouble.empty())
            screen_.note(trouble, true, steady_s());
        name_keys();
        counted_revision_ = -1;
        stale_ = true;
    }

    void handle_keys() {
        std::vector<KeyEvent> keys = window_.take_keys();
        if (desk_)
            for (const KeyEvent& key : desk_->take_keys()) keys.push_back(key);
        for (const KeyEvent& key : keys)
            if (auto command = keys_.command_for(key)) obey(std::move(*command));
    }

    ScreenInputs screen_inputs() const {
        ScreenInputs in{steady_s(), local_date(std::chrono::system_clock::now()), status_, shown_.has_value()};
        if (controls_.compare != Compare::wipe || !shown_) return in;
        if (const auto px = painter_.head_across_px()) {
            const int width_px = shown_->frame.bgr.cols;
            const double a = across_from_column(px->x, width_px, screen_.view()),
                         b = across_from_column(px->y, width_px, screen_.view());
            in.head_left = std::clamp(std::min(a, b), 0.0, 1.0);
            in.head_right = std::clamp(std::max(a, b), 0.0, 1.0);
        }
        return in;
    }

    // Of what a comparison leaves to be seen.
    Reveal reveal() const {
        Reveal out;
        out.rest = screen_.compare_rest();
        if (screen_.compare() == Compare::split) out.side = controls_.split_side;
        if (screen_.compare() == Compare::wipe && shown_) {
            out.line_px = column_from_across(screen_.wipe(), shown_->frame.bgr.cols, screen_.view());
            out.right_of_line = !screen_.view().mirrored;
        }
        return out;
    }

    // About which place of the picture it comes closer, 0 .. 1: where the mouse points, or by key first the hairline.
    glm::dvec2 aim(bool by_key) const {
        if (!shown_) return glm::dvec2(0.5);
        if (by_key && controls_.view.zoom > 1) return controls_.view.centre;
        const glm::dvec2 px = by_key || !aim_px_ ? LiveLoupe::resting_place_px(painter_, *shown_) : *aim_px_;
        return glm::clamp((px + 0.5) / glm::dvec2(painter_.renderer().picture_size_px()), 0.0, 1.0);
    }

    void take_turns() {
        if (!controls_.turns) {
            turn_at_s_.reset();
            return;
        }
        const double now_s = steady_s();
        if (!turn_at_s_) turn_at_s_ = now_s + 0.3;
        if (now_s < *turn_at_s_) return;
        turn_at_s_ = now_s + controls_.settings.turn_s;
        const int before = controls_.work.chosen();
        obey({.act = Act::next_variant});
        if (controls_.work.chosen() == before) controls_.turns = false;  // there is but one
    }

    void obey(Command command) {
        if (command.act == Act::wipe) command.amount = screen_.wipe();
        if (command.act == Act::zoom || command.act == Act::loupe_zoom) command.at = aim(command.act == Act::zoom);
        const LiveControls before = std::exchange(controls_, apply(controls_, command));
        if (!(controls_.design() == before.design())) {
            if (!command.continues) fade_.begin(painter_, steady_s());
            stale_ = true;
        }
        if (!(controls_.work == before.work)) keeper_.keep(controls_.work);
        if (const auto words = act_in_words(command, before, controls_); !words.empty())
            screen_.note(words, false, steady_s());
        if (!(controls_.settings == before.settings)) settings_.keep(controls_.settings);
        if (controls_.settings.language != before.settings.language) change_language();
        if (command.act == Act::save_preset) shelf_.save(to_preset(controls_.design(), command.text));
        if (command.act == Act::remove_preset) shelf_.remove(command.text);
        if (controls_.full_screen != before.full_screen) window_.set_full_screen(controls_.full_screen);
        if (controls_.numbers && !before.numbers) stale_ = true;
        if (controls_.screenshots != before.screenshots) shoot();
        if (controls_.matches != before.matches) match();
        if (controls_.desk && !desk_) open_desk();
        if (!controls_.desk && desk_) close_desk();
    }

    void open_desk() {
        auto desk = LiveDesk::open(window_);
        if (desk) {
            desk_ = std::move(*desk);
            stale_ = true;  // its figures are to be counted
            return;
        }
        controls_.desk = false;
        screen_.note(tr_fill("The desk did not open: {0}", desk.error().line()), true, steady_s());
        std::cerr << "smp-mirror: " << desk.error().line() << std::endl;
    }

    void close_desk() {
        desk_.reset();
        window_.focus();
        // A key or button that was held there is not let go any more.
        obey({.act = Act::bare_release, .time_s = steady_s()});
    }

    // After the mirror's own drawing, which comes first.
    void follow_desk() {
        if (!desk_) return;
        if (desk_->closing()) return obey({.act = Act::desk});
        const bool head = shown_ && shown_->head.state == TrackState::tracking;
        DeskSnapshot now = desk_snapshot(controls_, screen_.overlay(), status_, head);
        now.keys = desk_keys_;
        if (shown_) {
            now.texture = painter_.renderer().picture_texture();
            now.picture_px = painter_.renderer().picture_size_px();
            hands_.look(painter_, *shown_, controls_.design(), controls_.tool, desk_->pointer(), painted_);
            if (!controls_.shows_bare()) {
                now.guides = hands_.guide_lines();
                now.grips = hands_.grips();
            }
        }
        if (!hand_trouble_.empty()) {  // the client need not know
            now.note = hand_trouble_;
            now.note_failed = true;
        }
        for (Command command : desk_->step(now, std::exchange(painted_, false), steady_s())) {
            command.time_s = steady_s();
            obey(command);
        }
        if (desk_ && shown_) follow_hand();
    }

    void follow_hand() {
        const auto touch = controls_.shows_bare() ? std::nullopt : desk_->take_touch();
        const auto wanted = hands_.follow(touch ? &*touch : nullptr, *shown_, controls_.design(), controls_.tool);
        if (!touch || wanted) hand_trouble_.clear();
        if (!wanted) return;
        if (*wanted)
            change_design(**wanted, hands_.continues());
        else
            hand_trouble_ = hands_.refusal(wanted->error());
    }

    void change_design(TreatmentDesign next, bool continues) {
        controls_.work.change(std::move(next), continues);
        keeper_.keep(controls_.work);
        stale_ = true;
    }

    void follow_pointer() {
        auto moved = window_.take_pointer();
        if (desk_ && shown_)
            if (const auto at_px = desk_->take_pointer())
                moved = window_from_picture(*at_px, painter_.renderer().picture_size_px(), window_.size_px(),
                                            screen_.view());
        if (moved && shown_)
            aim_px_ =
                picture_from_window(*moved, painter_.renderer().picture_size_px(), window_.size_px(), screen_.view());
        if (moved && !controls_.loupe && controls_.compare == Compare::wipe && shown_ && !desk_)
            obey({.act = Act::wipe_to,
                  .amount = across(*moved, painter_.renderer().picture_size_px(), window_.size_px())});
        // Nobody sees where the pointer rests when the loupe comes: it begins on the hairline.
        if (!controls_.loupe)
            pointer_px_.reset();
        else if (moved)
            pointer_px_ = moved;
    }

    void take_frame() {
        // While it is frozen the newest result waits in its mailbox, so going on takes no longer than one drawing.
        if (controls_.frozen && shown_) return;
        auto next = tracking_.results().try_take();
        if (!next) return;
        shown_ = std::move(next);
        stale_ = true;
        ++frames_;
    }

    void report_capture() {
        LiveStatus now = source_.status();
        if (now.state != status_.state || !told_)
            std::cout << input_ << ": " << in_words(now.state) << (now.detail.empty() ? "" : ", ") << now.detail
                      << std::endl;
        told_ = true;
        status_ = std::move(now);
    }

    bool needs_drawing() {
        const bool damaged = window_.take_damage();
        return damaged || stale_ || drawn_.fading || fade_.going(steady_s()) || !(drawn_.reveal == reveal()) ||
               drawn_.show != screen_.show() || drawn_.veil != screen_.veil() || !(drawn_.view == screen_.view()) ||
               drawn_.loupe != controls_.loupe || drawn_.loupe_zoom != controls_.loupe_zoom ||
               drawn_.pointer_px != pointer_px_ || !(drawn_.overlay == screen_.overlay());
    }

    void draw() {
        const Reveal now = reveal();
        if (shown_ && (stale_ || drawn_.show != screen_.show() || !(drawn_.reveal == now))) {
            painter_.paint(*shown_, controls_.design(), screen_.show(), now);
            stale_ = false;
            painted_ = true;
            count();
        }
        Renderer& renderer = painter_.renderer();
        const auto fade = shown_ ? fade_.draw(painter_, *shown_, screen_.show(), now, steady_s()) : std::nullopt;
        presenter_.draw(shown_ ? renderer.picture_texture() : 0, renderer.picture_size_px(), window_.size_px(),
                        screen_.view(), screen_.veil(), fade);
        if (controls_.loupe && shown_ && screen_.veil() <= 0)
            loupe_.draw(painter_, *shown_, pointer_px_, window_.size_px(), screen_.view(), controls_.loupe_zoom,
                        screen_.show());
        overlay_.draw(screen_.overlay(), window_.size_px(), renderer.picture_size_px());
        window_.swap();
        last_draw_s_ = steady_s();
        drawn_ = {screen_.overlay(), screen_.show(),       screen_.veil(), screen_.view(),
                  controls_.loupe,   controls_.loupe_zoom, pointer_px_,    now,
                  fade.has_value()};
    }

    // Worked out when somebody looks at them, and when what they tell of has changed.
    void count() {
        const bool head = shown_->head.state == TrackState::tracking;
        if (!(controls_.numbers || controls_.desk) || !head || counted_revision_ == painter_.treatment().revision)
            return;
        counted_revision_ = painter_.treatment().revision;
        screen_.set_numbers(painter_.numbers(*shown_, controls_.design(), session_));
    }

    void match() {
        if (!shown_) return screen_.note(tr("Not matched: there is no picture now"), true, steady_s());
        stubble_.ask({*shown_, controls_.design(), controls_.match_lighter});
    }

    // The offer becomes the design, and a note says what it is. What is not sure waits until it is asked for again.
    void take_match() {
        const auto answer = stubble_.take_answer();
        if (!answer) return;
        const double now_s = steady_s();
        if (!answer->matched)
            return screen_.note(tr_fill("Not matched: {0}", answer->matched.error().line()), true, now_s);
        const MatchedStubble& m = *answer->matched;
        const bool sure = m.stubble.doubt.empty(), again = now_s < doubted_until_s_;
        if (!sure && !again) {
            screen_.note(to_note(m, answer->lighter), true, now_s);
            doubted_until_s_ = screen_.note_until_s();
            return;
        }
        doubted_until_s_ = 0;
        change_design(with_offer(controls_.design(), answer->lighter ? m.lighter : m.match), false);
        screen_.note(sure ? to_note(m, answer->lighter) : to_taken_note(m, answer->lighter), false, now_s);
    }

    void take_presets() {
        for (auto& answer : shelf_.take_answers()) {
            if (answer.presets) controls_.presets = std::move(answer.presets);
            if (!answer.note.empty()) screen_.note(std::move(answer.note), answer.failed, steady_s());
        }
    }

    void shoot() {
        // Nobody wants a record of a picture that is not on the screen.
        if (!shown_ || screen_.veil() >= 1)
            return screen_.note(tr("Not saved: there is no picture now"), true, steady_s());
        Shot shot = shot_of(painter_, *shown_, controls_.design(), session_, input_, source_.status().info.description);
        stale_ = true;
        if (!shots_.put(std::move(shot))) screen_.note(tr("The last pictures are still being saved"), true, steady_s());
    }

    void tell(const Expected<std::string>& result) {
        if (result) {
            screen_.note(tr("note|Saved"), false, steady_s());
            std::cout << "saved " << (session_.pictures / *result).string() << ".json" << std::endl;
        } else {
            screen_.note(tr_fill("Not saved: {0}", result.error().line()), true, steady_s());
            std::cerr << "smp-mirror: " << result.error().line() << std::endl;
        }
    }

    const Session& session_;
    const std::string input_;
    const KeyMap keys_;
    WorkKeeper& keeper_;
    Window& window_;
    Painter& painter_;
    Presenter& presenter_;
    LiveLoupe& loupe_;
    LiveFade& fade_;
    LiveSource& source_;
    LiveTracking& tracking_;
    LiveHands hands_;
    std::string hand_trouble_;  // where a finger asks for what cannot be; empty: nowhere
    ShotThread shots_;
    StubbleThread stubble_;
    PresetShelf shelf_;
    SettingsKeeper& settings_;
    double doubted_until_s_ = 0;  // so long a match that is not sure can be asked for again
    Overlay overlay_;
    LiveControls controls_;
    LiveScreen screen_;
    LiveStatus status_;
    bool told_ = false;
    std::optional<Tracked> shown_;
    bool stale_ = false;                    // the picture is not that of `shown_` and the design any more
    std::optional<glm::dvec2> pointer_px_;  // where it has moved to since the loupe came
    std::optional<glm::dvec2> aim_px_;      // of the picture, where the mouse last pointed
    bool painted_ = false;                  // since the desk has seen it
    Drawn drawn_;
    double last_draw_s_ = 0;
    std::optional<double> turn_at_s_;  // when the next variant is shown
    int counted_revision_ = -1;
    std::uint64_t frames_ = 0;
    std::map<std::string_view, std::string> desk_keys_;
    std::unique_ptr<LiveDesk> desk_;  // empty when it is closed
};

}  // namespace

Status live_command(const SessionOptions& options, const LiveJob& job) {
    auto session = open_session(options);
    if (!session) return session.error();
    auto spec = choose_live_input(job.input);
    if (!spec) return spec.error();
    if (auto playable = check_playable(*spec); !playable) return playable.error();
    auto tracker = HeadTracker::create(session->model, session->tracker);
    if (!tracker) return tracker.error();
    // From here on what people read is in their language; what ends the command before is in English, as all commands.
    std::string language_trouble = use_language({});
    SettingsKeeper settings(config_folder());
    language_trouble = use_language(settings.found());
    WorkKeeper keeper(state_folder());
    auto begun = job.resume ? resume_work(keeper.found())
                            : begin_work(keeper.found(), session->design, options.design_file || !options.set.empty());
    if (!begun) return begun.error();
    KeysRead keys = read_keys();
    if (!keys.trouble.empty()) {
        std::cerr << "smp-mirror: " << keys.trouble << std::endl;
        begun->note = keys.trouble;
        begun->failed = true;
    }
    if (!language_trouble.empty() && begun->note.empty()) {
        begun->note = language_trouble;
        begun->failed = true;
    }
    auto window = Window::open({.monitor = job.monitor, .windowed = job.windowed});
    if (!window) return window.error();
    auto painter = Painter::create(session->model, session->seed);
    if (!painter) return painter.error();
    auto presenter = Presenter::create();
    if (!presenter) return presenter.error();
    auto loupe = LiveLoupe::create();
    if (!loupe) return loupe.error();
    auto fade = LiveFade::create();
    if (!fade) return fade.error();

    if (begun->sets_unfinished_aside) keeper.set_unfinished_aside();
    const EndSignals signals;
    // Destroyed from the last to the first: the tracking thread is joined before its source goes.
    const auto source = LiveSource::start(*spec);
    LiveTracking tracking(session->model, std::move(*tracker), *source, Window::wake);
    Mirror mirror(*session, without_password(*spec), std::move(keys.map), settings, std::move(*begun), keeper, *window,
                  *painter, *presenter, *loupe, *fade, *source, tracking);
    mirror.run(job.desk);
    keeper.end_well();
    return Done{};
}

}  // namespace smp
