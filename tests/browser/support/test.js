// Playwright's `test` with the built page served, and with every test failing on what a
// visitor would find in the browser's console.
import { test as base, expect } from "@playwright/test";
import { serve } from "./site.js";

export { expect };
export { check, lockstep } from "./lockstep.js";
export { serve };

export const test = base.extend({
  /** The server of one worker; `page.goto("./")` opens the page. */
  site: [
    async ({}, use) => {
      const site = await serve();
      await use(site);
      await site.close();
    },
    { scope: "worker" },
  ],

  /** Whether the browser was never here: the page begins with its tour. */
  firstVisit: [false, { option: true }],

  context: async ({ context, firstVisit }, use) => {
    if (!firstVisit) {
      await context.addInitScript(() => {
        try {
          localStorage.setItem("lockstep.tour", "shown");
        } catch {
          // A sandboxed frame has no storage, and no tour.
        }
      });
    }
    await use(context);
  },

  baseURL: async ({ site }, use) => use(site.url),

  /** What went wrong in the browser. A test that provokes something empties it. */
  complaints: [
    async ({ context }, use) => {
      const complaints = [];
      context.on("weberror", (error) => complaints.push(String(error.error())));
      context.on("console", (message) => {
        // The test's own doing: see playwright.config.js.
        if (message.text().startsWith("Service Worker registration blocked by Playwright")) return;
        if (["error", "warning"].includes(message.type())) complaints.push(message.text());
      });
      context.on("requestfailed", (request) => {
        // What is given up when the page closes or moves on did not go wrong.
        if (request.failure()?.errorText !== "net::ERR_ABORTED") {
          complaints.push(`${request.url()}: ${request.failure()?.errorText}`);
        }
      });
      context.on("response", (response) => {
        if (response.status() >= 400) complaints.push(`${response.url()}: ${response.status()}`);
      });
      await use(complaints);
      expect(complaints, "complaints of the browser").toEqual([]);
    },
    { auto: true },
  ],
});
