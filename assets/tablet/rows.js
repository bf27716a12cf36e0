// One row for each parameter of the mirror's table: a bar to drag, steps, a value to type, the default to go back to.
import {make, numberText, tr, tr_fill} from "/words.js";
import {lastTold, newDrag, tell} from "/link.js";

const rows = new Map();

const onGrid = (p, v) => Math.min(p.max, Math.max(p.min, Math.round(Math.round(v / p.step) * p.step * 1e6) / 1e6));
// From between two places of the grid the first step goes to the next one in its direction.
function stepped(p, v, steps) {
    const at = v / p.step, from = steps > 0 ? Math.floor(at + 1e-6) : Math.ceil(at - 1e-6);
    return onGrid(p, (from + steps) * p.step);
}
const plain = v => String(Math.round(v * 1e6) / 1e6);
export function valueWords(p, v) {
    if (p.choices) return p.choices[Math.round(v)];
    if (p.unit === "month") return v === 1 ? p.one : p.several.replace("{0}", numberText(v));
    return (p.prefix ?? "") + numberText(v) + (p.unit ? " " + p.unit : "");
}
// With a point or a comma, with or without its unit; null when it is no number.
function typed(p, text) {
    let t = text.trim().replace(",", ".");
    if (p.prefix && t.startsWith(p.prefix)) t = t.slice(p.prefix.length);
    const found = /^([+-]?[0-9]*\.?[0-9]+)\s*(.*)$/.exec(t);
    if (!found) return null;
    const unit = found[2].trim();
    if (unit && p.unit && unit !== p.unit && !valueWords(p, Number(found[1])).endsWith(unit)) return null;
    if (unit && !p.unit) return null;
    return Math.min(p.max, Math.max(p.min, Number(found[1])));
}

class Row {
    constructor(p) {
        this.p = p;
        this.value = p.default;
        this.own = null;      // what this hand has set, until the mirror has heard of it
        this.ownUntil = 0;    // number of the request
        this.held = false;
        const id = "p-" + p.name.replace(/[^a-z0-9]/gi, "-");
        this.dot = make("span", {class: "dot", "aria-hidden": "true"});
        this.reset = make("button", {class: "reset", type: "button", onclick: () => this.set(p.default)});
        const help = make("button", {
            class: "help", type: "button", "aria-expanded": "false", "aria-controls": id + "-help",
            "aria-label": tr_fill("What is {0}?", tr(p.label)),
            onclick: () => {
                this.help.hidden = !this.help.hidden;
                help.setAttribute("aria-expanded", String(!this.help.hidden));
            },
        }, "?");
        const home = valueWords(p, p.default);
        this.help = make("p", {id: id + "-help", class: "quiet", hidden: true},
            p.choices ? tr_fill("{0}. Default: {1}.", tr(p.help), home)
                : tr_fill("{0}. {1} to {2}, default {3}.", tr(p.help), numberText(p.min), valueWords(p, p.max), home));
        const head = make("div", {class: "head"},
            make("span", {class: "label", id}, this.dot, tr(p.label)), this.reset, help);
        this.element = make("div", {class: "row", "data-name": p.name, role: "group", "aria-labelledby": id}, head,
            p.choices ? this.makeChoices(id) : this.makeBar(id), this.help);
        rows.set(p.name, this);
        this.show(p.default);
    }

    makeChoices(id) {
        const swatches = this.p.name === "pigment.shade";
        this.buttons = this.p.choices.map((words, i) => make("button", {
            type: "button", "aria-pressed": "false", onclick: () => this.set(i),
        }, ...(swatches ? [i + 1 + " " + words, make("span", {class: "swatch", "aria-hidden": "true", hidden: true})] : [words])));
        const choices = make("div", {class: swatches ? "choices swatches" : "choices", role: "group", "aria-labelledby": id}, ...this.buttons);
        if (!swatches) return choices;
        this.seen = make("p", {class: "quiet"});
        return make("div", {}, choices, this.seen);
    }

    makeBar(id) {
        const p = this.p;
        this.fill = make("div", {class: "fill"});
        this.bar = make("div", {
            class: "bar", role: "slider", tabindex: "0", "aria-labelledby": id,
            "aria-valuemin": p.min, "aria-valuemax": p.max, "aria-valuenow": p.default,
        }, this.fill);
        this.bar.addEventListener("keydown", e => this.key(e));
        this.bar.addEventListener("pointerdown", e => this.down(e));
        this.bar.addEventListener("pointermove", e => this.move(e));
        for (const end of ["pointerup", "pointercancel", "lostpointercapture"])
            this.bar.addEventListener(end, e => this.up(e));
        this.input = make("input", {
            type: "text", inputmode: p.min < 0 ? "text" : "decimal", autocomplete: "off", class: "value", "aria-labelledby": id,
            onfocus: () => this.input.select(), onblur: () => this.type(), onchange: () => this.type(),
            onkeydown: e => {
                if (e.key === "Enter") this.input.blur();
                if (e.key === "Escape") {
                    this.input.value = valueWords(p, this.value);
                    this.input.blur();
                }
            },
        });
        const step = (words, label, by) => make("button", {
            type: "button", class: "step", "aria-label": label,
            onclick: () => this.set(stepped(p, this.value, by)),
        }, words);
        return make("div", {class: "line-of-bar"}, step("−", tr_fill("{0}: less", tr(p.label)), -1), this.bar,
            step("+", tr_fill("{0}: more", tr(p.label)), 1), this.input);
    }

