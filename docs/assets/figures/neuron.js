// What a neuron cuts out of the plane of its inputs (figures.moving.neuron). Activations are backprop's own, as the
// build recorded them.

import { Machine, frames, minus, oneOf, press, real } from "./kit.js";
import { recorded } from "./recorded.js";

const DECIMALS = { shown: 4, knob: 1 };

class Neuron {
  constructor(figure, data) {
    const all = (selector) => [...figure.querySelectorAll(selector)];
    const keys = Object.keys(data.start);
    const sliders = Object.fromEntries(keys.map((key) => [key, all(`input[name=${key}]`)[0]]));
    const numbers = Object.fromEntries(keys.map((key) => [key, all(`[data-of=${key}]`)[0]]));
    const [cells, sums, active] = [all(".tile"), all("[data-sum]"), all("[data-active]")];
    const [border] = all(".border");
    const at = Object.fromEntries(Object.entries(data.tapes).map(([key, tape]) => [key, recorded(tape)]));
    const { limit, stops } = data;
    const of = ({ w1, w2, b, nodes }) => data.inputs.map((inputs) => at[nodes]([...inputs, w1, w2, b]));
    const says = (state) => {
      const said = keys.map((key) => `${key} ${minus(state[key], DECIMALS.knob)}`);
      const found = of(state).map(([, value], k) => `${data.students[k]} ${minus(value, DECIMALS.shown)}`);
      return `${said.join(", ")}. ${found.join(", ")}`;
    };
    const machine = new Machine(figure, {
      fields: {
        ...Object.fromEntries(keys.map((key) => [key, { first: data.start[key], read: real(-limit, limit) }])),
        nodes: { first: "one", read: oneOf(["one", "two"]) },
      },
      draw: (state) => {
        const { w1, w2, b, nodes } = state;
        cells.forEach((cell, k) => {
          const [column, row] = [k % data.cells, Math.floor(k / data.cells)];
          const middle = (place) => (place + place + 1) / (data.cells + data.cells);
          const [, value] = at[nodes]([middle(column), middle(row), w1, w2, b]);
          cell.setAttribute("fill-opacity", data.strength * value);
        });
        of(state).forEach(([sum, value], k) => {
          sums[k].textContent = minus(sum, DECIMALS.shown);
          active[k].textContent = minus(value, DECIMALS.shown);
        });
        this.cut(border, data, w1, w2, b);
        for (const key of keys) {
          sliders[key].value = Math.round(((state[key] + limit) / (limit + limit)) * stops);
          numbers[key].textContent = minus(state[key], DECIMALS.knob);
          sliders[key].setAttribute("aria-valuetext", says(state));
        }
        for (const input of all("input[type=radio]")) input.checked = input.value === nodes;
      },
      says,
    });
    for (const key of keys)
      sliders[key].addEventListener("input", () => {
        const value = (sliders[key].valueAsNumber / stops) * (limit + limit) - limit;
        machine.set({ [key]: Number(value.toFixed(DECIMALS.knob)) });
      });
    figure.addEventListener("change", ({ target }) => {
      if (target.type === "radio") machine.set({ nodes: target.value });
    });
    press(figure, "reset", () => machine.reset());
  }

  // The line where the weighted sum is zero, as far as it runs through the square.
  cut(border, { frame: { left, top, side } }, w1, w2, b) {
    const ends = [];
    for (const edge of [0, 1]) {
      if (w2) ends.push([edge, -(b + w1 * edge) / w2]);
      if (w1) ends.push([-(b + w2 * edge) / w1, edge]);
    }
    const inside = ends.filter((end) => end.every((place) => place >= 0 && place <= 1));
    const [first, ...rest] = inside;
    const far = ([x, y]) => Math.hypot(x - first[0], y - first[1]);
    const last = rest.sort((one, other) => far(other) - far(one))[0];
    border.style.visibility = last ? "" : "hidden";
    if (!last) return;
    [first, last].forEach(([x, y], k) => {
      border.setAttribute(`x${k + 1}`, left + side * x);
      border.setAttribute(`y${k + 1}`, top + side * (1 - y));
    });
  }
}

export async function start(figure) {
  new Neuron(figure, await frames(figure));
}
