// The real mirror on a display of its own, with its page for tablets on.
import {spawn} from "node:child_process";
import {mkdtempSync, rmSync} from "node:fs";
import {createServer} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";

export const sleep = ms => new Promise(r => setTimeout(r, ms));
export async function eventually(what, condition, ms = 15000) {
    const end = Date.now() + ms;
    for (;;) {
        const got = await condition();
        if (got) return got;
        if (Date.now() > end) throw new Error("never came: " + what);
        await sleep(20);
    }
}

const freePort = () => new Promise(done => {
    const s = createServer().listen(0, "127.0.0.1", () => {
        const {port} = s.address();
        s.close(() => done(port));
    });
});

export class Mirror {
    static async create(program, input, screen = "1280x720") {
        const m = new Mirror();
        Object.assign(m, {program, input, home: mkdtempSync(join(tmpdir(), "smp-browser-")), port: await freePort()});
        m.screen = spawn("Xvfb", ["-displayfd", "1", "-screen", "0", screen + "x24", "-nolisten", "tcp"], {stdio: ["ignore", "pipe", "ignore"]});
        let told = "";
        m.screen.stdout.on("data", d => { told += d; });
        m.display = ":" + (await eventually("the display", () => told.trim()));
        return m;
    }
    async start(more = [], {desk = false, tablet = true} = {}) {
        this.out = this.err = "";
        const env = {...process.env, DISPLAY: this.display, XDG_CONFIG_HOME: join(this.home, "config"), XDG_STATE_HOME: join(this.home, "state")};
        delete env.WAYLAND_DISPLAY;
        this.child = spawn(this.program, ["live", "--input", this.input, "--windowed", desk ? "--desk" : "--no-desk", ...(tablet ? ["--tablet=" + this.port] : []),
            "--pictures", join(this.home, "pictures"), ...more], {env, stdio: ["ignore", "pipe", "pipe"]});
        this.ended = new Promise(done => this.child.on("exit", (code, signal) => done(signal ?? code)));
        this.child.stdout.on("data", d => { this.out += d; });
        this.child.stderr.on("data", d => { this.err += d; });
        if (!tablet) return;
        const found = await eventually("the mirror's page", () => /code (\d{6})/.exec(this.out) || (this.child.exitCode !== null && ["", ""]), 60000);
        if (!found[1]) throw new Error("the mirror ended: " + this.err);
        this.code = found[1];
    }
    async stop() {
        if (!this.child) return;
        this.child.kill("SIGTERM");
        const late = setTimeout(() => this.child.kill("SIGKILL"), 10000);
        this.exit = await this.ended;
        clearTimeout(late);
        this.child = null;
    }
    async close() {
        await this.stop();
        this.screen.kill("SIGTERM");
        rmSync(this.home, {recursive: true, force: true});
    }
    get address() { return `https://127.0.0.1:${this.port}/`; }
}
