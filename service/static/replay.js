// Walks through a case by the arrow keys and by the slider; the links and the button do the same.

export function start(walk) {
  const follow = (rel) => walk.querySelector(`a[rel=${rel}]`)?.click();
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    // Fields and the frame of the drawing have arrow keys of their own.
    if (event.target.closest("input, textarea, select, [data-canvas]")) return;
    if (event.key === "ArrowLeft") follow("prev");
    if (event.key === "ArrowRight") follow("next");
  });
  const slider = walk.querySelector("[data-scrub]");
  slider?.addEventListener("change", () => slider.form.submit());
}
