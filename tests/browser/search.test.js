// The reader's main door: the search page and the box in the header.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./chromium.js";
import { none, pages, pageAt, read, serve } from "./site.js";

let browser, server;

before(async () => {
  [browser, server] = [await launch(), await serve()];
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/** Runs a reader's visit and checks that nothing went wrong on the way. */
async function visit(route, steps, { before, ...options } = {}) {
  const { context, page, faults } = await open(browser, server.origin, { viewport: { width: 1280, height: 900 }, ...options });
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  await before?.(page, context);
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
/** What is said for the eye. */
const said = (page) => page.locator("main .said");
const hrefs = (page) => results(page).evaluateAll((nodes) => nodes.map((node) => node.getAttribute("href")));
/** The links of the results' titles, in order. */
const titles = (page) => page.locator("main .results h3 a:visible");
const focused = (page) => page.evaluate(() => document.activeElement.textContent.trim() || document.activeElement.id);
const filters = (page) => page.locator("main .facets:visible");
const chips = (page) => page.locator("main .chip");
/** Waits until the filters stand beside results. */
const filtered = (page) => filters(page).locator("fieldset").first().waitFor({ timeout: 5_000 });

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
  const first = async (page) => {
    // Excerpts, and the sections that they lead to, are read from the results' pages a little later.
    await page.locator('main .results ol a[href*="#"]:visible').first().waitFor({ timeout: 5_000 });
    await page.waitForTimeout(500);
    return results(page).evaluateAll((nodes) => nodes.slice(0, 5).map((node) => node.getAttribute("href")));
  };
  await visit("/search/", async (page) => {
    await box(page).pressSequentially("boundaries", { delay: 20 });
    typed = await first(page);
  });
  await visit("/search/", async (page) => {
    await ask(page, "boundaries");
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
    const known = new Set(pages.map((page) => server.url(page.route)));
    none(requests.filter((url) => new URL(url).search || (/listening/i.test(url) && !known.has(url))), "requests that tell the query");
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
    const icon = /\/assets\/icon\./; // Fetched by the browser whenever it likes.
    const fetched = requests.slice(before).filter((url) => !icon.test(url));
    const index = fetched.filter((url) => /\/search\/.*\.json$/.test(new URL(url).pathname));
    assert.ok(index.length <= 14, `${index.length} requests: root, two shards, filters and the blocks of the results`);
    const found = (await hrefs(page)).map((href) => server.url(href).replace(/#.*/, ""));
    none(fetched.filter((url) => !index.includes(url) && !found.includes(url)), "requests that are no part of the index and no page that was found");
  }));

test("Enter in the box searches without waiting", () =>
  visit("/search/", async (page) => {
    await box(page).focus();
    await page.evaluate(() => (document.querySelector("main [name=q]").value = "craving")); // No input event: only Enter asks.
    await page.waitForTimeout(300);
    assert.equal(await titles(page).count(), 0);
    await page.keyboard.press("Enter");
    await titles(page).first().waitFor({ timeout: 5_000 });
    assert.match(page.url(), /#q=craving$/, "the form itself is not sent");
  }));

test("arrows go through the results and back, Home and End to the ends, Escape to the box", () =>
  visit("/search/#q=recovery", async (page) => {
    await titles(page).nth(2).waitFor({ timeout: 5_000 });
    await filtered(page); // The keys come with the filters.
    const names = await titles(page).allTextContents();
    await box(page).focus();
    await page.keyboard.press("ArrowDown");
    assert.equal(await focused(page), names[0]);
    await page.keyboard.press("ArrowDown");
    assert.equal(await focused(page), names[1]);
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    assert.equal(await focused(page), "wp-find", "up from the first result is the box");
    await page.keyboard.press("Home");
    assert.equal(await focused(page), "wp-find", "Home in the box is for its text");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("End");
    const last = await focused(page);
    assert.ok(last === names.at(-1) || /^Show \d+ more$/.test(last), last);
    await page.keyboard.press("Home");
    assert.equal(await focused(page), names[0]);
    await page.keyboard.press("Escape");
    assert.equal(await focused(page), "wp-find");
    assert.equal(await box(page).inputValue(), "recovery", "from the results Escape only goes back");
    await page.keyboard.press("Escape");
    assert.equal(await box(page).inputValue(), "");
    await page.waitForFunction(() => !document.querySelector(".results:not([hidden])"));
    assert.equal(new URL(page.url()).hash, "");
  }));

test("the / key goes to the box, not while writing, and can be turned off", () =>
  visit("/search/", async (page) => {
    await filtered(page);
    await page.keyboard.press("/");
    assert.equal(await focused(page), "wp-find");
    await page.keyboard.press("/");
    assert.equal(await box(page).inputValue(), "/", "in the box it is a character");
    await page.keyboard.press("Escape");
    await page.getByLabel(/\/ key/).uncheck();
    await page.locator("main .browse a").first().focus();
    await page.keyboard.press("/");
    assert.notEqual(await focused(page), "wp-find", "turned off");
    await page.getByLabel(/\/ key/).check();
    await page.keyboard.press("/");
    assert.equal(await focused(page), "wp-find", "turned on, also from the switch itself");
  }));

test("where there is no keyboard there is no key and no switch", () =>
  visit(
    "/search/",
    async (page) => {
      await filters(page).locator("fieldset").first().waitFor({ timeout: 5_000 });
      assert.equal(await page.getByLabel(/\/ key/).isVisible(), false);
      await page.keyboard.press("/");
      assert.notEqual(await focused(page), "wp-find");
    },
    { hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } },
  ));

test("a slip is put right, said, and the word as it was written is offered", () =>
  visit("/search/#q=Cravng", async (page) => {
    await titles(page).first().waitFor({ timeout: 5_000 });
    const offer = page.getByRole("button", { name: /“Cravng” as you wrote it/ });
    await offer.waitFor({ timeout: 5_000 });
    assert.match(await said(page).innerText(), /Showing results for craving/);
    await page.waitForFunction(() => /Showing results for craving.*Cravng/.test(document.querySelector(".told").textContent));
    await offer.click();
    assert.equal(await box(page).inputValue(), "\"Cravng\"");
    assert.equal(new URLSearchParams(new URL(page.url()).hash.slice(1)).get("q"), "\"Cravng\"");
    await page.waitForTimeout(300);
    assert.equal(await offer.count(), 0, "it is offered once");
  }));

/** Notes every text that a screen reader would be told, and every count that is shown. */
const listen = (page) =>
  page.addInitScript(() => {
    globalThis.heard = [];
    globalThis.shown = [];
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const node = target.nodeType === 1 ? target : target.parentElement;
        if (node?.closest(".told, .helped") && node.textContent) globalThis.heard.push(node.textContent);
        if (node?.closest(".said") && node.textContent) globalThis.shown.push(node.textContent);
      }
    }).observe(document, { childList: true, characterData: true, subtree: true });
  });

test("a screen reader is told the count once the reader rests, not at every letter", () =>
  visit(
    "/search/",
    async (page) => {
      await filtered(page);
      await box(page).pressSequentially("craving", { delay: 120 });
      await page.waitForFunction(() => globalThis.heard.length > 0);
      await page.waitForTimeout(700);
      const { heard, shown } = await page.evaluate(() => ({ heard: globalThis.heard, shown: globalThis.shown }));
      assert.ok(shown.length >= 3, `the eye sees it while typing: ${shown}`);
      assert.ok(heard.length <= 2, `told: ${heard}`);
      assert.match(heard.at(-1), /^\d+ results?/);
      none(shown.filter((text) => /Searching/.test(text)), "said although it was fast");
      assert.equal(await page.locator(".told").getAttribute("role"), "status");
    },
    { before: listen },
  ));

test("Searching is said when it takes over 400 ms", () =>
  visit(
    "/search/",
    async (page) => {
      await filtered(page);
      await page.route(/\/search\/[td]\//, async (route) => {
        await new Promise((done) => setTimeout(done, 700));
        await route.continue();
      });
      await box(page).fill("weekly");
      await page.waitForTimeout(300);
      assert.doesNotMatch(await said(page).innerText(), /Searching/);
      await page.waitForFunction(() => /Searching/.test(document.querySelector(".said").textContent), undefined, { timeout: 2_000 });
      await page.waitForFunction(() => /result/.test(document.querySelector(".said").textContent), undefined, { timeout: 5_000 });
    },
    { before: listen },
  ));

