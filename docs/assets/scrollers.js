// What fits its place need not stop the Tab key; what scrolls within itself does, and only that has a
// shade at its edge. The build gives all such blocks a stop, for readers without JavaScript.

const watch = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth + 1) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
for (const block of document.querySelectorAll('article [role="group"][tabindex]')) watch.observe(block);
