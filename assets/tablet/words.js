// Texts in the salon's language. Everything is written in English and looked up; what is missing stays English.
let texts = {};

export const tr = english => texts[english] ?? english;

// tr("Back to {value}", {value: "75 mm"})
export const trWith = (english, parts) => tr(english).replace(/\{(\w+)\}/g, (all, name) => parts[name] ?? all);

export async function loadTexts() {
    try {
        const found = await (await fetch("/texts.json")).json();
        texts = found.texts;
        document.documentElement.lang = found.lang;
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
