// The preview's script in real Chromium, against a stand-in for the server: what a page keeps when it
// changes, what is shown and said, and that tabs share one stream.

import assert from "node:assert/strict";
import { Script } from "node:vm";
import { gzipSync } from "node:zlib";
import { after, afterEach, before, describe, test } from "node:test";
import AxeBuilder from "@axe-core/playwright";
import { launch, open } from "./chromium.js";
import { built, page as small, script, start } from "./live-server.js";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** What a test has opened. */
let opened = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

async function serve(options) {
  const server = await start(options);
  opened.push(() => server.down());
  return server;
}

/** A tab at a path, once the script has its first state. `faults` are what a page must never have. */
async function visit(server, path = "/", { context, init, ...options } = {}) {
  let tab;
  if (context) tab = { context, page: await context.newPage(), faults: [] };
  else {
    tab = await open(browser, server.origin, options);
    opened.push(() => tab.context.close());
  }
  tab.page.setDefaultTimeout(10_000);
  if (init) await tab.page.addInitScript(init);
  await tab.page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
  });
  await tab.page.goto(server.origin + path);
  await tab.page.evaluate(() => {
    window.loaded = true;
  });
  await live(tab.page);
  return tab;
}

const live = (page) => page.waitForFunction(() => document.querySelector("waypost-preview")?.shadowRoot.querySelector(".toggle")?.textContent !== "Preview");
/** Waits until the page shows a text; fails at once afterwards if it was loaded anew. */
const shows = async (page, text) => {
  await page.waitForFunction((text) => document.body.textContent.includes(text), text);
};
const same = async (page) => assert.equal(await page.evaluate(() => window.loaded), true, "the page was loaded anew");
const overlay = (page) => page.locator("waypost-preview");
const toggle = (page) => overlay(page).locator(".toggle");
const panel = (page) => overlay(page).locator(".panel");
const marked = (page) =>
  page.waitForFunction(() => document.getAnimations().find(({ id }) => id === "waypost-changed")?.effect.target.textContent).then((handle) => handle.jsonValue());
