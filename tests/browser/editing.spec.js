// Results follow the code as it is typed.
import { expect, test } from "./support/test.js";
import { TRANSFER, editor, headline, open, outcomes, problem, write } from "./support/page.js";

test("a change of the code changes the numbers", async ({ page }) => {
  await open(page);
  await expect(headline(page)).toHaveText("66 of 70 interleavings lose an update");
  await expect(outcomes(page)).toHaveCount(9);

  // Nothing to lose when only one of them runs.
  await write(page, TRANSFER.replace(/def task_bob[^]*?\n\n\n/, ""));
  await expect(headline(page)).toHaveText("Safe in the only interleaving");
  await expect(outcomes(page)).toHaveCount(1);

  // The database adds and subtracts: no update is lost.
  const safe = TRANSFER.replace("import models", "import models\nfrom django.db.models import F")
    .replace(/    source = [^]*?target\.save\(\)\n/, [
      "    BankAccount.objects.filter(id=from_id).update(balance=F('balance') - amount)",
      "    BankAccount.objects.filter(id=to_id).update(balance=F('balance') + amount)",
      "",
    ].join("\n"));
  await write(page, safe);
  await expect(headline(page)).toHaveText("Safe in all 6 interleavings");
  await expect(outcomes(page)).toHaveCount(1);
});

test("the last good result stays while the code does not run", async ({ page }) => {
  await open(page);
  await write(page, TRANSFER.replace("def transfer_money(", "def transfer_money("  + "("));
  await expect(problem(page)).toContainText(/Line 13, column \d+/);
  await expect(headline(page)).toHaveText("66 of 70 interleavings lose an update before this edit");
  await expect(outcomes(page)).toHaveCount(9);
  await page.keyboard.press("ControlOrMeta+z");
  await expect(problem(page)).toHaveCount(0);
  await expect(headline(page)).toHaveText("66 of 70 interleavings lose an update");
});

test("the editor can be left by keyboard, and Tab indents in it", async ({ page }) => {
  await open(page);
  await write(page, "x = 1");
  await page.keyboard.press("Home");
  await page.keyboard.press("Tab");
  // A message about the line may stand below it.
  await expect(editor(page)).toHaveText(/^ {4}x = 1/);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(editor(page)).not.toBeFocused();
});

test("the scenario has a title", async ({ page }) => {
  await open(page);
  await expect(page).toHaveTitle("Transfer money, twice at once · Lockstep");
  await page.getByRole("textbox", { name: "Title" }).fill("Mine");
  await expect(page).toHaveTitle("Mine · Lockstep");
});
