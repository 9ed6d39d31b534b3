// The gallery: what each scenario comes to, before it is opened; searched by word and by topic.
import { expect, test } from "./support/test.js";
import { editor, headline } from "./support/page.js";
import { DIST } from "./support/site.js";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";

/** What the command line has written when the page was built: exploring all of it takes half a minute. */
const told = JSON.parse(readFileSync(path.join(DIST, readdirSync(DIST).find((name) => /^gallery-.*\.json$/.test(name))), "utf8"));

const cards = (page) => page.getByRole("list", { name: "Built-in scenarios" }).locator(":scope > li");
const search = (page) => page.getByRole("searchbox", { name: "Search the gallery" });

test("a card shows what the scenario comes to, as the command line says it", async ({ page }) => {
  await page.goto("./#gallery");
  const transfer = page.getByRole("link", { name: /Transfer money/ });
  await expect(transfer).toContainText("94% anomaly, 5.7% serializable of 70 interleavings");
  await expect(cards(page)).toHaveCount(told.filter((card) => !card.parent).length);
  for (const card of told.filter((card) => !card.parent)) {
    const count = card.found.interleavings.replace(/\B(?=(\d{3})+$)/g, ",");
    await expect(page.locator(`a[href="#x/${card.slug}"] .small-legend`)).toContainText(` of ${count} interleavings`);
  }
  // A remedy that helps, and one that does not.
  const remedies = page.getByRole("list", { name: "Remedies for transfer" }).getByRole("listitem");
  await expect(remedies.filter({ hasText: "F() expressions" }).getByRole("img")).toHaveAccessibleName("100% serializable");
  await expect(remedies.filter({ hasText: "select_for_update" }).getByRole("img")).toHaveAccessibleName(/anomaly|aborted/);
});

test("words and topics narrow it", async ({ page }) => {
  await page.goto("./#gallery");
  await search(page).fill("django-developers 2006");
  await expect(cards(page)).toHaveCount(7);
  await search(page).fill("compare and swap");
  await expect(cards(page)).toHaveCount(1);
  await expect(cards(page)).toContainText("Transfer money");
  await search(page).fill("no such thing as this");
  await expect(page.getByText("Nothing in the gallery fits.")).toBeVisible();
  await search(page).fill("");
  const topic = page.getByRole("button", { name: "SQL", exact: true });
  await topic.click();
  await expect(topic).toHaveAttribute("aria-pressed", "true");
  await expect(cards(page)).toHaveCount(10);
  await cards(page).first().getByRole("link").first().click();
  await expect(editor(page)).toContainText("session t1");
  await expect(headline(page)).toHaveText(/interleavings/);
});

test("the source documents narrow it, by keyboard too", async ({ page }) => {
  await page.goto("./#gallery");
  const all = told.filter((card) => !card.parent);
  const documents = page.getByRole("group", { name: "Source documents" });
  await expect(cards(page)).toHaveCount(all.length);
  // From the field to the last topic, and on to the first document.
  await search(page).focus();
  const topics = await page.getByRole("group", { name: "Topics" }).getByRole("button").count();
  for (let i = 0; i <= topics; i += 1) await page.keyboard.press("Tab");
  const thread = documents.getByRole("button", { name: "django-developers, 2006" });
  await expect(thread).toBeFocused();
  await page.keyboard.press("Space");
  await expect(thread).toHaveAttribute("aria-pressed", "true");
  await expect(cards(page)).toHaveCount(7);
  // One at a time, together with a topic.
  await documents.getByRole("button", { name: "Django ticket 31997" }).click();
  await expect(thread).toHaveAttribute("aria-pressed", "false");
  const ofTicket = all.filter((card) => card.document?.includes("ticket 31997"));
  await expect(cards(page)).toHaveCount(ofTicket.length);
  await page.getByRole("button", { name: "Celery", exact: true }).click();
  await expect(page.getByText("Nothing in the gallery fits.")).toBeVisible();
  await page.getByRole("button", { name: "Celery", exact: true }).click();
  await documents.getByRole("button", { name: "Hermitage" }).click();
  await expect(cards(page)).toHaveCount(10);
  await page.keyboard.press("Enter");
  await expect(cards(page)).toHaveCount(all.length);
});

test("without the built-in scenarios the page says so, and works", async ({ page, complaints }) => {
  await page.route("**/gallery-*.json", (route) => route.abort());
  await page.goto("./#x/transfer");
  await expect(page.getByRole("alert")).toContainText("could not be loaded");
  await page.getByRole("button", { name: "Go on without it" }).click();
  await editor(page).click();
  await page.keyboard.insertText("def task_a():\n    pass\n");
  await expect(headline(page)).toHaveText(/interleaving/);
  complaints.length = 0;
});