/** Waits until a request was answered so. */
const until = async (yes, what) => {
  for (let left = 200; left; left--) {
    if (yes()) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  assert.fail(`never: ${what}`);
};
/** Notes every change of the body from here on. */
const watch = (page) =>
  page.evaluate(() => {
    window.changes = [];
    new MutationObserver((all) => window.changes.push(...all.map(({ type, target }) => `${type} ${target.nodeName}`))).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  });
const changes = (page) => page.evaluate(() => window.changes);

const paragraphs = (n, from = 0) => Array.from({ length: n }, (_, at) => `<p>Paragraph number ${from + at} of a page that is longer than a window.</p>`).join("\n");
const error = (more = {}) => ({ code: "reference-missing", severity: "error", message: "there is no entry `tools/x`", file: "content/articles/a.md", line: 12, column: 5, help: "did you mean `tools/y`?", open: null, excerpt: [{ line: 12, text: "see [x](tools/x)", from: 8, to: 15 }], labels: [], page: "/articles/a/", ...more });

describe("a page that changes", () => {
  const form = `<form><label>Name <input id="name"></label> <label>Note <textarea></textarea></label> <label><input type="checkbox" class="one"> One</label> <label><input type="checkbox" class="two" checked> Two</label> <select><option>a<option>b</select></form>`;
  const more = `<details><summary>More</summary><p>What is more.</p></details>`;

  test("keeps scroll position, focus, selection, open details and what was typed", async () => {
    const text = (words) => small(`<h1>Title</h1>\n${paragraphs(30)}\n${form}\n${more}\n<p>${words}</p>\n${paragraphs(30, 30)}`);
    const server = await serve({ pages: { "/": text("Before.") } });
    const { page, faults } = await visit(server);
    await page.fill("textarea", "A thought");
    await page.check(".one");
    await page.uncheck(".two");
    await page.selectOption("select", "b");
    await page.click("summary");
    await page.fill("#name", "Someone");
    await page.evaluate(() => {
      const field = document.querySelector("#name");
      field.focus();
      field.setSelectionRange(2, 5);
      field.scrollIntoView({ block: "center" });
      window.field = field;
    });
    const top = await page.evaluate(() => scrollY);
    assert.ok(top > 100);
    server.save({ "/": text("After, in other words.") });
    await shows(page, "After, in other words.");
    assert.equal(await marked(page), "After, in other words.");
    assert.deepEqual(
      await page.evaluate(() => {
        const value = (selector, name) => document.querySelector(selector)[name];
        const { activeElement: field } = document;
        return [scrollY, field === window.field, field.selectionStart, field.selectionEnd, field.value, value("textarea", "value"), value(".one", "checked"), value(".two", "checked"), value("select", "value"), value("details", "open")];
      }),
      [top, true, 2, 5, "Someone", "A thought", true, false, "b", true],
    );
    await same(page);
    assert.deepEqual(faults, []);
  });

  test("keeps a field that moved, with its focus, and the words selected in a paragraph", async () => {
    const server = await serve({ pages: { "/": small(`<div><p>Words to select here.</p></div><form><input id="name"></form><p>End</p>`) } });
    const { page } = await visit(server);
    await page.fill("#name", "Someone");
    await page.evaluate(() => document.querySelector("#name").setSelectionRange(1, 3));
    server.save({ "/": small(`<h2>New</h2><div><p>Words to select here.</p></div><section><h3>Inside</h3><form><input id="name"></form></section><p>End</p>`) });
    await shows(page, "Inside");
    assert.deepEqual(await page.evaluate(() => [document.activeElement.id, document.activeElement.value, document.activeElement.selectionStart, document.activeElement.selectionEnd]), ["name", "Someone", 1, 3]);
    await page.evaluate(() => {
      const [text] = document.querySelector("main > div p").childNodes;
      document.activeElement.blur();
      getSelection().setBaseAndExtent(text, 6, text, 15);
    });
    const selected = () => page.evaluate(() => `${getSelection()}`);
    server.save({ "/": small(`<h2>New</h2><div><p>Some more words to select here, and more.</p></div><i id="a">A</i><section></section>`) });
    await shows(page, "and more");
    assert.equal(await selected(), "to select");
    // Something moves, and the words are written anew.
    await page.evaluate(() => {
      const [text] = document.querySelector("main > div p").childNodes;
      getSelection().setBaseAndExtent(text, 0, text, 9);
    });
    server.save({ "/": small(`<h2>New</h2><div><p>Some more words, at the end others.</p></div><section><i id="a">A</i></section>`) });
    await shows(page, "at the end others");
    assert.equal(await selected(), "Some more");
  });

  test("keeps what is open, typed and selected below something new of the same kind", async () => {
    const text = (first, last) => small(`${first}<details><summary>Two</summary><p>Words of two.</p></details><p>A paragraph to select in.</p><form><input></form><p>${last}</p>`);
    const server = await serve({ pages: { "/": text("<p>Zero</p>", "Last") } });
    const { page } = await visit(server);
    await page.click("summary");
    await page.fill("input", "typed");
    await page.evaluate(() => {
      const [text] = document.querySelector("main > p:nth-of-type(2)").childNodes;
      document.activeElement.blur();
      getSelection().setBaseAndExtent(text, 2, text, 11);
      window.nodes = [...document.querySelectorAll("details, input")];
    });
    const open = () => page.evaluate(() => [...document.querySelectorAll("details")].map(({ open }) => open));
    server.save({ "/": text("<p>Zero</p><details><summary>One</summary></details>", "Last") });
    await shows(page, "One");
    assert.deepEqual(await open(), [false, true]);
    server.save({ "/": text("<p>New</p><details><summary>One</summary></details><p>Other</p><form><input></form><p>Zero</p>", "Last, and more") });
    await shows(page, "Last, and more");
    assert.deepEqual(
      await page.evaluate(() => [[...document.querySelectorAll("details")].map(({ open }) => open), [...document.querySelectorAll("input")].map(({ value }) => value), `${getSelection()}`, window.nodes.every((node) => node.isConnected)]),
      [[false, true], ["", "typed"], "paragraph", true],
    );
    assert.equal(await page.evaluate(() => document.querySelector("main").innerText.replace(/\s+/g, " ").trim()), "New One Other Zero Two Words of two. A paragraph to select in. Last, and more");
  });

  // Whatever changes: the page is in the end what a fresh load would show.
  test("is in the end the same as one that was loaded", async () => {
    const routes = ["articles/a-day-that-holds", "tools/wheel-of-life", "pathways/building-a-life", "principles/hope-comes-first", "safety", "topics", ""].filter((route) => {
      try {
        return built(route);
      } catch {
        return false;
      }
    });
    assert.ok(routes.length >= 5);
    const server = await serve({ pages: { "/x/": built(routes[0]) } });
    const { page } = await visit(server, "/x/");
    for (const [from, to] of [...routes.slice(1), ...routes].map((route, at, all) => [all[at - 1] ?? routes[0], route])) {
      server.save({ "/x/": built(to) });
      await page.waitForFunction((html) => {
        const now = new DOMParser().parseFromString(html, "text/html");
        const bare = (body) => body.outerHTML.replace(/\s+/g, " ").replace(/ <\/body>/, "</body>");
        return bare(document.body) === bare(now.body) && document.title === now.title;
      }, built(to)).catch(() => assert.fail(`${from} to ${to}`));
    }
    await same(page);
  });

  test("is in the end the same, whatever random changes are made to it", async () => {
    const server = await serve({ pages: { "/": small("<p>One</p>") } });
    const { page } = await visit(server);
    const wrong = await page.evaluate(() => {
      let seed = 7;
      const random = (n) => (seed = (seed * 48271) % 2147483647) % n;
      const names = ["p", "p", "div", "ul", "li", "details", "table", "form", "input", "b", "svg", "template", "select", "textarea"];
      let ids;
      const grow = (deep) => {
        let html = "";
        for (let n = random(5); n >= 0; n--) {
          const name = names[random(names.length)];
          const free = ids.filter((id) => !id.used);
          const id = free.length && !random(5) ? free[random(free.length)] : undefined;
          if (id) id.used = true;
          html += `${random(3) ? "" : ["text", "more text", "<!-- note -->"][random(3)]}<${name}${id ? ` id="${id.name}"` : ""}${random(4) ? "" : ` class="c${random(3)}"`}>${deep && !/input|svg|select|textarea/.test(name) ? grow(deep - 1) : random(2) ? "word" : "other"}${name === "input" ? "" : `</${name}>`}`;
        }
        return html;
      };
      for (let round = 0; round < 400; round++) {
        ids = Array.from({ length: 6 }, (_, n) => ({ name: `id${n}`, used: false }));
        const html = `<!DOCTYPE html><body>${grow(3)}</body>`;
        const parse = () => new DOMParser().parseFromString(html, "text/html").body;
        const before = document.body.outerHTML;
        const now = parse();
        waypostLive.morph(now, new Map());
        if (!document.body.isEqualNode(parse())) return { round, before, now: parse().outerHTML, got: document.body.outerHTML };
      }
      return null;
    });
    assert.equal(wrong, null);
  });

  test("keeps what is playing", async () => {
    const sound = Buffer.alloc(44 + 80_000, 128);
    sound.write("RIFF", 0);
    sound.writeUInt32LE(36 + 80_000, 4);
    sound.write("WAVEfmt ", 8);
    [16, 0x10001, 8000, 8000, 0x80001].forEach((value, at) => sound.writeUInt32LE(value, 16 + at * 4));
    sound.write("data", 36);
    sound.writeUInt32LE(80_000, 40);
    const text = (words) => small(`<p>${words}</p><audio src="/sound.wav" loop muted controls></audio><p>End</p>`);
    const server = await serve({ pages: { "/": text("Before"), "/sound.wav": sound } });
    const { page } = await visit(server);
    await page.evaluate(async () => {
      window.audio = document.querySelector("audio");
      await window.audio.play();
    });
    await page.waitForFunction(() => window.audio.currentTime > 0.2);
    server.save({ "/": text("After").replace("<p>End", "<p>New</p><p>End") });
    await shows(page, "After");
    assert.deepEqual(await page.evaluate(() => [window.audio === document.querySelector("audio"), window.audio.paused, window.audio.currentTime > 0.2]), [true, false, true]);
  });

  test("shows the first block that changed when it is out of view", async () => {
    const text = (words) => small(`<h1>Title</h1>\n${paragraphs(60)}\n<ul><li>One</li><li>${words}</li></ul>\n<table><tr><td>Cell</td><td>${words} too</td></tr></table>${paragraphs(30, 60)}`);
    const server = await serve({ pages: { "/": text("Two") } });
    const { page } = await visit(server);
    server.save({ "/": text("Deux") });
    assert.equal(await marked(page), "Deux");
    await page.waitForFunction(() => {
      const { top, bottom } = [...document.querySelectorAll("li")].at(-1).getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    });
    await same(page);
  });

  test("shows what the author wrote before what follows from it", async () => {
    const text = (words, minutes) => small(`<nav><ol><li>${words}</li></ol></nav><h1>Title</h1><p class="meta">${minutes} minutes</p><p>First.</p><p>${words}</p>`);
    const source = { file: "content/a.md", editor: null, path: "/x/content/a.md", blocks: [{ line: 1, text: "Title", field: "title" }, { line: 5, text: "First." }, { line: 7, text: "Written" }] };
    const server = await serve({ pages: { "/": text("Was", 5) }, source: { "/": source } });
    const { page } = await visit(server);
    server.save({ "/": text("Written", 6) });
    assert.equal(await marked(page), "Written");
    assert.deepEqual(await page.evaluate(() => document.getAnimations().find(({ id }) => id === "waypost-changed").effect.target.localName), "p");
  });

  test("marks without movement for those who asked for none", async () => {
    const text = (words) => small(`${paragraphs(60)}<p>${words}</p>`);
    const server = await serve({ pages: { "/": text("One") } });
    const { page } = await visit(server, "/", { reducedMotion: "reduce" });
    server.save({ "/": text("Two") });
    await marked(page);
    const frames = await page.evaluate(() => document.getAnimations().find(({ id }) => id === "waypost-changed").effect.getKeyframes().map(({ outline, backgroundColor }) => `${outline} ${backgroundColor}`));
    assert.equal(new Set(frames).size, 1);
  });

  test("changes nothing when its own bytes are the same", async () => {
    const server = await serve({ pages: { "/": small("<p>Here</p>"), "/b/": small("<p>There</p>") } });
    const { page } = await visit(server);
    await until(() => server.asked("/", 304) === 1, "the first question");
    await watch(page);
    server.save({ "/b/": small("<p>Elsewhere</p>") });
    await until(() => server.asked("/", 304) === 2, "a 304");
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    assert.deepEqual(await changes(page), []);
    assert.equal(server.asked("/", 200), 1);
  });

  test("takes its title, language and descriptions along", async () => {
    const server = await serve({ pages: { "/": small("<p>One</p>", { title: "Old", head: '<meta name="description" content="old">\n' }) } });
    const { page } = await visit(server);
    server.save({ "/": small("<p>Uno</p>", { title: "Nuevo", lang: "es", dir: "rtl", head: '<meta name="description" content="nuevo">\n<link rel="canonical" href="/n/">\n' }) });
    await shows(page, "Uno");
    assert.deepEqual(
      await page.evaluate(() => [document.title, document.documentElement.lang, document.documentElement.dir, [...document.querySelectorAll("meta[name=description]")].map((meta) => meta.content).join(), !!document.querySelector("link[rel=canonical]")]),
      ["Nuevo", "es", "rtl", "nuevo", true],
    );
    await same(page);
  });

  test("that is deleted says so, and comes back", async () => {
    const server = await serve({ pages: { "/a/": small(`<h1>Here</h1>${paragraphs(60)}`) } });
    const { page } = await visit(server, "/a/");
    await page.evaluate(() => scrollTo(0, 600));
    server.save({ "/a/": undefined });
    await shows(page, "Not here");
    assert.deepEqual(await page.evaluate(() => [document.title, document.querySelectorAll("p").length]), ["Not here", 0]);
    server.save({ "/a/": small(`<h1>Here again</h1>${paragraphs(60)}`) });
    await shows(page, "Here again");
    await page.waitForFunction(() => scrollY === 600);
    await same(page);
  });

  test("that becomes a redirect leads on", async () => {
    const server = await serve({ pages: { "/a/": small("<h1>Old place</h1>"), "/b/": small("<h1>New place</h1>") } });
    const { page } = await visit(server, "/a/");
    server.save({ "/a/": small('<p><a href="/b/">Moved</a></p>', { head: '<meta http-equiv="refresh" content="0; url=/b/">\n' }) });
    await page.waitForURL("**/b/");
    await shows(page, "New place");
  });

  test("with another script is loaded anew, at its place, and never again and again", async () => {
    const text = (name, words) => small(`<h1>${words}</h1>${paragraphs(60)}`, { head: `<script src="/${name}.js" defer></script>\n` });
    const server = await serve({ pages: { "/": text("a", "One"), "/a.js": "window.ran = 'a'", "/b.js": "window.ran = 'b'" } });
    const { page } = await visit(server);
    await page.evaluate(() => scrollTo(0, 500));
    server.save({ "/": text("b", "Two") });
    await page.waitForFunction(() => window.ran === "b" && !window.loaded && scrollY === 500);
    await live(page);
    // A page that is another one each time it is asked for.
    let turn = 0;
    const asked = server.asked("/", 200);
    server.pages.get = (path) => (path === "/" ? text(`s${++turn}`, `Turn ${turn}`) : Map.prototype.get.call(server.pages, path) ?? (/^\/s\d+\.js$/.test(path) ? "1" : undefined));
    server.save({});
    await page.waitForFunction(() => document.querySelector("waypost-preview")?.shadowRoot.querySelector(".told").textContent.includes("Reload"));
    const most = server.asked("/", 200) - asked;
    assert.ok(most <= 8, `${most} requests`);
  });

  test("two questions at once: the last one counts", async () => {
    const server = await serve({ pages: { "/": small("<p>Zero</p>") } });
    const { page } = await visit(server);
    let go;
    server.hold.set("/", new Promise((done) => (go = done)));
    server.save({ "/": small("<p>First</p>") });
    await until(() => server.hold.size === 0, "the first question");
    server.save({ "/": small("<p>Second</p>") });
    await shows(page, "Second");
    go();
    await page.evaluate(() => fetch("/_waypost/messages.json"));
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
    assert.equal(await page.evaluate(() => document.body.innerText.trim()), "Second");
  });

  test("is what was published: no trace of the preview in its body", async () => {
    const server = await serve({ pages: { "/": small("<p>One</p>") } });
    const { page } = await visit(server);
    server.save({ "/": small("<p>Two</p>") });
    await shows(page, "Two");
    assert.equal(await page.evaluate(() => document.body.outerHTML), '<body>\n<main>\n<p>Two</p>\n</main>\n\n\n</body>');
  });
});

describe("a style sheet that changes", () => {
  test("is swapped without a reload, a flash or a change of the body", async () => {
    const text = (name) => small("<h1>Title</h1><p>Words</p>", { head: `<link rel="stylesheet" href="/${name}.css">\n` });
    const sheet = (color) => `body { background: ${color} }`;
    const server = await serve({ pages: { "/": text("a"), "/a.css": sheet("rgb(1, 1, 1)"), "/b.css": sheet("rgb(2, 2, 2)") } });
    const { page, faults } = await visit(server);
    await until(() => server.asked("/", 304) === 1, "the first question");
    await watch(page);
    await page.evaluate(() => {
      window.grounds = new Set();
      const look = () => {
        window.grounds.add(getComputedStyle(document.body).backgroundColor);
        requestAnimationFrame(look);
      };
      look();
    });
    let go;
    server.hold.set("/b.css", new Promise((done) => (go = done)));
    server.save({ "/": text("b") });
    await until(() => server.hold.size === 0, "the new sheet is asked for");
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    assert.deepEqual(await page.evaluate(() => [...window.grounds]), ["rgb(1, 1, 1)"]);
    go();
    await page.waitForFunction(() => getComputedStyle(document.body).backgroundColor === "rgb(2, 2, 2)");
    await page.waitForFunction(() => document.styleSheets.length === 1);
    assert.deepEqual(await page.evaluate(() => [...window.grounds]), ["rgb(1, 1, 1)", "rgb(2, 2, 2)"]);
    assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll("link")].map((link) => link.outerHTML)), ['<link rel="stylesheet" href="/b.css">']);
    assert.deepEqual(await changes(page), []);
    await same(page);
    assert.deepEqual(faults, []);
  });

  test("stands where it stood among others", async () => {
    const text = (name) => small("<p>Words</p>", { head: `<link rel="stylesheet" href="/first.css">\n<link rel="stylesheet" href="/${name}.css">\n<link rel="stylesheet" href="/last.css">\n` });
    const server = await serve({ pages: { "/": text("a"), "/first.css": "p {}", "/a.css": "p {}", "/b.css": "p {}", "/last.css": "p {}" } });
    const { page } = await visit(server);
    server.save({ "/": text("b") });
    await page.waitForFunction(() => [...document.styleSheets].map(({ href }) => new URL(href).pathname).join() === "/first.css,/b.css,/last.css");
    await same(page);
  });
});

