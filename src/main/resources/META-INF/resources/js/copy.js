// Buttons that copy a text, and how to read a record with kcat.

import { el } from "./dom.js";

const SAID_MS = 1500;

/** A button that copies what a function returns when it is pressed. */
export function copyButton(name, text) {
  const button = el("button", { type: "button", className: "copy", textContent: name, title: `Copy ${name}` });
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    const copied = await write(text());
    button.textContent = copied ? "Copied" : "Not allowed";
    setTimeout(() => (button.textContent = name), SAID_MS);
  });
  return button;
}

/** Pages without TLS, but on this machine, have no clipboard of their own. */
async function write(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = el("textarea", { value: text, className: "offscreen" });
    (document.querySelector("dialog[open]") ?? document.body).append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    return copied;
  }
}

let brokers = "localhost:9092";

/** Takes the brokers' address from a stats event. */
export function brokersAre(address) {
  brokers = address;
}

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** The command that shows one record, with key and headers. */
export const kcatOf = (record) =>
  `kcat -b ${brokers} -C -t ${record.topic} -p ${record.partition} -o ${record.offset} -c 1 -f '%h\\n%k\\n%s\\n'`;

/** The command that writes a line to a topic. */
export const kcatTo = (topic, line, options = "") => `echo ${quoted(line)} \\\n  | kcat -P -b ${brokers} -t ${topic}${options}`;
