// The preview's script in real Chromium, against a stand-in for the server: what a page keeps when it
// changes, and that tabs share one stream.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { open } from "./chromium.js";
import { built, page as small } from "./live-server.js";
import { browser, changes, live, marked, opened, overlay, same, serve, shows, toggle, until, visit, watch } from "./live-tab.js";

const paragraphs = (n, from = 0) => Array.from({ length: n }, (_, at) => `<p>Paragraph number ${from + at} of a page that is longer than a window.</p>`).join("\n");

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
    // The fields and the details themselves change, too.
    server.save({ "/": text("After, in other words.").replace("What is more", "What is even more").replaceAll("<input ", '<input title="new" ').replace("<textarea>", '<textarea title="new">') });
    await shows(page, "What is even more");
    assert.deepEqual(
      await page.evaluate(() => [...document.querySelectorAll("main [title=new]")].map((field) => (field.type === "checkbox" ? field.checked : field.value)).concat(document.querySelector("details").open, document.activeElement === window.field)),
      ["Someone", "A thought", true, false, true, true],
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
    // What the theme's own scripts show is theirs, and differs from what was sent.
    const sent = (route) => built(route).replace(/<script src="[^"]+" defer><\/script>\n?/g, "");
    const routes = ["articles/a-day-that-holds", "tools/wheel-of-life", "pathways/building-a-life", "principles/hope-comes-first", "safety", "topics", ""].filter((route) => {
      try {
        return built(route);
      } catch {
        return false;
      }
    });
    assert.ok(routes.length >= 5);
    const server = await serve({ pages: { "/x/": sent(routes[0]) } });
    const { page } = await visit(server, "/x/");
    for (const [from, to] of [...routes.slice(1), ...routes].map((route, at, all) => [all[at - 1] ?? routes[0], route])) {
      server.save({ "/x/": sent(to) });
      await page.waitForFunction((html) => {
        const now = new DOMParser().parseFromString(html, "text/html");
        const bare = (body) => body.outerHTML.replace(/\s+/g, " ").replace(/ <\/body>/, "</body>");
        return bare(document.body) === bare(now.body) && document.title === now.title;
      }, sent(to)).catch(() => assert.fail(`${from} to ${to}`));
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
