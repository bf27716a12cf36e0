// desk_rate.mjs PROGRAM CLIP [SECONDS] [ROUNDS]: frames that the mirror shows a second with the technician's desk open,
// with a tablet that looks too, and with the standard views on, against none of them. bench/desk_rate runs it.
import {execFileSync} from "node:child_process";
import {Agent, request} from "node:https";
import {Mirror, eventually, sleep} from "../tests/browser/mirror.mjs";

const [program, clip, seconds = "20", rounds = "3"] = process.argv.slice(2);
const least = 0.9;
const ways = [
    {name: "mirror alone", desk: false, tablet: false},
    {name: "with the desk", desk: true, tablet: false},
    {name: "with desk and tablet", desk: true, tablet: true},
    {name: "with desk, tablet and views", desk: true, tablet: true, views: true},
];

// A tablet as its page is: hears every state, asks for one picture after the other.
class Tablet {
    constructor(mirror) {
        Object.assign(this, {mirror, agent: new Agent({keepAlive: true, rejectUnauthorized: false}), pictures: 0, ends: false});
    }
    ask(method, path, body) {
        const origin = `https://127.0.0.1:${this.mirror.port}`;
        const headers = {Origin: origin, ...(this.cookie ? {Cookie: this.cookie} : {}), ...(body ? {"Content-Type": "application/json"} : {})};
        return new Promise((done, failed) => {
            const r = request(origin + path, {method, headers, agent: this.agent}, answer => {
                if (path.startsWith("/events")) return this.events = answer.resume();
                const parts = [];
                answer.on("data", d => parts.push(d)).on("end", () => done({status: answer.statusCode, headers: answer.headers, size: Buffer.concat(parts).length}));
            });
            r.on("error", e => (this.ends ? done({status: 0, headers: {}}) : failed(e)));
            r.end(body);
        });
    }
    async open() {
        const paired = await this.ask("POST", "/pair", JSON.stringify({code: this.mirror.code, name: "Bench"}));
        if (paired.status !== 200) throw new Error("not paired: " + paired.status);
        this.cookie = paired.headers["set-cookie"][0].split(";")[0];
        this.ask("GET", "/events?hand=benchbench").catch(() => {});
        this.looks = (async () => {
            for (let after = 0; !this.ends;) {
                const picture = await this.ask("GET", "/picture.jpg?after=" + after);
                if (picture.status !== 200) continue;
                after = picture.headers["x-picture"];
                ++this.pictures;
            }
        })();
    }
    async close() {
        this.ends = true;
        await this.looks;
        this.events?.destroy();
        this.agent.destroy();
    }
}

async function rate(way) {
    const mirror = await Mirror.create(program, clip, "2600x800");
    try {
        await mirror.start([], way);
        await eventually("the camera", () => /: live/.test(mirror.out), 30000);
        const tablet = way.tablet ? new Tablet(mirror) : null;
        if (tablet) await tablet.open();
        if (way.views) execFileSync("xdotool", ["key", "g"], {env: {...process.env, DISPLAY: mirror.display}});
        await sleep(1000 * Number(seconds));
        await tablet?.close();
        await mirror.stop();
        const told = /\(([0-9.]+) a second\)/.exec(mirror.out);
        if (!told) throw new Error("the mirror told no rate: " + mirror.out + mirror.err);
        return {rate: Number(told[1]), pictures: tablet?.pictures};
    } finally {
        await mirror.close();
    }
}

const found = ways.map(() => []);
// In turn, so that what else the machine does meets all alike.
for (let round = 0; round < Number(rounds); ++round)
    for (const [i, way] of ways.entries()) found[i].push(await rate(way));
const median = list => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const alone = median(found[0].map(f => f.rate));
let slow = false;
for (const [i, way] of ways.entries()) {
    const rates = found[i].map(f => f.rate), share = median(rates) / alone;
    const pictures = way.tablet ? `; ${median(found[i].map(f => f.pictures / seconds)).toFixed(1)} pictures a second at the tablet` : "";
    console.log(`${way.name}: ${median(rates).toFixed(1)} frames a second (${rates.join(", ")}), ${(100 * share).toFixed(0)} %${pictures}`);
    slow ||= share < least;
}
if (slow) console.log(`less than ${100 * least} % of the mirror alone`);
process.exit(slow ? 1 : 0);
