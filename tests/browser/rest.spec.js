// The page's program comes in two parts: with the first it shows and can be typed into, the rest is loaded at once.
import { expect, test } from "./support/test.js";
import { TRANSFER, editor, headline, problem, s1, timeline, write, written } from "./support/page.js";

const REST = /\/rest-[0-9a-f]{16}\.wasm$/;

const strategies = (page) => page.getByRole("radiogroup", { name: "Strategy" });

/** Keeps the rest back until it is let go. Requests that the page waits for are let through, and counted. */
async function hold(page) {
  const asked = [];
  let letGo;
  const held = new Promise((resolve) => (letGo = resolve));
  await page.route(REST, async (route) => {
    const kind = route.request().resourceType();
    asked.push(kind);
    if (kind !== "xhr") await held;
    await route.continue();
  });
  return { asked, letGo };
}

for (const [name, fragment] of [
  ["the first visit", ""],
  ["a built-in scenario", "#x/lock-order"],
  ["a link with a whole scenario", s1({ title: "A link", source: TRANSFER })],
]) {
  test(`${name} shows, and can be edited, before the rest of the page is there`, async ({ page }) => {
    const { asked, letGo } = await hold(page);
    await page.goto(`./${fragment}`);
    await expect(editor(page)).toContainText("def ");
    await expect(headline(page)).toHaveText("Loading the engine …");
    await expect(timeline(page)).toContainText("statement by statement");
    await write(page, TRANSFER);
    await page.getByRole("textbox", { name: "Title" }).fill("Mine");
    // Nothing of it had to be waited for.
    expect(asked).toEqual(["fetch"]);
    // What could do nothing yet is not there yet.
    await expect(strategies(page)).toHaveCount(0);
    letGo();
    await expect(strategies(page)).toBeVisible();
    await expect(headline(page)).toHaveText("66 of 70 interleavings lose an update");
    await expect(page).toHaveTitle(/^Mine/);
    expect(asked).toEqual(["fetch"]);
  });
}

test("what is asked for too early is done when the rest is there", async ({ page }) => {
  const { asked, letGo } = await hold(page);
  await page.goto("./");
  await expect(editor(page)).toContainText("def ");
  await page.getByRole("button", { name: "Share" }).click();
  await page.getByRole("button", { name: /theme/i }).click();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  expect(asked).toEqual(["fetch"]);
  letGo();
  await expect(page.getByRole("dialog")).toBeVisible();
  expect(asked).toEqual(["fetch"]);
});

test("what is written before it is there is kept", async ({ page }) => {
  const { asked } = await hold(page);
  await page.goto("./");
  await expect(editor(page)).toContainText("def ");
  const mine = TRANSFER.replace("transfer_money(1, 2, 20)", "transfer_money(1, 2, 30)  # mine");
  await write(page, mine);
  await page.reload();
  await expect(editor(page)).toBeVisible();
  expect(await written(page)).toBe(mine);
  expect(asked).toEqual(["fetch", "fetch"]);
});

test("the gallery's address waits for the rest, too", async ({ page }) => {
  const { asked, letGo } = await hold(page);
  await page.goto("./#gallery");
  await expect(page.getByRole("banner")).toBeVisible();
  await expect(page.getByRole("main")).toHaveCount(0);
  expect(asked).toEqual(["fetch"]);
  letGo();
  await expect(page.getByRole("heading", { name: "Gallery" })).toBeVisible();
  expect(asked).toEqual(["fetch"]);
});

test("what is called without waiting has the rest loaded at once", async ({ page, complaints }) => {
  const { asked, letGo } = await hold(page);
  await page.goto("./");
  await expect(editor(page)).toContainText("def ");
  const script = await page.locator("link[rel=modulepreload][href*='/app-']").evaluate((link) => link.href);
  await page.evaluate(async (script) => (await import(script)).load_the_rest(), script);
  expect(asked).toEqual(["fetch", "xhr"]);
  letGo();
  await expect(headline(page)).toHaveText("66 of 70 interleavings lose an update");
  // The browser does not like to be kept waiting.
  complaints.length = 0;
});

test("that the rest cannot be loaded is explained, and tried again", async ({ page, complaints }) => {
  await page.route(REST, (route) => route.abort());
  await page.goto("./");
  await expect(problem(page)).toContainText("The engine could not be started");
  await expect(editor(page)).toContainText("def ");
  await page.unroute(REST);
  await problem(page).getByRole("button", { name: "Try again" }).click();
  await expect(headline(page)).toHaveText("66 of 70 interleavings lose an update");
  complaints.length = 0;
});
