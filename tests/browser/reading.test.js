// What readers do with a page: by keyboard, on paper, without script, with their own settings.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./chromium.js";
import { entries, none, serve, templates } from "./site.js";

let browser, server;

before(async () => {
  [browser, server] = [await launch(), await serve()];
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/** Opens each template in a context of these settings and gathers what `question` says of it. */
async function each(options, question) {
  const { context, page, faults } = await open(browser, server.origin, { viewport: { width: 1280, height: 800 }, ...options });
  const problems = [];
  for (const [name, { route }] of Object.entries(templates)) {
    await page.goto(server.url(route));
    for (const problem of (await question(page, name)) ?? []) problems.push(`${name} ${route}: ${problem}`);
  }
  await context.close();
  none([...problems, ...faults], "problems");
}

test("the first press of Tab offers to skip to the page, and does", async () => {
  await each({}, async (page) => {
    await page.keyboard.press("Tab");
    await page.waitForTimeout(250); // it begins to slide in
    await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished)));
    const first = await page.evaluate(() => {
      const box = document.activeElement.getBoundingClientRect();
      const seen = box.width > 1 && box.height > 1 && box.top >= 0 && box.left >= 0 && box.right <= innerWidth;
      return { href: document.activeElement.getAttribute("href"), seen };
    });
    await page.keyboard.press("Enter");
    const arrived = await page.evaluate(() => location.hash.slice(1));
    const isMain = await page.evaluate((id) => document.getElementById(id)?.closest("main") !== null, arrived);
    return [
      first.href?.startsWith("#") ? [] : `the first stop is ${first.href}`,
      first.seen ? [] : "it cannot be seen",
      arrived && isMain ? [] : `it leads to #${arrived}`,
    ].flat();
  });
});

test("every stop of the keyboard can be seen", async () => {
  await each({}, async (page) => {
    const problems = [];
    for (let stop = 0; stop < 25; stop += 1) {
      await page.keyboard.press("Tab");
      const found = await page.evaluate(() => {
        const node = document.activeElement;
        if (!node || node === document.body) return undefined;
        const style = getComputedStyle(node);
        const around = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
        return { name: node.outerHTML.slice(0, 80), around, hidden: node.closest("[aria-hidden=true], [inert]") !== null };
      });
      if (!found) break;
      if (!found.around) problems.push(`nothing shows that it is focused: ${found.name}`);
      if (found.hidden) problems.push(`focused, and hidden from screen readers: ${found.name}`);
    }
    return problems;
  });
});

test("controls are large enough for a thumb", async () => {
  await each({ viewport: { width: 360, height: 740 } }, (page) =>
    page.evaluate(() =>
      [...document.querySelectorAll("button, input:not([type=hidden]):not([type=checkbox]):not([type=radio]), select, summary, [role=button]")]
        .filter((node) => node.checkVisibility())
        .map((node) => ({ node, box: node.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 1 && box.height > 1 && Math.min(box.width, box.height) < 24)
        .map(({ node, box }) => `${Math.round(box.width)} × ${Math.round(box.height)}: ${node.outerHTML.slice(0, 80)}`),
    ),
  );
});

test("nothing scrolls sideways at 320 pixels, with wider text, or read from right to left", async () => {
  const width = (page) => page.evaluate(() => document.documentElement.scrollWidth);
  await each({ viewport: { width: 320, height: 640 } }, async (page) => {
    await page.setViewportSize({ width: 320, height: 640 });
    const plain = await width(page);
    // WCAG 1.4.12: what a reader's own settings may do to the text. As a sheet of the document's
    // own it would be stopped by the policy; an adopted one is not.
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }");
      document.adoptedStyleSheets = [sheet];
    });
    await page.setViewportSize({ width: 360, height: 740 });
    const spaced = await width(page);
    await page.evaluate(() => {
      document.adoptedStyleSheets = [];
      document.documentElement.dir = "rtl";
    });
    const mirrored = await width(page);
    return [plain > 320 ? `${plain} pixels at 320` : [], spaced > 360 ? `${spaced} pixels with wider text` : [], mirrored > 360 ? `${mirrored} pixels from right to left` : []].flat();
  });
});

