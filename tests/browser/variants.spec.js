// A built-in scenario has its remedies beside it, with what each changes in the code.
import { expect, test } from "./support/test.js";
import { TRANSFER, editor, headline, open, write, written } from "./support/page.js";

const variants = (page) => page.getByRole("navigation", { name: "Variants" });
const differences = (page) => page.getByRole("checkbox", { name: "Differences" });

test("tabs go through the variants", async ({ page }) => {
  await open(page, "#x/transfer");
  await expect(variants(page).getByRole("link")).toHaveCount(6);
  await expect(variants(page).getByRole("link", { name: "As published" })).toHaveAttribute("aria-current", "page");
  await expect(differences(page)).toHaveCount(0);
  await variants(page).getByRole("link", { name: "F() expressions" }).click();
  await expect(headline(page)).toHaveText(/^Safe in all/);
  await expect(variants(page).getByRole("link", { name: "F() expressions" })).toHaveAttribute("aria-current", "page");
  await variants(page).getByRole("link", { name: "As published" }).click();
  await expect(headline(page)).toHaveText("66 of 70 interleavings lose an update");
});

test("differences from the original are shown on demand, and change nothing", async ({ page }) => {
  await open(page, "#x/transfer-f-expression");
  const taken = editor(page).locator(".cm-deletedChunk");
  await expect(taken).toHaveCount(0);
  await differences(page).check();
  await expect(taken.filter({ hasText: "source.balance -= amount" })).not.toHaveCount(0);
  await expect(editor(page).locator(".cm-changedLine").filter({ hasText: "F(" })).not.toHaveCount(0);
  // It stays for the next variant, and goes with the box.
  await variants(page).getByRole("link", { name: "Compare and swap" }).click();
  await expect(taken.filter({ hasText: "source.save()" })).not.toHaveCount(0);
  await differences(page).uncheck();
  await expect(taken).toHaveCount(0);
  await variants(page).getByRole("link", { name: "As published" }).click();
  await expect(headline(page)).toHaveText("66 of 70 interleavings lose an update");
  expect(await written(page)).toBe(TRANSFER);
});

test("the tabs stay while the variant is edited, and go with another scenario", async ({ page }) => {
  await open(page, "#x/transfer-f-expression");
  await write(page, `${TRANSFER}\n# mine\n`);
  await expect(headline(page)).toHaveText("66 of 70 interleavings lose an update");
  await expect(variants(page).getByRole("link")).toHaveCount(6);
  await page.evaluate(() => { location.hash = "#x/write-skew"; });
  await expect(editor(page)).toContainText("Doctor");
  await expect(variants(page).getByRole("link")).toHaveCount(0);
});