    // What the hand wants. One number for all values of one drag.
    set(value, drag) {
        if (value === this.value) return;
        tell({act: "set", name: this.p.name, value, ...(drag ? {drag} : {})});
        this.own = value;
        this.ownUntil = lastTold();
        this.ownAt = performance.now();
        this.show(value);
    }

    // What the mirror says. While this hand is at it, and until the mirror has heard of it, its own value stands.
    comes(value, heard) {
        this.told = value;
        // What was lost on the way is not waited for for ever.
        const waits = this.own !== null && heard < this.ownUntil && performance.now() - this.ownAt < 2000;
        if (this.held || waits) return;
        this.own = null;
        if (value !== this.value) this.show(value);
    }
    // The link is new: what was on its way is not any more.
    forget() {
        this.held = false;
        this.own = null;
    }

    down(e) {
        if (e.button !== 0 || this.held) return;
        this.held = true;
        this.moved = false;
        this.drag = newDrag();
        this.from = {x: e.clientX, value: this.value};
        this.bar.setPointerCapture(e.pointerId);
        this.bar.focus({preventScroll: true});
        e.preventDefault();
    }
    // A touch alone changes nothing: it is dragged from where it stands, as gloves are not exact.
    move(e) {
        if (!this.held) return;
        const dx = e.clientX - this.from.x;
        if (!this.moved && Math.abs(dx) < 4) return;
        this.moved = true;
        const p = this.p, share = dx / this.bar.clientWidth * (e.shiftKey ? 0.2 : 1);
        this.set(onGrid(p, this.from.value + share * (p.max - p.min)), this.drag);
    }
    up() {
        if (!this.held) return;
        this.held = false;
        if (this.own !== null) this.ownUntil = lastTold();
        else if (this.told !== undefined) this.show(this.told);
    }
    key(e) {
        const p = this.p, large = Math.max(1, Math.round((p.max - p.min) / p.step / 10));
        const by = {ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: large, PageDown: -large}[e.key];
        let to;
        if (by) to = stepped(p, this.value, e.shiftKey ? 5 * by : by);
        else if (e.key === "Home") to = p.min;
        else if (e.key === "End") to = p.max;
        else if (e.key === "Backspace" || e.key === "Delete") to = p.default;
        else return;
        e.preventDefault();
        // A key that is held is one step.
        if (!e.repeat || !this.keyDrag) this.keyDrag = newDrag();
        this.set(to, this.keyDrag);
    }
    type() {
        const value = typed(this.p, this.input.value);
        const bad = value === null && this.input.value !== "";
        this.input.toggleAttribute("aria-invalid", bad);
        if (value !== null && Math.abs(value - this.value) > 1e-9) this.set(onGrid(this.p, value));
        this.input.value = valueWords(this.p, this.value);
    }

    show(value) {
        const p = this.p, words = valueWords(p, value), changed = Math.abs(value - p.default) > 1e-9;
        this.value = value;
        this.dot.textContent = changed ? "● " : "";
        this.reset.textContent = (changed ? "↺ " : "") + valueWords(p, p.default);
        this.reset.disabled = !changed;
        this.reset.setAttribute("aria-label",
            tr_fill("{0}: back to the default, {1}", tr(p.label), valueWords(p, p.default)));
        if (p.choices) {
            this.buttons.forEach((b, i) => b.setAttribute("aria-pressed", String(i === Math.round(value))));
            return;
        }
        this.bar.setAttribute("aria-valuenow", plain(value));
        this.bar.setAttribute("aria-valuetext", words);
        this.bar.style.setProperty("--at", (value - p.min) / (p.max - p.min));
        this.bar.style.setProperty("--home", (p.default - p.min) / (p.max - p.min));
        if (document.activeElement !== this.input) this.input.value = words;
        else if (this.input.value === "") this.input.value = words;
    }
}

// A group of rows that opens and closes, with how many of them have been changed.
export function makeGroup(title, parameters, open) {
    const own = parameters.map(p => new Row(p));
    const count = make("span", {class: "count"});
    const group = make("details", {open}, make("summary", {}, make("h2", {}, tr(title)), count), ...own.map(r => r.element));
    group.recount = () => {
        const n = own.filter(r => Math.abs(r.value - r.p.default) > 1e-9).length;
        count.textContent = n ? tr_fill("{0} changed", n) : "";
    };
    return group;
}

export function showValues(values, heard) {
    for (const [name, row] of rows) if (name in values) row.comes(values[name], heard);
}
// Shades on the client's skin: its colour bare, then with each of them. None while no head is seen.
export function showSwatches([bare, ...shades]) {
    const row = rows.get("pigment.shade"), words = bare ? tr("On this client's skin now: bare, and with it")
        : tr("No head is seen: no skin to show them on");
    if (row.seen.textContent !== words) row.seen.textContent = words;
    row.buttons.forEach((b, i) => {
        const swatch = b.querySelector(".swatch");
        swatch.hidden = !bare;
        if (!bare) return;
        swatch.style.setProperty("--bare", bare);
        swatch.style.setProperty("--with", shades[i]);
    });
}
export function forgetHands() {
    for (const row of rows.values()) row.forget();
}
