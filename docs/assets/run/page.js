// The cells of a page as one session: what a cell needs is run before it, and its outputs take the place of the
// build's.

import { difference, make, printed } from "../blocks.js";
import { dress, focus, mark, remove } from "../editing.js";
import { Python, Stopped } from "./python.js";

const MILLISECONDS = 1000;

class Busy extends Error {
  name = "Busy";
}

class Cell {
  constructor(element, number, { source, needs, lost }) {
    this.element = element;
    this.number = number;
    this.source = source;
    this.needs = needs;
    this.lost = lost;
  }

  get isChanged() {
    return this.text !== this.source;
  }

  get text() {
    return this.editor?.value ?? this.source;
  }

  get bar() {
    return this.element.querySelector(".cell-bar");
  }

  get built() {
    this.texts ??= [...this.element.querySelectorAll(".output-text")].map((each) => each.textContent);
    return this.texts;
  }

  tell(text, isFault = false) {
    const news = this.bar.querySelector(".cell-news");
    news.textContent = text;
    news.classList.toggle("cell-fault", isFault);
  }

  button(name, text, act) {
    let button = this.bar.querySelector(`[data-do=${name}]`);
    if (!button) {
      button = Object.assign(make("button", "", text), { type: "button" });
      button.dataset.do = name;
      button.addEventListener("click", act);
      this.bar.querySelector(".cell-news").before(button);
    }
    button.hidden = false;
    return button;
  }

  hide(name) {
    const button = this.bar.querySelector(`[data-do=${name}]`);
    if (button) button.hidden = true;
  }
}

const PARTS = "svg, table, figcaption";

// What a hidden cell has drawn of cells that readers can change. Where the browser has all that it is drawn with, it
// is drawn anew when the reader asks.
class Picture extends Cell {
  constructor(element, number, entry) {
    super(element, number, entry);
    this.draws = entry.draws;
    this.output = element.querySelector(".cell-output");
    this.turn = 0;
    this.first = [...this.output.childNodes].map((node) => node.cloneNode(true));
  }

  // Says that what it was drawn of is no longer as it was, and offers to draw it anew.
  age(draw) {
    if (!this.bar) {
      const bar = make("div", "cell-bar");
      const news = make("span", "cell-news");
      news.setAttribute("role", "status");
      bar.append(news);
      this.output.before(bar);
    }
    if (this.draws) this.button("run", "다시 그리기", draw);
    this.tell("고치기 전의 코드로 그린 것입니다.");
  }

  // Whether it could be drawn: what the code gives now may be no such picture.
  draw(html = "") {
    const parts = [...new DOMParser().parseFromString(html, "text/html").querySelectorAll(PARTS)];
    const shown = [...this.output.querySelectorAll(PARTS)];
    const kinds = (all) => String(all.map(({ localName }) => localName));
    if (kinds(parts) !== kinds(shown)) return false;
    shown.forEach((part, k) => part.replaceWith(parts[k]));
    return true;
  }

  restore() {
    if (!this.bar) return;
    this.bar.remove();
    this.turn = 0;
    this.output.replaceChildren(...this.first.map((node) => node.cloneNode(true)));
  }
}

class Page {
  constructor(settings, known) {
    this.settings = settings;
    this.python = new Python();
    const elements = Object.fromEntries(
      [...document.querySelectorAll("[data-runnable], [data-drawn]")].map((element) => [
        element.dataset.runnable ?? element.dataset.drawn,
        element,
      ]),
    );
    this.cells = Object.fromEntries(
      Object.entries(known).map(([number, entry]) => {
        const Kind = "draws" in entry ? Picture : Cell;
        return [number, new Kind(elements[number], Number(number), entry)];
      }),
    );
    this.pictures = Object.values(this.cells).filter((cell) => cell instanceof Picture);
    this.ran = new Map();
    this.turn = 0;
    this.runs = 0;
  }

  press(element, what) {
    const cell = this.cells[element.dataset.runnable];
    return what === "edit" ? this.edit(cell) : this.run(cell);
  }

