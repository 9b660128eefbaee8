// What must hold on a page in every engine. A fault is a line of text that says where and what.
import * as probes from "./probes.mjs";

const DESK = [1280, 900];
const PHONES = [[360, 740], [320, 640]];
const BASELINE_PX = 1;
// Formulas of docstrings stand in running English, where a line may end before one; how they are set
// is held by Chromium's tests alone, and the summary says so.
export const UNHELD = "reference/";
const WIDTH_SHARE = 0.1;
// Firefox counts in how far slanted letters hang over, at both ends of a formula and of a fraction's
// parts: a lone X is 0.2 em wider there, a small ∂E/∂w 0.3 em. Longer formulas are held by their share.
const WIDTH_EM = 0.4;
const QUERY = "역전파";
// Tenths of a second that Python may take to come.
const PYTHON_TRIES = 600;

/** Open a page on a desk, in the dark and on phones; returns its faults and formulas. */
export async function checkPage(engine, base, place, axe) {
  const faults = [];
  const note = (where, found) => faults.push(...found.map((each) => `${where}: ${each}`));
  await open(engine, base + place, DESK);
  const formulas = await engine.run(probes.formulas);
  const held = place.startsWith(UNHELD) ? [] : formulas;
  for (const { tex, overlaps, offLine } of held) {
    note(short(tex), overlaps);
    if (Math.abs(offLine) > BASELINE_PX) note(short(tex), [`${offLine.toFixed(1)} px off its line`]);
  }
  note("1280 px", await engine.run(probes.wide));
  note("1280 px", await engine.run(probes.hints));
  note("copy", await engine.run(probes.copies));
  const hasRace = await engine.run(() => document.querySelector('[data-figure="race"]') !== null);
  const figures = await engine.run(() => [...document.querySelectorAll("[data-figure]")].map((each) => each.dataset.figure));
  const hasRuns = await engine.run(() => document.querySelector("[data-runnable]") !== null);
  const hasQuestion = await engine.run(() => document.querySelector("[data-kind=write]") !== null);
  note("dark", await inTheDark(engine, axe));
  note("console", await engine.run(() => faults));
  for (const size of PHONES) {
    await open(engine, base + place, size);
    note(`${size[0]} px`, await engine.run(probes.wide));
    note(`${size[0]} px`, await engine.run(probes.hints));
    note(`${size[0]} px, console`, await engine.run(() => faults));
  }
  return { faults, formulas, figures, hasRace, hasRuns, hasQuestion };
}

/** Note which formulas are wider or narrower than in the engine that is the measure. */
export function compare(pages, reference) {
  for (const [place, page] of pages)
    for (const [k, { tex, width }] of place.startsWith(UNHELD) ? [] : page.formulas.entries()) {
      const { width: expected, em } = reference.get(place).formulas[k];
      if (Math.abs(width - expected) > Math.max(WIDTH_SHARE * expected, WIDTH_EM * em))
        page.faults.push(`${short(tex)}: ${width.toFixed(1)} px wide, in Chromium ${expected.toFixed(1)}`);
    }
}

async function inTheDark(engine, axe) {
  const scheme = await engine.run(() => {
    document.querySelector("#scheme").click();
    return document.body.dataset.mdColorScheme;
  });
  if (scheme !== "slate") return [`its button leads to ${scheme}`];
  await engine.run(`() => { ${axe} }`);
  const found = await engine.run(probes.unreadable);
  await engine.run(() => document.querySelector("#scheme").click());
  return found;
}

/** Ask the search, as a reader does. */
export async function checkSearch(engine, base) {
  await open(engine, base, DESK);
  await engine.type(".md-search__input", QUERY);
  const found = await until(engine, () => document.querySelectorAll(".md-search-result__item").length > 0);
  return found ? [] : [`search: ${QUERY} finds nothing`];
}

