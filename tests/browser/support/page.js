// What the tests do with the page, as a visitor does it: by roles and names.
import { expect } from "./test.js";

/** The built-in transfer, as it stands in the repository. */
import { readFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";
export const TRANSFER = readFileSync(
  new URL("../../../crates/scenario/gallery/transfer.py", import.meta.url),
  "utf8",
);

/** The fragment of a link that carries a scenario. */
export const s1 = (scenario) =>
  `#s1.${deflateRawSync(JSON.stringify(scenario)).toString("base64url")}`;

/** Opens the page and waits for its first result. */
export async function open(page, fragment = "") {
  await page.goto(`./${fragment}`);
  await expect(editor(page)).toBeVisible();
  // "Exploring all interleavings …" is not yet one.
  await expect(headline(page)).toHaveText(/(of|all) [\d,]+ interleavings|the only interleaving/);
}

export const editor = (page) => page.getByRole("textbox", { name: "Scenario" });
export const headline = (page) => page.getByRole("status");
export const problem = (page) => page.getByRole("alert");
export const outcomes = (page) => page.getByRole("list", { name: "Outcomes" }).getByRole("listitem").filter({ has: page.getByRole("button", { name: "Show me" }) });
export const timeline = (page) => page.getByRole("region", { name: "Timeline" });
export const slider = (page) => page.getByRole("slider", { name: "Step" });
export const strategy = (page, title) =>
  page.getByRole("radiogroup", { name: "Strategy" }).getByRole("radio", { name: title, exact: true });

/** Replaces the whole text of the editor. */
export async function write(page, text) {
  await editor(page).click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
}

/** The same by way of the clipboard, as for a text too long to be typed. */
export async function paste(page, text) {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await editor(page).click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("ControlOrMeta+v");
}

/** The text of the editor: it draws only what can be seen, so it is asked for by a copy. */
export async function written(page) {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await editor(page).click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("ControlOrMeta+c");
  return page.evaluate(() => navigator.clipboard.readText());
}

/** Chooses a strategy by its title, as a mouse does. */
export async function choose(page, title) {
  await strategy(page, title).check({ force: true });
}

/** The figures of every card: "18 of 70" as [18, 70]. */
export async function figures(page) {
  // Not their inner texts: a card that is out of sight, or was not drawn yet, has none.
  const shares = await outcomes(page).locator(".share").allTextContents();
  return shares.map((text) => {
    const [, count, total] = /^([\d,]+) of ([\d,]+)/.exec(text.trim());
    return [Number(count.replaceAll(",", "")), Number(total.replaceAll(",", ""))];
  });
}