  edit(cell) {
    if (cell.editor) return focus(cell.editor);
    const shown = cell.element.querySelector(".highlight");
    const editor = Object.assign(make("textarea", "cell-editor"), {
      value: cell.source,
      spellcheck: false,
      autocapitalize: "off",
      wrap: "off",
      rows: cell.source.split("\n").length + 1,
    });
    editor.setAttribute("aria-label", "이 셀의 코드. Ctrl+Enter로 실행합니다.");
    editor.addEventListener("input", () => {
      editor.rows = editor.value.split("\n").length + 1;
    });
    shown.hidden = true;
    shown.after(editor);
    cell.editor = editor;
    cell.hide("edit");
    cell.button("reset", "되돌리기", () => this.reset(cell));
    focus(editor);
    dress(editor, () => void this.run(cell));
  }

  reset(cell) {
    if (cell.editor) remove(cell.editor);
    cell.editor = undefined;
    cell.element.querySelector(".highlight").hidden = false;
    this.put(cell, cell.built);
    for (const name of ["reset", "more"]) cell.hide(name);
    cell.button("edit");
    cell.tell("처음의 코드와 출력으로 되돌렸습니다.");
    this.age();
    cell.bar.querySelector("[data-do=edit]").focus();
  }

  // Which cells are to be run before this one: those it needs that have not run, or not as they now are, or whose
  // names another cell has bound anew since.
  due(cell) {
    const due = [];
    for (const number of cell.needs) {
      const needed = this.cells[number];
      const ran = this.ran.get(number);
      const isLater = (each) => due.includes(each) || this.ran.get(each)?.turn > ran?.turn;
      const isLost = [...needed.needs, ...(cell.lost[number] ?? [])].some(isLater);
      if (ran?.source !== needed.text || isLost) due.push(number);
    }
    return due;
  }

  async run(cell, seconds = this.settings.seconds) {
    if (this.busy) return cell.tell("다른 셀이 실행되고 있습니다. 끝난 뒤에 눌러 주세요.");
    this.busy = true;
    this.line = 0;
    cell.hide("more");
    cell.element.setAttribute("aria-busy", "true");
    const stop = cell.button("stop", "정지", () => this.stop());
    try {
      await this.load(cell);
      const before = this.due(cell);
      for (const [k, number] of before.entries()) {
        cell.tell(`먼저 앞의 셀 ${before.length}개를 실행합니다 (${k + 1}/${before.length})…`);
        const { fault } = await this.execute(this.cells[number], seconds);
        if (fault && cell instanceof Picture) return this.draw(cell, { fault });
        if (fault) return this.show(cell, { outputs: [], fault }, "이 셀에 필요한 앞의 셀이 멈추었습니다. ");
      }
      cell.tell("실행하고 있습니다…");
      const result = await this.execute(cell, seconds);
      if (cell instanceof Picture) return this.draw(cell, result);
      this.age();
      const same = result.fault ? null : await this.python.ask({ built: cell.built, outputs: result.outputs });
      this.show(cell, result, before.length ? `앞의 셀 ${before.length}개를 먼저 실행했습니다. ` : "", same);
    } catch (fault) {
      await this.forget();
      if (fault instanceof Stopped) cell.tell(this.line ? `${this.line}행에서 멈추었습니다.` : "멈추었습니다.");
      else cell.tell("Python이 멈추었습니다. 다시 누르면 새로 시작합니다. 고친 코드는 그대로입니다.");
      if (!(fault instanceof Stopped)) console.info(fault);
    } finally {
      this.busy = false;
      stop.hidden = true;
      cell.element.dataset.done = (this.runs += 1);
      cell.element.removeAttribute("aria-busy");
    }
  }

  // Grades an answer that is code; `tell` hears what is being done.
  grade(task, source, tell) {
    const { seconds } = this.settings;
    return this.apart({ grade: { task, source, seconds } }, tell, "확인하고 있습니다…");
  }

  // Asks Python for something that has nothing to do with the names of the page.
  async apart(question, tell, words) {
    if (this.busy) throw new Busy();
    this.busy = true;
    try {
      await this.load({ tell });
      tell(words);
      const watch = setTimeout(() => this.stop(), (this.settings.seconds + this.settings.grace) * MILLISECONDS);
      try {
        return await this.python.ask(question);
      } finally {
        clearTimeout(watch);
      }
    } catch (fault) {
      await this.forget();
      throw fault;
    } finally {
      this.busy = false;
    }
  }

