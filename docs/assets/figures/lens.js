// A factor of the chain rule wherever it stands (figures.moving.lens): in the lesson's formulas, in the table and in
// the picture. Under the pointer or in focus all its places light up; a tap or a key holds it.

import { Machine, frames, oneOf, press } from "./kit.js";

class Lens {
  constructor(figure, data) {
    const parts = Object.keys(data.says).filter((part) => part);
    const find = (part) => [
      ...figure.querySelectorAll(`[data-part=${part}]`),
      ...document.querySelectorAll(`math .lens-${part}`),
    ];
    this.places = new Map(parts.map((part) => [part, find(part)]));
    this.buttons = [...figure.querySelectorAll("button[data-part]")];
    this.says = figure.querySelector(".lens-says p");
    this.data = data;
    const machine = (this.machine = new Machine(figure, {
      fields: { part: { first: "", read: oneOf(parts) } },
      draw: (state) => this.draw(state),
      says: ({ part }) => data.plain[part],
    }));
    const hold = (part) => machine.set({ part: machine.state.part === part ? "" : part });
    for (const [part, places] of this.places)
      for (const place of places) {
        place.addEventListener("click", () => hold(part));
        // Chromium lets the Tab key stop at a part of a drawing that listens for focus.
        const focus = place.matches("button") ? { focus: true, blur: false } : {};
        for (const [event, isFound] of Object.entries({ pointerenter: true, pointerleave: false, ...focus }))
          place.addEventListener(event, () => this.find(part, isFound));
      }
    figure.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") machine.set({ part: "" });
    });
    press(figure, "reset", () => machine.reset());
  }

  find(part, isFound) {
    for (const each of this.places.get(part)) each.classList.toggle("found", isFound);
  }

  draw({ part }) {
    for (const [each, places] of this.places)
      for (const place of places) place.classList.toggle("lit", each === part);
    for (const button of this.buttons) button.setAttribute("aria-pressed", button.dataset.part === part);
    if (this.shown !== part) this.says.innerHTML = this.data.says[part];
    this.shown = part;
  }
}

export async function start(figure) {
  new Lens(figure, await frames(figure));
}
