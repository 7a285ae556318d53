// What the preview shows beside the page, in real Chromium: messages, the way into the editor, and
// that neither hides the page nor shuts anybody out.

import assert from "node:assert/strict";
import { Script } from "node:vm";
import { gzipSync } from "node:zlib";
import { describe, test } from "node:test";
import AxeBuilder from "@axe-core/playwright";
import { built, page as small, script } from "./live-server.js";
import { overlay, panel, serve, toggle, visit } from "./live-tab.js";

const error = (more = {}) => ({ code: "reference-missing", severity: "error", message: "there is no entry `tools/x`", file: "content/articles/a.md", line: 12, column: 5, help: "did you mean `tools/y`?", open: null, excerpt: [{ line: 12, text: "see [x](tools/x)", from: 8, to: 15 }], labels: [], page: "/articles/a/", ...more });

describe("messages", () => {
  test("are text, whatever they say", async () => {
    const evil = '</pre><script>window.evil = 1</script><img src=x onerror="window.evil = 1">';
    const server = await serve({
      pages: { "/": small("<p>One</p>") },
      messages: [error({ code: `c${evil}`, message: evil, file: `content/${evil}.md`, help: evil, open: "javascript:window.evil=1", page: "javascript:window.evil=1", excerpt: [{ line: 1, text: evil, from: 0, to: 6 }], labels: [{ file: evil, line: 1, column: 1, message: evil, excerpt: [{ line: 1, text: evil, from: 3, to: 3 }] }] })],
    });
    server.broken = evil;
    server.kept.set("/", "content/a.md");
    const { page, faults } = await visit(server);
    await panel(page).locator("li").waitFor();
    assert.equal(await panel(page).locator("li mark").textContent(), "</pre>");
    assert.equal(await panel(page).locator(".what").textContent(), evil);
    assert.deepEqual(await page.evaluate(() => [...document.querySelector("waypost-preview").shadowRoot.querySelectorAll("script, img, a[href^=javascript]")].length), 0);
    await panel(page).locator("li a").first().click();
    assert.equal(await page.evaluate(() => window.evil), undefined);
    assert.deepEqual(faults, []);
  });

  test("open the panel by themselves, without taking the focus", async () => {
    const server = await serve({ pages: { "/": small('<input id="in">') } });
    const { page } = await visit(server);
    await toggle(page).filter({ hasText: "All well" }).waitFor();
    assert.equal(await panel(page).isVisible(), false);
    await page.focus("#in");
    server.say([error()]);
    await panel(page).locator("li").waitFor();
    assert.equal(await toggle(page).textContent(), "1 error");
    assert.equal(await page.evaluate(() => document.activeElement.id), "in");
    await overlay(page).locator("[role=status]", { hasText: "1 error" }).waitFor({ state: "attached" });
    const item = panel(page).locator("li");
    for (const part of ["Error", "reference-missing", "there is no entry tools/x", "content/articles/a.md:12", "see [x](tools/x)", "Help: did you mean tools/y?"]) assert.ok((await item.textContent()).includes(part), part);
    assert.equal(await item.locator("mark").textContent(), "tools/x");
    assert.equal(await item.locator("a").getAttribute("href"), "/articles/a/");
    server.say([]);
    await toggle(page).filter({ hasText: "All well" }).waitFor();
    await panel(page).waitFor({ state: "hidden" });
  });

  test("that were hidden stay hidden until there are others, on other pages too", async () => {
    const server = await serve({ pages: { "/": small("<p>One</p>"), "/b/": small("<p>Other</p>") }, messages: [error()] });
    const { page } = await visit(server);
    await panel(page).locator("li").waitFor();
    await panel(page).getByRole("button", { name: "Hide" }).click();
    assert.equal(await panel(page).isVisible(), false);
    assert.equal(await page.evaluate(() => document.querySelector("waypost-preview").shadowRoot.activeElement?.className), "toggle");
    server.say([error({ line: 14 }), error({ severity: "warning", code: "w", message: "a warning" })]);
    await toggle(page).filter({ hasText: "1 error, 1 warning" }).waitFor();
    assert.equal(await panel(page).isVisible(), false);
    await page.goto(`${server.origin}/b/`);
    await toggle(page).filter({ hasText: "1 error, 1 warning" }).waitFor();
    assert.equal(await panel(page).isVisible(), false);
    server.say([error({ line: 14 }), error({ message: "something else" })]);
    await panel(page).locator("li").nth(1).waitFor();
    // A panel that stands open stays open on the next page.
    await page.goto(server.origin);
    await panel(page).locator("li").nth(1).waitFor();
  });

  test("close with Escape, from wherever the keyboard is", async () => {
    const server = await serve({ pages: { "/": small('<input id="in"><p>One</p>') }, messages: [error()] });
    const { page } = await visit(server);
    await panel(page).waitFor();
    await page.fill("#in", "words");
    await page.keyboard.press("Escape");
    assert.equal(await panel(page).isVisible(), true, "a field with words in it has its own Escape");
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press("Escape");
    assert.equal(await panel(page).isVisible(), false);
    await toggle(page).focus();
    await page.keyboard.press("Enter");
    assert.equal(await panel(page).isVisible(), true);
    assert.equal(await toggle(page).getAttribute("aria-expanded"), "true");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.querySelector("waypost-preview").shadowRoot.activeElement.textContent), "Desk");
    await page.keyboard.press("Escape");
    assert.equal(await panel(page).isVisible(), false);
    assert.equal(await page.evaluate(() => document.querySelector("waypost-preview").shadowRoot.activeElement.className), "toggle");
  });

  test("of the page at hand come first, and those that stay keep their place and focus", async () => {
    const other = error({ page: "/b/", file: "content/b.md", message: "elsewhere" });
    const here = error({ page: "/a/", file: "content/a.md", message: "here" });
    const server = await serve({ pages: { "/a/": small("<p>A</p>") }, messages: [other, here] });
    const { page } = await visit(server, "/a/");
    await panel(page).locator("li").nth(1).waitFor();
    assert.deepEqual(await panel(page).locator(".what").allTextContents(), ["here", "elsewhere"]);
    assert.deepEqual(await panel(page).locator("h3").allTextContents(), ["On this page", "On other pages"]);
    await panel(page).locator("li").nth(1).locator("button").focus();
    server.say([error({ page: "/a/", file: "content/a.md", message: "new", line: 1 }), other]);
    await panel(page).locator(".what", { hasText: "new" }).waitFor();
    assert.ok(await page.evaluate(() => document.querySelector("waypost-preview").shadowRoot.activeElement.textContent.includes("content/b.md")));
  });

  test("copy their place, and say so", async () => {
    const server = await serve({ pages: { "/": small("<p>One</p>") }, messages: [error()] });
    const { page, context } = await visit(server);
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await panel(page).getByRole("button", { name: "Copy content/articles/a.md:12" }).click();
    await overlay(page).locator("[role=status]", { hasText: "Copied content/articles/a.md:12" }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "content/articles/a.md:12");
  });

  test("say when a page, or the whole site, is its last good version", async () => {
    const server = await serve({ pages: { "/": small("<p>One</p>") } });
    const { page } = await visit(server);
    await toggle(page).filter({ hasText: "All well" }).waitFor();
    server.broken = "`waypost.yaml` cannot be read.";
    server.say([error({ file: "waypost.yaml" })]);
    await toggle(page).filter({ hasText: "Last good version, 1 error" }).waitFor();
    await panel(page).getByText("waypost.yaml cannot be read.").waitFor();
    server.broken = null;
    server.kept.set("/", "content/a.md");
    server.say([]);
    server.save({ "/": small("<p>Two</p>") });
    await panel(page).getByText("content/a.md cannot be read now").waitFor({ state: "attached" });
    await toggle(page).filter({ hasText: "Last good version" }).waitFor();
    server.kept.clear();
    server.save({ "/": small("<p>Three</p>") });
    await toggle(page).filter({ hasText: "All well" }).waitFor();
  });
});

