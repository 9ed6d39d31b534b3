// Once visited, the page needs nobody; a new build is said, and comes when it is asked for.
import { expect, serve, test } from "./support/test.js";
import { DIST } from "./support/site.js";
import { TRANSFER, choose, editor, headline, open, outcomes, slider, write, written } from "./support/page.js";
import { cp, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

test("everything works with the network cut after loading", async ({ page, context }) => {
  await open(page);
  // Completion, and what it knows of the libraries, come when somebody first types.
  await editor(page).click();
  await page.keyboard.type("im");
  await expect(page.getByRole("listbox")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+z");
  await context.setOffline(true);
  await page.getByLabel("Busy timeout").fill("0");
  await expect(headline(page)).toHaveText("66 of 70 interleavings lose an update");
  await choose(page, "atomic()");
  await expect(headline(page)).toHaveText("Safe in all 1,134 interleavings");
  await outcomes(page).last().getByRole("button", { name: "Show me" }).click();
  await expect(outcomes(page).last()).toHaveAttribute("aria-current", "true");
  await expect(async () => {
    // Until the new trace is there, the key moves in the old one.
    await page.keyboard.press("End");
    await expect(slider(page)).toHaveValue("12", { timeout: 500 });
  }).toPass();
  await write(page, TRANSFER.replace("transfer_money(1, 2, 20)", "pass"));
  await expect(headline(page)).toHaveText(/^Safe in/);
  await page.getByRole("button", { name: "Share" }).click();
  await expect(page.getByRole("textbox", { name: "Link" })).toHaveValue(/#s1\./);
});

test.describe("with its service worker", () => {
  test.use({ serviceWorkers: "allow" });

  const inCharge = (page) => page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
  });

  test("a second visit needs no server at all", async ({ page }) => {
    const site = await serve({ base: "/docs/play/" });
    await page.goto(site.url);
    await expect(headline(page)).toHaveText("66 of 70 interleavings lose an update");
    await inCharge(page);
    await site.close();

    await page.goto("about:blank");
    await page.goto(`${site.url}?from=elsewhere#x/transfer-f-expression`);
    await expect(headline(page)).toHaveText(/^Safe in all/);
    await page.getByRole("link", { name: "Gallery" }).click();
    await page.getByRole("link", { name: /get_or_create/ }).first().click();
    await expect(editor(page)).toContainText("get_or_create");
    await expect(headline(page)).toHaveText(/insert a row twice|go wrong/);
  });

  test("an engine is started again without a server", async ({ page }) => {
    const site = await serve();
    await page.goto(site.url);
    await expect(headline(page)).toHaveText("66 of 70 interleavings lose an update");
    await inCharge(page);
    await site.close();

    const [worker] = page.workers();
    await worker.evaluate(() => self.addEventListener("message", () => { for (;;); }));
    const again = page.waitForEvent("worker");
    await write(page, TRANSFER.replace("transfer_money(1, 2, 20)", "transfer_money(1, 2, 30)"));
    await again;
    await expect(headline(page)).toHaveText(/of 70 interleavings lose an update$/);
  });

  test("a new build is offered, and loaded with the work kept", async ({ page }) => {
    const folder = await mkdtemp(path.join(tmpdir(), "lockstep-dist-"));
    await cp(DIST, folder, { recursive: true });
    const site = await serve({ folder });
    try {
      await page.goto(site.url);
      await expect(headline(page)).toHaveText("66 of 70 interleavings lose an update");
      await inCharge(page);
      const notice = page.getByRole("complementary", { name: "New version" });
      const mine = TRANSFER.replace("transfer_money(1, 2, 20)", "transfer_money(1, 2, 30)  # mine");
      await write(page, mine);
      await expect(headline(page)).toHaveText(/of 70 interleavings lose an update$/);
      await expect(notice).toHaveCount(0);

      // The same page with another title: files with other names and another build's hash.
      const read = (name) => readFile(path.join(folder, name), "utf8");
      const index = await read("index.html");
      const [, start] = /src="\.\/(start-[0-9a-f]{16}\.js)"/.exec(index);
      await rename(path.join(folder, start), path.join(folder, "start-new.js"));
      await writeFile(path.join(folder, "index.html"), index.replaceAll(start, "start-new.js").replace("<html lang=\"en\">", "<html lang=\"en\" data-build=\"new\">"));
      const worker = await read("offline.js");
      await writeFile(path.join(folder, "offline.js"), worker.replaceAll(start, "start-new.js").replace(/BUILD = "/, "BUILD = \"new"));

      // The old page goes on from its own files, whatever the server has now.
      await page.reload();
      await expect(notice).toContainText("Your work is kept.");
      expect(await page.locator("html").getAttribute("data-build")).toBe(null);
      expect(await written(page)).toBe(mine);

      await notice.getByRole("button", { name: "Load it" }).click();
      await expect(page.locator("html[data-build=new]")).toHaveCount(1);
      await expect(headline(page)).toHaveText(/of 70 interleavings lose an update$/);
      expect(await written(page)).toBe(mine);
      await expect(notice).toHaveCount(0);
      const caches = await page.evaluate(() => caches.keys());
      expect(caches).toEqual([expect.stringMatching(/^lockstep-new/)]);
    } finally {
      await page.close();
      await site.close();
      await rm(folder, { recursive: true });
    }
  });
});
