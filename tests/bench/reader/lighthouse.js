// Lighthouse's four categories on pages of a built site, as a phone sees them.
//
//   node lighthouse.js FOLDER ROUTE [ROUTE …]      prints a table; with REPORTS=DIR the reports as HTML too

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import lighthouse from "lighthouse";
import { serve } from "./server.js";

const [folder, ...routes] = process.argv.slice(2);
const categories = ["performance", "accessibility", "best-practices", "seo"];

const profile = mkdtempSync(join(tmpdir(), "waypost-lighthouse-"));
const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--remote-debugging-port=0", `--user-data-dir=${profile}`];
const browser = spawn(process.env.CHROMIUM ?? "/usr/bin/chromium", [...flags, "about:blank"], { stdio: ["ignore", "ignore", "pipe"] });
const port = await new Promise((done, fail) => {
  let said = "";
  const late = setTimeout(() => fail(new Error(`no browser: ${said}`)), 30_000);
  browser.stderr.on("data", (chunk) => {
    said += chunk;
    const found = said.match(/DevTools listening on ws:\/\/[^:]+:(\d+)/);
    if (found) done((clearTimeout(late), Number(found[1])));
  });
});

const server = await serve(folder);
console.log(`| page | ${categories.join(" | ")} | what costs points |`);
console.log("|---|--:|--:|--:|--:|---|");
for (const route of routes) {
  const result = await lighthouse(server.origin + route, { port, output: "html", logLevel: "silent" });
  const { lhr } = result;
  const scores = categories.map((name) => Math.round((lhr.categories[name]?.score ?? 0) * 100));
  const costs = categories.flatMap((name) => lhr.categories[name].auditRefs.filter((ref) => ref.weight > 0 && (lhr.audits[ref.id].score ?? 1) < 1).map((ref) => `${ref.id} ${lhr.audits[ref.id].displayValue ?? ""}`.trim()));
  console.log(`| ${route} | ${scores.join(" | ")} | ${costs.join(", ")} |`);
  if (process.env.REPORTS) writeFileSync(join(process.env.REPORTS, `${route.replace(/\W+/g, "_") || "_"}.html`), result.report);
}
server.close();
browser.kill();
await new Promise((done) => browser.once("exit", done));
rmSync(profile, { recursive: true, force: true });
