// JSON for the eye: the members that decide anything stand out, the rest steps back.

import { el } from "./dom.js";
import { exact, utc } from "./format.js";
import { seconds, tellingNames } from "./shape.js";

const SUMMARY = ["userId", "firstSeen", "lastSeen"];
const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|-?\d[\d.eE+-]*|[^"\d-]+|./gs;

/** Text pretty-printed if it is JSON, else as it is. */
export function pretty(text) {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  return indent(text);
}

/** Indents without parsing numbers, so that large ones keep all their digits. */
function indent(text) {
  let depth = 0;
  let out = "";
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/gs)) {
    if (token === "{" || token === "[") out += token + "\n" + "  ".repeat(++depth);
    else if (token === "}" || token === "]") out = out.trimEnd() + "\n" + "  ".repeat(--depth) + token;
    else if (token === ",") out += ",\n" + "  ".repeat(depth);
    else if (token === ":") out += ": ";
    else out += token;
  }
  return out.replace(/([{[])\n\s*\n\s*([}\]])/g, "$1$2");
}

/** The text as nodes; strings and numbers of the telling members are marked. */
export function marked(text) {
  const names = new Set([...SUMMARY, ...tellingNames()]);
  const nodes = [];
  let plain = "";
  let member = null;
  for (const [token, string, colon] of text.matchAll(TOKEN)) {
    if (string && colon) {
      member = string.slice(1, -1);
      plain += token;
    } else if (names.has(member) && (string || /^-?\d/.test(token))) {
      if (plain) nodes.push(plain);
      plain = "";
      nodes.push(telling(member, token));
      member = null;
    } else {
      plain += token;
    }
  }
  if (plain) nodes.push(plain);
  return nodes;
}

const TIMES = [["firstSeen", "first"], ["lastSeen", "last"]];

/** What the text says of a user's times, as [word, epoch seconds]. Looks, does not judge. */
export function times(text) {
  const summary = TIMES.flatMap(([member, word]) => {
    const found = text.match(new RegExp(`"${member}"\\s*:\\s*(\\d{1,15})\\b`));
    return found ? [[word, Number(found[1])]] : [];
  });
  if (summary.length) return summary;
  for (const [, member, token] of text.matchAll(/"([^"\\]+)"\s*:\s*("[^"\\]*"|\d+)/g)) {
    const seen = seconds(member, token);
    if (seen !== null) return [["seen", seen]];
  }
  return [];
}

function telling(member, token) {
  const time = SUMMARY.includes(member) && /^\d+$/.test(token) ? Number(token) : seconds(member, token);
  const title = time === null ? "" : `${exact(time)}\n${utc(time)}`;
  return el("span", { className: "tells", textContent: token, title });
}
