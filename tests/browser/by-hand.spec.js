// The visitor is the scheduler.
import { expect, test } from "./support/test.js";
import { TRANSFER, headline, open, outcomes, s1, slider, timeline, write } from "./support/page.js";

const take = (page, task) => timeline(page).getByRole("button", { name: `Step ${task}`, exact: true });
const byHand = (page) => page.getByRole("tab", { name: "By hand" }).click();
const button = (page, name) => timeline(page).getByRole("button", { name, exact: true });
const left = (page) => page.getByRole("list", { name: "Can still happen" }).getByRole("listitem");
const cards = (page) => timeline(page).getByRole("button", { name: /^Step \d+, / });

test("a schedule is put together by hand, and taken back", async ({ page }) => {
  await open(page);
  await byHand(page);
  await expect(timeline(page)).toContainText("Still open: 66 of 70 interleavings lose an update from here.");
  await expect(cards(page)).toHaveCount(0);

  await take(page, "alice").click();
  await expect(cards(page)).toHaveCount(1);
  await take(page, "alice").click();
  await expect(cards(page)).toHaveCount(2);
  // 6 over 2 ways on; right are those in which bob reads no row before alice has written it.
  await expect(timeline(page)).toContainText("Still open: 13 of 15 interleavings lose an update from here.");
  await take(page, "bob").click();
  // 5 over 2 ways, and no way back.
  await expect(timeline(page)).toContainText("Too late: 10 of 10 interleavings lose an update from here.");
  await button(page, "Undo").click();
  await expect(timeline(page)).toContainText("Still open: 13 of 15");
  await take(page, "alice").click();
  await take(page, "alice").click();
  await expect(timeline(page)).toContainText("Decided: one after the other.");
  await expect(cards(page)).toHaveCount(4);
  for (let step = 0; step < 4; step += 1) {
    await take(page, "bob").click();
    await expect(cards(page)).toHaveCount(5 + step);
  }
  await expect(timeline(page)).toContainText("Decided: one after the other.");
  await expect(timeline(page).getByRole("button", { name: "bob has ended" })).toHaveAttribute("aria-disabled", "true");

  await button(page, "Start over").click();
  await expect(cards(page)).toHaveCount(0);
  await expect(timeline(page)).toContainText("66 of 70");
});

test("what can no longer happen fades, what can still happen is counted", async ({ page }) => {
  await open(page);
  await byHand(page);
  await expect(page.locator(".card.gone")).toHaveCount(0);
  await take(page, "alice").click();
  await take(page, "bob").click();
  await expect(slider(page)).toHaveValue("2");
  // Nothing that is right can come any more.
  await expect(page.locator(".card.gone").filter({ hasText: "serializable" })).toHaveCount(1);
  const still = await left(page).count();
  await expect(page.locator(".card:not(.gone)")).toHaveCount(still);
  await take(page, "alice").click();
  await take(page, "bob").click();
  await expect(slider(page)).toHaveValue("4");
  await expect(left(page)).toHaveCount(4);
  const shares = (await left(page).locator(".quiet").allInnerTexts()).map((text) => /^(\d+) of (\d+),/.exec(text).slice(1).map(Number));
  expect(shares.map(([, all]) => all)).toEqual([6, 6, 6, 6]);
  expect(shares.reduce((sum, [count]) => sum + count, 0)).toBe(6);
  await expect(outcomes(page)).toHaveCount(9);
});

test("a step in the past replaces what came after it", async ({ page }) => {
  await open(page);
  await byHand(page);
  for (const [at, task] of ["alice", "alice", "bob"].entries()) {
    await take(page, task).click();
    await expect(cards(page)).toHaveCount(at + 1);
  }
  await button(page, "First step").click();
  await expect(timeline(page)).toContainText("66 of 70");
  await expect(cards(page)).toHaveCount(3);
  await take(page, "bob").click();
  await expect(cards(page)).toHaveCount(1);
  await expect(cards(page).first()).toHaveAccessibleName(/^Step 1, bob:/);
});

