// What a page weighs, and that nothing on it moves while it loads.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { launch, open } from "./chromium.js";
import { base, read, serve, shown, templates } from "./site.js";

/** Bytes of the first view, compressed: what a page's HTML, style sheets and scripts may weigh together. */
const MOST = { home: 35_000, pathway: 35_000, article: 25_000, tool: 25_000 };
/** Bytes of a page's scripts, compressed, beside those of the search. */
const MOST_SCRIPT = 10_000;
/** Assets' names hold a hash: these are the search page's scripts, by the first part. */
const OF_SEARCH = /^assets\/(stem-|search\.|page\.|narrow\.|excerpt\.)/;

const packed = (file) => gzipSync(read(file)).length;
const below = (url) => new URL(url, base).pathname.slice(base.pathname.length);

/** The files that a page's head names, and the page itself. */
function firstView(page) {
  const sheets = page.document.all("link").filter((node) => node.attrs.rel === "stylesheet").map((node) => node.attrs.href);
  const scripts = page.document.all("script").map((node) => node.attrs.src).filter(Boolean);
  return [page.file, ...[...sheets, ...scripts].map((url) => below(new URL(url, new URL(page.route.slice(1), base))))];
}

let browser, site;
before(async () => ([browser, site] = [await launch(), await serve()]));
after(async () => {
  await browser?.close();
  await site?.close();
});

for (const [kind, most] of Object.entries(MOST)) {
  test(`the first view of every ${kind} page weighs at most ${most / 1000} kB compressed`, () => {
    const folder = { pathway: "pathways", article: "articles", tool: "tools" }[kind];
    const pages = shown.filter((page) => (folder ? new RegExp(`^(/[a-z]{2})?/${folder}/[^/]+/$`) : /^(\/[a-z]{2})?\/$/).test(page.route));
    assert.ok(pages.length > 1);
    const weighed = pages.map((page) => ({ route: page.route, bytes: firstView(page).reduce((sum, file) => sum + packed(file), 0) }));
    weighed.sort((a, b) => b.bytes - a.bytes);
    console.log(`# heaviest: ${weighed[0].route}, ${weighed[0].bytes} bytes`);
    assert.ok(weighed[0].bytes <= most, `${weighed[0].route}: ${weighed[0].bytes} bytes`);
  });
}

test(`the scripts of every page beside those of the search weigh at most ${MOST_SCRIPT / 1000} kB compressed`, () => {
  const scripts = (page) => firstView(page).filter((file) => file.endsWith(".js") && !OF_SEARCH.test(file));
  const weighed = shown.map((page) => ({ route: page.route, bytes: scripts(page).reduce((sum, file) => sum + packed(file), 0) }));
  weighed.sort((a, b) => b.bytes - a.bytes);
  console.log(`# heaviest: ${weighed[0].route}, ${weighed[0].bytes} bytes`);
  assert.ok(weighed[0].bytes <= MOST_SCRIPT, `${weighed[0].route}: ${weighed[0].bytes} bytes`);
});

test("nothing moves while a page loads, at 360 and 1280 px", async () => {
  const routes = [...new Set(Object.values(templates).filter(Boolean).map((page) => page.route)), "/search/?q=craving"];
  const moved = [];
  for (const width of [360, 1280]) {
    const { context, page } = await open(browser, site.origin, { viewport: { width, height: 740 } });
    await page.addInitScript(() => {
      globalThis.shifts = [];
      const note = (list) => list.getEntries().forEach((entry) => globalThis.shifts.push(`${entry.value.toFixed(4)}: ${entry.sources[0]?.node?.className || entry.sources[0]?.node?.nodeName}`));
      new PerformanceObserver(note).observe({ type: "layout-shift", buffered: true });
    });
    for (const route of routes) {
      await page.goto(site.url("/") + route.slice(1), { waitUntil: "networkidle" });
      if (route.includes("?")) await page.locator(".results .where a").first().waitFor();
      for (const shift of await page.evaluate(() => globalThis.shifts)) moved.push(`${route} at ${width}: ${shift}`);
    }
    await context.close();
  }
  assert.deepEqual(moved, []);
});
