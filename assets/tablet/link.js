// The link to the mirror: what is told to it, in order and one request at a time, and what it tells.
const hand = Array.from(crypto.getRandomValues(new Uint8Array(12)), b => (b % 36).toString(36)).join("");
const silence_ms = 3500;  // without a sign of life, the mirror is away

let number = 0, drags = 0, waiting = [], sending = false;
let events = null, heardAt = 0, onState = () => {}, onLink = () => {}, live = false;

export const newDrag = () => ++drags;
export const isLive = () => live;

// Of a finger's way every place counts; a picture is moved and brought closer by what all of them say together.
const most_points = 60;
const joins = {
    touch: (w, c) => {
        if (w.ends || w.points.length + c.points.length > most_points) return false;
        w.points.push(...c.points);
        w.ends = c.ends;
        return true;
    },
    pan: (w, c) => {
        w.at = [w.at[0] + c.at[0], w.at[1] + c.at[1]];
        return true;
    },
    zoom: (w, c) => {
        w.amount = Math.min(20, Math.max(-20, w.amount + c.amount));
        w.at = c.at;
        return true;
    },
};

// Of one drag only the newest value waits.
export function tell(command) {
    const last = waiting[waiting.length - 1], join = joins[command.act];
    if (join) {
        if (!(command.drag && last?.act === command.act && last.drag === command.drag && join(last, command)))
            waiting.push(command);
        return send();
    }
    if (command.drag) waiting = waiting.filter(w => !(w.drag === command.drag && w.name === command.name && w.act === command.act));
    waiting.push(command);
    send();
}

// The number that the last request has, or will have with what still waits.
export const lastTold = () => (waiting.length ? number + 1 : number);

async function send() {
    if (sending) return;
    sending = true;
    while (waiting.length) {
        const commands = waiting.splice(0, 32);
        const body = JSON.stringify({hand, number: ++number, commands});
        try {
            const answer = await fetch("/commands", {method: "POST", headers: {"Content-Type": "application/json"}, body});
            if (answer.status === 401) return location.reload();
            if (answer.status === 503 || answer.status === 429) {
                waiting.unshift(...commands);
                await new Promise(r => setTimeout(r, 200));
            }
        } catch {
            // The state that comes with the next connection says what became of it.
            waiting = [];
            reconnect();
        }
    }
    sending = false;
}

function setLive(now) {
    if (now === live) return;
    live = now;
    if (!now) waiting = [];
    onLink(now);
}

function reconnect() {
    events?.close();
    events = null;
    setLive(false);
}

function connect() {
    heardAt = performance.now();
    events = new EventSource("/events?hand=" + hand);
    events.onmessage = e => {
        heardAt = performance.now();
        const told = JSON.parse(e.data);
        setLive(true);
        onState(told.state, told.heard, told.sign);
    };
    events.addEventListener("here", () => { heardAt = performance.now(); });
    events.onerror = async () => {
        reconnect();
        // Taken off the list at the desk? Then the way in is shown again.
        try {
            if ((await fetch("/tables.json")).status === 401) location.reload();
        } catch { /* away */ }
    };
}

export function openLink(stateComes, linkChanges) {
    onState = stateComes;
    onLink = linkChanges;
    connect();
    setInterval(() => {
        if (events && performance.now() - heardAt > silence_ms) reconnect();
        if (!events) connect();
    }, 1000);
}
