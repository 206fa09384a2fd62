// Over time: how many users were first, or last, seen in each hour, day, week, month or year. A bar
// asks for its users.

import { byId, el, say } from "./dom.js";
import { count, exact, zone } from "./format.js";
import { ask, onQuestion, part } from "./question.js";
import { putTip } from "./rows.js";
import { bucketEnd, ticks } from "./ticks.js";

const MOST_BARS = 400;
const EVERY_MS = 10_000;
const EVERY_MS_WHEN_LARGE = 60_000;
const LARGE = 1_000_000;
const DAY = 86_400;

const bars = byId("bars");
const chooser = byId("bucket");
const tip = byId("tip");
let of = "firstSeen";
let counts = []; // { from, to, users }
let unit = "day";
let known = "";
let drawnAt = -Infinity;
let loading = false;

/** Takes a stats event: draws again when something has changed, but not all the time. */
export function timeCondition(stats) {
  if (stats.state === "restoring" || loading || document.hidden) return;
  const pause = stats.users > LARGE ? EVERY_MS_WHEN_LARGE : EVERY_MS;
  const now = `${stats.users} ${stats.published}`;
  if (now === known || (performance.now() - drawnAt < pause && counts.length > 0)) return;
  known = now;
  load();
}

async function load() {
  loading = true;
  drawnAt = performance.now();
  try {
    const [earliest, latest] = await Promise.all([edge(of), edge(`-${of}`)]);
    if (earliest === null) return show([]);
    await fetchBars(earliest, latest);
  } catch {
    // The stream tells of a lost connection; what is drawn stays.
  } finally {
    loading = false;
  }
}

async function edge(order) {
  const reply = await fetch(`api/summaries?order=${order}&limit=1`);
  if (!reply.ok) throw new Error(reply.statusText);
  return (await reply.json())[0]?.[of] ?? null;
}

async function fetchBars(earliest, latest) {
  unit = chooser.value === "auto" ? fitting(latest - earliest) : chooser.value;
  const query = new URLSearchParams({ of, bucket: unit, zone });
  const tooMany = latest - earliest > MOST_BARS * SIZES[unit];
  if (tooMany) query.set(`${of}From`, Math.floor(latest - MOST_BARS * SIZES[unit]));
  const reply = await fetch(`api/histogram?${query}`);
  if (!reply.ok) throw new Error(reply.statusText);
  const { buckets } = await reply.json();
  show(buckets.map((bucket, i) => ({ ...bucket, to: buckets[i + 1]?.from ?? bucketEnd(bucket.from, unit) })), tooMany);
}

const SIZES = { hour: 3600, day: DAY, week: 7 * DAY, month: 30.4 * DAY, year: 365.25 * DAY };

const fitting = (span) =>
  span <= 3 * DAY ? "hour" : span <= 120 * DAY ? "day" : span <= 2 * 365 * DAY ? "week" : span <= 12 * 365 * DAY ? "month" : "year";

function show(all, tooMany = false) {
  counts = all;
  const total = all.reduce((sum, bucket) => sum + bucket.users, 0);
  const most = Math.max(0, ...all.map((bucket) => bucket.users));
  byId("time-empty").hidden = all.length > 0;
  byId("chart").hidden = all.length === 0;
  say(byId("time-note"), all.length === 0 ? "" : `per ${unit}, in ${zone}${tooMany ? `; the newest ${MOST_BARS} ${unit}s` : ""}`);
  say(byId("time-most"), most ? count(most) : "");
  while (bars.childElementCount > all.length) bars.lastChild.remove();
  all.forEach((bucket, i) => drawBar(bars.children[i] ?? bars.appendChild(makeBar()), bucket, most));
  if (!bars.querySelector('[tabindex="0"]') && bars.lastElementChild) bars.lastElementChild.tabIndex = 0;
  bars.ariaLabel = `${count(total)} users by when they were ${words()}, ${count(all.length)} bars. Arrow keys move, Enter shows the users of a bar.`;
  showAxis();
  markChosen();
}

const words = () => (of === "firstSeen" ? "first seen" : "last seen");

function makeBar() {
  return el("button", { type: "button", className: "bar-of", tabIndex: -1 }, el("i"));
}

