// What can be pressed or typed in and was not reached by Tab. One of a group of radio buttons is
// enough: the arrows lead to the others.
() => {
  const groups = new Set(window.reached.filter((it) => it.type === "radio").map((it) => it.name));
  return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter((it) => it.checkVisibility({ visibilityProperty: true }) && !it.matches(":disabled") && it.type !== "hidden")
    .filter((it) => it.getAttribute("aria-hidden") !== "true")
    .filter((it) => getComputedStyle(it).pointerEvents !== "none")
    .filter((it) => !window.reached.includes(it) && !(it.type === "radio" && groups.has(it.name)))
    .map((it) => `not reached by Tab: ${it.outerHTML.replace(/\s+/g, " ").slice(0, 110)}`);
}
