// Moves the distance of a difference (figures.moving.epsilon). The figure is about Python's own rounding, so the
// build has written every number; here one ε is picked and shown.

import { Machine, frames, placeOf, press, whole } from "./kit.js";

class Epsilon {
  constructor(figure, { first, states, pixels }) {
    this.states = states;
    this.pixels = pixels;
    const all = (selector) => [...figure.querySelectorAll(selector)];
    const [slider] = all("input[name=at]");
    const [mark] = all(".mark");
    const [one, central] = all(".mark circle");
    const [epsilon] = all("[data-epsilon]");
    const [costs, found, errors] = ["cost", "found", "error"].map((name) => all(`[data-${name}]`));
    const last = states.length - 1;
    const machine = new Machine(figure, {
      fields: { at: { first, read: whole(0, last) } },
      draw: ({ at }) => {
        const state = states[at];
        const [x, ...heights] = pixels[at];
        mark.setAttribute("transform", `translate(${x} 0)`);
        [one, central].forEach((dot, k) => dot.setAttribute("cy", heights[k]));
        epsilon.textContent = state.epsilon;
        state.costs.forEach((text, k) => {
          costs[k].querySelector("s").textContent = text.slice(0, state.same);
          costs[k].querySelector("b").textContent = text.slice(state.same);
          found[k].textContent = state.found[k];
          errors[k].textContent = state.errors[k];
        });
        slider.value = at;
        slider.setAttribute("aria-valuetext", state.says);
        for (const button of all("[data-at]"))
          button.setAttribute("aria-pressed", Number(button.dataset.at) === at);
      },
      says: ({ at }) => states[at].says,
    });
    const go = (at) => machine.set({ at: Math.min(Math.max(at, 0), last) });
    slider.addEventListener("input", () => go(slider.valueAsNumber));
    press(figure, "back", () => go(machine.state.at - 1));
    press(figure, "forward", () => go(machine.state.at + 1));
    press(figure, "reset", () => machine.reset());
    for (const button of all("[data-at]")) button.addEventListener("click", () => go(Number(button.dataset.at)));
    // A tap on the picture takes the nearest ε.
    const [svg] = all("svg");
    svg.addEventListener("click", (event) => {
      const { x } = placeOf(svg, event);
      const far = pixels.map(([place]) => Math.abs(place - x));
      go(far.indexOf(Math.min(...far)));
    });
  }
}

export async function start(figure) {
  new Epsilon(figure, await frames(figure));
}
