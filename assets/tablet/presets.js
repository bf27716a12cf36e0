// Designs to start from, the salon's own to save and remove, and the figures of the design that is worn.
import {make, tr, tr_fill} from "/words.js";
import {tell} from "/link.js";

const sure_ms = 5000;
let grid, name, presets = [], shown = "", numbers, warnings, count;

// A second press, on the same place, so that a slip of the hand removes nothing.
function removeButton(preset) {
    const b = make("button", {type: "button", class: "remove", "aria-label": tr_fill("Remove {0}", preset)}, tr("button|Remove"));
    let timer = 0;
    const rest = () => {
        clearTimeout(timer);
        timer = 0;
        b.textContent = tr("button|Remove");
        b.setAttribute("aria-label", tr_fill("Remove {0}", preset));
    };
    b.addEventListener("click", () => {
        if (timer) {
            rest();
            return tell({act: "remove_preset", name: preset});
        }
        b.textContent = tr("button|Sure?");
        b.setAttribute("aria-label", tr_fill("Remove {0}, sure?", preset));
        timer = setTimeout(rest, sure_ms);
    });
    b.addEventListener("blur", rest);
    return b;
}

export function makePresets(open) {
    grid = make("div", {class: "choices"});
    const turn = (words, amount) => make("button", {type: "button", onclick: () => tell({act: "next_preset", amount})}, words);
    const said = make("p", {id: "name-said", class: "quiet", role: "status"});
    name = make("input", {
        type: "text", id: "preset-name", maxlength: 40, autocomplete: "off", "aria-describedby": "name-said",
        oninput: () => {
            const there = presets.find(p => p.name === name.value.trim() || tr("preset|" + p.name) === name.value.trim());
            said.textContent = !there ? "" : there.own ? tr("The preset of that name is replaced; the old one is put away")
                : tr("A preset of that name comes with the program: give another name");
        },
    });
    const form = make("form", {
        class: "naming",
        onsubmit: e => {
            e.preventDefault();
            const wanted = name.value.trim();
            if (!wanted || said.textContent && !presets.some(p => p.own && p.name === wanted)) return name.focus();
            tell({act: "save_preset", name: wanted});
            name.value = said.textContent = "";
        },
    }, make("label", {for: "preset-name"}, tr("Save this design as a preset: its name")), name,
    make("button", {type: "submit"}, tr("button|Save")), said);
    return make("details", {open, id: "presets"}, make("summary", {}, make("h2", {}, tr("Presets"))),
        make("div", {class: "grid"}, turn(tr("Previous preset"), -1), turn(tr("Next preset"), 1)), grid, form);
}

export function showPresets(s) {
    const now = JSON.stringify(s.presets);
    if (now !== shown) {
        shown = now;
        presets = s.presets;
        grid.replaceChildren(...presets.map(p => {
            const b = make("button", {type: "button", class: "preset", "data-name": p.name,
                onclick: () => tell({act: "preset", name: p.name})}, p.own ? p.name : tr("preset|" + p.name));
            return p.own ? make("div", {class: "own"}, b, removeButton(p.name)) : b;
        }));
    }
    for (const b of grid.querySelectorAll(".preset")) b.setAttribute("aria-pressed", String(b.dataset.name === s.preset));
}

export function makeNumbers(open) {
    numbers = make("tbody");
    warnings = make("ul", {class: "warnings"});
    count = make("span", {class: "count"});
    return make("details", {open, id: "numbers"}, make("summary", {}, make("h2", {}, tr("Numbers")), count), warnings,
        make("table", {}, numbers));
}

export function showNumbers(s) {
    const rows = s.numbers.length ? s.numbers : [[tr("No head is seen"), ""]];
    numbers.replaceChildren(...rows.map(([label, value]) =>
        make("tr", {}, make("th", {scope: "row"}, label), make("td", {}, value))));
    warnings.replaceChildren(...s.warnings.map(words => make("li", {}, "! " + words)));
    count.textContent = s.warnings.length === 1 ? tr("1 warning") : s.warnings.length ? tr_fill("{0} warnings", s.warnings.length) : "";
}
