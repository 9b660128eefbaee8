// Fields for code: plain ones, and where readers type on a keyboard an editor in their place. The field keeps the
// text either way.

import { make } from "./blocks.js";

const editors = new WeakMap();

/** Make a field one for code: Ctrl+Enter calls `run`. A better editor comes as soon as it is loaded. */
export function dress(field, run) {
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    run();
  });
  if (matchMedia("(pointer: coarse)").matches) return;
  let composed = Promise.resolve();
  field.addEventListener("compositionstart", () => {
    composed = new Promise((done) => field.addEventListener("compositionend", done, { once: true }));
  });
  import("./editor/editor.js")
    .then(async ({ Editor }) => {
      await composed;
      if (field.isConnected) replace(field, Editor, run);
    })
    .catch((fault) => console.info(fault)); // The field does without.
}

function replace(field, Editor, run) {
  const place = make("div", "cell-code");
  const hadFocus = document.activeElement === field;
  const write = (text) => {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const label = field.getAttribute("aria-label") ?? field.labels[0].textContent;
  const { value: text, selectionStart: from, selectionEnd: to } = field;
  field.after(place);
  field.hidden = true;
  const editor = new Editor(place, { text, from, to, label, write, run });
  editors.set(field, { editor, place });
  if (hadFocus) editor.focus();
}

export function put(field, text) {
  field.value = text;
  editors.get(field)?.editor.put(text);
}

export function focus(field) {
  (editors.get(field)?.editor ?? field).focus();
}

export function remove(field) {
  editors.get(field)?.place.remove();
  field.remove();
}

/** Show the line that went wrong. */
export function mark(field, line) {
  const better = editors.get(field);
  if (better) return better.editor.mark(line);
  const lines = field.value.split("\n");
  const from = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  field.focus();
  field.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0));
}
