// The copy that is read from a folder: no server, `file://`, a folder with an awkward name.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve, sep } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { launch } from "./chromium.js";
import { parse } from "./document.js";
import { none, serve } from "./site.js";

const source = resolve(import.meta.dirname, process.env.WAYPOST_SOURCE ?? "../..");
const waypost = process.env.WAYPOST ?? resolve(import.meta.dirname, "../../target/release/waypost");

let browser, server, temp, stick, files;

before(async () => {
  temp = mkdtempSync(join(tmpdir(), "waypost-"));
  stick = join(temp, "My stick #1, 100% añ & 'more'");
  const day = process.env.WAYPOST_TODAY ? ["--today", process.env.WAYPOST_TODAY] : [];
  execFileSync(waypost, ["build", "--portable", "--site", source, "--out", stick, ...day], { stdio: "pipe" });
  execFileSync(waypost, ["verify", stick], { stdio: "pipe" });
  files = new Set(readdirSync(stick, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).map((one) => relative(stick, join(one.parentPath, one.name)).split(sep).join("/")));
  [browser, server] = [await launch(), await serve()];
});
after(async () => {
  await browser?.close();
  await server?.close();
  if (temp) rmSync(temp, { recursive: true, force: true });
});

const address = (file) => pathToFileURL(join(stick, file)).href;

/** Opens a page that notes faults: errors, messages, requests that fail, and every request to a network. */
async function visit(url, steps, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const faults = [];
  page.on("request", (request) => !/^(file|data):/.test(request.url()) && faults.push(`request to ${request.url()}`));
  page.on("requestfailed", (request) => !/ABORTED/.test(request.failure()?.errorText) && faults.push(`failed: ${request.url()}`));
  page.on("pageerror", (error) => faults.push(`script error: ${error.message}`));
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && faults.push(`console: ${message.text()}`));
  await page.goto(url);
  const gives = await steps(page, context);
  await context.close();
  none(faults.map((fault) => `${url}: ${fault}`), "faults");
  return gives;
}

/** Every address in a page: attribute, value, and the file it leads to where it leads into the folder. */
function addresses(file) {
  const found = [];
  for (const node of parse(readFileSync(join(stick, file), "utf8")).all()) {
    if (!node.attrs) continue;
    for (const [name, value] of Object.entries(node.attrs)) {
      const refresh = name === "content" && /^refresh$/i.test(node.attrs["http-equiv"] ?? "");
      const values = /srcset$/.test(name) ? value.split(", ").map((one) => one.split(" ")[0]) : refresh ? [value.replace(/.*url=/, "")] : [value];
      if (!refresh && !/^(href|src|action|poster|srcset|imagesrcset|formaction)$/.test(name)) continue;
      found.push(...values.map((value) => ({ tag: node.name ?? node.tag, name, value })));
    }
  }
  return found.map((one) => {
    const url = new URL(one.value, address(file));
    return { ...one, url, target: url.protocol === "file:" ? relative(stick, fileURLToPath(new URL(url.pathname, url))).split(sep).join("/") : undefined };
  });
}

const pages = () => [...files].filter((file) => /\.html?$/.test(file));

