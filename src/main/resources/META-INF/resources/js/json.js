// JSON for the eye: the members that decide anything stand out, the rest steps back.

import { el } from "./dom.js";
import { exact, utc } from "./format.js";

const TELLING = new Set(["userId", "timestamp", "firstSeen", "lastSeen"]);
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
  const nodes = [];
  let plain = "";
  let member = null;
  for (const [token, string, colon] of text.matchAll(TOKEN)) {
    if (string && colon) {
      member = string.slice(1, -1);
      plain += token;
    } else if (TELLING.has(member) && (string || /^-?\d/.test(token))) {
      if (plain) nodes.push(plain);
      plain = "";
      nodes.push(telling(token));
      member = null;
    } else {
      plain += token;
    }
  }
  if (plain) nodes.push(plain);
  return nodes;
}

const TIMES = [["timestamp", "seen"], ["firstSeen", "first"], ["lastSeen", "last"]];

/** What the text says of a user's times, as [word, epoch seconds]. Looks, does not judge. */
export function times(text) {
  return TIMES.flatMap(([member, word]) => {
    const found = text.match(new RegExp(`"${member}"\\s*:\\s*(\\d{1,15})\\b`));
    return found ? [[word, Number(found[1])]] : [];
  });
}

function telling(token) {
  const seconds = Number(token);
  const title = Number.isInteger(seconds) ? `${exact(seconds)}\n${utc(seconds)}` : "";
  return el("span", { className: "tells", textContent: token, title });
}
