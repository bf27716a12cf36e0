// The tablet's page of the real mirror in real Chromium: pairing, panels, two tablets, what is lost and comes back.
import assert from "node:assert/strict";
import {mkdirSync, readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {join} from "node:path";
import {chromium} from "playwright-core";
import {Mirror, eventually, sleep} from "./mirror.mjs";

const [program, browserPath, clip, outFolder] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
mkdirSync(outFolder, {recursive: true});
const sizes = {phone: [390, 844], small_phone: [360, 640], phone_on_its_side: [844, 390], tablet: [820, 1180], tablet_on_its_side: [1180, 820], desktop: [1280, 800]};
const height = '[data-name="hairline.height_mm"]';
const complaints = [];

const mirror = await Mirror.create(program, clip);
const browser = await chromium.launch({
    executablePath: browserPath,
    args: ["--no-sandbox", "--ignore-certificate-errors", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

async function newContext(size = "tablet") {
    const [width, h] = sizes[size];
    const context = await browser.newContext({viewport: {width, height: h}, ignoreHTTPSErrors: true, hasTouch: true});
    context.on("page", page => {
        page.on("request", r => { if (!r.url().startsWith(mirror.address)) complaints.push("asked elsewhere: " + r.url()); });
        page.on("pageerror", e => complaints.push("script: " + e));
        page.on("console", m => { if (m.type() === "error" && /Content.Security|Refused to/.test(m.text())) complaints.push(m.text()); });
    });
    return context;
}
async function accessible(page, name) {
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}));
    const words = found.violations.map(v => `${v.id}: ${v.help} (${v.nodes.slice(0, 3).map(n => n.target + " " + n.failureSummary).join("; ")})`);
    assert.deepEqual(words, [], "axe on " + name);
    return found.passes.length;
}
async function fits(page, name) {
    const wide = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${name} is ${wide} px too wide`);
    const small = await page.evaluate(() => [...document.querySelectorAll("button, input, summary, .bar")]
        .filter(e => e.checkVisibility()).map(e => [e.getBoundingClientRect(), e])
        .filter(([b]) => b.height < 43.9 || b.width < 43.9).map(([b, e]) => `${e.outerHTML.slice(0, 80)} ${b.width}x${b.height}`));
    assert.deepEqual(small, [], "targets under 44 px on " + name);
}
const isLive = page => eventually("the link", () => page.evaluate(() => !document.getElementById("whole")?.inert && document.querySelectorAll(".row").length > 20).catch(() => false), 20000);
const value = (page, of = height) => page.evaluate(q => Number(document.querySelector(q + " .bar").getAttribute("aria-valuenow")), of);
const becomes = (page, wanted, of = height) => eventually(of + " " + wanted, async () => (await value(page, of)) === wanted, 4000);
const press = (page, name) => page.getByRole("button", {name, exact: true}).click();
const quantile = (list, q) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(q * list.length))];
async function pair(page, name) {
    await page.goto(mirror.address);
    await page.getByLabel("Code at the desk").fill(mirror.code);
    await page.getByLabel("Name of this tablet").fill(name);
    await press(page, "Pair");
    await page.waitForURL(mirror.address);
    await isLive(page);
}
// A second tablet: connections of its own; the code that would pair it stands at the desk, so it has the first one's token.
async function another() {
    const context = await newContext();
    await context.addCookies(await one.context().cookies());
    return context.newPage();
}
const figure = (page, name) => page.evaluate(n => [...document.querySelectorAll("#numbers tr")].find(r => r.cells[0].textContent === n)?.cells[1].textContent ?? "", name);
// A place on the crown's front: where the picture changes most when the head is shown bare.
async function scalp(page) {
    const pixels = () => page.evaluate(() => { const c = document.getElementById("picture"); return {w: c.width, h: c.height, d: [...c.getContext("2d").getImageData(0, 0, c.width, c.height).data.filter((_, k) => k % 4 === 1)]}; });
    const before = page.getByRole("button", {name: "Before", exact: true}), worn = await pixels();
    await before.click();
    await sleep(900);
    const {w, h, d} = await pixels();
    await page.getByRole("button", {name: "Before shown", exact: true}).click();
    await sleep(700);
    let x = 0, y = 0, n = 0;
    for (let k = 0; k < w * h; ++k)
        if (d[k] - worn.d[k] > 12) x += k % w, y += Math.floor(k / w), ++n;
    assert.ok(n > 100, "the design is seen: " + n);
    return {x: x / n / w, y: y / n / h};
}
async function grip(page) {
    const bar = page.locator(height + " .bar");
    await bar.scrollIntoViewIfNeeded();
    const box = await bar.boundingBox();
    return {x: box.x + box.width / 2, y: box.y + box.height / 2, width: box.width};
}

const tests = {
    async "the way in: wrong and right code, keyboard alone, accessible"() {
        const page = await (await newContext()).newPage();
        await page.goto(mirror.address);
        for (const [name, [width, h]] of Object.entries(sizes)) {
            await page.setViewportSize({width, height: h});
            await fits(page, "pairing, " + name);
            await accessible(page, "pairing, " + name);
            if (["phone", "tablet", "desktop"].includes(name)) await page.screenshot({path: join(outFolder, `pair-${name}.png`)});
        }
        await page.keyboard.type("12");
        await page.keyboard.press("Enter");
        assert.match(await page.textContent("#said"), /six digits/);
        await page.getByLabel("Code at the desk").fill(mirror.code === "000000" ? "000001" : "000000");
        await page.keyboard.press("Enter");
        await eventually("the refusal", async () => /not the code/.test(await page.textContent("#said")));
        await accessible(page, "pairing, refused");
        await eventually("the wait's end", () => page.isEnabled("#pair"), 8000);
        await page.getByLabel("Code at the desk").fill(mirror.code);
        await page.keyboard.press("Tab");
        await page.keyboard.type("Chair 1");
        await page.keyboard.press("Enter");
        await isLive(page);
        const cookies = await page.context().cookies();
        assert.ok(cookies.length === 1 && cookies[0].httpOnly && cookies[0].secure && cookies[0].sameSite === "Strict");
        one = page;
    },

    async "panels at every size: no overflow, 44 px, no violations"() {
        await eventually("a picture", () => one.evaluate(() => document.getElementById("no-picture").hidden), 30000);
        for (const [name, [width, h]] of Object.entries(sizes)) {
            await one.setViewportSize({width, height: h});
            await sleep(200);
            await fits(one, name);
            await accessible(one, name);
            await one.screenshot({path: join(outFolder, `desk-${name}.png`)});
        }
        await one.setViewportSize({width: 390, height: 844});
        await one.evaluate(() => scrollTo(0, document.scrollingElement.scrollHeight));
        await sleep(100);
        const top = await one.evaluate(() => document.getElementById("picture").getBoundingClientRect().top);
        assert.ok(Math.abs(top) < 2, "the picture stays in sight on a phone: " + top);
        await one.evaluate(() => document.querySelectorAll("details").forEach(d => { d.open = true; }));
        await one.locator(height + " .help").click();
        for (const name of ["small_phone", "desktop"]) {
            await one.setViewportSize({width: sizes[name][0], height: sizes[name][1]});
            await fits(one, "all open, " + name);
            await accessible(one, "all open, " + name);
        }
        await one.screenshot({path: join(outFolder, "desk-all-open.png"), fullPage: true});
        await one.setViewportSize({width: 820, height: 1180});
    },

    async "a consent is signed: nothing else is shown, by finger, whole, and then the panels are back"() {
        const page = await one.context().newPage();
        const sign = {request: 5, title: "Photographs", text: "I agree that photographs of my head are taken and kept in my record. I can take this back at any time.", version: "2026-11 en", day: "30 Nov 2026"};
        let sent = null, told = "";
        // The state of the real mirror, with what the desk would ask.
        await page.addInitScript(() => {
            const Real = window.EventSource;
            window.EventSource = class extends Real {
                set onmessage(f) {
                    super.onmessage = e => {
                        window.lastState = e.data;
                        const all = JSON.parse(e.data);
                        if (window.sign) all.sign = window.sign;
                        window.tellState = () => {
                            const now = JSON.parse(window.lastState);
                            if (window.sign) now.sign = window.sign;
                            f({data: JSON.stringify(now)});
                        };
                        f({data: JSON.stringify(all)});
                    };
                }
            };
        });
        await page.route("**/commands", route => {
            const body = route.request().postData();
            if (!/"sign"/.test(body)) return route.continue();
            told = body;
            sent = JSON.parse(body).commands.find(c => c.act === "sign");
            return route.fulfill({status: 204});
        });
        await page.goto(mirror.address);
        await isLive(page);
        await page.evaluate(s => { window.sign = s; window.tellState(); }, sign);
        await eventually("the field", () => page.isVisible("#sign-field"));
        assert.ok(!(await page.isVisible("#whole")), "nothing else is shown");
        for (const name of Object.keys(sizes)) {
            await page.setViewportSize({width: sizes[name][0], height: sizes[name][1]});
            await sleep(150);
            await fits(page, "signing, " + name);
            await accessible(page, "signing, " + name);
            await page.screenshot({path: join(outFolder, `sign-${name}-empty.png`)});
        }
        await press(page, "Done");
        assert.match(await page.textContent("#sign-said"), /Sign in the field first/);
        const write = async () => {
            const box = await page.locator("#sign-field").boundingBox();
            for (const [from, up] of [[0.15, 0.3], [0.55, 0.5]]) {
                await page.mouse.move(box.x + from * box.width, box.y + box.height / 2);
                await page.mouse.down();
                for (let i = 1; i <= 24; ++i) await page.mouse.move(box.x + (from + i * 0.012) * box.width, box.y + box.height * (0.5 + up * Math.sin(i / 2) * 0.6));
                await page.mouse.up();
            }
        };
        for (const name of ["phone", "tablet", "tablet_on_its_side"]) {
            await page.setViewportSize({width: sizes[name][0], height: sizes[name][1]});
            await press(page, "Clear");
            await write();
            await page.screenshot({path: join(outFolder, `sign-${name}.png`)});
        }
        await press(page, "Done");
        await eventually("it is sent", () => sent);
        assert.ok(told.length < 16000 && sent.request === 5 && sent.strokes.length === 2, told.slice(0, 200));
        const last = sent.strokes.flat();
        for (let i = 0; i < last.length; i += 3)
            assert.ok(last[i] >= 0 && last[i] <= sent.width && last[i + 1] >= 0 && last[i + 1] <= 1000 && (i === 0 || last[i + 2] >= last[i - 1]), "in the field, forward in time");
        assert.ok(last.length >= 3 * 40, "the way of the pen: " + last.length / 3);
        await page.evaluate(() => { window.sign = undefined; window.tellState(); });
        await eventually("the panels", () => page.isVisible("#panels"));
        assert.ok(!(await page.isVisible("#sign")) && (await page.textContent("#sign-text")) === "", "nothing of it stays");
        await page.close();
    },

    async "the page is light"() {
        const page = await one.context().newPage();
        const session = await page.context().newCDPSession(page);
        await session.send("Network.enable");
        let bytes = 0, files = 0;
        const kinds = new Map();
        session.on("Network.responseReceived", e => kinds.set(e.requestId, e.response.url));
        session.on("Network.loadingFinished", e => {
            if (/picture|events/.test(kinds.get(e.requestId) ?? "")) return;
            bytes += e.encodedDataLength;
            ++files;
        });
        await page.goto(mirror.address);
        await isLive(page);
        await sleep(500);
        console.log(`  page: ${(bytes / 1024).toFixed(1)} KiB over the network in ${files} files`);
        assert.ok(bytes < 60 * 1024);
        await page.close();
    },

    async "a drag moves the mirror, is seen on the other tablet, and is one step"() {
        two = await another();
        await two.goto(mirror.address);
        await isLive(two);
        const start = await value(one), at = await grip(one);
        await one.mouse.move(at.x, at.y);
        await one.mouse.down();
        await sleep(200);
        assert.equal(await value(one), start, "a touch alone changes nothing");
        for (let i = 1; i <= 10; ++i) await one.mouse.move(at.x - i * at.width / 40, at.y);
        const dragged = await value(one);
        assert.ok(dragged < start - 5);
        await becomes(two, dragged);
        await one.mouse.up();
        await sleep(300);
        assert.equal(await value(one), dragged);
        await press(one, "Undo");
        await becomes(one, start);
        await becomes(two, start);
        await press(two, "Redo");
        await becomes(one, dragged);
        await press(two, "Undo");
        await becomes(one, start);
    },

    async "a finger drags too"() {
        const session = await one.context().newCDPSession(one), start = await value(one), at = await grip(one);
        const touch = (type, x) => session.send("Input.dispatchTouchEvent", {type, touchPoints: x === undefined ? [] : [{x, y: at.y}]});
        await touch("touchStart", at.x);
        for (let i = 1; i <= 8; ++i) await touch("touchMove", at.x + i * 6);
        await touch("touchEnd");
        await eventually("the finger's value", async () => (await value(one)) > start, 3000);
        await sleep(200);
        await becomes(two, await value(one));
        await press(one, "Undo");
        await becomes(two, start);
    },

    async "typed, stepped, by keyboard, reset"() {
        const row = one.locator(height), start = await value(one);
        const input = row.getByRole("textbox");
        await input.fill("62,0 mm");
        await input.press("Enter");
        await becomes(two, 62);
        await input.fill("nonsense");
        await input.press("Enter");
        assert.equal(await value(one), 62);
        await row.getByRole("button", {name: /more/}).click();
        await becomes(two, 63);
        await row.locator(".bar").focus();
        await one.keyboard.press("ArrowRight");
        await one.keyboard.press("Home");
        await becomes(two, 50);
        await one.keyboard.press("Backspace");
        await becomes(two, start);
        await input.fill("500");
        await input.press("Enter");
        await becomes(two, 110);
        await row.getByRole("button", {name: /back to the default/}).click();
        await becomes(two, start);
        await one.getByRole("group", {name: "Hairline style"}).first().getByRole("button", {name: "rounded"}).click();
        await eventually("the style", () => two.evaluate(() => [...document.querySelectorAll('[data-name="hairline.style"] [aria-pressed=true]')].some(b => b.textContent === "rounded")));
        await press(two, "Undo");
    },

    async "acts: before, wipe, halves, freeze, variants, presets, time line"() {
        const on = (page, name) => eventually(name, () => page.evaluate(n => [...document.querySelectorAll("button")].some(b => b.textContent === n && b.getAttribute("aria-pressed") === "true"), name), 4000);
        await one.setViewportSize({width: 820, height: 1180});
        const before = one.getByRole("button", {name: "Before", exact: true});
        await before.scrollIntoViewIfNeeded();
        const box = await before.boundingBox();
        await one.mouse.move(box.x + 20, box.y + 20);
        await one.mouse.down();
        await on(two, "Before shown");
        await sleep(400);
        await one.mouse.up();
        await eventually("let go", () => two.evaluate(() => ![...document.querySelectorAll("button")].some(b => b.textContent === "Before shown")), 4000);
        await press(one, "Wipe");
        await on(two, "Hold wipe");
        await press(one, "Hold wipe");
        await on(two, "End wipe");
        const frame = await one.locator("#sight").boundingBox();
        await one.mouse.move(frame.x + frame.width * 0.5, frame.y + 40);
        await one.mouse.down();
        await one.mouse.move(frame.x + frame.width * 0.3, frame.y + 40, {steps: 4});
        await one.mouse.up();
        await eventually("the line", () => two.evaluate(() => Math.abs(document.getElementById("wipe").value - 30) <= 1), 4000);
        await accessible(one, "with the wipe");
        await one.screenshot({path: join(outFolder, "desk-wipe.png")});
        await press(one, "End wipe");
        await press(one, "Half and half");
        await on(two, "Other half");
        await press(one, "Other half");
        await press(one, "Other half");
        await press(one, "Freeze");
        await on(two, "Resume");
        await press(two, "Resume");
        await press(one, "Variant B");
        await on(two, "Variant B");
        await press(two, "Variant A");
        await on(one, "Variant A");
        await press(one, "Next preset");
        await eventually("a preset", () => two.evaluate(() => document.querySelectorAll("#panels .choices > [aria-pressed=true]").length > 0));
        await press(one, "Undo");
        await one.getByRole("button", {name: /After 5 years/}).click();
        await eventually("the stop", () => two.evaluate(() => document.querySelector("#stops [aria-pressed=true]")?.textContent === "5 yr"));
        await press(one, "Undo");
    },

    async "numbers, warnings and the pigment on this client's skin"() {
        await one.evaluate(() => document.querySelectorAll("details").forEach(d => { d.open = true; }));
        await eventually("numbers", async () => /cm²/.test(await figure(one, "Treated area")), 10000);
        assert.match(await figure(one, "Marks in all"), /\d ±/);
        await eventually("swatches", () => one.evaluate(() => {
            const shown = [...document.querySelectorAll('[data-name="pigment.shade"] .swatch')];
            const looks = shown.map(e => getComputedStyle(e).backgroundImage);
            return shown.length === 4 && shown.every(e => e.checkVisibility()) && looks.every(l => /rgb/.test(l)) && new Set(looks).size === 4;
        }), 10000);
        assert.match(await one.textContent('[data-name="pigment.shade"]'), /2 warm grey/);
        const line = one.locator(height).getByRole("textbox");
        await line.fill("50");
        await line.press("Enter");
        await eventually("a warning", () => two.evaluate(() => document.querySelectorAll("#numbers .warnings li").length > 0), 4000);
        for (const [name, [width, h]] of Object.entries(sizes)) {
            await one.setViewportSize({width, height: h});
            await fits(one, "all open, " + name);
            await accessible(one, "all open, " + name);
            if (!["phone", "tablet", "desktop"].includes(name)) continue;
            for (const part of ["numbers", "presets"]) {
                await one.locator("#" + part).scrollIntoViewIfNeeded();
                await one.screenshot({path: join(outFolder, `${part}-${name}.png`)});
            }
            await one.locator('[data-name="pigment.shade"]').scrollIntoViewIfNeeded();
            await one.screenshot({path: join(outFolder, `swatches-${name}.png`)});
        }
        await one.setViewportSize({width: 820, height: 1180});
        await press(two, "Undo");
    },

    async "presets of the salon's own: saved under a name, removed by a second press"() {
        const there = (page, name) => page.evaluate(n => [...document.querySelectorAll("#presets .own .preset")].some(b => b.textContent === n), name);
        const name = one.getByLabel("Save this design as a preset: its name");
        await name.fill("Natural");
        assert.match(await one.textContent("#name-said"), /comes with the program/);
        await press(one, "Save");
        await name.fill("Chair <b>1</b>");
        await press(one, "Save");
        await eventually("the preset on the other", () => there(two, "Chair <b>1</b>"), 5000);
        await accessible(two, "with a preset of the salon's own");
        await fits(two, "with a preset of the salon's own");
        await two.getByRole("button", {name: "Chair <b>1</b>", exact: true}).click();
        await eventually("it is worn", () => one.evaluate(() => document.querySelector("#presets .own [aria-pressed=true]") !== null), 4000);
        await two.getByRole("button", {name: "Remove Chair <b>1</b>", exact: true}).click();
        await sleep(600);
        assert.ok(await there(one, "Chair <b>1</b>"), "one press removes nothing");
        await two.getByRole("button", {name: "Remove Chair <b>1</b>, sure?", exact: true}).click();
        await eventually("it is gone", async () => !(await there(one, "Chair <b>1</b>")), 5000);
        assert.ok(await one.evaluate(() => ![...document.querySelectorAll("#presets .preset")].some(b => b.textContent === "")));
    },

    async "closer by buttons, wheel and pinch, along by a finger, whole again"() {
        const zoomed = page => page.evaluate(() => !document.querySelector("#near > button:last-child").disabled);
        await one.evaluate(() => scrollTo(0, 0));
        await press(one, "Closer");
        await eventually("closer", () => zoomed(two), 3000);
        await press(two, "Whole");
        await eventually("whole", async () => !(await zoomed(one)), 3000);
        const box = await one.locator("#sight").boundingBox(), session = await one.context().newCDPSession(one);
        const touch = (type, ...points) => session.send("Input.dispatchTouchEvent", {type, touchPoints: points.map(([x, y], id) => ({id, x: box.x + x * box.width, y: box.y + y * box.height}))});
        await touch("touchStart", [0.45, 0.3]);
        await touch("touchStart", [0.45, 0.3], [0.55, 0.3]);
        for (let i = 1; i <= 6; ++i) await touch("touchMove", [0.45 - i * 0.02, 0.3], [0.55 + i * 0.02, 0.3]);
        await touch("touchEnd");
        await eventually("closer by a pinch", () => zoomed(two), 3000);
        await sleep(600);
        await one.screenshot({path: join(outFolder, "desk-closer.png")});
        const look = () => one.evaluate(() => { const c = document.getElementById("picture"), d = c.getContext("2d").getImageData(0, 0, c.width, c.height).data; let s = 0; for (let k = 0; k < d.length; k += 64) s += d[k]; return s; });
        await press(one, "Freeze");
        await sleep(700);
        const before = await look();
        await one.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.5);
        await one.mouse.down();
        await one.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.4, {steps: 5});
        await one.mouse.up();
        await eventually("moved along", async () => (await look()) !== before, 4000);
        await one.locator("#sight").focus();
        await one.keyboard.press("ArrowLeft");
        await one.mouse.wheel(0, 100);
        await press(one, "Whole");
        await eventually("whole", async () => !(await zoomed(two)), 3000);
        await press(one, "Resume");
    },

    async "brush and rubber on the picture: one stroke is one step, on the head"() {
        await press(one, "Freeze");
        await sleep(500);
        const area = page => figure(page, "Treated area"), bare = await area(one);
        await one.locator("#hand").getByRole("button", {name: "Bare", exact: true}).click();
        await eventually("the tool", () => two.evaluate(() => document.querySelector("#hand [aria-pressed=true]")?.textContent === "Bare"), 3000);
        await one.getByRole("button", {name: "Width on the skin: more"}).click();
        await accessible(one, "with a brush");
        await fits(one, "with a brush");
        await one.evaluate(() => scrollTo(0, 0));
        const box = await one.locator("#sight").boundingBox(), spot = await scalp(one);
        const at = (dx, dy) => [box.x + (spot.x + dx) * box.width, box.y + (spot.y + dy) * box.height];
        await one.mouse.move(...at(0, 0));
        await one.mouse.down();
        for (let i = 1; i <= 6; ++i) await one.mouse.move(...at(0.008 * i, 0)), await sleep(30);
        await eventually("less is treated", async () => (await area(two)) !== bare, 4000);
        await one.screenshot({path: join(outFolder, "desk-brush.png")});
        await one.mouse.up();
        await sleep(300);
        const painted = await area(one);
        await one.locator("#hand").getByRole("button", {name: "Rubber", exact: true}).click();
        await one.mouse.move(...at(-0.02, 0));
        await one.mouse.down();
        for (let i = 1; i <= 10; ++i) await one.mouse.move(...at(-0.02 + 0.01 * i, 0)), await sleep(30);
        await one.mouse.up();
        await eventually("rubbed out", async () => (await area(two)) !== painted, 4000);
        await press(one, "Undo");
        await eventually("the rubber is one step", async () => (await area(one)) === painted, 4000);
        await press(one, "Undo");
        await eventually("the stroke is one step", async () => (await area(one)) === bare, 4000);
        // Off the head nothing is painted, and that is said.
        await one.locator("#hand").getByRole("button", {name: "Bare", exact: true}).click();
        await one.mouse.move(box.x + 6, box.y + 6);
        await one.mouse.down();
        await one.mouse.move(box.x + 30, box.y + 6, {steps: 3});
        await one.mouse.up();
        await eventually("the words", async () => /Not painted/.test(await one.textContent("#note")), 4000);
        assert.equal(await area(one), bare);
        // A hand that is at something else meanwhile keeps what it has set.
        const start = await value(two);
        await one.mouse.move(...at(0, 0));
        await one.mouse.down();
        await one.mouse.move(...at(0.02, 0), {steps: 3});
        await sleep(300);
        await two.locator(height).getByRole("button", {name: /more/}).click();
        await sleep(300);
        await one.mouse.move(...at(0.04, 0), {steps: 3});
        await one.mouse.up();
        await becomes(one, start + 1);
        for (let i = 0; i < 6 && (await area(one)) !== bare; ++i) await press(one, "Undo"), await sleep(250);
        await becomes(one, start);
        await one.locator("#hand").getByRole("button", {name: "Hand", exact: true}).click();
        await press(one, "Resume");
    },

    async "two hands at once: each sees its own, the last one wins"() {
        const start = await value(one), a = await grip(one), b = await grip(two);
        await one.mouse.move(a.x, a.y);
        await two.mouse.move(b.x, b.y);
        await one.mouse.down();
        await two.mouse.down();
        for (let i = 1; i <= 10; ++i) {
            await one.mouse.move(a.x - i * 5, a.y);
            await two.mouse.move(b.x + i * 5, b.y);
            const [x, y] = [await value(one), await value(two)];
            assert.ok(i < 2 || (x < start && y > start), `no fight: ${x} ${y}`);
        }
        await one.mouse.up();
        await sleep(500);
        await two.mouse.move(b.x + 60, b.y);
        const last = await value(two);
        await two.mouse.up();
        await becomes(one, last);
        await becomes(two, last);
        while (await one.isEnabled("button:text-is('Undo')") && (await value(one)) !== start) {
            await press(one, "Undo");
            await sleep(150);
        }
        await becomes(two, start);
    },

    async "a tablet that vanishes in the middle of a drag"() {
        const three = await another();
        await three.goto(mirror.address);
        await isLive(three);
        const start = await value(one), at = await grip(three);
        await three.mouse.move(at.x, at.y);
        await three.mouse.down();
        await three.mouse.move(at.x - 60, at.y, {steps: 6});
        const last = await value(three);
        await becomes(one, last);
        await three.context().close();
        await sleep(1500);
        assert.equal(await value(one), last, "its last value stays");
        await press(one, "Undo");
        await becomes(one, start);
    },

    async "from hand to mirror and back: times"() {
        const state = [], picture = [];
        await press(one, "Freeze");
        await sleep(800);
        await two.evaluate(q => {
            window.changes = [];
            new MutationObserver(() => window.changes.push(Date.now())).observe(document.querySelector(q + " .bar"), {attributes: true, attributeFilter: ["aria-valuenow"]});
        }, height);
        await one.locator(height + " .bar").focus();
        for (let i = 0; i < 30; ++i) {
            // What the canvas shows is the mirror's own picture, read back after it was drawn.
            const watch = one.evaluate(() => new Promise(done => {
                const canvas = document.getElementById("picture"), pen = canvas.getContext("2d", {willReadFrequently: true});
                const look = () => { const d = pen.getImageData(0, 0, canvas.width, canvas.height / 2).data; let s = 0; for (let k = 0; k < d.length; k += 16) s = (s * 31 + d[k]) | 0; return s; };
                const before = look(), begin = Date.now();
                const poll = () => (look() !== before ? done(Date.now()) : Date.now() - begin > 3000 ? done(0) : setTimeout(poll, 4));
                poll();
            }));
            await sleep(60);
            const begin = Date.now();
            await one.keyboard.press(i % 2 ? "ArrowLeft" : "ArrowRight");
            const seen = await watch;
            await eventually("the other tablet", () => two.evaluate(n => window.changes.length > n, i), 3000);
            state.push((await two.evaluate(n => window.changes[n], i)) - begin);
            if (seen) picture.push(seen - begin);
        }
        await press(one, "Resume");
        console.log(`  key on one tablet to the other's slider: median ${quantile(state, 0.5)} ms, p95 ${quantile(state, 0.95)} ms (${state.length})`);
        console.log(`  key to the changed picture, come back to the tablet: median ${quantile(picture, 0.5)} ms, p95 ${quantile(picture, 0.95)} ms (${picture.length})`);
        assert.ok(picture.length > 25);
        assert.ok(quantile(state, 0.5) < 250, "even on a busy machine");
    },

    async "the mirror goes and comes back"() {
        await mirror.stop();
        assert.equal(mirror.exit, 0, mirror.err);
        await eventually("the words", async () => /does not answer/.test(await one.textContent("#link")), 8000);
        assert.ok(await one.evaluate(() => document.getElementById("whole").inert));
        assert.equal(await one.evaluate(() => getComputedStyle(document.getElementById("picture")).visibility), "hidden");
        await accessible(one, "without the mirror");
        await one.screenshot({path: join(outFolder, "desk-away.png")});
        await mirror.start();
        await isLive(one);
        await isLive(two);
        await becomes(one, await value(two));
    },

    async "a phone that is paired by the scanned code"() {
        const page = await (await newContext("phone")).newPage();
        await page.goto(mirror.address + "#" + mirror.code);
        await eventually("the digits", async () => (await page.inputValue("#code")) === mirror.code, 5000);  // after the texts
        assert.equal(page.url(), mirror.address, "the digits do not stay in the address");
        await press(page, "Pair");
        await isLive(page);
        await eventually("a picture", () => page.evaluate(() => document.getElementById("no-picture").hidden), 20000);
        await page.screenshot({path: join(outFolder, "phone-paired.png")});
        await page.close();
    },
};

let one, two, failed = 0;
try {
    await mirror.start();
    // Which of the tests, as a regular expression; the way in and the second tablet are always among them.
    const only = process.env.SMP_BROWSER_ONLY ? new RegExp(process.env.SMP_BROWSER_ONLY) : null;
    for (const [name, test] of Object.entries(tests)) {
        if (only && !only.test(name) && !/way in|seen on the other/.test(name)) continue;
        const begin = Date.now();
        try {
            await test();
            console.log(`ok   ${name} (${((Date.now() - begin) / 1000).toFixed(1)} s)`);
        } catch (e) {
            ++failed;
            console.log(`BAD  ${name}\n${e.stack}`);
            if (one) await one.screenshot({path: join(outFolder, "failed.png")}).catch(() => {});
            if (!one) break;
        }
    }
    if (complaints.length) {
        ++failed;
        console.log("BAD  the browser complained:\n" + [...new Set(complaints)].join("\n"));
    }
} catch (e) {
    ++failed;
    console.log(e.stack);
} finally {
    await browser.close();
    await mirror.close();
}
if (mirror.err) console.log("standard error of the mirror: " + mirror.err);
process.exit(failed ? 1 : 0);