test("a pathway is followed over steps that others share, to its end and back, without script", () =>
  visit(
    address("pathways/for-families/index.html"),
    async (page) => {
      const title = (await page.locator("h1").innerText()).trim();
      const on = () => page.locator("main .place:visible strong a").allInnerTexts();
      const walked = [];
      let first = 0;
      for (let sign = page.locator("main a.sign").first(); (await sign.count()) > 0; sign = page.locator("main .onward [rel=next]:visible")) {
        await sign.click();
        assert.deepEqual(await on(), [title], page.url());
        first += await page.locator("main .place").first().isHidden() ? 1 : 0;
        walked.push(page.url());
      }
      assert.ok(first > 0, "some step shows another pathway than its first");
      assert.match(await page.locator("main .onward .sign:visible").last().getAttribute("href"), /#wp-out$/);
      for (const url of walked.slice(0, -1).reverse()) {
        await page.locator("main .onward [rel=prev]:visible").click();
        assert.equal(page.url(), url);
      }
    },
    { javaScriptEnabled: false },
  ),
);

test("every address in every page leads to a file of the folder, or to the web", () => {
  const problems = [];
  for (const file of pages()) {
    for (const { value, url, target } of addresses(file)) {
      if (url.protocol !== "file:" ? !/^(https?|tel|sms|mailto):/.test(url.protocol) : !files.has(target)) problems.push(`${file}: ${value}`);
      if (value.startsWith("/")) problems.push(`${file}: ${value} has a slash first`);
    }
  }
  none(problems, "addresses that lead nowhere");
});

test("every page is reached from index.html by links alone", () => {
  const reached = new Set(["index.html"]);
  for (const file of reached) {
    for (const { name, target } of addresses(file)) if (name === "href" && target && files.has(target) && target.endsWith(".html")) reached.add(target);
  }
  const redirects = pages().filter((file) => /http-equiv="refresh"/.test(readFileSync(join(stick, file), "utf8")));
  none(pages().filter((file) => !reached.has(file) && !redirects.includes(file)), "pages that no link leads to");
});

test("nothing is there that only a server or the web can use", () => {
  none([...files].filter((file) => /(^|\/)(feed\.xml|keep\.json|sitemap.*\.xml)$|^(_headers|_redirects|robots\.txt|404\.html|worker\.js|([a-z]{2}\/)?offline\/index\.html)$/.test(file)), "files of a server");
});

test("one page of each kind opens with its style and without a word on the console", async () => {
  const of = (folder) => pages().find((file) => new RegExp(`^${folder}/[^/]+/index.html$`).test(file));
  for (const file of ["index.html", "es/index.html", "search/index.html", "patchwork/index.html", of("pathways"), of("tools"), of("articles"), of("principles")]) {
    if (!file || !files.has(file)) continue;
    await visit(address(file), async (page) => {
      await page.waitForLoadState("networkidle");
      const style = await page.evaluate(() => ({ sheets: document.styleSheets.length, font: getComputedStyle(document.body).fontFamily, hidden: [...document.querySelectorAll("keep-offline")].every((one) => !one.checkVisibility()) }));
      assert.ok(style.sheets > 0 && /sans-serif/.test(style.font), `${file}: ${JSON.stringify(style)}`);
      assert.ok(style.hidden, `${file}: nothing can be kept from a folder`);
    });
  }
});

test("the policy of a page lets nothing run that stands in the page, and nothing from the web in", () =>
  visit(address("index.html"), async (page) => {
    const policy = await page.locator("meta[http-equiv='Content-Security-Policy']").getAttribute("content");
    assert.match(policy, /^default-src 'none'; script-src 'self' file:;/);
    assert.ok(!/unsafe|\*|https?:|data:/.test(policy), policy);
    const ran = await page.evaluate(async () => {
      const script = document.createElement("script");
      script.textContent = "globalThis.ran = true";
      const violation = new Promise((done) => addEventListener("securitypolicyviolation", done, { once: true }));
      document.head.append(script);
      await violation;
      return globalThis.ran;
    });
    assert.equal(ran, undefined);
  }).catch((error) => {
    // The browser says of that script that it was refused, as it should.
    if (!/^Error: 1 × faults:[^]*inline script/.test(String(error))) throw error;
  }));

test("links, the language switch and a jump inside a page work without script too", () =>
  visit(
    address("index.html"),
    async (page) => {
      await page.locator("main a[href*='pathways/']").first().click();
      assert.ok(page.url().endsWith("/index.html") && page.url().includes("pathways/"), page.url());
      await page.locator("a[hreflang=es]").first().click();
      assert.equal(await page.locator("html").getAttribute("lang"), "es");
      await page.goto(address("index.html"));
      await page.locator("a.skip[href='#wp-main']").focus();
      await page.keyboard.press("Enter");
      assert.ok(page.url().endsWith("index.html#wp-main"));
    },
    { javaScriptEnabled: false },
  ));

/** The titles of the first results for a query, and where their first link leads. */
async function results(page, query) {
  await page.locator("#wp-find").fill("");
  await page.waitForFunction(() => /** @type {any} */ (document.querySelector(".results")).hidden);
  await page.locator("#wp-find").fill(query);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => /\d/.test(document.querySelector(".said strong")?.textContent ?? ""));
  await page.waitForFunction((query) => new URLSearchParams(location.hash.slice(1)).get("q") === query, query);
  return page.locator(".results h3 a").evaluateAll((links) => links.map((link) => [link.textContent, link.href]));
}

