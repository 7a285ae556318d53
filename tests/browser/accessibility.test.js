// axe in a real browser: one page of every template in every look, with script and without; then every
// page once. On the way: nothing fails to load, nothing is asked of another host.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import AxeBuilder from "@axe-core/playwright";
import { launch, open } from "./chromium.js";
import { none, serve, shown, templates } from "./site.js";

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
let browser, server;

before(async () => {
  [browser, server] = [await launch(), await serve()];
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/** @param {string[]} rules only these, where some are given */
async function findings(page, where, rules = []) {
  const runOnly = rules.length > 0 ? { type: "rule", values: rules } : { type: "tag", values: tags };
  // Working out what it says of all that is well would take axe as long again.
  const { violations } = await new AxeBuilder({ page }).options({ runOnly, resultTypes: ["violations"] }).setLegacyMode().analyze();
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => `${where}: ${id} (${help}) at ${target}\n    ${failureSummary?.split("\n")[1]?.trim() ?? ""}`));
}

/** What follows from colours, and from the width; the rest is the document's, and asked once. */
const colours = ["color-contrast", "link-in-text-block"], widths = ["target-size"];

const light = { colorScheme: "light", forcedColors: "none" }, dark = { colorScheme: "dark", forcedColors: "none" }, forced = { colorScheme: "light", forcedColors: "active" };

/**
 * What axe says of the page as it stands, in every colour scheme and at both widths. Of a page with
 * script, wide and light, another test asks, which asks it of every page.
 */
async function all(page, where, asked = false) {
  const problems = [];
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 });
    for (const media of [light, dark, forced]) {
      if (asked && width === 1280 && media === light) continue;
      await page.emulateMedia(media);
      const rules = media !== light ? colours : asked || width === 1280 ? [] : [...colours, ...widths];
      problems.push(...(await findings(page, `${where}, ${width}, ${JSON.stringify(media)}`, rules)));
    }
  }
  return problems;
}

/** Does the same to every page of a list, in two pages side by side. */
async function shared(list, what) {
  const left = [...list];
  const problems = [];
  const work = async () => {
    const { context, page, faults } = await open(browser, server.origin);
    for (let next = left.shift(); next; next = left.shift()) problems.push(...(await what(page, next)));
    await context.close();
    problems.push(...faults);
  };
  await Promise.all([work(), work()]);
  none(problems, "findings");
}

test("every template, light, dark and in forced colours, wide and narrow", () =>
  shared(Object.values(templates), async (page, { route }) => {
    await page.goto(server.url(route));
    return all(page, route, true);
  }),
);

/**
 * The document as a browser has it, without its scripts; and whether an element in it waits for one,
 * which style sheets may ask. (The way out never becomes another element.)
 */
const inert = (page) =>
  page.evaluate(() => {
    const copy = /** @type {HTMLElement} */ (document.documentElement.cloneNode(true));
    copy.querySelectorAll("script").forEach((node) => node.remove());
    return { html: copy.outerHTML, waits: document.querySelector(":not(:defined, quick-exit)") !== null };
  });

// axe is a script itself, so scripts are taken out of the page in place of being switched off; what
// is for readers without script is shown. Where that changes nothing, nothing is asked twice.
test("every template without script, light, dark and in forced colours, wide and narrow", async () => {
  let asked = 0;
  await shared(Object.values(templates), async (page, { route }) => {
    await page.goto(server.url(route));
    const upgraded = await inert(page);
    const drop = async (request) => {
      if (request.request().resourceType() !== "document") return request.continue();
      const response = await request.fetch();
      const body = (await response.text()).replaceAll(/<script src=[^>]*><\/script>/g, "").replaceAll(/(<\/?)noscript>/g, "$1div>");
      await request.fulfill({ response, body });
    };
    await page.route("**/*", drop);
    await page.goto(server.url(route));
    await page.unroute("**/*", drop);
    const plain = await inert(page);
    if (plain.html === upgraded.html && !plain.waits) return [];
    asked += 1;
    return all(page, `${route} without script`);
  });
  assert.ok(asked > 0, "some template differs without script");
});

for (const colorScheme of ["light", "dark"]) {
  test(`the search page with results, ${colorScheme}`, { skip: !templates.search && "no search page" }, async () => {
    const { context, page, faults } = await open(browser, server.origin, { colorScheme, viewport: { width: 1280, height: 800 } });
    const problems = [];
    await page.goto(server.url(`${templates.search.route}#q=recovery`));
    await page.locator("main .results a[href]").first().waitFor({ timeout: 5_000 });
    problems.push(...(await findings(page, "results")));
    for (const width of [360, 320]) {
      await page.setViewportSize({ width, height: 740 });
      problems.push(...(await findings(page, `results at ${width}`)));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      if (wide > width) problems.push(`${wide} pixels wide at ${width}`);
    }
    await context.close();
    none([...problems, ...faults], "findings");
  });
}

test("every page, light, 1280 pixels wide, and without sideways scrolling at 320", () =>
  shared(shown, async (page, { route }) => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(server.url(route));
    const problems = await findings(page, route);
    await page.setViewportSize({ width: 320, height: 640 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    return wide > 320 ? [...problems, `${route}: ${wide} pixels wide at 320`] : problems;
  }),
);
