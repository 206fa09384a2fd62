// The live connection. A stats event comes every second or two, so silence means the service is gone.

const SILENCE_MS = 6000;
const RETRY_MS = 3000;
const HIDDEN_MS = 30_000;

/**
 * Connects and stays connected: while the page is hidden for long it lets go, so that a forgotten
 * tab costs the service nothing.
 * @param on  { summary, record, stats, connected, lost, refused }, called with parsed data
 */
export function connect(on) {
  let source = null;
  let heard = Date.now();
  let lost = false;
  let hideTimer = 0;

  function open() {
    source?.close();
    heard = Date.now();
    source = new EventSource("api/stream");
    source.onopen = () => {
      heard = Date.now();
      lost = false;
      on.connected();
    };
    source.onerror = () => {
      if (source?.readyState !== EventSource.CLOSED) return lose();
      askWhy();
      setTimeout(() => source && open(), RETRY_MS);
    };
    for (const name of ["summary", "record", "stats"]) {
      source.addEventListener(name, (event) => {
        heard = Date.now();
        on[name](JSON.parse(event.data));
      });
    }
  }

  /** An EventSource does not tell why it was turned away; a plain request is told. */
  async function askWhy() {
    const aborting = new AbortController();
    try {
      const answer = await fetch("api/stream", { signal: aborting.signal });
      if (answer.ok) return;
      const problem = await answer.json();
      on.refused(problem.detail);
    } catch {
      lose();
    } finally {
      aborting.abort();
    }
  }

  function lose() {
    if (!lost) on.lost(heard);
    lost = true;
  }

  setInterval(() => {
    if (source?.readyState === EventSource.OPEN && Date.now() - heard > SILENCE_MS) {
      lose();
      open();
    }
  }, 1000);

  document.addEventListener("visibilitychange", () => {
    clearTimeout(hideTimer);
    if (document.hidden) {
      hideTimer = setTimeout(() => {
        source?.close();
        source = null;
      }, HIDDEN_MS);
    } else if (!source) {
      open();
    }
  });

  open();
}
