// Following one pathway over steps that others share: by links alone, without script and with
// nothing kept on the device.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./chromium.js";
import { none, read, serve, shown } from "./site.js";

let browser, server;

before(async () => {
  [browser, server] = [await launch(), await serve()];
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/**
 * Every pathway with the address of its page and the number of its steps. (From a step that is not
 * translated on, a pathway goes on in the step's language; so only those of the first one.)
 */
const pathways = shown
  .filter(({ route }) => /^\/pathways\/[^/]+\/$/.test(route))
  .map(({ route, document }) => ({ route, steps: document.all("li").filter((node) => /\bstep\b/.test(node.attrs.class ?? "")).length }));
/** Pages that several pathways share. */
const shared = shown.filter(({ document }) => document.all("nav").filter((node) => /\bplace\b.*\bway\b/.test(node.attrs.class ?? "")).length > 1);
/** Those of them with the most. */
const busiest = [...shared].sort((a, b) => ways(b).length - ways(a).length)[0];
function ways({ document }) {
  return document.all("span").filter((node) => /\bon-way\b/.test(node.attrs.class ?? "")).map((node) => node.attrs.id);
}

/** What a reader sees of pathways on the page. */
const see = async (page) => {
  await page.waitForLoadState("domcontentloaded");
  return page.evaluate(() => {
    const visible = (selector) => [...document.querySelectorAll(selector)].filter((node) => node.checkVisibility());
    const strips = visible("main .place");
    const signs = visible("main .onward");
    return {
      strips: strips.length,
      signs: signs.length,
      on: strips[0]?.querySelector("strong a")?.textContent,
      place: strips[0]?.textContent.match(/(?:step|paso) (\d+) (?:of|de) (\d+)/)?.slice(1).map(Number),
      also: visible("main .also > span > a").map((node) => node.textContent),
      next: signs.map((nav) => nav.querySelector("[rel=next]")?.href)[0],
      previous: signs.map((nav) => nav.querySelector("[rel=prev]")?.href)[0],
      out: signs[0]?.querySelector("[href*='#wp-out']")?.href,
      top: scrollY,
    };
  });
};

test("the sample library has steps that several pathways share", () => {
  assert.ok(shared.length >= 3, `${shared.length}`);
  assert.ok(pathways.some(({ steps }) => steps > 6));
});

test("every pathway is walked to its end by next links alone, and back, without script", async () => {
  const { context, page, faults } = await open(browser, server.origin, { javaScriptEnabled: false, viewport: { width: 1280, height: 800 } });
  const problems = [];
  for (const { route, steps } of pathways) {
    await page.goto(server.url(route));
    const title = (await page.locator("h1").innerText()).trim();
    await page.locator("main a.sign").first().click();
    const walked = [];
    for (let step = 1; step <= steps; step += 1) {
      const seen = await see(page);
      walked.push(page.url());
      const where = `${route}, step ${step} at ${new URL(page.url()).pathname}`;
      if (seen.on !== title) problems.push(`${where}: shows ${seen.on}`);
      if (seen.place?.join() !== [step, steps].join()) problems.push(`${where}: says ${seen.place}`);
      if (seen.strips !== 1 || seen.signs !== 1) problems.push(`${where}: ${seen.strips} strips and ${seen.signs} signs`);
      if (seen.also.includes(title)) problems.push(`${where}: says that it is also on the pathway itself`);
      if (seen.top !== 0) problems.push(`${where}: begins at ${seen.top}`);
      if (step < steps) await page.locator("main .onward [rel=next]:visible").click();
      else if (!seen.out) problems.push(`${where}: no way out at the end`);
    }
    for (let step = steps - 1; step >= 1; step -= 1) {
      await page.locator("main .onward [rel=prev]:visible").click();
      if (page.url() !== walked[step - 1]) problems.push(`${route}: back from step ${step + 1} to ${page.url()}, not ${walked[step - 1]}`);
    }
  }
  await context.close();
  none([...problems, ...faults], "steps from the way");
});

test("each pathway of a shared step is shown when it is named, the first one when none is", async () => {
  const { context, page } = await open(browser, server.origin, { javaScriptEnabled: false, viewport: { width: 1280, height: 800 } });
  const found = [];
  for (const way of ["", ...ways(busiest).slice(0, 6)]) {
    await page.goto("about:blank");
    await page.goto(server.url(busiest.route) + (way && `#${way}`));
    const { on, strips, signs, also } = await see(page);
    assert.deepEqual([strips, signs], [1, 1]);
    assert.ok(on && !also.includes(on));
    assert.equal(also.length, ways(busiest).length - 1, "the others are named");
    found.push(on);
  }
  assert.equal(found[0], found[1]);
  assert.equal(new Set(found).size, found.length - 1);
  await context.close();
});

test("the page begins at its top, and the keyboard at its first stop", async () => {
  const { context, page } = await open(browser, server.origin, { javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  for (const way of ways(busiest)) {
    await page.goto("about:blank");
    await page.goto(`${server.url(busiest.route)}#${way}`);
    assert.equal(await page.evaluate(() => scrollY), 0);
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), "#wp-main");
  }
  await context.close();
});

test("nothing moves when a named pathway is shown", async () => {
  const { context, page } = await open(browser, server.origin, { viewport: { width: 360, height: 740 } });
  await context.addInitScript(() => {
    globalThis.shift = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => (globalThis.shift += entry.value))).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(`${server.url(busiest.route)}#${ways(busiest)[1]}`);
  assert.equal(await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(globalThis.shift))))), 0);
  await context.close();
});

