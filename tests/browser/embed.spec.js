// `<lockstep-playground>` in pages of documentation: what a reader sees, what it costs, and what a hostile page gets.
import { expect, serve, test } from "./support/test.js";
import { TRANSFER, s1 } from "./support/page.js";

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** A page of documentation on a host of its own, with the playground at a sub-path of another one. */
async function documentation(body, { head = "", pages = {} } = {}) {
  const play = await serve({ base: "/tools/lockstep/" });
  const html = (body) =>
    `<!doctype html><html><head><meta charset="utf-8"><title>Docs</title><link rel="icon" href="data:,">${head}</head><body><h1>Races</h1>${body}</body></html>`;
  const made = typeof body === "function" ? body(play.url) : body;
  const docs = await serve({ base: "/nothing/", pages: { "/docs/race.html": html(made), ...pages } });
  return {
    play,
    url: `${docs.origin}/docs/race.html`,
    close: () => Promise.all([play.close(), docs.close()]),
  };
}

const script = (base) => `<script src="${base}embed.js"></script>`;
const code = `<pre><code class="language-python">${escaped(TRANSFER)}</code></pre>`;
const frame = (page, number = 0) => page.frameLocator("lockstep-playground iframe").nth(number);
const said = (page, number) => frame(page, number).getByRole("status").first();

test("the code before it is explored, and shown by the frame instead", async ({ page }) => {
  const site = await documentation((base) => `${code}<lockstep-playground></lockstep-playground>${script(base)}`);
  await page.goto(site.url);
  await expect(said(page)).toHaveText("66 of 70 interleavings lose an update");
  await expect(page.locator("pre").first()).toBeHidden();
  await expect(frame(page).getByLabel("Scenario")).toContainText("transfer_money");
  // The editor is loaded only when it is asked for.
  const loaded = () => page.evaluate(() => performance.getEntriesByType("resource").map((entry) => entry.name));
  const inFrame = async () => page.frames()[1].evaluate(() => performance.getEntriesByType("resource").map((entry) => entry.name));
  expect((await inFrame()).filter((name) => /editor-/.test(name))).toEqual([]);
  expect((await loaded()).filter((name) => /wasm/.test(name))).toEqual([]);
  await frame(page).getByRole("button", { name: "Edit" }).click();
  await expect(frame(page).getByRole("textbox", { name: "Scenario" })).toBeVisible();
  await site.close();
});

test("a code block that is put in the place of the first one is taken off the screen, too", async ({ page }) => {
  const site = await documentation((base) => `<div>${code}</div><lockstep-playground></lockstep-playground>${script(base)}`);
  await page.goto(site.url);
  await expect(said(page)).toHaveText(/66 of 70/);
  const block = page.locator("body > div").first();
  await expect(block).toBeHidden();
  // As frameworks do that build the page once more in the browser.
  await block.evaluate((block) => {
    const again = document.createElement("div");
    again.innerHTML = block.innerHTML;
    block.replaceWith(again);
  });
  await expect(block).toBeHidden();
  await block.evaluate((block) => {
    for (const { name } of [...block.attributes]) block.removeAttribute(name);
  });
  await expect(block).toBeHidden();
  // Without the element the code is what there is.
  await page.locator("lockstep-playground").evaluate((element) => element.remove());
  await expect(block).toBeVisible();
  await site.close();
});

test("lines that end in <br> are lines", async ({ page }) => {
  const lines = TRANSFER.split("\n").map((line) => `<span>${escaped(line)}<br></span>`).join("");
  const site = await documentation((base) => `<pre><code>${lines}</code></pre><lockstep-playground></lockstep-playground>${script(base)}`);
  await page.goto(site.url);
  await expect(said(page)).toHaveText("66 of 70 interleavings lose an update");
  await site.close();
});

test("attributes are settings, and the page hears what is found", async ({ page }) => {
  const site = await documentation(
    (base) => `<lockstep-playground scenario="transfer" strategy="immediate" view="outcomes"></lockstep-playground>
      <script>window.heard = []; for (const type of ["ready", "result", "step", "error"])
        document.addEventListener(type, (event) => heard.push([type, event.detail]));</script>${script(base)}`,
  );
  await page.goto(site.url);
  await expect(said(page)).toHaveText("Safe in all 12 interleavings");
  await expect.poll(() => page.evaluate(() => heard.map(([type]) => type))).toEqual(["ready", "result", "step"]);
  const [, result] = await page.evaluate(() => heard[1]);
  expect(result).toMatchObject({ headline: "Safe in all 12 interleavings.", bad: false, complete: true, interleavings: "12" });
  expect(result.outcomes.map((outcome) => outcome.verdict)).toContain("serializable");
  await expect(frame(page).getByRole("region", { name: "Timeline" })).toBeHidden();
  await expect(frame(page).getByRole("list", { name: "Outcomes" })).toBeVisible();
  await site.close();
});

