// Draws a BPMN diagram, marks the path taken and moves to where the case stands.
//
// The figure (macros/diagram.html) lists the diagrams as links to their files. Each link says in data-
// attributes which elements were done, which flows were taken and where the case is. The drawing
// scrolls by itself in its frame, so that fingers, wheel and keys do what they do everywhere else.

import { mark } from "./marks.js";

const READABLE = 0.75; // below this a label of 12 px cannot be read
const LARGEST = 2;
const MARGIN = 24; // px of the drawing around it

export function start(figure) {
  const links = [...figure.querySelectorAll("[data-diagram]")];
  const shown = () => links.find((link) => link.ariaCurrent === "true") ?? links[0];
  for (const link of links) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      for (const other of links) other.removeAttribute("aria-current");
      link.setAttribute("aria-current", "true");
      show(figure, link);
    });
  }
  figure.querySelector("[data-wait]").textContent = figure.dataset.loading;
  if (navigator.connection?.saveData) return;
  const near = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    near.disconnect();
    show(figure, shown());
  }, { rootMargin: "300px" });
  near.observe(figure);
}

async function show(figure, link) {
  const drawing = (figure.drawing ??= new Drawing(figure));
  try {
    await drawing.open(link);
  } catch (error) {
    figure.querySelector("[data-wait]").hidden = false;
    figure.querySelector("[data-wait]").textContent = figure.dataset.failed;
    throw error;
  }
}

class Drawing {
  constructor(figure) {
    this.figure = figure;
    this.frame = figure.querySelector("[data-canvas]");
    this.sheet = this.frame.firstElementChild;
    this.tools = figure.querySelector("[data-tools]");
    this.tools.addEventListener("click", (event) => this.do(event.target.dataset.do));
    this.full = this.tools.querySelector("[data-do=full]");
    this.full.hidden = !document.fullscreenEnabled;
    figure.addEventListener("fullscreenchange", () => this.refit());
  }

  async open(link) {
    const [response] = await Promise.all([fetch(link.href), load(this.figure.dataset.viewer)]);
    if (!response.ok) throw new Error(`${response.status} ${link.href}`);
    for (const part of [this.frame, this.tools]) part.hidden = false;
    this.viewer ??= new window.BpmnJS({
      container: this.sheet,
      textRenderer: { defaultStyle: { fontFamily: getComputedStyle(document.body).fontFamily } },
      bpmnRenderer: { defaultFillColor: "var(--card)", defaultStrokeColor: "var(--edge)", defaultLabelColor: "var(--ink)" },
    });
    await this.viewer.importXML(await response.text());
    this.canvas = this.viewer.get("canvas");
    this.here = mark(this.viewer, this.figure, link.dataset);
    this.frame.setAttribute("aria-label", link.textContent);
    this.figure.querySelector("[data-wait]").hidden = true;
    this.fill();
  }

  do(what) {
    if (what === "here") this.toHere(Math.max(this.size, READABLE));
    if (what === "whole") this.scale(this.fitting());
    if (what === "in") this.scale(Math.min(this.size * 1.25, LARGEST));
    if (what === "out") this.scale(Math.max(this.size / 1.25, this.fitting()));
    if (what === "full") document.fullscreenElement ? document.exitFullscreen() : this.figure.requestFullscreen();
  }

  refit() {
    [this.full.textContent, this.full.dataset.other] = [this.full.dataset.other, this.full.textContent];
    this.fill();
  }

  fill() {
    this.toHere(Math.max(this.fitting(), READABLE));
  }

  // The scale at which the frame is as wide as the drawing; a full screen also draws it larger.
  fitting() {
    const largest = document.fullscreenElement ? LARGEST : 1;
    return Math.min(largest, this.frame.clientWidth / (this.bounds().width + 2 * MARGIN));
  }

  bounds() {
    return this.canvas.viewbox().inner;
  }

  // Sets the scale and keeps the middle of what is seen in the middle.
  scale(size) {
    const { frame, sheet } = this;
    const bounds = this.bounds();
    const middle = [
      (frame.scrollLeft + frame.clientWidth / 2) / sheet.offsetWidth,
      (frame.scrollTop + frame.clientHeight / 2) / sheet.offsetHeight,
    ];
    this.size = size;
    const seen = { x: bounds.x - MARGIN, y: bounds.y - MARGIN, width: bounds.width + 2 * MARGIN, height: bounds.height + 2 * MARGIN };
    sheet.style.width = `${Math.ceil(seen.width * size)}px`;
    sheet.style.height = `${Math.ceil(seen.height * size)}px`;
    this.canvas.resized();
    this.canvas.viewbox(seen);
    frame.scrollTo(middle[0] * sheet.offsetWidth - frame.clientWidth / 2, middle[1] * sheet.offsetHeight - frame.clientHeight / 2);
  }

  toHere(size) {
    this.scale(size);
    this.tools.querySelector("[data-do=here]").hidden = !this.here.length;
    if (!this.here.length) return this.frame.scrollTo(0, 0);
    const bounds = this.bounds();
    const { x, y } = middleOf(this.here[0]);
    this.frame.scrollTo(
      (x - bounds.x + MARGIN) * this.size - this.frame.clientWidth / 2,
      (y - bounds.y + MARGIN) * this.size - this.frame.clientHeight / 2,
    );
  }
}

// A flow has way points instead of a box.
function middleOf({ x, y, width, height, waypoints }) {
  return waypoints ? waypoints[Math.floor(waypoints.length / 2)] : { x: x + width / 2, y: y + height / 2 };
}

function load(address) {
  return (load.loading ??= new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: address, onload: resolve, onerror: reject });
    document.head.append(script);
  }));
}
