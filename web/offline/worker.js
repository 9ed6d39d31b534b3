// The service worker: after the first visit the page is there without a network. `cargo xtask build`
// puts it beside index.html, with the three lines below filled in.
//
// A build's files are one whole: a page gets all of them from the build that it was loaded with. The
// next build is put beside it, and takes over when the visitor asks for it (see start.js) or when no
// page is open any more.
const BUILD = "the build's hash";
const FILES = ["index.html"];
// Large, and not for every visitor: kept once they were asked for.
const LATER = [];

const CACHE = `lockstep-${BUILD}`;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const names = await caches.keys();
      const old = names.filter((name) => name.startsWith("lockstep-") && name !== CACHE);
      await Promise.all(old.map((name) => caches.delete(name)));
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(self.registration.scope)) return;
  const page = request.mode === "navigate" && isPage(request.url);
  event.respondWith(
    (async () => {
      const cache = await caches.open(CACHE);
      const found = await cache.match(page ? "index.html" : request, { ignoreSearch: page });
      if (found) return found;
      const response = await fetch(request);
      if (response.ok && LATER.some((name) => request.url === new URL(name, self.registration.scope).href)) {
        await cache.put(request, response.clone());
      }
      return response;
    })(),
  );
});

/** Whether an address is the page's own, and not that of a file beside it. */
function isPage(url) {
  const path = new URL(url).pathname.slice(new URL(self.registration.scope).pathname.length);
  return path === "" || path === "index.html";
}