test("screen readers meet only what is shown, and every strip has a name of its own", async () => {
  const { context, page } = await open(browser, server.origin, { viewport: { width: 1280, height: 800 } });
  await page.goto(`${server.url(busiest.route)}#${ways(busiest)[1]}`);
  const tree = await page.locator("main").ariaSnapshot();
  const { on } = await see(page);
  const strips = tree.match(/navigation "[^"]*"/g).filter((name) => name.includes(on));
  assert.equal(strips.length, 2, tree.match(/navigation "[^"]*"/g).join());
  assert.equal(tree.match(/at step/g).length, 1);
  await context.close();
});

test("after a jump inside the page the pathway is still the one that was followed", async () => {
  const { context, page } = await open(browser, server.origin, { viewport: { width: 1280, height: 800 } });
  await page.goto(`${server.url(busiest.route)}#${ways(busiest)[1]}`);
  const { on, next } = await see(page);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.match(page.url(), /#wp-main$/);
  assert.deepEqual([(await see(page)).on, (await see(page)).next], [on, next]);
  await context.close();
});

test("without script such a jump shows the ways on from every pathway, by name", async () => {
  const { context, page } = await open(browser, server.origin, { javaScriptEnabled: false, viewport: { width: 1280, height: 800 } });
  await page.goto(`${server.url(busiest.route)}#wp-main`);
  const { signs } = await see(page);
  assert.equal(signs, Math.min(6, ways(busiest).length));
  const names = await page.locator("main .onward:visible > .meta").allInnerTexts();
  assert.equal(new Set(names).size, signs);
  await context.close();
});

test("a pathway can be joined from a shared step", async () => {
  const { context, page } = await open(browser, server.origin, { javaScriptEnabled: false, viewport: { width: 1280, height: 800 } });
  await page.goto(server.url(busiest.route));
  const { also } = await see(page);
  await page.locator("main .also:visible a[href^='#wp-on-']").first().click();
  const seen = await see(page);
  assert.equal(seen.on, also[0]);
  assert.equal(seen.top, 0);
  await context.close();
});

test("where the browser does not know :has, the first pathway and the named one are shown all the same", () => {
  // The rules that choose must not share a list with one that such a browser drops whole.
  const css = read(shown[0].document.all("link").find((node) => node.attrs.rel === "stylesheet").attrs.href.replace(/^\//, "")).toString("utf8");
  const rules = [...css.matchAll(/([^{}]+)\{[^{}]*\}/g)].map((match) => match[1]).filter((selector) => /\.(way|also)\b/.test(selector));
  assert.ok(rules.length >= 4);
  assert.deepEqual(rules.filter((selector) => /:has/.test(selector) && !/^\s*main:/.test(selector)), []);
});

test("on paper there is no place and no way on", async () => {
  const { context, page } = await open(browser, server.origin);
  for (const way of ["", ...ways(busiest)]) {
    await page.goto("about:blank");
    await page.goto(server.url(busiest.route) + (way && `#${way}`));
    await page.emulateMedia({ media: "print" });
    const { strips, signs } = await see(page);
    assert.deepEqual([strips, signs], [0, 0]);
  }
  await context.close();
});

test("before and after: pathways name each other in both directions", () => {
  const linked = shown.filter(({ route }) => /^\/pathways\/[^/]+\/$/.test(route)).map(({ route, document }) => {
    const panels = document.all("section").filter((node) => /\bpanel\b/.test(node.attrs.class ?? ""));
    const of = (title) => {
      const panel = panels.find((node) => node.text.startsWith(title));
      return panel ? document.all("a").filter((link) => inside(link, panel)).map((link) => link.attrs.href) : [];
    };
    return { route, before: of("Before this"), after: of("After this") };
  });
  const inTurn = linked.flatMap(({ route, before, after }) => [
    ...before.filter((href) => !linked.find((other) => other.route === href)?.after.includes(route)).map((href) => `${route}: ${href} does not name it after itself`),
    ...after.filter((href) => !linked.find((other) => other.route === href)?.before.includes(route)).map((href) => `${route}: ${href} does not name it before itself`),
  ]);
  assert.ok(linked.some(({ before }) => before.length > 0), "some pathway stands after another");
  assert.deepEqual(inTurn, []);
});
function inside(node, parent) {
  for (let at = node; at; at = at.parent) if (at === parent) return true;
  return false;
}
