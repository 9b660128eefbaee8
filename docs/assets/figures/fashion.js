// Photos before a linear softmax model (figures.moving.fashion): pick, shift, erase and paint, and see what each pixel
// says. Scores are sums over the pixels; softmax is backprop's own, as the build recorded it.

import { Machine, fill, frames, held, minus, oneOf, placeOf, press, whole, write } from "./kit.js";
import { recorded } from "./recorded.js";

const WHITE = 255;
const CHANNELS = 4;
const HUNDRED = 100;
// Rings round a place of the photo; as many more stand on the evidence.
const CURSORS = 2;
const INK = /^(?:[0-9a-l][0-9a-z][01])*$/;
const LETTERS = 3;
const BASE = 36;

// Changed pixels as the address has them: two letters for the place, one for black or white.
function inked(text) {
  const ink = new Map();
  for (let k = 0; k < text.length; k += LETTERS)
    ink.set(parseInt(text.slice(k, k + LETTERS - 1), BASE), Number(text[k + LETTERS - 1]));
  return ink;
}

function writeInk(ink) {
  return [...ink].map(([place, value]) => place.toString(BASE).padStart(LETTERS - 1, "0") + value).join("");
}

function readInk(text, pixels) {
  if (!INK.test(text) || text.length > pixels * LETTERS) return undefined;
  const ink = inked(text);
  return [...ink.keys()].every((place) => place < pixels) ? writeInk(ink) : undefined;
}

// Grey levels to the address of a picture, and back.
class Levels {
  constructor(side) {
    this.side = side;
    this.canvas = Object.assign(document.createElement("canvas"), { width: side, height: side });
    this.context = this.canvas.getContext("2d", { willReadFrequently: true });
    this.image = this.context.createImageData(side, side);
  }

  address(levels) {
    levels.forEach((level, k) => this.image.data.set([level, level, level, WHITE], k * CHANNELS));
    this.context.putImageData(this.image, 0, 0);
    return this.canvas.toDataURL();
  }

  async read(address, count) {
    const image = new Image();
    image.src = address;
    await image.decode();
    const { side } = this;
    const canvas = Object.assign(document.createElement("canvas"), { width: side, height: side * count });
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, side, side * count);
    return Array.from({ length: count }, (_, k) =>
      Uint8Array.from({ length: side * side }, (_, pixel) => data[(k * side * side + pixel) * CHANNELS]),
    );
  }
}

class Fashion {
  constructor(figure, data, photos) {
    const all = (selector) => [...figure.querySelectorAll(selector)];
    const one = (selector) => figure.querySelector(selector);
    Object.assign(this, { figure, data, photos });
    this.levels = new Levels(data.side);
    this.pixels = data.side * data.side;
    const bytes = Uint8Array.from(atob(data.kernel), (letter) => letter.charCodeAt(0));
    this.kernel = new Float32Array(bytes.buffer);
    this.softmax = recorded(data.tape);
    this.images = ["photo", "up", "down"].map((name) => one(`svg .${name}`));
    this.cursors = all(".cursor");
    this.bars = all(".bar");
    this.numbers = all("svg .number");
    this.texts = all("svg .number text");
    this.rows = all("tbody tr").map((row) => [...row.querySelectorAll("td")]);
    this.lines = all(".fashion-says p");
    this.radios = all("input[type=radio]");
    this.selects = all("select");
    this.sliders = all("input[type=range]");
    this.outputs = all("output");
    this.place = one(".fashion-place");
    this.inkButton = one("[data-do=ink]");
    const classes = data.names.map((_, k) => String(k));
    const options = (name) => all(`input[name=${name}]`).map((input) => input.value);
    const way = { first: 0, read: (text) => whole(0, data.reach + data.reach)(text) };
    const middle = data.side >> 1;
    this.machine = new Machine(figure, {
      fields: {
        kind: { first: "all", read: oneOf(options("kind")) },
        label: { first: "every", read: oneOf(["every", ...classes]) },
        photo: { first: data.photo, read: whole(0, photos.length - 1) },
        class: { first: String(data.class), read: oneOf(classes) },
        dx: { ...way, first: data.reach },
        dy: { ...way, first: data.reach },
        ink: { first: "", read: (text) => readInk(text, this.pixels) },
        brush: { first: "erase", read: oneOf(options("brush")) },
        width: { first: "one", read: oneOf(options("width")) },
        column: { first: middle, read: whole(0, data.side - 1) },
        row: { first: middle, read: whole(0, data.side - 1) },
      },
      draw: (state) => this.draw(state),
      says: (state) => this.words(state).join(" "),
    });
    this.listen();
  }

