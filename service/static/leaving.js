// Asks before a form is left in which something was typed; sending it is no leaving.

export function start(form) {
  let typed = false;
  form.addEventListener("input", () => (typed = true));
  form.addEventListener("submit", () => (typed = false));
  addEventListener("pageshow", () => (typed = false));
  addEventListener("beforeunload", (event) => typed && event.preventDefault());
}
