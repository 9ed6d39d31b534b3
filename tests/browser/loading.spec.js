// The page loads wherever it is put, and loads only what is its own.
import { expect, serve, test } from "./support/test.js";

/** Opens an address and waits until the engine has answered. */
async function open(page, url) {
  const started = page.waitForEvent("worker");
  await page.goto(url);
  const worker = await started;
  await expect(page.getByRole("status").first()).toHaveText(/\S/);
  return worker;
}

test("the page and the engine load from its own host", async ({ page, site }) => {
  const hosts = new Set();
  page.on("request", (request) => hosts.add(new URL(request.url()).origin));
  const worker = await open(page, "./");
  expect(worker.url()).toMatch(/\/engine-[0-9a-f]{16}\/worker_loader\.js$/);
  await expect(page).toHaveTitle(/Lockstep/);
  expect([...hosts]).toEqual([site.origin]);
});

test("it loads below any path, in a frame, and under a strict policy for workers", async ({ page }) => {
  const site = await serve({
    base: "/docs/play/",
    headers: { "Content-Security-Policy": "worker-src 'self'; object-src 'none'" },
    pages: { "/docs/": '<!doctype html><title>Docs</title><link rel="icon" href="data:," /><iframe src="play/" width="900" height="600"></iframe>' },
  });
  try {
    const started = page.waitForEvent("worker");
    await page.goto(`${site.origin}/docs/`);
    expect((await started).url()).toContain("/docs/play/engine-");
    await expect(page.frameLocator("iframe").getByRole("status").first()).toHaveText(/\S/);
  } finally {
    await page.close();
    await site.close();
  }
});

test("both engines read the same Python modules", async ({ page }) => {
  const asked = [];
  page.on("requestfinished", (request) => {
    if (/\/python-/.test(request.url())) asked.push(new URL(request.url()).pathname);
  });
  await open(page, "./");
  await page.getByRole("combobox", { name: "Database", exact: true }).selectOption("postgres");
  await expect.poll(() => asked.length).toBe(2);
  expect(asked[0]).toMatch(/^\/python-[0-9a-f]{16}\.txt$/);
  expect(asked[1]).toBe(asked[0]);
});

test("the editor's bundle is where the page says", async ({ page }) => {
  await open(page, "./");
  const bundle = page.locator("meta[name=lockstep-editor]");
  await expect(bundle).toHaveAttribute("content", /^editor-[0-9A-Z]+\.js$/);
  const address = new URL(await bundle.getAttribute("content"), page.url()).href;
  const names = await page.evaluate(async (url) => Object.keys(await import(url)), address);
  expect(names).not.toEqual([]);
});