test("what stands beside the text follows the next step, and is never squeezed", async () => {
  await each({}, async (page) => {
    const problems = [];
    for (const width of [360, 1000, 1100, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      const found = await page.evaluate(() => {
        const beside = [...document.querySelectorAll("main aside")].filter((node) => node.checkVisibility());
        const narrow = beside.map((node) => node.getBoundingClientRect().width).filter((wide) => wide < 200);
        const after = [...document.querySelectorAll("main nav a[rel=next], main section.help")];
        const late = after.filter((node) => beside.some((aside) => aside.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING));
        return { narrow, late: late.length, wide: document.documentElement.scrollWidth };
      });
      if (found.narrow.length > 0) problems.push(`beside the text only ${found.narrow} pixels at ${width}`);
      if (found.late > 0) problems.push("help or the next step comes after what stands beside the text");
      if (found.wide > width) problems.push(`${found.wide} pixels wide at ${width}`);
    }
    return problems;
  });
});

test("from right to left numbers stay whole and the way out keeps its corner", async () => {
  await each({ viewport: { width: 360, height: 740 } }, (page) =>
    page.evaluate(() => {
      document.documentElement.dir = "rtl";
      const torn = [...document.querySelectorAll("a[href^='tel:'], a[href^='sms:']")].filter((node) => {
        const style = getComputedStyle(node);
        return style.direction !== "ltr" || style.unicodeBidi !== "isolate";
      });
      const way = document.querySelector("aside a[rel~=nofollow]").getBoundingClientRect();
      return [...torn.map((node) => `may be turned round: ${node.outerHTML.slice(0, 80)}`), ...(way.left <= 1 ? [] : [`the way out is at ${way.left}`])];
    }),
  );
});

test("a cell aligned to the end is still a cell", async () => {
  await each({}, (page) =>
    page.evaluate(() => {
      const cells = [...document.querySelectorAll("main td, main th")].slice(0, 20);
      return cells.flatMap((cell) => {
        cell.className = "end";
        const style = getComputedStyle(cell);
        return style.display === "table-cell" && style.textAlign === "end" ? [] : `${style.display}, ${style.textAlign}`;
      });
    }),
  );
});

test("on paper there is the text and no navigation", async () => {
  await each({}, async (page, name) => {
    await page.emulateMedia({ media: "print" });
    return page.evaluate((name) => {
      const seen = (node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      const navs = [...document.querySelectorAll("nav, form[role=search], search, [role=search]")].filter(seen);
      const heading = document.querySelector("h1");
      const words = [...document.querySelectorAll("main p, main li, main dd")].filter(seen).map((node) => node.textContent).join(" ");
      const leave = [...document.querySelectorAll("a[rel~=nofollow][rel~=noreferrer]")].filter((node) => seen(node) && !node.closest("main"));
      return [
        ...navs.map((node) => `printed: ${node.outerHTML.slice(0, 80)}`),
        ...leave.map((node) => `printed: ${node.outerHTML.slice(0, 80)}`),
        ...(heading && seen(heading) ? [] : ["the title is not printed"]),
        ...(words.length > 200 || name === "not found" ? [] : ["the text is not printed"]),
      ];
    }, name);
  });
});

test("without script everything reads and navigates", async () => {
  await each({ javaScriptEnabled: false }, async (page, name) => {
    const text = await page.locator("main").innerText();
    const ways = await page.locator("header a[href], nav a[href]").count();
    return [text.length > (name === "not found" ? 40 : 200) ? [] : `only ${text.length} letters`, ways >= 4 ? [] : `only ${ways} links`].flat();
  });
});

test("without script the search page lists every entry", async () => {
  const { context, page } = await open(browser, server.origin, { javaScriptEnabled: false });
  await page.goto(server.url("/search/"));
  const hrefs = await page.locator("main a[href]").evaluateAll((nodes) => nodes.map((node) => new URL(node.getAttribute("href"), document.baseURI).pathname));
  const visible = await page.locator("main a[href]:visible").count();
  const wanted = entries.filter((entry) => (entry.lang ?? entry.language ?? "en") === "en").map((entry) => new URL(entry.url ?? entry.address ?? entry.href, "https://host/").pathname);
  none(wanted.filter((path) => !hrefs.includes(path)), "entries that are not listed");
  assert.ok(visible >= wanted.length, "they can be seen");
  // A form that needs the script is not offered to those who have none.
  for (const form of await page.locator("form:visible").all()) assert.ok(await form.getAttribute("action"), "a form without script has an action");
  await context.close();
});

test("without styles the page keeps its order", async () => {
  const { context, page } = await open(browser, server.origin, { javaScriptEnabled: false });
  await page.route("**/*.css", (route) => route.fulfill({ body: "", contentType: "text/css" }));
  for (const { route } of Object.values(templates)) {
    await page.goto(server.url(route));
    const wide = await page.locator("svg:visible").evaluateAll((nodes) => nodes.map((node) => node.getBoundingClientRect().width).filter((width) => width > 800));
    assert.deepEqual(wide, [], `${route}: pictures as wide as the window`);
    assert.ok(await page.locator("h1").first().isVisible(), route);
  }
  await context.close();
});

test("forced colours keep text, focus and borders", async () => {
  await each({ forcedColors: "active", colorScheme: "dark" }, async (page) => {
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    return page.evaluate(() => {
      const body = getComputedStyle(document.body);
      const focused = getComputedStyle(document.activeElement);
      const unseen = [...document.querySelectorAll("button, input:not([type=checkbox]):not([type=radio]):not([type=hidden])")]
        .filter((node) => node.checkVisibility())
        .filter((node) => parseFloat(getComputedStyle(node).borderTopWidth) === 0 && parseFloat(getComputedStyle(node).outlineWidth) === 0);
      return [
        ...(body.color !== body.backgroundColor ? [] : ["text and ground have one colour"]),
        ...(focused.outlineStyle !== "none" ? [] : ["focus cannot be seen"]),
        ...unseen.map((node) => `no border: ${node.outerHTML.slice(0, 80)}`),
      ];
    });
  });
});

test("forced colours and paper keep the shape of every kind of step", async () => {
  const { context, page } = await open(browser, server.origin, { forcedColors: "active" });
  await page.goto(server.url(templates.pathway.route));
  const look = () =>
    page.locator(".m-principle").evaluateAll((nodes) =>
      nodes.map((node) => getComputedStyle(node, "::before")).map((style) => [style.display, style.clipPath !== "none", style.forcedColorAdjust, style.printColorAdjust].join(" ")),
    );
  const forced = await look();
  assert.ok(forced.length > 0, "the pathway has a principle among its steps");
  assert.deepEqual(forced.filter((found) => !/^block true none/.test(found)), []);
  await page.emulateMedia({ media: "print", forcedColors: "none" });
  assert.deepEqual((await look()).filter((found) => !/^block true \w+ exact$/.test(found)), []);
  await context.close();
});

test("with reduced motion nothing moves", async () => {
  await each({ reducedMotion: "reduce" }, async (page) => {
    await page.keyboard.press("Tab");
    return page.evaluate(() => {
      const moving = [...document.querySelectorAll("*")].filter((node) => {
        const style = getComputedStyle(node);
        const lasts = (value) => value.split(",").some((part) => parseFloat(part) > 0.01);
        return lasts(style.transitionDuration) || (style.animationName !== "none" && lasts(style.animationDuration)) || style.scrollBehavior === "smooth";
      });
      return moving.map((node) => `moves: ${node.outerHTML.slice(0, 80)}`).slice(0, 5);
    });
  });
});

test("a page that does not exist says so at any depth", async () => {
  const { context, page, faults } = await open(browser, server.origin);
  for (const route of ["/nowhere", "/nowhere/at/all/", "/articles/nowhere/deeper/still.html"]) {
    const response = await page.goto(server.url(route));
    assert.equal(response.status(), 404);
    assert.ok((await page.locator("h1").innerText()).length > 3);
    const styled = await page.evaluate(() => [...document.styleSheets].some((sheet) => sheet.cssRules.length > 0));
    assert.ok(styled, `${route}: has its styles`);
    const home = await page.locator("a[href]").evaluateAll((nodes) => nodes.map((node) => node.href));
    assert.ok(home.includes(server.url("/")), `${route}: leads home`);
  }
  await context.close();
  none(faults, "faults");
});

test("reading leaves nothing on the device", async () => {
  const { context, page, faults } = await open(browser, server.origin);
  for (const { route } of Object.values(templates)) await page.goto(server.url(route));
  const kept = await page.evaluate(async () => ({
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    cookies: document.cookie,
    caches: globalThis.caches ? await caches.keys() : [],
    workers: (await navigator.serviceWorker?.getRegistrations())?.length ?? 0,
  }));
  assert.deepEqual(kept, { local: [], session: [], databases: [], cookies: "", caches: [], workers: 0 });
  assert.deepEqual(await context.cookies(), []);
  await context.close();
  none(faults, "faults");
});
