// The picture of all states.
import { expect, test } from "./support/test.js";
import { headline, open, slider, timeline } from "./support/page.js";

const states = (page) => page.locator(".state");
const here = (page) => page.locator(".state[aria-current='step']");
const openPicture = async (page) => {
  await page.getByRole("tab", { name: "All states" }).click();
  await expect(states(page)).toHaveCount(55);
};

test("all states, with outcomes as leaves and the schedule as a path", async ({ page }) => {
  await open(page);
  await openPicture(page);
  // As many as were explored; an end for each outcome.
  await expect(page.locator(".effort")).toContainText("55 states");
  await expect(page.locator(".state.end")).toHaveCount(9);
  await expect(page.locator(".state.end.verdict-serializable")).toHaveCount(1);
  await expect(page.locator(".state.on-path")).toHaveCount(9);
  await expect(page.locator(".edge.on-path")).toHaveCount(8);
  await expect(here(page)).toHaveAttribute("data-state", "0");
  await slider(page).fill("8");
  await expect(here(page)).toHaveClass(/end verdict-anomaly/);
});

test("a click goes there", async ({ page }) => {
  await open(page);
  await openPicture(page);
  // On the path: the schedule stays.
  await page.locator(".state.on-path").nth(3).click();
  await expect(page.locator(".state.on-path")).toHaveCount(9);
  await expect(slider(page)).not.toHaveValue("0");
  // Off the path: the simplest way to it.
  await page.locator(".state.end.verdict-serializable").click();
  await expect(here(page)).toHaveClass(/verdict-serializable/);
  await expect(slider(page)).toHaveValue("8");
  await expect(timeline(page)).toContainText("One after the other");
  await page.getByRole("tab", { name: "Witness" }).click();
  await expect(timeline(page)).toContainText("with the fewest switches");
});

test("it is panned and zoomed", async ({ page }) => {
  await open(page);
  await openPicture(page);
  const svg = page.locator("svg.states");
  const box = async () => (await svg.getAttribute("viewBox")).split(" ").map(Number);
  const whole = await box();
  await page.getByRole("button", { name: "Zoom in" }).click();
  const near = await box();
  expect(near[2]).toBeLessThan(whole[2]);
  await svg.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await svg.boundingBox();
  await page.mouse.move(x + 12, y + height - 12);
  await page.mouse.down();
  await page.mouse.move(x + width / 2, y + height - 60);
  await page.mouse.up();
  const moved = await box();
  expect(moved[0]).toBeLessThan(near[0]);
  expect(moved[2]).toBe(near[2]);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, 300);
  await page.keyboard.up("Control");
  await expect.poll(async () => (await box())[2]).toBeGreaterThan(near[2]);
  await page.getByRole("button", { name: "Whole picture" }).click();
  expect(await box()).toEqual(whole);
});

test("the keyboard goes along the steps", async ({ page }) => {
  await open(page);
  await openPicture(page);
  await page.locator(".state[tabindex='0']").focus();
  await expect(page.locator(".state:focus")).toHaveAttribute("data-state", "0");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(slider(page)).toHaveValue("2");
  await expect(page.locator(".state:focus")).toHaveAccessibleName(/^State \d+, next: (alice|bob)/);
});

test("too many states are no picture", async ({ page }) => {
  await open(page);
  await page.getByRole("spinbutton", { name: "Copies of alice" }).fill("2");
  await expect(headline(page)).toHaveText(/of 34,650 interleavings/);
  await page.getByRole("tab", { name: "All states" }).click();
  await expect(timeline(page)).toContainText("There are too many states for a picture");
  await expect(states(page)).toHaveCount(0);
});
