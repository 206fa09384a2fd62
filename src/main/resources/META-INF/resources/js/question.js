// Which users are asked for: a prefix, times and an order. Those who show the answer are told when
// it changes.

const FILTERS = ["firstSeenFrom", "firstSeenTo", "lastSeenFrom", "lastSeenTo", "prefix"];

const asked = new Map();
const listeners = [];

/** Calls back whenever the question has changed. */
export function onQuestion(listener) {
  listeners.push(listener);
}

/** Changes parts of the question; an empty value leaves a part out. */
export function ask(parts) {
  let changed = false;
  for (const [name, value] of Object.entries(parts)) {
    const text = value == null ? "" : String(value);
    if ((asked.get(name) ?? "") === text) continue;
    changed = true;
    if (text) asked.set(name, text);
    else asked.delete(name);
  }
  if (changed) for (const listener of listeners) listener();
}

/** One part of it, or an empty text. */
export const part = (name) => asked.get(name) ?? "";

/** Whether anything is asked; if not, the most recent changes are shown. */
export const isAsked = () => asked.size > 0;

export const isFiltered = () => FILTERS.some((name) => asked.has(name));

/** The filter, without the order, as a query. */
export function filterQuery() {
  const query = new URLSearchParams();
  for (const name of FILTERS) if (asked.has(name)) query.set(name, asked.get(name));
  return query;
}

/** The whole question as a query. */
export function query() {
  const all = filterQuery();
  if (asked.has("order")) all.set("order", asked.get("order"));
  return all;
}