  async load(cell) {
    if (this.loaded) return;
    const { python, undrawn, bytes, megabytes, memory } = this.settings;
    cell.tell("Python을 불러옵니다…");
    let watch;
    const patience = () => {
      clearTimeout(watch);
      watch = setTimeout(() => this.stop(), this.settings.more * MILLISECONDS);
    };
    patience();
    const load = { python: new URL(python, document.baseURI).href, undrawn, memory };
    try {
      await this.python.ask({ load }, ({ done }) => {
        patience();
        cell.tell(`Python을 불러옵니다: ${Math.round((done / bytes) * megabytes)}/${megabytes} MB`);
      });
    } finally {
      clearTimeout(watch);
    }
    this.loaded = true;
    document.dispatchEvent(new Event("python"));
  }

  async execute(cell, seconds) {
    const source = cell.text;
    this.line = 0;
    const draws = Boolean(cell instanceof Picture && cell.draws && cell.bar);
    const limit = draws || cell.isChanged ? seconds : 0;
    // What Python cannot stop from inside is stopped from here.
    const watch = limit && setTimeout(() => this.stop(), (limit + this.settings.grace) * MILLISECONDS);
    try {
      const run = { source, name: `셀 ${cell.number + 1}`, seconds: limit, draws };
      const result = await this.python.ask({ run }, ({ line }) => (this.line = line));
      // What fails may have bound names before, so that it has run, but is to run again.
      this.ran.set(cell.number, { source: result.fault ? undefined : source, turn: (this.turn += 1) });
      return result;
    } finally {
      clearTimeout(watch);
    }
  }

  // The next press begins anew.
  forget() {
    this.ran.clear();
    this.loaded = false;
    return this.python.end();
  }

  stop() {
    return this.python.end();
  }

  // After a cell has run, or is as it was: which pictures are no longer of the code that has run, and which are again.
  age() {
    for (const picture of this.pictures) {
      const ran = picture.needs.map((number) => this.ran.get(number));
      const isChanged = picture.needs.some((number, k) => this.cells[number].isChanged && ran[k]);
      if (!isChanged) picture.restore();
      else if (ran.some((each) => each?.turn > picture.turn))
        picture.age(() => void this.run(picture, this.settings.more));
    }
  }

  draw(picture, { html, fault }) {
    if (fault) {
      const reason = fault.traceback ? fault.traceback.trim().split("\n").at(-1) : fault.words.join("\n");
      return picture.tell(`고친 코드로는 그리지 못합니다.\n${reason}`, true);
    }
    if (!picture.draw(html)) return picture.tell("고친 코드로는 이런 그림이 나오지 않습니다.", true);
    picture.turn = this.turn;
    picture.tell("고친 코드로 다시 그렸습니다.");
  }

  place(cell) {
    let place = cell.element.querySelector(".cell-output");
    if (!place) {
      place = make("div", "cell-output");
      cell.bar.after(place);
    }
    return place;
  }

  put(cell, texts) {
    this.place(cell).replaceChildren(...texts.map((text) => printed(text)));
  }

  show(cell, { outputs, fault }, said, same) {
    const built = cell.built;
    this.put(cell, [...outputs, ...(fault?.traceback ? [fault.traceback] : [])]);
    if (fault) {
      if (cell.editor && fault.line) mark(cell.editor, fault.line);
      if (fault.late)
        cell.button("more", `${this.settings.more}초까지 다시 실행`, () => this.run(cell, this.settings.more));
      return cell.tell(`${said}${fault.words.join("\n")}`, true);
    }
    if (same.same) return cell.tell(`${said}빌드 결과와 같습니다. (마지막 자리의 차이는 같다고 봅니다.)`);
    const rows = [["빌드", same.built], ["지금", same.new]];
    const table = difference(rows, "빌드 결과와 다른 첫 줄");
    if (built.length) this.place(cell).append(table);
    cell.tell(`${said}빌드 결과와 다릅니다.`);
  }
}

let started;

// One session for a page, whoever asks for it.
export function start(settings) {
  started ??= read(settings.cells).then((known) => new Page(settings, known));
  started.catch(() => (started = undefined));
  return started;
}

async function read(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return answer.json();
}
