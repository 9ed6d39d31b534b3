// The list of outcomes and the figures beside them.
import { expect, test } from "./support/test.js";
import { TRANSFER, headline, open, outcomes, s1, timeline, write } from "./support/page.js";

// Each task returns what it saw of the other: many outcomes.
const MANY = `from django.db import models

class Entry(models.Model):
    name = models.TextField()

def look(name, times):
    seen = ""
    for _ in range(times):
        Entry.objects.create(name=name)
        seen += str(Entry.objects.count())
    return seen

def task_a():
    return look("a", 3)

def task_b():
    return look("b", 4)
`;

test("which figure is shown can be chosen and is explained", async ({ page }) => {
  await open(page);
  const figure = page.getByRole("radiogroup", { name: "Figure" });
  const safe = outcomes(page).filter({ hasText: "serializable" });
  await expect(figure.getByRole("radio", { name: "Share of interleavings" })).toBeChecked();
  // 4 of 70.
  await expect(safe.locator("small")).toHaveText("5.7%");
  await expect(page.getByText("Every interleaving counts once")).toBeVisible();
  await figure.getByRole("radio", { name: "Probability" }).check({ force: true });
  // A coin at each step comes to it more often.
  await expect(safe.locator("small")).toHaveText("19%");
  await expect(page.getByRole("list", { name: "Verdicts" })).toContainText("19% serializable");
  await expect(page.getByText("as likely to go next as another")).toBeVisible();
  // The count stays what it is.
  await expect(safe.locator(".share")).toContainText("4 of 70");
});

test("hundreds of outcomes are drawn as they come into sight", async ({ page }) => {
  await open(page, s1({ title: "", source: MANY, settings: { "busy-timeout": 0 } }));
  await expect(page.getByRole("progressbar")).toHaveCount(0, { timeout: 60_000 });
  const spread = page.getByRole("button", { name: /^Spread out all/ });
  const all = Number(/\d+/.exec(await spread.innerText())[0]);
  expect(all).toBeGreaterThan(400);
  const drawn = await outcomes(page).count();
  expect(drawn).toBeLessThan(200);
  // Scrolling on brings more, to the last.
  const list = page.getByRole("list", { name: "Outcomes" });
  const cards = list.locator("> .card");
  // In the page: the test's own look at hundreds of cards would take longer than drawing them.
  const most = await list.evaluate(async (element) => {
    const count = () => element.querySelectorAll(".card").length;
    let most = 0;
    while (element.querySelector(".more-cards")) {
      const before = count();
      element.scrollTo(element.scrollWidth, 0);
      while (count() === before) await new Promise((done) => setTimeout(done, 20));
      most = Math.max(most, count() - before);
    }
    return most;
  });
  expect(most).toBeLessThanOrEqual(96);
  await expect(cards).toHaveCount(all);
  await expect(cards.last()).toContainText("Show me");
});

test("while it runs few outcomes come at once, and all at the end", async ({ page }) => {
  await page.addInitScript(() => {
    const Real = window.Worker;
    window.reports = [];
    window.Worker = class extends Real {
      constructor(...how) {
        super(...how);
        this.addEventListener("message", ({ data }) => {
          const message = JSON.parse(data);
          if (message.progress || message.report) window.reports.push(message.progress ?? message.report);
        });
      }
    };
  });
  // So many that some are told of before all are found, however fast the machine is.
  const more = MANY.replace('look("b", 4)', 'look("b", 5)');
  await open(page, s1({ title: "", source: more, settings: { "busy-timeout": 0 } }));
  await expect(headline(page)).not.toContainText("so far", { timeout: 60_000 });
  const reports = await page.evaluate(() => window.reports.map(({ report, rest }) => ({
    complete: report.complete,
    outcomes: report.outcomes.length,
    rest,
    found: [...report.outcomes, ...(rest ?? [])].reduce((sum, { interleavings }) => sum + Number(interleavings), 0),
    all: Number(report.interleavings),
  })));
  const last = reports.pop();
  expect(last.complete).toBe(true);
  expect(last.outcomes).toBeGreaterThan(400);
  expect(last.found).toBe(last.all);
  for (const { outcomes, complete, found, all } of reports) {
    expect(complete).toBe(false);
    expect(outcomes).toBeLessThanOrEqual(100);
    expect(found).toBeLessThanOrEqual(all);
  }
  // Some had more to tell than they told.
  expect(reports.some(({ rest }) => rest.length > 0)).toBe(true);
});

test("outcomes of a built-in scenario have names, as long as it is its code", async ({ page }) => {
  await open(page, "#x/get-or-create");
  const twice = outcomes(page).filter({ hasText: "two rows for one name" });
  await expect(twice.first()).toBeVisible();
  await twice.first().getByRole("button", { name: "Show me" }).click();
  await expect(timeline(page)).toContainText(": two rows for one name");
  await write(page, TRANSFER);
  await expect(headline(page)).toHaveText("66 of 70 interleavings lose an update");
  await expect(page.getByText("two rows for one name")).toHaveCount(0);
  // A variant has those of its scenario.
  await page.goto("about:blank");
  await open(page, "#x/get-or-create-atomic-requests");
  await expect(outcomes(page).filter({ hasText: "a request fails instead of making a second row" }).first()).toBeVisible();
});

test("results that come in move nothing", async ({ page }) => {
  await page.addInitScript(() => {
    window.shifts = [];
    new PerformanceObserver((entries) => {
      for (const entry of entries.getEntries()) {
        if (!entry.hadRecentInput) window.shifts.push([entry.value, entry.sources.map(({ node }) => node?.className ?? "")]);
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  await open(page, s1({ title: "", source: MANY, settings: { "busy-timeout": 0 } }));
  await expect(headline(page)).not.toContainText("so far", { timeout: 60_000 });
  const shifts = await page.evaluate(() => window.shifts);
  const sum = shifts.reduce((sum, [value]) => sum + value, 0);
  // What browsers call good.
  expect(sum, JSON.stringify(shifts)).toBeLessThan(0.1);
});

test("while it runs there is progress, and it can be stopped", async ({ page }) => {
  // A million states, one outcome.
  const read = "    for _ in range(100):\n        Entry.objects.count()\n";
  const tasks = ["a", "b", "c"].map((name) => `def task_${name}():\n${read}`).join("\n");
  const long = `${MANY.slice(0, MANY.indexOf("def look"))}${tasks}`;
  await page.goto(`./${s1({ title: "", source: long, settings: {} })}`);
  const bar = page.getByRole("progressbar", { name: "Exploring" });
  await expect(bar).toHaveAttribute("aria-valuenow", /^\d+$/);
  await expect(headline(page)).toContainText("so far");
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(bar).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Explore again" })).toBeVisible();
});
