// The engine's worker may break down or hang: the page starts it again and keeps the work.
import { expect, test } from "./support/test.js";
import { TRANSFER, headline, open, problem, s1, timeline, write, written } from "./support/page.js";

const edited = TRANSFER.replace("transfer_money(1, 2, 20)", "transfer_money(1, 2, 30)");

/** So many statements take longer than a worker is silent. */
const ROWS = 4000;

/** Makes a worker hang at the next message it gets. */
const hang = (worker) => worker.evaluate(() => {
  self.addEventListener("message", () => { for (;;); });
});

test("a worker that does not answer is started again and gets the work once more", async ({ page }) => {
  await open(page);
  await hang(page.workers()[0]);
  const again = page.waitForEvent("worker");
  await write(page, edited);
  await again;
  await expect(headline(page)).toHaveText(/of 70 interleavings lose an update$/);
  await expect(problem(page)).toHaveCount(0);
  expect(await written(page)).toBe(edited);
});

test("work that makes the engine silent twice is not tried again by itself", async ({ page }) => {
  await open(page);
  await hang(page.workers()[0]);
  // The second one hangs from its first message on, however quick it would have been.
  await page.route("**/worker_loader.js", (route) => route.fulfill({
    contentType: "text/javascript",
    body: `self.onmessage = () => { for (;;); }; postMessage('{"ready":{"version":"of the test"}}');`,
  }), { times: 1 });
  await write(page, edited);
  await expect(problem(page)).toContainText("did not answer", { timeout: 30_000 });
  expect(await written(page)).toBe(edited);
  await write(page, TRANSFER);
  await expect(headline(page)).toHaveText("66 of 70 interleavings lose an update");
  await expect(problem(page)).toHaveCount(0);
});

/** Counts the workers that are started and the messages by which they say that they are alive. */
const watch = (page) => page.addInitScript(() => {
  const Real = window.Worker;
  window.watched = { started: 0, alive: 0 };
  window.Worker = class extends Real {
    constructor(...how) {
      super(...how);
      window.watched.started += 1;
      this.addEventListener("message", ({ data }) => { if (data === '"alive"') window.watched.alive += 1; });
    }
  };
});

test("a worker that is slow is not ended as long as it says that it is at work", async ({ page }) => {
  await watch(page);
  // Five seconds for an answer: more than twice what silence may last.
  await page.route("**/worker_loader.js", (route) => route.fulfill({
    contentType: "text/javascript",
    body: `self.onmessage = ({ data }) => {
      const { id } = JSON.parse(data).check;
      const alive = setInterval(() => postMessage('"alive"'), 400);
      setTimeout(() => {
        clearInterval(alive);
        postMessage(JSON.stringify({ problem: { id, problem: { message: "This is the answer." } } }));
      }, 5000);
    };
    postMessage('{"ready":{"version":"of the test"}}');`,
  }));
  await page.goto("./");
  await expect(problem(page)).toHaveText("This is the answer.");
  expect(await page.evaluate(() => window.watched.started)).toBe(1);
});

test("the engine says that it is at work from within a long set-up", async ({ page }) => {
  await watch(page);
  // Thousands of statements before the first choice.
  const long = `from django.db import models

class Entry(models.Model):
    name = models.TextField()

def setup():
    for number in range(${ROWS}):
        Entry.objects.create(name="x")

def task_a():
    Entry.objects.count()
`;
  await open(page, s1({ title: "", source: long, settings: {} }));
  await expect(headline(page)).toHaveText("Safe in the only interleaving");
  const { started, alive } = await page.evaluate(() => window.watched);
  expect(started).toBe(1);
  expect(alive).toBeGreaterThan(0);
});

