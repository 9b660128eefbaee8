// The laboratory (lab.form): the reader's settings go to Python in the browser (lab.desk), and what it answers is
// shown. Nothing is computed here.

import { make, printed } from "../blocks.js";
import { fill, frames, held, placeOf, press, write } from "./kit.js";

class Refused extends Error {}

const breath = () => new Promise((done) => requestAnimationFrame(done));

class Lab {
  constructor(figure, data) {
    this.figure = figure;
    this.data = data;
    this.words = data.words;
    this.settings = { ...data.first };
    // The still is the first settings' training, at its end.
    this.at = Number(data.first.steps);
    this.wrong = new Map();
    const all = (selector) => [...figure.querySelectorAll(selector)];
    const one = (selector) => figure.querySelector(selector);
    this.fields = all(".lab-fields [name]");
    this.widths = all("[data-layer]");
    this.shades = all(".shade");
    this.told = all("[data-told]");
    [this.own, this.news, this.shown] = [".lab-own", ".lab-news", ".lab-code"].map(one);
    [this.marks, this.ticks, this.losses, this.last] = [".marks", ".ticks", ".losses", ".last text"].map(one);
    [this.svg, this.sizes, this.go] = [":scope > svg", ".lab-sizes tbody", "[data-do=train]"].map(one);
    this.tick = this.ticks.firstElementChild.cloneNode(true);
    this.mark = one(".marks path").cloneNode();
    this.listen();
    const told = document.getElementById("cells");
    if (told) this.tell(fill(this.words.size, JSON.parse(told.textContent)));
    this.follow();
  }

  listen() {
    const { figure } = this;
    one(figure, ".lab-fields").addEventListener("change", ({ target }) => {
      if (target.name) this.take(target.name, target.value);
      else this.alter({ width: this.joined(this.widths.map(({ value }) => value)) });
    });
    figure.addEventListener("input", ({ target }) => {
      if (target.type === "range") write(target.nextElementSibling, target.value);
    });
    press(figure, "train", () => (this.isBusy ? this.pause() : this.start()));
    press(figure, "step", () => this.run(this.at + 1));
    press(figure, "reset", () => this.reset());
    press(figure, "check", () => this.check());
    press(figure, "code", () => this.code());
    press(figure, "add", () => this.add());
    press(figure, "undo", () => this.put(this.points.slice(0, -1)));
    press(figure, "clear", () => this.put([]));
    this.svg.addEventListener("click", (event) => this.touch(event));
    // A link within the page changes no setting.
    addEventListener("popstate", () => location.search === this.asked || this.renew());
    addEventListener("click", (event) => {
      const link = event.target.closest?.("a[href]");
      if (!link?.search || link.pathname !== location.pathname || link.origin !== location.origin) return;
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      history.pushState(null, "", link.href);
      this.renew();
      figure.scrollIntoView();
      this.go.focus({ preventScroll: true });
    });
  }

  // Settings

  get points() {
    return this.settings.points ? this.settings.points.split("_") : [];
  }

  // The width of each hidden layer; a layer that is new is as wide as the one before it.
  get nodes() {
    const all = this.settings.width.split("-");
    return Array.from({ length: this.settings.layers }, (_, k) => all[k] ?? all.at(-1));
  }

  // As the address has them: widths that are all the same are one.
  joined(widths) {
    const all = widths.slice(0, this.settings.layers);
    return new Set(all).size > 1 ? all.join("-") : (all[0] ?? this.settings.width.split("-")[0]);
  }

  accepts(key, text) {
    const { options, pattern, least, most, point, widths } = this.data.fields[key];
    if (options) return options.includes(text);
    const isWithin = (number, { least, most }) => Number(number) >= least && Number(number) <= most;
    if (pattern) return new RegExp(pattern).test(text) && isWithin(text, { least, most });
    if (widths) return new RegExp(widths.pattern).test(text) && text.split("-").every((each) => isWithin(each, widths));
    const parts = text ? text.split("_") : [];
    const fits = (part) => new RegExp(point.pattern).test(part) && part.split(".").every((n) => Number(n) <= point.side);
    return parts.length <= point.most && parts.every(fits);
  }

  renew() {
    this.tell("");
    this.follow();
  }

  // Takes the settings of the address; one that cannot be used stays as it was at first, and that is said.
  follow() {
    this.asked = location.search;
    const asked = new URLSearchParams(this.asked);
    const settings = { ...this.data.first };
    const refused = [];
    for (const key of Object.keys(settings)) {
      const text = asked.get(key)?.trim();
      if (text === undefined) continue;
      if (this.accepts(key, text)) settings[key] = text;
      else refused.push(this.refusal(key, text));
    }
    const before = JSON.stringify(this.settings);
    this.settings = settings;
    const widths = settings.width.split("-").map((each) => String(Number(each)));
    if (widths.length > 1 && widths.length !== Number(settings.layers)) {
      refused.push(this.refusal("width", settings.width));
      settings.width = this.data.first.width;
    } else settings.width = this.joined(widths);
    for (const field of this.fields) this.right(field.name);
    for (const field of this.fields) this.set(field, settings[field.name]);
    this.spread();
    this.own.hidden = settings.data !== "own";
    if (before !== JSON.stringify(settings)) this.changed();
    if (refused.length) this.tell([this.words.address, ...refused].join(" "));
  }

