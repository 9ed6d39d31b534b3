// The editor, bundled by `cargo xtask build`. The page imports it after its first paint and
// talks to it through the one function below. The editor owns its text: the page is told of
// changes and only ever replaces the whole text, so the cursor never jumps.
import { EditorState } from "@codemirror/state";
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
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { python } from "@codemirror/lang-python";
import { marks, showMarks } from "./marks.js";
import { links } from "./links.js";
import { problem, showProblem } from "./problem.js";
import { look } from "./look.js";

/** Longer files are shown without highlighting: parsing them would make typing slow. */
const HIGHLIGHT_LIMIT = 200_000;

/**
 * Puts an editor into `parent`.
 *
 * `on.change(text)` is called after each edit of the user, never after `setText`.
 * Tab indents; Escape and then Tab leaves the editor.
 */
export function create(parent, text, on) {
  const state = (text) =>
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
        highlightSelectionMatches(),
        search({ top: true }),
        text.length > HIGHLIGHT_LIMIT ? [] : python(),
        keymap.of([
          ...closeBracketsKeymap,
          ...defaultKeymap,
          ...historyKeymap,
          ...searchKeymap,
          indentWithTab,
        ]),
        EditorView.contentAttributes.of({
          "aria-label": "Scenario",
          "aria-describedby": "editor-help",
          autocapitalize: "off",
          spellcheck: "false",
        }),
        marks,
        links,
        problem,
        look,
        EditorView.updateListener.of((update) => {
          if (update.docChanged) on.change(update.state.doc.toString());
        }),
      ],
    });
  const view = new EditorView({ parent, state: state(text) });

  return {
    /** Another scenario: the text, without a way to undo back into the one before. */
    setText(text) {
      if (text !== view.state.doc.toString()) view.setState(state(text));
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
