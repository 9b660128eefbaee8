// The list of all questions: which are done, and the reader's record to take along, bring back or delete.

import * as progress from "./progress.js";

const NAME = "backprop-questions.json";
const make = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });

export function show(list) {
  const bar = Object.assign(document.createElement("div"), { className: "exercise-bar" });
  const news = Object.assign(make("p", ""), { className: "exercise-news" });
  news.setAttribute("role", "status");
  const chooser = Object.assign(document.createElement("input"), { type: "file", accept: ".json", hidden: true });
  chooser.setAttribute("aria-label", "가져올 기록 파일");
  const button = (text, act) => {
    const made = Object.assign(make("button", text), { type: "button" });
    made.addEventListener("click", act);
    bar.append(made);
  };

  function draw(said = "") {
    const records = progress.all();
    const links = [...list.querySelectorAll("a")];
    let done = 0;
    for (const link of links) {
      const record = records[link.dataset.key];
      const state = !record ? "" : record.digest !== link.dataset.digest ? "changed" : record.done ? "done" : "tried";
      const words = { "": "", changed: ": 풀어 본 뒤로 바뀌었습니다", done: ": 맞혔습니다", tried: ": 풀고 있습니다" };
      link.dataset.state = state;
      link.lastChild.textContent = words[state];
      done += state === "done";
    }
    news.textContent = `${said}${links.length}문제 가운데 ${done}문제를 맞혔습니다.`;
  }

  button("기록 내보내기", () => {
    const blob = new Blob([JSON.stringify(progress.all(), null, 1)], { type: "application/json" });
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: NAME });
    link.click();
    URL.revokeObjectURL(link.href);
  });
  button("기록 가져오기", () => chooser.click());
  button("기록 지우기", () => {
    if (!confirm("이 브라우저에 남은 답을 모두 지울까요?")) return;
    progress.forget();
    draw("모두 지웠습니다. ");
  });
  chooser.addEventListener("change", async () => {
    const [file] = chooser.files;
    chooser.value = "";
    let records;
    try {
      records = progress.valid(JSON.parse(await file.text()));
    } catch (fault) {
      console.info(fault);
    }
    if (!records) return draw("이 사이트에서 내보낸 기록이 아니어서 아무것도 바꾸지 않았습니다. ");
    draw(progress.keep({ ...progress.all(), ...records }) ? "가져왔습니다. " : "이 브라우저에는 기록이 남지 않습니다. ");
  });
  list.after(bar, chooser, news);
  draw();
}