/** Play, pause and step the race by pointer and by keys. */
export async function checkRace(engine, address) {
  const faults = [];
  const expect = async (told, condition) => {
    if (!(await until(engine, condition))) faults.push(`race: ${told}`);
  };
  const focus = () => engine.run(() => document.querySelector("#figure-race [name=at]").focus());
  await open(engine, address, DESK);
  await engine.run(() => document.querySelector("#figure-race svg").scrollIntoView({ block: "center" }));
  await expect("its script does not come", () => document.querySelector("#figure-race.is-moving") !== null);
  await engine.click("#figure-race [data-do=play]");
  await expect("it does not play", () => {
    const at = document.querySelector("#figure-race [name=at]");
    return at.valueAsNumber > 1 && at.valueAsNumber < Number(at.max);
  });
  await engine.click("#figure-race [data-do=play]");
  await expect("its button does not pause it", () => {
    return document.querySelector("#figure-race [data-do=play]").textContent === "재생";
  });
  await focus();
  await engine.press("Home");
  await expect("the home key leads not to its start", () => {
    return document.querySelector("#figure-race [name=at]").valueAsNumber === 0;
  });
  await engine.click("#figure-race [data-do=forward]");
  await expect("its button is no step", () => {
    return document.querySelector("#figure-race [name=at]").valueAsNumber === 1;
  });
  await focus();
  await engine.press("ArrowLeft");
  await expect("the left key is no step back", () => {
    return document.querySelector("#figure-race [name=at]").valueAsNumber === 0;
  });
  await engine.press("End");
  await expect("the end key leads not to its end", () => {
    const at = document.querySelector("#figure-race [name=at]");
    return at.valueAsNumber === Number(at.max);
  });
  return faults;
}

// What moves figures: where, by which key or click, and what the figure then says. Each begins where the one before
// has ended. Buttons are clicked: Firefox under automation hands them keys that do not press them, on any page.
const MOVED = {
  softmax: [
    ["[name=s1]", "End", ".softmax-says p", "손실 0.0000"],
    ["[data-do=reset]", "click", ".softmax-says p", "손실 0.4076"],
  ],
  training: [
    ["[name=at]", "End", ".figure-title", "반복 10,000"],
    ["[name=sleep]", "Home", ".training-says p:last-child", "수면 0.0시간"],
  ],
  lens: [
    ["tbody tr:nth-child(2) button", "click", ".lens-says p", "두 배"],
    ["tbody tr:nth-child(2) button", "click", ".lens-says p", "+"],
  ],
  fashion: [
    ["[data-do=west]", "click", ".fashion-says p:last-child", "왼쪽으로"],
    ["[data-do=ink]", "click", ".fashion-says p:last-child", "고쳤습니다"],
    ["[data-do=reset]", "click", ".fashion-says p:last-child", "그대로입니다"],
  ],
};

/** Move the figures of a page. */
export async function checkMoved(engine, address, names) {
  const faults = [];
  for (const name of names.filter((each) => each in MOVED)) {
    const figure = `#figure-${name}`;
    const moves = () => engine.run((at) => document.querySelector(`${at}.is-moving`) !== null, figure);
    await open(engine, address, DESK);
    await engine.run((at) => document.querySelector(`${at} svg`).scrollIntoView({ block: "center" }), figure);
    if (!(await patiently(moves))) {
      faults.push(`${name}: its script does not come`);
      continue;
    }
    for (const [control, key, place, words] of MOVED[name]) {
      if (key === "click") await engine.click(`${figure} ${control}`);
      else {
        await engine.run((at) => document.querySelector(at).focus(), `${figure} ${control}`);
        await engine.press(key);
      }
      const says = () => engine.run((at, said) => document.querySelector(at).textContent.includes(said), `${figure} ${place}`, words);
      if (!(await patiently(says))) faults.push(`${name}: ${key} at ${control} does not lead to “${words}”`);
    }
  }
  return faults;
}

/** Run a cell, change it, and run it by the keyboard, as a reader does. */
export async function checkRun(engine, address) {
  const faults = [];
  const expect = async (told, condition, patience) => {
    if (!(await until(engine, condition, patience))) faults.push(`run: ${told}`);
  };
  await open(engine, address, DESK);
  await engine.run(() => document.querySelector("[data-runnable]").scrollIntoView({ block: "center" }));
  await engine.click("[data-runnable] [data-do=run]");
  await expect(
    "a cell does not give what the build gave",
    () => document.querySelector("[data-runnable] .cell-news").textContent.includes("빌드 결과와 같습니다"),
    PYTHON_TRIES,
  );
  await engine.click("[data-runnable] [data-do=edit]");
  await write(engine, "[data-runnable]", "");
  await engine.type("[data-runnable] .cm-content", "print('abc')");
  await engine.click("[data-runnable] [data-do=run]");
  await expect("a changed cell does not show what it prints", () => {
    return document.querySelector("[data-runnable] .output-text").textContent.trim() === "abc";
  });
  await write(engine, "[data-runnable]", "print('가나다')");
  await engine.click("[data-runnable] [data-do=run]");
  await expect("a cell does not print Hangul", () => {
    return document.querySelector("[data-runnable] .output-text").textContent.trim() === "가나다";
  });
  return faults;
}

