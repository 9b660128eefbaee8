// How each kind of question is graded. A grader has `put`, which takes back a kept answer, and `grade`, which
// tells `text` (the answer), `right` (undefined if nothing was answered) and `said`.

import { code } from "./code.js";
import { order } from "./lines.js";

// Reads a number as people write it: with commas, a long minus, without a leading zero, as a fraction.
export function read(text) {
  const plain = text.replaceAll(/[,\s]/g, "").replaceAll("−", "-");
  const match = /^([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)(?:\/(\d+\.?\d*))?$/i.exec(plain);
  if (!match) return NaN;
  return Number(match[1]) / Number(match[2] ?? 1);
}

function number(question) {
  const { answer, within, wrong } = question.told;
  const input = question.form.elements.answer;
  const near = (a, b) => Math.abs(a - b) <= within;
  return {
    put: (text) => (input.value = text),
    grade() {
      const text = input.value.trim();
      const value = read(text);
      if (!text) return { said: "먼저 답을 적어 주세요." };
      if (!Number.isFinite(value)) return { said: "숫자로 적어 주세요. 소수와 분수를 다 쓸 수 있습니다." };
      if (near(value, answer)) return { text, right: true, said: [] };
      const known = wrong.findIndex((each) => near(value, each));
      return { text, right: false, said: [known < 0 ? "아닙니다. 다시 생각해 보세요." : question.words(known)] };
    },
  };
}

function choose(question) {
  const options = () => [...question.form.elements.answer];
  return {
    put: (text) => options().forEach((each) => (each.checked = each.value === text)),
    grade() {
      const chosen = options().find((each) => each.checked)?.value;
      if (chosen === undefined) return { said: "먼저 하나를 골라 주세요." };
      const right = Number(chosen) === question.told.answer;
      return { text: chosen, right, said: [question.words(Number(chosen))] };
    },
  };
}

export const graders = { number, choose, order, write: code };
