// The technician's tablet: picture, acts and panels, in step with the mirror.
import {loadTexts, make, tr, tr_fill} from "/words.js";
import {isLive, newDrag, openLink, tell} from "/link.js";
import {forgetHands, makeGroup, showValues} from "/rows.js";

const at = id => document.getElementById(id);
const tap_s = 0.25;
let state = null, groups = [], presets = [], presetGrid, acts = {}, stops = [], variants = [];

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

// The line between before and after, on the picture.
function makeWipe() {
    const frame = at("sight");
    let drag = 0;
    const to = e => {
        const box = frame.getBoundingClientRect();
        const amount = Math.min(1, Math.max(0, (e.clientX - box.left) / box.width));
        at("line").style.setProperty("--at", amount);
        tell({act: "wipe_to", amount, drag});
    };
    frame.addEventListener("pointerdown", e => {
        if (!state || state.compare !== "wipe" || e.button !== 0) return;
        drag = newDrag();
        frame.setPointerCapture(e.pointerId);
        to(e);
    });
    frame.addEventListener("pointermove", e => { if (drag) to(e); });
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) frame.addEventListener(end, () => { drag = 0; });
    // The same without a pointer.
    const slider = make("input", {
        type: "range", min: 0, max: 100, step: 1, value: 50, id: "wipe", "aria-label": tr("Line between before and after"),
        oninput: e => tell({act: "wipe_to", amount: Number(e.target.value) / 100, drag: drag || newDrag()}),
    });
    at("wipe-row").append(slider);
    return s => {
        at("wipe-row").hidden = at("line").hidden = s.compare !== "wipe";
        at("frame").classList.toggle("wiping", s.compare === "wipe");
        at("line").hidden = s.compare !== "wipe" || s.wipe_sweeps;
        if (drag || document.activeElement === slider) return;
        at("line").style.setProperty("--at", s.wipe);
        slider.value = Math.round(s.wipe * 100);
    };
}
let showWipe = () => {};

function build(tables) {
    acts = {
        before: makeBefore(),
        wipe: button(tr("button|Wipe"), "wipe"),
        split: button(tr("Half and half"), "split"),
        turns: button(tr("button|In turn"), "turns"),
        freeze: button(tr("button|Freeze"), "freeze"),
        screenshot: button(tr("button|Screenshot"), "screenshot"),
        mirror: button(tr("button|Mirrored"), "mirror"),
        match: button(tr("Match stubble"), "match_stubble", {amount: 0}),
        lighter: button(tr("Match lighter"), "match_stubble", {amount: 1}),
        undo: button(tr("button|Undo"), "undo"),
        redo: button(tr("button|Redo"), "redo"),
    };
    for (const name of ["screenshot", "match", "lighter", "undo", "redo"]) acts[name].removeAttribute("aria-pressed");
    variants = tables.variants.map((name, i) => button(tr_fill("Variant {0}", name), "variant", {amount: i}));
    at("acts").append(acts.before, acts.wipe, acts.split, acts.undo, acts.redo, acts.freeze, ...variants, acts.turns,
        acts.mirror, acts.match, acts.lighter, acts.screenshot);
    stops = tables.time_stops.map((stop, i) => {
        const b = button(tr(stop.label), "time_stop", {amount: i});
        b.setAttribute("aria-label", tr(stop.label) + ", " + tr(stop.name));
        return b;
    });
    at("stops").append(...stops);
    showWipe = makeWipe();
    const wide = matchMedia("(min-width: 700px)").matches;
    presetGrid = make("div", {class: "choices"});
    const next = make("div", {class: "grid"}, button(tr("Previous preset"), "next_preset", {amount: -1}),
        button(tr("Next preset"), "next_preset", {amount: 1}));
    for (const b of next.children) b.removeAttribute("aria-pressed");
    groups = tables.groups.map((g, i) => makeGroup(g.title, g.rows, i === 0 || (wide && i < 2)));
    at("panels").append(make("details", {open: wide}, make("summary", {}, make("h2", {}, tr("Presets"))), next, presetGrid),
        ...groups);
}

function showPresets(s) {
    if (s.presets.join("\n") !== presets.join("\n")) {
        presets = s.presets;
        presetGrid.replaceChildren(...presets.map(name => button(tr("preset|" + name), "preset", {name})));
    }
    [...presetGrid.children].forEach((b, i) => press(b, presets[i] === s.preset));
}

function showState(s, heard) {
    // Another language is another page.
    if (s.language !== language) return location.reload();
    state = s;
    press(acts.before, s.bare, s.bare ? tr("Before shown") : tr("button|Before"));
    press(acts.wipe, s.compare === "wipe",
        s.compare !== "wipe" ? tr("button|Wipe") : s.wipe_sweeps ? tr("Hold wipe") : tr("End wipe"));
    press(acts.split, s.compare === "split", s.compare === "split" ? tr("Other half") : tr("Half and half"));
    press(acts.freeze, s.frozen, s.frozen ? tr("button|Resume") : tr("button|Freeze"));
    press(acts.turns, s.turns);
    press(acts.mirror, !s.mirrored, s.mirrored ? tr("button|Mirrored") : tr("button|As others see"));
    acts.undo.disabled = !s.can_undo;
    acts.redo.disabled = !s.can_redo;
    variants.forEach((b, i) => {
        press(b, i === s.variant);
        b.classList.toggle("new", !s.variants[i]);
    });
    stops.forEach((b, i) => press(b, i === s.time_stop));
    showWipe(s);
    showPresets(s);
    showValues(s.values, heard);
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
    at("whole").inert = !live;
    if (live) return;
    forgetHands();
    // An old picture would pass for the mirror's.
    at("picture").classList.add("gone");
    at("no-picture").hidden = false;
}

// One picture after the other, as fast as they come and are drawn.
async function followPicture() {
    const canvas = at("picture"), pen = canvas.getContext("2d");
    let after = 0, failed = 0;
    for (;;) {
        if (document.hidden || !isLive()) {
            await new Promise(r => setTimeout(r, 300));
            continue;
        }
        try {
            const answer = await fetch("/picture.jpg?after=" + after);
            if (answer.status === 200) {
                after = Number(answer.headers.get("X-Picture"));
                const picture = await createImageBitmap(await answer.blob());
                if (canvas.width !== picture.width || canvas.height !== picture.height) {
                    canvas.width = picture.width;
                    canvas.height = picture.height;
                }
                pen.drawImage(picture, 0, 0);
                picture.close();
            } else if (answer.status !== 204) {
                throw new Error("no picture");
            }
            failed = 0;
        } catch {
            await new Promise(r => setTimeout(r, Math.min(3000, 300 * ++failed)));
        }
        const seen = Boolean(isLive() && state?.picture && after);
        at("no-picture").hidden = seen;
        canvas.classList.toggle("gone", !seen);
    }
}

await loadTexts();
const tables = await (await fetch("/tables.json")).json(), language = tables.language;
build(tables);
at("whole").inert = true;
openLink(showState, showLink);
followPicture();
