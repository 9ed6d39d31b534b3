// Links open what they carry, and a bad one says why it does not.
import { expect, test } from "./support/test.js";
import { TRANSFER, choose, editor, headline, open, s1, slider, strategy, timeline, write, written } from "./support/page.js";

test("a link opens a scenario with its settings", async ({ page }) => {
  await open(page, s1({ title: "Linked", source: TRANSFER, settings: { strategy: "immediate", "busy-timeout": 0 } }));
  await expect(headline(page)).toHaveText("Safe in all 12 interleavings");
  await expect(strategy(page, "BEGIN IMMEDIATE")).toBeChecked();
  await expect(page.getByLabel("Busy timeout")).toHaveValue("0");
  await expect(page.getByRole("textbox", { name: "Title" })).toHaveValue("Linked");
});

test("a link opens a schedule at a step", async ({ page }) => {
  await open(page, "#x/transfer&w=01010101&at=3");
  await expect(slider(page)).toHaveValue("3");
  const cards = timeline(page).getByRole("button", { name: /^Step \d+,/ });
  await expect(cards).toHaveCount(8);
  await expect(cards.nth(0)).toHaveAccessibleName(/^Step 1, alice/);
  await expect(cards.nth(1)).toHaveAccessibleName(/^Step 2, bob/);
});

test("a link followed in an open page opens, too", async ({ page }) => {
  await open(page);
  await page.evaluate(() => { location.hash = "#x/get-or-create"; });
  await expect(page.getByRole("textbox", { name: "Title" })).toHaveValue("get_or_create makes two rows");
  await expect(editor(page)).toContainText("get_or_create");
  await page.goBack();
  await expect(editor(page)).toBeVisible();
});

for (const [what, fragment, why] of [
  ["damaged", "#s1.7ZSxbsIwEIZ3nuJkqQq", /damaged/],
  ["of an unknown codec", "#s9.abc", /does not know/],
  ["to a scenario that does not exist", "#x/nothing", /no built-in scenario/],
  ["that holds something else", s1([1, 2]), /does not hold a scenario/],
  ["that unpacks to too much", s1({ source: "#".repeat(300_000) }), /unpacks to more/],
]) {
  test(`a link ${what} is explained, and one can go on`, async ({ page }) => {
    await page.goto(`./${fragment}`);
    await expect(page.getByRole("alert")).toContainText("This link cannot be opened");
    await expect(page.getByRole("alert")).toContainText(why);
    await page.getByRole("button", { name: "Go on without it" }).click();
    await expect(headline(page)).toHaveText("66 of 70 interleavings lose an update");
  });
}

test("the shared link opens the same scenario elsewhere", async ({ page, browser, site }) => {
  await open(page);
  const edited = TRANSFER.replace("transfer_money(1, 2, 20)", "transfer_money(1, 2, 35)  # größer ⇒ 35");
  await write(page, edited);
  await choose(page, "atomic()");
  await expect(headline(page)).toHaveText(/^Safe in all/);
  await page.getByRole("button", { name: "Share" }).click();
  const dialog = page.getByRole("dialog", { name: "Share" });
  const link = await dialog.getByRole("textbox", { name: "Link" }).inputValue();
  expect(link.startsWith(`${site.url}#s1.`)).toBe(true);
  await expect(dialog).toContainText(`${link.length} characters`);
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(dialog).toHaveCount(0);
  const said = await headline(page).innerText();

  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await other.goto(link);
  await expect(headline(other)).toHaveText(said);
  await expect(strategy(other, "atomic()")).toBeChecked();
  expect(await written(other)).toBe(edited);
  await elsewhere.close();
});

test("the shared link can carry the place in the timeline", async ({ page }) => {
  await open(page);
  await slider(page).fill("5");
  await page.getByRole("button", { name: "Share" }).click();
  await page.getByRole("checkbox", { name: /timeline/ }).check();
  const link = await page.getByRole("textbox", { name: "Link" }).inputValue();
  expect(link).toMatch(/&w=[01]{8}&at=5&o=[0-9a-z]{8}&v=/);
  await page.getByRole("button", { name: "Close" }).click();
  await page.goto("about:blank");
  await page.goto(link);
  await expect(slider(page)).toHaveValue("5");
});

test("a link that is too long says so and offers the file", async ({ page }) => {
  await open(page);
  const noise = Array.from({ length: 900 }, (_, i) => `# ${Math.sin(i + 1)}`).join("\n");
  await write(page, `${TRANSFER}\n${noise}\n`);
  await page.getByRole("button", { name: "Share" }).click();
  const dialog = page.getByRole("dialog", { name: "Share" });
  await expect(dialog).toContainText("better send the file");
  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Save the file" }).click();
  expect((await download).suggestedFilename()).toBe("transfer_money_twice_at_once.py");
});

test("what is shared comes as Markdown, as HTML and as a picture, too", async ({ page, site }) => {
  await open(page);
  await page.getByRole("button", { name: "Share" }).click();
  const dialog = page.getByRole("dialog", { name: "Share" });
  // A built-in scenario as it stands has a short name.
  await expect(dialog.getByRole("textbox", { name: "Link" })).toHaveValue(`${site.url}#x/transfer`);
  await dialog.getByText("Markdown, for a bug report").click();
  const markdown = await dialog.getByRole("textbox", { name: /Markdown/ }).inputValue();
  expect(markdown).toContain("**66 of 70** interleavings lose an update.");
  expect(markdown).toContain("```python\nfrom django.db import models");
  expect(markdown).toContain(`(${site.url}#x/transfer)`);
  await dialog.getByText("HTML, for a page of documentation").click();
  const html = await dialog.getByRole("textbox", { name: /HTML/ }).inputValue();
  expect(html).toBe(`<lockstep-playground scenario="transfer"></lockstep-playground>\n<script src="${site.url}embed.js"></script>\n`);
  await dialog.getByText("QR code").click();
  await expect(dialog.getByRole("img", { name: "QR code of the link" })).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).click();
  await choose(page, "atomic()");
  await page.getByRole("button", { name: "Share" }).click();
  await expect(dialog.getByRole("textbox", { name: "Link" })).toHaveValue(/#s1\./);
  await dialog.getByText("HTML, for a page of documentation").click();
  const own = await dialog.getByRole("textbox", { name: /HTML/ }).inputValue();
  expect(own).toContain('<lockstep-playground strategy="atomic">');
  expect(own).toContain("<pre><code>from django.db import models");
});

test("a link whose steps come to something else than when it was made says so", async ({ page }) => {
  await open(page, "#x/transfer&w=01010101&at=8&o=00000000&v=0.0.9");
  await expect(timeline(page).getByRole("note")).toContainText("with version 0.0.9, these steps came to another outcome");
  await page.goto("about:blank");
  await open(page, "#x/transfer&w=01010101&at=8");
  await page.getByRole("button", { name: "Share" }).click();
  await page.getByRole("checkbox", { name: /timeline/ }).check();
  const link = await page.getByRole("textbox", { name: "Link" }).inputValue();
  expect(link).toMatch(/&w=01010101&at=8&m=hand&o=[0-9a-z]{8}&v=\d+\.\d+\.\d+$/);
  await page.goto("about:blank");
  await page.goto(link);
  await expect(slider(page)).toHaveValue("8");
  await expect(timeline(page).getByRole("note")).toHaveCount(0);
});
