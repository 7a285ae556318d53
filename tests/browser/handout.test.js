// Handouts as they are printed: without script, but for the button that has to be script.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { launch, open } from "./chromium.js";
import { none, pageAt, serve, shown } from "./site.js";

const handouts = shown.filter((page) => page.route.endsWith("/handout/"));
const size = (page) => page.document.all("section").length;
const pathway = handouts.filter((page) => page.route.startsWith("/pathways/")).sort((a, b) => size(b) - size(a))[0];
const tool = handouts.find((page) => page.route.startsWith("/tools/"));
let browser, server, plain;

before(async () => {
  [browser, server] = [await launch(), await serve()];
  plain = await open(browser, server.origin, { javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/** Opens a handout without script, with these radios chosen. */
async function paper(route, ...chosen) {
  await plain.page.emulateMedia({ media: "screen" });
  await plain.page.goto(server.url(route));
  for (const id of chosen) await plain.page.check(`#wp-${id}`);
  return plain.page;
}

/** What is printed: the size of the pages in points, and how many they are. */
async function printed(page) {
  await page.emulateMedia({ media: null });
  const pdf = (await page.pdf({ preferCSSPageSize: true, format: "A5" })).toString("latin1");
  const sizes = [...pdf.matchAll(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/g)].map((box) => `${Math.round(Number(box[1]))}x${Math.round(Number(box[2]))}`);
  return { sizes: [...new Set(sizes)], pages: sizes.length };
}

/** Elements with words of their own that are shown. */
const words = (page) =>
  page.evaluate(() => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || !element?.checkVisibility() || element.closest(".vh, svg")) continue;
      found.push({ text: walker.currentNode.data.trim(), size: parseFloat(getComputedStyle(element).fontSize) });
    }
    return found;
  });

test("the paper that is chosen is the paper that is printed", { skip: !tool && "no tool" }, async () => {
  for (const [chosen, expected] of [["a4", "595x842"], ["letter", "612x792"], ["any", "420x595"]]) {
    const page = await paper(tool.route, chosen);
    assert.deepEqual((await printed(page)).sizes.map((at) => at.replace("596x843", "595x842").replace("420x596", "420x595")), [expected], chosen);
  }
});

test("large print is 18 points in every word, and more pages", { skip: !pathway && "no pathway" }, async () => {
  const page = await paper(pathway.route, "a4");
  const usual = await printed(page);
  await page.check("#wp-large");
  const large = await printed(page);
  assert.ok(large.pages > usual.pages * 1.5, `${large.pages} pages for ${usual.pages}`);
  await page.emulateMedia({ media: "print" });
  const small = (await words(page)).filter(({ size }) => size < 24);
  none(small.map(({ text, size }) => `${size} px: ${text.slice(0, 60)}`), "words below 18 points");
});

test("what is printed has every text and the help lines, and nothing of the screen", async () => {
  for (const { route } of [pathway, tool].filter(Boolean)) {
    const page = await paper(route);
    const entry = pageAt(route.replace(/handout\/$/, ""));
    await page.emulateMedia({ media: "print" });
    const seen = (await words(page)).map(({ text }) => text).join("\n");
    for (const selector of [".top", ".exit", ".shortcuts", ".wayline", ".foot", ".paper", ".keep", ".find", "nav"]) {
      assert.equal(await page.locator(`${selector}:visible`).count(), 0, `${selector} in print`);
    }
    // Help lines and what to do in danger stand on every handout.
    const help = page.locator(".help:visible").last();
    assert.ok(await help.locator('[href^="tel:"]').count(), "a number to call");
    assert.ok((await help.locator(".small").innerText()).length > 10, "what to do in danger");
    const address = entry.document.all("link").find((node) => node.attrs.rel === "canonical").attrs.href;
    assert.ok(seen.includes(address), "the address in words");
    assert.ok(await page.locator(".qr:visible").count(), "the code");
    assert.ok(await page.locator(".review:visible").count(), "the review date");
    // Addresses of other sites are printed behind their links.
    const missing = await page.locator(".flow p > a[href^='http'], .from li > a[href^='http']").evaluateAll((links) =>
      links.filter((link) => link.checkVisibility() && !getComputedStyle(link, "::after").content.includes("http")).map((link) => link.href));
    none(missing, "links without a printed address");
  }
  none(plain.faults, "faults");
});

test("one page to tick off, and parts that are left out", { skip: !pathway && "no pathway" }, async () => {
  let page = await paper(pathway.route, "brief", "letter");
  assert.equal((await printed(page)).pages, 1);
  assert.equal(await page.locator(".plan .box:visible").count(), await page.locator(".plan .box").count());
  assert.equal(await page.locator(".part:visible").count(), 0);

  page = await paper(pathway.route);
  const part = page.locator(".part:has(> .keep)").first();
  await part.locator("> .keep > input").uncheck();
  assert.ok(await part.locator("> :is(h3, h4)").isVisible(), "its title is left on the screen");
  assert.equal(await part.locator("> .flow").isVisible(), false);
  await page.emulateMedia({ media: "print" });
  assert.equal(await part.isVisible(), false);
});

test("the plan leads to its steps on the same page", { skip: !pathway && "no pathway" }, async () => {
  const page = await paper(pathway.route);
  await page.locator(".plan a").last().click();
  const at = new URL(page.url());
  assert.equal(at.pathname, new URL(server.url(pathway.route)).pathname);
  assert.ok(await page.locator(at.hash).isVisible());
});

test("narrow, large, right to left and with words that do not end, nothing scrolls sideways", { skip: !pathway && "no pathway" }, async () => {
  const { context, page, faults } = await open(browser, server.origin, { viewport: { width: 320, height: 640 } });
  await page.goto(server.url(pathway.route));
  await page.check("#wp-large");
  await page.evaluate(() => {
    document.documentElement.dir = "rtl";
    for (const place of document.querySelectorAll("h1, .plan a, .part > h3 > span:last-child, .stage-part > h2, .why")) place.textContent = "word".repeat(75);
  });
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 320);
  await context.close();
  none(faults, "faults");
});

test("the button prints, and stands there only with script", { skip: !tool && "no tool" }, async () => {
  assert.equal(await (await paper(tool.route)).locator("print-page button:visible").count(), 0);
  const { context, page, faults } = await open(browser, server.origin);
  await page.addInitScript(() => {
    window.print = () => document.documentElement.setAttribute("data-printed", "");
  });
  await page.goto(server.url(tool.route));
  await page.locator("print-page button").click();
  assert.equal(await page.locator("html[data-printed]").count(), 1);
  assert.equal(await page.locator("print-page p").count(), 0);
  await context.close();
  none(faults, "faults");
});
