// A question that asks for code: Python in the reader's browser grades it.

import { difference, make, printed } from "../blocks.js";
import { dress, put } from "../editing.js";

// The smallest case that differs: what went in, what came out, what should have.
function table({ inputs, yours, expected, shapes }) {
  const rows = [["입력", inputs.join("\n")], ["내 함수", yours], ["기대한 값", expected]];
  if (shapes) rows.push(["형상", `${shapes[0]} (기대한 것은 ${shapes[1]})`]);
  return difference(rows, "다른 곳");
}

export function code(question) {
  const editor = question.form.elements.answer;
  const first = editor.value;
  const reset = Object.assign(make("button", "", "처음으로"), { type: "button" });
  reset.addEventListener("click", () => {
    put(editor, first);
    question.say("처음의 코드로 되돌렸습니다.");
  });
  question.form.querySelector(".exercise-bar").append(reset);
  const begin = () => dress(editor, () => void question.check());
  if (document.activeElement === editor) begin();
  else editor.addEventListener("focus", begin, { once: true });

  // What the reader's own prints have shown stands last.
  function told(text, answer) {
    const result = judged(text, answer);
    if (!answer.printed) return result;
    return { ...result, said: [...[result.said].flat(), printed(answer.printed)] };
  }

  function judged(text, answer) {
    if (answer.blank) return { said: `${answer.blank}행에 빈칸 ___이 남아 있습니다. 채우고 확인해 주세요.` };
    if (answer.missing) return { said: "함수가 없습니다. def로 시작하는 줄을 그대로 두세요." };
    if (answer.fault) {
      const { words, traceback } = answer.fault;
      return { text, right: false, said: [...words, ...(traceback ? [printed(traceback, "Python의 말")] : [])] };
    }
    if (answer.passed) return { text, right: true, said: [] };
    const words = answer.wrong === undefined ? "아직 다릅니다. 가장 작은 입력에서 이렇게 다릅니다." : question.words(answer.wrong);
    return { text, right: false, said: [words, table(answer.case)] };
  }

  return {
    put: (text) => put(editor, text),
    async grade() {
      const text = editor.value;
      if (typeof WebAssembly !== "object") {
        question.open();
        return { said: "이 브라우저는 Python을 실행하지 못합니다. 종이에 써 본 다음 답을 펼쳐 견주어 보세요." };
      }
      try {
        const python = await question.python();
        return told(text, await python.grade(question.told.task, text, (said) => question.say(said)));
      } catch (fault) {
        if (fault.name === "Busy") return { said: "다른 셀이 실행되고 있습니다. 끝난 뒤에 눌러 주세요." };
        console.info(fault);
        if (fault.name === "Stopped") return { said: "시간 안에 끝나지 않아 멈추었습니다. 고친 코드는 그대로입니다." };
        return { said: "Python을 쓰지 못했습니다. 연결을 확인하고 다시 눌러 주세요. 고친 코드는 그대로입니다." };
      }
    },
  };
}
