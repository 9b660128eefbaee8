// Four optimizers race down a ravine (figures.moving.race): η, β, start and tilt by slider, the start by handle and
// tap; play, pause and scrub.

import { Machine, fill, frames, oneOf, press, real, whole, write } from "./kit.js";
import { Picture } from "./race_picture.js";
import { Runs } from "./race_runs.js";

const FRAME_MS = 80;
const CALM_MS = 450;
const SLOWEST = 20;
const CALM_STOPS = 10;
const PLACES = 2;
const still = matchMedia("(prefers-reduced-motion: reduce)");
const minus = (text) => text.replace("-", "−");

class Race {
  constructor(figure, data) {
    const all = (selector) => [...figure.querySelectorAll(selector)];
    this.figure = figure;
    this.data = data;
    this.runs = new Runs(data);
    this.picture = new Picture(figure, data, this.runs);
    this.lines = all(".race-says p");
    this.radios = all("input[type=radio]");
    [this.player] = all("[data-do=play]");
    [this.share] = all("[data-name=share]");
    this.sliders = Object.fromEntries(all("input[type=range]").map((input) => [input.name, input]));
    this.outputs = Object.fromEntries(all("output").map((output) => [output.dataset.of, output]));
    this.buttons = Object.fromEntries(all("button[data-method]").map((button) => [button.dataset.method, button]));
    const methods = this.runs.names;
    const rates = real(data.rates[0], data.rates.at(-1));
    const shares = real(0, data.shares / (data.shares + 1));
    const fields = {
      at: { first: data.steps, read: whole(0, data.steps) },
      tilt: { first: 0, read: whole(0, data.turns.length - 1) },
      tuned: { first: methods[0], read: oneOf(methods) },
    };
    for (const method of methods) {
      const { rate, share } = data.methods[method];
      fields[method] = { first: rate, read: rates };
      if (share) fields[`${method}-share`] = { first: share[1], read: shares };
      fields[`${method}-is`] = { first: "on", read: oneOf(["on", "off"]) };
    }
    for (const [key, reach] of Object.entries(data.reach))
      fields[key] = { first: data.start[key], read: real(...reach) };
    this.machine = new Machine(figure, {
      fields,
      draw: (state) => this.draw(state),
      says: (state) => this.runs.words(state).join(" "),
    });
    this.listen();
  }

  // Which field a slider sets, at which stop it stands, and what a stop means.
  slides(key, state) {
    const { rates, shares, reach, stride } = this.data;
    const { tuned } = state;
    if (key === "rate") {
      const away = (rate) => Math.abs(Math.log(rate / state[tuned]));
      const nearest = rates.reduce((best, rate) => (away(rate) < away(best) ? rate : best));
      return { field: tuned, stop: rates.indexOf(nearest), value: (stop) => rates[stop] };
    }
    if (key === "share") {
      const field = `${tuned}-share`;
      const whole = shares + 1;
      return { field, stop: Math.round((state[field] ?? 0) * whole), value: (stop) => stop / whole };
    }
    if (key in reach) {
      const [least] = reach[key];
      const value = (stop) => Number((least + stop / stride).toFixed(PLACES));
      return { field: key, stop: Math.round((state[key] - least) * stride), value };
    }
    return { field: key, stop: state[key], value: (stop) => stop };
  }

  listen() {
    const { machine, figure, data } = this;
    const act = (changes) => {
      this.stop();
      machine.set(changes);
    };
    for (const [key, slider] of Object.entries(this.sliders))
      slider.addEventListener("input", () => {
        const { field, value } = this.slides(key, machine.state);
        act({ [field]: value(slider.valueAsNumber) });
      });
    figure.addEventListener("change", ({ target }) => {
      if (target.type === "radio") act({ tuned: target.value });
    });
    for (const [method, button] of Object.entries(this.buttons)) {
      const key = `${method}-is`;
      button.addEventListener("click", () => act({ [key]: machine.state[key] === "on" ? "off" : "on" }));
    }
    press(figure, "play", () => (this.timer === undefined ? this.play() : this.stop()));
    press(figure, "back", () => act({ at: Math.max(machine.state.at - 1, 0) }));
    press(figure, "forward", () => act({ at: Math.min(machine.state.at + 1, data.steps) }));
    press(figure, "reset", () => {
      this.stop();
      machine.reset();
    });
    this.picture.listen(machine, act);
  }

  // Small steps at first, larger ones later; few large ones where motion is not wanted.
  play() {
    const { machine, data } = this;
    const wait = still.matches ? CALM_MS : FRAME_MS;
    if (machine.state.at === data.steps) machine.set({ at: 0 });
    write(this.player, data.words.pause);
    const tick = () => {
      const { at } = machine.state;
      const stride = still.matches ? Math.ceil(data.steps / CALM_STOPS) : 1 + Math.floor(at / SLOWEST);
      machine.set({ at: Math.min(at + stride, data.steps) });
      if (machine.state.at === data.steps) this.stop();
      else this.timer = setTimeout(tick, wait);
    };
    this.timer = setTimeout(tick, wait);
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = undefined;
    write(this.player, this.data.words.play);
  }

  draw(state) {
    const { data, runs } = this;
    this.picture.draw(state);
    const said = runs.words(state);
    this.lines.forEach((line, k) => write(line, said[k]));
    for (const [method, button] of Object.entries(this.buttons)) {
      const [rate, value, ...arrivals] = button.closest("tr").querySelectorAll("td");
      const [run, turned] = [state.tilt, data.turned].map((tilt) => runs.of(method, state, tilt));
      button.setAttribute("aria-pressed", state[`${method}-is`] === "on");
      write(rate, String(state[method]));
      write(value, runs.written(run.values[Math.min(state.at, run.values.length - 1)]));
      [run, turned].forEach(({ outcome }, k) => write(arrivals[k], data.marks[outcome] ?? String(outcome)));
    }
    this.show(state, said);
  }

  // The controls as the state has them, and what each of them says.
  show(state, [clock, lead, order]) {
    const { methods, words, marks } = this.data;
    const { name, share } = methods[state.tuned];
    const symbol = share?.[0] ?? words.symbol;
    const shown = {
      at: String(state.at),
      tilt: `${state.tilt}°`,
      rate: String(state[state.tuned]),
      share: share ? String(state[`${state.tuned}-share`]) : marks.limit,
      along: minus(String(state.along)),
      across: minus(String(state.across)),
    };
    const place = fill(words.place, shown);
    const told = {
      at: `${clock} ${lead}`,
      tilt: clock,
      rate: fill(words.rate, { name, value: shown.rate }),
      share: share ? fill(words.share, { name, symbol, value: shown.share }) : shown.share,
      along: place,
      across: place,
    };
    for (const [key, slider] of Object.entries(this.sliders)) {
      slider.value = this.slides(key, state).stop;
      slider.setAttribute("aria-valuetext", `${told[key]} ${order}`);
      write(this.outputs[key], shown[key]);
    }
    this.sliders.share.disabled = !share;
    write(this.share, fill(words.label, { symbol }));
    for (const radio of this.radios) radio.checked = radio.value === state.tuned;
  }
}

export async function start(figure) {
  new Race(figure, await frames(figure));
}
