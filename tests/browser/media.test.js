// A page with films, recordings and cards in a real browser: it asks no other host for anything, its
// captions and sounds come through the policy, and axe finds nothing.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { after, before, test } from "node:test";
import AxeBuilder from "@axe-core/playwright";
import { launch, open } from "./chromium.js";
import { types } from "./content-types.js";

const program = process.env.WAYPOST ?? new URL("../../target/debug/waypost", import.meta.url).pathname;
const source = new URL("../sites/valid/films-and-files/site", import.meta.url).pathname;
let browser, server, origin, folder;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "films-"));
  execFileSync(program, ["build", "--site", source, "--out", join(folder, "site"), "--today", "2026-11-01"], { stdio: "pipe" });
  const headers = readFileSync(join(folder, "site/_headers"), "utf8").split("\n").slice(1).filter((line) => line.startsWith("  ")).map((line) => line.trim().split(/: (.*)/));
  const everywhere = headers.filter(([name]) => name !== "Cache-Control");
  server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://host/").pathname);
    try {
      const file = path.endsWith("/") ? `${path}index.html` : path;
      const bytes = readFileSync(join(folder, "site", file));
      for (const [name, value] of everywhere) response.setHeader(name, value);
      response.writeHead(200, { "Content-Type": types[extname(file)] ?? "application/octet-stream" }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${server.address().port}`;
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing and nothing is asked of another host, ${colorScheme}`, async () => {
    const { context, page, faults } = await open(browser, origin, { colorScheme, viewport: { width: 360, height: 740 } });
    const asked = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    for (const route of ["/articles/walk/", "/ar/articles/walk/", "/es/articles/walk/"]) {
      await page.goto(origin + route, { waitUntil: "load" });
      for (const summary of await page.locator("summary").all()) await summary.click();
      const { violations } = await new AxeBuilder({ page }).withTags(tags).setLegacyMode().analyze();
      assert.deepEqual(violations.map(({ id, nodes }) => `${route} ${id} ${nodes.map(({ target }) => target)}`), []);
      await page.setViewportSize({ width: 320, height: 640 });
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 320, `${route} scrolls sideways`);
      assert.equal(await page.locator("iframe, embed, object").count(), 0);
    }
    assert.deepEqual(asked.filter((path) => /\.(mp4|wav)$/.test(path)), [], "nothing is loaded before somebody plays it");
    await context.close();
    assert.deepEqual(faults, []);
  });
}

test("a recording plays and captions are read, through the policy", async () => {
  const { context, page, faults } = await open(browser, origin, {});
  await page.goto(`${origin}/articles/walk/`);
  const played = await page.evaluate(async () => {
    const sound = /** @type {HTMLAudioElement} */ (document.querySelector(".media audio"));
    sound.muted = true;
    const ended = new Promise((done) => sound.addEventListener("ended", done, { once: true }));
    await sound.play();
    await ended;
    return { name: document.getElementById(sound.getAttribute("aria-labelledby") ?? "")?.textContent, seconds: sound.duration };
  });
  assert.equal(played.name, "A bell, half a second");
  assert.ok(Math.abs(played.seconds - 0.5) < 0.01);
  const tracks = await page.evaluate(() =>
    Promise.all(
      [...document.querySelectorAll(".media track")].map((track) => {
        if (!(track instanceof HTMLTrackElement)) return undefined;
        const cue = () => `${track.srclang} ${track.kind} ${/** @type {any} */ (track.track.cues?.[0])?.text}`;
        if (track.readyState === HTMLTrackElement.LOADED) return cue();
        return new Promise((done) => {
          for (const name of ["load", "error"]) track.addEventListener(name, () => done(cue()), { once: true });
          track.track.mode = "showing";
        });
      }),
    ),
  );
  assert.deepEqual(tracks, ["en captions Put both feet on the floor.", "es captions Ponga los pies en el suelo."]);
  await context.close();
  assert.deepEqual(faults, []);
});

test("nothing moves while the page loads, and all of it reads without script and on paper", async () => {
  const { context, page } = await open(browser, origin, { viewport: { width: 360, height: 740 } });
  await page.addInitScript(() => {
    Object.assign(globalThis, { moved: 0 });
    new PerformanceObserver((list) => {
      // What moves inside a browser's own controls has no node that a page could know.
      for (const entry of list.getEntries()) {
        const ours = /** @type {any} */ (entry).sources.some((/** @type {any} */ source) => source.node);
        if (ours) Object.assign(globalThis, { moved: globalThis["moved"] + /** @type {any} */ (entry).value });
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(`${origin}/articles/walk/`, { waitUntil: "networkidle" });
  assert.equal(await page.evaluate(() => globalThis["moved"]), 0);
  await page.emulateMedia({ media: "print" });
  const paper = await page.locator("figure.media").first().innerText();
  assert.match(paper, /A walk by the water, two minutes[^]*https:\/\/library\.example\/articles\/walk\/walk\.mp4/);
  assert.ok(!/Download/.test(paper), paper);
  assert.equal(await page.locator("figure.media video").first().isVisible(), false);
  await context.close();

  const plain = await browser.newContext({ javaScriptEnabled: false });
  const bare = await plain.newPage();
  await bare.goto(`${origin}/articles/walk/`);
  await bare.locator("summary", { hasText: "Read what is said" }).click();
  assert.ok(await bare.getByText("A bell rings, <once>.").isVisible());
  assert.equal(await bare.locator(".film a").first().getAttribute("href"), "https://www.youtube.com/watch?v=dQw4w9WgXcQ");
  await plain.close();
});
