// The users: one bar each, from first to last seen, most recently changed on top.

import { byId, draw, el, say } from "./dom.js";
import { ago, exact, span, ticks, utc } from "./format.js";
import { command } from "./shape.js";

const KEPT = 300;
const SHOWN = 60;
const REORDER_MS = 700;
const FLOOD = 8; // more changes at a time than an eye can follow
const FLOOD_MS = 1500;
const SEARCH_MS = 250;

const users = new Map(); // in the order of change, newest last
const rows = new Map();
const list = byId("rows");
const search = byId("search");
let found = null; // what the service answered about a userId that is not among the recent ones
let drawn = 0;
let pace = REORDER_MS;
let later = 0;
let looking = false;
let condition = "connecting";
let inTable = 0;

/** Takes a published summary. Summaries join, so that one that comes late does no harm. */
export function seen(summary) {
  const known = users.get(summary.userId);
  users.delete(summary.userId);
  users.set(summary.userId, {
    userId: summary.userId,
    firstSeen: Math.min(summary.firstSeen, known?.firstSeen ?? Infinity),
    lastSeen: Math.max(summary.lastSeen, known?.lastSeen ?? -Infinity),
    fresh: true,
  });
  if (users.size > KEPT) users.delete(users.keys().next().value);
  soon();
}

/** Fetches what changed before this page was opened, oldest first into the list. */
export async function loadRecent() {
  const answer = await fetch(`api/summaries?limit=${KEPT}`);
  if (!answer.ok) return;
  for (const summary of (await answer.json()).reverse()) {
    seen(summary);
    users.get(summary.userId).fresh = false;
  }
}

/** Takes the state of the service and the number of users, which decide what an empty list says. */
export function usersCondition(state, users) {
  condition = state;
  inTable = users;
  soon();
}

/** Redraws at a pace a reader can follow, however fast changes come. */
function soon() {
  if (later) return;
  const wait = Math.max(0, drawn + pace - performance.now());
  later = setTimeout(() => {
    later = 0;
    draw(render);
  }, wait);
}

function render() {
  drawn = performance.now();
  const shown = choose();
  showEmpty(shown.length === 0);
  arrange(shown);
  const [from, to] = range(shown);
  showAxis(from, to, shown.length > 0);
  const flood = shown.filter((user) => user.fresh).length > FLOOD;
  pace = flood ? FLOOD_MS : REORDER_MS;
  for (const user of shown) place(rows.get(user.userId), user, from, to, flood);
}

function choose() {
  const wanted = search.value.trim().toLowerCase();
  const shown = [];
  for (const user of [...users.values()].reverse()) {
    if (shown.length === SHOWN) break;
    if (!wanted || user.userId.toLowerCase().includes(wanted)) shown.push(user);
  }
  if (shown.length === 0 && found?.userId === search.value.trim()) shown.push(found);
  return shown;
}

/** Puts rows in order; while someone looks at one, rows stay where they are. */
function arrange(shown) {
  const kept = new Set(shown.map((user) => user.userId));
  for (const [id, row] of rows) {
    if (!kept.has(id)) {
      row.remove();
      rows.delete(id);
    }
  }
  const hold = looking && rows.size > 0;
  shown.forEach((user, i) => {
    let row = rows.get(user.userId);
    if (!row) {
      row = makeRow(user);
      rows.set(user.userId, row);
      if (hold) list.append(row);
    }
    if (!hold && list.children[i] !== row) list.insertBefore(row, list.children[i] ?? null);
  });
  if (!list.querySelector('[tabindex="0"]') && list.firstElementChild) list.firstElementChild.tabIndex = 0;
}

function makeRow(user) {
  const row = el("li", { className: "user", tabIndex: -1 },
    el("span", { className: "id", textContent: user.userId }),
    el("span", { className: "track" }, el("i")),
    el("time", { className: "when" }));
  row.dataset.user = user.userId;
  return row;
}

function place(row, user, from, to, flood) {
  const [, track, when] = row.children;
  const bar = track.firstElementChild;
  const left = ((user.firstSeen - from) / (to - from)) * 100;
  const width = ((user.lastSeen - user.firstSeen) / (to - from)) * 100;
  bar.style.left = `${left.toFixed(2)}%`;
  bar.style.width = `calc(${width.toFixed(2)}% + 9px)`;
  say(when, ago(user.lastSeen));
  row.classList.toggle("fresh", user.fresh && !flood);
  user.fresh = false;
}

function range(shown) {
  let from = Infinity;
  let to = -Infinity;
  for (const user of shown) {
    from = Math.min(from, user.firstSeen);
    to = Math.max(to, user.lastSeen);
  }
  const pad = Math.max(2, (to - from) * 0.02);
  return [from - pad, to + pad];
}

