// The editor of code: CodeMirror with Python, bundled while the site is built. It stands in the place of a
// field, which keeps its text; docs/assets/editing.js puts it there.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { pythonLanguage } from "@codemirror/lang-python";
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colour = (name) => `var(--md-code-hl-${name}-color)`;
// As the code of the pages, which is coloured while the site is built.
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.self, tags.bool, tags.null], color: colour("keyword") },
  { tag: [tags.string, tags.special(tags.string)], color: colour("string") },
  { tag: tags.number, color: colour("number") },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.className], color: colour("function") },
  { tag: [tags.operator, tags.operatorKeyword], color: colour("operator") },
  { tag: [tags.punctuation, tags.bracket], color: colour("punctuation") },
  { tag: tags.comment, color: colour("comment") },
]);
const look = EditorView.theme({
  "&": { color: "var(--md-code-fg-color)", backgroundColor: "var(--md-code-bg-color)" },
  "&.cm-focused": { outline: "2px solid var(--md-default-fg-color--light)" },
  ".cm-scroller": { fontFamily: "var(--md-code-font-family)", lineHeight: "1.65" },
  ".cm-content": { padding: "0.9em 0", caretColor: "currentcolor" },
  ".cm-line": { padding: "0 1.1em 0 0.6em" },
  ".cm-gutters": {
    color: "var(--md-default-fg-color--light)", backgroundColor: "transparent", border: "none",
  },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "2.4em" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "transparent", outline: "1px solid currentcolor" },
  ".cm-fault": { boxShadow: "inset 4px 0 var(--c-e)" },
});

const setFault = StateEffect.define();
// The line that an error names, until something is written.
const fault = StateField.define({
  create: () => Decoration.none,
  update(marks, { docChanged, effects }) {
    for (const effect of effects)
      if (effect.is(setFault)) return Decoration.set([Decoration.line({ class: "cm-fault" }).range(effect.value)]);
    return docChanged ? Decoration.none : marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

export class Editor {
  /** Take the place of a field: what is written here stands there too. Tab goes on, as in the field. */
  constructor(parent, { text, from, to, label, write, run }) {
    const keys = ["Ctrl-Enter", "Meta-Enter"].map((key) => ({ key, run: () => run() ?? true }));
    this.view = new EditorView({
      doc: text,
      selection: { anchor: from, head: to },
      parent,
      extensions: [
        lineNumbers(), history(), indentOnInput(), bracketMatching(), indentUnit.of("    "), fault, look,
        pythonLanguage, syntaxHighlighting(colours), keymap.of([...keys, ...defaultKeymap, ...historyKeymap]),
        EditorView.contentAttributes.of({ "aria-label": label, autocapitalize: "off" }),
        EditorView.updateListener.of(({ docChanged, state }) => docChanged && write(state.doc.toString())),
      ],
    });
  }

  put(text) {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text } });
  }

  focus() {
    this.view.focus();
  }

  mark(number) {
    const { from, to } = this.view.state.doc.line(Math.min(number, this.view.state.doc.lines));
    this.view.dispatch({ selection: { anchor: from, head: to }, effects: setFault.of(from), scrollIntoView: true });
    this.view.focus();
  }
}
