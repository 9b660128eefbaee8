// A formula is copied as its TeX. Other engines take it from the formula's annotation, which the style
// sheet lets them select; WebKit draws no annotation, so the words of the selection are put together here.

function copy(event) {
  const copied = document.createElement("div");
  const selection = getSelection();
  for (let k = 0; k < selection.rangeCount; k += 1) copied.append(selection.getRangeAt(k).cloneContents());
  const formulas = [...copied.querySelectorAll("math")].filter((math) => math.querySelector("annotation"));
  if (!formulas.length) return;
  for (const math of formulas) math.replaceWith(math.querySelector("annotation").textContent);
  // Only what is laid out has lines.
  copied.style.position = "fixed";
  document.body.append(copied);
  event.clipboardData.setData("text/plain", copied.innerText);
  copied.remove();
  event.preventDefault();
}

if (!CSS.supports("math-depth: 1")) document.addEventListener("copy", copy);
