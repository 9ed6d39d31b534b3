// The problem of the scenario: its line, the place in it, and the message below the line.
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";

/** Shows `{line, column, message}`, or nothing for `null`. */
export const showProblem = StateEffect.define();

class Message extends WidgetType {
  constructor(text) {
    super();
    this.text = text;
  }
  eq(other) {
    return other.text === this.text;
  }
  toDOM() {
    const div = document.createElement("div");
    // Its distance to the lines is padding: the editor does not measure margins.
    div.className = "problem-space";
    // The alert beside the editor says it aloud.
    div.setAttribute("aria-hidden", "true");
    const message = div.appendChild(document.createElement("div"));
    message.className = "problem-message";
    message.textContent = this.text;
    return div;
  }
}

function decorate(doc, found) {
  if (!found || found.line > doc.lines) return Decoration.none;
  const line = doc.line(found.line);
  const decorations = [Decoration.line({ class: "problem-line" }).range(line.from)];
  const from = Math.min(line.from + Math.max(found.column, 1) - 1, line.to);
  const word = /^[\w.]+|^./u.exec(doc.sliceString(from, line.to));
  if (word) {
    const place = Decoration.mark({ class: "problem-place" });
    decorations.push(place.range(from, from + word[0].length));
  }
  const message = Decoration.widget({ widget: new Message(found.message), side: 2, block: true });
  decorations.push(message.range(line.to));
  return Decoration.set(decorations, true);
}

/** The extension. It moves with the text until the page says what is wrong now. */
export const problem = StateField.define({
  create: () => Decoration.none,
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(showProblem)) return decorate(transaction.state.doc, effect.value);
    }
    return transaction.docChanged ? value.map(transaction.changes) : value;
  },
  provide: (field) => EditorView.decorations.from(field),
});
