// What is measured on a page. Each function runs in the page and returns plain data; it sees nothing of
// this file but itself.

/** Lay out all of the page, unfold what is folded, and wait until its fonts are drawn. */
export async function settle() {
  const style = document.createElement("style");
  style.textContent = `* { content-visibility: visible !important; transition: none !important;
    scroll-behavior: auto !important }`;
  document.head.append(style);
  for (const each of document.querySelectorAll("details")) each.open = true;
  await Promise.allSettled([...document.fonts].map((font) => font.load()));
  await document.fonts.ready;
  await new Promise((done) => setTimeout(done, 150));
}

/** Each formula: its size, what overlaps within it, and how far its baseline is from its text's. */
export function formulas() {
  const SLACK_PX = 1.5; // Glyphs are set at whole pixels in some engines.
  const box = (element) => {
    if (element.tagName === "mspace") return element.getBoundingClientRect();
    const range = document.createRange();
    range.selectNodeContents(element);
    return range.getBoundingClientRect();
  };
  const leaves = (element) =>
    [element, ...element.querySelectorAll("*")].filter(
      (each) => /^(mi|mn|mo|mtext)$/.test(each.tagName) && each.textContent.replace(/[\u2061\s]/g, ""),
    );
  const extent = (element) => {
    const boxes = leaves(element).map(box);
    return boxes.length && {
      left: Math.min(...boxes.map((each) => each.left)),
      right: Math.max(...boxes.map((each) => each.right)),
    };
  };
  const overlaps = (math) => {
    const found = [];
    const rows = [...math.querySelectorAll("math, mrow, mtr, mtd, mstyle, mpadded, msqrt")];
    for (const row of rows) {
      const parts = [...row.children].filter((each) => each.tagName !== "annotation");
      // A negative space draws parts together on purpose.
      if (parts.some((each) => each.style.marginLeft.startsWith("-"))) continue;
      const seen = parts.map((part) => [part, extent(part)]).filter(([, at]) => at);
      for (let k = 1; k < seen.length; k += 1) {
        const [[before, a], [after, b]] = [seen[k - 1], seen[k]];
        if (a.right - b.left > SLACK_PX)
          found.push(`“${before.textContent}” lies ${(a.right - b.left).toFixed(1)} px over “${after.textContent}”`);
      }
    }
    for (const fraction of math.querySelectorAll("mfrac")) {
      const [above, below] = [...fraction.children].map((each) => each.getBoundingClientRect());
      if (above.bottom - below.top > SLACK_PX)
        found.push(`a numerator lies over its denominator in “${fraction.textContent}”`);
    }
    for (const table of math.querySelectorAll("mtable")) {
      const lines = [...table.children].map((each) => each.getBoundingClientRect());
      for (let k = 1; k < lines.length; k += 1)
        if (lines[k - 1].bottom - lines[k].top > SLACK_PX) found.push(`row ${k + 1} lies over row ${k}`);
    }
    return found;
  };
  // On the line: a mark within each inline formula and one beside it. All are put in before any is
  // measured, so that the page is laid out once.
  const mark = (math) => {
    if (math.getAttribute("display") === "block") return undefined;
    const within = document.createElementNS(math.namespaceURI, "mspace");
    within.setAttribute("height", "1px");
    within.setAttribute("width", "0");
    const beside = document.createElement("span");
    beside.style.cssText = "display:inline-block;width:0;height:1px";
    math.querySelector("semantics > mrow").prepend(within);
    math.before(beside);
    return [within, beside];
  };
  const all = [...document.querySelectorAll("article math")];
  const told = all.map((math) => ({
    tex: math.querySelector("annotation").textContent.trim(),
    width: math.getBoundingClientRect().width,
    em: parseFloat(getComputedStyle(math).fontSize),
    overlaps: overlaps(math),
    offLine: 0,
  }));
  const marks = all.map(mark);
  marks.forEach((pair, k) => {
    if (pair) told[k].offLine = pair[0].getBoundingClientRect().bottom - pair[1].getBoundingClientRect().bottom;
  });
  for (const each of marks.flat()) each?.remove();
  return told;
}

/** What is wider than the page. */
export function wide() {
  const width = document.documentElement.clientWidth;
  const scrolls = (element) =>
    element && element !== document.documentElement &&
    (getComputedStyle(element).overflowX !== "visible" || scrolls(element.parentElement));
  const found = [...document.querySelectorAll(".md-content *")]
    .filter((element) => element.getClientRects().length)
    .filter((element) => element.getBoundingClientRect().right > width + 1 && !scrolls(element.parentElement))
    .map((element) => element.tagName.toLowerCase());
  const page = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth);
  return page > width + 1 ? [`the page (${page} px)`, ...found] : found;
}

/** Scroll hints and stops of the Tab key where nothing scrolls, and their want where something does. */
export async function hints() {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const found = [];
  for (const block of document.querySelectorAll("article :is(.scroller, .output-text, pre > code)")) {
    if (!block.getClientRects().length) continue;
    const scrolls = block.scrollWidth > block.clientWidth + 1;
    const hinted = getComputedStyle(block).backgroundImage.split("gradient").length > 1;
    const told = `${block.className} “${block.textContent.trim().slice(0, 30)}”`;
    if (scrolls !== hinted) found.push(`${scrolls ? "no hint that it scrolls" : "a hint, and nothing scrolls"}: ${told}`);
    if (scrolls !== block.hasAttribute("tabindex"))
      found.push(`${scrolls ? "no keyboard" : "a stop, and nothing scrolls"}: ${told}`);
  }
  return found;
}

/** Formulas that are not copied as their TeX. */
export function copies() {
  const found = [];
  const selection = getSelection();
  for (const math of [...document.querySelectorAll("article math")].slice(0, 8)) {
    const tex = math.querySelector("annotation").textContent.trim();
    const range = document.createRange();
    range.selectNode(math);
    selection.removeAllRanges();
    selection.addRange(range);
    const event = new ClipboardEvent("copy", {
      clipboardData: new DataTransfer(), bubbles: true, cancelable: true,
    });
    const copied = (
      document.dispatchEvent(event) ? selection.toString() : event.clipboardData.getData("text/plain")
    ).replace(/\s+/g, " ").trim();
    if (copied !== tex.replace(/\s+/g, " "))
      found.push(`${tex.slice(0, 40)} is copied as “${copied.slice(0, 40)}”`);
  }
  selection.removeAllRanges();
  return found;
}

/** Text that axe finds unreadable against its ground. */
export async function unreadable() {
  const found = await axe.run("html", { runOnly: ["color-contrast"], resultTypes: ["violations"] });
  return found.violations.flatMap((each) => each.nodes.map((node) => `${node.target.join(" ")}`));
}
