// What events look like: where the userId and the time are, as the service's settings say it.

import { kcatTo } from "./copy.js";
import { byId, say } from "./dom.js";

let shape = null;

/** Takes a stats event. */
export function showShape(stats) {
  shape = stats.shape;
  const time = shape.timestamp === "record" ? "record" : `${shape.timestamp} (${shape.format})`;
  say(byId("shape"), `${shape.userId} · ${time}`);
}

/** A command that sends an event of this shape; null where no small one is. */
export function command(topic) {
  const event = shape?.example;
  if (!event) return null;
  const line = event.key === null ? event.value : `${event.key}:${event.value}`;
  return kcatTo(topic, line, event.key === null ? "" : " -K:");
}

/** The names of the members that hold the userId and the time. */
export function tellingNames() {
  const last = (pointers) => pointers.split(",").map((pointer) => pointer.slice(pointer.lastIndexOf("/") + 1));
  return shape ? [...last(shape.userId), ...last(shape.timestamp)] : [];
}

/** The epoch seconds that a member's JSON text says, if it is a time of this shape; else null. */
export function seconds(name, token) {
  if (!shape || !shape.timestamp.endsWith(`/${name}`)) return null;
  if (shape.format === "iso-8601") return toSeconds(Date.parse(token.replace(/^"|"$/g, "")) / 1000);
  const perSecond = { seconds: 1, milliseconds: 1000, microseconds: 1000000 }[shape.format];
  return /^\d{1,18}$/.test(token) ? toSeconds(Number(token) / perSecond) : null;
}

function toSeconds(number) {
  return Number.isFinite(number) ? Math.floor(number) : null;
}
