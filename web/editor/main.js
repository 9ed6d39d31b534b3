// The editor, bundled by `cargo xtask build`. The page imports it after its first paint and
// talks to it through the one function below. The editor owns its text: the page is told of
// changes and only ever replaces the whole text, so the cursor never jumps.
import { Compartment, EditorState } from "@codemirror/state";
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { python } from "@codemirror/lang-python";
import { documentation } from "./documentation.js";
import { later } from "./later.js";
import { marks, showMarks } from "./marks.js";
import { links } from "./links.js";
import { problem, showProblem } from "./problem.js";
import { spec } from "./spec.js";
import { showWrapper, wrapper } from "./wrapper.js";
import { look } from "./look.js";

/** Longer files are shown without highlighting: parsing them would make typing slow. */
const HIGHLIGHT_LIMIT = 200_000;

/** Finding and replacing, once it was asked for. */
const finding = new Compartment();

function find(view) {
  later().then((tools) => {
    if (!tools) return;
    const { openSearchPanel, searching } = tools;
    if (finding.get(view.state).length === 0) view.dispatch({ effects: finding.reconfigure(searching) });
    openSearchPanel(view);
  });
  return true;
}

/** What the text differs from, if that is to be seen. */
const comparing = new Compartment();

/** A file's language: "python" or "spec". */
const languages = { python, spec: () => spec };

/**
 * Puts an editor into `parent`.
 *
 * `on.change(text)` is called after each edit of the user, never after `setText`.
 * Tab indents; Escape and then Tab leaves the editor.
 */
export function create(parent, text, language, on) {
  const state = (text, language) =>
    EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        highlightSpecialChars(),
        history(),
        drawSelection(),
        indentUnit.of("    "),
        EditorState.tabSize.of(4),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        finding.of([]),
        comparing.of([]),
        text.length > HIGHLIGHT_LIMIT ? [] : languages[language](),
        keymap.of([
          ...closeBracketsKeymap,
          ...defaultKeymap,
          ...historyKeymap,
          { key: "Mod-f", run: find },
          indentWithTab,
        ]),
        EditorView.contentAttributes.of({
          "aria-label": "Scenario",
          "aria-describedby": "editor-help",
          autocapitalize: "off",
          spellcheck: "false",
          // Editable is focusable, but not every tool knows.
          tabindex: "0",
        }),
        marks,
        links,
        problem,
        wrapper,
        documentation,
        look,
        EditorView.updateListener.of((update) => {
          if (update.docChanged) on.change(update.state.doc.toString());
        }),
      ],
    });
  let wanted = null;
  const view = new EditorView({ parent, state: state(text, language) });

  return {
    /** Another scenario: the text, without a way to undo back into the one before. */
    setText(text, language) {
      if (text !== view.state.doc.toString()) view.setState(state(text, language));
    },
    /** The code around each task, with a line `task()` in it; empty for none. */
    setWrapper(text) {
      view.dispatch({ effects: showWrapper.of(text) });
    },
    /** Shows how the text differs from another one; `null` shows it alone. */
    async setOriginal(original) {
      wanted = original;
      if (original === null) {
        view.dispatch({ effects: comparing.reconfigure([]) });
        return;
      }
      const tools = await later();
      // Something else may have been asked for meanwhile.
      if (tools && wanted === original) view.dispatch({ effects: comparing.reconfigure(tools.difference(original)) });
    },
    /** Where tasks stand: `[{line, name, label, colour}]`, `line` from 1, `colour` a CSS class. */
    setMarks(list) {
      view.dispatch({ effects: showMarks.of(list) });
    },
    /** What is wrong and where, from 1; `line` 0 takes it away. */
    setProblem(line, column, message) {
      view.dispatch({ effects: showProblem.of(line > 0 ? { line, column, message } : null) });
    },
    /** Brings a line into view, without moving the cursor. */
    reveal(line) {
      if (line < 1 || line > view.state.doc.lines) return;
      const { from } = view.state.doc.line(line);
      view.dispatch({ effects: EditorView.scrollIntoView(from, { y: "center" }) });
    },
    /** Moves the cursor to a place and the focus into the editor. */
    goTo(line, column) {
      const at = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
      const position = Math.min(at.from + Math.max(column, 1) - 1, at.to);
      view.dispatch({ selection: { anchor: position }, scrollIntoView: true });
      view.focus();
    },
    focus() {
      view.focus();
    },
    destroy() {
      view.destroy();
    },
  };
}
