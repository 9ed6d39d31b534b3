// What a visitor waits for: the sizes of the built files after gzip.
import { expect, test } from "@playwright/test";
import { DIST } from "./support/site.js";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";

/** The parts by their files' names, and their budgets in bytes. */
const PARTS = [
  { part: "shell", files: /^((app|start)-.*\.(js|wasm)|early\.js|snippets\/.*\.js)$/, budget: 130_000 },
  { part: "rest of the page", files: /^rest-.*\.wasm$/, budget: 230_000 },
  { part: "editor", files: /^editor-(?!tools-).*\.js$/, budget: 150_000 },
  { part: "engine", files: /^engine-(?!postgres-).*\/.*\.(js|wasm)$/, budget: 950_000 },
  { part: "Python modules", files: /^python-.*\.txt$/, budget: 210_000 },
  { part: "embed", files: /^embed\.js$/, budget: 6_000 },
  { part: "gallery", files: /^gallery-.*\.json$/, budget: 40_000 },
  { part: "libraries", files: /^libraries-.*\.json$/, budget: 45_000 },
  { part: "styles", files: /\.css$/, budget: 15_000 },
];

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;

/** The files, and how many bytes they are together after gzip. */
async function measure(files) {
  const names = (await readdir(DIST, { recursive: true })).map((name) => name.split(path.sep).join("/"));
  const found = names.filter((name) => files.test(name));
  expect(found).not.toEqual([]);
  let size = 0;
  for (const name of found) size += gzipSync(await readFile(path.join(DIST, name)), { level: 9 }).length;
  return { found, size };
}

test("what the PostgreSQL profile adds to the engine", async () => {
  const engine = await measure(/^engine-(?!postgres-).*\/.*\.(js|wasm)$/);
  const larger = await measure(/^engine-postgres-.*\/.*\.(js|wasm)$/);
  console.log(`the PostgreSQL profile: ${kilobytes(larger.size - engine.size)} gzip more, budget 350.0 KB`);
  expect(larger.size - engine.size).toBeLessThanOrEqual(350_000);
});

for (const { part, files, budget } of PARTS) {
  test(`the ${part}'s size`, async () => {
    const { found, size } = await measure(files);
    console.log(`${part}: ${kilobytes(size)} gzip in ${found.length} files, budget ${kilobytes(budget)}`);
    expect(size).toBeLessThanOrEqual(budget);
  });
}
