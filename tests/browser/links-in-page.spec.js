// A card, the code that sent its statement and the rows it touched light up together.
import { expect, test } from "./support/test.js";
import { open, timeline } from "./support/page.js";

const linked = (page, what) => page.locator(`${what}[data-linked]`);
const card = (page, number) => timeline(page).getByRole("button", { name: new RegExp(`^Step ${number}, `) });

test("a card lights up its code and its rows", async ({ page }) => {
  await open(page);
  await card(page, 1).hover();
  await expect(linked(page, ".cm-line")).toContainText("source = BankAccount.objects.get(id=from_id)");
  // Row 1 in the database, and the steps that read or wrote it.
  await expect(linked(page, "tr")).toHaveText("1100");
  await expect(linked(page, ".step-card")).toHaveCount(3);
  await expect(linked(page, ".published")).toHaveCount(2);
  await card(page, 2).focus();
  await expect(linked(page, ".cm-line")).toContainText("target = BankAccount.objects.get(id=to_id)");
  await page.mouse.move(2, 2);
  await expect(linked(page, ".cm-line")).toHaveCount(0);
});

test("code and rows light up their cards", async ({ page }) => {
  await open(page);
  await page.locator(".cm-line", { hasText: "target.save()" }).hover();
  await expect(linked(page, ".step-card")).toHaveCount(2);
  for (const one of await linked(page, ".step-card").all()) {
    await expect(one).toContainText("UPDATE bankaccount");
  }
  await timeline(page).getByRole("table", { name: "bankaccount" }).getByRole("row").nth(2).hover();
  await expect(linked(page, ".step-card")).toHaveCount(4);
  for (const one of await linked(page, ".step-card").all()) await expect(one).toContainText("id = 2");
});