describe("the overlay", () => {
  const many = Array.from({ length: 30 }, (_, n) => error({ line: n + 1, message: `message ${n}`, labels: n % 3 ? [] : [{ file: "content/tools/another-file-with-a-rather-long-name-for-a-phone.md", line: 1, column: 1, message: "the other one", excerpt: [] }], excerpt: [{ line: n, text: `${"a long line of words ".repeat(8)}${"x".repeat(120)}`, from: 2, to: 12 }] }));

  for (const { width, colorScheme, forcedColors, rtl } of [
    { width: 360, colorScheme: "light" },
    { width: 360, colorScheme: "dark", rtl: true },
    { width: 1280, colorScheme: "light", rtl: true },
    { width: 1280, colorScheme: "dark" },
    { width: 1280, colorScheme: "light", forcedColors: "active" },
  ]) {
    test(`${width} pixels wide, ${forcedColors ? "forced colours" : colorScheme}${rtl ? ", right to left" : ""}: accessible, and the page can be read to its end`, async () => {
      const html = built("articles/a-day-that-holds").replace('dir="ltr"', `dir="${rtl ? "rtl" : "ltr"}"`);
      const server = await serve({ pages: { "/articles/a-day-that-holds/": html }, messages: many });
      const { page } = await visit(server, "/articles/a-day-that-holds/", { viewport: { width, height: 740 }, colorScheme, forcedColors });
      await panel(page).locator("li").nth(29).waitFor({ state: "attached" });
      const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
      const { violations } = await new AxeBuilder({ page }).withTags(tags).setLegacyMode().analyze();
      assert.deepEqual(violations.map(({ id, nodes }) => `${id} ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`)}`), []);
      const seen = await page.evaluate(() => {
        scrollTo(0, 1e6);
        const { shadowRoot } = document.querySelector("waypost-preview");
        const { top, left, right, bottom } = shadowRoot.querySelector(".panel").getBoundingClientRect();
        const button = shadowRoot.querySelector(".toggle").getBoundingClientRect();
        const exit = document.querySelector(".leave").getBoundingClientRect();
        const small = [...shadowRoot.querySelectorAll("a, button")].filter((one) => one.getBoundingClientRect().height < 24 && one.offsetParent).map((one) => one.textContent);
        return { share: (innerHeight - top) / innerHeight, in: left >= 0 && right <= innerWidth, wide: document.documentElement.scrollWidth, end: document.body.getBoundingClientRect().bottom <= top, apart: button.right <= exit.left || button.left >= exit.right, clear: bottom <= exit.top || right <= exit.left || left >= exit.right, small };
      });
      assert.ok(seen.share <= 0.46, `${seen.share} of the height`);
      assert.deepEqual({ ...seen, share: 0 }, { share: 0, in: true, wide: width, end: true, apart: true, clear: true, small: [] });
    });
  }

  test("is not printed", async () => {
    const server = await serve({ pages: { "/": small("<p>One</p>") }, messages: [error()] });
    const { page } = await visit(server);
    await panel(page).waitFor();
    await page.emulateMedia({ media: "print" });
    assert.equal(await overlay(page).evaluate((host) => getComputedStyle(host).display), "none");
  });

  test("and all of its script are small", () => {
    // As the server sends it: without comments and indentation.
    const lean = script().replace(/^\s*(?:\/\*[\s\S]*?\*\/|\/\/.*$)/gm, "").replace(/^\s+/gm, "");
    new Script(lean);
    const size = gzipSync(lean, { level: 9 }).length;
    assert.ok(size < 20_000, `${size} bytes`);
  });
});

describe("the source", () => {
  const blocks = [
    { line: 1, text: "The title", field: "title" },
    { line: 5, text: "Again." },
    { line: 7, text: "A paragraph with strong words and a link in it, which goes on for longer than ei" },
    { line: 9, text: "Again." },
    { line: 11, text: "Outer" },
    { line: 12, text: "Inner" },
  ];
  const source = (editor) => ({ "/": { file: "content/a b.md", editor, path: "/home/x/content/a b.md", blocks } });
  const html = small(`<nav><p id="crumb">The title</p></nav><h1>The title <a class="anchor" href="#t">#</a></h1><p>Again.</p><p id="long">A paragraph with <strong>strong words</strong> and <a id="link" href="/b/">a link</a> in it, which goes on for longer than eighty characters.</p><p id="again">Again.</p><ul><li>Outer<ul><li id="inner">Inner</li></ul></li></ul><div id="made">Made by the theme</div><pre><code id="code">code words</code></pre><input id="in" value="words"><footer><p id="foot">Foot</p></footer>`);
  const init = () => {
    window.opened = [];
    HTMLAnchorElement.prototype.click = function () {
      window.opened.push(this.getAttribute("href"));
    };
  };
  /** Until a timer that was set before has run: this one takes longer. */
  const later = (page) => page.evaluate(() => new Promise((done) => setTimeout(done, 500)));
  const opened = (page, n) => page.waitForFunction((n) => window.opened.length >= n && window.opened.at(-1), n).then((handle) => handle.jsonValue());

  test("opens by a double click, which still selects a word", async () => {
    const server = await serve({ pages: { "/": html }, source: source("vscode://file/{path}:{line}") });
    const { page } = await visit(server, "/", { init });
    const path = "vscode://file/home/x/content/a%20b.md";
    await page.dblclick("#long strong", { position: { x: 10, y: 8 } });
    assert.equal(await opened(page, 1), `${path}:7`);
    assert.match(await page.evaluate(() => `${getSelection()}`), /^(strong|words)\s*$/);
    await page.dblclick("h1", { position: { x: 20, y: 12 } });
    assert.equal(await opened(page, 2), `${path}:1`);
    await page.dblclick("#again", { position: { x: 10, y: 8 } });
    assert.equal(await opened(page, 3), `${path}:9`);
    await page.dblclick("#inner", { position: { x: 10, y: 8 } });
    assert.equal(await opened(page, 4), `${path}:12`);
    await page.dblclick("#made", { position: { x: 10, y: 8 } });
    assert.equal(await opened(page, 5), `${path}:12`, "what the theme made opens what stands before it");
    // Fields, code and what stands around the page keep their double click.
    for (const one of ["#in", "#code", "#foot", "#crumb"]) {
      await page.dblclick(one, { position: { x: 10, y: 8 } });
      await later(page);
      assert.equal(await page.evaluate(() => window.opened.length), 5, one);
    }
    // A third click selects the paragraph.
    await page.click("#again", { clickCount: 3, position: { x: 10, y: 8 } });
    await later(page);
    assert.equal(await page.evaluate(() => window.opened.length), 5);
    assert.match(await page.evaluate(() => `${getSelection()}`), /^Again\.\s*$/);
    await page.dblclick("#code", { modifiers: ["Alt"] });
    await opened(page, 6);
    assert.equal(await page.evaluate(() => window.opened.length), 6);
    await overlay(page).locator("[role=status]", { hasText: "Opening content/a b.md:12 in your editor" }).waitFor();
  });

  test("is copied where no editor is set", async () => {
    const server = await serve({ pages: { "/": html }, source: source(null) });
    const { page, context } = await visit(server);
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.dblclick("#again", { position: { x: 10, y: 8 } });
    await overlay(page).locator("[role=status]", { hasText: "Copied content/a b.md:9" }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "content/a b.md:9");
  });

  test("opens by one click, or by keys, while that is switched on", async () => {
    const server = await serve({ pages: { "/": html }, source: source("vscode://file{path}:{line}") });
    const { page, faults } = await visit(server, "/", { init });
    const outlined = () => page.evaluate(() => document.getAnimations().find(({ id }) => id === "waypost-source")?.effect.target.textContent ?? null);
    await toggle(page).click();
    const pick = panel(page).getByRole("button", { name: "Click opens source" });
    await pick.click();
    assert.equal(await pick.getAttribute("aria-pressed"), "true");
    await page.hover("#again", { position: { x: 10, y: 8 } });
    assert.equal(await outlined(), "Again.");
    await page.click("#link");
    assert.match(await opened(page, 1), /a%20b\.md:7$/);
    assert.equal(new URL(page.url()).pathname, "/");
    await page.focus("#link");
    assert.match(await outlined(), /^A paragraph/);
    await pick.focus();
    await page.keyboard.press("ArrowDown");
    await page.waitForFunction(() => document.getAnimations().some(({ id, effect }) => id === "waypost-source" && effect.target.textContent === "Again." && effect.target.id === "again"));
    await page.keyboard.press("Enter");
    assert.match(await opened(page, 2), /a%20b\.md:9$/);
    await page.keyboard.press("Escape");
    assert.equal(await pick.getAttribute("aria-pressed"), "false");
    assert.equal(await outlined(), null);
    assert.equal(await panel(page).isVisible(), true, "the first Escape ends the clicks only");
    await page.click("#again", { position: { x: 10, y: 8 } });
    assert.equal(await page.evaluate(() => window.opened.length), 2);
    assert.deepEqual(faults, []);
  });
});
