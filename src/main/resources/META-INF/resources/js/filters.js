// How one asks for users: by the field, the heads of the columns, the times, and what is asked often.

import { byId, el } from "./dom.js";
import { exact } from "./format.js";
import { ask, filterQuery, isAsked, onQuestion, part } from "./question.js";

const TYPING_MS = 250;

const search = byId("search");
let typing = 0;
search.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(() => ask({ prefix: search.value }), TYPING_MS);
});

for (const head of document.querySelectorAll("[data-order]")) {
  head.addEventListener("click", () => {
    const by = head.dataset.order;
    ask({ order: { [`-${by}`]: by, [by]: "" }[part("order")] ?? `-${by}` });
  });
}

const times = [...document.querySelectorAll("input[data-time]")];
for (const input of times) {
  input.addEventListener("change", () => {
    ask({ [input.dataset.time]: input.value ? Math.floor(new Date(input.value) / 1000) : "" });
  });
}

const DAY = 86_400;
const PRESETS = {
  today: () => ({ firstSeenFrom: Math.floor(new Date().setHours(0, 0, 0, 0) / 1000), order: "-firstSeen" }),
  week: () => ({ firstSeenFrom: Math.floor(Date.now() / 1000) - 7 * DAY, order: "-firstSeen" }),
  month: () => ({ lastSeenTo: Math.floor(Date.now() / 1000) - 30 * DAY, order: "lastSeen" }),
  year: () => ({ lastSeenTo: Math.floor(Date.now() / 1000) - 365 * DAY, order: "lastSeen" }),
  all: () => ({ order: "-lastSeen" }),
};
const NOTHING = { firstSeenFrom: "", firstSeenTo: "", lastSeenFrom: "", lastSeenTo: "", prefix: "", order: "" };

let preset = null;
for (const button of document.querySelectorAll("[data-preset]")) {
  button.addEventListener("click", () => {
    const again = preset === button.dataset.preset;
    ask({ ...NOTHING, ...(again || button.dataset.preset === "live" ? {} : PRESETS[button.dataset.preset]()) });
    preset = again ? null : button.dataset.preset;
    showQuestion();
  });
}

const CHIPS = {
  prefix: (value) => `begins with ${value}`,
  firstSeenFrom: (s) => `first seen from ${exact(Number(s))}`,
  firstSeenTo: (s) => `first seen before ${exact(Number(s))}`,
  lastSeenFrom: (s) => `last seen from ${exact(Number(s))}`,
  lastSeenTo: (s) => `last seen before ${exact(Number(s))}`,
};

/** Shows what is asked: in the fields, in the heads of the columns, and as chips that take it away. */
function showQuestion() {
  if (document.activeElement !== search) search.value = part("prefix");
  for (const input of times) if (document.activeElement !== input) input.value = local(part(input.dataset.time));
  for (const head of document.querySelectorAll("[data-order]")) {
    const by = part("order");
    const sort = by === head.dataset.order ? "ascending" : by === `-${head.dataset.order}` ? "descending" : "none";
    head.closest("th").ariaSort = sort;
  }
  for (const button of document.querySelectorAll("[data-preset]")) {
    button.ariaPressed = String(isAsked() ? preset === button.dataset.preset : button.dataset.preset === "live");
  }
  byId("chips").replaceChildren(...Object.entries(CHIPS).filter(([name]) => part(name)).map(([name, words]) => {
    const chip = el("button", { type: "button", className: "chip", title: "Remove this filter" }, words(part(name)), el("span", { ariaHidden: "true", textContent: "×" }));
    chip.ariaLabel = `Remove: ${words(part(name))}`;
    chip.addEventListener("click", () => ask({ [name]: "" }));
    return chip;
  }));
  for (const link of document.querySelectorAll("[data-format]")) {
    const all = filterQuery();
    all.set("format", link.dataset.format);
    link.href = `api/summaries?${all}`;
  }
}

/** An epoch second as a field for local times takes it. */
function local(seconds) {
  if (!seconds) return "";
  const at = new Date(seconds * 1000);
  return new Date(at - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

onQuestion(() => {
  preset = null;
  showQuestion();
});
showQuestion();
