// Maps: one drawing shows at every width, it is one image with a name, and its stops are the list's.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./chromium.js";
import { serve, shown } from "./site.js";

const pathways = shown.filter((page) => /^(\/[a-z]{2})?\/pathways\/[^/]+\/$/.test(page.route));

let browser, site;
before(async () => ([browser, site] = [await launch(), await serve()]));
after(async () => {
  await browser?.close();
  await site?.close();
});

for (const width of [360, 768, 1280]) {
  test(`at ${width} px a pathway and the home page show one drawing each, with a name and within the page`, async () => {
    const { context, page, faults } = await open(browser, site.origin, { viewport: { width, height: 800 } });
    for (const route of ["/", pathways[0].route]) {
      await page.goto(site.url(route));
      const drawings = page.locator(".map > svg:visible");
      assert.equal(await drawings.count(), 1, route);
      assert.equal(await drawings.first().getAttribute("class"), width < 704 ? "slim" : "wide", route);
      assert.equal(await page.getByRole("img", { name: /^(Map of|Mapa de)/ }).count(), 1, route);
      const seen = await drawings.first().evaluate((svg) => {
        const box = (node) => node.getBoundingClientRect();
        const sheet = box(svg);
        const out = [...svg.querySelectorAll("text")].filter((text) => {
          const { left, right, top, bottom, width } = box(text);
          return width > 0 && (left < sheet.left || right > sheet.right || top < sheet.top || bottom > sheet.bottom);
        });
        return { name: svg.getElementsByTagName("desc")[0].textContent, out: out.map((text) => text.textContent) };
      });
      assert.match(seen.name, /lista?\.$/);
      assert.deepEqual(seen.out, [], route);
    }
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test("the stops of both drawings are the steps of the list, in order", () => {
  assert.ok(pathways.length > 5);
  for (const page of pathways) {
    const figure = page.document.all("figure").find((node) => /\bmap\b/.test(node.attrs.class ?? ""));
    assert.ok(figure, page.route);
    const listed = page.document.all("li").filter((node) => /^step\b/.test(node.attrs.class ?? "")).length;
    const within = (node) => node && (node === figure || within(node.parent));
    const steps = page.document.all("g").filter(within).map((node) => node.attrs["data-step"]).filter(Boolean);
    const numbers = [...new Set(steps.map((step) => parseInt(step, 10)))];
    assert.deepEqual(numbers, Array.from({ length: listed }, (_, at) => at + 1), page.route);
    assert.equal(steps.length % 2, 0, page.route);
    assert.deepEqual(steps.slice(0, steps.length / 2), steps.slice(steps.length / 2), page.route);
    assert.equal(page.document.all("a").filter(within).length, 0, page.route);
  }
});
