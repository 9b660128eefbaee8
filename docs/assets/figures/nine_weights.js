// The nine weights of the lecture's network under the reader's hands (figures.moving.nine_weights). Predictions and
// slopes are backprop's own, as the build recorded them.

import { Machine, fill, frames, minus, press, real, write } from "./kit.js";
import { recorded } from "./recorded.js";

class NineWeights {
  constructor(figure, data) {
    const all = (selector) => [...figure.querySelectorAll(selector)];
    const { limit, stops, words, frame, targets, decimals } = data;
    const keys = data.start.map((_, k) => `w${k}`);
    const sliders = keys.map((key) => all(`input[name=${key}]`)[0]);
    const numbers = all("output");
    const [bars, paths, weights, ways, lines] = [".bar", ".path", "[data-weight]", "[data-way]", ".nine-says p"].map(all);
    const at = recorded(data.tape);
    const of = (state) => {
      const found = at(keys.map((key) => state[key]));
      return { predictions: found.slice(0, targets.length), slopes: found.slice(targets.length) };
    };
    const says = ({ predictions, slopes }) => [
      ...predictions.map((value, k) =>
        fill(words.student, {
          name: k + 1,
          value: minus(value, decimals.shown),
          target: minus(targets[k], decimals.shown),
        }),
      ),
      predictions.every((value, k) => Math.abs(value - targets[k]) < data.near)
        ? words.near
        : fill(words.negative, { count: slopes.filter((slope) => slope < 0).length }),
    ];
    const machine = new Machine(figure, {
      fields: Object.fromEntries(keys.map((key, k) => [key, { first: data.start[k], read: real(-limit, limit) }])),
      draw: (state) => {
        const found = of(state);
        const said = says(found);
        lines.forEach((line, k) => write(line, said[k]));
        found.predictions.forEach((value, k) => {
          bars[k].setAttribute("y", frame.top + frame.side * (1 - value));
          bars[k].setAttribute("height", frame.side * value);
        });
        keys.forEach((key, k) => {
          const shown = minus(state[key], decimals.knob);
          const slope = found.slopes[k];
          paths[k].classList.toggle("negative", slope < 0);
          write(ways[k], data.ways[Math.sign(slope)]);
          write(weights[k], shown);
          write(numbers[k], shown);
          sliders[k].value = Math.round(((state[key] + limit) / (limit + limit)) * stops);
          sliders[k].setAttribute("aria-valuetext", `${data.labels[k]} ${shown}. ${said.join(" ")}`);
        });
      },
      says: (state) => says(of(state)).join(" "),
    });
    keys.forEach((key, k) =>
      sliders[k].addEventListener("input", () => {
        const value = (sliders[k].valueAsNumber / stops) * (limit + limit) - limit;
        machine.set({ [key]: Number(value.toFixed(decimals.knob)) });
      }),
    );
    press(figure, "reset", () => machine.reset());
  }
}

export async function start(figure) {
  new NineWeights(figure, await frames(figure));
}
