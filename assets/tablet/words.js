// Texts in the salon's language. Everything is written in English and looked up; what is missing stays English.
let texts = {}, decimal = ".";

// What stands before a '|' tells one meaning of a word from another, and is not shown.
export const tr = english => texts[english] ?? english.slice(english.indexOf("|") + 1);
// tr_fill("{0} to {1}", a, b)
export const tr_fill = (english, ...values) => tr(english).replace(/\{(\d)\}/g, (all, i) => values[i] ?? all);
export const numberText = value => String(Math.round(value * 1e6) / 1e6).replace(".", decimal);

export async function loadTexts() {
    try {
        const found = await (await fetch("/texts.json")).json();
        texts = found.texts;
        decimal = found.decimal;
        document.documentElement.lang = found.language;
    } catch {
        texts = {};
    }
    for (const e of document.querySelectorAll("[data-tr]")) e.textContent = tr(e.textContent.trim());
    for (const e of document.querySelectorAll("[data-tr-label]"))
        e.setAttribute("aria-label", tr(e.getAttribute("aria-label")));
}

// make("button", {class: "x", onclick: f}, "words", child ...)
export function make(kind, properties = {}, ...children) {
    const e = document.createElement(kind);
    for (const [name, value] of Object.entries(properties)) {
        if (name.startsWith("on")) e.addEventListener(name.slice(2), value);
        else if (value === true) e.setAttribute(name, "");
        else if (value !== false && value !== undefined && value !== null) e.setAttribute(name, value);
    }
    e.append(...children);
    return e;
}
