// The page on a phone and in both themes; pictures of it are left in tests/browser/output.
import { expect, test } from "./support/test.js";
import { choose, open, outcomes, slider, timeline } from "./support/page.js";
import { fileURLToPath } from "node:url";

const picture = (name) => fileURLToPath(new URL(`./output/pictures/${name}.png`, import.meta.url));

const widthOf = (page) => page.evaluate(() => document.documentElement.scrollWidth);

const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

for (const colorScheme of ["light", "dark"]) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme, viewport: WIDE });

    test("the page wears what the system wears", async ({ page }) => {
      await page.goto("./");
      await expect(outcomes(page)).toHaveCount(9);
      await slider(page).fill("6");
      const light = await page.evaluate(() => {
        const [red] = getComputedStyle(document.body).backgroundColor.match(/\d+/g);
        return Number(red) > 128;
      });
      expect(light).toBe(colorScheme === "light");
      await page.evaluate(() => window.scrollTo(0, 0));
      await page.screenshot({ path: picture(`wide-${colorScheme}`), fullPage: true });
      // No card is too small for what it says.
      const hidden = await outcomes(page).evaluateAll((cards) => cards
        .filter((card) => card.querySelector(".show").getBoundingClientRect().bottom > card.getBoundingClientRect().bottom)
        .map((card) => card.textContent));
      expect(hidden).toEqual([]);
      expect(await widthOf(page)).toBeLessThanOrEqual(WIDE.width);
    });
  });

  test.describe(`on a phone in ${colorScheme}`, () => {
    test.use({ colorScheme, viewport: PHONE });

    test("one part is shown at a time", async ({ page }) => {
      await page.goto("./");
      await expect(page.getByRole("status")).toHaveText("66 of 70 interleavings lose an update");
      const tab = (name) => page.getByRole("tab", { name });
      await expect(tab("Code")).toHaveAttribute("aria-selected", "true");
      await expect(page.getByRole("textbox", { name: "Scenario" })).toBeVisible();
      await expect(timeline(page)).toBeHidden();
      await page.screenshot({ path: picture(`phone-code-${colorScheme}`) });
      expect(await widthOf(page)).toBe(PHONE.width);

      await tab("Outcomes").click();
      await expect(outcomes(page).first()).toBeVisible();
      await expect(page.getByRole("textbox", { name: "Scenario" })).toBeHidden();
      await page.screenshot({ path: picture(`phone-outcomes-${colorScheme}`) });
      expect(await widthOf(page)).toBe(PHONE.width);

      await outcomes(page).nth(1).getByRole("button", { name: "Show me" }).click();
      await expect(tab("Timeline")).toHaveAttribute("aria-selected", "true");
      await page.getByRole("button", { name: "Next step" }).click();
      await expect(slider(page)).toHaveValue("1");
      await page.screenshot({ path: picture(`phone-timeline-${colorScheme}`), fullPage: true });
      expect(await widthOf(page)).toBe(PHONE.width);
    });
  });

  for (const [name, viewport] of [["wide", WIDE], ["phone", PHONE]]) {
    test.describe(`${name}, ${colorScheme}`, () => {
      test.use({ colorScheme, viewport });

      test("the gallery and a strategy", async ({ page }) => {
        await page.goto("./#gallery");
        await expect(page.getByRole("link", { name: /Transfer money/ })).toBeVisible();
        await page.screenshot({ path: picture(`${name}-gallery-${colorScheme}`) });
        expect(await widthOf(page)).toBeLessThanOrEqual(viewport.width);
        await page.goto("./#x/transfer");
        const row = page.getByRole("table", { name: "Strategies" }).getByRole("row").filter({ hasText: "Retry" });
        await expect(row.getByRole("cell")).toHaveCount(4);
        await choose(page, "atomic()");
        await expect(page.locator(".added-lines").first()).toContainText("transaction.atomic()");
        await expect(page.getByRole("status")).toHaveText(/^Safe in all/);
        await page.screenshot({ path: picture(`${name}-strategy-${colorScheme}`), fullPage: true });
        expect(await widthOf(page)).toBeLessThanOrEqual(viewport.width);
      });
    });
  }
}

test("the switch goes through the themes and remembers", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await open(page);
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.getByRole("button", { name: "Theme: auto" }).click();
  expect(await background()).toBe(light);
  await page.getByRole("button", { name: "Theme: light" }).click();
  await expect(page.getByRole("button", { name: "Theme: dark" })).toBeVisible();
  expect(await background()).not.toBe(light);
  await page.reload();
  await expect(page.getByRole("button", { name: "Theme: dark" })).toBeVisible();
  expect(await background()).not.toBe(light);
});
