// The PostgreSQL profile: an engine of its own, and what only a server with row versions has to show.
import { expect, test } from "./support/test.js";
import { choose, headline, open, outcomes, timeline } from "./support/page.js";

const setting = (page, name) => page.getByRole("combobox", { name, exact: true });
const inside = (page) => page.getByRole("region", { name: "Inside the server" });
const loaded = (page) => {
  const names = [];
  page.on("request", (request) => names.push(request.url()));
  return () => names.filter((name) => /engine-postgres-.*\.wasm$/.test(name)).length;
};

test("the profile is loaded when it is chosen, and changes what can happen", async ({ page }) => {
  const times = loaded(page);
  await open(page);
  await expect(setting(page, "Isolation")).toHaveCount(0);
  expect(times()).toBe(0);

  await setting(page, "Database").selectOption("postgres");
  await expect.poll(times).toBe(1);
  await expect(page.getByRole("radio", { name: "Advisory lock" })).toHaveCount(1);
  await expect(headline(page)).toHaveText("66 of 70 interleavings lose an update");
  await expect(page.getByText("This is a profile of PostgreSQL 15, not the server itself")).toBeVisible();
  // What only SQLite has is not asked for.
  for (const name of ["Journal", "Begin", "Busy timeout"]) {
    await expect(page.getByLabel(name)).toHaveCount(0);
  }

  // What the real Django does on the real server.
  await choose(page, "atomic()");
  await expect(headline(page)).toHaveText("336 of 350 interleavings lose an update");
  await setting(page, "Isolation").selectOption("repeatable-read");
  await expect(headline(page)).toHaveText("Safe in all 350 interleavings");
  await expect(outcomes(page).filter({ hasText: "could not serialize access" }).first()).toBeVisible();

  // Back on SQLite the engine at hand does it.
  await setting(page, "Database").selectOption("sqlite");
  await expect(headline(page)).toHaveText(/^Safe in all/);
  expect(times()).toBe(1);
});

test("databases are compared", async ({ page }) => {
  await open(page);
  await setting(page, "Database").selectOption("postgres");
  await choose(page, "atomic()");
  const table = page.getByRole("table", { name: "Databases" });
  const row = (name) => table.getByRole("row", { name });
  await expect(row("PostgreSQL, read committed")).toContainText("96%");
  await expect(row("PostgreSQL, repeatable read")).not.toContainText("…");
  await expect(row("PostgreSQL, serializable")).not.toContainText("…");
  await expect(row("SQLite")).not.toContainText("…");
  await table.getByRole("button", { name: "PostgreSQL, serializable" }).click();
  await expect(setting(page, "Isolation")).toHaveValue("serializable");
  await expect(headline(page)).toHaveText("Safe in all 350 interleavings");
});

test("the timeline shows row versions, locks and who waits for whom", async ({ page }) => {
  await open(page);
  await setting(page, "Database").selectOption("postgres");
  await choose(page, "atomic()");
  await expect(headline(page)).toHaveText("336 of 350 interleavings lose an update");
  await page.getByRole("tab", { name: "By hand" }).click();
  const take = (task) => page.getByRole("button", { name: `Step ${task}`, exact: true }).click();
  const step = async (task, number) => {
    await take(task);
    await expect(timeline(page)).toContainText(`${number} / ${number}`);
  };
  // BEGIN, SELECT, SELECT, UPDATE: alice has written a version that only she sees.
  for (let number = 1; number <= 4; number += 1) await step("alice", number);
  await expect(inside(page).locator(".version.open")).toContainText("written by alice, not committed");
  await expect(inside(page).locator(".version.open")).toContainText("seen by alice");
  await expect(inside(page)).toContainText("alice: read committed");
  for (let number = 5; number <= 8; number += 1) await step("bob", number);
  await expect(inside(page)).toContainText(/bob\s*→\s*waits for\s*alice/);
  await expect(page.getByRole("button", { name: "Step bob", exact: true })).toHaveAttribute("aria-disabled", "true");
  // Her other UPDATE, then COMMIT: it lets his UPDATE end.
  await step("alice", 9);
  await step("alice", 10);
  await expect(timeline(page).locator(".let-end")).toHaveCount(1);
  await expect(inside(page)).toContainText("Nobody waits.");
});
