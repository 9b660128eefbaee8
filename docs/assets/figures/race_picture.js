// The picture of a race: paths in the turned ravine, values below, and the start as a handle.

import { drag, held } from "./kit.js";

const FAR = 5000;
const PLACES = 2;
const put = ({ x: [sx, ox, px], y: [sy, oy, py] }, x, y) => [sx * (x - ox) + px, sy * (y - oy) + py];
const back = ({ x: [sx, ox, px], y: [sy, oy, py] }, x, y) => [(x - px) / sx + ox, (y - py) / sy + oy];
const within = ([left, top, right, bottom], x, y) => x >= left && x <= right && y >= top && y <= bottom;

export class Picture {
  constructor(figure, data, runs) {
    this.data = data;
    this.runs = runs;
    const one = (selector) => figure.querySelector(selector);
    this.svg = one("svg");
    this.handle = one(".handle");
    this.rings = [this.handle, one(".start")];
    this.ravine = one(".ravine");
    this.clock = one(".clock");
    this.drawn = Object.fromEntries(
      runs.names.map((method) => {
        const run = one(`.run[data-method=${method}]`);
        const of = (selector) => run.querySelector(selector);
        return [method, { run, lines: [of(".path"), of(".fall")], marks: [of(".path-mark"), of(".fall-mark")] }];
      }),
    );
  }

  draw(state) {
    const { plane, values } = this.data.frame;
    const [, lowest] = values.y;
    for (const [method, { run, lines, marks }] of Object.entries(this.drawn)) {
      const found = this.runs.of(method, state, state.tilt);
      const last = Math.min(state.at, found.points.length - 1);
      const path = found.points.map(([x, y]) => put(plane, x, y));
      const fall = found.values.map((value, k) => put(values, k, Math.max(Math.log10(value), lowest - 1)));
      const out = path.findIndex((point) => point.some((pixel) => Math.abs(pixel) > FAR));
      const shown = [path.slice(0, (out < 0 ? last : Math.min(last, out)) + 1), fall];
      shown.forEach((points, k) => {
        const text = points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L");
        lines[k].setAttribute("d", `M${text}`);
      });
      const [, top, , bottom] = values.box;
      const ends = [path[last], [fall[last][0], held(fall[last][1], top, bottom)]];
      ends.forEach(([x, y], k) => marks[k].setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`));
      marks[0].setAttribute("display", within(plane.box, ...path[last]) ? "inline" : "none");
      run.setAttribute("display", state[`${method}-is`] === "on" ? "inline" : "none");
    }
    const [x, y] = put(plane, ...this.runs.place(state, state.tilt));
    for (const ring of this.rings) {
      ring.setAttribute("cx", x);
      ring.setAttribute("cy", y);
    }
    this.ravine.setAttribute("transform", `rotate(${-state.tilt})`);
    this.clock.setAttribute("transform", `translate(${put(values, state.at, 0)[0].toFixed(1)} 0)`);
  }

  // The start follows the handle, or goes where the plane is tapped; `act` is told along and across.
  listen(machine, act) {
    const { data, svg, handle } = this;
    const { plane } = data.frame;
    drag(svg, handle, plane.box, (...pixels) => {
      const [x, y] = back(plane, ...pixels);
      const [c, s] = data.turns[machine.state.tilt];
      const start = { along: c * x + s * y, across: c * y - s * x };
      for (const [key, reach] of Object.entries(data.reach))
        start[key] = Number(held(start[key], ...reach).toFixed(PLACES));
      act(start);
    });
  }
}
