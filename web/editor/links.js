// What belongs together lights up together: a card of the timeline, the line of code that sent its
// statement, and the rows it touched; whichever of them the mouse or the focus is on.
//
// The page says what is linked: `data-line` on a card, and `data-rows` on whatever is about rows, as
// `table:key table:key …`. What lights up gets the attribute `data-linked`, which nobody else uses.
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin } from "@codemirror/view";

const LINKED = "data-linked";
const SOURCES = "[data-line], [data-rows]";

const showLine = StateEffect.define();

const line = StateField.define({
  create: () => Decoration.none,
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(showLine)) continue;
      const { doc } = transaction.state;
      if (!(effect.value >= 1 && effect.value <= doc.lines)) return Decoration.none;
      const at = Decoration.line({ attributes: { [LINKED]: "" } });
      return Decoration.set(at.range(doc.line(effect.value).from));
    }
    return value.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

const rowsOf = (element) => (element.dataset.rows ?? "").split(" ").filter(Boolean);

/** Everything outside of the editor that `belongs` says yes to. */
function light(belongs) {
  for (const element of document.querySelectorAll(SOURCES)) {
    element.toggleAttribute(LINKED, belongs(element));
  }
}

const listener = ViewPlugin.define((view) => {
  let shown = 0;
  const show = (number) => {
    if (number === shown) return;
    shown = number;
    // Not within an update of the editor.
    queueMicrotask(() => view.dom.isConnected && view.dispatch({ effects: showLine.of(number) }));
  };

  const over = (event) => {
    if (!(event.target instanceof Element)) return;
    if (view.contentDOM.contains(event.target)) return;
    const source = event.target.closest(SOURCES);
    if (!source) return out();
    const rows = new Set(rowsOf(source));
    show(Number(source.dataset.line ?? 0));
    light((element) => element !== source && rowsOf(element).some((row) => rows.has(row)));
  };
  const overCode = (event) => {
    const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
    const number = at === null ? 0 : view.state.doc.lineAt(at).number;
    show(0);
    light((element) => Number(element.dataset.line ?? 0) === number);
  };
  const out = () => {
    show(0);
    light(() => false);
  };

  const listen = [
    [document, "mouseover", over],
    [document, "focusin", over],
    [document, "mouseleave", out],
    [view.contentDOM, "mousemove", overCode],
    [view.contentDOM, "mouseleave", out],
  ];
  for (const [target, name, handler] of listen) target.addEventListener(name, handler);
  return {
    destroy() {
      for (const [target, name, handler] of listen) target.removeEventListener(name, handler);
    },
  };
});

/** The extension. */
export const links = [line, listener];
