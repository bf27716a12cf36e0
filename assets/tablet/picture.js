// The mirror's picture, and the hand on it: brush and rubber, the line between before and after, closer and along.
import {make, numberText, tr, tr_fill} from "/words.js";
import {isLive, newDrag, tell} from "/link.js";

const at = id => document.getElementById(id);
const tap_px = 6, near_line_px = 28, most_zoom = 8;
let state = null, tools = [], sizes = {}, zooms = {}, slider;

const round = v => Math.round(v * 1e4) / 1e4;
// Where a finger is on what is shown of the picture, 0 .. 1.
function placeOf(e) {
    const box = at("sight").getBoundingClientRect();
    return {x: (e.clientX - box.left) / box.width, y: (e.clientY - box.top) / box.height, box};
}

function showRing(e) {
    const ring = at("ring"), on = Boolean(e && state?.tool > 0 && state.brush > 0 && !state.bare);
    ring.hidden = !on;
    if (!on) return;
    const {x, y, box} = placeOf(e);
    ring.style.setProperty("--x", x * box.width + "px");
    ring.style.setProperty("--y", y * box.height + "px");
    ring.style.setProperty("--wide", Math.max(8, state.brush * box.width) + "px");
}

// One finger paints, draws the line or moves the picture; a second one makes it a pinch, until all are lifted.
function handOnPicture() {
    const sight = at("sight"), fingers = new Map();
    let mode = "", drag = 0, from = null, spread = 0;
    const point = e => {
        const {x, y} = placeOf(e);
        return [round(x), round(y)];
    };
    const paint = (points, ends) => tell({act: "touch", drag, points, ends});
    const wipe = e => {
        const amount = Math.min(1, Math.max(0, placeOf(e).x));
        at("line").style.setProperty("--at", amount);
        tell({act: "wipe_to", amount, drag});
    };
    const middle = () => {
        const [a, b] = [...fingers.values()];
        const apart = Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
        return {clientX: (a.clientX + b.clientX) / 2, clientY: (a.clientY + b.clientY) / 2, apart: Math.max(20, apart)};
    };
    const pan = (to, before) => {
        const {box} = placeOf(to);
        const by = [round((to.clientX - before.clientX) / box.width), round((to.clientY - before.clientY) / box.height)];
        if (by[0] || by[1]) tell({act: "pan", at: by, drag});
    };
    const onLine = e => {
        const {x, box} = placeOf(e);
        return state.compare === "wipe" && !state.wipe_sweeps && Math.abs(x - state.wipe) * box.width < near_line_px;
    };
    sight.addEventListener("pointerdown", e => {
        if (!state || e.button !== 0) return;
        sight.setPointerCapture(e.pointerId);
        fingers.set(e.pointerId, e);
        drag = fingers.size > 1 && mode === "pinch" ? drag : newDrag();
        if (fingers.size === 2) {
            if (mode === "paint") paint([], true);
            mode = "pinch";
            drag = newDrag();
            from = middle();
        } else if (fingers.size === 1) {
            from = e;
            // What is painted by the way of a pinch would have to be taken back.
            mode = state.tool > 0 && !onLine(e) ? "touch" : state.compare === "wipe" ? "wipe" : "hand";
            if (mode === "wipe") wipe(e);
        }
        showRing(e);
    });
    sight.addEventListener("pointermove", e => {
        showRing(e.pointerType === "mouse" || fingers.size === 1 ? e : null);
        if (!fingers.has(e.pointerId)) return;
        const before = fingers.get(e.pointerId);
        fingers.set(e.pointerId, e);
        const moved = Math.hypot(e.clientX - from.clientX, e.clientY - from.clientY) > tap_px;
        if (mode === "touch" && moved) {
            mode = "paint";
            paint([point(from)], false);
        }
        if (mode === "paint") paint([point(e)], false);
        if (mode === "wipe") wipe(e);
        if (mode === "hand" && moved) mode = "pan";
        if (mode === "pan" && state.zoom > 1) pan(e, before);
        if (mode !== "pinch" || fingers.size !== 2) return;
        const now = middle(), {x, y} = placeOf(now);
        tell({act: "zoom", amount: round(4 * Math.log2(now.apart / from.apart)), at: [round(x), round(y)], drag});
        pan(now, from);
        from = now;
    });
    const lift = tapped => e => {
        if (!fingers.delete(e.pointerId)) return;
        if (mode === "touch" && tapped) paint([point(from)], true);
        if (mode === "paint") paint(tapped ? [point(e)] : [], true);
        // A place that is pressed comes to the middle.
        if (mode === "hand" && tapped && state.zoom > 1) {
            const {x, y} = placeOf(e);
            tell({act: "pan", at: [round(0.5 - x), round(0.5 - y)]});
        }
        if (mode !== "pinch" || !fingers.size) mode = "";
        if (e.pointerType !== "mouse") showRing(null);
    };
    sight.addEventListener("pointerup", lift(true));
    sight.addEventListener("pointercancel", lift(false));
    sight.addEventListener("lostpointercapture", lift(false));
    sight.addEventListener("pointerleave", () => showRing(null));
    sight.addEventListener("wheel", e => {
        e.preventDefault();
        const {x, y} = placeOf(e);
        tell({act: "zoom", amount: e.deltaY < 0 ? 1 : -1, at: [round(x), round(y)]});
    }, {passive: false});
    sight.addEventListener("keydown", e => {
        const by = {ArrowLeft: [0.1, 0], ArrowRight: [-0.1, 0], ArrowUp: [0, 0.1], ArrowDown: [0, -0.1]}[e.key];
        if (!by || !state || state.zoom <= 1) return;
        e.preventDefault();
        tell({act: "pan", at: by});
    });
}

