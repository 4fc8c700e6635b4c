// Keeps what is typed as a draft by itself: some seconds after the typing stops, and when the page
// is hidden. Without it the button "Lưu nháp" does the same. Typing never waits for it.

const PAUSE = 3_000;
const TRY_AGAIN = 15_000;
const LONGEST = 20_000; // a request that takes longer has failed
const LASTS = 60_000; // what a browser still sends for a page that is gone, in bytes

export function start(form) {
  const status = form.querySelector("[data-draft-status]");
  const revision = form.querySelector("[name=_draft_revision]");
  const state = form.dataset.draft;
  let typed = state ? 1 : 0; // how often something was typed, and how much of that is kept
  let kept = 0;
  let timer = 0;
  let sending = null;
  let paused = state === "refused"; // a person decides: the button goes the way without scripts
  let signedOut = false;
  let left = false;

  const later = (wait) => {
    clearTimeout(timer);
    if (!paused && !left) timer = setTimeout(save, wait);
  };

  const say = (words, failed) => {
    if (status.textContent !== words) status.textContent = words;
    status.classList.toggle("draft-status--failed", failed);
  };

  async function save({ leaving = false } = {}) {
    clearTimeout(timer);
    if (sending || paused || left) return;
    const upTo = typed;
    const body = new URLSearchParams(new FormData(form));
    body.set("_draft", "save");
    sending = new AbortController();
    const tooLong = setTimeout(() => sending.abort(), LONGEST);
    try {
      const answer = await fetch(form.getAttribute("action") || location.href, {
        method: "POST",
        headers: { Accept: "application/json" },
        body,
        keepalive: leaving && body.toString().length < LASTS,
        signal: sending.signal,
      });
      const said = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      if (answer.ok && said.revision) {
        revision.value = said.revision;
        kept = upTo;
        signedOut = false;
        say(said.words, false);
        if (kept === typed) form.dispatchEvent(new Event("saved"));
      } else {
        say(said.reason ?? status.dataset.failed, true);
        // Something newer is elsewhere, or the form is no longer open: asking again helps nobody.
        paused = [400, 403, 404, 409].includes(answer.status);
        signedOut = answer.status === 401;
      }
    } catch {
      if (!left) say(status.dataset.failed, true);
    }
    clearTimeout(tooLong);
    sending = null;
    if (kept < typed) later(typed > upTo ? PAUSE : TRY_AGAIN);
  }

  form.addEventListener("input", () => {
    typed += 1;
    later(PAUSE);
  });
  const hidden = () => document.hidden && kept < typed && save({ leaving: true });
  document.addEventListener("visibilitychange", hidden);
  addEventListener("pagehide", () => kept < typed && save({ leaving: true }));
  addEventListener("online", () => kept < typed && save());
  addEventListener("pageshow", (event) => event.persisted && (left = false));
  // Before anybody else hears of it: what is kept by the script is not sent.
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (button?.name === "_draft" && button.value === "save" && !paused && !signedOut) {
      event.preventDefault();
      typed += 1;
      if (sending) later(0);
      else save();
      return;
    }
    left = true;
    clearTimeout(timer);
    sending?.abort();
  }, { capture: true });
  if (kept < typed) later(PAUSE);
}
