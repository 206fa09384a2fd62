// The raw records: two panes side by side and the dead letters, newest first.

import { byId, draw, say } from "./dom.js";
import { count } from "./format.js";
import { makeRow } from "./record.js";

const KEPT = 200;
const SHOWN = 30;
const RUSH = 8; // more at a time than an eye can follow
const SHOWN_IN_RUSH = 12; // as many as a pane has room for, and some
const PACE_MS = 700;
const MADE_AT_ONCE = 6; // new rows a frame

const filter = byId("filter");
const pause = byId("pause");
const panes = {};
let names = null;
let paused = false;

class Pane {
  constructor(list, calm) {
    this.list = list;
    this.calm = calm;
    this.kept = []; // newest first
    this.held = 0;
    this.ids = new Set();
    this.arrived = 0;
    this.later = 0;
    this.drawn = -PACE_MS;
    this.most = SHOWN;
    this.render = () => this.show();
    this.renderRest = () => this.fill();
  }

  add(record) {
    const id = `${record.partition}/${record.offset}`;
    if (this.ids.has(id)) return;
    this.ids.add(id);
    let at = this.kept.findIndex((other) => other.timestamp <= record.timestamp);
    if (at < 0) at = this.kept.length;
    this.kept.splice(at, 0, { ...record, id, isTombstone: this === panes.output && record.value === null });
    this.arrived++;
    if (this.kept.length > KEPT) this.ids.delete(this.kept.pop().id);
    if (paused) this.held++;
    else this.soon();
  }

  /** At once if nothing was drawn lately, else at a pace that leaves time for everything else. */
  soon() {
    if (this.later) return;
    const wait = Math.max(0, this.drawn + PACE_MS - performance.now());
    this.later = setTimeout(() => {
      this.later = 0;
      if (!paused) draw(this.render);
    }, wait);
  }

  show() {
    this.drawn = performance.now();
    const rush = this.arrived > RUSH;
    this.arrived = 0;
    if (rush) this.soon(); // and then the rest, if it was over by now
    this.most = rush ? SHOWN_IN_RUSH : SHOWN;
    this.fill();
  }

  /** Keeps the rows that stay, so that an opened record stays open; makes the others, a few a frame. */
  fill() {
    const wanted = filter.value.trim().toLowerCase();
    const chosen = this.kept.filter((record) => matches(record, wanted)).slice(0, this.most);
    const present = new Map([...this.list.children].map((row) => [row.dataset.id, row]));
    const rows = [];
    let toMake = MADE_AT_ONCE;
    for (const record of chosen) {
      const row = present.get(record.id) ?? (toMake-- > 0 && makeRow(record));
      if (row) rows.push(row);
    }
    if (rows.length < chosen.length) draw(this.renderRest);
    const staying = new Set(rows);
    for (const row of present.values()) if (!staying.has(row)) row.remove();
    rows.forEach((row, i) => {
      if (this.list.children[i] !== row) this.list.insertBefore(row, this.list.children[i] ?? null);
    });
    this.list.classList.toggle("quiet", rows.length === 0);
    this.list.dataset.empty = wanted ? `Nothing here contains “${filter.value.trim()}”.` : this.calm;
  }
}

panes.input = new Pane(byId("pane-input"), "No event yet. Records appear here as they arrive.");
panes.output = new Pane(byId("pane-output"), "No summary yet. They appear here as they are published.");
panes.deadLetters = new Pane(byId("pane-aside"), "Nothing set aside: every record so far was a valid event.");

/** Takes a record event. */
export function showRecord(record) {
  const name = names && Object.keys(panes).find((pane) => names[pane] === record.topic);
  if (name) panes[name].add(record);
  else if (!names) early.push(record);
  if (paused) draw(showPause);
}
const early = []; // records that came before the first stats said which topic is which

/** Takes a stats event: the names of the topics, how much is sampled, how many are set aside. */
export function showRecordNumbers(stats) {
  if (!names) {
    names = stats.topics;
    for (const node of document.querySelectorAll("[data-topic]")) say(node, names[node.dataset.topic]);
    for (const pane of Object.values(panes)) pane.show();
    early.splice(0).forEach(showRecord);
  }
  const fast = stats.rates.events > 10 || stats.rates.published > 10;
  if (!paused) say(byId("records-note"), fast ? "a sample, more come than one can read" : "as they come");
  say(byId("aside-count"), stats.poison === 0 ? "" : `${count(stats.poison)} since start, kept in ${names.deadLetters}`);
}

/** The records of a user among those kept here, newest first. */
export function recordsOf(userId) {
  const isOf = (record) => record.key === userId || record.value?.includes(JSON.stringify(userId).slice(1, -1));
  return { input: panes.input.kept.filter(isOf), output: panes.output.kept.filter((record) => record.key === userId) };
}

function matches(record, wanted) {
  return !wanted || [record.key, record.value, record.reason].some((text) => text?.toLowerCase().includes(wanted));
}

function showPause() {
  const held = panes.input.held + panes.output.held + panes.deadLetters.held;
  pause.ariaPressed = String(paused);
  say(pause.firstChild, paused ? "Resume " : "Pause ");
  if (paused) say(byId("records-note"), held ? `paused, ${count(held)} more came` : "paused");
  else say(byId("records-note"), "as they come");
}

export function togglePause() {
  paused = !paused;
  for (const pane of Object.values(panes)) {
    pane.held = 0;
    pane.arrived = 0;
    draw(pane.render);
  }
  draw(showPause);
}

pause.addEventListener("click", togglePause);
filter.addEventListener("input", () => Object.values(panes).forEach((pane) => draw(pane.render)));
