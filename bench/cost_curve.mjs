// cost_curve.mjs FIGURES.json FILE.svg: plots what bench_render measured, and prints it as tables. bench/cost_curve runs
// it.
import {readFileSync, writeFileSync} from "node:fs";

const [figures, file] = process.argv.slice(2);
const measured = JSON.parse(readFileSync(figures, "utf8")).benchmarks.map(b => {
    const [name, marks, width] = b.name.split("/");
    return {name, marks: +marks, width: +width, median: b.median_ms, p95: b.p95_ms, cpu: b.cpu_ms};
});
const of = name => measured.filter(m => m.name === name);
const marks_in_words = n => n.toString().replace(/\B(?=(\d{3})+$)/g, " ");

function table(title, rows, first) {
    console.log(`\n${title}\n\n| ${first.name} | median ms | p95 ms | of all cores ms |\n| --- | --- | --- | --- |`);
    for (const r of rows)
        console.log(`| ${first.of(r)} | ${r.median.toFixed(1)} | ${r.p95.toFixed(1)} | ${r.cpu.toFixed(1)} |`);
}
const by_marks = {name: "marks", of: r => marks_in_words(r.marks)};
const by_size = {name: "picture", of: r => `${r.width}x${(r.width * 9) / 16}`};
table("From the front, 1280x720", of("frontal"), by_marks);
table("Chin down, 1280x720", of("chin_down"), by_marks);
table("20 000 marks", of("by_size"), by_size);

// One plot: lines of [x, y], linear axes, a tick at each measured x that has room for its words.
const width = 440, height = 280, right = 44, left = 48, bottom = 40, top = 30;
function plot(at, title, unit, lines) {
    const xs = lines.flatMap(l => l.points.map(p => p[0])), ys = lines.flatMap(l => l.points.map(p => p[1]));
    const most_x = Math.max(...xs), step = [1, 2, 5, 10, 20, 50, 100].find(s => Math.max(...ys) / s <= 6) ?? 200;
    const most_y = step * Math.ceil(Math.max(...ys) / step);
    const x = v => at + left + (v / most_x) * (width - left - right), y = v => height - bottom - (v / most_y) * (height - bottom - top);
    let out = `<text x="${at + left}" y="18" font-weight="bold">${title}</text>`;
    for (let v = 0; v <= most_y; v += step)
        out += `<line x1="${x(0)}" x2="${x(most_x)}" y1="${y(v)}" y2="${y(v)}" stroke="#ddd"/><text x="${x(0) - 6}" y="${y(v) + 4}" text-anchor="end">${v}</text>`;
    let last = -Infinity;
    for (const {value, words} of unit.ticks) {
        out += `<line x1="${x(value)}" x2="${x(value)}" y1="${y(0)}" y2="${y(0) + 4}" stroke="#444"/>`;
        if (x(value) - last < 54) continue;
        last = x(value);
        out += `<text x="${x(value)}" y="${y(0) + 18}" text-anchor="middle">${words}</text>`;
    }
    out += `<text x="${x(most_x)}" y="${height - 6}" text-anchor="end">${unit.name}</text><text x="${at + 6}" y="${top - 8}">ms</text>`;
    for (const [i, line] of lines.entries()) {
        const places = line.points.map(p => `${x(p[0]).toFixed(1)},${y(p[1]).toFixed(1)}`);
        out += `<polyline points="${places.join(" ")}" fill="none" stroke="${line.colour}" stroke-width="2"/>`;
        for (const p of places) out += `<circle cx="${p.split(",")[0]}" cy="${p.split(",")[1]}" r="3" fill="${line.colour}"/>`;
        out += `<text x="${at + left + 10}" y="${top + 14 + 16 * i}" fill="${line.colour}">${line.name}</text>`;
    }
    return out;
}
const points = (rows, x, y) => rows.map(r => [x(r), r[y]]);
const megapixels = r => (r.width * r.width * 9) / 16 / 1e6;
const front = of("frontal"), down = of("chin_down"), sizes = of("by_size");
const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${2 * width}" height="${height}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="white"/>
${plot(0, "Drawing a frame, 1280x720", {name: "marks", ticks: front.map(r => ({value: r.marks, words: marks_in_words(r.marks)}))}, [
    {name: "from the front, median", colour: "#1f5c99", points: points(front, r => r.marks, "median")},
    {name: "from the front, p95", colour: "#7fa8d1", points: points(front, r => r.marks, "p95")},
    {name: "chin down, median", colour: "#b3541e", points: points(down, r => r.marks, "median")},
])}
${plot(width, "20 000 marks, by size of the picture", {name: "megapixels", ticks: sizes.map(r => ({value: megapixels(r), words: by_size.of(r)}))}, [
    {name: "median", colour: "#1f5c99", points: points(sizes, megapixels, "median")},
    {name: "p95", colour: "#7fa8d1", points: points(sizes, megapixels, "p95")},
])}
</svg>
`;
writeFileSync(file, svg);
