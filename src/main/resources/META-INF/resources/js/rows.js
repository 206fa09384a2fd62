// Rows of users: the id, a bar from first to last seen on an axis that all rows share, both times.

import { byId, el, say } from "./dom.js";
import { brief, exact, relative, span, utc } from "./format.js";
import { ticks } from "./ticks.js";

const body = byId("rows");
const axis = byId("axis");
const tip = byId("tip");
const rows = new Map(); // by userId, in the order shown
let shownUsers = new Map();
let axisWidth = axis.clientWidth;

// Asked for in the midst of drawing, it would have everything laid out twice.
new ResizeObserver(([{ contentRect }]) => (axisWidth = contentRect.width)).observe(axis);

/** True while somebody points at a row, or has one focused: rows should stay where they are then. */
export let looking = false;

/**
 * Shows these users and no others.
 * @param hold whether rows that are there stay in their place
 * @param flash whether those marked as fresh are made to stand out
 */
export function showRows(users, { hold = false, flash = false } = {}) {
  shownUsers = new Map(users.map((user) => [user.userId, user]));
  for (const [id, row] of rows) {
    if (shownUsers.has(id)) continue;
    row.remove();
    rows.delete(id);
  }
  users.forEach((user, i) => {
    let row = rows.get(user.userId);
    const isNew = !row;
    if (isNew) {
      row = makeRow(user);
      rows.set(user.userId, row);
    }
    if (isNew && hold) body.append(row);
    else if (!hold && body.children[i] !== row) body.insertBefore(row, body.children[i] ?? null);
  });
  if (!body.querySelector('a[tabindex="0"]')) body.querySelector("a")?.setAttribute("tabindex", "0");
  const [from, to] = range(users);
  showAxis(from, to, users.length > 0);
  for (const user of users) place(rows.get(user.userId), user, from, to, flash);
}

function makeRow(user) {
  const link = el("a", { className: "id", href: `#user=${encodeURIComponent(user.userId)}`, tabIndex: -1, textContent: user.userId });
  const row = el("tr", { className: "user" },
    el("th", { scope: "row" }, link),
    el("td", { className: "track" }, el("div", {}, el("i"))),
    el("td", { className: "when since" }, el("time")),
    el("td", { className: "when until" }, el("time")));
  for (const cell of row.children) cell.setAttribute("role", cell.tagName === "TH" ? "rowheader" : "cell");
  row.setAttribute("role", "row");
  row.dataset.user = user.userId;
  return row;
}

function place(row, user, from, to, flash) {
  const bar = row.querySelector("i");
  const left = `${(((user.firstSeen - from) / (to - from)) * 100).toFixed(2)}%`;
  const width = `calc(${(((user.lastSeen - user.firstSeen) / (to - from)) * 100).toFixed(2)}% + 8px)`;
  if (bar.style.left !== left) bar.style.left = left;
  if (bar.style.width !== width) bar.style.width = width;
  showTime(row.querySelector(".since time"), user.firstSeen);
  showTime(row.querySelector(".until time"), user.lastSeen);
  row.classList.toggle("fresh", flash && Boolean(user.fresh));
  user.fresh = false;
}

function showTime(node, seconds) {
  say(node, brief(seconds));
  if (node.dataset.seconds !== String(seconds)) {
    node.dataset.seconds = seconds;
    node.title = "";
  }
}

function range(users) {
  let from = Infinity;
  let to = -Infinity;
  for (const user of users) {
    from = Math.min(from, user.firstSeen);
    to = Math.max(to, user.lastSeen);
  }
  const pad = Math.max(2, (to - from) * 0.02);
  return [from - pad, to + pad];
}

function showAxis(from, to, any) {
  const most = Math.max(2, Math.floor((axisWidth || 1) / 96));
  const edge = (to - from) * Math.min(0.2, 34 / (axisWidth || 1)); // a label has to fit in
  const marks = any ? ticks(from, to, most).filter(({ at }) => at > from + edge && at < to - edge) : [];
  while (axis.childElementCount > marks.length) axis.lastChild.remove();
  marks.forEach(({ at, label }, i) => {
    const mark = axis.children[i] ?? axis.appendChild(el("span"));
    say(mark, label);
    mark.style.left = `${(((at - from) / (to - from)) * 100).toFixed(2)}%`;
  });
}

// How long ago a time is, is worked out only when somebody asks.
body.addEventListener("pointerover", (event) => {
  const time = event.target.closest("time");
  if (time) time.title = relative(Number(time.dataset.seconds));
  const bar = event.target.closest(".track");
  if (bar) showTip(bar.parentElement);
  else tip.hidden = true;
});

function showTip(row) {
  const user = shownUsers.get(row.dataset.user);
  if (!user) return;
  const line = (name, s) => el("tr", {}, el("th", { textContent: name }),
    el("td", {}, exact(s), el("br"), el("span", { className: "utc", textContent: utc(s) })));
  tip.replaceChildren(el("strong", { textContent: user.userId }),
    el("table", {}, line("First seen", user.firstSeen), line("Last seen", user.lastSeen),
      el("tr", {}, el("th", { textContent: "Apart" }), el("td", { textContent: span(user.lastSeen - user.firstSeen) }))));
  tip.hidden = false;
  putTip(row.querySelector(".track i").getBoundingClientRect());
}

/** Places the tip by a box, above or below, wherever there is room. */
export function putTip(by) {
  const box = tip.getBoundingClientRect();
  const below = by.bottom + 10 + box.height < innerHeight;
  tip.style.left = `${Math.max(12, Math.min(by.left + by.width / 2 - box.width / 2, innerWidth - box.width - 12))}px`;
  tip.style.top = `${below ? by.bottom + 10 : by.top - box.height - 10}px`;
}

body.addEventListener("pointerenter", () => (looking = true));
body.addEventListener("pointerleave", () => {
  looking = false;
  tip.hidden = true;
});
body.addEventListener("focusin", () => (looking = true));
body.addEventListener("focusout", () => (looking = false));
byId("rows-scroll").addEventListener("scroll", () => (tip.hidden = true), { passive: true });

// One stop of the tab key for all rows; arrows go from one to the next.
body.addEventListener("keydown", (event) => {
  const row = event.target.closest(".user");
  const next = {
    ArrowDown: row?.nextElementSibling, ArrowUp: row?.previousElementSibling,
    Home: body.firstElementChild, End: body.lastElementChild,
  }[event.key];
  if (!next) return;
  event.preventDefault();
  event.target.tabIndex = -1;
  const link = next.querySelector("a");
  link.tabIndex = 0;
  link.focus();
});
