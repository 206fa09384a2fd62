// Numbers and times as people read them: in the reader's language and zone.

const whole = new Intl.NumberFormat();
const oneDigit = new Intl.NumberFormat(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const compact = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 1 });
const clockFormat = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const exactFormat = new Intl.DateTimeFormat(undefined, {
  day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
});

/** The reader's zone; one without a name, as in some containers, is UTC. */
export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone.replace(/^(Etc\/Unknown|undefined)$/, "UTC");

export const count = (n) => (n < 100_000 ? whole.format(n) : compact.format(n));
export const rate = (n) => (n === 0 ? "0" : n < 10 ? oneDigit.format(n) : n < 10_000 ? whole.format(Math.round(n)) : compact.format(n));

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

/** The title of a time: how long ago, and in UTC. */
export const relative = (s) => `${ago(s)}\n${utc(s)}`;
