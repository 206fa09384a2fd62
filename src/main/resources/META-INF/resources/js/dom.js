// The few things every part of the page needs of the DOM. Text goes in as text, never as markup.

/** Makes an element; `props` may hold className, title and other plain properties. */
export function el(tag, props = {}, ...children) {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
}

export const byId = (id) => document.getElementById(id);

/** Sets text only where it differs, so that an unchanged figure costs no layout. */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// Half a frame: the other half is for the browser to lay out and paint what was drawn.
const FRAME_MS = 8;

const waiting = new Set();
let isAsked = false;

/** Runs a drawing function in the next frame that has time for it, once however often it was asked for. */
export function draw(job) {
  waiting.add(job);
  askForFrame();
}

function askForFrame() {
  if (!isAsked) requestAnimationFrame(frame);
  isAsked = true;
}

/** What does not fit into this frame is left to the next: one long task would hold up every key and click. */
function frame() {
  isAsked = false;
  const end = performance.now() + FRAME_MS;
  try {
    for (const job of [...waiting]) {
      waiting.delete(job);
      job();
      if (performance.now() > end) break;
    }
  } finally {
    if (waiting.size > 0) askForFrame();
  }
}