test("a task that cannot go on says why, and the keyboard is enough", async ({ page }) => {
  await open(page, s1({ title: "", source: TRANSFER, settings: { strategy: "immediate" } }));
  await byHand(page);
  await take(page, "alice").focus();
  await page.keyboard.press("Enter");
  await expect(slider(page)).toHaveValue("1");
  await take(page, "bob").focus();
  await page.keyboard.press("Enter");
  await expect(slider(page)).toHaveValue("2");
  await expect(take(page, "bob")).toHaveAttribute("aria-disabled", "true");
  await expect(take(page, "bob")).toHaveAccessibleDescription(/waits.*alice/);
  await page.keyboard.press("Enter");
  await expect(slider(page)).toHaveValue("2");
  await expect(take(page, "alice")).not.toHaveAttribute("aria-disabled", "true");
});

test("the schedule is in the link, and opens where it was", async ({ page }) => {
  await open(page);
  await byHand(page);
  for (const [at, task] of ["bob", "alice", "bob"].entries()) {
    await take(page, task).click();
    await expect(cards(page)).toHaveCount(at + 1);
  }
  await page.getByRole("button", { name: "Share" }).click();
  // It belongs to what is shared.
  await expect(page.getByRole("dialog", { name: "Share" }).getByRole("checkbox")).toBeChecked();
  const link = await page.getByRole("textbox", { name: "Link" }).inputValue();
  expect(link).toContain("&w=101&at=3");
  await page.goto("about:blank");
  await page.goto(link);
  await expect(headline(page)).toHaveText("66 of 70 interleavings lose an update");
  await expect(page.getByRole("tab", { name: "By hand" })).toHaveAttribute("aria-selected", "true");
  await expect(cards(page)).toHaveCount(3);
  await expect(slider(page)).toHaveValue("3");
  await take(page, "alice").click();
  await expect(cards(page)).toHaveCount(4);
});

test("the address has the schedule, and a reload goes on there", async ({ page }) => {
  await open(page);
  await byHand(page);
  for (const [at, task] of ["bob", "alice", "bob"].entries()) {
    await take(page, task).click();
    await expect(page).toHaveURL(new RegExp(`#x/transfer&w=${"101".slice(0, at + 1)}&at=${at + 1}$`));
  }
  await button(page, "Undo").click();
  await expect(page).toHaveURL(/#x\/transfer&w=10&at=2$/);
  await page.reload();
  await expect(page.getByRole("tab", { name: "By hand" })).toHaveAttribute("aria-selected", "true");
  await expect(cards(page)).toHaveCount(2);
  await expect(slider(page)).toHaveValue("2");
  // To its end, which is no witness.
  for (const [at, task] of ["alice", "bob", "alice", "bob", "bob", "alice"].entries()) {
    await take(page, task).click();
    await expect(slider(page)).toHaveValue(String(at + 3));
  }
  await expect(page).toHaveURL(/&w=10010110&at=8$/);
  await page.reload();
  await expect(page.getByRole("tab", { name: "By hand" })).toHaveAttribute("aria-selected", "true");
  await expect(cards(page)).toHaveCount(8);
  // Whoever looks at something else has the address of before.
  await page.getByRole("tab", { name: "Witness" }).click();
  await expect(page).toHaveURL(/#x\/transfer&w=10010110&at=8$/);
});

test("own work has its schedule in the address, too, and stays own work", async ({ page }) => {
  await open(page);
  await write(page, TRANSFER.replace("transfer_money(1, 2, 20)", "transfer_money(1, 2, 30)"));
  await expect(page.getByText("Kept in this browser.")).toBeVisible();
  await expect(headline(page)).toHaveText("66 of 70 interleavings lose an update");
  await byHand(page);
  await take(page, "bob").click();
  await expect(page).toHaveURL(/#s1\.[\w-]+&w=1&at=1$/);
  await page.reload();
  await expect(page.getByRole("tab", { name: "By hand" })).toHaveAttribute("aria-selected", "true");
  await expect(slider(page)).toHaveValue("1");
  await expect(page.getByText("Kept in this browser.")).toBeVisible();
  // Elsewhere in the timeline the address is as short as before.
  await page.getByRole("tab", { name: "At random" }).click();
  await page.getByRole("link", { name: "Gallery" }).click();
  await expect(page.locator(".draft")).toHaveCount(1);
});

test("an edit keeps the schedule", async ({ page }) => {
  await open(page);
  await byHand(page);
  await take(page, "alice").click();
  await take(page, "bob").click();
  await expect(slider(page)).toHaveValue("2");
  await page.getByRole("combobox", { name: "Journal" }).selectOption("wal");
  await expect(timeline(page)).toContainText(/Too late: (\d+) of \1 interleavings lose an update from here\./);
  await expect(cards(page)).toHaveCount(2);
});
