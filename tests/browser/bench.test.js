// The page through which a bench asks a built site: it measures the site's own search, not a copy.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { launch, open } from "./chromium.js";
import { base, files, none, read, serve } from "./site.js";

const benchPage = readFileSync(new URL("../bench/search/page.html", import.meta.url), "utf8");
/** The index and nothing else: every file below `search/` that is no page. */
const indexFiles = files.filter((file) => file.startsWith("search/") && file.endsWith(".json"));

let browser, server;

before(async () => {
  [browser, server] = [await launch(), await serve()];
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/** Opens a page of the site, with `bench.html` beside its own; gives the files it asks for, by name below the site. */
async function visit(route, steps) {
  const { context, page, faults } = await open(browser, server.origin);
  await page.route(server.url("/bench.html"), (route) => route.fulfill({ contentType: "text/html", body: benchPage }));
  const asked = [];
  page.on("request", (request) => {
    if (!request.url().startsWith("data:")) asked.push(decodeURIComponent(new URL(request.url()).pathname).slice(base.pathname.length));
  });
  await page.goto(server.url(route));
  const gives = await steps(page, asked);
  await context.close();
  none(faults, "faults");
  return gives;
}

const search = (page, query, limit, mode) => page.evaluate((all) => window.search(...all), [query, limit, mode]);
const scripts = (asked) => asked.filter((file) => file.endsWith(".js"));

test("the bench's page and the search page load the same scripts", async () => {
  const reader = await visit("/search/", async (page, asked) => {
    await page.waitForLoadState("networkidle");
    return scripts(asked);
  });
  const bench = await visit("/bench.html", async (page, asked) => {
    await search(page, "craving", 10, "rank");
    return scripts(asked);
  });
  assert.ok(bench.length > 0);
  // What comes after the first results, the search page alone loads.
  assert.deepEqual(bench, reader.slice(0, bench.length));
  none(bench.filter((file) => !files.includes(file)), "scripts that are no files of the site");
});

test("the bench's page gives what the search page shows", async () => {
  const shown = await visit("/search/#q=craving+sleep", async (page) => {
    await page.locator(".results li a").first().waitFor();
    return page.locator(".results h3 a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  });
  const given = await visit("/bench.html", (page) => search(page, "craving sleep", 10, "rank"));
  assert.ok(given.length > 3);
  assert.deepEqual(given, shown);
});

test("a word cut short or misspelt is found", () =>
  visit("/bench.html", async (page) => {
    const whole = await search(page, "boundaries", 3, "rank");
    assert.equal(whole.length, 3);
    assert.ok((await search(page, "bound", 10, "prefix")).includes(whole[0]));
    assert.ok((await search(page, "boundareis", 10, "typo")).includes(whole[0]));
  }));

test("every byte of the index arrives by request, not inside a page or a script", async () => {
  // The least text of a file that can stand nowhere by chance.
  const parts = indexFiles.map((file) => read(file).toString("utf8")).map((text) => text.slice(0, 200)).filter((text) => text.length > 80);
  assert.ok(parts.length > 10);
  for (const file of files.filter((file) => /\.(?:html|js|css)$/.test(file))) {
    const text = read(file).toString("utf8");
    none(parts.filter((part) => text.includes(part)), `parts of the index inside ${file}`);
  }
  none(indexFiles.filter((file) => benchPage.includes(file)), "index files named by the bench's page");
  await visit("/bench.html", async (page, asked) => {
    const found = await search(page, "craving sleep", 10, "rank");
    const fetched = asked.filter((file) => indexFiles.includes(file));
    const text = fetched.map((file) => read(file).toString("utf8")).join("\n");
    none(found.filter((url) => !text.includes(JSON.stringify(url))), "results whose address is in no file that was asked for");
    // What comes before the first search knows no entry: the page, the search page and its scripts.
    none(asked.filter((file) => !fetched.includes(file) && !["bench.html", "search/", ...scripts(asked)].includes(file)), "other requests");
    const before = asked.length;
    assert.deepEqual(await search(page, "craving sleep", 10, "rank"), found);
    assert.equal(asked.length, before, "what has come is asked for once");
  });
});

test("without the index there are no results", () =>
  visit("/bench.html", async (page) => {
    await page.route(/\/search\/[td]\//, (route) => route.abort("aborted"));
    await assert.rejects(search(page, "craving", 10, "rank"));
  }));
