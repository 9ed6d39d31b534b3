// axe-core finds nothing serious, on any view, in both themes and both widths.
import { serious } from "./support/axe.js";
import { expect, test } from "./support/test.js";
import { choose, headline, outcomes, slider, write, TRANSFER } from "./support/page.js";

const ready = async (page) => {
  await expect(headline(page)).toHaveText("66 of 70 interleavings lose an update");
  await expect(page.getByRole("table", { name: "Strategies" }).getByText("…")).toHaveCount(0);
};

const VIEWS = {
  "the work": async (page) => {
    await page.goto("./");
    await ready(page);
    await slider(page).fill("5");
  },
  "a strategy in the editor": async (page) => {
    await page.goto("./");
    await ready(page);
    await choose(page, "Retry");
    await expect(page.locator(".added-lines").first()).toBeVisible();
    await expect(headline(page)).toHaveText(/interleavings/);
  },
  "a problem": async (page) => {
    await page.goto("./");
    await ready(page);
    await write(page, TRANSFER.replace("source.balance -= amount", "source.balance -= = amount"));
    await expect(page.getByRole("alert")).toBeVisible();
  },
  "the gallery": async (page) => {
    await page.goto("./#gallery");
    await expect(page.getByRole("link", { name: /Transfer money/ })).toBeVisible();
  },
  "a bad link": async (page) => {
    await page.goto("./#s1.broken");
    await expect(page.getByRole("alert")).toBeVisible();
  },
  "the dialog to share": async (page) => {
    await page.goto("./");
    await ready(page);
    await page.getByRole("button", { name: "Share" }).click();
  },
  "the sheet of shortcuts": async (page) => {
    await page.goto("./");
    await ready(page);
    await page.locator("body").press("?");
    await expect(page.getByRole("dialog", { name: "Keyboard" })).toBeVisible();
  },
};

for (const colorScheme of ["light", "dark"]) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme, viewport: { width: 1400, height: 900 } });
    for (const [name, show] of Object.entries(VIEWS)) {
      test(name, async ({ page }) => {
        await show(page);
        expect(await serious(page)).toEqual([]);
      });
    }
  });

  test.describe(`on a phone in ${colorScheme}`, () => {
    test.use({ colorScheme, viewport: { width: 390, height: 844 } });
    for (const tab of ["Code", "Outcomes", "Timeline"]) {
      test(tab, async ({ page }) => {
        await page.goto("./");
        await ready(page);
        await page.getByRole("tab", { name: tab }).click();
        if (tab === "Outcomes") await expect(outcomes(page).first()).toBeVisible();
        expect(await serious(page)).toEqual([]);
      });
    }
  });
}
