// What all moving figures share: their frames, one state, its place in the address, the voice.

const QUIET_MS = 500;

export async function frames(figure) {
  const answer = await fetch(figure.dataset.frames);
  if (!answer.ok) throw new Error(`${answer.status} ${figure.dataset.frames}`);
  return answer.json();
}

// A number of a range as the address may have it: any other text is passed by.
export const whole = (first, last) => (text) => {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  return number >= first && number <= last ? number : undefined;
};

export const real = (least, most) => (text) => {
  const number = /^-?\d{1,9}(\.\d{1,9})?$/.test(text) ? Number(text) : NaN;
  return Number.isFinite(number) ? Math.min(Math.max(number, least), most) : undefined;
};

export const oneOf = (options) => (text) => (options.includes(text) ? text : undefined);

// One state and its views. `fields` says for each key what it is at the start and how a text is read; `draw`
// shows a state, and `says` puts it into words for the voice. Drawing is done once a frame at most.
export class Machine {
  constructor(figure, { fields, draw, says }) {
    this.figure = figure;
    this.fields = fields;
    this.says = says;
    this.draw = draw;
    this.state = Object.fromEntries(Object.entries(fields).map(([key, { first }]) => [key, first]));
    const asked = new URLSearchParams(location.search);
    for (const key of Object.keys(fields)) {
      const text = asked.get(this.key(key));
      const value = text === null ? undefined : fields[key].read(text);
      if (value !== undefined) this.state[key] = value;
    }
    draw(this.state);
    // A key or a finger meets the controls as the state has them, even before the next frame.
    for (const event of ["keydown", "pointerdown"]) figure.addEventListener(event, () => this.catchUp(), true);
  }

  key(name) {
    return `${this.figure.dataset.figure}.${name}`;
  }

  set(changes) {
    Object.assign(this.state, changes);
    this.waiting ??= requestAnimationFrame(() => this.catchUp());
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.settle(), QUIET_MS);
  }

  catchUp() {
    if (this.waiting === undefined) return;
    cancelAnimationFrame(this.waiting);
    this.waiting = undefined;
    this.draw(this.state);
  }

  reset() {
    this.set(Object.fromEntries(Object.entries(this.fields).map(([key, { first }]) => [key, first])));
  }

  // At rest the address takes up the state, and the voice says it once.
  settle() {
    const asked = new URLSearchParams(location.search);
    for (const [key, { first }] of Object.entries(this.fields)) {
      if (this.state[key] === first) asked.delete(this.key(key));
      else asked.set(this.key(key), this.state[key]);
    }
    const query = String(asked);
    const place = query ? `?${query}#${this.figure.id}` : location.pathname + location.hash;
    history.replaceState(history.state, "", place);
    this.figure.querySelector(".figure-voice").textContent = this.says(this.state);
  }
}

export const press = (figure, what, act) =>
  figure.querySelector(`[data-do="${what}"]`).addEventListener("click", act);

// Where a pointer is, in the drawing's own units.
export const placeOf = (svg, { clientX, clientY }) =>
  new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM().inverse());

export const held = (value, least, most) => Math.min(Math.max(value, least), most);

// A sentence with its {names} filled in.
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

// A number as it is printed: with a true minus, and none before zero.
export const minus = (number, digits) => {
  const text = number.toFixed(digits).replace("-", "−");
  return Number(number.toFixed(digits)) ? text : text.replace("−", "");
};

// A handle follows the pointer that holds it, and goes where its plane is tapped. `box` is the plane and `move` is
// told a place, both in the drawing's own units.
export function drag(svg, handle, [left, top, right, bottom], move) {
  const place = (event) => placeOf(svg, event);
  let isHeld = false;
  let offset;
  svg.addEventListener("click", (event) => {
    const { x, y } = place(event);
    if (!isHeld && x >= left && x <= right && y >= top && y <= bottom) move(x, y);
  });
  // The click that ends a drag is none.
  svg.addEventListener("pointerdown", ({ target }) => (isHeld = target === handle));
  handle.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
  handle.addEventListener("pointerdown", (event) => {
    handle.setPointerCapture(event.pointerId);
    const { x, y } = place(event);
    offset = [x - handle.cx.baseVal.value, y - handle.cy.baseVal.value];
  });
  handle.addEventListener("pointermove", (event) => {
    if (!handle.hasPointerCapture(event.pointerId)) return;
    const { x, y } = place(event);
    move(x - offset[0], y - offset[1]);
  });
}

// What stays as it is costs no layout.
export const write = (node, text) => {
  if (node.textContent !== text) node.textContent = text;
};
