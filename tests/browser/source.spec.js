// `?src=`: a scenario's file from another host is shown before it runs, and what cannot be had is said.
import { expect, serve, test } from "./support/test.js";
import { TRANSFER, editor, headline } from "./support/page.js";
import { serious } from "./support/axe.js";

/** A host that lets other pages read its files, or does not. */
const host = (allowed, pages) => serve({ base: "/none/", pages, headers: allowed ? { "Access-Control-Allow-Origin": "*" } : {} });

test("a file from another host is shown, and explored when that is asked for", async ({ page }) => {
  const other = await host(true, { "/race.py": TRANSFER });
  await page.goto(`./?src=${encodeURIComponent(`${other.origin}/race.py`)}`);
  await expect(page.getByLabel("Source")).toContainText("transfer_money");
  await expect(page.getByText(`${other.origin}/race.py`)).toBeVisible();
  expect(await serious(page)).toEqual([]);
  // Nothing of the engine is there yet.
  const loaded = await page.evaluate(() => performance.getEntriesByType("resource").map((entry) => entry.name));
  expect(loaded.filter((name) => /wasm/.test(name))).toEqual([]);
  await page.getByRole("button", { name: "Explore it" }).click();
  await expect(headline(page)).toHaveText("66 of 70 interleavings lose an update");
  await expect(editor(page)).toContainText("transfer_money");
  await expect(page.getByRole("textbox", { name: "Title" })).toHaveValue("race.py");
  await other.close();
});

test("what cannot be had is said", async ({ page, complaints }) => {
  const closed = await host(false, { "/race.py": TRANSFER });
  const open = await host(true, { "/long.py": "#".repeat(300_000) });
  for (const [src, why] of [
    [`${closed.origin}/race.py`, /CORS/],
    [`${open.origin}/missing.py`, /answered 404/],
    [`${open.origin}/long.py`, /longer than 200 KiB/],
    ["http://example.org/race.py", /https:\/\//],
    ["javascript:alert(1)", /https:\/\//],
    ["http://[", /no address/],
  ]) {
    await page.goto(`./?src=${encodeURIComponent(src)}`);
    await expect(page.getByRole("alert")).toContainText(why);
    await expect(page.getByRole("button", { name: "Explore it" })).toBeHidden();
  }
  complaints.length = 0;
  await page.getByRole("link", { name: "Go on without it" }).click();
  await expect(headline(page)).toHaveText(/interleavings/);
  complaints.length = 0;
  await Promise.all([closed.close(), open.close()]);
});
