// The way out, case by case as the specification has them: what it is, that it hides the page at
// once, that Back does not return to it, the Shift key, and what comes after.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, beforeEach, test } from "node:test";
import { launch, open } from "./chromium.js";
import { read, serve, shown, templates } from "./site.js";

/** The two links that leave. */
const BUTTON = "quick-exit a.leave";
const SKIP = "a.skip.leaves";
const ROUTE = templates.article.route;

let browser, server, away, context, page;
/** Whether the page that readers are led to answers at once, or only when it is let go. */
let hold = false;
/** Its answers that are held back, and what it was asked with. */
let slow = [], asked = [];
/** Called when it is asked. */
let hear = () => {};

before(async () => {
  [browser, server] = [await launch(), await serve()];
  away = createServer((request, response) => {
    if (request.url !== "/") return response.end();
    asked.push(request);
    hear();
    const answer = () => response.end("<!doctype html><title>Weather</title><h1>Weather</h1>");
    response.setHeader("Content-Type", "text/html");
    if (hold) slow.push(answer);
    else answer();
  });
  await new Promise((done) => away.listen(0, "127.0.0.1", done));
});
after(async () => {
  await browser?.close();
  await server?.close();
  away?.closeAllConnections();
  await new Promise((done) => away.close(done));
});
beforeEach(() => {
  hold = false;
  asked = [];
  slow = [];
  hear = () => {};
});

/** When the other site has been asked. */
const heard = () => (asked.length > 0 ? undefined : new Promise((done) => (hear = done)));
/** Lets it answer, as soon as it has been asked. */
async function release() {
  await heard();
  await new Promise((done) => setImmediate(done));
  hold = false;
  for (const answer of slow.splice(0)) answer();
}

const weather = () => `http://127.0.0.1:${away.address().port}/`;

/** A page of the library in a window of its own, whose way out leads to the stand-in for the weather. */
async function reader(options = {}, route = ROUTE) {
  ({ context, page } = await open(browser, server.origin, { viewport: { width: 1280, height: 800 }, ...options }));
  await context.route(`${server.origin}/**/`, async (request) => {
    if (request.request().resourceType() !== "document") return request.continue();
    const response = await request.fetch();
    const text = await response.text();
    await request.fulfill({ response, body: text.replaceAll(/(<a class="(?:btn leave leaves|btn at-once leaves|skip leaves)" href=")[^"]*/g, `$1${weather()}`) });
  });
  await page.goto(server.url(route));
  if (options.javaScriptEnabled !== false) await page.evaluate(probe);
}
const done = () => context.close();

/**
 * What there is to see, to read and to reach, by the page's own account. While a browser loads
 * another page it hears no more questions, but keys still arrive: F9 has the page tell. F8 has it
 * give up loading, F7 think that it has been brought back whole.
 */
const probe = () => {
  addEventListener("keydown", ({ key }) => {
    if (key === "F8") stop();
    if (key === "F7") dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    if (key !== "F9") return;
    const points = [[1, 1], [innerWidth - 2, 1], [1, innerHeight - 2], [innerWidth - 2, innerHeight - 2], [innerWidth / 2, innerHeight / 2]];
    const cover = document.querySelectorAll("html > .cover");
    const box = cover[0]?.getBoundingClientRect();
    const ground = cover[0] && getComputedStyle(cover[0]).backgroundColor;
    const found = {
      seen: points.filter(([x, y]) => document.elementFromPoint(x, y)?.closest("body")).length,
      body: document.body.checkVisibility(),
      covers: cover.length,
      whole: Boolean(box) && [box.left, box.top, box.width, box.height].join() === [0, 0, innerWidth, innerHeight].join(),
      opaque: Boolean(ground) && !/transparent|, 0(\.\d+)?\)/.test(ground.replace("rgb(0, 0, 0)", "")),
      role: cover[0]?.getAttribute("role"),
      title: document.title,
      text: document.documentElement.innerText.trim(),
      focus: document.activeElement?.closest("body > *")?.outerHTML.slice(0, 60) ?? null,
    };
    console.log(`probe ${JSON.stringify(found)}`);
  });
};
async function covered() {
  const told = page.waitForEvent("console", { predicate: (message) => message.text().startsWith("probe "), timeout: 30_000 });
  await page.keyboard.press("F9");
  return JSON.parse((await told).text().slice(6));
}
const COVERED = { seen: 0, body: false, covers: 1, whole: true, opaque: true, role: "alert", title: "Loading", text: "Loading", focus: null };

