// What cannot be run is said clearly, and the page stays usable.
import { expect, test } from "./support/test.js";
import { TRANSFER, choose, editor, headline, open, paste, problem, write } from "./support/page.js";

const MODEL = "from django.db import models\n\nclass Account(models.Model):\n    balance = models.IntegerField()\n\n";

/** After whatever went wrong: the page still answers. */
async function expectUsable(page) {
  await write(page, TRANSFER);
  await expect(headline(page)).toHaveText("66 of 70 interleavings lose an update");
  await expect(problem(page)).toHaveCount(0);
  await choose(page, "Mutex");
  await expect(headline(page)).toHaveText(/^Safe in all/);
}

for (const [what, source, message] of [
  ["a syntax error", TRANSFER.replace("source.balance -= amount", "source.balance -= = amount"), /Line 16, column \d+: /],
  ["an unknown name", TRANSFER.replace("transfer_money(1, 2, 20)", "transfer_mony(1, 2, 20)"), /transfer_mony/],
  ["an endless loop", `${MODEL}def task_a():\n    while True:\n        pass\n`, /Line 7: Task a: ran too long without stopping/],
  ["an endless loop of statements", `${MODEL}def task_a():\n    while True:\n        Account.objects.count()\n`, /Line 8: Task a never ends/],
  ["a task that never ends", `${MODEL}def task_a():\n    n = 0\n    while True:\n        Account.objects.create(balance=n)\n        n += 1\n`, /Task a took 2000 steps and did not end/],
  ["no task", MODEL, /There is no task/],
  ["nothing at all", "", /There is no task/],
]) {
  test(`${what} is a message, and the page goes on`, async ({ page }) => {
    await open(page);
    await write(page, source);
    const began = Date.now();
    await expect(problem(page)).toContainText(message);
    test.info().annotations.push({ type: "time", description: `${what}: ${Date.now() - began} ms` });
    await expectUsable(page);
  });
}

test("a file of a megabyte is a message, and the page goes on", async ({ page }) => {
  await open(page);
  const line = "# a comment that makes this file long, and nothing else\n";
  await paste(page, line.repeat(Math.ceil(1_000_000 / line.length)) + TRANSFER);
  await expect(problem(page)).toContainText("The file has 1000 KB");
  await expectUsable(page);
});

test("the place of a problem can be gone to", async ({ page }) => {
  await open(page);
  await write(page, TRANSFER.replace("source.balance -= amount", "source.balance -= = amount"));
  await expect(page.locator(".problem-line")).toContainText("-= =");
  await page.getByRole("alert").getByRole("button", { name: /Line 16/ }).click();
  await expect(editor(page)).toBeFocused();
});
