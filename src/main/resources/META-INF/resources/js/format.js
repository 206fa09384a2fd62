// Numbers and times as people read them: in the reader's language and zone.

const whole = new Intl.NumberFormat();
const oneDigit = new Intl.NumberFormat(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const compact = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 1 });
const clockFormat = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const exactFormat = new Intl.DateTimeFormat(undefined, {
  day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
});

export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export const count = (n) => (n < 100_000 ? whole.format(n) : compact.format(n));
export const rate = (n) => (n === 0 ? "0" : n < 10 ? oneDigit.format(n) : count(Math.round(n)));

export function millis(ms) {
  if (ms == null) return "–";
  return ms < 1000 ? `${Math.round(ms)} ms` : `${oneDigit.format(ms / 1000)} s`;
}

const isDate = (ms) => Math.abs(ms) <= 8.64e15;

/** 20:14:03 in the reader's zone, from epoch milliseconds. */
export const clock = (ms) => (isDate(ms) ? clockFormat.format(ms) : String(ms));

/** Date and time in the reader's zone, from epoch seconds. */
export const exact = (s) => (isDate(s * 1000) ? exactFormat.format(s * 1000) : String(s));

/** The same without the date where that is today's. */
export const brief = (s) =>
  isDate(s * 1000) && new Date(s * 1000).toDateString() === new Date().toDateString() ? clockFormat.format(s * 1000) : exact(s);

/** 2026-11-22 20:14:03 UTC, from epoch seconds. */
export const utc = (s) =>
  isDate(s * 1000) ? new Date(s * 1000).toISOString().replace("T", " ").replace(/\.\d+Z/, " UTC") : String(s);

const UNITS = [["d", 86_400], ["h", 3_600], ["min", 60], ["s", 1]];

/** 1 h 4 min: the two largest units of a number of seconds. */
export function span(seconds) {
  const first = UNITS.findIndex(([, size]) => seconds >= size);
  if (first < 0) return "0 s";
  const [unit, size] = UNITS[first];
  const text = `${count(Math.floor(seconds / size))} ${unit}`;
  const next = UNITS[first + 1];
  const rest = next && Math.floor((seconds % size) / next[1]);
  return rest ? `${text} ${rest} ${next[0]}` : text;
}

/** How long ago, roughly; sample events may lie a little ahead of now. */
export function ago(seconds) {
  const past = Math.floor(Date.now() / 1000) - seconds;
  if (Math.abs(past) < 5) return "now";
  const [unit, size] = UNITS.find(([, s]) => Math.abs(past) >= s);
  const n = count(Math.floor(Math.abs(past) / size));
  return past > 0 ? `${n} ${unit} ago` : `in ${n} ${unit}`;
}

const STEPS = [1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 2_592_000, 7_776_000, 31_536_000, 315_360_000];

/** At most `most` round times between two epoch seconds, with labels as short as they can be. */
export function ticks(from, to, most) {
  const step = STEPS.find((s) => (to - from) / s <= most) ?? (to - from) / most;
  const shift = new Date(from * 1000).getTimezoneOffset() * 60 || 0;
  const options =
    step < 60 ? { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }
    : step < 86_400 ? (to - from > 86_400 ? { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" } : { hour: "2-digit", minute: "2-digit", hourCycle: "h23" })
    : step < 2_592_000 ? { day: "numeric", month: "short" }
    : step < 31_536_000 ? { month: "short", year: "numeric" } : { year: "numeric" };
  const format = new Intl.DateTimeFormat(undefined, options);
  const marks = [];
  for (let at = Math.ceil((from - shift) / step) * step + shift; at <= to && marks.length <= most; at += step) {
    marks.push({ at, label: isDate(at * 1000) ? format.format(at * 1000) : String(at) });
  }
  return marks;
}
