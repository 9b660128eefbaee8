// Moves through a training (figures.moving.training): the build has written every number; here a row is picked and
// shown. The shade of the plane and the new student's prediction alone are computed, by backprop's own forward pass as
// the build recorded it.

import { Machine, drag, frames, oneOf, press, real, whole, write } from "./kit.js";
import { recorded } from "./recorded.js";

const read = (text) => Number(text.replace("−", "-"));

class Training {
  constructor(figure, data) {
    this.data = data;
    const all = (selector) => [...figure.querySelectorAll(selector)];
    this.numbers = all("[data-number]");
    this.scales = all("[data-scale]");
    this.curves = all(".curve");
    this.tiles = all(".tile");
    this.bars = all(".bar");
    this.radios = all("input[type=radio]");
    [this.slider] = all("input[name=at]");
    [this.handle] = all(".handle");
    this.rings = all(".new-student");
    this.hours = Object.keys(data.student).map((key) => ({
      key,
      slider: all(`input[name=${key}]`)[0],
      output: all(`output[data-of=${key}]`)[0],
    }));
    [this.mark] = all(".mark");
    [this.title] = all(".figure-title");
    this.says = this.title.nextElementSibling;
    this.asked = this.says.nextElementSibling;
    this.predict = recorded(data.tape);
    this.paths = {};
    for (const scale of this.scales)
      for (const curve of scale.querySelectorAll(".curve"))
        this.paths[scale.dataset.scale + curve.dataset.run] = curve.getAttribute("points").split(" ");
    const last = data.rows.at(-1);
    const nearest = (at) => data.rows.reduce((best, row) => (Math.abs(row - at) < Math.abs(best - at) ? row : best));
    const iteration = whole(0, last);
    const machine = (this.machine = new Machine(figure, {
      fields: {
        run: { first: "mended", read: oneOf(Object.keys(data.runs)) },
        scale: { first: "log", read: oneOf(Object.keys(data.stops)) },
        at: {
          first: data.first,
          read: (text) => {
            const at = iteration(text);
            return at === undefined ? at : nearest(at);
          },
        },
        ...Object.fromEntries(
          Object.entries(data.student).map(([key, first], k) => [key, { first, read: real(0, data.most[k]) }]),
        ),
      },
      draw: (state) => this.draw(state),
      says: (state) => this.words(state).join(". "),
    }));
    for (const { key, slider } of this.hours)
      slider.addEventListener("input", () => machine.set({ [key]: Number((slider.valueAsNumber / data.stride).toFixed(1)) }));
    const { left, top, side } = data.frame;
    drag(figure.querySelector("svg"), this.handle, [left, top, left + side, top + side], (x, y) => {
      const shares = [(x - left) / side, 1 - (y - top) / side].map((share) => Math.min(Math.max(share, 0), 1));
      const placed = this.hours.map(({ key }, k) => [key, Number((shares[k] * data.most[k]).toFixed(1))]);
      machine.set(Object.fromEntries(placed));
    });
    const stops = () => data.stops[machine.state.scale];
    this.slider.addEventListener("input", () => machine.set({ at: stops()[this.slider.valueAsNumber] }));
    figure.addEventListener("change", ({ target }) => {
      if (target.type === "radio") machine.set({ [target.name]: target.value });
    });
    press(figure, "back", () => machine.set({ at: stops().findLast((stop) => stop < machine.state.at) ?? 0 }));
    press(figure, "forward", () => machine.set({ at: stops().find((stop) => stop > machine.state.at) ?? last }));
    press(figure, "reset", () => machine.reset());
  }

  row({ run, at }) {
    const { runs, rows } = this.data;
    const k = rows.indexOf(at);
    const [error, ...numbers] = runs[run].values[k].split(" ");
    return { k, error, numbers, says: runs[run].says[k] };
  }

  words(state) {
    const { words, sentences } = this.data;
    const { error, says } = this.row(state);
    const said = [
      words.head.replace("{at}", state.at.toLocaleString("en")).replace("{error}", error),
      says.map((k) => sentences[k]).join(" "),
    ];
    if (state.run !== "mended")
      said[1] += ` ${words.other.replace("{error}", this.row({ ...state, run: "mended" }).error)}`;
    return [...said, this.answer(state)];
  }

  // What the network predicts of the new student, in points.
  answer(state) {
    const { words, shown, most, score, rule } = this.data;
    const hours = this.hours.map(({ key }) => state[key]);
    const weights = this.row(state).numbers.slice(shown).map(read);
    const [share] = this.predict([...hours.map((value, k) => value / most[k]), ...weights]);
    const ruled = hours.reduce((sum, value, k) => sum + rule[k] * value, 0);
    const [study, sleep, prediction, points] = [...hours, score * share, ruled].map((value) => value.toFixed(1));
    return Object.entries({ study, sleep, prediction, rule: points }).reduce(
      (text, [name, value]) => text.replace(`{${name}}`, value),
      words.student,
    );
  }

  draw(state) {
    const { data, slider } = this;
    const { k, numbers } = this.row(state);
    const [head, rest, asked] = this.words(state);
    write(this.title, head);
    write(this.says, rest);
    write(this.asked, asked);
    numbers.forEach((text, each) => write(this.numbers[each], text));
    for (const scale of this.scales)
      scale.setAttribute("display", scale.dataset.scale === state.scale ? "inline" : "none");
    for (const curve of this.curves) curve.classList.toggle("chosen", curve.dataset.run === state.run);
    const [x, y] = this.paths[state.scale + state.run][k].split(",");
    this.mark.setAttribute("transform", `translate(${x} ${y})`);
    const values = numbers.map(read);
    const { shown, frame } = data;
    const { left, top, side } = frame;
    const students = this.bars.length;
    this.bars.forEach((bar, each) => {
      const value = values[(each * shown) / students];
      bar.setAttribute("y", top + side * (1 - value));
      bar.setAttribute("height", side * value);
    });
    const weights = values.slice(shown);
    const middle = (place) => (place + place + 1) / (data.cells + data.cells);
    this.tiles.forEach((tile, each) => {
      const inputs = [middle(each % data.cells), middle(Math.floor(each / data.cells))];
      tile.setAttribute("fill-opacity", data.strength * this.predict([...inputs, ...weights])[0]);
    });
    const [study, sleep] = this.hours.map(({ key }, each) => state[key] / data.most[each]);
    for (const ring of [this.handle, ...this.rings]) {
      ring.setAttribute("cx", left + side * study);
      ring.setAttribute("cy", top + side * (1 - sleep));
    }
    for (const { key, slider: hours, output } of this.hours) {
      hours.value = Math.round(state[key] * data.stride);
      hours.setAttribute("aria-valuetext", asked);
      write(output, state[key].toFixed(1));
    }
    const stops = data.stops[state.scale];
    slider.max = stops.length - 1;
    slider.value = Math.max(stops.findLastIndex((stop) => stop <= state.at), 0);
    slider.setAttribute("aria-valuetext", head);
    for (const radio of this.radios) radio.checked = state[radio.name] === radio.value;
  }
}

export async function start(figure) {
  new Training(figure, await frames(figure));
}
