// What `cargo xtask dist` puts together for static hosts: the same page at any path, packed, and a page for addresses
// where there is nothing.
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { DIST } from "./support/site.js";
import { expect, serve, test } from "./support/test.js";
import { editor, headline } from "./support/page.js";

const PUBLISHED = process.env.LOCKSTEP_PUBLISHED ?? fileURLToPath(new URL("../../target/dist/lockstep", import.meta.url));

test("at a sub-path, packed, the page runs, and nothing is asked for outside of it", async ({ page }) => {
  const host = await serve({ base: "/some/where/", folder: PUBLISHED, published: true });
  const asked = [];
  page.on("response", (response) => asked.push([response.url(), response.headers()["content-encoding"]]));
  await page.goto(`${host.url}#x/get-or-create`);
  await expect(headline(page)).toHaveText(/of [\d,]+ interleavings/);
  await expect(editor(page)).toContainText("get_or_create");
  expect(asked.filter(([url]) => !url.startsWith(host.url) && !url.startsWith("data:"))).toEqual([]);
  const large = asked.filter(([url]) => /\.wasm$|\/python-[^/]*$/.test(url));
  expect(large.map(([, encoding]) => encoding)).toEqual(["br", "br", "br", "br"]);
  await host.close();
});

test("where there is nothing, a page says so and takes the link along", async ({ page, complaints }) => {
  const host = await serve({ base: "/", folder: PUBLISHED, published: true });
  const answer = await page.goto(`${host.url}no/such/page#x/get-or-create`);
  expect(answer.status()).toBe(404);
  await expect(page.getByRole("heading")).toHaveText("There is nothing here");
  // It is served for any address: it must not need anything that stands beside it.
  const sources = await page.locator("[src], link[href]").count();
  expect(sources).toBe(0);
  await page.getByRole("link", { name: "Open Lockstep" }).click();
  await expect(page).toHaveURL(`${host.url}#x/get-or-create`);
  await expect(editor(page)).toContainText("get_or_create");
  expect(complaints.filter((text) => !/404/.test(text))).toEqual([]);
  complaints.length = 0;
  await host.close();
});

test("on GitHub Pages the page for nothing leads to the project's own", async ({ page, complaints }) => {
  const missing = await readFile(path.join(PUBLISHED, "404.html"), "utf8");
  await page.route("https://somebody.github.io/**", (route) => route.fulfill({ status: 404, contentType: "text/html", body: missing }));
  await page.goto("https://somebody.github.io/lockstep/no/such/page#s1.abc&at=2");
  await expect(page.getByRole("link", { name: "Open Lockstep" })).toHaveAttribute("href", "/lockstep/#s1.abc&at=2");
  complaints.length = 0;
});

test("what is published is what was built, and each packed file is the file", async () => {
  const below = async (folder) => (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .sort();
  const names = await below(PUBLISHED);
  const plain = names.filter((name) => !/\.(br|gz)$/.test(name));
  expect(plain.filter((name) => ![".nojekyll", "404.html"].includes(name))).toEqual(await below(DIST));
  expect(plain).toContain(".nojekyll");
  for (const name of names.filter((name) => /\.(br|gz)$/.test(name))) {
    const packed = await readFile(path.join(PUBLISHED, name));
    const file = await readFile(path.join(PUBLISHED, name.replace(/\.(br|gz)$/, "")));
    const unpacked = name.endsWith(".br") ? brotliDecompressSync(packed) : gunzipSync(packed);
    expect(unpacked.equals(file), name).toBe(true);
    expect(packed.length, name).toBeLessThan(file.length);
  }
  for (const name of plain.filter((name) => name.endsWith(".wasm"))) expect(names).toContain(`${name}.br`);
});
