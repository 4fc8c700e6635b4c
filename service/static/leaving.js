// Asks before a form is left in which something was typed that is neither sent nor kept as a draft.

export function start(form) {
  let typed = Boolean(form.dataset.draft);
  form.addEventListener("input", () => (typed = true));
  form.addEventListener("saved", () => (typed = false));
  form.addEventListener("submit", (event) => (typed &&= event.defaultPrevented));
  addEventListener("pageshow", (event) => event.persisted && (typed = false));
  addEventListener("beforeunload", (event) => typed && event.preventDefault());
}
