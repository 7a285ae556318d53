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
  const axe = new AxeBuilder({ page });
  const { violations } = await (rules.length > 0 ? axe.withRules(rules) : axe.withTags(tags)).setLegacyMode().analyze();
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => `${where}: ${id} (${help}) at ${target}\n    ${failureSummary?.split("\n")[1]?.trim() ?? ""}`));
}

/** What may differ between one look of a document and another; the rest is asked once. */
const looks = ["color-contrast", "link-in-text-block", "target-size"];

/** What axe says of the page as it stands, in every colour scheme and at both widths. */
async function all(page, where) {
  const problems = [];
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 });
    for (const media of [{ colorScheme: "light", forcedColors: "none" }, { colorScheme: "dark" }, { colorScheme: "light", forcedColors: "active" }]) {
      await page.emulateMedia(media);
      const known = media.colorScheme === "dark" || media.forcedColors === "active";
      problems.push(...(await findings(page, `${where}, ${width}, ${JSON.stringify(media)}`, known ? looks : [])));
    }
  }
  return problems;
}

/** Does the same to every template, in two pages side by side. */
async function shared(what) {
  const left = Object.entries(templates);
  const problems = [];
  const work = async () => {
    const { context, page, faults } = await open(browser, server.origin);
    for (let next = left.shift(); next; next = left.shift()) problems.push(...(await what(context, page, next[0], next[1])));
    await context.close();
    problems.push(...faults);
  };
  await Promise.all([work(), work()]);
  none(problems, "findings");
}

test("every template, light, dark and in forced colours, wide and narrow", () =>
  shared(async (_, page, name, { route }) => {
    await page.goto(server.url(route));
    return all(page, `${name} ${route}`);
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
  await shared(async (_, page, name, { route }) => {
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
    return all(page, `${name} ${route} without script`);
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

test("every page, light, 1280 pixels wide, and without sideways scrolling at 320", async () => {
  const { context, page, faults } = await open(browser, server.origin, { viewport: { width: 1280, height: 800 } });
  const problems = [];
  for (const { route } of shown) {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(server.url(route));
    problems.push(...(await findings(page, route)));
    await page.setViewportSize({ width: 320, height: 640 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > 320) problems.push(`${route}: ${wide} pixels wide at 320`);
  }
  await context.close();
  none([...problems, ...faults], "findings");
});