test("a worker that breaks down is explained and started again", async ({ page, complaints }) => {
  await open(page);
  // What the page asks for by itself is answered: the next message comes from the edit.
  await expect(page.getByRole("table", { name: "Strategies" }).locator(".unknown")).toHaveCount(0);
  await expect(timeline(page).getByRole("button", { name: /^Step 1, / })).toBeVisible();
  const [broken] = page.workers();
  await broken.evaluate(() => {
    self.addEventListener("message", () => { throw new Error("broken by the test"); });
  });
  const again = page.waitForEvent("worker");
  await write(page, edited);
  await again;
  await expect(problem(page)).toContainText(/^The engine broke down \(.*broken by the test\) and was started again\./);
  await expect.poll(() => page.workers().includes(broken)).toBe(false);
  expect(await written(page)).toBe(edited);
  // What broke it is not tried again by itself; the next change is computed.
  await write(page, TRANSFER);
  await expect(headline(page)).toHaveText("66 of 70 interleavings lose an update");
  await expect(problem(page)).toHaveCount(0);
  // Whether the browser still prints the error of a worker that is ended at once is its own affair.
  expect(complaints.filter((text) => !text.includes("broken by the test"))).toEqual([]);
  complaints.length = 0;
});

const half = async (route) => {
  const response = await route.fetch();
  const text = await response.text();
  await route.fulfill({ response, body: text.slice(0, text.length / 2) });
};

/** What may go wrong with a file of the engine, and what the page says of it. */
const BROKEN = [
  ["**/worker_loader.js", "is not there", (route) => route.abort(), ""],
  ["**/worker_bg.wasm", "is not there", (route) => route.abort(), "worker_bg.wasm could not be loaded"],
  ["**/worker.js", "is not there", (route) => route.abort(), "worker.js"],
  ["**/python-*.txt", "is not there", (route) => route.abort(), /python-[0-9a-f]{16}\.txt could not be loaded/],
  ["**/python-*.txt", "is not on the server", (route) => route.fulfill({ status: 404 }), "could not be loaded: the server answered 404"],
  ["**/python-*.txt", "is another one", (route) => route.fulfill({ body: "<!doctype html>" }), "The file with the Python modules is not whole"],
  ["**/python-*.txt", "breaks off", half, "The file with the Python modules is not whole"],
];

for (const [file, how, broken, why] of BROKEN) {
  test(`an engine that cannot be loaded is explained: ${file.slice(3)} ${how}`, async ({ page, complaints }) => {
    await page.route(file, broken);
    await page.goto("./");
    await expect(problem(page)).toContainText("The engine could not be started");
    await expect(problem(page)).toContainText(why);
    await expect(headline(page)).toContainText("No result");
    await page.unroute(file);
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(headline(page)).toHaveText("66 of 70 interleavings lose an update");
    complaints.length = 0;
  });
}

test("an editor that cannot be loaded has a plain one in its place", async ({ page, complaints }) => {
  await page.route("**/editor-*.js", (route) => route.abort());
  await page.goto("./");
  const plain = page.getByRole("textbox", { name: "Scenario" });
  await expect(plain).toHaveValue(TRANSFER);
  await plain.fill(TRANSFER.replace(/def task_bob[^]*?\n\n\n/, ""));
  await expect(headline(page)).toHaveText("Safe in the only interleaving");
  complaints.length = 0;
});

test("a long exploration shows its progress and can be stopped", async ({ page }) => {
  await open(page);
  await page.getByRole("spinbutton", { name: "Copies of alice" }).fill("5");
  await page.getByRole("spinbutton", { name: "Copies of bob" }).fill("5");
  const stop = page.getByRole("button", { name: "Stop" });
  await expect(stop).toBeVisible();
  await expect(headline(page)).toHaveText(/so far$/);
  await stop.click();
  await expect(page.getByText("Stopped")).toBeVisible();
  await expect(headline(page)).toHaveText(/so far$/);
  // An edit ends it as well, and what comes then is whole.
  await write(page, edited);
  await page.getByRole("spinbutton", { name: "Copies of alice" }).fill("1");
  await page.getByRole("spinbutton", { name: "Copies of bob" }).fill("1");
  await expect(headline(page)).toHaveText(/of 70 interleavings lose an update$/);
});
