// What the first view of a page loads, in bytes as they are sent (gzip), by kind of file.
//
//   node bytes.js NAME FOLDER ROUTE [NAME FOLDER ROUTE …]

import { chromium } from "playwright-core";
import { serve } from "./server.js";

const kinds = ["document", "stylesheet", "script", "font", "image", "fetch"];
const contenders = [];
for (let at = 2; at + 2 < process.argv.length; at += 3) contenders.push(process.argv.slice(at, at + 3));

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
console.log("| page | HTML | CSS | script | fonts | pictures | data | in all, kB | requests | CLS |");
console.log("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
for (const [name, folder, route] of contenders) {
  const { sums, requests, shift } = await measure(folder, route);
  const kB = (bytes) => (bytes / 1000).toFixed(1);
  const all = kinds.reduce((sum, kind) => sum + (sums[kind] ?? 0), 0);
  console.log(`| ${name} | ${kinds.map((kind) => kB(sums[kind] ?? 0)).join(" | ")} | ${kB(all)} | ${requests} | ${shift} |`);
}
await browser.close();

async function measure(folder, route) {
  const server = await serve(folder);
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.addInitScript(() => {
    window.shift = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.shift += entry.value))).observe({ type: "layout-shift", buffered: true });
  });
  const sums = {};
  let requests = 0;
  const sizes = [];
  page.on("response", (response) => sizes.push(add(response)));
  async function add(response) {
    const type = response.request().resourceType();
    const kind = kinds.includes(type) ? type : type === "other" ? "image" : "fetch";
    sums[kind] = (sums[kind] ?? 0) + Number(response.headers()["content-length"] ?? 0);
    requests += 1;
  }
  await page.goto(server.origin + route, { waitUntil: "networkidle" });
  await Promise.all(sizes);
  const shift = (await page.evaluate(() => window.shift)).toFixed(3);
  await context.close();
  server.close();
  return { sums, requests, shift };
}
