// The search page when things go wrong: odd questions, a broken index, a lost network. And axe on
// every state of the page.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import AxeBuilder from "@axe-core/playwright";
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

/** Runs a visit on which requests may fail, but no script and no policy. */
async function visit(route, steps, { before, ...options } = {}) {
  const { context, page, faults } = await open(browser, server.origin, { viewport: { width: 1280, height: 900 }, ...options });
  await before?.(page);
  await page.goto(server.url(route));
  await steps(page, context);
  await context.close();
  none(faults.filter((fault) => /script error|Content Security|request to/.test(fault)), "faults");
}

const box = (page) => page.locator("main input[type=search]");
const titles = (page) => page.locator("main .results h3 a:visible");
const said = (page) => page.locator("main .said");
const says = (page, what) => page.waitForFunction((what) => RegExp(what).test(document.querySelector(".said").textContent), what, { timeout: 5_000 });
const ready = (page) => page.locator("main .facets:visible fieldset").first().waitFor({ timeout: 5_000 });

/** What the page shows when it has no answer: no results, the way to the list, and a button. */
async function broken(page) {
  await says(page, "did not come through");
  assert.equal(await titles(page).count(), 0, "no results that look new");
  assert.ok(await page.locator("main .browse a[href^='/articles/']").first().isVisible(), "the list from A to Z is there");
  await page.waitForFunction(() => /did not come through/.test(document.querySelector("main [role=status]").textContent), undefined, { timeout: 2_000 });
  await page.locator("main .said").getByRole("link").click();
  assert.ok(await page.locator("#wp-all").evaluate((node) => node.getBoundingClientRect().top < innerHeight));
  assert.ok(await page.getByRole("button", { name: "Try again" }).isVisible());
}

