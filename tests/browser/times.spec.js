// How long the visitor waits, as medians beside the engine's own time. Printed, not asserted: the machine may have
// other things to do.
import { check, expect, test } from "./support/test.js";
import config, { QUICK_TO_COMPILE } from "./playwright.config.js";
import { TRANSFER, editor, headline, open, slider, timeline } from "./support/page.js";

// As a visitor's browser compiles it.
const { args, ...launch } = config.use.launchOptions;
test.use({ launchOptions: { ...launch, args: args.filter((arg) => arg !== QUICK_TO_COMPILE) } });

// One after the other, so that they do not measure each other.
test.describe.configure({ mode: "serial" });

const median = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
const print = (what, times, budget, beside = "") =>
  console.log(`${what}: ${median(times).toFixed(1)} ms, median of ${times.length}; budget: ${budget}${beside}`);

/** The engine's own time for the transfer, natively: all of it, from its text to its verdicts, in a new process. */
async function native() {
  const times = [];
  for (let i = 0; i < 5; i += 1) times.push((await check(TRANSFER)).wall_ms);
  return `; all of the check natively, in a build for development: ${median(times).toFixed(1)} ms`;
}

/**
 * In the page: does something, waits until something else is so, and has it laid out.
 * `act` and `done` are names of functions that the test has put into `window`.
 */
const timer = (page) => page.addInitScript(() => {
  window.time = async (act, done) => {
    const channel = new MessageChannel();
    const turn = () => new Promise((go) => {
      channel.port1.onmessage = go;
      channel.port2.postMessage(null);
    });
    const start = performance.now();
    act();
    while (!done()) await turn();
    document.body.getBoundingClientRect();
    return performance.now() - start;
  };
});

test("from first paint to a usable editor", async ({ page }) => {
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (document.querySelector(".cm-content[contenteditable=true]")) {
        window.editable = performance.now();
        observer.disconnect();
      }
    }).observe(document, { childList: true, subtree: true });
  });
  const waits = [];
  const paints = [];
  for (let i = 0; i < 5; i += 1) {
    await page.goto("about:blank");
    await page.goto("./");
    await expect(editor(page)).toBeVisible();
    const [paint, editable] = await page.evaluate(() => [
      performance.getEntriesByName("first-contentful-paint")[0].startTime,
      window.editable,
    ]);
    paints.push(paint);
    waits.push(Math.max(editable - paint, 0));
  }
  expect(waits.every(Number.isFinite)).toBe(true);
  print("first paint to a usable editor", waits, "none", `; first paint after ${median(paints).toFixed(1)} ms`);
});

test("from a keystroke to fresh outcomes", async ({ page }) => {
  await timer(page);
  await open(page);
  await editor(page).click();
  const times = [];
  for (let i = 0; i < 9; i += 1) {
    // Another amount each time: fresh outcomes have other balances.
    const amount = 21 + i;
    times.push(await page.evaluate(async (amount) => {
      const line = [...document.querySelectorAll(".cm-line")].find((line) => line.textContent.includes("transfer_money(1, 2, 2"));
      line.scrollIntoView();
      const text = line.firstChild.parentElement;
      const range = document.createRange();
      range.selectNodeContents(text);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      const fresh = () => [...document.querySelectorAll(".card")].some((card) => card.textContent.includes(String(100 - amount)));
      return window.time(() => document.execCommand("insertText", false, `    transfer_money(1, 2, ${amount})`), fresh);
    }, amount));
  }
  expect(times.every(Number.isFinite)).toBe(true);
  print("a keystroke to fresh outcomes", times, "150 ms", await native());
});

test("a step back or on, and a step by hand", async ({ page }) => {
  await timer(page);
  await open(page);
  await page.evaluate(() => {
    window.key = (key) => document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    window.at = () => Number(document.querySelector('input[aria-label="Step"]').value);
  });
  const steps = await page.evaluate(async () => {
    const times = [];
    window.key("Home");
    while (window.at() !== 0) await new Promise((done) => setTimeout(done));
    for (let round = 0; round < 4; round += 1) {
      for (const key of ["ArrowRight", "ArrowLeft"]) {
        for (let i = 0; i < 8; i += 1) {
          const before = window.at();
          times.push(await window.time(() => window.key(key), () => window.at() !== before));
        }
      }
    }
    return times;
  });
  print("a step back or on", steps, "16 ms");

  await page.getByRole("tab", { name: "By hand" }).click();
  await expect(timeline(page).getByRole("button", { name: "Step alice" })).toBeVisible();
  const taken = await page.evaluate(async () => {
    const times = [];
    const cards = () => document.querySelectorAll(".step-card").length;
    const ahead = () => document.querySelector(".so-far")?.textContent;
    const press = (name) => [...document.querySelectorAll(".hand-buttons button, .take")].find((button) => button.textContent === name).click();
    for (let round = 0; round < 5; round += 1) {
      if (cards() > 0) await window.time(() => press("Start over"), () => cards() === 0);
      for (let i = 0; i < 8; i += 1) {
        const [steps, said] = [cards(), ahead()];
        const name = i % 2 ? "Step bob" : "Step alice";
        // The step itself, and what can still happen after it while that changes.
        times.push(await window.time(() => press(name), () => cards() === steps + 1 && (i > 2 || ahead() !== said)));
      }
    }
    return times;
  });
  await expect(slider(page)).toHaveValue("8");
  print("a step by hand", taken, "50 ms", await native());
});
