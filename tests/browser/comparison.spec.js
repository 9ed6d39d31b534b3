// The picker of strategies is a table that fills itself in: what each would come to.
import { check, expect, test } from "./support/test.js";
import { TRANSFER, editor, headline, open, strategy, write } from "./support/page.js";

const row = (page, title) => page.getByRole("table", { name: "Strategies" }).getByRole("row").filter({ has: page.getByRole("radio", { name: title, exact: true }) });
const cells = async (page, title) => (await row(page, title).getByRole("cell").allInnerTexts()).map((text) => text.trim());
const TITLES = { "as-written": "As written", atomic: "atomic()", immediate: "BEGIN IMMEDIATE", exclusive: "BEGIN EXCLUSIVE", mutex: "Mutex", retry: "Retry" };
const VERDICTS = ["serializable", "aborted", "anomaly", "deadlock"];

/** What the table should say of a share. */
const shown = (share) => {
  const percent = share * 100;
  if (percent === 0) return "–";
  if (percent < 0.1) return "<0.1%";
  if (percent < 10) return `${percent.toFixed(1)}%`;
  if (percent > 99 && percent < 100) return ">99%";
  return `${Math.round(percent)}%`;
};

test("every row says what the command line says", async ({ page }) => {
  await open(page);
  for (const [id, title] of Object.entries(TITLES)) {
    const report = await check(TRANSFER, "--strategy", id);
    const share = (verdict) => report.outcomes.filter((o) => o.verdict === verdict).reduce((sum, o) => sum + o.share, 0);
    await expect.poll(() => cells(page, title), title).toEqual(VERDICTS.map((verdict) => shown(share(verdict))));
  }
});

test("a click on a cell goes there, and what is known stays", async ({ page }) => {
  await open(page);
  await expect.poll(() => cells(page, "Retry")).toHaveLength(4);
  await row(page, "BEGIN IMMEDIATE").getByRole("cell").first().click();
  await expect(strategy(page, "BEGIN IMMEDIATE")).toBeChecked();
  await expect(headline(page)).toHaveText("Safe in all 12 interleavings");
  expect(await cells(page, "As written")).toEqual(["5.7%", "–", "94%", "–"]);
});

test("it follows the code", async ({ page }) => {
  await open(page);
  await expect.poll(() => cells(page, "Mutex")).toEqual(["100%", "–", "–", "–"]);
  await write(page, TRANSFER.replace(/def task_bob[^]*?\n\n\n/, ""));
  await expect(headline(page)).toHaveText("Safe in the only interleaving");
  for (const title of Object.values(TITLES)) {
    await expect.poll(() => cells(page, title), title).toEqual(["100%", "–", "–", "–"]);
  }
});

test("the editor shows what a strategy puts around each task", async ({ page }) => {
  await open(page);
  const added = page.locator(".added-lines");
  await expect(added).toHaveCount(0);
  await strategy(page, "atomic()").check();
  await expect(added).toHaveText([/with transaction\.atomic\(\):/, /with transaction\.atomic\(\):/]);
  await strategy(page, "Retry").check();
  // Before and after each of the two.
  await expect(added).toHaveCount(4);
  await expect(added.nth(1)).toContainText("except OperationalError:");
  // It is shown, not written.
  await expect(editor(page).locator(".cm-line").filter({ hasText: "except" })).toHaveCount(0);
  await strategy(page, "As written").check();
  await expect(added).toHaveCount(0);
});

test("each setting has its sentence", async ({ page }) => {
  await open(page);
  const help = page.locator("#setting-help");
  for (const [role, name, sentence] of [
    ["combobox", "Journal", /a commit waits for readers/],
    ["combobox", "Begin", /takes its lock/],
    ["spinbutton", "Busy timeout", /fails at once/],
    ["spinbutton", "Copies of bob", /run at once/],
  ]) {
    const control = page.getByRole(role, { name });
    await control.focus();
    await expect(help).toHaveText(sentence);
    await expect(control).toHaveAccessibleDescription(sentence);
  }
});

test("releases of libraries are asked for where they matter", async ({ page }) => {
  await open(page);
  await expect(page.getByRole("combobox", { name: "Django" })).toHaveCount(0);
  await page.evaluate(() => { location.hash = "#x/databases-shared-transaction"; });
  await expect(page.getByRole("combobox", { name: "databases" })).toHaveValue("0.7");
  await page.evaluate(() => { location.hash = "#x/django-async-ticket"; });
  await expect(page.getByRole("combobox", { name: "Django" })).toHaveValue("3");
});
