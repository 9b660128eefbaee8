// Blocks that cells and questions put under code: what was printed, and rows of two that differ.

export const make = (tag, className, text = "") =>
  Object.assign(document.createElement(tag), { className, textContent: text });

// A block that may be wider than a phone scrolls within itself, by keyboard too.
function named(block, name) {
  block.tabIndex = 0;
  block.setAttribute("role", "group");
  block.setAttribute("aria-label", name);
  return block;
}

export function printed(text, name = "출력") {
  const block = named(make("pre", "output-text"), name);
  block.append(make("samp", "", text));
  return block;
}

export function difference(rows, name) {
  const block = named(make("div", "cell-difference"), name);
  for (const [head, text] of rows) block.append(make("span", "", head), make("code", "", text || "(없음)"));
  return block;
}
