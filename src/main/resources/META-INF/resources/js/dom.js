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

const waiting = new Set();

/** Runs a drawing function in the next frame, once however often it was asked for. */
export function draw(job) {
  if (waiting.size === 0) {
    requestAnimationFrame(() => {
      const jobs = [...waiting];
      waiting.clear();
      for (const job of jobs) job();
    });
  }
  waiting.add(job);
}
