// Completion of names, and what a name under the mouse stands for. What there is to know of the
// libraries, and the code that looks it up, are loaded when they are first asked for.
import { hoverTooltip, keymap } from "@codemirror/view";
import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { globalCompletion, localCompletionSource, pythonLanguage } from "@codemirror/lang-python";
import { later } from "./later.js";

async function complete(context) {
  if (!pythonLanguage.isActiveAt(context.state, context.pos)) return null;
  const tools = await later();
  return (
    (await tools?.completeLibraries(context)) ?? localCompletionSource(context) ?? globalCompletion(context)
  );
}

/** The extension. */
export const documentation = [
  autocompletion({ icons: false, override: [complete] }),
  keymap.of(completionKeymap),
  hoverTooltip(async (view, position) => (await later())?.describe(view.state, position) ?? null),
];
