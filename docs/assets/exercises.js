// Questions: what grades them comes with the first form of a page, what lists them with the list.

const asks = document.querySelectorAll(".exercise");
if (asks.length) import("./exercises/questions.js").then(({ begin }) => begin(asks));
const list = document.querySelector(".question-list");
if (list) import("./exercises/list.js").then(({ show }) => show(list));
