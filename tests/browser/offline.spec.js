// Once loaded, the page needs nobody.
import { expect, test } from "./support/test.js";
import { TRANSFER, choose, headline, open, outcomes, slider, write } from "./support/page.js";

test("everything works with the network cut after loading", async ({ page, context }) => {
  await open(page);
  await context.setOffline(true);
  await page.getByLabel("Busy timeout").fill("0");
  await expect(headline(page)).toHaveText("66 of 70 interleavings lose an update");
  await choose(page, "atomic()");
  await expect(headline(page)).toHaveText("Safe in all 1,134 interleavings");
  await outcomes(page).last().getByRole("button", { name: "Show me" }).click();
  await expect(outcomes(page).last()).toHaveAttribute("aria-current", "true");
  await expect(async () => {
    // Until the new trace is there, the key moves in the old one.
    await page.keyboard.press("End");
    await expect(slider(page)).toHaveValue("12", { timeout: 500 });
  }).toPass();
  await write(page, TRANSFER.replace("transfer_money(1, 2, 20)", "pass"));
  await expect(headline(page)).toHaveText(/^Safe in/);
  await page.getByRole("button", { name: "Share" }).click();
  await expect(page.getByRole("textbox", { name: "Link" })).toHaveValue(/#s1\./);
});