test("below the fold it costs nothing but its script", async ({ page }) => {
  const site = await documentation((base) => `<div style="height: 5000px"></div>${code}<lockstep-playground></lockstep-playground>${script(base)}`);
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(site.url);
  await page.waitForTimeout(500);
  expect(asked.filter((url) => url.startsWith(site.play.origin))).toEqual([`${site.play.url}embed.js`]);
  await expect(page.locator("lockstep-playground iframe")).toHaveCount(0);
  await page.locator("lockstep-playground").scrollIntoViewIfNeeded();
  await expect(said(page)).toHaveText("66 of 70 interleavings lose an update");
  await site.close();
});

test("its height follows the content and never falls below what was reserved", async ({ page }) => {
  const site = await documentation((base) => `${code}<lockstep-playground view="timeline" height="300"></lockstep-playground>${script(base)}`);
  await page.goto(site.url);
  await expect(said(page)).toHaveText(/66 of 70/);
  const heights = () =>
    page.evaluate(() => {
      const frame = document.querySelector("lockstep-playground").shadowRoot.querySelector("iframe");
      return frame.getBoundingClientRect().height;
    });
  await expect(frame(page).getByRole("region", { name: "Timeline" })).toBeVisible();
  await expect.poll(heights).toBeGreaterThan(600);
  const inner = await page.frames()[1].evaluate(() => [document.body.scrollHeight, innerHeight]);
  expect(Math.abs(inner[0] - inner[1])).toBeLessThan(8);
  await site.close();
});

test("several on a page share the engine's download, and nothing else leaks", async ({ page }) => {
  const site = await documentation(
    (base) => `<p id="before">text</p>${code}<lockstep-playground></lockstep-playground>
      <lockstep-playground scenario="get-or-create"></lockstep-playground>${script(base)}${script(base)}`,
    { head: "<style>* { letter-spacing: 3px !important; color: rgb(1, 2, 3) } button { display: none }</style>" },
  );
  await page.goto(`${site.url}`);
  const names = await page.evaluate(() => Object.getOwnPropertyNames(window).filter((name) => /lockstep|playground/i.test(name)));
  expect(names).toEqual([]);
  await expect(said(page, 0)).toHaveText(/66 of 70/);
  await page.locator("lockstep-playground").nth(1).scrollIntoViewIfNeeded();
  await expect(said(page, 1)).toHaveText(/48 of 50/);
  // The page's style does not reach into the frame, nor the other way round.
  await expect(frame(page, 1).getByRole("link", { name: "Open in Lockstep" })).toHaveCSS("letter-spacing", "normal");
  await expect(frame(page, 0).getByRole("button", { name: "Edit" })).toBeVisible();
  await expect(page.locator("#before")).toHaveCSS("color", "rgb(1, 2, 3)");
  await site.close();
});

test("w and at say which schedule the timeline shows, and where it stands", async ({ page }) => {
  const site = await documentation(
    (base) => `<lockstep-playground scenario="transfer" view="timeline" w="01010101" at="3"></lockstep-playground>
      <lockstep-playground scenario="transfer" view="all" w="0-1" at="x"></lockstep-playground>
      <script>window.steps = []; document.addEventListener("step", (event) => steps.push([event.detail.at, event.detail.steps]));</script>${script(base)}`,
  );
  await page.goto(site.url);
  const at = (number) => frame(page, number).getByRole("slider", { name: "Step" });
  await expect(at(0)).toHaveValue("3");
  const cards = frame(page).getByRole("button", { name: /^Step \d+,/ });
  await expect(cards).toHaveCount(8);
  await expect(cards.nth(0)).toHaveAccessibleName(/^Step 1, alice/);
  await expect(cards.nth(1)).toHaveAccessibleName(/^Step 2, bob/);
  await at(0).press("ArrowRight");
  await expect(at(0)).toHaveValue("4");
  await expect.poll(() => page.evaluate(() => steps.at(-1))).toEqual([4, 8]);
  // What is no schedule costs nothing but itself.
  await page.locator("lockstep-playground").nth(1).scrollIntoViewIfNeeded();
  await expect(said(page, 1)).toHaveText("66 of 70 interleavings lose an update");
  await site.close();
});

