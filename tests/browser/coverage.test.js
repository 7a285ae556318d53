// The desk's map of what serves which principle: for everyone, without script, and while files are
// saved.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import AxeBuilder from "@axe-core/playwright";
import { open } from "./chromium.js";
import { browser, live, opened, same, visit } from "./live-tab.js";
import { library, preview } from "./preview-server.js";

const MAP = "/_waypost/desk/coverage/";
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
const entry = (title, more) => `---\ntitle: ${title}\nsummary: Something to read, with a summary of its own.\n${more}\n---\n\nWords.\n`;

let site, server;
before(async () => {
  site = library({
    // A principle that little serves, an entry that says neither stage nor audience, and a loose end.
    "content/principles/humour.md": entry("Laughter is allowed", "order: 11"),
    "content/articles/a-joke.md": entry("A joke", "principles: [humour]"),
    "content/articles/nobody-knows-me.md": entry("Nobody knows me", ""),
  });
  server = await preview(site);
});
after(async () => {
  await server?.down();
  site?.end();
});

const row = (page, name) => page.locator(".heat-map tbody tr", { hasText: name });
const numbers = (page, name) => row(page, name).locator("td").allInnerTexts();

describe("the map of coverage", () => {
  test("is accessible, narrow and wide, light and dark, and never wider than the window", async () => {
    const { page, faults } = await visit(server, MAP);
    const problems = [];
    for (const query of ["", "?by=audience&kind=tool", "?by=kind&stage=beginning"]) {
      await page.goto(server.origin + MAP + query);
      await live(page);
      for (const width of [1280, 768, 360]) {
        await page.setViewportSize({ width, height: 800 });
        for (const colorScheme of ["light", "dark"]) {
          await page.emulateMedia({ colorScheme });
          const axe = new AxeBuilder({ page }).setLegacyMode();
          const { violations } = await (colorScheme === "light" ? axe.withTags(tags) : axe.withRules(["color-contrast"])).analyze();
          problems.push(...violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${query}, ${colorScheme}, ${width}: ${id} at ${target} ${failureSummary}`)));
        }
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        if (wide > width) problems.push(`${query}: ${wide} pixels wide at ${width}`);
      }
    }
    assert.deepEqual(problems, []);
    // axe reads the panel's style sheet in a way that the policy forbids.
    assert.deepEqual(faults.filter((one) => !one.includes("policy") && !one.includes("Content Security Policy")), []);
  });

  test("has headings in order, and a table with a caption and heads for rows and columns", async () => {
    const { page } = await visit(server, MAP);
    const levels = await page.locator("main :is(h1, h2, h3, h4)").evaluateAll((all) => all.map((one) => Number(one.tagName[1])));
    assert.equal(levels[0], 1);
    assert.ok(levels.every((level, at) => at === 0 || level <= levels[at - 1] + 1), `${levels}`);
    const table = page.locator(".heat-map table");
    assert.equal(await table.locator("caption").innerText(), "How many entries serve each principle");
    const heads = await table.locator("thead th").count();
    assert.equal(await table.locator("thead th[scope=col]").count(), heads);
    for (const one of await table.locator("tbody tr").all()) {
      assert.equal(await one.locator("th[scope=row]").count(), 1);
      assert.equal(await one.locator("td").count(), heads - 1);
    }
    // Every cell says its number, also where it is nought.
    for (const text of await table.locator("td").allInnerTexts()) assert.match(text, /^\d+$/);
  });

  test("keeps its numbers where a reader has colours of their own", async () => {
    const { page } = await visit(server, MAP);
    await page.emulateMedia({ forcedColors: "active" });
    const edges = await page.locator(".heat-map td.heat").evaluateAll((all) => all.map((one) => getComputedStyle(one).borderTopWidth));
    assert.ok(edges.length > 20 && edges.every((edge) => edge === "1px"), `${edges.slice(0, 3)}`);
  });

  test("names holes, and what fills any, without script; numbers lead to the entries behind them", async () => {
    const { context, page, faults } = await open(browser, server.origin, { javaScriptEnabled: false });
    opened.push(() => context.close());
    page.setDefaultTimeout(10_000);
    await page.goto(server.origin + MAP);
    // All, beginning, middle, advanced, any: one that states no stage stands at "any" alone.
    assert.deepEqual(await numbers(page, "Laughter is allowed"), ["1", "0", "0", "0", "1"]);
    assert.equal(await row(page, "Laughter is allowed").locator(".hole").count(), 0);
    await page.locator(".holes li", { hasText: "No tool and no pathway serves “Laughter is allowed”." }).waitFor();
    await page.locator("section", { hasText: "Entries that nothing leads to" }).getByRole("link", { name: "Nobody knows me" }).first().waitFor();
    await page.getByLabel("Columns", { exact: true }).selectOption("kind");
    await page.getByRole("button", { name: "Show" }).click();
    await page.waitForURL(/by=kind/);
    assert.deepEqual(await numbers(page, "Laughter is allowed"), ["1", "1", "0", "0"]);
    assert.equal(await row(page, "Laughter is allowed").locator(".hole").count(), 2);
    await page.getByLabel("Stage", { exact: true }).selectOption("*");
    await page.getByRole("button", { name: "Show" }).click();
    await page.waitForURL(/stage=/);
    assert.equal(await page.getByLabel("Stage", { exact: true }).inputValue(), "*");
    await row(page, "Laughter is allowed").getByRole("link", { name: "1", exact: true }).first().click();
    await page.waitForURL(/desk\/\?.*principle=principles%2Fhumour/);
    assert.deepEqual(await page.locator("#results tbody .title").allInnerTexts(), ["A joke"]);
    await page.locator(".cell-choices li", { hasText: "Laughter is allowed" }).waitFor();
    // What is chosen stays chosen, and each part of it can be taken back.
    await page.getByRole("button", { name: "Show" }).click();
    assert.match(page.url(), /principle=principles%2Fhumour/);
    await page.getByRole("link", { name: "Take back the principle" }).click();
    assert.ok((await page.locator("#results tbody tr").count()) > 1);
    assert.deepEqual(faults, []);
  });

  test("says of every cell as many entries as the desk then shows", async () => {
    const { page } = await visit(server, `${MAP}?by=audience&kind=tool`);
    const cells = await page.locator(".heat-map td a").evaluateAll((all) => all.map((one) => [one.getAttribute("href"), Number(one.textContent)]));
    assert.ok(cells.length > 20);
    const shown = await page.evaluate(async (cells) => {
      const count = async ([url]) => new DOMParser().parseFromString(await (await fetch(url)).text(), "text/html").querySelectorAll("#results tbody tr").length;
      return Promise.all(cells.map(count));
    }, cells);
    assert.deepEqual(shown, cells.map(([, count]) => count));
  });

  test("follows a save", async () => {
    const { page, faults } = await visit(server, MAP);
    const more = "content/tools/tickling.md";
    site.write(more, entry("Tickling", "principles: [humour]\nstage: middle"));
    await page.waitForFunction(() => [...document.querySelectorAll(".heat-map tbody tr")].some((one) => one.textContent.includes("Laughter") && one.querySelector("td").textContent === "2"));
    assert.deepEqual(await numbers(page, "Laughter is allowed"), ["2", "0", "1", "0", "1"]);
    site.remove(more);
    await page.waitForFunction(() => [...document.querySelectorAll(".heat-map tbody tr")].some((one) => one.textContent.includes("Laughter") && one.querySelector("td").textContent === "1"));
    await same(page);
    assert.deepEqual(faults, []);
  });
});
