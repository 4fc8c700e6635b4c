// What a reader loses at this size of the window, in words (WCAG 1.4.10): the page itself scrolls
// one way only, nothing is cut off, and what scrolls by itself can be focused.
() => {
  const faults = [];
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth) faults.push(`the page is ${page.scrollWidth} wide`);

  const called = (it) => `${it.tagName.toLowerCase()}.${[...it.classList].join(".")} “${it.textContent.trim().slice(0, 50)}”`;
  const forReadersOnly = (style) => style.clipPath !== "none";
  const ofOneLine = "input, select, textarea, svg, svg *, .hidden, [data-canvas] *";
  for (const it of document.querySelectorAll("body *")) {
    if (it.matches(ofOneLine) || !it.checkVisibility({ visibilityProperty: true })) continue;
    const style = getComputedStyle(it);
    if (style.display === "inline" || forReadersOnly(style)) continue;
    const wider = it.scrollWidth > it.clientWidth + 1;
    const higher = it.scrollHeight > it.clientHeight + 1;
    const scrolls = (way) => ["auto", "scroll"].includes(way);
    if ((wider && scrolls(style.overflowX)) || (higher && scrolls(style.overflowY))) {
      if (it.tabIndex < 0 && !it.querySelector("a, button, summary"))
        faults.push(`scrolls and cannot be focused: ${called(it)}`);
    } else if (wider && !it.closest("[data-canvas], .lines")) {
      faults.push(`${it.scrollWidth - it.clientWidth} px stand out: ${called(it)}`);
    } else if (higher && style.overflowY !== "visible") {
      faults.push(`cut off below: ${called(it)}`);
    }
    const sticks = ["sticky", "fixed"].includes(style.position) && style.pointerEvents !== "none";
    if (sticks && innerWidth < 1024 && it.offsetHeight > innerHeight / 3)
      faults.push(`stands in the way, ${it.offsetHeight} px high: ${called(it)}`);
  }
  return faults;
}
