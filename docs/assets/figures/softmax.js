// Logits under the reader's hands (figures.moving.softmax). Probabilities, loss and gradient are backprop's own, as
// the build recorded them.

import { Machine, fill, frames, minus, oneOf, press, real, write } from "./kit.js";
import { recorded } from "./recorded.js";

class Softmax {
  constructor(figure, data) {
    const all = (selector) => [...figure.querySelectorAll(selector)];
    this.data = data;
    this.keys = Object.keys(data.start);
    this.sliders = this.keys.map((key) => all(`input[name=${key}]`)[0]);
    this.numbers = all("output");
    this.radios = all("input[type=radio]");
    [this.bars, this.tilts, this.shown] = [".bar", ".tilt", ".number text"].map(all);
    [this.answer, this.mark] = [all(".answer")[0], all("svg .mark")[0]];
    this.lines = all(".softmax-says p");
    this.rows = all("tbody tr").map((row) => [...row.querySelectorAll("td")]);
    this.at = data.tapes.map(recorded);
    // What the last button has done; any other change forgets it.
    this.did = "";
    const { limit, stops, decimals } = data;
    const answers = this.keys.map((_, k) => String(k + 1));
    const machine = (this.machine = new Machine(figure, {
      fields: {
        ...Object.fromEntries(this.keys.map((key) => [key, { first: data.start[key], read: real(-limit, limit) }])),
        answer: { first: data.answer, read: oneOf(answers) },
      },
      draw: (state) => this.draw(state),
      says: (state) => this.words(state).join(" "),
    }));
    const set = (changes, did = "") => {
      this.did = did;
      machine.set(changes);
    };
    this.keys.forEach((key, k) =>
      this.sliders[k].addEventListener("input", () => {
        const value = (this.sliders[k].valueAsNumber / stops) * (limit + limit) - limit;
        set({ [key]: Number(value.toFixed(decimals.logit)) });
      }),
    );
    figure.addEventListener("change", ({ target }) => {
      if (target.type === "radio") set({ answer: target.value });
    });
    for (const [move, [factor, added, did]] of Object.entries(data.moves))
      press(figure, move, () => {
        const before = machine.state;
        const moved = this.keys.map((key) => Number((before[key] * factor + added).toFixed(decimals.logit)));
        if (moved.some((value) => Math.abs(value) > limit)) set({}, data.words.limit);
        else {
          const changes = Object.fromEntries(this.keys.map((key, k) => [key, moved[k]]));
          set(changes, `${did} ${this.compare(before, { ...before, ...changes })}`);
        }
      });
    press(figure, "reset", () => {
      this.did = "";
      machine.reset();
    });
  }

  of(state) {
    const found = this.at[Number(state.answer) - 1](this.keys.map((key) => state[key]));
    const n = this.keys.length;
    return { odds: found.slice(0, n), loss: found[n], slopes: found.slice(n + 1) };
  }

  text(number) {
    return minus(number, this.data.decimals.shown);
  }

  compare(before, after) {
    const { words } = this.data;
    const [one, other] = [before, after].map((state) => this.of(state).odds);
    const [was, is] = [one, other].map((odds) => odds.map((value) => this.text(value)));
    if (was.join() === is.join()) return words.same;
    return fill(words.other, { before: this.text(Math.max(...one)), after: this.text(Math.max(...other)) });
  }

  words(state) {
    const { words, flat } = this.data;
    const { odds, loss } = this.of(state);
    const right = Number(state.answer) - 1;
    const most = Math.max(...odds);
    const first = odds.indexOf(most);
    const found =
      loss < flat ? "flat" : odds.filter((value) => value === most).length > 1 ? "level" : first === right ? "right" : "wrong";
    return [
      fill(words.loss, { answer: state.answer, value: this.text(odds[right]), loss: this.text(loss) }),
      fill(words[found], { k: first + 1 }),
      this.did,
    ];
  }

  draw(state) {
    const { bars, loss: plot, limit, stops, decimals, words } = this.data;
    const { odds, loss, slopes } = this.of(state);
    const right = Number(state.answer) - 1;
    const said = this.words(state);
    this.lines.forEach((line, k) => write(line, said[k]));
    this.keys.forEach((key, k) => {
      const logit = minus(state[key], decimals.logit);
      this.bars[k].setAttribute("width", bars.width * odds[k]);
      this.tilts[k].setAttribute("x", bars.middle + bars.half * Math.min(slopes[k], 0));
      this.tilts[k].setAttribute("width", bars.half * Math.abs(slopes[k]));
      const texts = [odds[k], slopes[k]].map((value) => this.text(value));
      texts.forEach((each, column) => write(this.shown[k + k + column], each));
      [logit, texts[0], String(Number(k === right)), texts[1]].forEach((each, cell) => write(this.rows[k][cell], each));
      write(this.numbers[k], logit);
      this.sliders[k].value = Math.round(((state[key] + limit) / (limit + limit)) * stops);
      this.sliders[k].setAttribute("aria-valuetext", `${fill(words.logit, { k: k + 1, value: logit })} ${said.join(" ")}`);
    });
    this.answer.setAttribute("transform", `translate(0 ${right * bars.pitch})`);
    const x = plot.left + (plot.right - plot.left) * odds[right];
    const y = plot.bottom - (plot.bottom - plot.top) * Math.min(loss / plot.most, 1);
    this.mark.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
    for (const radio of this.radios) radio.checked = radio.value === state.answer;
  }
}

export async function start(figure) {
  new Softmax(figure, await frames(figure));
}
