// Round times of the calendar in the reader's zone, for an axis: days of 23 or 25 hours, months and
// years of any length.

const UNITS = {
  second: { get: (d) => d.getSeconds(), set: (d, n) => d.setSeconds(n, 0), size: 1 },
  minute: { get: (d) => d.getMinutes(), set: (d, n) => d.setMinutes(n, 0, 0), size: 60 },
  hour: { get: (d) => d.getHours(), set: (d, n) => d.setHours(n, 0, 0, 0), size: 3600 },
  day: { get: (d) => d.getDate() - 1, set: (d, n) => (d.setHours(0, 0, 0, 0), d.setDate(n + 1)), size: 86_400 },
  month: { get: (d) => d.getMonth(), set: (d, n) => (d.setHours(0, 0, 0, 0), d.setDate(1), d.setMonth(n)), size: 2_629_746 },
  year: { get: (d) => d.getFullYear(), set: (d, n) => (d.setHours(0, 0, 0, 0), d.setMonth(0, 1), d.setFullYear(n)), size: 31_556_952 },
};

const STEPS = [
  ["second", 1], ["second", 5], ["second", 15], ["second", 30], ["minute", 1], ["minute", 5], ["minute", 15], ["minute", 30],
  ["hour", 1], ["hour", 3], ["hour", 6], ["hour", 12], ["day", 1], ["day", 2], ["day", 7], ["month", 1], ["month", 3], ["month", 6],
  ["year", 1], ["year", 2], ["year", 5], ["year", 10], ["year", 50], ["year", 100], ["year", 1000],
];

const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const FORMATS = {
  second: { ...time, second: "2-digit" },
  minute: time,
  hour: time,
  day: { day: "numeric", month: "short" },
  month: { month: "short", year: "numeric" },
  year: { year: "numeric" },
};

/** The start of the step that a date is in. Days count from the first of the month. */
function floor(date, unit, n) {
  const start = new Date(date);
  UNITS[unit].set(start, Math.floor(UNITS[unit].get(start) / n) * n);
  return start;
}

/** The start of the next step; a week that is cut short by the end of a month is joined to it. */
function next(start, unit, n) {
  if (UNITS[unit].size <= 3600) return new Date(start.getTime() + UNITS[unit].size * n * 1000);
  const later = new Date(start);
  UNITS[unit].set(later, UNITS[unit].get(later) + n);
  if (unit === "day" && n > 1 && (later.getMonth() !== start.getMonth() || daysLeft(later) < n)) {
    later.setMonth(start.getMonth() + 1, 1);
  }
  return later;
}

const daysLeft = (date) => new Date(date.getFullYear(), date.getMonth() + 1, 0).getDate() - date.getDate();

/** At most `most` round times between two epoch seconds, as { at, label }, labels as short as can be. */
export function ticks(from, to, most) {
  if (!(Math.abs(from) < 8.6e12 && Math.abs(to) < 8.6e12)) return [];
  const [unit, n] = STEPS.find(([u, k]) => (to - from) / (UNITS[u].size * k) <= most) ?? STEPS.at(-1);
  const overnight = unit === "hour" && new Date(from * 1000).toDateString() !== new Date(to * 1000).toDateString();
  const format = new Intl.DateTimeFormat(undefined, overnight ? { weekday: "short", ...time } : FORMATS[unit]);
  const marks = [];
  for (let at = floor(new Date(from * 1000), unit, n); at <= to * 1000 && marks.length <= most; at = next(at, unit, n)) {
    if (at >= from * 1000) marks.push({ at: at / 1000, label: format.format(at) });
  }
  return marks;
}

/** The start of the bucket of the calendar after the one that begins at an epoch second. */
export function bucketEnd(from, bucket) {
  const start = new Date(from * 1000);
  if (bucket === "hour") return from + 3600;
  const end = new Date(start);
  const days = { day: 1, week: 7 }[bucket];
  if (days) end.setDate(end.getDate() + days);
  else if (bucket === "month") end.setMonth(end.getMonth() + 1);
  else end.setFullYear(end.getFullYear() + 1);
  return end / 1000;
}
