// A system of its own, without anybody in it, for tests that begin at the beginning.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const program = process.env.THROUGHLINE_PROGRAM;
// What these tests are told is no setting of the program.
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("THROUGHLINE_")));

/** A port on which nobody listens. */
export function freePort() {
  return new Promise((found) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });
}

/** A system with these settings (`THROUGHLINE_…` without that) beside its own: where its pages are, a command of it, and its end. */
export async function serve(more = {}) {
  assert.ok(program, "THROUGHLINE_PROGRAM says where the program is; `cargo xtask check --only browser` sets it");
  const folder = mkdtempSync(join(tmpdir(), "throughline-pages-"));
  const env = { ...environment, THROUGHLINE_LOG_FORMAT: "json" };
  for (const [name, value] of Object.entries(more)) env[`THROUGHLINE_${name}`] = value;
  const settings = ["--data-folder", join(folder, "data"), "--master-key-file", join(folder, "master-key"), "--listen", "127.0.0.1:0"];
  if (!more.PAGES_LISTEN) settings.push("--pages-listen", "127.0.0.1:0");
  const run = (...command) => execFileSync(program, [...command, ...settings], { encoding: "utf8", env });
  writeFileSync(join(folder, "master-key"), execFileSync(program, ["master-key"], { env }), { mode: 0o600 });
  const server = spawn(program, ["serve", ...settings], { stdio: ["ignore", "ignore", "pipe"], env });
  let said = "";
  const pages = await new Promise((found, gone) => {
    server.on("exit", () => gone(new Error(said)));
    server.stderr.on("data", (chunk) => {
      said += chunk;
      const at = said.match(/"pages":"(https?:[^"]+)"/);
      if (at) found(at[1]);
    });
  });
  const stop = async () => {
    server.kill("SIGTERM");
    if (server.exitCode === null) await new Promise((ended) => server.on("exit", ended));
    rmSync(folder, { recursive: true, force: true });
  };
  return { pages, run, stop, said: () => said };
}
