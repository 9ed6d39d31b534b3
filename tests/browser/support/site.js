// Serves the built page (dist/) from a port of its own, as any static host would.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const DIST = fileURLToPath(new URL("../../../dist", import.meta.url));

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

/**
 * Starts a server.
 *
 * @param {object} [options]
 * @param {string} [options.base] The path the page is at, such as "/docs/play/".
 * @param {Record<string, string>} [options.headers] Sent with every file, such as a CSP.
 * @param {Record<string, string>} [options.pages] More pages by path: their HTML.
 * @param {string} [options.folder] Another folder than dist/.
 * @param {[string, string]} [options.replaced] A text in HTML and scripts, and what is sent in its place.
 * @param {boolean} [options.published] As a host does what is published: what is packed by brotli, to those who accept
 *   that, and the folder's 404.html for what there is not.
 * @returns {Promise<{url: string, origin: string, close: () => Promise<void>}>} `url` is
 *   the page's address and ends in "/".
 */
export async function serve({ base = "/", headers = {}, pages = {}, folder = DIST, replaced, published } = {}) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const send = (status, type, body, encoding) => {
      response.writeHead(status, { "Content-Type": type, "Cache-Control": "no-store", ...encoding, ...headers });
      response.end(body);
    };
    const nothing = async () => {
      if (published) send(404, TYPES[".html"], await readFile(path.join(folder, "404.html")));
      else send(404, "text/plain", "There is no such file.");
    };
    if (Object.hasOwn(pages, pathname)) {
      return send(200, TYPES[".html"], pages[pathname]);
    }
    const name = decodeURIComponent(pathname).slice(base.length) || "index.html";
    const file = path.join(folder, name);
    if (!pathname.startsWith(base) || !file.startsWith(folder + path.sep)) {
      return nothing();
    }
    try {
      const type = TYPES[path.extname(file)] ?? "application/octet-stream";
      const packed = published && /\bbr\b/.test(request.headers["accept-encoding"] ?? "") && (await readFile(`${file}.br`).catch(() => undefined));
      if (packed) return send(200, type, packed, { "Content-Encoding": "br" });
      const content = await readFile(file);
      const isText = replaced && [".html", ".js"].includes(path.extname(file));
      send(200, type, isText ? content.toString().replaceAll(...replaced) : content);
    } catch {
      await nothing();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    url: origin + base,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  };
}