/** Presses Shift and nothing else. */
async function shift(times = 1) {
  for (let press = 0; press < times; press += 1) await page.keyboard.press("Shift");
}
/** From now on the page's time goes by only when it is told to. */
async function stopClock() {
  await page.clock.install({ time: 0 });
  await page.clock.pauseAt(60_000);
}
const marks = () => page.evaluate(() => [...document.querySelectorAll("quick-exit .marks i")].filter((node) => node.checkVisibility() && node.matches(".on")).length);
const said = () => page.locator("quick-exit [role=status]").textContent();
const gone = () => page.waitForURL(weather(), { timeout: 30_000 });
/** Leaving covers the page in the very task that begins it: so nobody has left. */
const still = async () => {
  assert.equal(await page.evaluate(() => document.querySelector(".cover") === null && document.body.checkVisibility()), true);
  assert.equal(asked.length, 0, "nothing is asked of the other site");
  assert.equal(page.url(), server.url(ROUTE));
};

// ---- What it is

test("on every page there are two links that leave, one of them the second stop of the keyboard", () => {
  const faults = shown.flatMap(({ route, document }) => {
    const links = document.all("a").filter((node) => node.attrs.rel === "nofollow noreferrer" && /\bleaves\b/.test(node.attrs.class ?? ""));
    const stops = document.all("a", "button", "input").slice(0, 2);
    const hrefs = new Set(links.map((node) => node.attrs.href));
    return links.length >= 2 && hrefs.size === 1 && /^https:/.test([...hrefs][0]) && stops[1] === links[0] ? [] : [route];
  });
  assert.deepEqual(faults, []);
});

test("the usual place to go is about the weather, and shows nothing that is one's own", () => {
  const link = templates.home.document.all("a").find((node) => /\bleave\b/.test(node.attrs.class ?? ""));
  assert.equal(link.attrs.href, "https://www.weather.gov/");
});

test("without script both are plain links, which send no referrer", async () => {
  await reader({ javaScriptEnabled: false });
  for (const link of [BUTTON, SKIP]) {
    await page.goto(server.url(ROUTE));
    await page.locator(link).focus();
    await page.keyboard.press("Enter");
    await gone();
    assert.equal(asked.at(-1).headers.referer, undefined);
  }
  await done();
});

test("it stays in reach however far the page is scrolled, and at every width", async () => {
  await reader();
  for (const [width, height] of [[320, 640], [360, 740], [768, 900], [1280, 800]]) {
    await page.setViewportSize({ width, height });
    for (const at of ["0", "document.body.scrollHeight / 2", "document.body.scrollHeight"]) {
      await page.evaluate((at) => scrollTo(0, at), await page.evaluate(at));
      const inside = await page.locator(BUTTON).evaluate((node) => {
        const box = node.getBoundingClientRect();
        const on_top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        return box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight && box.height >= 44 && node.contains(on_top);
      });
      assert.ok(inside, `${width} × ${height}, scrolled to ${at}`);
    }
  }
  await done();
});

test("where the window is lower than 320 pixels it stands in the page and covers nothing", async () => {
  await reader({ viewport: { width: 320, height: 256 } });
  assert.equal(await page.locator("quick-exit").evaluate((node) => getComputedStyle(node).position), "static");
  await done();
});

test("it is not printed, nor are its marks", async () => {
  await reader();
  await shift();
  await page.emulateMedia({ media: "print" });
  const seen = await page.evaluate(() => [...document.querySelectorAll("quick-exit, quick-exit *, .leaves")].filter((node) => node.checkVisibility()).length);
  assert.equal(seen, 0);
  await done();
});

