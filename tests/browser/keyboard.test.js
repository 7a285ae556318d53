// The keyboard, the eye that zooms and the ear, past what axe can see: every stop of the keyboard is
// reached in turn, shown, never covered; nothing is lost at 400 % or with wider text; everything
// that can be pressed has a name; help stands where it stood on the page before.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./chromium.js";
import { none, serve, shown, templates } from "./site.js";

let browser, server;

before(async () => {
  [browser, server] = [await launch(), await serve()];
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/**
 * Opens each template in a window of this size and gathers what `question` says of it. The search
 * page has results. (Nothing slides in: motion is another test's.)
 */
async function each([width, height], question) {
  const { context, page, faults } = await open(browser, server.origin, { reducedMotion: "reduce" });
  const problems = [];
  for (const [name, { route }] of Object.entries(templates)) {
    await page.setViewportSize({ width, height });
    await page.goto(server.url(name === "search" ? `${route}#q=recovery` : route));
    if (name === "search") await page.locator(".facets input").first().waitFor({ state: "attached" });
    for (const problem of (await question(page, name)) ?? []) problems.push(`${name} ${route}: ${problem}`);
  }
  await context.close();
  none([...problems, ...faults], "problems");
}

test("Tab goes to everything that can be pressed, in the order of the page, and shows where it is", async () => {
  await each([1280, 800], async (page, name) => {
    // Results grow while they are looked into, also above where the keyboard is.
    if (name === "search") {
      await page.goto("about:blank");
      await page.goto(server.url(templates.search.route));
    }
    await page.evaluate(() => {
      const met = (globalThis.met = []);
      addEventListener("focusin", ({ target }) => {
        const style = getComputedStyle(target);
        const box = target.getBoundingClientRect();
        met.push({
          target,
          name: target.outerHTML.slice(0, 90),
          ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
          here: box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth,
          hidden: target.closest("[aria-hidden=true], [inert]") !== null,
        });
      });
      // What is to come: more may appear on the way, as results are looked into.
      globalThis.left = () =>
        [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter(
          (node) => node.tabIndex >= 0 && !node.disabled && (node.type !== "radio" || node.checked) && node.checkVisibility({ visibilityProperty: true }) && !met.some(({ target }) => target === node),
        );
    });
    for (let left = -1, round = 0; left !== 0 && round < 4; round += 1) {
      left = await page.evaluate(() => globalThis.left().length);
      for (let stop = 0; stop < left; stop += 1) await page.keyboard.press("Tab");
    }
    const { met, left } = await page.evaluate(() => ({
      left: globalThis.left().map((node) => node.outerHTML.slice(0, 90)),
      met: globalThis.met.map(({ target, ...told }, at) => ({
        ...told,
        back: at > 0 && target.isConnected && (globalThis.met[at - 1].target.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_PRECEDING) !== 0,
      })),
    }));
    return [
      ...left.map((name) => `not reached: ${name}`),
      ...met.filter(({ back }) => back).map(({ name }) => `focus goes back to ${name}`),
      ...met.filter(({ ring }) => !ring).map(({ name }) => `nothing shows that it is focused: ${name}`),
      ...met.filter(({ here }) => !here).map(({ name }) => `focused out of sight: ${name}`),
      ...met.filter(({ hidden }) => hidden).map(({ name }) => `hidden from screen readers: ${name}`),
    ];
  });
});

/** What is focused, in page order and back, and wholly covered by the way out: there must be nothing. */
const behind = () => {
  const exit = document.querySelector("quick-exit a").getBoundingClientRect();
  const covers = (box) => box.left >= exit.left && box.right <= exit.right && box.top >= exit.top && box.bottom <= exit.bottom;
  const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter(
    (node) => node.tabIndex >= 0 && !node.disabled && !node.closest("quick-exit") && node.checkVisibility({ visibilityProperty: true }),
  );
  const problems = [];
  for (const node of [...stops, ...stops.toReversed()]) {
    node.focus();
    const boxes = [...node.getClientRects()].filter((box) => box.width > 0 && box.height > 0);
    if (boxes.length > 0 && boxes.every(covers)) problems.push(`behind the way out: ${node.outerHTML.slice(0, 90)}`);
    if (!boxes.some((box) => box.bottom > 0 && box.top < innerHeight)) problems.push(`out of sight: ${node.outerHTML.slice(0, 90)}`);
  }
  return problems;
};
const sizes = [[320, 640], [360, 740], [1280, 800]];

test("nothing that is focused is covered by the way out (2.4.11), from left to right and from right to left", async () => {
  await each([1280, 800], async (page) => {
    const problems = [];
    for (const dir of ["ltr", "rtl"]) {
      await page.evaluate((dir) => (document.documentElement.dir = dir), dir);
      for (const [width, height] of sizes) {
        await page.setViewportSize({ width, height });
        problems.push(...(await page.evaluate(behind)).map((problem) => `${width} ${dir}: ${problem}`));
      }
    }
    return problems;
  });
});

/** WCAG 1.4.12: what a reader's own settings may do to the text. The policy stops no adopted sheet. */
const spaced = () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }");
  document.adoptedStyleSheets = [sheet];
};
/** Text that is cut off, and how wide the page is. */
const lost = () => {
  const cut = [...document.querySelectorAll("body *")].filter((node) => {
    // Excerpts end where their place does, at every size: the whole text is what they lead to.
    if (!node.checkVisibility() || node.closest(".vh, svg, .results .text")) return false;
    const style = getComputedStyle(node);
    const clips = (value) => value === "hidden" || value === "clip";
    const wide = clips(style.overflowX) && node.scrollWidth > node.clientWidth + 1;
    const high = clips(style.overflowY) && node.scrollHeight > node.clientHeight + 1;
    return (wide || high) && node.textContent.trim() !== "" && node.clientWidth > 1;
  });
  const scrolls = document.documentElement.scrollWidth > innerWidth;
  return [...cut.map((node) => `cut off: ${node.outerHTML.slice(0, 90)}`), ...(scrolls ? [`${document.documentElement.scrollWidth} pixels wide`] : [])];
};

test("at 400 % and with wider text nothing is lost, nothing scrolls sideways, and nothing stays in the way", async () => {
  await each([320, 256], async (page) => {
    const zoomed = await page.evaluate(lost);
    const fixed = await page.evaluate(() => [...document.querySelectorAll("body *")].filter((node) => node.checkVisibility() && ["fixed", "sticky"].includes(getComputedStyle(node).position)).map((node) => node.outerHTML.slice(0, 90)));
    await page.evaluate(spaced);
    const both = await page.evaluate(lost);
    await page.setViewportSize({ width: 1280, height: 800 });
    const wider = await page.evaluate(lost);
    return [...zoomed.map((what) => `at 400 %: ${what}`), ...fixed.map((what) => `at 400 % it stays over the text: ${what}`), ...both.map((what) => `at 400 % and wider: ${what}`), ...wider.map((what) => `wider: ${what}`)];
  });
});

test("with wider text the way out covers nothing that is focused, and is whole itself", async () => {
  await each([360, 740], async (page) => {
    await page.evaluate(spaced);
    const whole = await page.locator("quick-exit a").evaluate((node) => {
      const box = node.getBoundingClientRect();
      return box.left >= 0 && box.right <= innerWidth && box.bottom <= innerHeight && node.scrollWidth <= node.clientWidth + 1;
    });
    return [...(await page.evaluate(behind)), ...(whole ? [] : ["the way out is cut off"])];
  });
});

test("whatever can be pressed has a name, and so has every region", async () => {
  const pressed = new Set(["link", "button", "checkbox", "radio", "textbox", "searchbox", "combobox", "slider", "switch", "DisclosureTriangle"]);
  const regions = new Set(["navigation", "region", "complementary", "search", "form"]);
  await each([1280, 800], async (page) => {
    const session = await page.context().newCDPSession(page);
    const { nodes } = await session.send("Accessibility.getFullAXTree");
    await session.detach();
    const seen = nodes.filter((node) => !node.ignored);
    const nameless = seen.filter((node) => (pressed.has(node.role?.value) || regions.has(node.role?.value)) && !node.name?.value?.trim());
    assert.ok(seen.some((node) => node.role?.value === "link"), "there are links to ask about");
    const marks = seen.filter((node) => node.role?.value === "main" || node.role?.value === "banner" || node.role?.value === "contentinfo").map((node) => node.role.value).sort();
    return [...nameless.map((node) => `${node.role.value} without a name`), ...(marks.join() === "banner,contentinfo,main" ? [] : [`landmarks: ${marks}`])];
  });
});

test("help stands in the same order on every page (3.2.6)", () => {
  /** Ways to help that the frame and the templates give, in the order of the page. */
  const kinds = [
    ["the shortcut out", (node) => node.name === "a" && /\bskip leaves\b/.test(node.attrs.class ?? "")],
    ["the way out", (node) => node.name === "a" && /\bleave leaves\b/.test(node.attrs.class ?? "")],
    ["the help line", (node) => node.name === "p" && /^now\b/.test(node.attrs.class ?? "")],
    ["help lines", (node) => /\bhelp\b/.test((node.attrs.class ?? "").split(" ")[0]) && node.name !== "a"],
    ["contact", (node) => node.name === "a" && within(node, "footer") && /\/(contact|contacto)\/$/.test(node.attrs.href ?? "")],
    ["safety", (node) => node.name === "a" && within(node, "footer") && [...safety].some((href) => node.attrs.href === href)],
  ];
  const safety = new Set(["/safety/", "/es/usar-este-sitio-con-seguridad/"]);
  const problems = [];
  for (const { route, document } of shown) {
    const found = document.all().filter((node) => !hidden(node)).flatMap((node) => kinds.findIndex(([, is]) => is(node))).filter((kind) => kind >= 0);
    const turned = found.findIndex((kind, at) => at > 0 && kind < found[at - 1]);
    if (turned >= 0) problems.push(`${route}: ${kinds[found[turned]][0]} after ${kinds[found[turned - 1]][0]}`);
    for (const kind of [0, 1, 4, 5]) if (!found.includes(kind) && !(kind === 4 && /^\/es\//.test(route))) problems.push(`${route}: no ${kinds[kind][0]}`);
  }
  none(problems, "pages with help in another place");
});
function hidden(node) {
  for (let at = node; at; at = at.parent) if (at.attrs.hidden !== undefined) return true;
  return false;
}
function within(node, name) {
  for (let at = node.parent; at; at = at.parent) if (at.name === name) return true;
  return false;
}

test("no key alone does anything once keys are off (2.1.4)", async () => {
  const { context, page } = await open(browser, server.origin);
  await page.goto(server.url(templates.search.route));
  await page.locator("h1").click();
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "wp-find", "at first they do something");
  await page.evaluate(() => localStorage.setItem("waypost /", '{"v":1,"keys":false}'));
  await page.reload();
  const url = page.url();
  await page.locator(".slash input").waitFor();
  assert.equal(await page.locator(".slash input").isChecked(), false);
  const before = await page.evaluate(() => document.body.innerHTML.length);
  await page.locator("h1").click();
  for (const key of ["/", ..."abcdefghijklmnopqrstuvwxyz0123456789.,?", "Shift", "Shift", "Shift"]) await page.keyboard.press(key);
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "BODY");
  assert.equal(page.url(), url);
  assert.equal(await page.evaluate(() => document.body.innerHTML.length), before);
  await context.close();
});

test("focus outlasts the reading of results", async () => {
  const { context, page } = await open(browser, server.origin, { viewport: { width: 1280, height: 800 } });
  await page.goto(server.url(templates.search.route));
  await page.locator("#wp-find").fill("recovery");
  await page.locator("main .results a[href]").first().waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "wp-find");
  const box = page.locator(".facets input").first();
  await box.waitFor();
  await box.focus();
  const id = await box.getAttribute("id");
  await page.keyboard.press("Space");
  await page.waitForFunction(() => location.hash.includes("&"));
  await page.waitForFunction((id) => document.getElementById(id)?.checked, id);
  assert.equal(await page.evaluate(() => document.activeElement.id), id);
  await context.close();
});