function drawBar(node, bucket, most) {
  const height = `${bucket.users === 0 ? 0 : Math.max(2, (bucket.users / most) * 100).toFixed(1)}%`;
  if (node.firstChild.style.height !== height) node.firstChild.style.height = height;
  const label = `${name(bucket)}: ${count(bucket.users)} users ${words()}`;
  if (node.ariaLabel !== label) node.ariaLabel = label;
}

const NAMES = {
  hour: { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  day: { weekday: "short", day: "numeric", month: "short", year: "numeric" },
  week: { day: "numeric", month: "short", year: "numeric" },
  month: { month: "long", year: "numeric" },
  year: { year: "numeric" },
};

function name(bucket) {
  const at = bucket.from * 1000;
  if (Math.abs(at) > 8.64e15) return String(bucket.from);
  return (unit === "week" ? "week of " : "") + new Intl.DateTimeFormat(undefined, NAMES[unit]).format(at);
}

function showAxis() {
  const axis = byId("time-axis");
  const from = counts[0]?.from;
  const to = counts.at(-1)?.to;
  const marks = counts.length ? ticks(from, to, Math.max(2, Math.floor(axis.clientWidth / 96))) : [];
  const edge = (to - from) * Math.min(0.2, 34 / axis.clientWidth); // a label has to fit in
  axis.replaceChildren(...marks.filter(({ at }) => at > from + edge && at < to - edge).map(({ at, label }) => {
    const mark = el("span", { textContent: label });
    mark.style.left = `${((index(at) / counts.length) * 100).toFixed(2)}%`;
    return mark;
  }));
}

/** Where a time is among the bars, all as wide as each other however long they are. */
function index(at) {
  const i = counts.findIndex((bucket) => at < bucket.to);
  const bucket = counts[i];
  return i + (at - bucket.from) / (bucket.to - bucket.from);
}

function choose(node) {
  const bucket = counts[[...bars.children].indexOf(node)];
  const isChosen = node.ariaPressed === "true";
  ask({
    firstSeenFrom: "", firstSeenTo: "", lastSeenFrom: "", lastSeenTo: "", prefix: "",
    order: isChosen ? "" : `-${of}`,
    ...(isChosen ? {} : { [`${of}From`]: bucket.from, [`${of}To`]: bucket.to }),
  });
  if (!isChosen) byId("users").scrollIntoView({ block: "nearest" });
}

/** The bars whose users are asked for stand out. */
function markChosen() {
  const from = part(`${of}From`) === "" ? null : Number(part(`${of}From`));
  const to = part(`${of}To`) === "" ? null : Number(part(`${of}To`));
  const any = from !== null || to !== null;
  bars.classList.toggle("chosen", any);
  counts.forEach((bucket, i) => {
    const inside = any && (from === null || bucket.from >= from) && (to === null || bucket.to <= to);
    bars.children[i].ariaPressed = String(inside);
  });
}

function showTip(node) {
  const bucket = counts[[...bars.children].indexOf(node)];
  if (!bucket) return;
  tip.replaceChildren(el("strong", { textContent: name(bucket) }),
    `${count(bucket.users)} ${bucket.users === 1 ? "user" : "users"} ${words()}`,
    el("br"), el("span", { className: "utc", textContent: `from ${exact(bucket.from)}` }));
  tip.hidden = false;
  putTip(node.getBoundingClientRect());
}

bars.addEventListener("click", (event) => {
  const node = event.target.closest("button");
  if (node) choose(node);
});
bars.addEventListener("pointerover", (event) => {
  const node = event.target.closest("button");
  if (node) showTip(node);
});
bars.addEventListener("pointerleave", () => (tip.hidden = true));
bars.addEventListener("focusin", (event) => event.target.matches(":focus-visible") && showTip(event.target));
bars.addEventListener("focusout", () => (tip.hidden = true));
bars.addEventListener("keydown", (event) => {
  const node = event.target;
  const next = {
    ArrowRight: node.nextElementSibling, ArrowLeft: node.previousElementSibling,
    Home: bars.firstElementChild, End: bars.lastElementChild,
  }[event.key];
  if (!next) return;
  event.preventDefault();
  node.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
});
for (const button of document.querySelectorAll("[data-of]")) {
  button.addEventListener("click", () => {
    of = button.dataset.of;
    for (const other of document.querySelectorAll("[data-of]")) other.ariaPressed = String(other === button);
    load();
  });
}
chooser.addEventListener("change", load);
onQuestion(markChosen);
addEventListener("resize", showAxis);