test("read-only, theme, reset and the way to the whole page", async ({ page, context }) => {
  const site = await documentation(
    (base) => `${code}<lockstep-playground theme="dark"></lockstep-playground>
      <lockstep-playground scenario="counter" readonly theme="light"></lockstep-playground>${script(base)}`,
  );
  await page.goto(site.url);
  await expect(said(page)).toHaveText(/66 of 70/);
  await expect(frame(page, 0).locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(frame(page, 1).locator("html")).toHaveAttribute("data-theme", "light");
  await expect(frame(page).getByRole("button", { name: "Reset" })).toHaveCount(0);
  await frame(page).getByRole("combobox", { name: "Begin" }).selectOption("immediate");
  await frame(page).getByRole("button", { name: "Reset" }).click();
  await expect(frame(page).getByRole("combobox", { name: "Begin" })).toHaveValue("deferred");
  const opened = context.waitForEvent("page");
  await frame(page).getByRole("link", { name: "Open in Lockstep" }).click();
  const whole = await opened;
  await expect(whole.getByRole("status").first()).toHaveText(/66 of 70/);
  await expect(whole.getByRole("button", { name: "Share" })).toBeVisible();
  await page.locator("lockstep-playground").nth(1).scrollIntoViewIfNeeded();
  await expect(said(page, 1)).toHaveText(/interleavings/);
  await expect(frame(page, 1).getByLabel("Scenario")).toBeVisible();
  await expect(frame(page, 1).getByRole("button", { name: "Edit" })).toHaveCount(0);
  await expect(frame(page, 1).getByRole("combobox", { name: "Begin" })).toHaveCount(0);
  await site.close();
});

test("a plain frame works, too, at any sub-path", async ({ page }) => {
  const site = await documentation(
    (base) => `<iframe title="one" width="800" height="600" src="${base}?embed#x/transfer"></iframe>
      <iframe title="two" width="800" height="600" src="${base}?embed&view=outcomes${s1({ source: TRANSFER, settings: { strategy: "immediate" } })}"></iframe>`,
  );
  await page.goto(site.url);
  const inside = (title) => page.frameLocator(`iframe[title="${title}"]`).getByRole("status").first();
  await expect(inside("one")).toHaveText(/66 of 70/);
  await expect(inside("two")).toHaveText("Safe in all 12 interleavings");
  await site.close();
});

test("a file of the documentation can be its source, and what is wrong is said", async ({ page, complaints }) => {
  const site = await documentation(
    (base) => `<lockstep-playground src="race.py"></lockstep-playground><lockstep-playground src="missing.py"></lockstep-playground>
      <lockstep-playground scenario="nothing"></lockstep-playground><lockstep-playground scenario="transfer" jornal="wal"></lockstep-playground>${script(base)}`,
    { pages: { "/docs/race.py": TRANSFER } },
  );
  await page.setViewportSize({ width: 1000, height: 3000 });
  await page.goto(site.url);
  await expect(said(page, 0)).toHaveText(/66 of 70/);
  const shadow = page.locator("lockstep-playground").nth(1).locator(".waiting");
  await expect(shadow).toContainText("could not be loaded (404)");
  await expect(page.frameLocator("lockstep-playground:nth-of-type(3) iframe").getByRole("alert")).toContainText("no built-in scenario");
  await expect(page.frameLocator("lockstep-playground:nth-of-type(4) iframe").getByRole("alert")).toContainText("jornal");
  complaints.length = 0;
  await site.close();
});

test("a strict policy of the page around needs to allow the script, the frame and pictures", async ({ page }) => {
  const policy = "default-src 'none'; script-src http://127.0.0.1:*; frame-src http://127.0.0.1:*; img-src data:";
  const site = await documentation((base) => `${code}<lockstep-playground></lockstep-playground>${script(base)}`, {
    head: `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
  });
  await page.goto(site.url);
  await expect(said(page)).toHaveText("66 of 70 interleavings lose an update");
  await expect(page.locator("pre").first()).toBeHidden();
  await expect(page.locator("lockstep-playground img")).toHaveAttribute("src", /^data:/);
  await site.close();
});

test("in a sandboxed frame it says why it cannot start", async ({ page, complaints }) => {
  const site = await documentation((base) => `<iframe sandbox="allow-scripts allow-popups" width="800" height="400" src="${base}?embed#x/transfer"></iframe>`);
  await page.goto(site.url);
  const inside = page.frameLocator("iframe");
  await expect(inside.getByRole("alert")).toContainText("sandboxed");
  const href = await inside.getByRole("link", { name: "Open in Lockstep" }).getAttribute("href");
  expect(href).toBe(`${site.play.url}#x/transfer`);
  // The browser complains about the modules that it does not load there.
  complaints.length = 0;
  await site.close();
});

test("printed it is code, sentence and picture", async ({ page }) => {
  const site = await documentation((base) => `${code}<lockstep-playground></lockstep-playground>${script(base)}`);
  await page.goto(site.url);
  await expect(said(page)).toHaveText(/66 of 70/);
  const picture = page.locator("lockstep-playground img");
  await expect(picture).toHaveAttribute("alt", /66 of 70 interleavings lose an update/);
  await page.emulateMedia({ media: "print" });
  await expect(page.locator("pre").first()).toBeVisible();
  await expect(picture).toBeVisible();
  await expect(page.locator("lockstep-playground iframe")).toBeHidden();
  const drawn = await picture.evaluate((image) => [image.complete, image.naturalWidth]);
  expect(drawn[0] && drawn[1] > 400).toBe(true);
  await site.close();
});

test("a page around learns nothing of the visitor's own work, and forged messages do nothing", async ({ page, context, complaints }) => {
  const site = await documentation(
    (base) => `<iframe id="plain" width="800" height="500" src="${base}?embed&parent=https://elsewhere.example#x/transfer"></iframe>
      <iframe id="told" width="800" height="500" src="${base}?embed&parent=PARENT#x/transfer"></iframe>
      <script>window.heard = []; addEventListener("message", (event) => heard.push(event.data));
        document.getElementById("told").src = document.getElementById("told").src.replace("PARENT", encodeURIComponent(location.origin));</script>`,
  );
  // The visitor has own work on the playground.
  const own = await context.newPage();
  await own.goto(`${site.play.url}${s1({ title: "Secret", source: "def task_secret():\n    return 'secret work'\n" })}`);
  await expect(own.getByRole("status").first()).toHaveText(/interleaving/);
  await own.getByRole("combobox", { name: "Begin" }).selectOption("immediate");
  await own.waitForTimeout(600);
  await own.close();
  await page.goto(site.url);
  const inside = (id) => page.frameLocator(`#${id}`);
  await expect(inside("plain").getByRole("status").first()).toHaveText(/66 of 70/);
  await expect(inside("told").getByRole("status").first()).toHaveText(/66 of 70/);
  for (const id of ["plain", "told"]) {
    await page.evaluate(
      ([id, source]) => {
        const frame = document.getElementById(id).contentWindow;
        for (const message of [null, 1, "x", [], { lockstep: 1 }, { lockstep: 1, type: "drafts" }, { lockstep: 2, type: "open", source }, { lockstep: 1, type: "open", source: { toString: 1 } }, { type: "open", source }]) frame.postMessage(message, "*");
      },
      [id, "def task_x():\n    pass\n"],
    );
  }
  await page.waitForTimeout(500);
  await expect(inside("told").getByRole("status").first()).toHaveText(/66 of 70/);
  const heard = JSON.stringify(await page.evaluate(() => heard));
  expect(heard).not.toContain("secret");
  expect(heard).toContain('"type":"result"');
  // One that asks from another origin than it says is not listened to.
  await page.evaluate(() =>
    document.getElementById("plain").contentWindow.postMessage({ lockstep: 1, type: "open", scenario: "counter", settings: [] }, "*"),
  );
  await page.evaluate(() =>
    document.getElementById("told").contentWindow.postMessage({ lockstep: 1, type: "open", scenario: "counter", settings: [] }, "*"),
  );
  await expect(inside("told").getByLabel("Scenario")).toContainText("views");
  await expect(inside("plain").getByLabel("Scenario")).toContainText("transfer_money");
  // What is meant for another origin is not delivered, and the browser says so.
  expect(complaints.filter((text) => !text.includes("'https://elsewhere.example'"))).toEqual([]);
  complaints.length = 0;
  await site.close();
});
