// Walks through one training step (figures.moving.stepper). The build has written every text and value; here
// they are picked and put in their places.

import { Machine, frames, oneOf, press, whole } from "./kit.js";

const SLOT = /\{(!?)([^{}]+)\}/g;

const POWERS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

// The number that a text of the build writes.
function read(text) {
  const plain = text.replaceAll("−", "-").replaceAll("⁻", "-").replace("×10", "e");
  return Number(plain.replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (digit) => POWERS.indexOf(digit)));
}

// A signed part as a bar to the left or to the right, its length a share of the longest.
function bar(label, text, share) {
  const [left, width] = [Math.min(share, 0), Math.abs(share)];
  return (
    `<span>${label}</span><svg viewBox="-1 0 2 1" preserveAspectRatio="none" aria-hidden="true">` +
    `<rect x="${left}" width="${width}" height="1" class="${share < 0 ? "less" : "more"}"/></svg><b>${text}</b>`
  );
}

class Stepper {
  constructor(figure, data) {
    this.figure = figure;
    this.data = data;
    this.find = (selector) => [...figure.querySelectorAll(selector)];
    this.panel = figure.querySelector(".figure-panel");
    this.slider = figure.querySelector("input[name=step]");
    this.values = this.find("svg [data-value]");
    this.cells = this.find("td[data-value]");
    this.parts = this.find("[data-part]");
    this.edges = this.find("button[data-edge]");
    this.known = data.steps.map((_, k) => new Set(data.steps.slice(0, k + 1).flatMap((step) => step.fresh)));
    this.ever = this.known.at(-1);
    const options = (name) => this.find(`input[name=${name}]`).map((input) => input.value);
    const field = (name, values) => ({ first: values[0], read: oneOf(values) });
    this.runs = options("run");
    this.iterations = options("iteration");
    const samples = options("sample");
    this.samples = samples.length ? samples : [""];
    this.machine = new Machine(figure, {
      fields: {
        step: { first: 0, read: whole(0, data.steps.length - 1) },
        run: field("run", this.runs),
        iteration: field("iteration", this.iterations),
        ...(samples.length && { sample: field("sample", samples) }),
        edge: { first: "", read: oneOf(Object.keys(data.edges)) },
      },
      draw: (state) => this.draw(state),
      says: (state) => this.says(state),
    });
    this.listen();
  }

  listen() {
    const { machine, data, figure } = this;
    const go = (step) => machine.set({ step: Math.min(Math.max(step, 0), data.steps.length - 1), edge: "" });
    press(figure, "back", () => go(machine.state.step - 1));
    press(figure, "forward", () => go(machine.state.step + 1));
    press(figure, "reset", () => machine.reset());
    for (const button of this.find("[data-do^=phase]")) {
      const phase = Number(button.dataset.do.split("-")[1]);
      button.addEventListener("click", () => go(data.steps.findIndex((step) => step.phase === phase)));
    }
    this.slider.addEventListener("input", () => go(this.slider.valueAsNumber));
    figure.addEventListener("change", ({ target }) => {
      if (target.type === "radio") machine.set({ [target.name]: target.value });
    });
    for (const edge of this.find("[data-edge]"))
      edge.addEventListener("click", () => {
        const name = edge.dataset.edge;
        machine.set({ edge: machine.state.edge === name ? "" : name });
      });
    figure.addEventListener("keydown", ({ key }) => {
      if (key === "Escape" && machine.state.edge) machine.set({ edge: "" });
    });
    // A factor of the chain lights its part of the drawing: under the pointer, in focus, by a tap.
    for (const event of ["pointerover", "focusin", "click"])
      this.panel.addEventListener(event, ({ target }) => {
        const part = target.closest("[data-factor]")?.dataset.factor;
        if (part) for (const each of this.parts) each.classList.toggle("found", each.dataset.part === part);
      });
  }

  // The values of the chosen run, iteration and sample, by their names.
  read({ run, iteration, sample = "" }) {
    const { names, values } = this.data;
    const star = this.runs.indexOf(run) ? "*" : "";
    const [shared, ...owns] = values[this.runs.indexOf(run)][this.iterations.indexOf(iteration)];
    const found = new Map();
    const take = (keys, texts) => texts.split("\t").forEach((text, k) => found.set(keys[k], text));
    take(names[0], shared);
    take(names[1], owns[this.samples.indexOf(sample)]);
    return (asked) => {
      const [name, own] = asked.endsWith("|") ? [asked.slice(0, -1), ""] : [asked, star];
      for (const key of [name + own, name, `${sample} ${name}${own}`, `${sample} ${name}`])
        if (found.has(key)) return found.get(key);
      throw new Error(`no value ${asked}`);
    };
  }

