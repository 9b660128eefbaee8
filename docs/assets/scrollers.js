// What fits its place need not stop the Tab key; what scrolls within itself does, and only that has a
// shade at its edge. The build gives all such blocks a stop, for readers without JavaScript.

const blocks = document.querySelectorAll('article [role="group"][tabindex]');

function mark(block) {
  if (block.scrollWidth > block.clientWidth + 1) block.tabIndex = 0;
  else block.removeAttribute("tabindex");
}

const watch = new ResizeObserver((entries) => entries.forEach(({ target }) => mark(target)));
blocks.forEach((block) => watch.observe(block));
// A font that comes after the first layout makes lines longer and no block larger.
document.fonts.addEventListener("loadingdone", () => blocks.forEach(mark));