describe("elements that a script of the theme runs", () => {
  const element = `customElements.define("my-list", class extends HTMLElement {
    connectedCallback() { this.append(Object.assign(document.createElement("b"), { textContent: "made of " + this.children.length })); }
  })`;
  const text = (items, words) => small(`<p>${words}</p>\n<my-list>${items.map((item) => `<i id="${item}">${item}</i>`).join("")}</my-list>\n<p>End</p>`, { head: '<script src="/list.js" defer></script>\n' });

  test("are left alone while their source is the same, and made anew when it is not", async () => {
    const server = await serve({ pages: { "/": text(["one"], "Before"), "/list.js": element } });
    const { page, faults } = await visit(server);
    await page.evaluate(() => {
      window.made = document.querySelector("my-list b");
      window.made.className = "by hand";
    });
    await until(() => server.asked("/", 200) === 2, "the source");
    server.save({ "/": text(["one"], "After").replace("<p>End", "<p>More</p><p>End") });
    await shows(page, "After");
    assert.deepEqual(await page.evaluate(() => [document.querySelector("my-list b") === window.made, window.made.className, document.querySelectorAll("my-list b").length]), [true, "by hand", 1]);
    server.save({ "/": text(["one", "two"], "Then") });
    await shows(page, "Then");
    assert.equal(await page.evaluate(() => document.querySelector("my-list").textContent), "onetwomade of 2");
    server.save({ "/": text(["one", "two"], "Then").replace("<p>Then</p>", "<p>Then</p><my-list><i>a</i></my-list>") });
    await shows(page, "made of 1");
    assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll("my-list")].map((list) => list.textContent)), ["amade of 1", "onetwomade of 2"]);
    await same(page);
    assert.deepEqual(faults, []);
  });

  test("the search page keeps its results, and finds them again when its source has changed", async () => {
    const html = built("search");
    const server = await serve({ pages: { "/search/": html } });
    const { page, faults } = await visit(server, "/search/");
    await page.fill("#wp-find", "recovery");
    await page.locator(".results h3 a").first().waitFor();
    await page.locator(".facets fieldset").first().waitFor();
    await page.evaluate(() => {
      window.first = document.querySelector(".results li");
    });
    const titles = () => page.locator(".results h3").allTextContents();
    const found = await titles();
    assert.ok(found.length > 2);
    server.save({ "/search/": html.replace(/<footer class="[^"]*">/, "$&<p>A new line</p>") });
    await shows(page, "A new line");
    assert.deepEqual(await page.evaluate(() => [window.first.isConnected, document.querySelector("#wp-find").value, document.querySelector(".browse").hidden, document.querySelector(".results").hidden]), [true, "recovery", true, false]);
    await page.focus("#wp-find");
    server.save({ "/search/": html.replace('<p class="lead">', "$&Changed: ") });
    await page.waitForFunction(() => document.querySelector(".lead").textContent.startsWith("Changed") && document.querySelectorAll(".results h3 a").length > 2);
    assert.deepEqual(await titles(), found);
    assert.deepEqual(await page.evaluate(() => [window.first.isConnected, document.activeElement.id, document.activeElement.value]), [false, "wp-find", "recovery"]);
    // And it works: a further question is answered.
    await page.fill("#wp-find", "sleep");
    await page.waitForFunction((first) => document.querySelector(".results h3 a") && document.querySelector(".results h3").textContent !== first, found[0]);
    await same(page);
    assert.deepEqual(faults, []);
  });
});