const broke = {
  "a root that is missing": [/\/search\/index\.json/, { status: 404, body: "gone" }],
  "a root that is no JSON": [/\/search\/index\.json/, { body: "<html>sign in to the hotel's network</html>" }],
  "a shard that is missing": [/\/search\/t\//, { status: 404, body: "gone" }],
  "a shard that is no JSON": [/\/search\/t\//, { body: "{" }],
  "a shard of another shape": [/\/search\/t\//, { body: "{}" }],
  "a block of results that is missing": [/\/search\/d\//, { status: 404, body: "gone" }],
};
for (const [what, [files, answer]] of Object.entries(broke)) {
  test(`${what} is said, and can be tried again`, () =>
    visit(
      "/search/#q=craving",
      async (page) => {
        await broken(page);
        assert.equal(await box(page).inputValue(), "craving");
        assert.match(page.url(), /#q=craving$/);
        await page.unroute(files);
        await page.getByRole("button", { name: "Try again" }).click();
        await titles(page).first().waitFor({ timeout: 5_000 });
        assert.match(await said(page).innerText(), /^\d+ results/);
        assert.ok(await page.locator("main .browse").isHidden());
      },
      { before: (page) => page.route(files, (route) => route.fulfill(answer)) },
    ));
}

test("broken filters leave the results", () =>
  visit(
    "/search/#q=craving",
    async (page) => {
      await titles(page).first().waitFor({ timeout: 5_000 });
      await page.waitForTimeout(500);
      assert.ok(await page.locator("main .facets").isHidden());
      assert.equal(await page.getByRole("link", { name: "Narrow these results" }).isVisible(), false);
    },
    { viewport: { width: 360, height: 740 }, before: (page) => page.route(/\/search\/f\//, (route) => route.fulfill({ status: 500 })) },
  ));

test("without the second script there are results all the same", () =>
  visit(
    "/search/#q=craving",
    async (page) => {
      await titles(page).first().waitFor({ timeout: 5_000 });
      await says(page, "^\\d+ results");
      await box(page).fill("boundaries");
      await page.waitForFunction(() => /bound/i.test(document.querySelector(".results h3").textContent));
    },
    { before: (page) => page.route(/\/assets\/excerpt\./, (route) => route.abort()) },
  ));

test("a network that is lost while typing is said, and nothing old is shown as new", () =>
  visit("/search/", async (page, context) => {
    await ready(page);
    await box(page).fill("craving");
    await titles(page).first().waitFor({ timeout: 5_000 });
    await context.setOffline(true);
    await box(page).fill("weekly"); // Of another shard.
    await broken(page);
    await context.setOffline(false);
    await page.getByRole("button", { name: "Try again" }).click();
    await titles(page).first().waitFor({ timeout: 5_000 });
    assert.match((await titles(page).allTextContents()).join(), /Weekly/);
  }));

test("a slow network is said, and a late answer still counts", () =>
  visit(
    "/search/#q=craving",
    async (page) => {
      await says(page, "^Searching");
      await page.waitForFunction(() => /taking long/.test(document.querySelector(".said").textContent), undefined, { timeout: 10_000 });
      assert.ok(await page.locator("main .browse").isVisible());
      assert.ok(await page.getByRole("button", { name: "Try again" }).isVisible());
      await titles(page).first().waitFor({ timeout: 8_000 });
      assert.match(await said(page).innerText(), /^\d+ results/);
    },
    {
      before: (page) =>
        page.route(/\/search\/t\//, async (route) => {
          await new Promise((done) => setTimeout(done, 9_500));
          await route.continue().catch(() => {});
        }),
    },
  ));

test("a request that is never answered is not waited for a second time", () => {
  let held = 0;
  return visit(
    "/search/#q=craving",
    async (page) => {
      await page.waitForFunction(() => /taking long/.test(document.querySelector(".said").textContent), undefined, { timeout: 10_000 });
      await page.getByRole("button", { name: "Try again" }).click();
      await titles(page).first().waitFor({ timeout: 5_000 });
      assert.equal(held, 2);
    },
    { before: (page) => page.route(/\/search\/index\.json/, (route) => (held++ ? route.continue() : undefined)) },
  );
});

test("the latest question wins, whatever the order of the answers", () =>
  visit("/search/", async (page) => {
    await ready(page);
    let held = 0;
    await page.route(/\/search\/[td]\//, async (route) => {
      if (held++ === 0) await new Promise((done) => setTimeout(done, 1_500));
      await route.continue();
    });
    await box(page).fill("weekly"); // Its shard is held back.
    await page.waitForTimeout(200);
    await box(page).fill("craving");
    await says(page, "^\\d+ results");
    const first = await titles(page).allTextContents();
    await page.waitForTimeout(2_000);
    assert.ok(held > 1);
    assert.deepEqual(await titles(page).allTextContents(), first);
    assert.ok(first.some((title) => /craving/i.test(title)));
    assert.match(page.url(), /#q=craving$/);
  }));

test("an emptied box wins over an answer that is on its way", () =>
  visit("/search/", async (page) => {
    await ready(page);
    await page.route(/\/search\/[td]\//, async (route) => {
      await new Promise((done) => setTimeout(done, 600));
      await route.continue();
    });
    await box(page).fill("weekly");
    await page.waitForTimeout(200);
    await page.keyboard.press("Escape");
    await page.waitForTimeout(1_500);
    assert.equal(await titles(page).count(), 0);
    assert.equal(await said(page).innerText(), "");
    assert.ok(await page.locator("main .browse").isVisible());
  }));

test("a root from before the last publish is asked for afresh", () => {
  let roots = 0;
  return visit(
    "/search/#q=craving",
    async (page) => {
      await titles(page).first().waitFor({ timeout: 5_000 });
      assert.equal(roots, 2, "once");
      assert.match(await said(page).innerText(), /^\d+ results/);
    },
    {
      before: (page) =>
        page.route(/\/search\/index\.json/, async (route) => {
          if (roots++) return route.continue();
          const response = await route.fetch();
          const root = await response.json();
          root.terms.names = root.terms.names.replace(/./g, "x");
          await route.fulfill({ response, json: root });
        }),
    },
  );
});

test("help lines stand there although the index is broken", () =>
  visit(
    "/search/#q=i+want+to+die",
    async (page) => {
      await says(page, "did not come through");
      assert.ok(await page.locator("main .help-now").isVisible());
      assert.ok(await page.locator("main .help-now a[href^='tel:']").first().isVisible());
    },
    {
      before: async (page) => {
        await page.route(/\/search\/index\.json/, (route) => route.abort());
      },
    },
  ));

// ---- Odd questions

/** Each with what the page must then show: results, nothing found, or the library at rest. */
const odd = {
  "nothing at all": ["", "rest"],
  blanks: [" \t ", "rest"],
  "one letter": ["a", "any"],
  "ten thousand characters": [`craving ${"x".repeat(5_000)} ${"word ".repeat(1_000)}`, "results"],
  "one word of ten thousand characters": ["x".repeat(10_000), "none"],
  "only the commonest words": ["the of and to a in is", "any"],
  "only punctuation": ["?!… -- \"\" '' () []", "none"],
  "an emoji": ["😀👩‍👩‍👧", "any"],
  "a word and an emoji": ["craving 😀", "results"],
  "combining marks": ["c\u0301raving craving\u0301\u0301\u0301", "any"],
  "combining marks alone": ["\u0301\u0301\u0301", "any"],
  "right-to-left text": ["التعافي \u202eabc", "any"],
  "Hebrew and a word": ["שלום craving", "results"],
  HTML: ["<img src=x onerror=alert(1)><script>alert(1)</script>", "any"],
  "an entity": ["&lt;b&gt; &amp; \"'", "any"],
  "a template": ["{{ 7 * 7 }} {% raw %} ${7*7}", "any"],
  "names of the language": ["__proto__ constructor hasOwnProperty toString", "any"],
  "a pattern": ["(a+)+$ .* [a-", "any"],
  "a slip in a pattern": ["cravng( [", "results"],
  "an address": ["#q=x&kind=tool?q=y%", "any"],
  "no character": ["\u0000\ufffd\ud800", "any"],
  "quotation marks that are not closed": ["\"craving", "results"],
};
test("odd questions do no harm, and each is answered", () =>
  visit("/search/", async (page) => {
    await ready(page);
    const dialogs = [];
    page.on("dialog", (dialog) => dialogs.push(dialog.message()) && dialog.dismiss());
    for (const [what, [words, then]] of Object.entries(odd)) {
      await box(page).fill("support");
      await titles(page).first().waitFor({ timeout: 5_000 });
      const old = await said(page).textContent();
      await page.evaluate(() => (document.querySelector(".said").dataset.old = "1", new MutationObserver((_, me) => { delete document.querySelector(".said").dataset.old; me.disconnect(); }).observe(document.querySelector(".said"), { childList: true })));
      await box(page).fill(words);
      await page.waitForFunction(() => !("old" in document.querySelector(".said").dataset), undefined, { timeout: 5_000 });
      await page.waitForFunction(() => !/Searching/.test(document.querySelector(".said").textContent), undefined, { timeout: 5_000 });
      const text = await said(page).textContent();
      const found = await titles(page).count();
      assert.doesNotMatch(text, /did not come through/, what);
      if (then === "rest") assert.deepEqual([text, found], ["", 0], what);
      if (then === "none") assert.match(text, /Nothing found/, what);
      if (then === "results") assert.ok(found > 0, `${what}: ${text} (before: ${old})`);
      assert.equal(/^\d/.test(text), found > 0, `${what}: the count and the results agree`);
      assert.equal(await page.locator("main .browse").isVisible(), found === 0, `${what}: else the library is there`);
      assert.ok((await page.evaluate(() => location.href.length)) < 40_000);
    }
    assert.equal(await page.locator("main img, main .results script").count(), 0);
    assert.deepEqual(dialogs, []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, "nothing is too wide");
  }));

test("an address with odd filters is answered", async () => {
  for (const state of ["kind=%3Cb%3E", "__proto__=x&q=craving", "constructor=y", "q=craving&kind=", "q=%E0%A4%A", "q=a&q=craving", "=x", "topics=setbacks&topics=setbacks"]) {
    await visit(`/search/#${decodeURIComponent(state.replace("%E0%A4%A", "%25"))}`, async (page) => {
      await page.waitForFunction(() => document.querySelector(".told").textContent, undefined, { timeout: 5_000 });
      assert.doesNotMatch(await said(page).textContent(), /did not come through/, state);
      assert.equal(await page.locator("main .chips b").count(), 0);
    });
  }
});

test("an address that holds ten thousand characters is answered, in part", () =>
  visit(`/search/#q=craving ${"y".repeat(10_000)}`, async (page) => {
    await titles(page).first().waitFor({ timeout: 5_000 });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
  }));

// ---- axe

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
const states = {
  "the library": ["/search/", (page) => ready(page)],
  "results with fragments": ["/search/#q=riding+out+a+craving", (page) => page.locator(".where a").first().waitFor()],
  "results with a slip and filters": ["/search/#q=cravng&kind=article&stage=beginning", async (page) => {
    await ready(page);
    await page.locator(".chip").nth(1).waitFor();
  }],
  "folded values": ["/search/#kind=article", async (page) => {
    await ready(page);
    await page.locator(".facets details").evaluateAll((all) => all.forEach((one) => (one.open = true)));
  }],
  "help lines": ["/search/#q=i+want+to+die", (page) => page.locator(".help-now h2").waitFor()],
  "nothing found": ["/search/#q=xyzzyqwk", (page) => says(page, "Nothing found")],
  "a broken index": ["/search/#q=broken", (page) => says(page, "did not come through")],
};
for (const colorScheme of ["light", "dark"]) {
  for (const width of [360, 1280]) {
    test(`axe has nothing to say, ${colorScheme}, ${width} pixels wide`, async () => {
      const problems = [];
      for (const [name, [route, wait]] of Object.entries(states)) {
        const { context, page } = await open(browser, server.origin, { colorScheme, viewport: { width, height: 800 } });
        if (/broken/.test(route)) await page.route(/\/search\/t\//, (request) => request.abort());
        await page.goto(server.url(route));
        await wait(page);
        const { violations } = await new AxeBuilder({ page }).withTags(tags).setLegacyMode().analyze();
        problems.push(...violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${name}: ${id} at ${target}\n    ${failureSummary}`)));
        for (const narrow of [width, 320]) {
          await page.setViewportSize({ width: narrow, height: 640 });
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          if (wide > narrow) problems.push(`${name}: ${wide} pixels wide at ${narrow}`);
        }
        // Buttons and fields are 44 pixels high, everything else that is pressed 24.
        const small = await page.evaluate(() =>
          [...document.querySelectorAll("main :is(button, summary, .facets label, .results h3 a, .where a, .narrow)")]
            .filter((node) => node.offsetParent && !node.closest(".said, p.small") && node.getBoundingClientRect().height < (node.matches(".btn, .find button") ? 44 : 20))
            .map((node) => `${node.outerHTML.slice(0, 60)} ${node.getBoundingClientRect().height}`),
        );
        problems.push(...small.map((one) => `${name}: small: ${one}`));
        await context.close();
      }
      none(problems, "findings");
    });
  }
}
