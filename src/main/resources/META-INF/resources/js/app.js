// Wires the live stream to the parts of the page. All drawing happens in animation frames.

import { byId, draw, say } from "./dom.js";
import { zone } from "./format.js";
import { showFlow } from "./flow.js";
import { showRecord, showRecordNumbers, togglePause } from "./records.js";
import { showShape } from "./shape.js";
import { showState } from "./state.js";
import { connect } from "./stream.js";
import { loadRecent, seen, usersCondition } from "./users.js";
import { loadHealth, showVitals } from "./vitals.js";

const HEALTH_MS = 5000;

let stats = null;
let lostAt = 0;

function show() {
  if (lostAt) {
    showState("disconnected", lostAt);
    usersCondition("disconnected", stats?.users ?? 0);
    return;
  }
  if (!stats) return;
  showShape(stats);
  showState(stats.state, stats);
  usersCondition(stats.state, stats.users);
  showFlow(stats);
  showVitals(stats);
  showRecordNumbers(stats);
}

connect({
  connected() {
    lostAt = 0;
    loadRecent().catch(() => {}); // the stream tells of a lost connection
    loadHealth();
  },
  lost(at) {
    lostAt = at;
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
  const typing = event.target.matches("input");
  if (typing && event.key === "Escape") event.target.blur();
  if (typing) return;
  if (event.key === "p") togglePause();
  if (event.key === "/") {
    event.preventDefault();
    byId("search").focus();
  }
});
