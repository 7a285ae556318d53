// The real `waypost serve` for the browser tests, on a copy of the sample library: the repository
// itself is never written to. WAYPOST is the program, WAYPOST_TODAY the day that it previews.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const project = fileURLToPath(new URL("../../", import.meta.url));
const program = [process.env.WAYPOST, `${project}target/release/waypost`, `${project}target/debug/waypost`].find((path) => path && existsSync(path));

/** The day of the preview. */
export const today = process.env.WAYPOST_TODAY ?? "2026-12-01";

/** Milliseconds for the program to begin, and for it to end before it is made to. */
const BEGIN = 30_000, END = 5_000;

export const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Takes signatures out of a file: these tests change words, and those of an unsigned entry may change. */
function unsign(file) {
  writeFileSync(file, readFileSync(file, "utf8").replace(/, signed: w1:[0-9a-f]{64}/, ""));
}

/** A copy of the sample library in a folder of its own, unsigned, with `files` (path to text) besides. */
export function library(files = {}) {
  const folder = mkdtempSync(join(tmpdir(), "waypost-preview-"));
  for (const part of ["waypost.yaml", "content", "static"]) {
    if (existsSync(join(project, part))) cpSync(join(project, part), join(folder, part), { recursive: true });
  }
  const texts = readdirSync(join(folder, "content"), { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".md"));
  texts.forEach((name) => unsign(join(folder, "content", name)));
  const site = {
    folder,
    path: (file) => join(folder, file),
    read: (file) => readFileSync(join(folder, file), "utf8"),
    write: (file, text) => {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    },
    remove: (file) => rmSync(join(folder, file), { recursive: true }),
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
  for (const [file, text] of Object.entries(files)) site.write(file, text);
  return site;
}

/** The preview of a folder, once it serves. `options` are more arguments. */
export async function preview(site, ...options) {
  assert.ok(program, "there is no program: build it first, or set WAYPOST");
  let child;
  const server = { origin: "", said: "", up, down };

  async function up(port = 0) {
    const args = ["serve", "--site", site.folder, "--port", `${port}`, "--today", today, ...options];
    // An editor that the environment names is not the test's.
    const { WAYPOST_EDITOR, ...env } = process.env;
    const mine = (child = spawn(program, args, { env: { ...env, NO_COLOR: "1" }, stdio: ["ignore", "pipe", "pipe"] }));
    // Where the tests themselves are ended early.
    process.once("exit", () => mine.kill("SIGKILL"));
    let said = "";
    await new Promise((done, fail) => {
      const late = setTimeout(() => fail(new Error(`no preview after ${BEGIN} ms: ${said}`)), BEGIN);
      mine.once("exit", (code) => fail(new Error(`the preview has ended (${code}): ${said}`)));
      const hear = (text) => {
        server.said += text;
        said += text;
        const [, origin] = said.match(/(http:\/\/127\.0\.0\.1:\d+)\//) ?? [];
        if (!origin) return;
        server.origin = origin;
        clearTimeout(late);
        done();
      };
      mine.stdout.setEncoding("utf8").on("data", hear);
      mine.stderr.setEncoding("utf8").on("data", hear);
    });
    mine.removeAllListeners("exit");
  }

  /** Ends the program, and waits until it has ended. */
  async function down(signal = "SIGTERM") {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((done) => child.once("exit", done));
    child.kill(signal);
    const late = setTimeout(() => child.kill("SIGKILL"), END);
    await gone;
    clearTimeout(late);
  }

  await up();
  return server;
}
