// Stepping through a witness.
import { expect, test } from "./support/test.js";
import { TRANSFER, choose, headline, open, outcomes, s1, slider, timeline } from "./support/page.js";

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
  // While alice goes on, bob's lane is hatched; his card has said what he waits for.
  const waits = timeline(page).locator(".lane-cell.waits");
  await expect(waits).toHaveCount(4);
  await expect(waits.first()).toHaveText("");
  await expect(waits.first().locator(".wait")).toHaveAttribute("title", /alice/);
  // alice holds RESERVED meanwhile, bob nothing.
  const strips = timeline(page).locator(".row").nth(3).locator(".lane-cell .strip");
  await expect(strips.first()).toHaveClass(/lock-reserved/);
  await expect(strips.first()).toHaveAttribute("title", /^RESERVED: /);
  await expect(strips.nth(1)).toHaveClass(/lock-none/);
});

test("a snapshot grows old under WAL", async ({ page }) => {
  const settings = { strategy: "atomic", journal: "wal" };
  // alice reads; bob begins, reads, writes and commits; alice's snapshot is one commit old, and she cannot write.
  await open(page, `${s1({ title: "", source: TRANSFER, settings })}&w=00011111100&at=9`);
  const heads = timeline(page).locator(".lane-head");
  await expect(heads.first()).toContainText("its snapshot is one commit old");
  await expect(timeline(page).locator(".lane-cell .aged")).toHaveText("its snapshot is one commit old");
  await expect(timeline(page).locator(".old-snapshot").first()).toHaveAttribute("title", /SHARED: .*one commit old/);
  await expect(timeline(page)).toContainText("OperationalError: database is locked");
});

test("the anomaly's steps are marked and linked by arrows", async ({ page }) => {
  await open(page);
  const marked = timeline(page).getByRole("button", { name: /part of the anomaly/ });
  await expect(marked).toHaveCount(3);
  const arrows = page.locator(".arrows > path");
  await expect(arrows).toHaveCount(2);
  // Each begins at one card and ends at the next.
  const boxes = await Promise.all((await marked.all()).map((card) => card.boundingBox()));
  const near = (a, b) => Math.abs(a - b) < 4;
  for (const [at, arrow] of (await arrows.all()).entries()) {
    const [start, end] = await arrow.evaluate((path) => {
      const place = (at) => {
        const { x, y } = path.getPointAtLength(at).matrixTransform(path.getScreenCTM());
        return [x, y];
      };
      return [place(0), place(path.getTotalLength())];
    });
    const on = ({ x, y, width, height }, [px, py]) =>
      (near(px, x) || near(px, x + width)) && py > y && py < y + height;
    expect(on(boxes[at], start), `arrow ${at} begins at its card`).toBe(true);
    expect(on(boxes[at + 1], end), `arrow ${at} ends at its card`).toBe(true);
  }
  // They follow the cards.
  await page.setViewportSize({ width: 1000, height: 800 });
  await expect.poll(async () => {
    const card = await marked.first().boundingBox();
    const start = await arrows.first().evaluate((path) => path.getPointAtLength(0).matrixTransform(path.getScreenCTM()).x);
    return near(start, card.x) || near(start, card.x + card.width);
  }).toBe(true);
});

test("two hundred steps stay smooth", async ({ page }) => {
  const source = `from django.db import models

class Entry(models.Model):
    number = models.IntegerField()

def task_alice():
    for i in range(100):
        Entry.objects.create(number=i)

def task_bob():
    for i in range(100):
        Entry.objects.filter(number=i).exists()
`;
  await open(page, s1({ title: "", source, settings: { "busy-timeout": 0 } }));
  await expect(headline(page)).not.toContainText("so far", { timeout: 60_000 });
  await outcomes(page).last().getByRole("button", { name: "Show me" }).click();
  await expect(slider(page)).toHaveAttribute("max", "200");
  await slider(page).fill("100");
  // From the key to the page with the step in it, laid out.
  const times = await page.evaluate(async () => {
    document.activeElement.blur();
    const times = [];
    for (let i = 0; i < 30; i += 1) {
      const key = i % 3 === 2 ? "ArrowLeft" : "ArrowRight";
      const before = document.querySelector(".row.now .number").textContent;
      const start = performance.now();
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
      for (let wait = 0; document.querySelector(".row.now .number").textContent === before; wait += 1) {
        // A timer would be counted in.
        await (wait < 20 ? Promise.resolve() : new Promise((done) => setTimeout(done)));
      }
      document.body.getBoundingClientRect();
      times.push(performance.now() - start);
    }
    return times.sort((a, b) => a - b);
  });
  console.log(`a step forth or back of 200: ${times[15].toFixed(1)} ms (median of 30)`);
  await expect(slider(page)).toHaveValue("110");
});

test("it plays by itself", async ({ page }) => {
  await open(page);
  await button(page, "Play").click();
  await expect(slider(page)).toHaveValue("2");
  await button(page, "Pause").click();
  await expect(button(page, "Play")).toBeVisible();
});