describe("the stream", () => {
  test("is one for two tabs, and goes on when the tab that holds it closes", async () => {
    const server = await serve({ pages: { "/": small("<p>One</p>") } });
    const first = await visit(server);
    const second = await visit(server, "/", { context: first.context });
    assert.equal(server.most, 1);
    server.save({ "/": small("<p>Two</p>") });
    await Promise.all([shows(first.page, "Two"), shows(second.page, "Two")]);
    await first.page.close();
    await until(() => server.streams.size === 1 && server.asked("/_waypost/events") === 2, "another stream");
    server.save({ "/": small("<p>Three</p>") });
    await shows(second.page, "Three");
    assert.equal(server.streams.size, 1);
    await same(second.page);
  });

  test("keeps eight tabs live, which is more than a browser's connections", async () => {
    const server = await serve({ pages: { "/": small("<p>One</p>") } });
    const first = await visit(server);
    const pages = [first.page];
    for (let n = 1; n < 8; n++) pages.push((await visit(server, "/", { context: first.context })).page);
    server.save({ "/": small("<p>Two</p>") });
    await Promise.all(pages.map((page) => shows(page, "Two")));
    assert.equal(server.streams.size, 1);
    for (const page of pages) await same(page);
  });

  test("says when the server is gone and when it is back, and brings the page up to date", async () => {
    const server = await serve({ pages: { "/": small("<p>One</p>") } });
    const first = await visit(server);
    const second = await visit(server, "/", { context: first.context });
    await server.down();
    for (const { page } of [first, second]) await toggle(page).filter({ hasText: "Server stopped" }).waitFor();
    server.name = "another";
    server.generation = 1;
    server.pages.set("/", small("<p>Two</p>"));
    await server.up();
    for (const { page } of [first, second]) {
      await shows(page, "Two");
      await toggle(page).filter({ hasText: "All well" }).waitFor();
      await same(page);
    }
    await overlay(first.page).locator(".told", { hasText: "back" }).waitFor();
  });

  test("of a hidden tab waits until it is looked at", async () => {
    const server = await serve({ pages: { "/": small("<p>One</p>") } });
    const { page } = await visit(server);
    const hide = (hidden) =>
      page.evaluate((hidden) => {
        Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
      }, hidden);
    await until(() => server.asked("/", 304) === 1, "the first question");
    await hide(true);
    server.save({ "/": small("<p>Two</p>") });
    server.save({ "/": small("<p>Three</p>") });
    await page.evaluate(() => fetch("/_waypost/messages.json"));
    assert.equal(server.asked("/"), 2);
    await hide(false);
    await shows(page, "Three");
    assert.equal(server.asked("/"), 3);
  });

  for (const missing of ["locks", "BroadcastChannel"]) {
    test(`works where there is no ${missing}`, async () => {
      const server = await serve({ pages: { "/": small("<p>One</p>") } });
      const init = missing === "locks" ? () => Object.defineProperty(Navigator.prototype, "locks", { value: undefined }) : () => delete window.BroadcastChannel;
      const first = await visit(server, "/", { init });
      const second = await visit(server, "/", { init, context: first.context });
      server.save({ "/": small("<p>Two</p>") });
      await Promise.all([shows(first.page, "Two"), shows(second.page, "Two")]);
    });
  }

  test("leaves a leader that does not answer", async () => {
    const server = await serve({ pages: { "/": small("<p>One</p>") } });
    const { page, context } = await open(browser, server.origin);
    opened.push(() => context.close());
    // Another tab has the lock and sleeps.
    await page.route("**/_waypost/live.js", (route) => route.fulfill({ contentType: "text/javascript", body: 'navigator.locks.request("waypost-preview", () => new Promise(() => {})); window.held = true' }));
    await page.goto(server.origin);
    await page.waitForFunction(() => window.held);
    const second = await visit(server, "/", { context });
    server.save({ "/": small("<p>Two</p>") });
    await shows(second.page, "Two");
  });
});

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
        const { top, left, right } = shadowRoot.querySelector(".panel").getBoundingClientRect();
        const button = shadowRoot.querySelector(".toggle").getBoundingClientRect();
        const exit = document.querySelector(".leave").getBoundingClientRect();
        const small = [...shadowRoot.querySelectorAll("a, button")].filter((one) => one.getBoundingClientRect().height < 24 && one.offsetParent).map((one) => one.textContent);
        return { share: (innerHeight - top) / innerHeight, in: left >= 0 && right <= innerWidth, wide: document.documentElement.scrollWidth, end: document.body.getBoundingClientRect().bottom <= top, apart: button.right <= exit.left || button.left >= exit.right, small };
      });
      assert.ok(seen.share <= 0.46, `${seen.share} of the height`);
      assert.deepEqual({ ...seen, share: 0 }, { share: 0, in: true, wide: width, end: true, apart: true, small: [] });
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
