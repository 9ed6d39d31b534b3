// Puts a .gz and a .br beside every file that gets smaller by it, for hosts that send those: node compress.mjs FOLDER
import { readFile, readdir, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const [folder] = process.argv.slice(2);
/** What is compressed already, and what is too small to gain by it. */
const COMPRESSED = /\.(png|ico|woff2|gz|br)$/;
const SMALL = 1024;

for (const name of (await readdir(folder, { recursive: true })).sort()) {
  const file = path.join(folder, name);
  if (!(await stat(file)).isFile() || COMPRESSED.test(name)) continue;
  const bytes = await readFile(file);
  if (bytes.length < SMALL) continue;
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  for (const [extension, packed] of [
    [".gz", gzipSync(bytes, { level: 9 })],
    [".br", brotliCompressSync(bytes, { params })],
  ]) {
    if (packed.length < bytes.length) await writeFile(file + extension, packed);
  }
}
