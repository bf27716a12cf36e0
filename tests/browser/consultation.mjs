// consultation.mjs BROWSER PORT FOLDER: a technician's tablet for a session that somebody else drives. Reads orders as
// lines of JSON from FOLDER/orders, as they are added, and writes an answer for each to FOLDER/answers.
import {appendFileSync, existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {chromium} from "playwright-core";
import {eventually, sleep} from "./mirror.mjs";

const [browserPath, port, folder] = process.argv.slice(2);
const browser = await chromium.launch({
    executablePath: browserPath,
    args: ["--no-sandbox", "--ignore-certificate-errors", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const context = await browser.newContext({viewport: {width: 820, height: 1180}, ignoreHTTPSErrors: true, hasTouch: true});
const page = await context.newPage();
const complaints = [];
page.on("pageerror", e => complaints.push("script: " + e));

const orders = {
    async pair({code}) {
        await page.goto(`https://127.0.0.1:${port}/#${code}`);
        await page.getByLabel("Name of this tablet").fill("Chair 1");
        await page.getByRole("button", {name: "Pair", exact: true}).click();
        await eventually("the picture", () => page.evaluate(() => document.getElementById("no-picture")?.hidden && !document.getElementById("whole").inert).catch(() => false), 30000);
    },
    async press({name}) {
        await page.getByRole("button", {name, exact: true}).first().click();
    },
    // The bar of a row, by so much of its length.
    async slide({row, by}) {
        const bar = page.locator(`[data-name="${row}"] .bar`);
        await bar.evaluate(e => { e.closest("details").open = true; });
        await bar.scrollIntoViewIfNeeded();
        const box = await bar.boundingBox(), x = box.x + box.width / 2, y = box.y + box.height / 2;
        await page.mouse.move(x, y);
        await page.mouse.down();
        for (let i = 1; i <= 8; ++i) await page.mouse.move(x + by * box.width * i / 8, y), await sleep(40);
        await page.mouse.up();
    },
    // A stroke on the picture, 0 .. 1 of it.
    async stroke({from, to}) {
        await page.evaluate(() => scrollTo(0, 0));
        const box = await page.locator("#sight").boundingBox();
        const at = t => [box.x + (from[0] + t * (to[0] - from[0])) * box.width, box.y + (from[1] + t * (to[1] - from[1])) * box.height];
        await page.mouse.move(...at(0));
        await page.mouse.down();
        for (let i = 1; i <= 8; ++i) await page.mouse.move(...at(i / 8)), await sleep(40);
        await page.mouse.up();
    },
    async hold({name, s}) {
        const box = await page.getByRole("button", {name, exact: true}).boundingBox();
        await page.mouse.move(box.x + 20, box.y + 20);
        await page.mouse.down();
        await sleep(1000 * s);
        await page.mouse.up();
    },
    async name({label, text}) {
        const field = page.getByLabel(label);
        await field.scrollIntoViewIfNeeded();
        await field.fill(text);
        await field.press("Enter");
    },
    async shot({file}) {
        await page.screenshot({path: file});
    },
    async end() {
        if (complaints.length) throw new Error(complaints.join("; "));
    },
};

for (let done = 0, ended = false; !ended;) {
    const file = join(folder, "orders");
    // The last line is whole once it ends.
    const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n").slice(0, -1) : [];
    if (lines.length === done) {
        await sleep(30);
        continue;
    }
    const order = JSON.parse(lines[done++]);
    let said = "done";
    try {
        await orders[order.do](order);
    } catch (e) {
        said = String(e).split("\n").join(" ");
        await page.screenshot({path: join(folder, "failed.png")}).catch(() => {});
    }
    appendFileSync(join(folder, "answers"), said + "\n");
    ended = order.do === "end";
}
await browser.close();
