// The page and the command line say the same.
import { check, expect, test } from "./support/test.js";
import { choose, figures, headline, open, outcomes } from "./support/page.js";
import { readFileSync } from "node:fs";

const source = (name) =>
  readFileSync(new URL(`../../crates/scenario/gallery/${name}.py`, import.meta.url), "utf8");

/** The page's cards against the report's outcomes: counts, verdicts and final tables. */
async function expectSame(page, report) {
  const bad = report.outcomes
    .filter(({ verdict }) => ["anomaly", "deadlock"].includes(verdict))
    .reduce((sum, { interleavings }) => sum + Number(interleavings), 0);
  const total = Number(report.interleavings).toLocaleString("en");
  await expect(headline(page)).toHaveText(
    bad ? new RegExp(`^${bad.toLocaleString("en")} of ${total} interleavings`) : `Safe in all ${total} interleavings`,
  );
  await expect(outcomes(page)).toHaveCount(report.outcomes.length);
  expect(await figures(page)).toEqual(
    report.outcomes.map(({ interleavings }) => [Number(interleavings), Number(report.interleavings)]),
  );
  for (const [index, outcome] of report.outcomes.entries()) {
    const card = outcomes(page).nth(index);
    await expect(card.locator(".verdict")).toContainText(outcome.verdict);
    for (const rows of Object.values(outcome.tables)) {
      for (const row of rows) {
        for (const value of Object.values(row)) await expect(card).toContainText(String(value ?? "NULL"));
      }
    }
  }
}

for (const [name, slug] of [["transfer", "transfer"], ["get_or_create", "get-or-create"]]) {
  for (const [title, id] of [["As written", "as-written"], ["atomic()", "atomic"], ["BEGIN IMMEDIATE", "immediate"]]) {
    test(`${slug}, ${id}: the page's numbers are the command line's`, async ({ page }) => {
      const report = await check(source(name), "--strategy", id, "--busy-timeout", "0");
      await open(page, `#x/${slug}`);
      await page.getByLabel("Busy timeout").fill("0");
      await choose(page, title);
      await expectSame(page, report);
    });
  }
}

test("with the default settings, too", async ({ page }) => {
  const report = await check(source("transfer"));
  await open(page, "#x/transfer");
  await expectSame(page, report);
});