/** Answer a question that asks for code, first as it stands and then as it should be. */
export async function checkQuestion(engine, address) {
  const faults = [];
  const expect = async (told, condition) => {
    if (!(await until(engine, condition, PYTHON_TRIES))) faults.push(`question: ${told}`);
  };
  await open(engine, address, DESK);
  await engine.run(() => document.querySelector("[data-kind=write]").scrollIntoView({ block: "center" }));
  await engine.click("[data-kind=write] .exercise-bar > button");
  await expect("what one begins with is not told to be no answer", () => {
    const form = document.querySelector("[data-kind=write]");
    return form.dataset.checked === "1" && !form.querySelector(".exercise-news").textContent.startsWith("맞습니다");
  });
  const solution = await engine.run(() => {
    const form = document.querySelector("[data-kind=write]");
    const { imports, solution } = JSON.parse(JSON.parse(form.dataset.told).task);
    return `${imports}\n${solution}`;
  });
  await write(engine, "[data-kind=write]", solution);
  await engine.click("[data-kind=write] .exercise-bar > button");
  await expect("the solution does not pass", () => {
    const form = document.querySelector("[data-kind=write]");
    return form.dataset.checked === "2" && form.querySelector(".exercise-news").textContent.startsWith("맞습니다");
  });
  return faults;
}

/** Read a page and run a cell; then, without the host, do both again. */
export async function checkOffline(engine, host, place) {
  const ran = () => document.querySelector("[data-runnable] .cell-news").textContent.includes("빌드 결과와 같습니다");
  const run = async () => {
    await engine.click("[data-runnable] [data-do=run]");
    return until(engine, ran, PYTHON_TRIES);
  };
  await open(engine, host.base + place, DESK);
  if (!(await engine.run(() => "serviceWorker" in navigator))) {
    console.log(`Not tried: ${engine.name} has no service workers here.`);
    return host.end() ?? [];
  }
  await run();
  const lacking = async () => {
    const [name] = await caches.keys();
    const urls = name ? (await (await caches.open(name)).keys()).map(({ url }) => url) : [];
    // All that running takes: a part of it would leave the next visit without Python.
    const parts = ["asm.wasm", "asm.js", "pyodide.mjs", "stdlib.zip", "lock.json", ".whl", "code.zip", "/cells-"];
    const scripts = ["run/page", "run/python", "run/worker", "assets/blocks"];
    const wanted = [...parts, ...scripts, `${location.href}index.html`];
    return wanted.filter((part) => !urls.some((url) => url.includes(part)));
  };
  const isKept = () => engine.run(lacking).then((parts) => parts.length === 0);
  const faults = (await patiently(isKept, PYTHON_TRIES))
    ? []
    : [`offline: what was read and run is not kept: ${await engine.run(lacking)}`];
  host.end();
  try {
    await open(engine, host.base + place, DESK);
    if (!(await run())) faults.push("offline: a cell does not give what the build gave");
  } catch (fault) {
    faults.push(`offline: ${fault.message}`);
  }
  return faults;
}

async function open(engine, address, [width, height]) {
  await engine.size(width, height);
  await engine.open(address);
  await engine.run(probes.settle);
}

// Puts text into an editor of code as pasting does, once the editor has taken its field's place.
async function write(engine, place, text) {
  await engine.run((at) => document.querySelector(at).querySelector("textarea:not([hidden])")?.focus(), place);
  const isThere = (at) => document.querySelector(at).querySelector(".cm-content") !== null;
  await patiently(() => engine.run(isThere, place), PYTHON_TRIES);
  await engine.run((at, all) => {
    document.querySelector(at).querySelector(".cm-content")?.focus();
    document.execCommand("selectAll");
    document.execCommand(all ? "insertText" : "delete", false, all);
  }, place, text);
}

const until = (engine, condition, patience) => patiently(() => engine.run(condition), patience);

async function patiently(condition, patience = 100) {
  for (let tries = 0; tries < patience; tries += 1) {
    if (await condition()) return true;
    await new Promise((done) => setTimeout(done, 100));
  }
  return false;
}

function short(tex) {
  return tex.replace(/\s+/g, " ").slice(0, 48);
}
