// Stepping through a witness.
import { expect, test } from "./support/test.js";
import { TRANSFER, choose, open, outcomes, s1, slider, timeline } from "./support/page.js";

const button = (page, name) => timeline(page).getByRole("button", { name, exact: true });

test("buttons and keys step through the witness", async ({ page }) => {
  await open(page);
  await expect(slider(page)).toHaveValue("0");
  await expect(slider(page)).toHaveAttribute("max", "8");

  await button(page, "Next step").click();
  await expect(slider(page)).toHaveValue("1");
  await button(page, "Last step").click();
  await expect(slider(page)).toHaveValue("8");
  await expect(button(page, "Next step")).toBeDisabled();
  await button(page, "Previous step").click();
  await expect(slider(page)).toHaveValue("7");
  await button(page, "First step").click();
  await expect(slider(page)).toHaveValue("0");

  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(slider(page)).toHaveValue("2");
  await page.keyboard.press("ArrowLeft");
  await expect(slider(page)).toHaveValue("1");
  await page.keyboard.press("End");
  await expect(slider(page)).toHaveValue("8");
  await page.keyboard.press("Home");
  await expect(slider(page)).toHaveValue("0");
  await slider(page).focus();
  await page.keyboard.press("ArrowRight");
  await expect(slider(page)).toHaveValue("1");
  await slider(page).fill("6");
  await expect(timeline(page)).toContainText("6 / 8");
});

test("the tables are those of the step", async ({ page }) => {
  await open(page);
  const table = timeline(page).getByRole("table", { name: "bankaccount" });
  await expect(table).toBeVisible();
  const rows = () => table.getByRole("row").allInnerTexts();
  const cells = async () => (await rows()).map((row) => row.split(/\s+/).join(" "));
  expect(await cells()).toEqual(["id balance", "1 100", "2 0"]);
  const card = outcomes(page).first();
  await card.getByRole("button", { name: "Show me" }).click();
  await button(page, "Last step").click();
  const [, first, second] = await cells();
  for (const row of [first, second]) {
    await expect(card).toContainText(row.split(" ")[1]);
  }
  // The last step wrote one cell.
  await expect(table.locator("td.changed")).toHaveCount(1);
});

test("cards show what happened, and a click goes there", async ({ page }) => {
  await open(page);
  const cards = timeline(page).getByRole("button", { name: /^Step \d+, (alice|bob):/ });
  await expect(cards).toHaveCount(8);
  await expect(cards.first()).toHaveAccessibleName(/^Step 1, \w+: SELECT/);
  await cards.nth(4).click();
  await expect(slider(page)).toHaveValue("5");
  await expect(cards.nth(4)).toHaveAttribute("aria-current", "step");
});

test("the editor shows where each task stands", async ({ page }) => {
  await open(page);
  const tags = page.locator(".mark-tag");
  await expect(tags).toHaveText(["alice, next", "bob, next"]);
  const line = page.locator(".cm-line.mark-line");
  await expect(line).toContainText("source = BankAccount.objects.get(id=from_id)");
  await button(page, "Last step").click();
  await expect(tags).toHaveText(["alice, done", "bob, done"]);
});

test("each outcome has its witness", async ({ page }) => {
  await open(page);
  await choose(page, "BEGIN IMMEDIATE");
  await page.getByLabel("Busy timeout").fill("0");
  const refused = outcomes(page).filter({ hasText: "database is locked" });
  await expect(refused).toHaveCount(2);
  for (const card of await refused.all()) {
    await card.getByRole("button", { name: "Show me" }).click();
    await expect(card).toHaveAttribute("aria-current", "true");
    await expect(slider(page)).toHaveValue("0");
    await button(page, "Last step").click();
    await expect(timeline(page)).toContainText("OperationalError: database is locked");
  }
});

test("what waits is drawn as waiting", async ({ page }) => {
  // Both begin, the second one has to wait, and goes on when the first one has committed.
  const link = s1({ title: "", source: TRANSFER, settings: { strategy: "immediate" } });
  await open(page, `${link}&w=0100000111111&at=2`);
  const cards = timeline(page).getByRole("button", { name: /^Step \d+,/ });
  await expect(cards).toHaveCount(13);
  await expect(cards.nth(1)).toHaveAccessibleName(/^Step 2, bob: .*waits for alice/);
});

test("it plays by itself", async ({ page }) => {
  await open(page);
  await button(page, "Play").click();
  await expect(slider(page)).toHaveValue("2");
  await button(page, "Pause").click();
  await expect(button(page, "Play")).toBeVisible();
});
