// Where the focus is after a press of a key: whether it is seen, in the order of the page, and
// whether it has been there before. Remembers, on the page itself, what was reached.
async () => {
  const SEEN = 12; // px of it that must be in the window
  const FRAMES = 30; // within which the window has moved to it
  const it = document.activeElement;
  window.reached ??= [];
  if (it === document.body || window.reached.includes(it)) return { again: true, faults: [] };
  const called = it.outerHTML.replace(/\s+/g, " ").slice(0, 110);
  const faults = [];

  const ring = (part) => {
    const style = getComputedStyle(it, part);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  if (!ring(null) && !ring("::after")) faults.push(`the focus is not seen: ${called}`);

  const last = window.reached.at(-1);
  if (last && !(last.compareDocumentPosition(it) & Node.DOCUMENT_POSITION_FOLLOWING))
    faults.push(`out of order: ${called}`);

  // Some of what has the focus must be in the window, and nothing may lie on it.
  let box = it.getClientRects()[0];
  for (let frame = 0; frame < FRAMES && (box.bottom < SEEN || box.top > innerHeight - SEEN); frame++) {
    await new Promise(requestAnimationFrame);
    box = it.getClientRects()[0];
  }
  const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
  if (bottom - top < Math.min(box.height, SEEN)) faults.push(`out of sight: ${called}`);
  else {
    const on = document.elementFromPoint((box.left + box.right) / 2, (top + bottom) / 2);
    if (!on || !(it.contains(on) || on.contains(it) || on.closest("label")?.control === it))
      faults.push(`covered by ${on?.outerHTML.slice(0, 60)}: ${called}`);
  }
  window.reached.push(it);
  return { again: false, faults };
}
