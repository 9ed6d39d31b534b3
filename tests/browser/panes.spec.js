// The parts of a wide page can be made larger, by mouse and by keys, and stay so.
import { expect, test } from "./support/test.js";
import { editor, open, slider } from "./support/page.js";

test.use({ viewport: { width: 1400, height: 900 } });

const bar = (page, name) => page.getByRole("separator", { name });
const widthOf = async (page) => (await page.locator(".panel-code").boundingBox()).width;
const heightOf = async (page) => (await page.locator(".editor").boundingBox()).height;

test("the code's pane follows the mouse, and a reload keeps it", async ({ page }) => {
  await open(page);
  const width = await widthOf(page);
  const box = await bar(page, "Width of the code").boundingBox();
  await page.mouse.move(box.x + box.width / 2, 400);
  await page.mouse.down();
  await page.mouse.move(box.x + 150, 400, { steps: 5 });
  await page.mouse.up();
  // Afterwards the mouse moves nothing.
  await page.mouse.move(300, 500);
  const wider = await widthOf(page);
  expect(wider - width).toBeGreaterThan(130);
  expect(wider - width).toBeLessThan(160);
  await page.reload();
  await expect(editor(page)).toBeVisible();
  expect(Math.abs(await widthOf(page) - wider)).toBeLessThan(3);
  await bar(page, "Width of the code").dblclick();
  expect(Math.abs(await widthOf(page) - width)).toBeLessThan(3);
});

test("keys move the bars, and not the timeline", async ({ page }) => {
  await open(page);
  await slider(page).fill("3");
  const code = bar(page, "Width of the code");
  const width = await widthOf(page);
  await code.focus();
  await page.keyboard.press("ArrowRight");
  await expect(code).toHaveAttribute("aria-valuenow", "41");
  expect(await widthOf(page)).toBeGreaterThan(width + 20);
  await page.keyboard.press("Home");
  await expect(code).toHaveAttribute("aria-valuenow", await code.getAttribute("aria-valuemin"));
  await page.keyboard.press("End");
  await expect(code).toHaveAttribute("aria-valuenow", await code.getAttribute("aria-valuemax"));
  await page.keyboard.press("Enter");
  await expect(code).toHaveAttribute("aria-valuenow", "39");
  await expect(slider(page)).toHaveValue("3");

  const height = await heightOf(page);
  await bar(page, "Height of the editor").focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  expect(await heightOf(page)).toBeGreaterThan(height + 25);
});

test("a phone has no bars", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  await expect(page.getByRole("separator")).toHaveCount(0);
});
