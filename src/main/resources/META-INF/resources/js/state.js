// What state the service is in and why, said once at the top, in the words of its health checks.

import { byId, say } from "./dom.js";
import { clock, count } from "./format.js";

const WORDS = {
  connecting: "Connecting",
  running: "Running",
  restoring: "Reading the table back",
  "broker away": "Broker away",
  "not ready": "Not ready",
  failed: "Failed",
  disconnected: "No connection",
  refused: "Not watching",
};

/** Shows a state; `facts` are the stats, the time when they were last heard, or why they are not. */
export function showState(state, facts) {
  document.body.dataset.state = state;
  say(byId("state"), WORDS[state]);
  const banner = byId("banner");
  const [title, reason, advice] = banner.children;
  const progress = banner.querySelector("progress");
  const told = tell(state, facts);
  banner.hidden = !told;
  progress.hidden = state !== "restoring";
  if (!told) return;
  say(title, told[0]);
  say(reason, told[1] ?? "");
  reason.hidden = !told[1];
  say(advice, told[2]);
  if (state === "restoring") {
    progress.max = Math.max(1, facts.restore.of);
    progress.value = facts.restore.done;
  }
}

function tell(state, facts) {
  switch (state) {
    case "broker away":
      return [`No Kafka broker answers at ${facts.brokers}`, facts.reason,
        "Nothing is lost: events wait in the topic. The service keeps trying and carries on by itself once the broker is back."];
    case "restoring":
      return [`Reading the table back from ${facts.topics.output}`, null,
        `${count(facts.restore.done)} of ${count(facts.restore.of)} records. New events wait until the table is complete.`];
    case "not ready":
      return ["Not ready: something has to be mended", facts.reason,
        "Nothing is lost: what could not be written stays unacknowledged and is tried again by itself. Once the cause is gone, this goes away."];
    case "failed":
      return ["Failed: the service has to be restarted", facts.reason,
        "What was not acknowledged is read again after the restart; the log has the details."];
    case "disconnected":
      return ["This page has lost the service", null, `What you see is from ${clock(facts)}. Trying to reach it again …`];
    case "refused":
      return ["This page is not being told what happens", facts,
        "Users and their history can be asked for all the same. The page tries again every few seconds."];
    default:
      return null;
  }
}
