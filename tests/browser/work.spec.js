// The visitor's own work is kept.
import { expect, test } from "./support/test.js";
import { TRANSFER, choose, editor, headline, open, strategy, write, written } from "./support/page.js";

const mine = TRANSFER.replace("transfer_money(1, 2, 20)", "transfer_money(1, 2, 30)  # mine");
const kept = (page) => expect(page.getByText("Kept in this browser.")).toBeVisible();

test("a reload loses nothing", async ({ page }) => {
  await open(page, "#x/transfer");
  await write(page, mine);
  await choose(page, "atomic()");
  await expect(headline(page)).toHaveText(/^Safe in all/);
  await kept(page);
  await page.reload();
  await expect(headline(page)).toHaveText(/^Safe in all/);
  await expect(strategy(page, "atomic()")).toBeChecked();
  expect(await written(page)).toBe(mine);
});

test("a reload in the middle of typing loses nothing", async ({ page }) => {
  await open(page);
  await write(page, mine);
  await page.reload();
  await expect(editor(page)).toBeVisible();
  expect(await written(page)).toBe(mine);
});

test("a reload loses nothing, however busy the page is", async ({ page }) => {
  await open(page);
  // Yew puts off what is to be done after 16 ms of work, and here for ever.
  await page.evaluate(() => {
    const { setTimeout } = window;
    window.setTimeout = (call, delay) => (delay === 0 ? 0 : setTimeout(call, delay));
    const now = Date.now;
    let late = 0;
    Date.now = () => now() + (late += 20);
  });
  await write(page, mine);
  await expect(headline(page)).toHaveText("66 of 70 interleavings lose an update");
  await page.reload();
  await expect(editor(page)).toBeVisible();
  expect(await written(page)).toBe(mine);
});

test("opening a link keeps the work in the gallery", async ({ page }) => {
  await open(page);
  await page.getByRole("textbox", { name: "Title" }).fill("My race");
  await write(page, mine);
  await page.evaluate(() => { location.hash = "#x/get-or-create"; });
  await expect(editor(page)).toContainText("get_or_create");
  await page.getByRole("link", { name: "Gallery" }).click();
  await page.getByRole("button", { name: /My race/ }).click();
  await expect(editor(page)).toBeVisible();
  expect(await written(page)).toBe(mine);
});

test("the gallery has the built-in scenarios, and a way back", async ({ page }) => {
  await open(page);
  await write(page, mine);
  await page.getByRole("link", { name: "Gallery" }).click();
  await expect(page.getByRole("link", { name: /Transfer money/ })).toBeVisible();
  await page.getByRole("link", { name: /Back/ }).click();
  expect(await written(page)).toBe(mine);
  await page.getByRole("link", { name: "Gallery" }).click();
  await page.getByRole("link", { name: /get_or_create makes/ }).click();
  await expect(headline(page)).toHaveText(/insert a row twice|go wrong/);
});

test("a remedy is a variant of its scenario", async ({ page }) => {
  await page.goto("./#gallery");
  await page.getByRole("list", { name: "Remedies for transfer" }).getByRole("link", { name: "F() expressions" }).click();
  await expect(headline(page)).toHaveText(/^Safe in all/);
  await expect(editor(page)).toContainText("F(");
});
