// Scenarios come from the visitor's disk and go there.
import { expect, test } from "./support/test.js";
import { TRANSFER, editor, headline, open, write, written } from "./support/page.js";
import { readFile } from "node:fs/promises";

const choose = async (page, file) => {
  await page.getByRole("link", { name: "Gallery" }).click();
  await page.getByLabel("Open a file").setInputFiles(file);
};
const file = (name, text) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) });

test("a file is opened, named after itself, and kept", async ({ page }) => {
  await open(page);
  const mine = TRANSFER.replace("transfer_money(1, 2, 20)", "transfer_money(1, 2, 30)  # ∑");
  await choose(page, file("two_transfers.py", mine));
  await expect(page.getByRole("textbox", { name: "Title" })).toHaveValue("two transfers");
  await expect(headline(page)).toHaveText(/of 70 interleavings lose an update$/);
  expect(await written(page)).toBe(mine);
  await expect(page.getByText("Kept in this browser.")).toBeVisible();
  await page.reload();
  await expect(editor(page)).toBeVisible();
  expect(await written(page)).toBe(mine);
});

test("the same file can be opened again after an edit", async ({ page }) => {
  await open(page);
  await choose(page, file("a.py", TRANSFER));
  await write(page, "def task_a():\n    pass\n");
  await expect(headline(page)).toHaveText("Safe in the only interleaving");
  await choose(page, file("a.py", TRANSFER));
  await expect(headline(page)).toHaveText("66 of 70 interleavings lose an update");
});

test("a .spec file is plain SQL, highlighted as such", async ({ page }) => {
  await open(page);
  await choose(page, file("g0.spec", await readFile(new URL("../../crates/scenario/gallery/hermitage/g0.spec", import.meta.url), "utf8")));
  await expect(headline(page)).toHaveText(/interleavings/);
  const colour = (text) => editor(page).locator("span").getByText(text, { exact: true }).first().evaluate((e) => getComputedStyle(e).color);
  const keyword = await colour("UPDATE");
  expect(await colour("session")).toBe(keyword);
  expect(await colour("11")).not.toBe(keyword);
  expect(await colour("INTEGER")).not.toBe(keyword);
  const plain = await editor(page).evaluate((e) => getComputedStyle(e).color);
  expect(keyword).not.toBe(plain);
});

test("what is no text of a scenario is said and changes nothing", async ({ page }) => {
  await open(page);
  await choose(page, file("big.py", "#".repeat(4_100_000)));
  await expect(page.getByRole("alert")).toContainText("too large");
  await page.getByRole("link", { name: /Back/ }).click();
  expect(await written(page)).toBe(TRANSFER);
});

test("a scenario is saved as the file that it is", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Share" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save the file" }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe("transfer_money_twice_at_once.py");
  expect(await readFile(await saved.path(), "utf8")).toBe(TRANSFER);
});
