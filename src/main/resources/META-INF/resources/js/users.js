// The users: those that change as they change, or all that are asked for, page after page.

import { byId, draw, el, say } from "./dom.js";
import { count } from "./format.js";
import { filterQuery, isAsked, isFiltered, onQuestion, part, query } from "./question.js";
import { looking, showRows } from "./rows.js";
import { command } from "./shape.js";

const KEPT = 300;
const SHOWN = 60;
const PAGE = 100;
const REORDER_MS = 700;
const FLOOD = 8; // more changes at a time than an eye can follow
const FLOOD_MS = 1500;

const recent = new Map(); // in the order of change, newest last
const more = byId("more");
const empty = byId("users-empty");

let answer = []; // the users of the pages that came so far
let next = null; // the address of the page after them
let problem = null;
let asking = null; // the question that is on its way, to be given up for another
let matches = null;
let drawn = 0;
let pace = REORDER_MS;
let later = 0;
let condition = "connecting";
let inTable = 0;
let setAside = 0;

/** Takes a published summary. Summaries join, so that one that comes late does no harm. */
export function seen(summary) {
  const known = recent.get(summary.userId);
  recent.delete(summary.userId);
  recent.set(summary.userId, { ...joined(summary, known), fresh: true });
  if (recent.size > KEPT) recent.delete(recent.keys().next().value);
  const shown = answer.find((user) => user.userId === summary.userId);
  if (shown) Object.assign(shown, joined(summary, shown), { fresh: true });
  soon();
}

const joined = (summary, known) => ({
  userId: summary.userId,
  firstSeen: Math.min(summary.firstSeen, known?.firstSeen ?? Infinity),
  lastSeen: Math.max(summary.lastSeen, known?.lastSeen ?? -Infinity),
});

/** Takes it that a user was forgotten. */
export function forgotten(userId) {
  recent.delete(userId);
  answer = answer.filter((user) => user.userId !== userId);
  soon();
}

/** Fetches what changed before this page was opened, oldest first into the list. */
export async function loadRecent() {
  const reply = await fetch(`api/summaries?limit=${KEPT}`);
  if (!reply.ok) return;
  for (const summary of (await reply.json()).reverse()) {
    seen(summary);
    recent.get(summary.userId).fresh = false;
  }
}

/** Takes the state of the service, the number of users and of records set aside: what an empty list says depends on them. */
export function usersCondition(state, users, poison) {
  if (condition === "restoring" && state === "running") askAgain();
  condition = state;
  inTable = users;
  setAside = poison;
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
  const shown = isAsked() ? answer : [...recent.values()].reverse().slice(0, SHOWN);
  const flood = shown.filter((user) => user.fresh).length > FLOOD;
  pace = flood ? FLOOD_MS : REORDER_MS;
  byId("users-table").hidden = shown.length === 0;
  showRows(shown, { hold: looking && !isAsked(), flash: !flood });
  showEmpty(shown.length === 0);
  showNote(shown.length);
}

function showNote(shown) {
  const note = byId("users-note");
  if (!isAsked()) return say(note, inTable > shown ? `the last changed of ${count(inTable)}` : "last changed first");
  if (problem) return say(note, "");
  const of = matches === null ? "" : isFiltered() ? `${count(matches)} match` : `${count(matches)} in all`;
  say(note, asking && shown === 0 ? "asking …" : [of, next ? `${count(shown)} loaded` : "all loaded"].filter(Boolean).join(", "));
}

// ---- What is asked for, page after page

async function askAgain() {
  asking?.abort();
  asking = null;
  answer = [];
  next = null;
  problem = null;
  matches = null;
  soon();
  if (!isAsked()) return;
  const all = query();
  if (!all.has("order")) all.set("order", "none");
  all.set("limit", PAGE);
  await Promise.all([load(`api/summaries?${all}`), countMatches()]);
}

async function load(address) {
  const mine = (asking = new AbortController());
  try {
    const reply = await fetch(address, { signal: mine.signal });
    const body = await reply.json();
    if (mine !== asking) return;
    if (!reply.ok) {
      problem = body.detail;
      next = null;
    } else {
      const known = new Set(answer.map((user) => user.userId));
      answer.push(...body.filter((user) => !known.has(user.userId)));
      next = reply.headers.get("Link")?.match(/<\/?([^>]*)>/)?.[1] ?? null;
    }
  } catch {
    if (mine !== asking) return;
    problem = "The service did not answer.";
  }
  asking = null;
  more.hidden = !next;
  pace = 0;
  soon();
}

/** A histogram in years adds up to the number of matches. */
async function countMatches() {
  const asked = query().toString();
  const reply = await fetch(`api/histogram?bucket=year&${filterQuery()}`).catch(() => null);
  if (!reply?.ok || asked !== query().toString()) return;
  matches = (await reply.json()).buckets.reduce((sum, bucket) => sum + bucket.users, 0);
  soon();
}

new IntersectionObserver((entries) => {
  if (entries.some((entry) => entry.isIntersecting) && next && !asking) load(next);
}, { root: byId("rows-scroll"), rootMargin: "400px" }).observe(more);

onQuestion(() => {
  more.hidden = true;
  byId("rows-scroll").scrollTop = 0;
  pace = 0;
  askAgain();
});

// ---- What an empty list says

function showEmpty(isEmpty) {
  empty.hidden = !isEmpty;
  if (!isEmpty) return;
  const [title, text, line] = whyEmpty();
  const key = [title, text].join("\n");
  if (empty.dataset.shows === key) return;
  empty.dataset.shows = key;
  empty.replaceChildren(el("strong", { textContent: title }), el("span", { textContent: text }),
    ...(line ? [el("code", { textContent: line })] : []));
}

function whyEmpty() {
  if (condition === "restoring") return ["The table is being read back", "Users appear as soon as it is complete."];
  if (isAsked()) {
    if (asking) return ["Looking through the table …", "It answers once it is through."];
    if (problem) return ["This could not be answered", problem];
    return [part("prefix") ? `No user begins with “${part("prefix")}”` : "No user matches", "Remove a filter to see more."];
  }
  if (condition === "running" && inTable > 0) {
    return ["Nothing has changed since the service started", "Users appear here when they change. “All” shows everyone in the table."];
  }
  if (condition === "running") {
    const line = command(document.querySelector('[data-topic="input"]').textContent);
    if (setAside > 0) {
      return ["No valid event yet", `All ${count(setAside)} records so far were set aside; the reasons are further down.${line ? " A valid event is, for example:" : ""}`, line];
    }
    return ["No user seen yet", `A bar appears here with the first event.${line ? " Send one:" : ""}`, line];
  }
  return ["No users to show", "They appear once the service answers and its broker does."];
}

setInterval(() => document.hidden || soon(), 5000);
