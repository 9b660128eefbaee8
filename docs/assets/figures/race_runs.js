// The runs of a race, each step backprop's own as the build recorded it, and what they say in words.

import { fill } from "./kit.js";
import { recorded } from "./recorded.js";

const DIGITS = { cost: 4, power: 1 };

export class Runs {
  constructor(data) {
    this.data = data;
    this.names = Object.keys(data.methods);
    const of = (make) => Object.fromEntries(this.names.map((method) => [method, make(method)]));
    this.steps = of((method) => recorded(data.methods[method].tape));
    this.known = of(() => new Map());
  }

  // Where the start lies when the ravine is turned.
  place({ along, across }, tilt) {
    const [c, s] = this.data.turns[tilt];
    return [c * along - s * across, s * along + c * across];
  }

  // A method's points and values, and when it arrived or why it did not, as backprop.optimize.races counts.
  of(method, state, tilt) {
    const known = this.known[method];
    const knobs = [state[method], state[`${method}-share`]].filter((knob) => knob !== undefined);
    const key = [tilt, ...knobs, state.along, state.across].join(" ");
    if (!known.has(key)) {
      if (known.size > 1) known.delete(known.keys().next().value);
      known.set(key, this.compute(method, [...knobs, ...this.data.turns[tilt]], this.place(state, tilt)));
    }
    return known.get(key);
  }

  compute(method, knobs, start) {
    const { methods, steps, stay, target, diverged } = this.data;
    const found = { points: [], values: [], outcome: "limit" };
    let [now, below] = [[...start, ...methods[method].rest], 0];
    for (let k = 0; k <= steps + stay && found.outcome !== "diverged"; k++) {
      const [value, ...next] = this.steps[method]([...now, ...knobs]);
      const [x, y] = now;
      if (k <= steps) {
        found.points.push([x, y]);
        found.values.push(value);
      }
      below = value <= target ? below + 1 : 0;
      if (found.outcome === "limit") {
        if (below > stay) found.outcome = k - stay;
        else if (Math.max(Math.abs(x), Math.abs(y)) > diverged && k <= steps) found.outcome = "diverged";
      }
      now = next;
    }
    return found;
  }

  written(value) {
    const { small, large, powers } = this.data;
    if (!value || (value >= small && value < large)) return value.toFixed(DIGITS.cost);
    const [mantissa, power] = value.toExponential(DIGITS.power).split("e");
    const [minus, ...digits] = powers;
    const raised = [...power.slice(1)].map((digit) => digits[digit]).join("");
    return `${mantissa}×10${power.startsWith("-") ? minus : ""}${raised}`;
  }

  // Where the race stands, who is lowest, and who arrived.
  words(state) {
    const { words, methods } = this.data;
    const on = this.names.filter((method) => state[`${method}-is`] === "on");
    const runs = Object.fromEntries(on.map((method) => [method, this.of(method, state, state.tilt)]));
    const list = (which, text) => which.map(text).join(", ");
    const height = (method) => runs[method].values[state.at];
    const alive = on.filter((method) => state.at < runs[method].values.length);
    const lowest = alive.reduce((best, method) => (height(method) < height(best) ? method : best), alive[0]);
    const isLevel = alive.length > 1 && alive.every((method) => height(method) === height(lowest));
    const arrived = on
      .filter((method) => Number.isInteger(runs[method].outcome))
      .sort((a, b) => runs[a].outcome - runs[b].outcome);
    const diverged = on.filter((method) => runs[method].outcome === "diverged");
    const order = [
      arrived.length
        ? fill(words.order, { list: list(arrived, (each) => `${methods[each].name} ${runs[each].outcome}`) })
        : words.nobody,
    ];
    if (diverged.length) order.push(fill(words.diverged, { list: list(diverged, (each) => methods[each].name) }));
    let lead = words.empty;
    if (isLevel) lead = words.level;
    else if (lowest) lead = fill(words.lead, { name: methods[lowest].name, value: this.written(height(lowest)) });
    return [fill(words.clock, state), lead, order.join(" ")];
  }
}