// ---- Filters

/** The values of the filters: name, value, count, whether chosen. */
const values = (page) =>
  filters(page).locator("label").evaluateAll((labels) =>
    labels.map((label) => ({
      filter: label.closest("fieldset").querySelector("legend").textContent,
      label: label.querySelector("bdi").textContent,
      count: Number(label.querySelector("span").textContent),
      chosen: label.querySelector("input").checked,
      folded: !!label.closest("details"),
    })),
  );
const total = async (page) => Number((await said(page).innerText()).match(/^\d+/)?.[0] ?? 0);
const settled = (page, count) => page.waitForFunction((count) => document.querySelector(".said").textContent.startsWith(`${count} `), count, { timeout: 5_000 });

test("filters narrow the results to the number beside them", () =>
  visit("/search/#q=craving", async (page) => {
    await filtered(page);
    const all = await total(page);
    const tools = (await values(page)).find(({ filter, label }) => filter === "Kind" && label === "Tools");
    assert.ok(tools.count > 0 && tools.count < all);
    await page.getByLabel(/^Tools/).check();
    await settled(page, tools.count);
    none((await titles(page).evaluateAll((nodes) => nodes.map((node) => node.pathname))).filter((path) => !path.startsWith("/tools/")), "results of another kind");
    assert.equal(await focused(page), await page.getByLabel(/^Tools/).getAttribute("id"), "focus stays where it was");
    const stage = (await values(page)).find(({ filter, count }) => filter !== "Kind" && count > 0 && count < tools.count);
    await filters(page).locator("fieldset", { has: page.locator("legend", { hasText: stage.filter }) }).getByLabel(stage.label).check();
    await settled(page, stage.count);
    const state = new URLSearchParams(new URL(page.url()).hash.slice(1));
    assert.deepEqual([...state.keys()].slice(0, 2), ["q", "kind"]);
    assert.equal([...state.keys()].length, 3);
    assert.deepEqual((await chips(page).allInnerTexts()).map((text) => text.split(",")[0].trim()), ["Tools", stage.label]);
    assert.match(await chips(page).first().textContent(), /remove this filter/);
    await chips(page).first().click();
    await page.waitForFunction(() => document.querySelectorAll(".chip").length === 1);
    assert.match(await focused(page), new RegExp(stage.label), "focus goes on to the next one");
    assert.equal(await page.getByLabel(/^Tools/).isChecked(), false);
    await page.locator(".facets").getByRole("button", { name: "Clear all" }).click();
    await settled(page, all);
    assert.equal(await chips(page).count(), 0);
  }));

