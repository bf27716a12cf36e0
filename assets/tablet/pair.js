// The way in: code and name to the mirror, and then its page.
import {loadTexts, tr, tr_fill} from "/words.js";

const code = document.getElementById("code"), name = document.getElementById("name");
const said = document.getElementById("said"), button = document.getElementById("pair");

function waitFor(seconds, words) {
    const end = Date.now() + seconds * 1000;
    const tick = () => {
        const left = Math.ceil((end - Date.now()) / 1000);
        button.disabled = left > 0;
        said.textContent = left > 0 ? words + ". " + tr_fill("Again in {0} s.", left) : words + ".";
        if (left > 0) setTimeout(tick, 250);
    };
    tick();
}

async function pair(event) {
    event.preventDefault();
    const digits = code.value.replace(/\s/g, "");
    if (!/^[0-9]{6}$/.test(digits)) {
        said.textContent = tr("The code has six digits.");
        code.setAttribute("aria-invalid", "true");
        code.focus();
        return;
    }
    code.removeAttribute("aria-invalid");
    button.disabled = true;
    try {
        const answer = await fetch("/pair", {
            method: "POST",
            headers: {"Content-Type": "application/json"},
            body: JSON.stringify({code: digits, name: name.value}),
        });
        if (answer.ok) return location.replace("/");
        const told = answer.headers.get("Content-Type") ? await answer.json() : {words: tr("That did not work"), wait_s: 2};
        waitFor(told.wait_s, told.words);
    } catch {
        waitFor(1, tr("The mirror does not answer"));
    }
    code.focus();
    code.select();
}

await loadTexts();
document.getElementById("form").addEventListener("submit", pair);
// The desk's QR code carries the digits behind the address, where no browser sends them anywhere.
const scanned = /^#([0-9]{6})$/.exec(location.hash);
if (scanned) {
    code.value = scanned[1];
    history.replaceState(null, "", "/");
    name.focus();
} else {
    code.focus();
}
