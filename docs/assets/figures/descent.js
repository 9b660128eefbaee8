// Gradient descent on a slice of the network's cost (figures.moving.descent): start and η by handle, tap, slider
// and number. Cost and gradient are backprop's own, as the build recorded them.

import { Machine, drag, fill, frames, oneOf, press, real } from "./kit.js";
import { recorded } from "./recorded.js";

const DECIMALS = { cost: 4, place: 2 };

class Descent {
  constructor(figure, data) {
    this.figure = figure;
    this.data = data;
    this.at = recorded(data.tape);
    const one = (selector) => figure.querySelector(selector);
    this.svg = one("svg");
    this.handle = one(".handle");
    this.dot = one(".start");
    this.tangent = one(".tangent");
    this.says = one(".descent-says");
    this.inputs = Object.fromEntries(
      ["start", "rate"].map((key) => [
        key,
        { slider: one(`input[type=range][name=${key}]`), number: one(`input[type=number][name=${key}]`) },
      ]),
    );
    this.machine = new Machine(figure, {
      fields: {
        start: { first: data.start, read: real(...data.domain) },
        rate: { first: data.rate, read: real(...data.rates) },
        free: { first: "one", read: oneOf(["one", "all"]) },
      },
      draw: (state) => this.draw(state),
      says: (state) => this.words(state).join(" "),
    });
    this.listen();
  }

  // A slider's stop for a number and back; η moves by equal factors.
  ways(key) {
    const { stops } = this.data;
    const [least, most] = key === "start" ? this.data.domain : this.data.rates.map(Math.log);
    const to = key === "start" ? (x) => x : Math.log;
    const back = key === "start" ? (x) => x : Math.exp;
    return {
      stop: (value) => Math.round((stops * (to(value) - least)) / (most - least)),
      value: (stop) => Number(back(least + ((most - least) * stop) / stops).toPrecision(DECIMALS.cost)),
    };
  }

  listen() {
    const { machine, data, svg, handle } = this;
    for (const [key, { slider, number }] of Object.entries(this.inputs)) {
      slider.addEventListener("input", () => machine.set({ [key]: this.ways(key).value(slider.valueAsNumber) }));
      number.addEventListener("change", () => {
        const value = machine.fields[key].read(String(number.valueAsNumber));
        machine.set(value === undefined ? {} : { [key]: value });
      });
    }
    this.figure.addEventListener("change", ({ target }) => {
      if (target.type === "radio") machine.set({ free: target.value });
    });
    for (const button of this.figure.querySelectorAll("[data-rate]"))
      button.addEventListener("click", () => machine.set({ rate: Number(button.dataset.rate) }));
    press(this.figure, "reset", () => machine.reset());
    const [scale, origin, pixel] = data.frame.curve.x;
    drag(svg, handle, data.frame.curve.box, (x) => {
      const [least, most] = data.domain;
      const start = Math.min(Math.max((x - pixel) / scale + origin, least), most);
      machine.set({ start: Number(start.toFixed(DECIMALS.place)) });
    });
  }

  walk({ start, rate, free }) {
    const { held, index, steps } = this.data;
    const point = held.slice();
    point[index] = start;
    const walk = [];
    for (let k = 0; k <= steps; k++) {
      const [cost, ...slopes] = this.at(point);
      walk.push({ x: point[index], cost, slope: slopes[index] });
      slopes.forEach((slope, each) => {
        if (free === "all" || each === index) point[each] -= rate * slope;
      });
    }
    return walk;
  }

  draw(state) {
    const { data } = this;
    const { frame } = data;
    const walk = (this.path = this.walk(state));
    const put = ({ x: [sx, ox, px], y: [sy, oy, py] }, x, y) => [sx * (x - ox) + px, sy * (y - oy) + py];
    const show = (name, points) => {
      const texts = points.map((point) => point.map((each) => each.toFixed(1)));
      this.figure.querySelector(`.${name}-line`).setAttribute("points", texts.map(String).join(" "));
      this.figure.querySelector(`.${name}-dots`).setAttribute("d", texts.map(([x, y]) => `M${x} ${y}h0`).join(""));
    };
    const [left, , right] = frame.curve.box;
    const out = walk.findIndex(({ x }) => x < data.domain[0] || x > data.domain[1]);
    this.out = out;
    const inside = out < 0 ? walk : walk.slice(0, out);
    show("walk", inside.map(({ x, cost }) => put(frame.curve, x, cost)));
    show("costs", walk.map(({ cost }, k) => put(frame.costs, k, cost)));
    const [x, y] = put(frame.curve, walk[0].x, walk[0].cost);
    for (const each of [this.handle, this.dot]) {
      each.setAttribute("cx", x);
      each.setAttribute("cy", y);
    }
    const slope = (walk[0].slope * frame.curve.y[0]) / frame.curve.x[0];
    const reach = (right - left) / (data.reach * Math.hypot(1, slope));
    this.tangent.setAttribute("d", `M${x - reach} ${y - slope * reach}L${x + reach} ${y + slope * reach}`);
    const words = this.words(state);
    this.says.replaceChildren(
      ...words.map((text) => Object.assign(document.createElement("p"), { textContent: text })),
    );
    for (const [key, { slider, number }] of Object.entries(this.inputs)) {
      slider.value = this.ways(key).stop(state[key]);
      if (document.activeElement !== number) number.value = state[key];
      slider.setAttribute("aria-valuetext", key === "start" ? words[0] : words[1]);
    }
    for (const input of this.figure.querySelectorAll("input[type=radio]")) input.checked = input.value === state.free;
    for (const button of this.figure.querySelectorAll("[data-rate]"))
      button.setAttribute("aria-pressed", Number(button.dataset.rate) === state.rate);
  }

  words({ start, rate, free }) {
    const { words, curvature } = this.data;
    const minus = (number, digits) => number.toFixed(digits).replace("-", "−");
    const [first, last] = [this.path[0], this.path.at(-1)];
    const product = rate * curvature;
    const said = [
      fill(words.start, { start: minus(start, DECIMALS.place), slope: minus(first.slope, DECIMALS.cost) }),
      [
        fill(words.rate, { rate }),
        fill(words.walk, { first: minus(first.cost, DECIMALS.cost), last: minus(last.cost, DECIMALS.cost) }),
      ].join(". "),
    ];
    if (free === "all") said.push(words.free);
    else {
      said.push(fill(words.product, { product: minus(product, DECIMALS.place) }));
      said.push(words.regimes[this.data.bounds.filter((bound) => product >= bound).length]);
    }
    if (this.out > 0) said.push(fill(words.left, { step: this.out }));
    return said;
  }
}

export async function start(figure) {
  new Descent(figure, await frames(figure));
}
