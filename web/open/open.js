// Shows a scenario's file from another host (`?src=https://…`), and hands it to the playground as a link.

/** As much as a link can carry. */
const MOST = 200 * 1024;

const find = (id) => document.getElementById(id);
const say = (text, bad = false) => {
  const said = find("said");
  said.textContent = text;
  said.setAttribute("role", bad ? "alert" : "status");
  said.classList.toggle("warn", bad);
};

show().catch((error) => say(String(error.message ?? error), true));

async function show() {
  const src = new URLSearchParams(location.search).get("src") ?? "";
  let url;
  try {
    url = new URL(src, location.href);
  } catch {
    throw new Error(`“${src}” is no address of a file.`);
  }
  find("address").textContent = url.href;
  const local = ["localhost", "127.0.0.1"].includes(url.hostname) || url.origin === location.origin;
  if (url.protocol !== "https:" && !(url.protocol === "http:" && local)) {
    throw new Error("Only addresses that begin with https:// can be opened.");
  }
  const source = await load(url);
  find("source").textContent = source;
  find("source").hidden = false;
  say(`${source.split("\n").length} lines.`);
  const run = find("run");
  run.hidden = false;
  run.addEventListener("click", async () => {
    const scenario = { title: decodeURIComponent(url.pathname.split("/").at(-1)), source };
    if (url.pathname.endsWith(".spec")) scenario.language = "spec";
    location.assign(`./#s1.${await packed(JSON.stringify(scenario))}`);
  });
  run.focus();
}

/** The file's text. */
async function load(url) {
  let answer;
  try {
    answer = await fetch(url, { credentials: "omit", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(20_000) });
  } catch {
    throw new Error(
      `${url.host} did not give the file: it does not let other pages read it (CORS), or there is no such host. Raw files of GitHub and gists can be read; else open the file from your disk.`,
    );
  }
  if (!answer.ok) throw new Error(`${url.host} has no such file (it answered ${answer.status}).`);
  const reader = answer.body.getReader();
  const parts = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > MOST) {
      await reader.cancel();
      throw new Error(`The file is longer than ${MOST / 1024} KiB, more than a scenario may have.`);
    }
    parts.push(value);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await new Blob(parts).arrayBuffer());
  } catch {
    throw new Error("The file is not UTF-8 text.");
  }
}

/** Raw deflate in base64url, as links have it. */
async function packed(text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