  listen() {
    const { machine, figure, data } = this;
    figure.addEventListener("change", ({ target }) => {
      if (!target.matches("select, input[type=radio]")) return;
      const changes = { [target.name]: target.value };
      const found = this.found({ ...machine.state, ...changes });
      if (["kind", "label"].includes(target.name) && found.length && !found.includes(machine.state.photo))
        this.show(found[0], changes);
      else machine.set(changes);
    });
    const step = (by) => {
      const found = this.found(machine.state);
      if (!found.length) return;
      const at = found.indexOf(machine.state.photo) + by;
      this.show(found[(at + found.length) % found.length]);
    };
    press(figure, "back", () => step(-1));
    press(figure, "forward", () => step(1));
    press(figure, "west", () => this.shift(-1, 0));
    press(figure, "east", () => this.shift(1, 0));
    press(figure, "north", () => this.shift(0, -1));
    press(figure, "south", () => this.shift(0, 1));
    press(figure, "ink", () => this.paint(machine.state.column, machine.state.row));
    press(figure, "reset", () => machine.reset());
    for (const slider of this.sliders)
      slider.addEventListener("input", () => machine.set({ [slider.name]: slider.valueAsNumber }));
    const [svg, paper] = [figure.querySelector("svg"), figure.querySelector(".handle")];
    const { left, top, side } = data.frame.photo;
    const brush = (event) => {
      const at = placeOf(svg, event);
      const [column, row] = [at.x - left, at.y - top].map((far) => Math.floor((far / side) * data.side));
      if ([column, row].every((place) => place >= 0 && place < data.side)) this.paint(column, row);
    };
    paper.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
    paper.addEventListener("pointerdown", (event) => {
      paper.setPointerCapture(event.pointerId);
      brush(event);
    });
    paper.addEventListener("pointermove", (event) => {
      if (paper.hasPointerCapture(event.pointerId)) brush(event);
    });
  }

  // Photos of the chosen kind and class.
  found({ kind, label }) {
    const { labels, answers, unsure } = this.data;
    const fits = {
      all: () => true,
      right: (k) => labels[k] === answers[k],
      wrong: (k) => labels[k] !== answers[k],
      unsure: (k) => unsure[k] === 1,
    }[kind];
    return labels.map((_, k) => k).filter((k) => fits(k) && (label === "every" || labels[k] === Number(label)));
  }

  show(photo, changes = {}) {
    const { answers, reach } = this.data;
    this.machine.set({ ...changes, photo, class: String(answers[photo]), dx: reach, dy: reach, ink: "" });
  }

  // What was erased or painted moves with the photo.
  shift(right, down) {
    const { machine, data } = this;
    const { dx, dy, ink } = machine.state;
    const last = data.reach + data.reach;
    const [x, y] = [held(dx + right, 0, last), held(dy + down, 0, last)];
    if (x === dx && y === dy) return;
    const moved = new Map();
    for (const [place, value] of inked(ink)) {
      const [column, row] = [(place % data.side) + right, Math.floor(place / data.side) + down];
      if (column >= 0 && column < data.side && row >= 0 && row < data.side) moved.set(row * data.side + column, value);
    }
    machine.set({ dx: x, dy: y, ink: writeInk(moved) });
  }

  paint(column, row) {
    const { machine, data } = this;
    const { brush, width, ink } = machine.state;
    const changed = inked(ink);
    const far = width === "one" ? 0 : 1;
    for (let y = Math.max(row - far, 0); y <= Math.min(row + far, data.side - 1); y++)
      for (let x = Math.max(column - far, 0); x <= Math.min(column + far, data.side - 1); x++)
        changed.set(y * data.side + x, Number(brush === "paint"));
    machine.set({ column, row, ink: writeInk(changed) });
  }

  // Grey levels of the photo as it is shifted, erased and painted.
  seen({ photo, dx, dy, ink }) {
    const { side, reach } = this.data;
    const given = this.photos[photo];
    const levels = new Uint8Array(this.pixels);
    const [right, down] = [dx - reach, dy - reach];
    levels.forEach((_, place) => {
      const [x, y] = [(place % side) - right, Math.floor(place / side) - down];
      if (x >= 0 && x < side && y >= 0 && y < side) levels[place] = given[y * side + x];
    });
    for (const [place, value] of inked(ink)) levels[place] = value * WHITE;
    return levels;
  }

