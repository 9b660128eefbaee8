// A factor of the chain rule wherever it stands (figures.moving.lens): in the lesson's formulas, in the table and in
// the picture. Under the pointer or in focus all its places light up; a tap or a key holds it.

import { Machine, frames, held, oneOf, press, write } from "./kit.js";

const PATH = /\d+$/;
const STEPS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1, Home: -Infinity, End: Infinity };

const nameOf = (place) => place.dataset?.part ?? /lens-(\w+)/.exec(place.getAttribute("class"))[1];

// A picture that shows one path at a time names its parts without the path.
const isAt = (place, part) => [part, part.replace(PATH, "")].includes(nameOf(place));

class Lens {
  constructor(figure, data) {
    this.data = data;
    this.svg = figure.querySelector(":scope > svg");
    this.values = [...this.svg.querySelectorAll("[data-value]")];
    this.says = figure.querySelector(".lens-says p");
    const factors = [...document.querySelectorAll("math .lens")];
    const formulas = new Set(factors.map((factor) => factor.closest(".math-display, math")));
    for (const formula of formulas) this.reach(formula, factors.filter((factor) => formula.contains(factor)));
    this.places = [...document.querySelectorAll(`#${figure.id} [data-part], .lens-keys > button`), ...factors];
    this.machine = new Machine(figure, {
      fields: { part: { first: "", read: oneOf(Object.keys(data.names)) } },
      draw: (state) => this.draw(state),
      says: ({ part }) => data.plain[part],
    });
    for (const place of this.places) this.listen(place);
    figure.addEventListener("keydown", (event) => this.release(event));
    press(figure, "reset", () => this.machine.reset());
  }

  // No element of a formula may be a button: beside it stands one for each factor, which only keys reach and which
  // is seen where the factor is.
  reach(formula, factors) {
    const group = document.createElement("div");
    group.className = "lens-keys";
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", this.data.keys);
    const keys = factors.map((factor, k) => {
      const key = Object.assign(document.createElement("button"), { type: "button", tabIndex: k ? -1 : 0 });
      key.dataset.part = nameOf(factor);
      key.setAttribute("aria-label", this.data.names[key.dataset.part]);
      key.addEventListener("focus", () => {
        for (const each of keys) each.tabIndex = each === key ? 0 : -1;
        factor.classList.add("focused");
        factor.scrollIntoView({ block: "nearest", inline: "nearest" });
      });
      key.addEventListener("blur", () => factor.classList.remove("focused"));
      return key;
    });
    group.addEventListener("keydown", (event) => {
      this.release(event);
      const step = STEPS[event.key];
      if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      keys[held(keys.indexOf(event.target) + step, 0, keys.length - 1)].focus();
    });
    group.append(...keys);
    formula.after(group);
  }

  listen(place) {
    place.addEventListener("click", () => {
      const part = this.partOf(place);
      this.machine.set({ part: this.machine.state.part === part ? "" : part });
    });
    // Chromium lets the Tab key stop at a part of a drawing that listens for focus.
    const focus = place.matches("button") ? { focus: true, blur: false } : {};
    for (const [event, isFound] of Object.entries({ pointerenter: true, pointerleave: false, ...focus }))
      place.addEventListener(event, () => this.find(this.partOf(place), isFound));
  }

  release({ key }) {
    if (key === "Escape") this.machine.set({ part: "" });
  }

  pathOf(part) {
    return PATH.exec(part)?.[0] ?? "1";
  }

  // The part that a place stands for; on a picture of one path, of the path that it shows.
  partOf(place) {
    const name = nameOf(place);
    return name in this.data.names ? name : name + this.pathOf(this.machine.state.part);
  }

  find(part, isFound) {
    for (const place of this.places) place.classList.toggle("found", isFound && isAt(place, part));
  }

  draw({ part }) {
    const shown = this.data.shown[this.pathOf(part) - 1];
    if (shown) {
      for (const value of this.values) write(value, shown[value.dataset.value]);
      this.svg.setAttribute("aria-label", shown[""]);
    }
    for (const place of this.places) {
      place.classList.toggle("lit", isAt(place, part));
      if (place.matches("button")) place.setAttribute("aria-pressed", nameOf(place) === part);
    }
    if (this.shown !== part) this.says.innerHTML = this.data.says[part];
    this.shown = part;
  }
}

export async function start(figure) {
  new Lens(figure, await frames(figure));
}