  spread() {
    const { nodes } = this;
    this.widths.forEach((select, k) => {
      select.hidden = k >= nodes.length;
      if (nodes[k]) select.value = nodes[k];
    });
  }

  set(field, text) {
    field.value = text;
    if (field.type === "range") write(field.nextElementSibling, text);
  }

  refusal(key, text) {
    const { label, asks } = this.data.fields[key];
    return fill(this.words.wrong, { label, text: [...text].slice(0, this.data.quoted).join(""), asks });
  }

  right(key) {
    this.wrong.delete(key);
    this.field(key).removeAttribute("aria-invalid");
  }

  field(key) {
    return this.fields.find(({ name }) => name === key);
  }

  take(key, given) {
    const text = given.trim();
    if (!this.accepts(key, text)) {
      this.wrong.set(key, text);
      this.field(key).setAttribute("aria-invalid", "true");
      return this.tell(this.refusal(key, text));
    }
    this.right(key);
    this.alter({ [key]: text });
  }

  alter(changes) {
    const before = { ...this.settings };
    Object.assign(this.settings, changes);
    this.settings.width = this.joined(this.nodes);
    const changed = Object.keys(before).filter((key) => before[key] !== this.settings[key]);
    if (!changed.length) return;
    this.spread();
    this.own.hidden = this.settings.data !== "own";
    if (String(changed) !== "steps") this.changed();
    this.place();
  }

  // The address takes up what differs from the first settings, and leaves what is not the laboratory's.
  place() {
    const asked = new URLSearchParams(location.search);
    for (const [key, first] of Object.entries(this.data.first)) {
      if (this.settings[key] === first) asked.delete(key);
      else asked.set(key, this.settings[key]);
    }
    const query = String(asked);
    history.replaceState(history.state, "", location.pathname + (query && `?${query}`) + location.hash);
    this.asked = location.search;
  }

  // Another training: what is shown is no longer true of it.
  changed() {
    this.at = 0;
    this.blank();
    this.isStale = this.isBusy;
    if (this.isBusy) this.isPaused = true;
    else this.preview();
  }

  preview() {
    if (this.page?.loaded && !this.wrong.size) this.run(0);
    else this.tell(this.words.changed);
  }

  // Points of the reader's own

  touch(event) {
    const { left, top, side, low, high } = this.data.map;
    const { x, y } = placeOf(this.svg, event);
    const [right, up] = [(x - left) / side, 1 - (y - top) / side];
    if (Math.min(right, up) < 0 || Math.max(right, up) > 1) return;
    if (this.settings.data !== "own") return this.tell(this.words.own);
    const within = (share) => held(low + share * (high - low), 0, 1);
    this.join(within(right), within(up));
  }

  add() {
    const [x, y] = ["x", "y"].map((name) => one(this.own, `[name=${name}]`).value.trim());
    const isShare = (text) => text !== "" && Number(text) >= 0 && Number(text) <= 1;
    if (![x, y].every(isShare)) return this.tell(this.words.coordinate);
    this.join(Number(x), Number(y));
  }

  join(x, y) {
    if (this.points.length >= this.data.fields.points.point.most) return this.tell(this.words.full);
    const { side } = this.data;
    this.put([...this.points, [Math.round(x * side), Math.round(y * side), one(this.own, "[name=kind]").value].join(".")]);
  }

  put(points) {
    this.settings.points = points.join("_");
    this.at = 0;
    this.blank();
    this.place();
    this.isStale = this.isBusy;
    this.isPaused = this.isBusy;
    this.tell(fill(this.words.point, { count: points.length }));
  }

  // Jobs: one at a time

  tell(text) {
    write(this.news, text);
  }

  async python() {
    if (typeof WebAssembly !== "object" || typeof Worker !== "function") throw new Refused(this.words.none);
    const told = document.getElementById("cells");
    if (!told) throw new Refused(this.words.absent);
    const { start } = await import("../run/page.js");
    return (this.page = await start(JSON.parse(told.textContent)));
  }

  async ask(question, words) {
    const page = this.page ?? (await this.python());
    const tell = (text) => this.isPaused || this.tell(text);
    const answer = await page.apart({ lab: { ...question, settings: this.settings } }, tell, words);
    if (answer.refused) throw new Refused(answer.refused);
    return answer;
  }

