// A text beside another one: what was changed is marked, what was taken out stands between the lines.
import { unifiedMergeView } from "@codemirror/merge";

/** The extension. */
export const difference = (original) =>
  unifiedMergeView({ original, mergeControls: false, gutter: true, highlightChanges: true });
