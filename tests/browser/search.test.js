// The reader's main door: the search page and the box in the header.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./chromium.js";
import { none, serve } from "./site.js";

let browser, server;

before(async () => {
  [browser, server] = [await launch(), await serve()];
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/** Runs a reader's visit and checks that nothing went wrong on the way. */
async function visit(route, steps, options = {}) {
  const { context, page, faults } = await open(browser, server.origin, { viewport: { width: 1280, height: 900 }, ...options });
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(server.url(route));
  await steps(page, requests, context);
  assert.deepEqual(await page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage), document.cookie]), [[], [], ""]);
  await context.close();
  none(faults, "faults");
}

const box = (page) => page.locator("main input[type=search]");
/** The links of the results, in order. */
const results = (page) => page.locator("main .results ol a[href]:visible");
const announced = (page) => page.locator("[role=status]");

async function ask(page, words) {
  await box(page).fill(words);
  await page.waitForFunction(() => /\d/.test([...document.querySelectorAll("[role=status]")].map((node) => node.textContent).join(" ")), undefined, { timeout: 5_000 });
}

test("a word gives results, and their number is announced", () =>
  visit("/search/", async (page) => {
    await ask(page, "craving");
    const links = await results(page).evaluateAll((nodes) => nodes.map((node) => node.getAttribute("href")));
    assert.ok(links.length >= 3, `${links.length} results`);
    assert.ok(links.some((href) => href.includes("riding-out-a-craving") || href.includes("urge-surfing") || href.includes("when-cravings-come")), String(links));
    assert.match((await announced(page).allInnerTexts()).join(" "), /\d+/);
    assert.match((await page.locator("main").innerText()).toLowerCase(), /craving/);
  }));

test("typing letter by letter gives the same as pasting", async () => {
  let typed, pasted;
  const first = (page) => results(page).evaluateAll((nodes) => nodes.slice(0, 5).map((node) => node.getAttribute("href")));
  await visit("/search/", async (page) => {
    await box(page).pressSequentially("boundaries", { delay: 20 });
    await page.waitForTimeout(500);
    typed = await first(page);
  });
  await visit("/search/", async (page) => {
    await ask(page, "boundaries");
    await page.waitForTimeout(300);
    pasted = await first(page);
  });
  assert.ok(typed.length > 0);
  assert.deepEqual(typed, pasted);
});

test("a result is followed with the keyboard alone", () =>
  visit("/search/", async (page) => {
    await ask(page, "scaling questions");
    const href = await results(page).first().getAttribute("href");
    await results(page).first().focus();
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.pathname === new URL(href, server.origin).pathname);
    assert.ok(await page.locator("h1").isVisible());
  }));

test("the query is in the address, makes one step of history, and is not sent", () =>
  visit("/", async (page, requests) => {
    await page.goto(server.url("/search/"));
    const before = await page.evaluate(() => history.length);
    await ask(page, "listening");
    await ask(page, "listening well");
    await page.waitForTimeout(300);
    assert.equal(await page.evaluate(() => history.length), before, "typing adds no steps");
    assert.match(await page.evaluate(() => location.hash), /q=listening/);
    assert.doesNotMatch(await page.title(), /listening/i, "the title does not tell what was looked for");
    none(requests.filter((url) => /listening/i.test(new URL(url).search + new URL(url).pathname.replace(/^.*\/articles\//, ""))), "requests that tell the query");
    const address = page.url();
    await page.goto(server.url("/"));
    await page.goto(address);
    await results(page).first().waitFor({ timeout: 5_000 });
    assert.equal(await box(page).inputValue(), "listening well");
  }));

test("the box in the header leads to the results", () =>
  visit("/", async (page) => {
    const field = page.locator("header input[type=search]:visible, header [role=search] input:visible").first();
    if ((await field.count()) === 0) {
      await page.locator("header a[href$='/search/']").first().click();
      await ask(page, "hope");
    } else {
      await field.fill("hope");
      await field.press("Enter");
    }
    await page.waitForURL((url) => url.pathname.endsWith("/search/"));
    await results(page).first().waitFor({ timeout: 5_000 });
    assert.equal(await box(page).inputValue(), "hope");
  }));

test("an address with ?q= is understood", () =>
  visit("/search/?q=family", async (page) => {
    await results(page).first().waitFor({ timeout: 5_000 });
    assert.equal(await box(page).inputValue(), "family");
  }));

test("a word that nobody wrote gives a kind answer, and the library stays at hand", () =>
  visit("/search/", async (page) => {
    await box(page).fill("xyzzyqwk");
    await page.waitForTimeout(600);
    const said = (await announced(page).allInnerTexts()).join(" ").trim();
    assert.ok(said.length > 5, "it is announced");
    assert.ok((await page.locator("main a[href]:visible").count()) > 0, "there are ways to go on");
    await box(page).fill("");
    await page.waitForTimeout(400);
    assert.ok((await page.locator("main a[href]:visible").count()) > 5, "an empty box brings the list back");
  }));

test("words with signs in them do no harm", () =>
  visit("/search/", async (page) => {
    for (const words of ["<img src=x onerror=alert(1)>", "\"'&amp;</script>", "   ", "{{ 7 * 7 }}", "é".repeat(500), "__proto__ constructor"]) {
      await box(page).fill(words);
      await page.waitForTimeout(200);
    }
    assert.equal(await page.locator("main img[src=x]").count(), 0);
  }));

test("one kind can be chosen", () =>
  visit("/search/", async (page) => {
    await ask(page, "recovery");
    const facet = page.locator("main fieldset input[type=checkbox]:visible, main fieldset input[type=radio]:visible");
    assert.ok((await facet.count()) >= 3, "there are filters");
    const all = await results(page).count();
    const tools = page.getByLabel(/tool/i).first();
    await tools.check();
    const show = page.locator("main button:visible", { hasText: /show|apply/i });
    if ((await show.count()) > 0) await show.first().click();
    await page.waitForTimeout(400);
    const hrefs = await results(page).evaluateAll((nodes) => nodes.map((node) => new URL(node.href).pathname));
    assert.ok(hrefs.length > 0 && hrefs.length <= all);
    none(hrefs.filter((path) => !path.includes("/tools/") && !path.includes("/pathways/")), "results of another kind");
  }));

test("Spanish pages search the Spanish library", () =>
  visit("/es/search/", async (page) => {
    await box(page).fill("recuperación");
    await results(page).first().waitFor({ timeout: 5_000 });
    const hrefs = await results(page).evaluateAll((nodes) => nodes.map((node) => new URL(node.href).pathname));
    assert.ok(hrefs.every((path) => path.startsWith("/es/")), String(hrefs));
  }));

test("a search needs little, and only from this site", () =>
  visit("/search/", async (page, requests) => {
    await page.waitForLoadState("networkidle");
    const before = requests.length;
    await ask(page, "craving sleep");
    await results(page).first().waitFor();
    await page.waitForLoadState("networkidle");
    const fetched = requests.slice(before);
    assert.ok(fetched.length <= 14, `${fetched.length} requests: root, two shards and the blocks of the results`);
    const icon = /\/assets\/icon\./; // Fetched by the browser whenever it likes.
    none(fetched.filter((url) => !/\/search\/.*\.json$/.test(new URL(url).pathname) && !icon.test(url)), "requests that are no part of the index");
  }));
