// A hundred runs, as production makes them, beside the exact answer.
import { expect, test } from "./support/test.js";
import { open, slider, timeline } from "./support/page.js";

const dots = (page) => page.locator(".dot:not(.to-come)");
const table = (page) => page.getByRole("table", { name: "Seen and exact" });
const seed = (page) => page.getByRole("spinbutton", { name: "Seed" });
const signs = async (page) => (await dots(page).allInnerTexts()).join("");
const seen = async (page) => {
  const counts = await table(page).locator("tbody td:nth-of-type(1)").allInnerTexts();
  return counts.map((text) => parseInt(text, 10));
};

async function run(page) {
  await page.getByRole("tab", { name: "At random" }).click();
  await page.getByRole("button", { name: "Run it 100 times" }).click();
}

test("runs come in one by one, and the same seed gives the same runs", async ({ page }) => {
  await open(page);
  await run(page);
  // They are animated: not all are there at once.
  await expect(page.locator(".dot.to-come")).not.toHaveCount(0);
  await expect(dots(page)).toHaveCount(100);
  await expect(seed(page)).toHaveValue("1");
  const first = await signs(page);
  expect(first).toMatch(/^[✗✓]{100}$/);
  const counts = await seen(page);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(100);
  expect(counts[0]).toBe(first.match(/✗/g).length);

  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.getByRole("button", { name: "Run it 100 times" }).click();
  await expect(seed(page)).toHaveValue("2");
  await expect.poll(async () => (await dots(page).count()) === 100 && (await signs(page)) !== first).toBe(true);
  await seed(page).fill("1");
  await seed(page).press("Tab");
  await expect.poll(() => signs(page)).toBe(first);
});

test("the exact probability stands beside what was seen", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open(page);
  await run(page);
  // No animation where none is wanted.
  await expect(dots(page)).toHaveCount(100, { timeout: 1_000 });
  const rows = table(page).locator("tbody tr");
  await expect(rows).toHaveCount(2);
  // One task ends before the other begins in a share of 4/70, but with a probability of 3/16.
  await expect(rows.nth(1)).toContainText("One after the other");
  await expect(rows.nth(1)).toContainText("19%");
  const [lost, fine] = await seen(page);
  expect(lost + fine).toBe(100);
  expect(lost).toBeGreaterThan(fine);
});

test("each run can be looked at, by mouse and by keyboard", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open(page);
  await run(page);
  await expect(dots(page)).toHaveCount(100);
  const safe = page.locator(".dot.verdict-serializable").first();
  await safe.click();
  await expect(safe).toHaveClass(/shown/);
  await expect(timeline(page)).toContainText("One after the other");
  await expect(slider(page)).toHaveAttribute("max", "8");
  const choice = page.getByRole("slider", { name: "Run", exact: true });
  await choice.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await expect(choice).toHaveAttribute("aria-valuetext", /^Run 2: /);
  await expect(page.locator(".dot").nth(1)).toHaveClass(/shown/);
});
