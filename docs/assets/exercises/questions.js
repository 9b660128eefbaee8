// A question of the page: takes the answer, says what is right or which thought went wrong, gives hints, and
// opens the solution after some tries.

import { graders } from "./graders.js";
import * as progress from "./progress.js";

class Question {
  constructor(section) {
    this.key = section.dataset.key;
    this.form = section.querySelector("form");
    this.fold = section.querySelector("details");
    this.news = this.form.querySelector(".exercise-news");
    this.told = JSON.parse(this.form.dataset.told);
    this.form.dataset.checked = 0;
    this.grader = graders[this.form.dataset.kind](this);
    const { digest } = this.form.dataset;
    const record = progress.all()[this.key];
    const isSame = record?.digest === digest;
    this.record = isSame ? record : { digest, done: false, tries: 0, answer: "" };
    if (record?.answer) this.grader.put(record.answer);
    if (record && !isSame) this.say("이 문제는 지난번에 푼 뒤로 바뀌었습니다. 다시 확인해 보세요.");
    else if (this.record.done) this.say("전에 맞힌 문제입니다.", "right");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.check();
    });
    this.form.querySelector("[data-do=hint]")?.addEventListener("click", ({ target }) => this.hint(target));
    this.fold.querySelector("summary").addEventListener("click", (event) => this.guard(event));
  }

  get isOpen() {
    return this.record.done || this.record.tries >= this.told.tries;
  }

  // Lets the reader see the answer whatever has been tried.
  open() {
    this.record.tries = this.told.tries;
  }

  guard(event) {
    if (this.isOpen) return;
    event.preventDefault();
    this.say(`먼저 답해 보세요. 맞히거나 ${this.told.tries}번 시도하면 열립니다. 지금까지 ${this.record.tries}번 시도했습니다.`);
  }

  // The reader's Python, with the settings that the page brings.
  async python() {
    const { start } = await import("../run/page.js");
    return start(JSON.parse(document.getElementById("cells").textContent));
  }

  words(number) {
    const shown = document.createElement("p");
    shown.append(...this.form.querySelectorAll(".exercise-words > li")[number].cloneNode(true).childNodes);
    return shown;
  }

  say(what, how = "") {
    const blocks = [what].flat().map((each) => {
      if (typeof each !== "string") return each;
      return Object.assign(document.createElement("p"), { textContent: each });
    });
    this.news.dataset.how = how;
    this.news.replaceChildren(...blocks);
  }

  async check() {
    if (this.isBusy) return;
    this.isBusy = true;
    this.form.setAttribute("aria-busy", "true");
    try {
      const { text, right, said } = await this.grader.grade();
      // What is no answer is no try.
      if (right === undefined) return this.say(said, "wrong");
      this.record.tries += 1;
      this.record.done ||= right;
      this.record.answer = text;
      const kept = progress.keep({ ...progress.all(), [this.key]: this.record });
      const note = kept ? [] : ["이 브라우저에는 기록이 남지 않습니다. 창을 닫으면 답이 사라집니다."];
      this.say([...(right ? ["맞습니다.", ...said] : said), ...note], right ? "right" : "wrong");
      if (right) this.fold.open = true;
    } finally {
      this.isBusy = false;
      this.form.removeAttribute("aria-busy");
      this.form.dataset.checked = Number(this.form.dataset.checked) + 1;
    }
  }

  hint(button) {
    const waiting = [...this.form.querySelectorAll(".exercise-hints > li[hidden]")];
    if (waiting.length) waiting[0].hidden = false;
    button.hidden = waiting.length <= 1;
  }
}

export function begin(sections) {
  for (const section of sections) if (section.querySelector("form")) new Question(section);
}
