// What the editor needs at times only: a bundle of its own.

/** Loads it, once. */
export const later = () => import("./tools.js");
