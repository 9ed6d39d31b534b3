// What an engine's worker runs first: it loads the engine. `cargo xtask build` puts it beside each of the two, with the
// lines below filled in.
const ENGINE = "worker";
const PYTHON = "python.txt";

const load = async (name) => {
  try {
    const response = await fetch(new URL(name, import.meta.url));
    if (response.ok) return response;
    throw new Error(`the server answered ${response.status}`);
  } catch (error) {
    throw new Error(`${name.split("/").at(-1)} could not be loaded: ${error.message}`);
  }
};

// All three begin at once: none waits for another one.
const wasm = load(`${ENGINE}_bg.wasm`);
const python = load(PYTHON).then((response) => response.text());
const engine = import(`./${ENGINE}.js`).then(async (engine) => {
  // Compiled while it comes.
  await engine.default({ module_or_path: wasm });
  return engine;
});
const [{ serve }, modules] = await Promise.all([engine, python]);
serve(modules);
