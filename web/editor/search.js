// Finding and replacing.
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { keymap } from "@codemirror/view";

export { openSearchPanel } from "@codemirror/search";

/** The extension. */
export const searching = [search({ top: true }), highlightSelectionMatches(), keymap.of(searchKeymap)];
