// What the chosen strategy puts around each task, as lines that are added to the text without
// being in it.
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";

/** Shows the code around `task()`; an empty text takes it away. */
export const showWrapper = StateEffect.define();

class Added extends WidgetType {
  constructor(lines) {
    super();
    this.text = lines.map((line) => `+   ${line}`).join("\n");
  }
  eq(other) {
    return other.text === this.text;
  }
  toDOM() {
    const div = document.createElement("div");
    div.className = "added-lines";
    // The strategy's description says it to screen readers.
    div.setAttribute("aria-hidden", "true");
    div.textContent = this.text;
    return div;
  }
}

/** First and last line of each task's body, by number. */
function bodies(doc) {
  const found = [];
  for (let number = 1; number <= doc.lines; number++) {
    if (!/^(async )?def task_\w/.test(doc.line(number).text)) continue;
    // A signature may take several lines.
    let first = number;
    while (first < doc.lines && !/:\s*(#.*)?$/.test(doc.line(first).text)) first++;
    let last = first;
    for (let next = first + 1; next <= doc.lines; next++) {
      const { text } = doc.line(next);
      if (/^\S/.test(text)) break;
      if (text.trim()) last = next;
    }
    found.push([first, last]);
  }
  return found;
}

function decorate(doc, wrapper) {
  if (!wrapper) return Decoration.none;
  const lines = wrapper.split("\n");
  const place = lines.findIndex((line) => line.trim() === "task()");
  const before = lines.slice(0, place);
  const after = lines.slice(place + 1);
  const decorations = [];
  const add = (number, added) => {
    if (added.length === 0) return;
    const widget = Decoration.widget({ widget: new Added(added), side: 1, block: true });
    decorations.push(widget.range(doc.line(number).to));
  };
  for (const [first, last] of bodies(doc)) {
    add(first, before);
    for (let number = first + 1; number <= last; number++) {
      decorations.push(Decoration.line({ class: "wrapped-line" }).range(doc.line(number).from));
    }
    add(last, after);
  }
  return Decoration.set(decorations, true);
}

/** The extension. */
export const wrapper = StateField.define({
  create: () => ({ wrapper: "", lines: Decoration.none }),
  update(value, transaction) {
    const { doc } = transaction.state;
    for (const effect of transaction.effects) {
      if (effect.is(showWrapper)) return { wrapper: effect.value, lines: decorate(doc, effect.value) };
    }
    if (!transaction.docChanged) return value;
    return { wrapper: value.wrapper, lines: decorate(doc, value.wrapper) };
  },
  provide: (field) => EditorView.decorations.from(field, (value) => value.lines),
});