  fill(text, value) {
    return text.replace(SLOT, (_, signed, name) => {
      const found = value(name);
      return signed && found.startsWith("−") ? `(${found})` : found;
    });
  }

  draw(state) {
    const value = this.read(state);
    const step = this.data.steps[state.step];
    const known = this.known[state.step];
    const last = this.data.steps.length - 1;
    for (const text of this.values) {
      const name = text.dataset.value;
      const edge = this.data.edges[name];
      const shown = edge ? this.onEdge(name, known) : name;
      text.textContent = value(shown);
      text.classList.toggle("derived", shown.includes("d ") || shown.startsWith("sum "));
      text.classList.toggle("later", this.ever.has(name) && !known.has(name));
    }
    for (const cell of this.cells) {
      cell.textContent = value(cell.dataset.value);
      cell.classList.toggle("mine", state.sample && cell.dataset.value.startsWith(`${state.sample} `));
    }
    const lit = new Set(state.edge ? this.data.edges[state.edge].paths.flat().map(({ part }) => part) : step.lit);
    if (state.edge) lit.add(state.edge);
    for (const part of this.parts) {
      const name = part.dataset.part;
      const isRow = part.matches("tr");
      part.classList.toggle("lit", state.edge && isRow ? name === state.edge : lit.has(name));
      part.classList.remove("found");
      if (this.data.edges[name]) part.classList.toggle("negative", value(name).startsWith("−"));
    }
    for (const button of this.edges)
      button.setAttribute("aria-pressed", button.dataset.edge === state.edge);
    this.panel.innerHTML = state.edge ? this.chain(state, value) : this.fill(step.html, value);
    for (const input of this.find("input[type=radio]")) input.checked = state[input.name] === input.value;
    this.slider.value = state.step;
    this.slider.setAttribute("aria-valuetext", `${state.step + 1}/${last + 1}, ${this.fill(step.says, value)}`);
    for (const button of this.find("[data-do^=phase]"))
      button.setAttribute("aria-pressed", button.dataset.do === `phase-${step.phase}`);
  }

  // On an edge stands its weight, then its derivative as soon as that is known, and in the end the new weight.
  onEdge(name, known) {
    for (const kind of ["new", "sum", "d"]) if (known.has(`${kind} ${name}`)) return `${kind} ${name}`;
    return name;
  }

  // The derivative of one weight: its paths, factor by factor, and the sum.
  chain({ edge, run, sample }, value) {
    const { edges, words } = this.data;
    const { name, paths } = edges[edge];
    const rows = paths.map((path) => {
      const factors = path.map(
        (factor) =>
          `<button type="button" class="figure-factor" data-factor="${factor.part}"><span>${factor.name}</span>` +
          `<b>${value(factor.value)}</b></button>`,
      );
      return `<div class="figure-path">${factors.join("<i>×</i>")}</div>`;
    });
    const names = sample ? this.samples.map((each) => this.label(each)) : words.paths.slice(0, paths.length);
    const parts = names.map((label, k) => [label, names.length > 1 ? value(`${k + 1} d ${edge}`) : ""]);
    const all = [...(names.length > 1 ? parts : []), [words.sum, value(`sum ${edge}`)]];
    const most = Math.max(...all.map(([, text]) => Math.abs(read(text))));
    const bars = all.map(([label, text]) => bar(label, text, read(text) / most));
    const instead = this.runs.indexOf(run) ? `<p>${words.instead}</p>` : "";
    return (
      `<p class="figure-title">∂<i>E</i>/∂${name}</p>${rows.join("<p>+</p>")}` +
      `<div class="figure-bars">${bars.join("")}</div>${instead}`
    );
  }

  label(sample) {
    return this.figure.querySelector(`input[value="${sample}"][name=sample] + span`).textContent;
  }

  says(state) {
    const value = this.read(state);
    const { step, edge } = state;
    if (edge) return `${this.data.edges[edge].says}, ∂E/∂w = ${value(`sum ${edge}`)}`;
    return `${step + 1}/${this.data.steps.length}. ${this.fill(this.data.steps[step].says, value)}`;
  }
}

export async function start(figure) {
  new Stepper(figure, await frames(figure));
}