// ---- Leaving

for (const [name, link] of [["the button", BUTTON], ["the link among the shortcuts", SKIP]]) {
  test(`${name} covers the page at once, and leads away when the other site is ready`, async () => {
    await reader();
    hold = true;
    const cover = await page.locator(link).evaluate((node) => {
      node.click();
      // Still in the very task of the click.
      const box = document.querySelector("html > .cover").getBoundingClientRect();
      return { text: document.body.checkVisibility(), title: document.title, width: box.width, height: box.height };
    });
    assert.deepEqual(cover, { text: false, title: "Loading", width: 1280, height: 800 });
    assert.deepEqual(await covered(), COVERED);
    await release();
    await gone();
    assert.equal(asked[0].headers.referer, undefined, "the other site does not learn where the reader was");
    await done();
  });
}

test("by keyboard, with Enter, it is the same", async () => {
  await reader();
  hold = true;
  await page.locator(BUTTON).focus();
  await page.keyboard.press("Enter");
  assert.deepEqual(await covered(), COVERED);
  await release();
  await gone();
  await done();
});

test("the cover covers in the dark, on a phone and in forced colours, and says only that something loads", async () => {
  for (const options of [{ colorScheme: "dark" }, { viewport: { width: 360, height: 740 } }, { forcedColors: "active" }]) {
    await reader(options);
    hold = true;
    await page.locator(BUTTON).click({ noWaitAfter: true });
    assert.deepEqual(await covered(), COVERED);
    await done();
  }
});

test("while it is covered, nothing of the page can be reached or read", async () => {
  await reader();
  hold = true;
  await page.locator(BUTTON).click({ noWaitAfter: true });
  for (let stop = 0; stop < 4; stop += 1) {
    await page.keyboard.press("Tab");
    assert.deepEqual(await covered(), COVERED);
  }
  await done();
});

test("what is playing falls silent", async () => {
  await reader();
  hold = true;
  const paused = await page.evaluate(async () => {
    const film = document.createElement("video");
    let calls = 0;
    film.pause = () => (calls += 1);
    document.querySelector("main").append(film);
    document.querySelector("quick-exit a").click();
    return calls;
  });
  assert.equal(paused, 1);
  await release();
  await done();
});

test("Back does not return to the page that was left; the page before it is still in the history", async () => {
  await reader({}, "/");
  await page.goto(server.url(ROUTE));
  await page.locator(BUTTON).click();
  await gone();
  await page.goBack();
  assert.equal(page.url(), server.url("/"));
  assert.ok(await page.locator("h1").isVisible(), "and it can be read");
  await page.goForward();
  assert.equal(page.url(), weather(), "the page that was left is in neither direction");
  await done();
});

test("two presses of the mouse in a row leave once", async () => {
  await reader();
  hold = true;
  await page.locator(BUTTON).evaluate((node) => (node.click(), node.click()));
  assert.deepEqual(await covered(), COVERED);
  await release();
  await gone();
  assert.equal(asked.length, 1);
  await done();
});

test("where the browser gave up loading, a later press tries again", async () => {
  await reader();
  hold = true;
  await page.clock.install();
  await page.locator(BUTTON).click({ noWaitAfter: true });
  await heard();
  await page.keyboard.press("F8");
  assert.deepEqual(await covered(), COVERED, "the page stays covered");
  await page.clock.fastForward(3_000);
  hold = false;
  await shift(3);
  await gone();
  await done();
});

test("Escape does not call the leaving off", async () => {
  await reader();
  hold = true;
  await page.locator(BUTTON).click({ noWaitAfter: true });
  await page.keyboard.press("Escape");
  await release();
  await gone();
  await done();
});

