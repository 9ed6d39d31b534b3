// Strategies and settings change what can happen.
import { expect, test } from "./support/test.js";
import { choose, figures, headline, open, outcomes, strategy } from "./support/page.js";

const sorted = (figures) => figures.map(([count]) => count).sort((a, b) => a - b);

test("a strategy changes the numbers", async ({ page }) => {
  await open(page);
  await expect(strategy(page, "As written")).toBeChecked();
  await page.getByLabel("Busy timeout").fill("0");
  await expect(headline(page)).toHaveText("66 of 70 interleavings lose an update");

  await choose(page, "atomic()");
  await expect(headline(page)).toHaveText("Safe in all 1,134 interleavings");
  await expect(outcomes(page)).toHaveCount(4);
  expect(sorted(await figures(page))).toEqual([14, 224, 224, 672]);

  await choose(page, "BEGIN IMMEDIATE");
  await expect(headline(page)).toHaveText("Safe in all 12 interleavings");
  await expect(outcomes(page)).toHaveCount(3);

  await choose(page, "Mutex");
  await expect(headline(page)).toHaveText(/^Safe in all/);
  await expect(outcomes(page)).toHaveCount(1);
  await expect(outcomes(page)).toContainText("serializable");

  await choose(page, "As written");
  await expect(headline(page)).toHaveText("66 of 70 interleavings lose an update");
});

test("settings change the numbers", async ({ page }) => {
  await open(page);
  await choose(page, "atomic()");
  await page.getByLabel("Busy timeout").fill("0");
  await expect(headline(page)).toHaveText("Safe in all 1,134 interleavings");
  await page.getByRole("combobox", { name: "Begin" }).selectOption("immediate");
  await expect(headline(page)).toHaveText("Safe in all 12 interleavings");
  await choose(page, "As written");
  await page.getByRole("spinbutton", { name: "Copies of alice" }).fill("2");
  // 12! / (4! 4! 4!)
  await expect(headline(page)).toHaveText(/of 34,650 interleavings/);
});

test("every control has its name", async ({ page }) => {
  await open(page);
  for (const title of ["As written", "atomic()", "BEGIN IMMEDIATE", "BEGIN EXCLUSIVE", "Mutex", "Retry"]) {
    await expect(strategy(page, title)).toHaveCount(1);
  }
  for (const name of ["Journal", "Begin", "Concurrency"]) {
    await expect(page.getByRole("combobox", { name, exact: true })).toBeVisible();
  }
  for (const name of ["Busy timeout", "Copies of alice", "Copies of bob"]) {
    await expect(page.getByRole("spinbutton", { name })).toBeVisible();
  }
});
