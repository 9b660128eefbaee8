// Questions: what grades them comes with the first form of a page, what lists them with the list.

const asks = document.querySelectorAll(".exercise");
if (asks.length) {
  // An answer that is given before that is graded as soon as it has come.
  const early = new Set();
  const wait = (event) => {
    event.preventDefault();
    early.add(event.target);
  };
  document.addEventListener("submit", wait);
  import("./exercises/questions.js").then(({ begin }) => {
    document.removeEventListener("submit", wait);
    begin(asks);
    for (const form of early) form.requestSubmit();
  });
}
const list = document.querySelector(".question-list");
if (list) import("./exercises/list.js").then(({ show }) => show(list));
