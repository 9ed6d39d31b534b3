// Embeds carry strangers' code: however many of them there are, the page around stays usable.
import { expect, serve, test } from "./support/test.js";
import { s1 } from "./support/page.js";

const HARM = {
  "an endless loop": "def task_a():\n    while True:\n        pass\n",
  "a memory hog": "def task_a():\n    x = []\n    while True:\n        x.append('a' * 100000 + str(len(x)))\n",
  "endless SQL": 'import sqlite3\ndef task_a():\n    db = sqlite3.connect("a.db")\n    while True:\n        db.execute("SELECT 1").fetchall()\n',
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
