// Where each task stands: its line in its colour, with a tag at the end of the line.
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";

/** Replaces all marks. */
export const showMarks = StateEffect.define();

class Tags extends WidgetType {
  constructor(marks) {
    super();
    this.marks = marks;
    this.key = JSON.stringify(marks);
  }
  eq(other) {
    return other.key === this.key;
  }
  toDOM() {
    const span = document.createElement("span");
    span.className = "mark-tags";
    // Not part of the file: screen readers get the same from the timeline.
    span.setAttribute("aria-hidden", "true");
    for (const { label, colour } of this.marks) {
      const tag = span.appendChild(document.createElement("span"));
      tag.className = `mark-tag ${colour}`;
      tag.textContent = label;
    }
    return span;
  }
  ignoreEvent() {
    return false;
  }
}

function decorate(doc, list) {
  const byLine = new Map();
  for (const mark of list) {
    if (mark.line < 1 || mark.line > doc.lines) continue;
    byLine.set(mark.line, [...(byLine.get(mark.line) ?? []), mark]);
  }
  const decorations = [];
  for (const [number, marks] of [...byLine].sort(([a], [b]) => a - b)) {
    const line = doc.line(number);
    decorations.push(
      Decoration.line({
        class: `mark-line ${marks[0].colour}${marks.length > 1 ? " mark-shared" : ""}`,
      }).range(line.from),
      Decoration.widget({ widget: new Tags(marks), side: 1 }).range(line.to),
    );
  }
  return Decoration.set(decorations, true);
}

/** The extension. Marks follow their lines while the text is edited. */
export const marks = StateField.define({
  create: () => Decoration.none,
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(showMarks)) return decorate(transaction.state.doc, effect.value);
    }
    return transaction.docChanged ? value.map(transaction.changes) : value;
  },
  provide: (field) => EditorView.decorations.from(field),
});
