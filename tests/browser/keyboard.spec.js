// Everything works without a mouse, and the page says how.
import { expect, test } from "./support/test.js";
import { editor, headline, open, outcomes, slider, strategy, timeline, written } from "./support/page.js";

const sheet = (page) => page.getByRole("dialog", { name: "Keyboard" });

test("the question mark opens the sheet of shortcuts, but not where one types", async ({ page }) => {
  await open(page);
  await page.locator("body").press("?");
  await expect(sheet(page)).toBeVisible();
  await expect(sheet(page)).toContainText("leave the editor");
  await page.keyboard.press("Escape");
  await expect(sheet(page)).toHaveCount(0);
  const before = await written(page);
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type("?");
  await expect(sheet(page)).toHaveCount(0);
  expect(await written(page)).toBe(`${before}?`);
});

test("digits show outcomes, and by hand let tasks go on", async ({ page }) => {
  await open(page);
  await page.locator("body").press("3");
  await expect(outcomes(page).nth(2)).toHaveAttribute("aria-current", "true");
  await expect(page.locator(".card.chosen")).toHaveCount(1);
  // There are nine, and none in the editor.
  await page.locator("body").press("9");
  await expect(outcomes(page).nth(8)).toHaveAttribute("aria-current", "true");
  const before = await written(page);
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type("1");
  expect(await written(page)).toBe(`${before}1`);
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+z");
  await expect(headline(page)).toHaveText("66 of 70 interleavings lose an update");

  await page.getByRole("tab", { name: "By hand" }).click();
  for (const [at, digit] of ["1", "2", "1"].entries()) {
    await page.keyboard.press(digit);
    await expect(slider(page)).toHaveValue(String(at + 1));
  }
  const taken = timeline(page).getByRole("button", { name: /^Step \d+, / });
  await expect(taken.nth(0)).toHaveAccessibleName(/^Step 1, alice/);
  await expect(taken.nth(1)).toHaveAccessibleName(/^Step 2, bob/);
  await expect(taken.nth(2)).toHaveAccessibleName(/^Step 3, alice/);
  // There is no third task.
  await page.keyboard.press("3");
  await expect(taken).toHaveCount(3);
  await page.keyboard.press("?");
  await expect(sheet(page)).toContainText("shows that outcome; by hand: lets that task take its step");
});

test("strategies go by arrows", async ({ page }) => {
  await open(page);
  await strategy(page, "As written").focus();
  await page.keyboard.press("ArrowDown");
  await expect(strategy(page, "atomic()")).toBeChecked();
  await expect(headline(page)).toHaveText("Safe in all 602 interleavings");
  await page.keyboard.press("?");
  await expect(sheet(page)).toBeVisible();
});

test("every control is reached by Tab", async ({ page }) => {
  await open(page);
  await page.getByRole("link", { name: "Gallery" }).focus();
  const reached = new Set();
  for (let i = 0; i < 60; i += 1) {
    // Out of the editor, where Tab indents.
    if (await editor(page).evaluate((element) => element === document.activeElement)) await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    reached.add(await page.evaluate(() => {
      const e = document.activeElement;
      return e.getAttribute("aria-label") ?? e.labels?.[0]?.innerText.trim() ?? e.innerText?.trim();
    }));
  }
  for (const name of ["Share", "Scenario", "Height of the editor", "As written", "Width of the code", "Show me", "Next step", "Step"]) {
    expect([...reached]).toContain(name);
  }
});
