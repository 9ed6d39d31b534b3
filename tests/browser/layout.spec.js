// The page on a phone and in both themes; pictures of it are left in tests/browser/output.
import { expect, test } from "./support/test.js";
import { choose, open, outcomes, slider, timeline } from "./support/page.js";
import { fileURLToPath } from "node:url";

const picture = (name) => fileURLToPath(new URL(`./output/pictures/${name}.png`, import.meta.url));

const widthOf = (page) => page.evaluate(() => document.documentElement.scrollWidth);

for (const scheme of ["light", "dark"]) {
  test(`the page is ${scheme} where the system is`, async ({ browser, site }) => {
    const context = await browser.newContext({ colorScheme: scheme, viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await page.goto(site.url);
    await expect(outcomes(page)).toHaveCount(9);
    await slider(page).fill("6");
    const light = await page.evaluate(() => {
      const [red] = getComputedStyle(document.body).backgroundColor.match(/\d+/g);
      return Number(red) > 128;
    });
    expect(light).toBe(scheme === "light");
    await page.screenshot({ path: picture(`wide-${scheme}`), fullPage: true });
    expect(await widthOf(page)).toBeLessThanOrEqual(1280);
    await context.close();
  });

  test(`on a phone, ${scheme}, one part is shown at a time`, async ({ browser, site }) => {
    const context = await browser.newContext({ colorScheme: scheme, viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    await page.goto(site.url);
    await expect(page.getByRole("status")).toHaveText("66 of 70 interleavings lose an update");
    const tab = (name) => page.getByRole("tab", { name });
    await expect(tab("Code")).toHaveAttribute("aria-selected", "true");
    await expect(page.getByRole("textbox", { name: "Scenario" })).toBeVisible();
    await expect(timeline(page)).toBeHidden();
    await page.screenshot({ path: picture(`phone-code-${scheme}`) });
    expect(await widthOf(page)).toBe(390);

    await tab("Outcomes").click();
    await expect(outcomes(page).first()).toBeVisible();
    await expect(page.getByRole("textbox", { name: "Scenario" })).toBeHidden();
    await page.screenshot({ path: picture(`phone-outcomes-${scheme}`) });
    expect(await widthOf(page)).toBe(390);

    await outcomes(page).nth(1).getByRole("button", { name: "Show me" }).click();
    await expect(tab("Timeline")).toHaveAttribute("aria-selected", "true");
    await page.getByRole("button", { name: "Next step" }).click();
    await expect(slider(page)).toHaveValue("1");
    await page.screenshot({ path: picture(`phone-timeline-${scheme}`), fullPage: true });
    expect(await widthOf(page)).toBe(390);
    await context.close();
  });
}

for (const scheme of ["light", "dark"]) {
  for (const [width, height, name] of [[1280, 800, "wide"], [390, 844, "phone"]]) {
    test(`the gallery and a strategy, ${name}, ${scheme}`, async ({ browser, site }) => {
      const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height } });
      const page = await context.newPage();
      await page.goto(`${site.url}#gallery`);
      await expect(page.getByRole("link", { name: /Transfer money/ })).toBeVisible();
      await page.screenshot({ path: picture(`${name}-gallery-${scheme}`) });
      expect(await widthOf(page)).toBeLessThanOrEqual(width);
      await page.goto(`${site.url}#x/transfer`);
      const row = page.getByRole("table", { name: "Strategies" }).getByRole("row").filter({ hasText: "Retry" });
      await expect(row.getByRole("cell")).toHaveCount(4);
      await choose(page, "atomic()");
      await expect(page.locator(".added-lines").first()).toContainText("transaction.atomic()");
      await expect(page.getByRole("status")).toHaveText(/^Safe in all/);
      await page.screenshot({ path: picture(`${name}-strategy-${scheme}`), fullPage: true });
      expect(await widthOf(page)).toBeLessThanOrEqual(width);
      await context.close();
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