test("a click that asks for a new tab or window gets one, and the page stays as it is", async () => {
  await reader();
  for (const options of [{ modifiers: ["ControlOrMeta"] }, { button: "middle" }, { modifiers: ["Shift"] }]) {
    const other = context.waitForEvent("page", { timeout: 30_000 });
    await page.locator(BUTTON).click(options);
    const tab = await other;
    await tab.waitForURL(weather(), { timeout: 30_000 });
    assert.equal(await tab.evaluate(() => opener), null);
    await tab.close();
    assert.ok(await page.locator("h1").isVisible(), JSON.stringify(options));
    assert.equal(page.url(), server.url(ROUTE));
    assert.equal(await marks(), 0);
  }
  await done();
});

// ---- The Shift key

test("Shift three times leaves, marked and said on the way", async () => {
  await reader();
  hold = true;
  assert.deepEqual([await marks(), await said()], [0, ""]);
  await shift();
  assert.deepEqual([await marks(), await said()], [1, "Press Shift 2 more times to leave."]);
  await shift();
  assert.deepEqual([await marks(), await said()], [2, "Press Shift once more to leave."]);
  await still();
  await shift();
  assert.deepEqual(await covered(), COVERED);
  await release();
  await gone();
  await page.goBack().catch(() => {});
  assert.notEqual(page.url(), server.url(ROUTE));
  await done();
});

test("the marks are three, stand beside the button and move nothing", async () => {
  await reader({ viewport: { width: 360, height: 740 } });
  const where = () => page.locator(BUTTON).evaluate((node) => JSON.stringify(node.getBoundingClientRect()));
  const at_first = await where();
  await shift();
  assert.equal(await where(), at_first);
  const found = await page.evaluate(() => [...document.querySelectorAll("quick-exit .marks i")].map((node) => [node.checkVisibility(), node.closest("[aria-hidden=true]") !== null, node.getBoundingClientRect().right <= innerWidth].join()));
  assert.deepEqual(found, ["true,true,true", "true,true,true", "true,true,true"]);
  await done();
});

test("five seconds are counted from the first press, not from the last", async () => {
  await reader();
  await stopClock();
  await shift();
  await page.clock.runFor(3_000);
  await shift();
  await page.clock.runFor(2_100);
  assert.deepEqual([await marks(), await said()], [0, "You are still here. To leave, press Shift 3 times within 5 seconds."]);
  await shift();
  await still();
  assert.equal(await marks(), 1, "the third press is the first of a new count");
  await page.clock.runFor(5_100);
  await page.clock.runFor(5_100);
  assert.equal(await said(), "", "what was said is gone after a while");
  await done();
});

test("three presses in a little less than five seconds leave", async () => {
  await reader();
  await stopClock();
  await shift();
  await page.clock.runFor(2_400);
  await shift();
  await page.clock.runFor(2_400);
  await shift();
  await gone();
  await done();
});

test("any other key begins the count afresh", async () => {
  await reader();
  for (const key of ["a", "Tab", "ArrowDown", "Escape", "Control", "F2"]) {
    await shift(2);
    await page.keyboard.press(key);
    assert.equal(await marks(), 0, key);
    await shift();
    assert.equal(await marks(), 1, key);
    await page.keyboard.press("ArrowDown");
  }
  await still();
  await done();
});

test("Shift that changes another key, a click or the wheel does not count", async () => {
  await reader();
  const times = [];
  const uses = [
    () => page.keyboard.press("Shift+A"),
    () => page.keyboard.press("Shift+Tab"),
    () => page.keyboard.press("Control+Shift"),
    () => page.keyboard.press("Alt+Shift"),
    async () => {
      await page.keyboard.down("Shift");
      await page.keyboard.press("Alt");
      await page.keyboard.up("Shift");
    },
    async () => {
      await page.keyboard.down("Shift");
      await page.mouse.click(640, 300);
      await page.keyboard.up("Shift");
    },
    async () => {
      await page.keyboard.down("Shift");
      await page.mouse.wheel(0, 10);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      await page.keyboard.up("Shift");
    },
  ];
  for (const use of uses) {
    for (let time = 0; time < 3; time += 1) await use();
    times.push(await marks());
  }
  assert.deepEqual(times, uses.map(() => 0));
  await still();
  await done();
});

