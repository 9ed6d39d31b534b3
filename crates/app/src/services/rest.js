// The second part of the page's program: crates/xtask/src/split.rs says what is in it.
let instance;

/** Puts it to the first part, whose exports are given. */
function put(module, first) {
  instance ??= new WebAssembly.Instance(module, { first });
}

/** Loads it. */
export async function load(url, first) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  const streams = response.headers.get("content-type") === "application/wasm";
  put(streams ? await WebAssembly.compileStreaming(response) : await WebAssembly.compile(await response.arrayBuffer()), first);
}

/** Loads it while everything else waits. */
export function loadNow(url, first) {
  if (instance) return;
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  // A request that is waited for can only answer with a text: one character a byte.
  request.overrideMimeType("text/plain; charset=x-user-defined");
  request.send();
  if (request.status !== 200) throw new Error(`${url}: ${request.status}`);
  put(new WebAssembly.Module(Uint8Array.from(request.responseText, (byte) => byte.charCodeAt(0))), first);
}
