// Vital signs: latency, lag, health, and who answers.

import { byId, el, say } from "./dom.js";
import { count, millis } from "./format.js";

const pair = (name, value, className = "") =>
  el("span", { className }, el("small", { textContent: name }), value);

let shown = "";

/** Takes a stats event. */
export function showVitals(stats) {
  const now = JSON.stringify([stats.latency, stats.lag, stats.instance, stats.engine, stats.state]);
  if (now === shown) return;
  shown = now;
  const { p50, p99 } = stats.latency;
  byId("latency").replaceChildren(pair("p50", millis(p50)), pair("p99", millis(p99)));
  const lag = Object.entries(stats.lag);
  const total = lag.reduce((sum, [, n]) => sum + n, 0);
  byId("lag").replaceChildren(...(lag.length === 0 ? ["unknown"]
    : [el("span", { textContent: total === 0 ? "none" : `${count(total)} waiting` }),
       ...lag.map(([partition, n]) => pair(`p${partition}`, count(n), n > 1000 ? "behind" : ""))]));
  byId("instance").replaceChildren(el("span", { className: "mono", textContent: stats.instance }), el("span", { textContent: stats.engine }));
}

/** Asks for the health checks; they are open to all and cheap. */
export async function loadHealth() {
  const answer = await fetch("q/health").catch(() => null);
  const health = await answer?.json().catch(() => null);
  const node = byId("health");
  if (!health) return say(node, "unknown");
  const down = health.checks.filter((check) => check.status !== "UP");
  const all = `${health.checks.length} checks: ${health.checks.map((check) => `${check.name} ${check.status}`).join(", ")}`;
  node.title = all;
  node.replaceChildren(...(down.length === 0
    ? [el("span", { className: "up", textContent: "all well" })]
    : down.map((check) => el("span", { className: "down", textContent: check.name }))));
}
