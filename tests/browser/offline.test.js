// What a reader chooses to keep on the device, and nothing else: the worker, its caches, and the
// element that tells of them. The site lies below a path, on a server that can be closed, changed and
// made to fail.

import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, resolve } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { launch } from "./chromium.js";
import { types } from "./content-types.js";
import { library, preview } from "./preview-server.js";
import { serve, shown } from "./site.js";

const source = resolve(import.meta.dirname, process.env.WAYPOST_SOURCE ?? "../..");
const waypost = process.env.WAYPOST ?? resolve(import.meta.dirname, "../../target/release/waypost");
const BASE = "/a/library/";

let browser, temp, host, first, second;
/** A pathway with its list in the first publish and the second. */
let way, list;

function build(site, out, base = BASE) {
  const day = process.env.WAYPOST_TODAY ? ["--today", process.env.WAYPOST_TODAY] : [];
  execFileSync(waypost, ["build", "--site", site, "--out", out, "--base-url", `https://library.example${base}`, ...day], { stdio: "pipe" });
  return out;
}

before(async () => {
  temp = mkdtempSync(join(tmpdir(), "waypost-"));
  const copy = join(temp, "site");
  for (const part of ["waypost.yaml", "content", "static", "themes"]) if (existsSync(join(source, part))) cpSync(join(source, part), join(copy, part), { recursive: true });
  first = build(copy, join(temp, "first"));
  const ways = readdirSync(join(first, "pathways")).filter((name) => existsSync(join(first, "pathways", name, "keep.json")));
  way = `pathways/${ways[0]}/`;
  list = JSON.parse(readFileSync(join(first, way, "keep.json"), "utf8"));
  // One step of it says something else, and one other entry too.
  const step = list.files.map(([address]) => address).find((address) => /^(articles|tools)\/[^/]+\/$/.test(address));
  for (const name of [step.replace(/\/$/, ".md"), `${way.replace(/\/$/, ".md")}`]) {
    const path = join(copy, "content", name);
    writeFileSync(path, `${readFileSync(path, "utf8")}\n\nSecond publish of it.\n`);
  }
  second = build(copy, join(temp, "second"));
  browser = await launch();
});
after(async () => {
  await browser?.close();
  if (temp) rmSync(temp, { recursive: true, force: true });
});

/** A server of a folder, at a port that stays. */
async function open(folder, port = 0, base = BASE) {
  const state = {
    folder,
    /** Answers in place of the files. @type {Map<string, (response: import("node:http").ServerResponse) => void>} */
    instead: new Map(),
    asked: [],
  };
  const answer = (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://host/").pathname);
    state.asked.push(path);
    response.setHeader("Cache-Control", "no-cache");
    response.setHeader("Vary", "Accept-Encoding, Accept");
    const instead = state.instead.get(path);
    if (instead) return instead(response);
    const below = path.startsWith(base) ? path.slice(base.length) : "-";
    const file = join(state.folder, below === "" || below.endsWith("/") ? `${below}index.html` : below);
    const found = existsSync(file) && statSync(file).isFile();
    response.writeHead(found ? 200 : 404, { "Content-Type": types[extname(file)] ?? "text/html" });
    response.end(readFileSync(found ? file : join(state.folder, "404.html")));
  };
  let server;
  const start = (port) =>
    new Promise((done) => {
      server = createServer(answer).listen(port, "127.0.0.1", done);
    });
  const stop = () =>
    new Promise((done) => {
      server.close(done);
      server.closeAllConnections();
    });
  await start(port);
  const own = server.address().port;
  return Object.assign(state, { url: (address) => `http://127.0.0.1:${own}${base}${address}`, start: () => start(own), stop });
}

/** A browser of its own kind with a page, on a server of its own. */
async function visit(steps, folder = first, base = BASE) {
  host = await open(folder, 0, base);
  const context = await browser.newContext();
  const page = await context.newPage();
  try {
    await steps(page, context);
  } finally {
    await context.close();
    await host.stop().catch(() => {});
  }
}

const element = (page) => page.locator("keep-offline");
const told = (page) => element(page).locator("[role=status]");

/** Presses the button, and waits for what is said in the end. */
async function keep(page, says = /^Kept/) {
  await element(page).locator("button:not([hidden])").first().click();
  await page.waitForFunction((pattern) => new RegExp(pattern).test(document.querySelector("keep-offline [role=status]").textContent), says.source);
}

