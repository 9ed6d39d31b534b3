// The first visit's tour of four steps: on the transfer, once, and never in the way.
import { expect, test } from "./support/test.js";
import { serious } from "./support/axe.js";
import { choose, editor, headline, open, outcomes, timeline, write } from "./support/page.js";
import { fileURLToPath } from "node:url";

const picture = (name) => fileURLToPath(new URL(`./output/pictures/${name}.png`, import.meta.url));
const tour = (page) => page.locator(".tour");
const next = (page) => tour(page).getByRole("button", { name: "Next" });
const HEADLINE = "66 of 70 interleavings lose an update";

test.describe("on a first visit", () => {
  test.use({ firstVisit: true });

  test("it goes through the transfer by keyboard, and is not shown again", async ({ page }) => {
    await open(page);
    await expect(tour(page)).toHaveAccessibleName("Two transfers, at the same time");
    await expect(tour(page)).toContainText("1 of 4");
    // It has the focus, and takes none of the page's keys.
    await expect(tour(page)).toBeFocused();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await expect(next(page)).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(tour(page)).toHaveAccessibleName(HEADLINE);
    await page.keyboard.press("Enter");
    await expect(tour(page)).toHaveAccessibleName("Where it happens");
    await expect(tour(page)).toContainText("change is lost");
    await page.keyboard.press("ArrowRight");
    await expect(page.getByRole("slider", { name: "Step" })).toHaveValue("1");
    await page.keyboard.press("Enter");
    await expect(tour(page)).toHaveAccessibleName("What stops it");
    await expect(next(page)).toHaveCount(0);
    await tour(page).getByRole("button", { name: "Back" }).click();
    await expect(tour(page)).toHaveAccessibleName("Where it happens");
    await next(page).click();
    // The page works under it.
    await choose(page, "BEGIN IMMEDIATE");
    await expect(headline(page)).toHaveText(/^Safe in all/);
    await tour(page).getByRole("button", { name: "Done" }).click();
    await expect(tour(page)).toHaveCount(0);
    await page.reload();
    await expect(headline(page)).toHaveText(/^Safe in all/);
    await expect(tour(page)).toHaveCount(0);
  });

  test("Escape ends it, and it does not come back", async ({ page }) => {
    await open(page);
    await expect(tour(page)).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(tour(page)).toHaveCount(0);
    await page.goto("about:blank");
    await open(page);
    await expect(headline(page)).toHaveText(HEADLINE);
    await expect(tour(page)).toHaveCount(0);
  });

  test("a link, an embedding page, and begun work have none", async ({ page, site }) => {
    await open(page, "#x/get-or-create");
    await expect(tour(page)).toHaveCount(0);
    await page.goto("about:blank");
    await page.route("**/around.html", (route) => route.fulfill({
      contentType: "text/html",
      body: `<!doctype html><title>Around</title><iframe src="./" title="Lockstep" width="1200" height="800"></iframe>`,
    }));
    await page.goto(`${site.url}around.html`);
    const inside = page.frameLocator("iframe");
    await expect(inside.getByRole("status")).toHaveText(HEADLINE);
    await expect(inside.locator(".tour")).toHaveCount(0);
    // The work is begun before there is a result: the engine waits for the rest of the page.
    let letGo;
    const held = new Promise((resolve) => (letGo = resolve));
    await page.route(/\/rest-[0-9a-f]{16}\.wasm$/, async (route) => {
      await held;
      await route.continue();
    });
    await page.goto("./");
    await write(page, "def task_a():\n    pass\n");
    letGo();
    await expect(headline(page)).toHaveText("Safe in the only interleaving");
    await expect(tour(page)).toHaveCount(0);
  });

  for (const colorScheme of ["light", "dark"]) {
    for (const [name, viewport] of [["wide", { width: 1280, height: 800 }], ["phone", { width: 390, height: 844 }]]) {
      test.describe(() => {
        test.use({ colorScheme, viewport });

        test(`nothing serious is wrong with it, ${name}, ${colorScheme}`, async ({ page }) => {
          await page.goto("./");
          await expect(tour(page)).toHaveAccessibleName("Two transfers, at the same time");
          // What each step is about can be seen.
          const about = [editor(page), headline(page), timeline(page), page.getByRole("table", { name: "Strategies" })];
          for (const [step, part] of about.entries()) {
            await expect(part).toBeInViewport();
            await page.screenshot({ path: picture(`${name}-tour-${step + 1}-${colorScheme}`), animations: "disabled" });
            expect(await serious(page)).toEqual([]);
            if (step + 1 < about.length) await next(page).click();
          }
        });
      });
    }
  }

  test("it stands still where motion is not wanted", async ({ page }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.goto("./");
    await expect(tour(page)).toBeVisible();
    const moving = await page.evaluate(() => document.querySelector(".tour").getAnimations()
      .filter((animation) => animation.effect.getComputedTiming().duration > 1).length);
    expect(moving).toBe(0);
  });
});

test("who has seen it is not shown it, and can take it again, with the own work kept", async ({ page }) => {
  await open(page);
  await expect(tour(page)).toHaveCount(0);
  await page.getByRole("textbox", { name: "Title" }).fill("My race");
  await write(page, "def task_a():\n    pass\n");
  await expect(headline(page)).toHaveText("Safe in the only interleaving");
  await page.getByRole("button", { name: "Help" }).click();
  await page.getByRole("dialog", { name: "Keyboard" }).getByRole("button", { name: "Take the tour" }).click();
  await expect(page.getByRole("dialog", { name: "Keyboard" })).toHaveCount(0);
  await expect(tour(page)).toHaveAccessibleName("Two transfers, at the same time");
  await next(page).click();
  await expect(tour(page)).toHaveAccessibleName(HEADLINE);
  await expect(outcomes(page)).toHaveCount(9);
  await page.getByRole("link", { name: "Gallery" }).click();
  await expect(page.getByRole("button", { name: /My race/ })).toBeVisible();
});
