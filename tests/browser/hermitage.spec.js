// Hermitage's table: a page of its own, with what the command line computes.
import { serious } from "./support/axe.js";
import { expect, lockstep, test } from "./support/test.js";
import { editor, headline } from "./support/page.js";

const table = (page) => page.getByRole("table", { name: "Hermitage" });

test("the gallery leads to it, and it says what the command line prints", async ({ page }) => {
  await page.goto("./#gallery");
  await page.getByRole("link", { name: "Hermitage's table" }).click();
  await expect(page).toHaveURL(/hermitage\.html$/);
  const lines = (await lockstep("hermitage")).stdout.trimEnd().split("\n");
  const printed = lines.map((line) => line.trim().split(/ {2,}/));
  const rows = await table(page).getByRole("row").all();
  expect(rows).toHaveLength(printed.length);
  expect(printed).toHaveLength(11);
  const heads = await rows[0].getByRole("columnheader").allInnerTexts();
  expect(heads).toEqual(["Anomaly", ...printed[0]]);
  for (const [at, row] of rows.slice(1).entries()) {
    const [title, ...cells] = printed[at + 1];
    await expect(row.getByRole("rowheader").getByRole("link")).toHaveText(title);
    const words = row.getByRole("cell").getByRole("link");
    expect(await words.count()).toBe(printed[0].length);
    for (const [column, cell] of cells.entries()) await expect(words.nth(column)).toHaveAccessibleName(cell);
  }
});

test("a cell opens what was explored for it", async ({ page }) => {
  await page.goto("./hermitage.html");
  const row = table(page).getByRole("row", { name: /P4: lost update/ });
  await row.getByRole("cell").nth(3).getByRole("link").click();
  await expect(headline(page)).toHaveText("Safe in all 8 interleavings");
  await expect(editor(page)).toContainText("BEGIN IMMEDIATE;");
  await expect(page.getByRole("combobox", { name: "Journal" })).toHaveValue("wal");
  await page.goto("./hermitage.html");
  await row.getByRole("cell").nth(0).getByRole("link").click();
  await expect(headline(page)).toHaveText(/70 interleavings/);
  await expect(page.getByRole("combobox", { name: "Journal" })).toHaveValue("delete");
  await page.goto("./hermitage.html");
  await row.getByRole("rowheader").getByRole("link").click();
  await expect(page).toHaveURL(/#x\/hermitage-p4$/);
});

test("it wears the colours that were chosen in the playground", async ({ page }) => {
  await page.goto("./");
  await page.getByRole("button", { name: /^Theme: / }).click();
  const chosen = await page.locator("html").getAttribute("data-theme");
  expect(chosen).toBe("light");
  await page.goto("./hermitage.html");
  await expect(page.locator("html")).toHaveAttribute("data-theme", chosen);
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1400, 390]) {
    test(`axe finds nothing in ${colorScheme}, ${width} wide, and the page is no wider`, async ({ browser, site }) => {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 844 } });
      const page = await context.newPage();
      await page.goto(`${site.url}hermitage.html`);
      await expect(table(page)).toBeVisible();
      expect(await serious(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      await context.close();
    });
  }
}
