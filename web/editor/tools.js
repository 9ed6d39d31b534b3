// What later.js loads.
export { difference } from "./difference.js";
export { completeLibraries, describe } from "./libraries.js";
export { openSearchPanel, searching } from "./search.js";
