// Wires the live stream to the parts of the page. All drawing happens in animation frames.

import { brokersAre } from "./copy.js";
import { byId, draw, say } from "./dom.js";
import { zone } from "./format.js";
import { showFlow } from "./flow.js";
import { showRecord, showRecordNumbers, togglePause } from "./records.js";
import { showShape } from "./shape.js";
import { showState } from "./state.js";
import { connect } from "./stream.js";
import { timeCondition } from "./time.js";
import { loadRecent, seen, usersCondition } from "./users.js";
import { loadHealth, showVitals } from "./vitals.js";
import "./filters.js";
import "./person.js";

const HEALTH_MS = 5000;

let stats = null;
let lostAt = 0;
let refusal = null;

function show() {
  if (lostAt) {
    showState("disconnected", lostAt);
    usersCondition("disconnected", stats?.users ?? 0, stats?.poison ?? 0);
    return;
  }
  if (!stats) return;
  showShape(stats);
  brokersAre(stats.brokers);
  if (refusal) showState("refused", refusal);
  else showState(stats.state, stats);
  usersCondition(stats.state, stats.users, stats.poison);
  showFlow(stats);
  showVitals(stats);
  showRecordNumbers(stats);
  timeCondition(stats);
}

connect({
  connected() {
    lostAt = 0;
    refusal = null;
    loadRecent().catch(() => {}); // the stream tells of a lost connection
    loadHealth();
  },
  lost(at) {
    lostAt = at;
    draw(show);
  },
  async refused(why) {
    lostAt = 0;
    if (!refusal) loadRecent().catch(() => {});
    refusal = why;
    // What is not told can be asked, if not as often.
    stats = await fetch("api/stats").then((answer) => answer.json()).catch(() => stats);
    draw(show);
  },
  summary: seen,
  record: showRecord,
  stats(now) {
    stats = now;
    draw(show);
  },
});

setInterval(() => document.hidden || lostAt || loadHealth(), HEALTH_MS);
say(byId("zone"), zone);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.matches("input, select, textarea") || document.querySelector("dialog[open]");
  if (event.target.matches("input") && event.key === "Escape") event.target.blur();
  if (typing) return;
  if (event.key === "p") togglePause();
  if (event.key === "/") {
    event.preventDefault();
    byId("search").focus();
  }
});
