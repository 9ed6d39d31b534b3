// The editor knows the libraries that scenarios can import: it completes their names and says what they do.
import { expect, test } from "./support/test.js";
import { TRANSFER, editor, open, problem, write, written } from "./support/page.js";
import { readFileSync } from "node:fs";

const options = (page) => page.getByRole("listbox").getByRole("option");

/** A docstring's first sentence, as it stands in the sources. */
const source = (file) => readFileSync(new URL(`../../crates/django/python/${file}`, import.meta.url), "utf8");

test("imports and what is behind a dot are completed", async ({ page }) => {
  await open(page);
  await write(page, "");
  await page.keyboard.type("from django.db import trans");
  await expect(options(page).first()).toContainText("transaction");
  // The list does not take keys before it has been there for a moment; to the text they would be a new line.
  await page.waitForTimeout(300);
  await page.keyboard.press("Enter");
  await expect(editor(page)).toContainText("from django.db import transaction");
  await page.keyboard.type("\nwith transaction.ato");
  await expect(options(page).first()).toContainText("atomic");
  await expect(options(page).first()).toContainText("(using=None, savepoint=True, durable=False)");
  await expect(page.locator(".cm-completionInfo")).toContainText("all of the block's writes, or none");
  expect(source("django/db/transaction.py")).toContain("all of the block's writes, or none");
  await page.keyboard.press("Escape");
  await expect(options(page)).toHaveCount(0);
});

test("modules are completed, too", async ({ page }) => {
  await open(page);
  await write(page, "");
  await page.keyboard.type("import aio");
  await expect(options(page).filter({ hasText: "aiosqlite" })).toHaveCount(1);
});

test("a name under the mouse says what it is", async ({ page }) => {
  await open(page);
  await write(page, TRANSFER.replace("from django.db import models", "from django.db import models, transaction").replace("def task_alice():\n", "def task_alice():\n  with transaction.atomic():\n"));
  await expect(problem(page)).toHaveCount(0);
  const tooltip = page.locator(".documentation");
  const place = await editor(page).evaluate((element) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.data.indexOf("atomic");
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 6);
      const { x, y, width, height } = range.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    }
    return null;
  });
  await page.mouse.move(place.x - 2, place.y);
  await page.mouse.move(place.x, place.y);
  await expect(tooltip).toContainText("atomic(using=None, savepoint=True, durable=False)");
  await expect(tooltip).toContainText("all of the block's writes, or none");
});

test("finding is loaded when it is asked for", async ({ page }) => {
  await open(page);
  const loaded = page.waitForRequest(/\/editor-tools-[0-9A-Z]+\.js$/);
  await editor(page).click();
  await page.keyboard.press("ControlOrMeta+f");
  await loaded;
  const find = page.getByRole("textbox", { name: "Find" });
  await expect(find).toBeFocused();
  await find.pressSequentially("save()");
  await expect(page.locator(".cm-searchMatch")).toHaveCount(2);
  await page.keyboard.press("Escape");
  await expect(find).toHaveCount(0);
  expect(await written(page)).toBe(TRANSFER);
});
