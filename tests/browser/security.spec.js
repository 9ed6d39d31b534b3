// The page's own policy: nothing from elsewhere, and no script that is not one of its files.
import { expect, test } from "./support/test.js";
import { headline, open } from "./support/page.js";

/** The policy's complaints, which these tests provoke. */
const refused = async (page, complaints, what) => {
  await expect.poll(() => complaints.some((text) => /Content Security Policy/.test(text) && what.test(text))).toBe(true);
  complaints.length = 0;
};

test("the policy is in the page and strict", async ({ page }) => {
  await open(page);
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content");
  const rules = Object.fromEntries(policy.split(";").map((rule) => {
    const [name, ...values] = rule.trim().split(/\s+/);
    return [name, values];
  }));
  expect(rules["default-src"]).toEqual(["'none'"]);
  expect(rules["script-src"]).toEqual(["'self'", "'wasm-unsafe-eval'"]);
  expect(rules["connect-src"]).toEqual(["'self'"]);
  expect(rules["form-action"]).toEqual(["'none'"]);
  // Nothing in the page is a script but by its address.
  const inline = await page.evaluate(() => [...document.scripts].filter((script) => !script.src).length);
  expect(inline).toBe(0);
});

test("scripts that are put into the page do not run", async ({ page, complaints }) => {
  await open(page);
  const ran = await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.ran = 'script'";
    document.body.append(script);
    const image = document.createElement("div");
    image.innerHTML = "<img src='data:,' onerror=\"window.ran = 'attribute'\">";
    document.body.append(image);
    return new Promise((resolve) => setTimeout(() => resolve(window.ran), 200));
  });
  expect(ran).toBe(undefined);
  await refused(page, complaints, /script|event handler/i);
});

test("the page asks no other host, even if something in it tries to", async ({ page, complaints, site }) => {
  const hosts = new Set();
  // What the policy stops is a request to Playwright, but none that ends.
  page.on("requestfinished", (request) => hosts.add(new URL(request.url()).host));
  await open(page);
  const elsewhere = site.origin.replace("127.0.0.1", "localhost");
  const errors = await page.evaluate(async (elsewhere) => {
    const errors = [];
    await fetch(`${elsewhere}/index.html`).catch((error) => errors.push(String(error)));
    await import(`${elsewhere}/offline.js`).catch((error) => errors.push(String(error)));
    return errors;
  }, elsewhere);
  expect(errors).toHaveLength(2);
  await refused(page, complaints, /connect-src|script-src/);
  await expect(headline(page)).toHaveText("66 of 70 interleavings lose an update");
  expect([...hosts]).toEqual([new URL(site.origin).host]);
});