/** What this origin keeps. */
const stored = (page) =>
  page.evaluate(async () => {
    const caches_ = {};
    for (const name of await caches.keys()) caches_[name] = (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname).sort();
    const workers = (await navigator.serviceWorker.getRegistrations()).map((one) => one.scope);
    return { caches: caches_, workers, local: { ...localStorage }, session: { ...sessionStorage }, cookies: document.cookie, databases: (await indexedDB.databases()).length };
  });
const nothing = { caches: {}, workers: [], local: {}, session: {}, cookies: "", databases: 0 };

/** The paths of a list with the list itself. */
const paths = (of, at) => [...of.files.map(([address]) => decodeURI(`${BASE}${address}`)), `${BASE}${at}`].map(encodeURI).sort();

test("ten pages without a choice leave nothing on the device", async () => {
  const server = await serve();
  const context = await browser.newContext();
  const page = await context.newPage();
  const some = shown.filter((_, at) => at % Math.ceil(shown.length / 8) === 0).map((one) => one.route);
  for (const route of [...some, "/offline/", `/${way}`, "/search/"]) {
    await page.goto(server.url(route));
    await page.waitForLoadState("networkidle");
  }
  assert.deepEqual(await stored(page), nothing);
  assert.deepEqual(await context.cookies(), []);
  await context.close();
  await server.close();
});

test("a pathway is kept, exactly, and reads without a network", () =>
  visit(async (page, context) => {
    await page.goto(host.url(way));
    await keep(page);
    const name = `waypost ${BASE} ${way}keep.json ${list.version}`;
    assert.deepEqual(await stored(page), { ...nothing, caches: { [name]: paths(list, `${way}keep.json`) }, workers: [host.url("")] });
    assert.match(await element(page).innerText(), new RegExp(`${list.title}[^]*Remove`));
    assert.ok(!(await element(page).locator("button", { hasText: "Keep this" }).isVisible()), "it is kept already");

    for (const address of [way, "offline/"]) {
      await page.goto(host.url(address));
      await element(page).locator("li").first().waitFor();
      const { violations } = await new AxeBuilder({ page }).analyze();
      assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]), [], address);
    }

    // What is merely visited is not kept.
    await page.goto(host.url("principles/"));
    assert.deepEqual((await stored(page)).caches[name].length, list.files.length + 1);

    await host.stop();
    await context.setOffline(true);
    const failed = [];
    // The browser asks for the icon itself; the lists are asked whether they have gone.
    page.on("requestfailed", (request) => /icon|keep\.json/.test(request.url()) || failed.push(request.url()));
    for (const [address] of list.files.filter(([address]) => address.endsWith("/"))) {
      await page.goto(`${host.url(address)}?x=1#wp-main`);
      assert.ok(await page.locator("main h1").isVisible(), address);
      assert.match(await page.evaluate(() => getComputedStyle(document.body).fontFamily), /sans-serif/, address);
    }
    await page.goto(host.url(`${way}index.html`));
    assert.equal(await page.locator("h1").innerText(), list.title);
    assert.deepEqual(failed, []);

    // The status is the browser's; what matters is what stands there.
    for (const [address, lang] of [["principles/", "en"], ["no/such/page", "en"], ["es/tools/", "en"]]) {
      await page.goto(host.url(address));
      assert.equal(await page.locator("h1").innerText(), "This page is not kept here", address);
      assert.equal(await page.locator("html").getAttribute("lang"), lang);
      assert.ok(await page.locator("a[href^='tel:']").first().isVisible(), "help lines");
      await element(page).locator("a", { hasText: list.title }).waitFor();
    }
    await element(page).locator("a", { hasText: list.title }).click();
    assert.equal(await page.locator("h1").innerText(), list.title);

    // Back on the network the page itself is shown.
    await host.start();
    await context.setOffline(false);
    await page.goto(host.url("principles/"));
    assert.equal(await page.locator("h1").innerText(), "Principles");
  }));

/** Texts of all kept pages that say which publish they are of. */
const publishes = (page) =>
  page.evaluate(async () => {
    const found = {};
    for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) if (/Second publish/.test(await (await caches.match(request, { cacheName: name })).text())) (found[name] ??= []).push(request.url);
    return Object.fromEntries(Object.entries(found).map(([name, urls]) => [name.split(" ").at(-1), urls.length]));
  });