test("filters without a question give the library, with counts", () =>
  visit("/search/", async (page) => {
    await filtered(page);
    assert.match(await page.locator("#wp-narrow").innerText(), /Choose what to see/);
    const tools = (await values(page)).find(({ label }) => label === "Tools");
    await page.getByLabel(/^Tools/).check();
    await settled(page, tools.count);
    assert.match(page.url(), /#kind=tool$/);
    assert.ok(await page.locator("main .browse").isHidden());
    await page.getByRole("button", { name: /^Tools/ }).click();
    await page.locator("main .browse").waitFor();
    assert.equal(new URL(page.url()).hash, "");
  }));

test("more than eight values are folded, and a filter that changes nothing is left out", () =>
  visit("/search/", async (page) => {
    await filtered(page);
    const all = await values(page);
    const principles = all.filter(({ filter }) => filter === "Principles");
    assert.equal(principles.filter(({ folded }) => !folded).length, 8);
    assert.ok(principles.some(({ folded }) => folded));
    const least = Math.min(...principles.filter(({ folded }) => !folded).map(({ count }) => count));
    assert.ok(principles.every(({ folded, count }) => !folded || count <= least), "the rarer ones are folded");
    await filters(page).locator("summary").click();
    assert.ok(await filters(page).locator("details label").first().isVisible());
    await page.goto(server.url("/search/#q=recovery&stage=beginning"));
    await page.waitForFunction(() => /result/.test(document.querySelector(".said").textContent));
    await page.waitForTimeout(300);
    const few = await values(page);
    const kinds = await page.locator(".results .meta:not(.where) span:first-child").allInnerTexts();
    assert.equal(new Set(kinds).size, 1, "all of one kind");
    assert.ok(few.length > 0 && few.every(({ filter }) => filter !== "Kind"), "so the kind is no choice");
    await chips(page).click();
    await page.waitForFunction(() => document.querySelectorAll(".chip").length === 0);
    await page.waitForTimeout(200);
    assert.ok((await values(page)).some(({ filter }) => filter === "Kind"), "it comes back where it is one");
  }));

test("going back restores question, filters, and how many results were shown", () =>
  visit("/search/#stage=beginning", async (page) => {
    await filtered(page);
    await page.getByLabel(/^Articles/).check();
    await page.waitForFunction(() => document.querySelectorAll(".chip").length === 2);
    await page.getByRole("button", { name: /^Show \d+ more/ }).click();
    await titles(page).nth(10).waitFor();
    assert.equal(await focused(page), await titles(page).nth(10).textContent(), "focus goes to the first new result");
    const before = await titles(page).allTextContents();
    const length = await page.evaluate(() => history.length);
    await titles(page).nth(10).click();
    await page.waitForURL((url) => !url.pathname.endsWith("/search/"));
    await page.goBack();
    await titles(page).nth(10).waitFor({ timeout: 5_000 });
    assert.deepEqual(await titles(page).allTextContents(), before);
    await page.waitForFunction(() => document.querySelectorAll(".chip").length === 2, undefined, { timeout: 5_000 });
    await filtered(page);
    assert.deepEqual((await values(page)).filter(({ chosen }) => chosen).map(({ label }) => label).sort(), ["Articles", "Beginning"]);
    assert.equal(await page.evaluate(() => history.length), length + 1);
    await page.goForward();
    await page.waitForURL((url) => !url.pathname.endsWith("/search/"));
  }));

test("a jump inside the page keeps the question", () =>
  visit("/search/#q=recovery", async (page) => {
    await titles(page).first().waitFor({ timeout: 5_000 });
    await page.locator(".skip").first().focus();
    await page.keyboard.press("Enter");
    await page.waitForTimeout(300);
    assert.ok((await titles(page).count()) > 0);
    assert.equal(await box(page).inputValue(), "recovery");
    assert.match(page.url(), /#q=recovery$/);
  }));

test("an address with ?q= is not left with it", () =>
  visit("/search/?q=family&kind=tool", async (page) => {
    await titles(page).first().waitFor({ timeout: 5_000 });
    assert.equal(new URL(page.url()).search, "");
    assert.equal(new URL(page.url()).hash, "#q=family&kind=tool");
  }));

test("on a phone a link leads to the filters and a button back", () =>
  visit(
    "/search/#q=recovery",
    async (page) => {
      await filtered(page);
      const link = page.getByRole("link", { name: "Narrow these results" });
      await link.click();
      assert.equal(await focused(page), "Narrow these results");
      assert.match(page.url(), /#q=recovery$/);
      assert.ok(await page.evaluate(() => scrollY > 500));
      await page.getByRole("button", { name: "Show results" }).click();
      assert.match(await focused(page), /^\d+ results/);
      await page.setViewportSize({ width: 1280, height: 800 });
      assert.equal(await link.isVisible(), false, "beside the results no link is needed");
    },
    { viewport: { width: 360, height: 740 } },
  ));

// ---- Excerpts

const excerpted = (page) => page.locator(".results .where a").first().waitFor({ timeout: 5_000 });

test("a result shows the part of its page that was looked for, and leads to it", () =>
  visit("/search/#q=urge+surfing+wave", async (page) => {
    await excerpted(page);
    await page.waitForTimeout(500);
    const found = await page.locator(".results li").evaluateAll((items) =>
      items.map((item) => ({
        marks: [...item.querySelectorAll(".text mark")].map((mark) => mark.textContent.toLowerCase()),
        text: item.querySelector(".text").textContent,
        href: item.querySelector(".where a")?.getAttribute("href"),
        title: item.querySelector(".where a")?.textContent,
      })),
    );
    const led = found.filter(({ href }) => href);
    assert.ok(led.length >= 2, "results with a section");
    for (const { marks, text, href, title } of led) {
      assert.ok(text.length <= 175, `${text.length}: ${text}`);
      none(marks.filter((mark) => !/^(urge|surf|wave)/.test(mark)), "marks that nobody looked for");
      const [route, id] = href.split("#");
      const heading = pageAt(route).document.all("h2", "h3", "h4").find((node) => node.attrs.id === decodeURIComponent(id));
      assert.ok(heading, `${href} has its heading`);
      assert.match(title, /^In the section: ./);
    }
    assert.ok(led.some(({ marks }) => new Set(marks).size > 1), "words that stand close together");
  }));

test("a fragment stands in the page, word for word", () =>
  visit("/search/#q=clock+fifteen+minutes", async (page) => {
    await excerpted(page);
    const [text, plain] = await page.locator(".results li", { has: page.locator("h3 a[href$='/riding-out-a-craving/']") }).first().evaluate(async (item) => {
      const html = await (await fetch(item.querySelector("h3 a").href)).text();
      return [item.querySelector(".text").textContent, new DOMParser().parseFromString(html, "text/html").querySelector(".prose").textContent.replace(/\s+/g, " ")];
    });
    assert.ok(plain.includes(text.replace(/^… | …$/g, "")), text);
    assert.match(text, /fifteen minutes/);
  }));

test("a phrase in quotation marks is shown where it stands", () =>
  visit("/search/#q=\"in+the+thick+of+it\"+craving", async (page) => {
    const item = page.locator(".results li", { has: page.locator("h3 a[href$='/riding-out-a-craving/']") });
    await item.locator(".where a").waitFor({ timeout: 5_000 });
    assert.match(await item.locator(".text").textContent(), /in the thick of it/);
    assert.match(await item.locator(".where a").getAttribute("href"), /#the-arguments-it-makes$/);
  }));

for (const width of [360, 1280]) {
  test(`nothing moves when the fragments come, ${width} pixels wide`, () =>
    visit(
      "/search/#q=riding+out+a+craving",
      async (page) => {
        await titles(page).nth(4).waitFor({ timeout: 5_000 });
        await filtered(page);
        await page.waitForFunction(() => document.querySelector(".results .text mark"));
        const heights = () => page.locator(".results li").evaluateAll((items) => items.map((item) => item.getBoundingClientRect().height));
        const before = await heights();
        const text = await page.locator(".results .text").first().textContent();
        await page.evaluate(() => (globalThis.shift = 0));
        await excerpted(page);
        await page.waitForTimeout(800);
        assert.notEqual(await page.locator(".results .text").first().textContent(), text);
        assert.deepEqual(await heights(), before);
        assert.ok((await page.evaluate(() => globalThis.shift)) < 0.001);
      },
      {
        viewport: { width, height: 740 },
        before: async (page) => {
          await page.route(/\/(articles|tools|pathways|principles)\/[^/]+\/$/, async (route) => {
            await new Promise((done) => setTimeout(done, 1_000));
            await route.continue();
          });
          await page.addInitScript(() => {
            globalThis.shift = 0;
            new PerformanceObserver((list) => {
              for (const entry of list.getEntries()) globalThis.shift += entry.value;
            }).observe({ type: "layout-shift" });
          });
        },
      },
    ));
}

test("only what is on screen is looked into, two pages at a time, after the results", () => {
  let running = 0, most = 0, early = 0;
  const asked = [];
  return visit(
    "/search/#q=craving",
    async (page) => {
      await excerpted(page);
      await page.waitForTimeout(1_500);
      assert.equal(early, 0, "asked for before there were results");
      assert.equal(most, 2);
      const visible = await page.locator(".results li").evaluateAll((items) => items.filter((item) => item.getBoundingClientRect().top < innerHeight).length);
      assert.ok(asked.length <= visible && asked.length < 10, `${asked.length} pages, ${visible} visible`);
      const first = asked.length;
      await page.locator(".results li").last().scrollIntoViewIfNeeded();
      await page.waitForTimeout(1_500);
      assert.ok(asked.length > first, "the others once they are seen");
      assert.equal(new Set(asked).size, asked.length, "each once");
    },
    {
      viewport: { width: 1280, height: 1200 },
      before: (page) =>
        page.route(/\/(articles|tools|pathways|principles)\/[^/]+\/$/, async (route) => {
          if (route.request().isNavigationRequest()) return route.continue();
          if ((await page.locator(".results li").count()) === 0) early++;
          asked.push(route.request().url());
          most = Math.max(most, ++running);
          await new Promise((done) => setTimeout(done, 150));
          await route.continue();
          running--;
        }),
    },
  );
});

test("who saves data gets summaries only", () =>
  visit(
    "/search/#q=craving",
    async (page, requests) => {
      await titles(page).first().waitFor({ timeout: 5_000 });
      await page.waitForTimeout(1_500);
      none(requests.filter((url) => /\/(articles|tools|pathways|principles)\/./.test(url)), "pages looked into");
      assert.equal(await page.locator(".results .where").count(), 0, "and no place is kept");
    },
    { before: (page) => page.addInitScript(() => Object.defineProperty(Navigator.prototype, "connection", { get: () => ({ saveData: true }) })) },
  ));

test("the sections of a page are its headings and the texts of its blocks", () =>
  visit(
    "/search/#q=craving",
    async (page) => {
      await filtered(page);
      const got = await page.evaluate(async () => {
        const first = await globalThis.waypostExcerpt.sections("/made-up/");
        const again = await globalThis.waypostExcerpt.sections("/made-up/");
        const foreign = await globalThis.waypostExcerpt.sections("https://example.org/").then(() => "", (error) => error.message);
        return { first, same: first === again, foreign };
      });
      assert.deepEqual(got.first, [
        { id: "", title: "", blocks: ["Before any heading.", "loose text"] },
        { id: "one", title: "One two", blocks: ["One two", "A paragraph with a link.", "item", "inner item", "term", "said of it", "a cell", "another", "lost and found"] },
        { id: "two", title: "Two", blocks: ["Two", "H2O and 10 2", "Words in the note.", "A note."] },
      ]);
      assert.ok(got.same, "cached");
      assert.match(got.foreign, /Not of this site/);
    },
    {
      before: (page) =>
        page.route("**/made-up/", (route) =>
          route.fulfill({
            contentType: "text/html",
            body: `<!doctype html><body><p>outside</p><div class="flow prose"><p>Before   any
              heading.</p>loose <em>text</em>
              <h2 id="one">One <em>two</em> <a class="anchor" href="#one">#</a></h2><p>A <strong>para</strong>graph with a <a href="x">link</a>.</p>
              <ul><li>item<ul><li>inner item</li></ul></li></ul><dl><dt>term</dt><dd>said of it</dd></dl><table><tr><td>a cell</td><td>another</td></tr></table>
              <pre>code</pre><svg><title>drawing</title></svg><script>var a</script><div>lost<br>and found</div>
              <h3 id="two">Two</h3><p>H2O and 10<sup> 2</sup><sup><a id="wp-fnref-1" href="#wp-fn-1">1</a></sup></p>
              <div class="help"><p class="block-t">A title</p><p>Words in the note.</p><div class="help-lines">988</div></div>
              <section><ol><li><p>A note. <a href="#wp-fnref-1">Back to the text</a></p></li></ol></section></div><p>outside</p>`,
          }),
        ),
    },
  ));

// ---- Nothing found, and help

test("nothing found leaves several ways on", () =>
  visit("/search/#q=xyzzyqwk", async (page) => {
    await page.waitForFunction(() => /Nothing found/.test(document.querySelector(".told").textContent));
    for (const way of ["/stage/", "/pathways/", "/principles/", "/topics/", "/articles/"]) {
      assert.ok(await page.locator(`main .browse a[href^="${way}"]`).first().isVisible(), way);
    }
    assert.ok(await page.locator("main .browse svg.blaze").first().isVisible(), "pathways have their blazes");
    assert.ok(await page.locator("main .browse .lead").isHidden(), "what to do with an empty box is not said here");
  }));

test("nothing found for filters says so, and they can be taken away", () =>
  visit("/search/#q=craving&kind=page&topics=culture&stage=nowhere", async (page) => {
    await page.waitForFunction(() => /fits all of that/.test(document.querySelector(".said").textContent));
    assert.equal(await chips(page).count(), 3);
    await page.locator(".chips").getByRole("button", { name: "Clear all" }).click();
    await titles(page).first().waitFor({ timeout: 5_000 });
    assert.match(await focused(page), /^\d+ results/, "focus is not lost");
  }));

test("without script the page has the same ways in", () =>
  visit(
    "/search/",
    async (page) => {
      for (const way of ["/stage/", "/pathways/", "/principles/", "/topics/", "/articles/"]) {
        assert.ok(await page.locator(`main .browse a[href^="${way}"]`).first().isVisible(), way);
      }
      assert.equal(await page.locator("main .chips").isVisible(), false);
      assert.equal(await page.getByLabel(/\/ key/).isVisible(), false);
      assert.equal(await page.locator("main .facets").isVisible(), false);
      assert.ok(read("search/index.html").length > 0);
    },
    { javaScriptEnabled: false },
  ));

const help = (page) => page.locator("main .help-now");

test("help lines stand above the results at once, before any answer, and hide nothing", () => {
  let release;
  const held = new Promise((done) => (release = done));
  return visit(
    "/search/",
    async (page) => {
      await filtered(page);
      assert.equal(await help(page).isVisible(), false);
      await page.route(/\/search\/.*\.json$/, async (route) => {
        await held;
        await route.continue();
      });
      await box(page).fill("i want to die");
      assert.ok(await help(page).isVisible(), "at once");
      assert.ok(await help(page).locator("a[href^='tel:']").first().isVisible());
      assert.match(await page.locator(".helped").textContent(), /talk to/);
      assert.equal(await page.locator(".helped").getAttribute("role"), "status");
      release();
      await titles(page).first().waitFor({ timeout: 5_000 });
      const [panel, first] = [await help(page).boundingBox(), await titles(page).first().boundingBox()];
      assert.ok(panel.y + panel.height <= first.y, "above the results");
      await box(page).fill("boundaries");
      await page.waitForFunction(() => document.querySelector(".help-now").hidden);
      assert.equal(await page.locator(".helped").textContent(), "");
    },
  );
});

test("help lines stand there when nothing is found, from an address, and in Spanish", async () => {
  await visit("/search/#q=i+want+to+die&kind=nosuchkind", async (page) => {
    await page.waitForFunction(() => /fits all of that/.test(document.querySelector(".said").textContent));
    assert.ok(await help(page).isVisible());
  });
  await visit("/es/search/#q=quiero+morir", async (page) => {
    assert.ok(await help(page).isVisible());
    assert.match(await page.locator(".helped").textContent(), /hablar/);
    await page.waitForFunction(() => /resultado|encontrado/.test(document.querySelector(".said").textContent));
  });
});
