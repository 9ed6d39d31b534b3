// Links and embeds carry strangers' code: nothing in them ends, freezes or takes over a page.
import { readFileSync } from "node:fs";
import { expect, serve, test } from "./support/test.js";
import { headline, open, s1 } from "./support/page.js";

const LINKS = readFileSync(new URL("../links/hostile.txt", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line && !line.startsWith("#"))
  .map((line) => line.split("\t"));

test("hostile links, one after the other in one page, do nothing but open or be explained", async ({ page, complaints }) => {
  test.setTimeout(180_000);
  expect(LINKS.length).toBeGreaterThan(200);
  const dialogs = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    dialog.dismiss();
  });
  await open(page);
  const elsewhere = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(new URL(page.url()).origin) && /^https?:/.test(request.url())) elsewhere.push(request.url());
  });
  const before = await page.evaluate(() => Object.keys(window).length);
  const worst = await page.evaluate(async (links) => {
    let worst = 0;
    for (const [, fragment] of links) {
      const begun = performance.now();
      location.hash = fragment;
      await new Promise((resolve) => setTimeout(resolve, 40));
      worst = Math.max(worst, performance.now() - begun);
      const said = document.querySelector("[role=alert], [role=status]");
      if (!said) throw new Error(`nothing is said of ${fragment.slice(0, 60)}`);
    }
    return worst;
  }, LINKS);
  console.log(`${LINKS.length} links; the page was away for ${Math.round(worst)} ms at most`);
  expect(dialogs).toEqual([]);
  expect(elsewhere).toEqual([]);
  expect(await page.evaluate(() => [Object.keys(window).length, {}.polluted])).toEqual([before, undefined]);
  expect(await page.locator("main script, main iframe, main img[src^=http]").count()).toBe(0);
  // And the page is as good as before.
  await page.evaluate(() => { location.hash = "x/transfer"; });
  await expect(headline(page)).toHaveText("66 of 70 interleavings lose an update", { timeout: 60_000 });
  // What a worker that was ended leaves in the console is no fault.
  complaints.length = 0;
});

const HARM = {
  "an endless loop": "def task_a():\n    while True:\n        pass\n",
  "a memory hog": "def task_a():\n    x = []\n    while True:\n        x.append('a' * 100000 + str(len(x)))\n",
  "endless SQL": 'import sqlite3\ndef task_a():\n    db = sqlite3.connect("a.db")\n    while True:\n        db.execute("SELECT 1").fetchall()\n',
  "too many states": ["a", "b", "c", "d"].map((task) =>
    `def task_${task}():\n    import sqlite3\n    db = sqlite3.connect("a.db", timeout=0)\n    for i in range(200):\n        db.execute("CREATE TABLE IF NOT EXISTS t (x)")\n        db.execute("INSERT INTO t VALUES (?)", [f"${task}{i}"])\n        db.commit()\n`,
  ).join(""),
};

for (const [what, code] of Object.entries(HARM)) {
  test(`ten embeds with ${what} leave the page around usable`, async ({ page, complaints }) => {
    test.setTimeout(180_000);
    const play = await serve({ base: "/play/" });
    const frames = Array.from({ length: 10 }, () => `<iframe width="300" height="200" src="${play.url}?embed${s1({ source: code })}"></iframe>`);
    const html = `<!doctype html><meta charset="utf-8"><title>Docs</title><link rel="icon" href="data:,"><button>Count</button><output>0</output>${frames.join("")}
      <script>document.querySelector("button").addEventListener("click", () => { const o = document.querySelector("output"); o.textContent = Number(o.textContent) + 1; });</script>`;
    const docs = await serve({ base: "/none/", pages: { "/docs.html": html } });
    await page.goto(`${docs.origin}/docs.html`, { waitUntil: "domcontentloaded" });
    for (let clicks = 1; clicks <= 5; clicks++) {
      await page.getByRole("button", { name: "Count" }).click();
      await expect(page.locator("output")).toHaveText(String(clicks), { timeout: 2_000 });
      await page.waitForTimeout(1_000);
    }
    // Each says what has become of it, or is still at work and can be stopped.
    for (let number = 0; number < 10; number++) {
      const frame = page.frameLocator("iframe").nth(number);
      await expect(frame.getByRole("alert").or(frame.getByRole("button", { name: "Stop" })).or(frame.getByText(/interleaving/)).first()).toBeVisible({ timeout: 90_000 });
    }
    complaints.length = 0;
    await Promise.all([play.close(), docs.close()]);
  });
}
