// SQLite in the browser does what SQLite does natively: the same histories, the same results.
//
// A history here is an interleaving of a .spec file; a check runs all of them and its report holds the rows
// or the code of every step, and the final tables.
import { expect, lockstep, test } from "./support/test.js";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** SplitMix64: the same files everywhere. */
function randomNumbers(seed) {
  let state = BigInt(seed);
  const mask = (1n << 64n) - 1n;
  return (bound) => {
    state = (state + 0x9e3779b97f4a7c15n) & mask;
    let word = state;
    word = ((word ^ (word >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
    word = ((word ^ (word >> 27n)) * 0x94d049bb133111ebn) & mask;
    return Number((word ^ (word >> 31n)) % BigInt(bound));
  };
}

const SETUP = `setup {
  CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER UNIQUE, s TEXT);
  CREATE TABLE p (id INTEGER PRIMARY KEY AUTOINCREMENT, v REAL);
  CREATE TABLE c (p_id REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED);
  CREATE TABLE w (a TEXT, b INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID;
  CREATE TRIGGER g AFTER UPDATE ON t BEGIN INSERT INTO w VALUES ('n', new.n); END;
  INSERT INTO t VALUES (1, 1, 'é'), (2, 2, NULL);
  INSERT INTO p (v) VALUES (0.1), (1e300);
}
`;

const STATEMENTS = [
  "BEGIN", "BEGIN", "BEGIN IMMEDIATE", "BEGIN EXCLUSIVE", "COMMIT", "COMMIT", "ROLLBACK",
  "SAVEPOINT a", "RELEASE a", "ROLLBACK TO a",
  "SELECT * FROM t ORDER BY id", "SELECT sum(n), group_concat(s) FROM t", "SELECT * FROM p", "SELECT * FROM w",
  "INSERT INTO t (n) VALUES (3)", "INSERT OR REPLACE INTO t (n, s) VALUES (2, 'r')",
  "INSERT INTO t (n) VALUES (1) ON CONFLICT (n) DO UPDATE SET s = s || '+' RETURNING id, s",
  "UPDATE t SET n = n + 1 WHERE id = 2", "UPDATE OR IGNORE t SET n = 1", "DELETE FROM t WHERE n > 1",
  "INSERT INTO p (v) VALUES (2.5) RETURNING id", "DELETE FROM p WHERE id = 1", "INSERT INTO c VALUES (9)",
  "INSERT INTO c VALUES (1)", "CREATE TABLE x (a)", "DROP TABLE IF EXISTS x", "INSERT INTO x VALUES (x'00ff')",
  "SELECT * FROM x", "PRAGMA wal_checkpoint", "SELECT changes(), last_insert_rowid()",
  "SELECT datetime('now'), random(), 0.1 + 0.2, 9007199254740993, printf('%.17g', 1/3.0)",
];

/** A file of two or three sessions, each of a few random statements. */
function spec(seed) {
  const below = randomNumbers(seed);
  const sessions = 2 + below(2);
  let text = SETUP;
  for (let session = 0; session < sessions; session += 1) {
    text += `session s${session}\n`;
    for (let step = 0; step < (sessions === 2 ? 5 : 3); step += 1) {
      text += `step s${session}_${step} { ${STATEMENTS[below(STATEMENTS.length)]} }\n`;
    }
  }
  return text;
}

/** What a worker of the page's says to a scenario. */
async function checkInBrowser(page, scenario) {
  return page.evaluate((scenario) => new Promise((resolve, reject) => {
    const file = document.querySelector("meta[name=lockstep-worker]").content;
    const worker = new Worker(new URL(file, document.baseURI), { type: "module" });
    worker.onerror = (event) => reject(new Error(event.message));
    worker.onmessage = ({ data }) => {
      const said = JSON.parse(data);
      if (said.ready) worker.postMessage(JSON.stringify({ check: { id: 1, scenario } }));
      if (said.report || said.problem) {
        worker.terminate();
        resolve(said);
      }
    };
  }), scenario);
}

// Some thousand histories, twice.
test.setTimeout(240_000);

/** A report without what it took to make it: the worker works in smaller slices. */
function found({ file, wall_ms, steps, ...report }) {
  return report;
}

for (const journal of ["delete", "wal"]) {
  for (const timeout of [0, 5000]) {
    test(`histories under ${journal}, busy timeout ${timeout}: as natively`, async ({ page }) => {
      await page.goto("./");
      const folder = await mkdtemp(path.join(tmpdir(), "lockstep-"));
      let histories = 0n;
      try {
        for (let seed = 0; seed < 15; seed += 1) {
          const source = spec(seed);
          const settings = { journal, "busy-timeout": timeout };
          const said = await checkInBrowser(page, { source, language: "spec", settings });
          expect(said.problem).toBeUndefined();
          const file = path.join(folder, `${seed}.spec`);
          await writeFile(file, source);
          const { stdout, stderr } = await lockstep(
            "check", file, "--journal", journal, "--busy-timeout", String(timeout), "--format", "json",
          );
          expect(stderr).toBe("");
          const native = JSON.parse(stdout);
          expect(found(said.report.report), source).toEqual(found(native));
          histories += BigInt(native.interleavings);
        }
      } finally {
        await rm(folder, { recursive: true });
      }
      expect(histories).toBeGreaterThan(3000n);
    });
  }
}