test("a key held down counts once", async () => {
  await reader();
  for (let repeat = 0; repeat < 6; repeat += 1) await page.keyboard.down("Shift");
  await page.keyboard.up("Shift");
  assert.equal(await marks(), 1);
  await still();
  await done();
});

test("the two Shift keys count alike, and both at once count once", async () => {
  await reader();
  await page.keyboard.down("ShiftLeft");
  await page.keyboard.down("ShiftRight");
  await page.keyboard.up("ShiftLeft");
  await page.keyboard.up("ShiftRight");
  assert.equal(await marks(), 1);
  await page.keyboard.press("ShiftRight");
  assert.equal(await marks(), 2);
  await page.keyboard.press("ShiftLeft");
  await gone();
  await done();
});

test("while something is being written capitals do not count, and Shift alone does", async () => {
  await reader();
  await page.locator("header input[type=search]").focus();
  await page.keyboard.type("ABC DEF");
  assert.equal(await marks(), 0);
  await shift(3);
  await gone();
  await done();
});

test("the words are in the page's language", async () => {
  const es = shown.find(({ route }) => route.startsWith("/es/articles/") && route !== "/es/articles/").route;
  await reader({}, es);
  await shift();
  assert.equal(await said(), "Pulse Mayús 2 veces más para salir.");
  hold = true;
  await page.locator(BUTTON).click({ noWaitAfter: true });
  assert.deepEqual(await covered(), { ...COVERED, title: "Cargando", text: "Cargando" });
  await done();
});

// ---- Coming back

test("a page that the browser kept whole is shown again, and its way out works anew", async () => {
  await reader();
  hold = true;
  const title = await page.title();
  await shift(2);
  await page.locator(BUTTON).click({ noWaitAfter: true });
  assert.deepEqual(await covered(), COVERED);
  await heard();
  await page.keyboard.press("F8");
  await page.keyboard.press("F7");
  assert.ok(await page.locator("h1").isVisible());
  assert.equal(await page.title(), title);
  assert.equal(await page.locator("html > .cover").count(), 0);
  assert.deepEqual([await marks(), await said()], [0, ""]);
  hold = false;
  await page.locator(BUTTON).click();
  await gone();
  await done();
});

// ---- What is erased

for (const [name, erase, calls] of [
  ["it erases nothing, unless the site says so", false, 0],
  ["where the site says so, it erases what was kept", true, 1],
]) {
  test(name, async () => {
    await reader();
    hold = true;
    const found = await page.evaluate((erase) => {
      let calls = 0;
      globalThis.waypostErase = () => {
        calls += 1;
        return new Promise(() => {}); // never ends
      };
      document.querySelector("quick-exit").toggleAttribute("data-erase", erase);
      document.querySelector("quick-exit a").click();
      return calls;
    }, erase);
    assert.equal(found, calls);
    assert.deepEqual(await covered(), COVERED);
    await release();
    await gone(); // although erasing has not ended
    await done();
  });
}

test("erasing that fails keeps nobody from leaving", async () => {
  for (const fault of ["throws", "rejects", "is missing"]) {
    await reader();
    await page.evaluate((fault) => {
      globalThis.waypostErase = { throws: () => { throw new Error("no"); }, rejects: () => Promise.reject(new Error("no")) }[fault];
      document.querySelector("quick-exit").setAttribute("data-erase", "");
      document.querySelector("quick-exit a").click();
    }, fault);
    await gone();
    await done();
  }
});

// ---- Turning the keys off

const SAFETY = templates.safety?.route;