const QUERIES = ["craving", "cant sleep since i stopped", "boundries", "\"a day that holds\"", "hope"];

test("search finds the same ten as over a server, and its results open", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(server.url("/search/"));
  const served = [];
  for (const query of QUERIES) served.push((await results(page, query)).map(([title]) => title));
  await context.close();
  await visit(address("search/index.html"), async (page) => {
    for (const [at, query] of QUERIES.entries()) {
      const found = await results(page, query);
      assert.deepEqual(found.map(([title]) => title), served[at], query);
      for (const [, href] of found) assert.ok(existsSync(fileURLToPath(href.replace(/#.*/, ""))), href);
    }
    await page.locator(".results mark").first().waitFor();
    await page.locator(".results h3 a").first().click();
    assert.ok(page.url().endsWith("index.html"), page.url());
  });
});

test("results are narrowed, and the address with its fragment opens again", () =>
  visit(`${address("search/index.html")}#q=craving&kind=tool`, async (page) => {
    await page.locator(".results h3 a").first().waitFor();
    const links = await page.locator(".results h3 a").evaluateAll((links) => links.map((link) => link.href));
    assert.ok(links.length && links.every((href) => href.includes("/tools/")), links.join("\n"));
  }));

test("the box in the header leads to results", () =>
  visit(address("articles/index.html"), async (page) => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.locator("#wp-find-top").fill("craving");
    await page.keyboard.press("Enter");
    await page.locator(".results h3 a").first().waitFor();
    assert.match(page.url(), /search\/index\.html#q=craving$/);
  }));

test("a site below a path makes the same folder", () => {
  const below = join(temp, "below");
  const day = process.env.WAYPOST_TODAY ? ["--today", process.env.WAYPOST_TODAY] : [];
  execFileSync(waypost, ["build", "--portable", "--site", source, "--out", below, "--base-url", "https://host.example/ab/é/", ...day], { stdio: "pipe" });
  const strip = (text) => text.replace(/https:\/\/[^/]*\/(ab\/%C3%A9\/)?/g, "W/").replace(/data-base="[^"]*"/, "");
  for (const file of pages()) {
    const [here, there] = [stick, below].map((folder) => addressesOnly(strip(readFileSync(join(folder, file), "utf8"))));
    assert.deepEqual(there, here, file);
  }
});

/** The addresses in a page's text, as they are written. */
const addressesOnly = (html) => [...html.matchAll(/ (?:href|src|srcset|action|poster|data-index|data-excerpt)="([^"]*)"/g)].map((match) => match[1]);

test("what a reader keeps works from the folder, and shares the public address", () =>
  visit(address("pathways/the-first-few-weeks/index.html"), async (page) => {
    const kept = () => page.evaluate(() => Object.values(localStorage).map((one) => JSON.parse(one)));
    await page.locator("keep-place [data-does=keep]").click();
    const box = page.locator(".route input").first();
    const first = await box.getAttribute("value");
    await box.check();
    await page.locator("collect-page [data-does=add]").click();
    await page.locator("collect-page [data-does=yes]").click();
    const way = "/pathways/the-first-few-weeks/";
    assert.deepEqual(await kept(), [{ v: 1, done: { [way]: [first] }, patchwork: [{ at: way }] }]);
    await page.goto(address(`${first.slice(1)}index.html`) + "#wp-on-the-first-few-weeks");
    await page.locator("keep-place [data-does=untick]:visible").click();
    assert.deepEqual((await kept())[0].done, { [way]: [] });
    await page.goto(address("patchwork/index.html"));
    await page.locator(".patches a").waitFor();
    assert.match(await page.getByLabel("Address", { exact: true }).inputValue(), /^https:\/\/library\.example\/patchwork\/#p1:pathways\/the-first-few-weeks$/);
    await page.locator(".patches a").click();
    await page.waitForURL(address("pathways/the-first-few-weeks/index.html"));
    await page.evaluate(() => localStorage.clear());
  }));
