// A consent that the desk asks to be signed here: its text and a field to sign in, and nothing else meanwhile.
import {make, tr, tr_fill} from "/words.js";
import {tell} from "/link.js";

const at = id => document.getElementById(id);
const most_points = 800, most_strokes = 64, nearest = 6;  // thousandths of the field's height
const again_ms = 4000;  // after which what was sent and not taken can be sent once more

let now = null, strokes = [], pen = null, since = 0, width = 0, sentAt = 0;

function scale() {
    const box = at("sign-field").getBoundingClientRect();
    return strokes.length ? Math.min(box.height / 1000, box.width / width) : box.height / 1000;
}

function draw() {
    const field = at("sign-field"), box = field.getBoundingClientRect(), sharp = devicePixelRatio || 1;
    field.width = Math.round(box.width * sharp);
    field.height = Math.round(box.height * sharp);
    const g = field.getContext("2d"), k = scale() * sharp;
    g.strokeStyle = "#beb6a8";
    g.lineWidth = sharp;
    g.beginPath();
    g.moveTo(.06 * field.width, .78 * field.height);
    g.lineTo(.94 * field.width, .78 * field.height);
    g.stroke();
    g.strokeStyle = "#18224a";
    g.lineWidth = Math.max(2 * sharp, 12 * k);
    g.lineCap = g.lineJoin = "round";
    for (const s of strokes) {
        g.beginPath();
        g.moveTo(s[0] * k, s[1] * k);
        for (let i = 0; i < s.length; i += 3) g.lineTo(s[i] * k, s[i + 1] * k);
        g.stroke();
    }
}

function add(e) {
    const box = at("sign-field").getBoundingClientRect(), k = scale(), stroke = strokes[strokes.length - 1];
    const x = Math.round(Math.min(width, Math.max(0, (e.clientX - box.left) / k)));
    const y = Math.round(Math.min(1000, Math.max(0, (e.clientY - box.top) / k)));
    const n = stroke.length;
    if (n && Math.hypot(x - stroke[n - 3], y - stroke[n - 2]) < nearest) return;
    stroke.push(x, y, Math.round(Math.min(600000, Math.max(0, performance.now() - since))));
}

function down(e) {
    if (pen !== null || e.button !== 0 || sentAt || strokes.length >= most_strokes) return;
    e.preventDefault();
    if (!strokes.length) {
        const box = e.target.getBoundingClientRect();
        width = Math.round(Math.min(6000, Math.max(500, 1000 * box.width / box.height)));
        since = performance.now();
    }
    pen = e.pointerId;
    e.target.setPointerCapture(pen);
    strokes.push([]);
    add(e);
    draw();
}
function move(e) {
    if (e.pointerId !== pen) return;
    const all = e.getCoalescedEvents?.() ?? [];
    for (const one of all.length ? all : [e]) add(one);
    draw();
}
function up(e) {
    if (e.pointerId === pen) pen = null;
}

function clear() {
    strokes = [];
    pen = null;
    sentAt = 0;
    at("sign-said").textContent = "";
    draw();
}

// Of too long a way every second place is left out, ends stay.
function thinned() {
    let all = strokes, count = () => all.reduce((n, s) => n + s.length / 3, 0);
    while (count() > most_points)
        all = all.map(s => s.filter((_, i) => Math.floor(i / 3) % 2 === 0 || i >= s.length - 3));
    return all;
}

function done() {
    if (strokes.reduce((n, s) => n + s.length, 0) < 6) {
        at("sign-said").textContent = tr("Sign in the field first");
        return;
    }
    if (sentAt && performance.now() - sentAt < again_ms) return;
    pen = null;
    sentAt = performance.now();
    at("sign-said").textContent = tr("It is being sent ...");
    tell({act: "sign", request: now.request, width, strokes: thinned()});
    setTimeout(() => {
        if (!sentAt) return;
        sentAt = 0;
        at("sign-said").textContent = tr("It has not arrived: press Done again");
    }, again_ms);
}

export function makeSign() {
    at("sign-acts").append(make("button", {type: "button", onclick: clear}, tr("button|Clear")),
        make("button", {type: "button", class: "wide", onclick: done}, tr("button|Done")));
    const field = at("sign-field");
    field.addEventListener("pointerdown", down);
    field.addEventListener("pointermove", move);
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) field.addEventListener(end, up);
    addEventListener("resize", () => { if (now) draw(); });
}

// `sign`: undefined when nothing is to be signed here. Whether something is.
export function showSign(sign) {
    if (sign?.request === now?.request) return Boolean(sign);
    now = sign ?? null;
    at("whole").hidden = Boolean(sign);
    at("sign").hidden = !sign;
    at("sign-title").textContent = sign?.title ?? "";
    at("sign-text").textContent = sign?.text ?? "";
    at("sign-what").textContent = sign ? tr_fill("Text {0}, {1}", sign.version, sign.day) : "";
    clear();
    if (sign) at("sign-title").focus();
    scrollTo(0, 0);
    return Boolean(sign);
}
