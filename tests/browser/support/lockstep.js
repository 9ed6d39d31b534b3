// The command line, to compare the page's numbers with: the same engine, natively.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/**
 * What `lockstep check` says about a scenario.
 *
 * @param {string} source The Python file.
 * @param {...string} flags Such as "--strategy", "atomic".
 * @returns {Promise<object>} Its JSON report.
 */
export async function check(source, ...flags) {
  const folder = await mkdtemp(path.join(tmpdir(), "lockstep-"));
  try {
    const file = path.join(folder, "scenario.py");
    await writeFile(file, source);
    const { status, stdout, stderr } = await lockstep("check", file, ...flags, "--format", "json");
    // 0: no anomaly, 1: some; anything else is no report.
    if (status !== 0 && status !== 1) {
      throw new Error(`lockstep check ended with ${status}: ${stderr}`);
    }
    return JSON.parse(stdout);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/**
 * Runs the command line.
 *
 * @param {...string} words Its arguments.
 * @returns {Promise<{status: number, stdout: string, stderr: string}>}
 */
export function lockstep(...words) {
  const program = process.env.LOCKSTEP_BIN;
  if (!program) {
    throw new Error("LOCKSTEP_BIN must name the command line's program");
  }
  return new Promise((resolve, reject) => {
    execFile(program, words, { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const status = error ? error.code : 0;
      if (typeof status === "number") resolve({ status, stdout, stderr });
      else reject(error);
    });
  });
}
