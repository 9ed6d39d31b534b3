// Browser tests. `cargo xtask test` runs them; to run some by hand after
// `cargo xtask build`:
//
//   LOCKSTEP_BIN=target/debug/lockstep npx playwright test -c tests/browser sharing
//
// One file a feature: `<feature>.spec.js`, importing from ./support/test.js.
import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

const chromium =
  process.env.LOCKSTEP_CHROMIUM ??
  ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);

/** What `times.spec.js` leaves out. */
export const QUICK_TO_COMPILE = "--js-flags=--liftoff-only";

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.js",
  outputDir: "output",
  forbidOnly: Boolean(process.env.CI),
  fullyParallel: true,
  workers: 2,
  reporter: "list",
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: {
    browserName: "chromium",
    // Tests that put something in the place of a file need the network to be asked for it.
    serviceWorkers: "block",
    screenshot: "only-on-failure",
    // Recording each test takes a third of its time: `--trace retain-on-failure` where one is needed.
    trace: "off",
    launchOptions: {
      // Without one, Playwright takes the browser that it downloaded.
      executablePath: chromium,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        // Compiling the engine a second time, to run faster, pays for nobody who leaves after seconds.
        QUICK_TO_COMPILE,
      ],
    },
  },
});