/** Waits until a question to the page, which may take its time to answer, is answered with yes. */
async function until(page, question, value) {
  // A page that is just being left for another has no answer.
  const answer = () => page.evaluate(question, value).catch((error) => (/navigation/.test(error.message) ? false : Promise.reject(error)));
  for (const end = Date.now() + 20_000; !(await answer()); ) {
    assert.ok(Date.now() < end, `never: ${question}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

test("a new publish replaces what is kept, all together, and what stayed the same is not loaded again", () =>
  visit(async (page) => {
    await page.goto(host.url(way));
    await keep(page);
    host.folder = second;
    const now = JSON.parse(readFileSync(join(second, way, "keep.json"), "utf8"));
    assert.notEqual(now.version, list.version);
    host.asked.length = 0;
    await page.goto(host.url(way));
    assert.match(await page.locator("main").innerText(), /Second publish/, "online, the page is the new one at once");
    await until(page, async (version) => (await caches.keys()).length === 1 && (await caches.keys())[0].endsWith(version), now.version);
    assert.deepEqual((await stored(page)).caches, { [`waypost ${BASE} ${way}keep.json ${now.version}`]: paths(now, `${way}keep.json`) });
    const changed = now.files.filter(([address]) => address.endsWith("/") && readFileSync(join(second, decodeURI(address), "index.html"), "utf8").includes("Second publish"));
    assert.ok(changed.length > 1);
    assert.deepEqual(await publishes(page), { [now.version]: changed.length });
    const before = new Set(list.files.map(String));
    // What the page itself loads is asked for by the page.
    const html = readFileSync(join(second, way, "index.html"), "utf8");
    const same = now.files.filter((file) => before.has(String(file)) && file[0].startsWith("assets/") && !html.includes(file[0])).map(([address]) => BASE + address);
    assert.ok(same.length > 0);
    assert.deepEqual(host.asked.filter((path) => same.includes(path)), []);
  }));

test("an update that fails leaves the copy that was there", () =>
  visit(async (page) => {
    await page.goto(host.url(way));
    await keep(page);
    const before = (await stored(page)).caches;
    host.folder = second;
    const now = JSON.parse(readFileSync(join(second, way, "keep.json"), "utf8"));
    const old = new Map(list.files);
    const [changed] = now.files.findLast(([address, hash]) => address.endsWith("/") && address !== way && old.get(address) !== hash);
    let failed = 0;
    host.instead.set(BASE + changed, (response) => (failed++, response.writeHead(500).end("no")));
    await page.goto(host.url(way));
    for (const end = Date.now() + 20_000; !failed && Date.now() < end; ) await new Promise((done) => setTimeout(done, 20));
    assert.ok(failed > 0);
    await until(page, async () => (await caches.keys()).length === 1);
    assert.deepEqual((await stored(page)).caches, before);
    await host.stop();
    await page.goto(host.url(way));
    assert.equal(await page.locator("h1").innerText(), list.title);
    assert.ok(!/Second publish/.test(await page.locator("main").innerText()));
    await host.start();
  }));

test("what a reader keeps of a pathway that has gone stays readable, and it says so", () =>
  visit(async (page) => {
    await page.goto(host.url(way));
    await keep(page);
    const gone = (response) => response.writeHead(404, { "Content-Type": "text/html" }).end("gone");
    for (const path of [way, `${way}keep.json`]) host.instead.set(BASE + path, gone);
    await page.goto(host.url(way));
    assert.equal(await page.locator("h1").innerText(), list.title);
    await element(page).locator("li p", { hasText: "no longer in the library" }).waitFor();
    assert.equal(Object.keys((await stored(page)).caches).length, 1);
  }));

test("removing the last copy ends the worker", () =>
  visit(async (page) => {
    await page.goto(host.url(way));
    await keep(page);
    await element(page).locator("button", { hasText: "Remove" }).click();
    await until(page, () => navigator.serviceWorker.getRegistrations().then((all) => !all.length));
    assert.match(await told(page).innerText(), /^Removed from this device/);
    assert.deepEqual(await stored(page), nothing);
  }));

test("erasing leaves nothing, and what is shown of it goes", () =>
  visit(async (page) => {
    await page.goto(host.url(way));
    await keep(page);
    const erase = readdirSync(join(first, "assets")).find((name) => /^erase\..*js$/.test(name));
    await page.addScriptTag({ url: host.url(`assets/${erase}`) });
    await page.evaluate(() => globalThis.waypostErase());
    assert.deepEqual(await stored(page), nothing);
    await element(page).locator("button", { hasText: "Keep this pathway" }).waitFor();
    assert.ok(!/Remove/.test(await element(page).innerText()));
  }));

/** Erases while the worker waits for a list; what it then gets comes to nothing. */
async function erasedMeanwhile(page, begin) {
  const { version } = JSON.parse(readFileSync(join(host.folder, way, "keep.json"), "utf8"));
  const path = `${BASE}${way}keep.json`;
  const erase = readdirSync(join(first, "assets")).find((name) => /^erase\..*js$/.test(name));
  let waiting;
  const asked = new Promise((done) => host.instead.set(path, (response) => done((waiting = response))));
  await begin();
  await asked;
  await page.addScriptTag({ url: host.url(`assets/${erase}`) });
  await page.evaluate(() => globalThis.waypostErase());
  host.instead.delete(path);
  host.asked.length = 0;
  waiting.writeHead(200, { "Content-Type": "application/json" }).end(readFileSync(join(host.folder, way, "keep.json")));
  return version;
}

test("what is erased while it is being kept, or brought up to date, does not come back", () =>
  visit(async (page) => {
    await page.goto(host.url(way));
    await erasedMeanwhile(page, () => element(page).locator("button").first().click());
    await page.waitForFunction(() => /not/.test(document.querySelector("keep-offline [role=status]").textContent));
    assert.deepEqual((await stored(page)).caches, {});

    await page.goto(host.url(way));
    await keep(page);
    host.folder = second;
    const version = await erasedMeanwhile(page, async () => void (await page.goto(host.url(way))));
    const end = await page.evaluate(async ([version, some]) => {
      // Long enough for the worker to have the list, and to ask for the first of its files.
      for (let time = 0; time < 40; time++) await fetch(some, { cache: "no-store" });
      return (await caches.keys()).some((name) => name.endsWith(version));
    }, [version, host.url("offline/")]);
    assert.equal(end, false);
    assert.deepEqual((await stored(page)).caches, {});
  }));

test("a worker from an older publish gives way before anything is asked of it", () =>
  visit(async (page) => {
    const worker = `${BASE}worker.js`;
    host.instead.set(worker, (response) => response.writeHead(200, { "Content-Type": "text/javascript" }).end("addEventListener('fetch', () => {}) // an older one"));
    await page.goto(host.url(way));
    await page.evaluate(async (url) => {
      await navigator.serviceWorker.register(url);
      await navigator.serviceWorker.ready;
    }, host.url("worker.js"));
    host.instead.delete(worker);
    await keep(page);
    await host.stop();
    await page.goto(host.url(way));
    assert.equal(await page.locator("h1").innerText(), list.title);
    await host.start();
  }));

test("keeping that was broken off is completed at the next visit, and counts for nothing before", () =>
  visit(async (page, context) => {
    await page.goto(host.url(way));
    const [last] = list.files[0];
    let waiting;
    const asked = new Promise((done) => host.instead.set(BASE + last, (response) => done((waiting = response))));
    await element(page).locator("button").first().click();
    await asked;
    // All others are in the cache by now; were they shown, a reader would meet half of a copy.
    const [there] = list.files.at(-1);
    host.instead.set(BASE + there, (response) => response.writeHead(500).end());
    assert.equal(await page.evaluate((url) => fetch(url).then((response) => response.status), host.url(there)), 500);
    host.instead.delete(BASE + there);
    await page.close();
    waiting.destroy();
    host.instead.delete(BASE + last);
    const again = await context.newPage();
    await again.goto(host.url(way));
    await until(again, async ([list, count]) => {
      const names = await caches.keys();
      return names.length === 1 && (await caches.match(list, { cacheName: names[0] })) && (await (await caches.open(names[0])).keys()).length === count;
    }, [host.url(`${way}keep.json`), list.files.length + 1]);
  }));

test("at the root of a host the home page is found in whichever copy holds it, and missed like any other", () =>
  visit(
    async (page) => {
      await page.goto(host.url(way));
      await keep(page);
      await host.stop();
      await page.goto(host.url(""));
      assert.match(await page.locator("h1").innerText(), /not kept here/);
      await host.start();
      const home = await page.goto(host.url("")).then(() => page.locator("h1").innerText());
      await page.goto(host.url("offline/"));
      await element(page).locator("button", { hasText: "Keep the whole library" }).click();
      await element(page).locator("li").nth(1).waitFor();
      await host.stop();
      await page.goto(host.url(""));
      assert.equal(await page.locator("h1").innerText(), home);
      await host.start();
    },
    build(join(temp, "site"), join(temp, "root"), "/"),
    "/",
  ));

test("what failed is the last word, whatever still arrives", () =>
  visit(async (page) => {
    const [late, missing] = list.files.slice(-2).map(([address]) => BASE + address);
    let answer = () => {};
    host.instead.set(late, (response) => (answer = () => response.writeHead(200, { "Content-Type": "text/html" }).end("late")));
    host.instead.set(missing, (response) => response.writeHead(404, { "Content-Type": "text/html" }).end("gone"));
    await page.goto(host.url(way));
    await element(page).locator("button:not([hidden])").first().click();
    await until(page, () => !/^(Keeping it.*)?$/.test(document.querySelector("keep-offline [role=status]").textContent));
    const said = await told(page).innerText();
    answer();
    await page.waitForTimeout(200);
    assert.equal(await told(page).innerText(), said);
    assert.deepEqual((await stored(page)).caches, {});
  }));

test("a device without room keeps nothing, and says so", () =>
  visit(async (page, context) => {
    await page.goto(host.url(way));
    const session = await context.newCDPSession(page);
    await session.send("Storage.overrideQuotaForOrigin", { origin: new URL(host.url("")).origin, quotaSize: 4000 });
    await keep(page, /^There is no room/);
    await until(page, () => navigator.serviceWorker.getRegistrations().then((all) => !all.length));
    assert.deepEqual(await stored(page), nothing);
  }));

test("a page that the server sends on is kept as a page", () =>
  visit(async (page) => {
    const [step] = list.files.find(([address]) => /^(articles|tools)\/[^/]+\/$/.test(address));
    const bare = BASE + step.replace(/\/$/, "");
    const html = readFileSync(join(first, step, "index.html"));
    host.instead.set(BASE + step, (response) => response.writeHead(301, { Location: bare }).end());
    host.instead.set(bare, (response) => response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(html));
    await page.goto(host.url(way));
    await keep(page);
    await page.goto(host.url(step));
    assert.ok(page.url().endsWith(bare), "online the browser follows as ever");
    await host.stop();
    for (const address of [step, step.replace(/\/$/, "")]) {
      await page.goto(host.url(address));
      assert.ok(await page.locator("main h1").isVisible(), address);
      assert.ok(!/not kept/.test(await page.locator("main h1").innerText()), address);
    }
    await host.start();
  }));

test("players get the part of a kept file that they ask for", () =>
  visit(async (page) => {
    await page.goto(host.url(way));
    await keep(page);
    await page.reload();
    const [file] = list.files.find(([address]) => address.endsWith(".css"));
    const all = readFileSync(join(first, file));
    await host.stop();
    const part = (range) => page.evaluate(async ([url, range]) => {
      const response = await fetch(url, { headers: { Range: range } });
      return [response.status, response.headers.get("content-range"), await response.text()];
    }, [host.url(file), range]);
    assert.deepEqual(await part("bytes=10-19"), [206, `bytes 10-19/${all.length}`, all.subarray(10, 20).toString()]);
    assert.deepEqual(await part("bytes=-5"), [206, `bytes ${all.length - 5}-${all.length - 1}/${all.length}`, all.subarray(-5).toString()]);
    assert.deepEqual(await part(`bytes=${all.length}-`), [416, `bytes */${all.length}`, ""]);
    await host.start();
  }));

test("how much the library is takes the beginning of its list, however long that is; without a list there is no button", () =>
  visit(async (page) => {
    const whole = readFileSync(join(first, "keep.json"), "utf8");
    const begin = whole.slice(0, whole.indexOf('"files"') + 20);
    host.instead.set(`${BASE}keep.json`, (response) => response.writeHead(200, { "Content-Type": "application/json" }).write(begin));
    await page.goto(host.url("patchwork/"));
    const button = element(page).locator("button");
    await button.filter({ hasText: String(JSON.parse(whole).pages) }).waitFor({ timeout: 10_000 });
    for (const answer of [(response) => response.writeHead(404).end("{}"), (response) => response.end("<html>"), (response) => response.destroy()]) {
      host.instead.set(`${BASE}keep.json`, answer);
      const asked = page.waitForEvent("requestfinished", (request) => request.url().endsWith("/keep.json")).catch(() => {});
      const failed = page.waitForEvent("requestfailed", (request) => request.url().endsWith("/keep.json")).catch(() => {});
      await page.goto(host.url("patchwork/"));
      await Promise.race([asked, failed]);
      await page.waitForFunction(() => document.querySelector("keep-offline p"));
      assert.equal(await button.filter({ visible: true }).count(), 0);
    }
  }));

test("the whole library says how much it is, and is searched without a network", () =>
  visit(async (page, context) => {
    const whole = JSON.parse(readFileSync(join(first, "keep.json"), "utf8"));
    await page.goto(host.url("offline/"));
    const button = element(page).locator("button", { hasText: `${whole.pages} pages, ${(whole.bytes / 1e6).toFixed(1)} MB` });
    await button.waitFor();
    await keep(page);
    await host.stop();
    await context.setOffline(true);
    await page.goto(host.url("search/#q=craving"));
    await page.locator(".results h3 a").first().waitFor();
    await page.locator(".results mark").first().waitFor();
    await page.locator(".results h3 a").first().click();
    await page.waitForFunction(() => !location.pathname.includes("/search/"));
    assert.ok(!/not kept/.test(await page.locator("main h1").innerText()));
    await context.setOffline(false);
    await host.start();
  }));

/** Lets a site be at an address of a preview first, and gives what then happens in the preview there. */
async function before_preview(folder, settle, then) {
  const site = library();
  const tool = await preview(site);
  const port = new URL(tool.origin).port;
  const context = await browser.newContext();
  const page = await context.newPage();
  try {
    await tool.down();
    host = await open(folder, +port, "/");
    await page.goto(host.url(""));
    await settle(page);
    await host.stop();
    await tool.up(+port);
    await then(page, tool);
  } finally {
    await context.close();
    await host.stop().catch(() => {});
    await tool.down();
    site.end();
  }
}

test("a preview keeps nothing, says so, and ends the worker of a site that was published there", async () => {
  const { folder } = await import("./site.js");
  await before_preview(
    folder,
    async (page) => {
      await page.goto(host.url(way));
      await keep(page);
      assert.equal((await stored(page)).workers.length, 1);
    },
    async (page, tool) => {
      await page.goto(`${tool.origin}/${way}`);
      await until(page, async () => !(await navigator.serviceWorker.getRegistrations()).length && !(await caches.keys()).length);
      await page.goto(`${tool.origin}/${way}`);
      assert.match(await element(page).innerText(), /This is a preview\. It keeps nothing/);
      assert.equal(await element(page).locator("button").count(), 0);
    },
  );
});

test("a preview ends the worker of any other site, and shows the page itself", async () => {
  const other = mkdtempSync(join(temp, "other-"));
  writeFileSync(join(other, "index.html"), "<title>Another</title>");
  writeFileSync(join(other, "404.html"), "");
  writeFileSync(join(other, "sw.js"), "addEventListener('install', () => skipWaiting()); addEventListener('activate', (e) => e.waitUntil(clients.claim())); addEventListener('fetch', (e) => e.request.mode === 'navigate' && e.respondWith(new Response('<h1>Old page of another site</h1>', { headers: { 'Content-Type': 'text/html' } })))");
  await before_preview(
    other,
    (page) =>
      page.evaluate(async () => {
        await navigator.serviceWorker.register("/sw.js");
        await navigator.serviceWorker.ready;
      }),
    async (page, tool) => {
      await page.goto(`${tool.origin}/${way}`);
      await page.locator("h1", { hasText: list.title }).waitFor({ timeout: 20_000 });
      assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
    },
  );
});
