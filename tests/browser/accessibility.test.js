// axe in a real browser: one page of every template in light and dark, narrow and wide; then every
// page once. On the way: nothing fails to load, nothing is asked of another host.

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

async function findings(page, where, more = []) {
  const { violations } = await new AxeBuilder({ page }).withTags(tags).disableRules(more).setLegacyMode().analyze();
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => `${where}: ${id} (${help}) at ${target}\n    ${failureSummary?.split("\n")[1]?.trim() ?? ""}`));
}

for (const colorScheme of ["light", "dark"]) {
  for (const width of [360, 1280]) {
    test(`every template, ${colorScheme}, ${width} pixels wide`, async () => {
      const { context, page, faults } = await open(browser, server.origin, { colorScheme, viewport: { width, height: 800 } });
      const problems = [];
      for (const [name, { route }] of Object.entries(templates)) {
        await page.goto(server.url(route));
        problems.push(...(await findings(page, `${name} ${route}`)));
      }
      await context.close();
      none([...problems, ...faults], "findings");
    });
  }
}

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

test("every template in forced colours", async () => {
  const { context, page, faults } = await open(browser, server.origin, { forcedColors: "active", viewport: { width: 1280, height: 800 } });
  const problems = [];
  for (const [name, { route }] of Object.entries(templates)) {
    await page.goto(server.url(route));
    problems.push(...(await findings(page, `${name} ${route}`)));
  }
  await context.close();
  none([...problems, ...faults], "findings");
});

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
