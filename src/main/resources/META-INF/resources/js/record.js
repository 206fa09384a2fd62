// One record: a line that opens, and everything that is known of it.

import { copyButton, kcatOf } from "./copy.js";
import { el } from "./dom.js";
import { brief, clock, count, exact, utc } from "./format.js";
import { marked, pretty, times } from "./json.js";

/** A record as a line that opens. */
export function makeRow(record) {
  const value = record.value ?? "";
  const summary = el("summary", {},
    el("time", { textContent: clock(record.timestamp), title: utc(Math.floor(record.timestamp / 1000)) }),
    el("span", { className: "key", textContent: record.key ?? "no key" }),
    el("span", { className: "num", textContent: `${record.partition}·${record.offset}`, title: "partition · offset" }));
  if (record.reason) summary.append(el("span", { className: "reason", textContent: record.reason }));
  else if (record.isTombstone) summary.append(el("span", { className: "tombstone", textContent: "Tombstone: this user is forgotten" }));
  else summary.append(told(value));
  if (record.value !== null) summary.append(el("span", { className: "line" }, ...marked(value.slice(0, 400))));
  const details = el("details", {}, summary);
  // Only when somebody opens it: most are never opened.
  details.addEventListener("toggle", () => {
    if (details.open && details.childElementCount === 1) details.append(recordView(record));
  });
  const row = el("li", { className: "record" }, details);
  row.dataset.id = record.id;
  return row;
}

/** The headers of a dead letter that are shown as its reason and origin. */
const SAID = new Set(["dead-letter-reason", "dead-letter-topic", "dead-letter-partition", "dead-letter-offset"]);

/** Everything that is known of a record. */
export function recordView(record) {
  const fact = (name, value, className = "") =>
    el("div", { className }, el("dt", { textContent: name }), el("dd", { textContent: value }));
  const facts = el("dl", { className: "facts" },
    fact("Topic", record.topic),
    fact("Partition", String(record.partition)),
    fact("Offset", String(record.offset)),
    fact("Written", `${exact(Math.floor(record.timestamp / 1000))}, ${utc(Math.floor(record.timestamp / 1000))}`),
    fact("Key", record.key ?? "none", "long"));
  const origin = Object.fromEntries(record.headers.map(({ name, value }) => [name, value]));
  if (record.reason) {
    facts.append(fact("Reason", record.reason, "long"),
      fact("Came from", `${origin["dead-letter-topic"]}, partition ${origin["dead-letter-partition"]}, offset ${origin["dead-letter-offset"]}`, "long"));
  }
  const others = record.headers.filter(({ name }) => !record.reason || !SAID.has(name));
  for (const { name, value } of others) facts.append(fact(`Header ${name}`, value ?? "null", "long"));
  const value = record.value ?? "";
  const view = el("div", { className: "view" }, facts);
  if (record.value === null) view.append(el("p", { className: "note", textContent: record.isTombstone ? "No value: a tombstone" : "No value" }));
  else view.append(el("pre", { tabIndex: 0, ariaLabel: "Value" }, ...marked(pretty(value)), record.size > value.length ? ` … ${count(record.size)} bytes in all` : ""));
  view.append(el("p", { className: "copies" },
    ...(record.value === null ? [] : [copyButton("Copy value", () => record.value)]),
    ...(record.key === null ? [] : [copyButton("Copy key", () => record.key)]),
    copyButton("Copy kcat line", () => kcatOf(record))));
  return view;
}

/** The times a valid record is about, for those who do not read epoch seconds. */
function told(value) {
  return el("span", { className: "told" }, ...times(value).map(([word, seconds]) =>
    el("time", { title: utc(seconds) }, el("small", { textContent: word }), " ", brief(seconds))));
}