function showAxis(from, to, any) {
  const axis = byId("axis");
  const marks = any ? ticks(from, to, Math.max(2, Math.floor(axis.clientWidth / 110))) : [];
  while (axis.childElementCount > marks.length) axis.lastChild.remove();
  marks.forEach(({ at, label }, i) => {
    const mark = axis.children[i] ?? axis.appendChild(el("span"));
    say(mark, label);
    mark.style.left = `${(((at - from) / (to - from)) * 100).toFixed(2)}%`;
  });
}

function showEmpty(isEmpty) {
  const box = byId("users-empty");
  box.hidden = !isEmpty;
  list.parentElement.hidden = isEmpty;
  if (!isEmpty) return;
  const wanted = search.value.trim();
  const key = wanted ? `?${wanted}` : `${condition} ${inTable > 0}`;
  if (box.dataset.shows === key) return;
  box.dataset.shows = key;
  if (wanted) {
    box.replaceChildren(el("strong", { textContent: `No user “${wanted}”` }),
      el("span", { textContent: "Among the recent ones no userId contains this, and the table has none that equals it." }));
  } else if (condition === "running" && inTable > 0) {
    box.replaceChildren(el("strong", { textContent: "Nothing has changed since the service started" }),
      el("span", { textContent: "Users appear here when they change. Search finds everyone in the table by userId." }));
  } else if (condition === "running") {
    const line = command(document.querySelector('[data-topic="input"]').textContent);
    box.replaceChildren(el("strong", { textContent: "No user seen yet" }),
      el("span", { textContent: `A bar appears here with the first event.${line ? " Send one:" : ""}` }),
      ...(line ? [el("code", { textContent: line })] : []));
  } else if (condition === "restoring") {
    box.replaceChildren(el("strong", { textContent: "The table is being read back" }),
      el("span", { textContent: "Users appear as soon as it is complete." }));
  } else {
    box.replaceChildren(el("strong", { textContent: "No users to show" }),
      el("span", { textContent: "They appear once the service answers and its broker does." }));
  }
}

// Search: at once among the recent users, and by exact userId in the whole table.
let searchTimer = 0;
search.addEventListener("input", () => {
  found = null;
  soon();
  clearTimeout(searchTimer);
  searchTimer = setTimeout(lookUp, SEARCH_MS);
});

async function lookUp() {
  const wanted = search.value.trim();
  if (!wanted || users.has(wanted)) return;
  const answer = await fetch(`api/summaries/${encodeURIComponent(wanted)}`).catch(() => null);
  if (answer?.ok) {
    found = await answer.json();
    soon();
  }
}

// Details: by mouse or by arrow keys.
const tip = byId("tip");

function showTip(row) {
  const user = users.get(row.dataset.user) ?? found;
  if (!user) return;
  const line = (name, s) => el("tr", {}, el("th", { textContent: name }),
    el("td", {}, exact(s), el("br"), el("span", { className: "utc", textContent: utc(s) })));
  tip.replaceChildren(el("strong", { textContent: user.userId }),
    el("table", {}, line("First seen", user.firstSeen), line("Last seen", user.lastSeen),
      el("tr", {}, el("th", { textContent: "Apart" }), el("td", { textContent: span(user.lastSeen - user.firstSeen) }))));
  row.ariaLabel = `${user.userId}, first seen ${exact(user.firstSeen)}, last seen ${exact(user.lastSeen)}`;
  tip.hidden = false;
  const bar = row.querySelector(".track i").getBoundingClientRect();
  const box = tip.getBoundingClientRect();
  const below = bar.bottom + 10 + box.height < innerHeight;
  tip.style.left = `${Math.max(12, Math.min(bar.left + bar.width / 2 - box.width / 2, innerWidth - box.width - 12))}px`;
  tip.style.top = `${below ? bar.bottom + 10 : bar.top - box.height - 10}px`;
}

function hideTip() {
  tip.hidden = true;
  looking = false;
  soon();
}

list.addEventListener("pointerover", (event) => {
  const row = event.target.closest(".user");
  if (row) showTip(row);
});
list.addEventListener("pointerenter", () => (looking = true));
list.addEventListener("pointerleave", hideTip);
list.addEventListener("scroll", () => (tip.hidden = true), { passive: true });
list.addEventListener("focusin", (event) => {
  looking = true;
  showTip(event.target.closest(".user"));
});
list.addEventListener("focusout", hideTip);
list.addEventListener("keydown", (event) => {
  const row = event.target.closest(".user");
  const next = { ArrowDown: row?.nextElementSibling, ArrowUp: row?.previousElementSibling, Home: list.firstElementChild, End: list.lastElementChild }[event.key];
  if (event.key === "Escape") hideTip();
  if (!next) return;
  event.preventDefault();
  row.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
});
setInterval(soon, 5000);
