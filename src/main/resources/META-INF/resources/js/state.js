// What state the service is in, said once at the top.

import { byId, say } from "./dom.js";
import { clock, count } from "./format.js";

const WORDS = {
  connecting: "Connecting",
  running: "Running",
  restoring: "Reading the table back",
  "broker away": "Broker away",
  disconnected: "No connection",
};

/** Shows a state; `facts` are the stats, or the time in milliseconds when they were last heard. */
export function showState(state, facts) {
  document.body.dataset.state = state;
  say(byId("state"), WORDS[state]);
  const banner = byId("banner");
  const [title, text] = banner.children;
  const progress = banner.querySelector("progress");
  const told = tell(state, facts);
  banner.hidden = !told;
  progress.hidden = state !== "restoring";
  if (!told) return;
  say(title, told[0]);
  say(text, told[1]);
  if (state === "restoring") {
    progress.max = Math.max(1, facts.restore.of);
    progress.value = facts.restore.done;
  }
}

function tell(state, facts) {
  if (state === "broker away") {
    return ["No Kafka broker answers",
      "Nothing is lost: events wait in the topic. The service keeps trying and carries on by itself once the broker is back."];
  }
  if (state === "restoring") {
    const { done, of } = facts.restore;
    return [`Reading the table back from ${facts.topics.output}`,
      `${count(done)} of ${count(of)} records. New events wait until the table is complete.`];
  }
  if (state === "disconnected") {
    return ["This page has lost the service",
      `What you see is from ${clock(facts)}. Trying to reach it again …`];
  }
  return null;
}