  // Scores of the classes and what softmax makes of them. It was recorded with the largest logit first, and
  // subtracts that one; its results do not depend on the order.
  odds(levels) {
    const { bias } = this.data;
    const scores = bias.slice();
    levels.forEach((level, pixel) => {
      const x = Math.fround(level / WHITE);
      if (x) scores.forEach((_, k) => (scores[k] += x * this.kernel[pixel * scores.length + k]));
    });
    const order = scores.map((_, k) => k).sort((a, b) => scores[b] - scores[a]);
    const odds = [];
    this.softmax(order.map((k) => scores[k])).forEach((value, rank) => (odds[order[rank]] = value));
    return { scores, odds, order };
  }

  evidence(levels, chosen) {
    const count = this.data.names.length;
    return Float64Array.from(levels, (level, pixel) => Math.fround(level / WHITE) * this.kernel[pixel * count + chosen]);
  }

  words(state) {
    const { words, ways, names, labels, answers, bias, reach } = this.data;
    const { photo, dx, dy, ink } = state;
    const levels = this.seen(state);
    const { scores, odds, order } = this.odds(levels);
    const chosen = Number(state.class);
    const shares = this.evidence(levels, chosen);
    const sum = (sign) => shares.reduce((total, share) => (share * sign > 0 ? total + share : total), 0);
    const percent = (k) => minus(odds[k] * HUNDRED, this.data.decimals.percent);
    const [first, second] = order;
    const score = (value) => minus(value, this.data.decimals.score);
    const count = inked(ink).size;
    const [before, after] = [answers[photo], first].map((k) => names[k]);
    const changes = Object.entries({ dx: dx - reach, dy: dy - reach })
      .filter(([, by]) => by)
      .map(([key, by]) => fill(words.shifted, { way: ways[key][Number(by > 0)], count: Math.abs(by) }));
    if (count) changes.push(fill(words.inked, { count }));
    const found = before === after ? words.same : fill(words.other, { before, after });
    const last = changes.length ? [...changes, found].join(" ") : words.given;
    return [
      fill(words.answer, {
        label: names[labels[photo]],
        first: names[first],
        p: percent(first),
        second: names[second],
        q: percent(second),
      }),
      fill(words.score, {
        name: names[chosen],
        score: score(scores[chosen]),
        up: score(sum(1)),
        down: score(sum(-1)),
        bias: score(bias[chosen]),
      }),
      this.found(state).length ? last : words.none,
    ];
  }

  draw(state) {
    const { data } = this;
    const { words, frame, side, limit } = data;
    const levels = this.seen(state);
    const { scores, odds, order } = this.odds(levels);
    const shares = this.evidence(levels, Number(state.class));
    const shade = (sign) => Array.from(shares, (share) => Math.round(WHITE * held((sign * share) / limit, 0, 1)));
    [levels, shade(1), shade(-1)].forEach((each, k) => this.images[k].setAttribute("href", this.levels.address(each)));
    const said = this.words(state);
    this.lines.forEach((line, k) => write(line, said[k]));
    odds.forEach((value, k) => {
      const percent = `${minus(value * HUNDRED, this.data.decimals.percent)}%`;
      this.bars[k].setAttribute("width", frame.bars.width * value);
      this.numbers[k].classList.toggle("chosen", k === order[0]);
      write(this.texts[k], percent);
      write(this.rows[k][0], minus(scores[k], this.data.decimals.score));
      write(this.rows[k][1], percent);
    });
    const { column, row } = state;
    const far = state.width === "one" ? 0 : 1;
    this.cursors.forEach((cursor, k) => {
      const { left, top, side: length } = k < CURSORS ? frame.photo : frame.evidence;
      const pixel = length / side;
      cursor.setAttribute("x", left + (column - far) * pixel);
      cursor.setAttribute("y", top + (row - far) * pixel);
      for (const name of ["width", "height"]) cursor.setAttribute(name, pixel * (1 + far + far));
    });
    const place = row * side + column;
    const pixel = fill(words.pixel, {
      column: column + 1,
      row: row + 1,
      level: minus(levels[place] / WHITE, this.data.decimals.level),
      evidence: minus(shares[place], this.data.decimals.evidence),
    });
    this.sliders.forEach((slider, k) => {
      slider.value = state[slider.name];
      slider.setAttribute("aria-valuetext", `${pixel} ${said[0]}`);
      write(this.outputs[k], String(state[slider.name] + 1));
    });
    const found = this.found(state);
    write(this.place, found.length ? fill(words.place, { count: found.length, k: found.indexOf(state.photo) + 1 }) : "");
    write(this.inkButton, fill(words.here, { brush: data.brushes[state.brush] }));
    for (const radio of this.radios) radio.checked = state[radio.name] === radio.value;
    for (const select of this.selects) select.value = state[select.name];
  }
}

export async function start(figure) {
  const data = await frames(figure);
  new Fashion(figure, data, await new Levels(data.side).read(data.sprite, data.labels.length));
}