test("on the safety page the Shift key can be turned off, for this page alone unless it is to be remembered", { skip: !SAFETY }, async () => {
  await reader({}, SAFETY);
  const keys = page.locator("key-choice input").first();
  const keep = page.locator("key-choice input").nth(1);
  assert.ok(await keys.isChecked());
  await keys.uncheck();
  await shift(3);
  assert.deepEqual([await marks(), page.url(), asked.length], [0, server.url(SAFETY), 0]);
  assert.equal(await page.evaluate(() => localStorage.length), 0, "nothing is kept before that is chosen");
  await page.goto(server.url(ROUTE));
  await shift();
  assert.equal(await marks(), 1, "the next page has it on");

  await page.goto(server.url(SAFETY));
  await keys.uncheck();
  await keep.check();
  const kept = await page.evaluate(() => [localStorage.length, localStorage.key(0), localStorage.getItem(localStorage.key(0))]);
  assert.deepEqual(kept, [1, "waypost /", '{"v":1,"keys":false}']);
  await page.goto(server.url(ROUTE));
  await shift(3);
  assert.deepEqual([await marks(), page.url()], [0, server.url(ROUTE)]);
  await page.locator(BUTTON).click();
  await gone(); // the button is not a key

  await page.goto(server.url(SAFETY));
  assert.deepEqual([await keys.isChecked(), await keep.isChecked()], [false, true]);
  await keys.check();
  assert.equal(await page.evaluate(() => localStorage.length), 0, "what is as usual needs no keeping");
  await shift();
  assert.equal(await marks(), 1);
  await done();
});

test("the choice leaves alone what else is kept, and damage to it", { skip: !SAFETY }, async () => {
  await reader({}, SAFETY);
  const keys = page.locator("key-choice input").first();
  const keep = page.locator("key-choice input").nth(1);
  const given = { v: 1, done: { "/pathways/a/": ["/tools/b/"] }, patchwork: [{ at: "/tools/b/" }] };
  await page.evaluate((given) => localStorage.setItem("waypost /", JSON.stringify(given)), given);
  await page.reload();
  await keys.uncheck();
  await keep.check();
  const kept = () => page.evaluate(() => JSON.parse(localStorage.getItem("waypost /")));
  assert.deepEqual(await kept(), { ...given, keys: false });
  await keep.uncheck();
  assert.deepEqual(await kept(), given);
  for (const broken of ["{", "null", "[]", '"x"', "7"]) {
    await page.evaluate((broken) => localStorage.setItem("waypost /", broken), broken);
    await page.reload();
    await shift();
    assert.equal(await marks(), 1, broken);
    // What cannot be read may be what a reader has written: it is not written over, and that is said.
    await keys.uncheck();
    await keep.click();
    assert.equal(await page.evaluate(() => localStorage.getItem("waypost /")), broken);
    assert.match(await page.locator("key-choice [role=status]").textContent(), /keeps nothing/);
  }
  await done();
});

test("where storage is forbidden the key works, and can be turned off for the page", { skip: !SAFETY }, async () => {
  await reader();
  await context.addInitScript(() => {
    Object.defineProperty(globalThis, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } });
  });
  await page.goto(server.url(SAFETY));
  await shift();
  assert.equal(await marks(), 1);
  await page.locator("key-choice input").first().uncheck();
  assert.equal(await marks(), 0);
  await shift();
  assert.equal(await marks(), 0);
  await page.locator("key-choice input").nth(1).click();
  assert.equal(await page.locator("key-choice input").nth(1).isChecked(), false, "it does not claim to have kept it");
  assert.match(await page.locator("key-choice [role=status]").textContent(), /keeps nothing/);
  await done();
});

test("without script there is no switch for keys that do nothing", { skip: !SAFETY }, async () => {
  await reader({ javaScriptEnabled: false }, SAFETY);
  assert.equal(await page.locator("key-choice").isVisible(), false);
  await done();
});

// ---- Its weight

test("its script is small, and on every page", async () => {
  const { gzipSync } = await import("node:zlib");
  const script = (document) => document.all("script").map((node) => node.attrs.src).find((src) => /\/exit\.[0-9a-f]+\.js$/.test(src ?? ""));
  assert.deepEqual(shown.filter(({ document }) => !script(document)).map(({ route }) => route), []);
  const size = gzipSync(read(script(templates.home.document).replace(/^\//, ""))).length;
  assert.ok(size <= 1_600, `${size} bytes`);
});
