// The way of the data: input, open batch, table, output, what is set aside, and what moves between them.

import { byId, el, say } from "./dom.js";
import { count, rate } from "./format.js";

const MOST_SLOTS = 12;
const HISTORY = 60;
const history = { events: [], published: [] };
let before = null;

/** Takes a stats event. */
export function showFlow(stats) {
  say(byId("in-rate"), rate(stats.rates.events));
  say(byId("in-total"), count(stats.events));
  say(byId("out-rate"), rate(stats.rates.published));
  say(byId("out-total"), count(stats.published));
  say(byId("table-users"), count(stats.users));
  byId("interval").classList.toggle("none", stats.users === 0);
  say(byId("table-unit"), stats.users === 1 ? "user" : "users");
  say(byId("batch-done"), count(stats.openBatch.done));
  say(byId("batch-of"), count(stats.openBatch.of));
  showAside(stats);
  fillSlots(stats.openBatch);
  remember(stats);
  spark("in-spark", history.events);
  spark("out-spark", history.published);
  const running = stats.state === "running";
  for (const pipe of document.querySelectorAll(".pipe")) {
    const perSecond = pipe.classList.contains("out") ? stats.rates.published : stats.rates.events;
    move(pipe, running ? perSecond : 0);
  }
}

/** Poison: how much, how fast, and the way to the letters. */
function showAside(stats) {
  const aside = byId("aside-flow");
  aside.classList.toggle("some", stats.poison > 0);
  say(byId("aside-total"), count(stats.poison));
  say(byId("aside-rate"), stats.poison === 0 ? "every record so far was a valid event" : stats.rates.poison === 0 ? "in all, none right now" : `in all, ${rate(stats.rates.poison)} a second now`);
}

function fillSlots({ done, of }) {
  const slots = byId("slots");
  const many = of > MOST_SLOTS;
  slots.classList.toggle("many", many);
  const wanted = many ? 1 : of;
  while (slots.childElementCount > wanted) slots.lastChild.remove();
  while (slots.childElementCount < wanted) slots.append(el("i"));
  [...slots.children].forEach((slot, i) => {
    slot.classList.toggle("full", many || i < done);
    slot.style.transform = many ? `scaleX(${of ? done / of : 0})` : "";
  });
}

/** Faster where more comes, but never frantic: a tenfold rate is a little quicker, no more. */
function move(pipe, perSecond) {
  pipe.classList.toggle("moving", perSecond > 0);
  const pace = Math.max(0.5, 2 - Math.log10(1 + perSecond) * 0.4).toFixed(1);
  if (perSecond > 0 && pipe.style.getPropertyValue("--pace") !== `${pace}s`) {
    pipe.style.setProperty("--pace", `${pace}s`);
  }
}

function remember(stats) {
  const now = performance.now();
  if (before && before.events <= stats.events) {
    const seconds = Math.max(0.5, (now - before.at) / 1000);
    push(history.events, (stats.events - before.events) / seconds);
    push(history.published, (stats.published - before.published) / seconds);
  }
  before = { at: now, events: stats.events, published: stats.published };
}

function push(values, value) {
  values.push(value);
  if (values.length > HISTORY) values.shift();
}

function spark(id, values) {
  const top = Math.max(1, ...values);
  const points = values.map((v, i) => `${HISTORY - values.length + i + 1},${(15 - (v / top) * 14).toFixed(2)}`);
  byId(id).firstElementChild.setAttribute("points", points.join(" "));
}
