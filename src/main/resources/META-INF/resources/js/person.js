// One user: what is known, the records of both topics, what changes while one looks, and "forget".

import { byId, el, say } from "./dom.js";
import { copyButton } from "./copy.js";
import { ago, clock, exact, span, utc } from "./format.js";
import { makeRow, recordView } from "./record.js";
import { recordsOf } from "./records.js";
import { forgotten } from "./users.js";

const RECORDS_MS = 1000;
const MOST_CHANGES = 100;
const MOST_EVENTS = 20;

const dialog = byId("person");
const parts = Object.fromEntries(
  ["title", "copy", "facts", "output", "input", "changes", "forget", "confirm", "problem"].map((name) => [name, byId(`person-${name}`)]));
let userId = null;
let source = null;
let timer = 0;

/** Opens the user that the address names, or closes. */
function follow() {
  const named = location.hash.match(/^#user=(.+)$/)?.[1];
  try {
    if (named) open(decodeURIComponent(named));
    else dialog.close();
  } catch {
    dialog.close(); // an address that somebody cut short
  }
}

function open(id) {
  leave();
  userId = id;
  say(parts.title, id);
  parts.copy.replaceChildren(copyButton("Copy id", () => id));
  parts.facts.replaceChildren();
  parts.changes.replaceChildren();
  shownRecords = "";
  ask(false);
  tell("");
  if (!dialog.open) dialog.showModal();
  source = new EventSource(`api/stream?userId=${encodeURIComponent(id)}`);
  source.addEventListener("summary", (event) => changed(JSON.parse(event.data), event.lastEventId));
  source.addEventListener("forgotten", () => gone());
  source.addEventListener("too-slow", () => tell("This user changes faster than this page can take; it begins again from the present state."));
  source.onerror = () => source?.readyState === EventSource.CLOSED && tell("Its changes cannot be followed right now; too many may be followed at once. Open the user again to retry.");
  look();
  showRecords();
  timer = setInterval(showRecords, RECORDS_MS);
}

function leave() {
  source?.close();
  source = null;
  clearInterval(timer);
  userId = null;
}

/** The stream says nothing of a user that is not in the table. */
async function look() {
  const id = userId;
  const reply = await fetch(`api/summaries/${encodeURIComponent(id)}`).catch(() => null);
  if (id !== userId || !reply) return;
  const body = await reply.json();
  if (reply.ok) facts(body);
  else tell(body.detail);
  parts.forget.disabled = !reply.ok;
}

function facts(user) {
  const time = (name, s) => el("div", {}, el("dt", { textContent: name }),
    el("dd", {}, el("b", { textContent: exact(s) }), el("span", { textContent: utc(s) }), el("span", { textContent: ago(s) })));
  parts.facts.replaceChildren(time("First seen", user.firstSeen), time("Last seen", user.lastSeen),
    el("div", {}, el("dt", { textContent: "Apart" }), el("dd", { textContent: span(user.lastSeen - user.firstSeen) })));
}

function changed(user, id) {
  facts(user);
  parts.forget.disabled = false;
  if (!id.startsWith("state-")) note(`first seen ${exact(user.firstSeen)}, last seen ${exact(user.lastSeen)}`, id);
}

function gone() {
  note("forgotten: a tombstone", "");
  parts.facts.replaceChildren();
  parts.forget.disabled = true;
  tell("This user is forgotten. An event that comes now begins the user anew.");
  forgotten(userId);
}

function note(text, id) {
  const [partition, offset] = id.split("-");
  parts.changes.prepend(el("li", {}, el("time", { textContent: clock(Date.now()) }), ` ${text}`,
    ...(offset ? [el("small", { textContent: ` partition ${partition}, offset ${offset}` })] : [])));
  if (parts.changes.childElementCount > MOST_CHANGES) parts.changes.lastChild.remove();
}

let shownRecords = "";
function showRecords() {
  const { input, output } = recordsOf(userId);
  const now = JSON.stringify([output[0]?.id, input.map((record) => record.id)]);
  if (now === shownRecords) return;
  shownRecords = now;
  parts.output.replaceChildren(output.length ? recordView(output[0]) : missing());
  parts.input.replaceChildren(input.length ? el("ol", {}, ...input.slice(0, MOST_EVENTS).map(makeRow)) : missing());
}

const missing = () => el("p", { className: "note", textContent: "Not among the records that this page has seen; it keeps the last 200 of each topic." });

function tell(text) {
  say(parts.problem, text);
  parts.problem.hidden = !text;
}

function ask(isAsking) {
  parts.confirm.hidden = !isAsking;
  parts.forget.hidden = isAsking;
  if (isAsking) byId("person-no").focus();
}

async function forget() {
  const id = userId;
  ask(false);
  parts.forget.disabled = true;
  tell("Writing the tombstone …");
  const reply = await fetch(`api/summaries/${encodeURIComponent(id)}`, { method: "DELETE" }).catch(() => null);
  if (id !== userId) return;
  if (reply?.status === 204) return gone();
  parts.forget.disabled = false;
  tell(reply ? (await reply.json()).detail : "The service did not answer; whether the user is forgotten is not known.");
}

parts.forget.addEventListener("click", () => ask(true));
byId("person-yes").addEventListener("click", forget);
byId("person-no").addEventListener("click", () => {
  ask(false);
  parts.forget.focus();
});
byId("person-close").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
dialog.addEventListener("close", () => {
  leave();
  if (location.hash.startsWith("#user=")) history.pushState(null, "", location.pathname + location.search);
});
addEventListener("hashchange", follow);
addEventListener("popstate", follow);
follow();
