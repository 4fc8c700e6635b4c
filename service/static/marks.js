// Marks elements of a drawing: a class that the sheet colours and, where the key of the figure has
// a word for it, that word beside the element, so that no colour speaks alone.

const NAMES = ["done", "taken", "here", "added", "changed", "removed", "wrong"];
const PLACES = new Set(["here", "added", "changed", "removed", "wrong"]); // where the drawing scrolls to
const ABOVE = { top: -22, left: 0 };
const BELOW = { bottom: -2, left: 0 }; // what is wrong may be new, too

// `marked` are the data- attributes of the link: ids with spaces between. Returns what to scroll to.
export function mark(viewer, figure, marked) {
  const [canvas, registry, overlays] = ["canvas", "elementRegistry", "overlays"].map((one) => viewer.get(one));
  const places = [];
  for (const name of NAMES) {
    const word = figure.querySelector(`.diagram-key .${name}`)?.dataset.mark;
    for (const id of (marked[name] ?? "").split(" ").filter((one) => registry.get(one))) {
      const element = registry.get(id);
      // A box that holds other steps keeps its plain ground: they carry the colours.
      if (!element.children?.length) canvas.addMarker(id, name);
      if (word) overlays.add(id, { position: name === "wrong" ? BELOW : ABOVE, html: label(word, name) });
      if (PLACES.has(name)) places.push(element);
    }
  }
  return places;
}

function label(word, name) {
  return Object.assign(document.createElement("span"), { className: `diagram-mark ${name}`, textContent: word });
}
