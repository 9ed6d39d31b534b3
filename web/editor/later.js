// What the editor needs at times only: a bundle of its own.

let tools = null;

/** Loads it, once. `null` if it cannot be had now (no network, say); the next call tries again. */
export async function later() {
  tools ??= await import("./tools.js").catch(() => null);
  return tools;
}