  async work(act) {
    if (this.isBusy) return;
    if (this.wrong.size) {
      const [[key, text]] = this.wrong;
      this.field(key).focus();
      return this.tell(this.refusal(key, text));
    }
    this.isBusy = true;
    this.isPaused = this.isStale = false;
    this.figure.setAttribute("aria-busy", "true");
    write(this.go, this.words.pause);
    try {
      await act();
    } catch (fault) {
      if (!(fault instanceof Refused)) console.info(fault);
      if (!this.isStale) this.tell(this.reason(fault));
    } finally {
      this.isBusy = false;
      this.figure.removeAttribute("aria-busy");
      write(this.go, this.data.names.train);
      this.figure.dataset.done = Number(this.figure.dataset.done ?? 0) + 1;
      if (this.isStale) {
        this.isStale = false;
        if (this.settings.data !== "own") this.preview();
      }
    }
  }

  reason(fault) {
    const { words } = this;
    if (fault instanceof Refused) return fault.message;
    if (fault.name === "Busy") return words.busy;
    if (fault.name !== "Stopped") return words.fault;
    return this.isPaused ? words.stopped : words.late;
  }

  // Between two parts of a training a pause is enough; what has no parts is ended with its Python.
  pause() {
    this.isPaused = true;
    if (!this.isInParts) this.page?.stop();
  }

  start() {
    const steps = Number(this.settings.steps);
    if (this.at >= steps) this.at = 0;
    return this.run(steps);
  }

  run(to) {
    if (to > this.data.limit) return this.tell(this.words.last);
    return this.work(async () => {
      const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      let answer;
      try {
        do {
          answer = await this.ask({ do: "train", to }, this.words.training);
          this.isInParts = true;
          if (this.isStale) return;
          if (!isCalm) this.show(answer);
          await breath();
        } while (!this.isPaused && !answer.lost && answer.step < to);
      } finally {
        this.isInParts = false;
      }
      this.show(answer);
      this.tell(answer.says);
    });
  }

  check() {
    return this.work(async () => {
      const { words } = await this.ask({ do: "check", to: this.at }, this.words.checking);
      if (!this.isStale) this.tell(words);
    });
  }

  code() {
    return this.work(async () => {
      const { code } = await this.ask({ do: "code", to: this.at }, this.words.writing);
      if (this.isStale) return;
      const copy = Object.assign(make("button", "", "복사"), { type: "button" });
      copy.addEventListener("click", () =>
        navigator.clipboard.writeText(code).then(
          () => this.tell(this.words.copied),
          () => this.tell(this.words.uncopied),
        ),
      );
      this.shown.replaceChildren(printed(code, "이 설정의 코드"), copy);
      this.tell(this.words.code);
    });
  }

  reset() {
    if (this.isBusy) this.pause();
    this.changed();
  }

  // What is shown

  blank() {
    for (const shade of this.shades) shade.setAttribute("d", "M0 0");
    this.losses.setAttribute("points", "");
    this.ticks.replaceChildren();
    this.sizes.replaceChildren();
    this.shown.replaceChildren();
    write(this.last, "");
    for (const value of this.told) write(value, "–");
    const { side } = this.data;
    const own = this.settings.data === "own" ? this.points : [];
    this.dot(own.map((part) => part.split(".").map(Number)).map(([x, y, kind]) => [x / side, y / side, kind]));
    this.svg.setAttribute("aria-label", this.words.blank);
  }

  dot(points) {
    const { left, top, side, low, high } = this.data.map;
    const scale = side / (high - low);
    this.marks.replaceChildren(
      ...points.map(([x, y, kind]) => {
        const mark = this.mark.cloneNode();
        const transform = `translate(${left + (x - low) * scale} ${top + (high - y) * scale})`;
        const look = { ...this.data.marks[kind], transform };
        for (const [name, value] of Object.entries(look)) mark.setAttribute(name, value);
        return mark;
      }),
    );
  }

  show({ step, shades, points, curve, ticks, values, sizes, alt }) {
    this.at = step;
    shades.forEach((d, k) => this.shades[k].setAttribute("d", d || "M0 0"));
    this.dot(points);
    this.losses.setAttribute("points", curve);
    const [heights, last] = ticks;
    this.ticks.replaceChildren(
      ...heights.map(([y, word]) => {
        const tick = this.tick.cloneNode(true);
        tick.setAttribute("transform", `translate(0 ${y})`);
        one(tick, "text").textContent = word;
        return tick;
      }),
    );
    write(this.last, last);
    values.forEach((text, k) => write(this.told[k], text));
    this.sizes.replaceChildren(
      ...sizes.map(([name, size]) => {
        const row = make("tr", "");
        const head = make("th", "", name);
        head.scope = "row";
        row.append(head, make("td", "", size));
        return row;
      }),
    );
    this.svg.setAttribute("aria-label", alt);
  }
}

const one = (within, selector) => within.querySelector(selector);

export async function start(figure) {
  new Lab(figure, await frames(figure));
}