function act(words, command, more = {}) {
    return make("button", {type: "button", onclick: () => tell(command), ...more}, words);
}

function stepper(label, name) {
    const value = make("span", {class: "size"});
    const step = (sign, words, amount) => act(sign, {act: name, amount}, {"aria-label": words});
    const group = make("div", {class: "stepper", role: "group", "aria-label": label},
        step("−", tr_fill("{0}: less", label), -1), value, step("+", tr_fill("{0}: more", label), 1));
    return {group, value};
}

export function makePicture(tables) {
    tools = tables.tools.map((name, i) => act(name, {act: "tool", amount: i}, {"aria-pressed": "false"}));
    sizes = {width: stepper(tr("Width on the skin"), "tool_width"), edge: stepper(tr("Soft edge"), "tool_edge")};
    zooms = {
        closer: act(tr("button|Closer"), {act: "zoom", amount: 2}),
        farther: act(tr("button|Farther"), {act: "zoom", amount: -2}),
        whole: act(tr("button|Whole"), {act: "whole_picture"}),
    };
    at("hand").append(...tools, sizes.width.group, sizes.edge.group);
    at("near").append(...Object.values(zooms));
    // The line without a pointer.
    let drag = 0;
    slider = make("input", {
        type: "range", min: 0, max: 100, step: 1, value: 50, id: "wipe", "aria-label": tr("Line between before and after"),
        onpointerdown: () => { drag = newDrag(); },
        oninput: e => tell({act: "wipe_to", amount: Number(e.target.value) / 100, drag: drag ||= newDrag()}),
    });
    at("wipe-row").append(slider);
    handOnPicture();
    followPicture();
}

export function showPicture(s) {
    state = s;
    tools.forEach((b, i) => b.setAttribute("aria-pressed", String(i === s.tool)));
    sizes.width.group.hidden = s.tool === 0;
    sizes.edge.group.hidden = s.tool === 0 || s.tool === tools.length - 1;
    sizes.width.value.textContent = numberText(s.tool_width_mm) + " mm";
    sizes.edge.value.textContent = tr_fill("soft {0}", numberText(s.tool_edge_mm) + " mm");
    zooms.closer.disabled = s.zoom >= most_zoom;
    zooms.farther.disabled = zooms.whole.disabled = s.zoom <= 1;
    at("sight").classList.toggle("paints", s.tool > 0);
    at("wipe-row").hidden = s.compare !== "wipe";
    at("line").hidden = s.compare !== "wipe" || s.wipe_sweeps;
    if (s.tool === 0) showRing(null);
    if (document.activeElement === slider) return;
    at("line").style.setProperty("--at", s.wipe);
    slider.value = Math.round(s.wipe * 100);
}

// An old picture would pass for the mirror's.
export function hidePicture() {
    at("picture").classList.add("gone");
    at("no-picture").hidden = false;
}

// One picture after the other, as fast as they come and are drawn.
async function followPicture() {
    const canvas = at("picture"), pen = canvas.getContext("2d");
    let after = 0, failed = 0;
    for (;;) {
        if (document.hidden || !isLive() || at("whole").hidden) {
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
