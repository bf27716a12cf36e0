// The technician's tablet: picture, acts and panels, in step with the mirror.
import {loadTexts, make, tr, tr_fill} from "/words.js";
import {openLink, tell} from "/link.js";
import {hidePicture, makePicture, showPicture} from "/picture.js";
import {makeNumbers, makePresets, showNumbers, showPresets} from "/presets.js";
import {makeSign, showSign} from "/sign.js";
import {forgetHands, makeGroup, showSwatches, showValues} from "/rows.js";

const at = id => document.getElementById(id);
let groups = [], acts = {}, stops = [], variants = [], figures = "";

function button(words, act, more = {}) {
    return make("button", {type: "button", "aria-pressed": "false", onclick: () => tell({act, ...more})}, words);
}
function press(b, on, words) {
    b.setAttribute("aria-pressed", String(on));
    if (words && b.textContent !== words) b.textContent = words;
}

// Held it shows the bare head, tapped it switches; by keyboard as well.
function makeBefore() {
    const b = make("button", {type: "button", "aria-pressed": "false"}, tr("button|Before"));
    let since = null;
    const down = () => {
        if (since !== null) return;
        since = performance.now();
        tell({act: "before_press"});
    };
    const up = () => {
        if (since === null) return;
        tell({act: "before_release", held_s: (performance.now() - since) / 1000});
        since = null;
    };
    b.addEventListener("pointerdown", e => {
        if (e.button !== 0) return;
        b.setPointerCapture(e.pointerId);
        down();
    });
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) b.addEventListener(end, up);
    b.addEventListener("keydown", e => {
        if (e.key !== " " && e.key !== "Enter") return;
        e.preventDefault();
        if (!e.repeat) down();
    });
    b.addEventListener("keyup", e => { if (e.key === " " || e.key === "Enter") up(); });
    b.addEventListener("blur", up);
    b.addEventListener("contextmenu", e => e.preventDefault());
    return b;
}

function build(tables) {
    acts = {
        before: makeBefore(),
        wipe: button(tr("button|Wipe"), "wipe"),
        split: button(tr("Half and half"), "split"),
        turns: button(tr("button|In turn"), "turns"),
        freeze: button(tr("button|Freeze"), "freeze"),
        screenshot: button(tr("button|Screenshot"), "screenshot"),
        clip: button(tr("Film a clip"), "clip"),
        mirror: button(tr("button|Mirrored"), "mirror"),
        match: button(tr("Match stubble"), "match_stubble", {amount: 0}),
        lighter: button(tr("Match lighter"), "match_stubble", {amount: 1}),
        undo: button(tr("button|Undo"), "undo"),
        redo: button(tr("button|Redo"), "redo"),
    };
    for (const name of ["screenshot", "match", "lighter", "undo", "redo"]) acts[name].removeAttribute("aria-pressed");
    variants = tables.variants.map((name, i) => button(tr_fill("Variant {0}", name), "variant", {amount: i}));
    at("acts").append(acts.before, acts.wipe, acts.split, acts.undo, acts.redo, acts.freeze, ...variants, acts.turns,
        acts.mirror, acts.match, acts.lighter, acts.screenshot, acts.clip);
    stops = tables.time_stops.map((stop, i) => {
        const b = button(tr(stop.label), "time_stop", {amount: i});
        b.setAttribute("aria-label", tr(stop.label) + ", " + tr(stop.name));
        return b;
    });
    at("stops").append(...stops);
    makePicture(tables);
    makeSign();
    const wide = matchMedia("(min-width: 700px)").matches;
    groups = tables.groups.map((g, i) => makeGroup(g.title, g.rows, i === 0 || (wide && i < 2)));
    at("panels").append(makePresets(wide), ...groups, makeNumbers(wide));
}

function showState(s, heard, sign) {
    // Another language is another page.
    if (s.language !== language) return location.reload();
    if (showSign(sign)) return hidePicture();
    press(acts.before, s.bare, s.bare ? tr("Before shown") : tr("button|Before"));
    press(acts.wipe, s.compare === "wipe",
        s.compare !== "wipe" ? tr("button|Wipe") : s.wipe_sweeps ? tr("Hold wipe") : tr("End wipe"));
    press(acts.split, s.compare === "split", s.compare === "split" ? tr("Other half") : tr("Half and half"));
    press(acts.freeze, s.frozen, s.frozen ? tr("button|Resume") : tr("button|Freeze"));
    press(acts.turns, s.turns);
    press(acts.clip, s.filming, s.filming ? tr("End the clip") : tr("Film a clip"));
    press(acts.mirror, !s.mirrored, s.mirrored ? tr("button|Mirrored") : tr("button|As others see"));
    acts.undo.disabled = !s.can_undo;
    acts.redo.disabled = !s.can_redo;
    variants.forEach((b, i) => {
        press(b, i === s.variant);
        b.classList.toggle("new", !s.variants[i]);
    });
    stops.forEach((b, i) => press(b, i === s.time_stop));
    showPicture(s);
    showPresets(s);
    showValues(s.values, heard);
    showSwatches(s.swatches);
    const now = JSON.stringify([s.numbers, s.warnings]);
    if (now !== figures) showNumbers(s);
    figures = now;
    for (const g of groups) g.recount();
    const said = [["status", s.status, s.trouble], ["note", s.note, s.note_failed]];
    for (const [id, words, bad] of said) {
        if (at(id).textContent !== words) at(id).textContent = words;
        at(id).classList.toggle("bad", bad);
    }
}

function showLink(live) {
    at("link").textContent = live ? "" : tr("The mirror does not answer. It is tried again by itself.");
    at("link").hidden = live;
    at("whole").inert = at("sign").inert = !live;
    if (live) return;
    forgetHands();
    hidePicture();
}

await loadTexts();
const tables = await (await fetch("/tables.json")).json(), language = tables.language;
build(tables);
at("whole").inert = true;
openLink(showState, showLink);
