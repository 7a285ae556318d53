// The reader's patchwork: collected pages, on their device alone, and shared by an address.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { launch, open } from "./chromium.js";
import { cases, focused, kept, key, put, stored, visit, whole } from "./kept.js";
import { entries, pages, serve } from "./site.js";

let browser, server;

before(async () => {
  [browser, server] = [await launch(), await serve()];
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const routeOf = (entry) => pages.find((page) => entry.url.endsWith(page.route) && page.route.split("/").length === new URL(entry.url).pathname.split("/").length)?.route;
const english = entries.filter((entry) => entry.lang === "en");
const ofKind = (kind) => english.find((entry) => entry.kind === kind && entry.id !== "index");
const [first, second, third] = english.filter((entry) => entry.kind === "article").slice(0, 3);
const at = (entry) => ({ at: routeOf(entry) });
const squares = (page) => page.locator(".patches li");
const titles = (page) => page.locator(".patches h3").allInnerTexts();
const go = (page, fragment = "") => page.goto(server.url("/patchwork/") + fragment);
const does = (page, what) => page.locator(`main [data-does=${what}]:visible`);

test("a page is taken in after a choice, and before it nothing is kept", () =>
  visit(browser, server, async (page) => {
    await page.goto(server.url(routeOf(first)));
    assert.deepEqual(await stored(page), {});
    await does(page, "add").click();
    assert.deepEqual(await stored(page), {}, "asking keeps nothing");
    assert.match(await focused(page), /on this device\? Anyone who uses this device/, "focus is on the question");
    await does(page, "no").click();
    assert.deepEqual(await stored(page), {});
    assert.match(await focused(page), /^Add to my patchwork$/);
    await does(page, "add").click();
    await does(page, "yes").click();
    assert.deepEqual(await kept(page), { v: 1, patchwork: [at(first)] });
    await page.goto(server.url(routeOf(second)));
    await does(page, "add").click();
    assert.deepEqual((await kept(page)).patchwork, [at(first), at(second)], "the choice is asked for once");
    await does(page, "remove").click();
    assert.deepEqual((await kept(page)).patchwork, [at(first)]);
  }));

test("every kind of page can be taken in", () =>
  visit(browser, server, async (page) => {
    for (const kind of ["article", "tool", "principle", "pathway", "page"]) {
      await page.goto(server.url(routeOf(ofKind(kind))));
      await does(page, "add").click();
      if (kind === "article") await does(page, "yes").click();
    }
    assert.equal((await kept(page)).patchwork.length, 5);
    await go(page);
    await page.getByText(/5 pages, about .* in all/).waitFor();
    assert.deepEqual(await titles(page), ["article", "tool", "principle", "pathway", "page"].map((kind) => ofKind(kind).title));
  }));

test("pages change places by words, focus stays, and it is said", () =>
  visit(browser, server, async (page) => {
    await go(page);
    await put(page, { v: 1, patchwork: [first, second, third].map(at) });
    await page.reload();
    await page.getByText(/3 pages/).waitFor();
    // Some browsers give a button that is pressed no focus.
    await squares(page).nth(1).locator("[data-does=earlier]").evaluate((button) => button.click());
    assert.deepEqual(await titles(page), [second.title, first.title, third.title]);
    await squares(page).nth(1).locator("[data-does=earlier]").evaluate((button) => button.click());
    await squares(page).nth(0).locator("[data-does=later]").click();
    assert.deepEqual(await titles(page), [second.title, first.title, third.title]);
    assert.equal(await focused(page), `Later: ${first.title}`);
    assert.equal(await page.locator("main > * .told[role=status]").first().innerText(), `${first.title}: now 2 of 3.`);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    assert.deepEqual(await titles(page), [second.title, third.title, first.title], "the last one stays the last");
    assert.equal(await focused(page), `Later: ${first.title}`);
    await squares(page).nth(2).locator("[data-does=earlier]").click();
    assert.deepEqual((await kept(page)).patchwork, [second, first, third].map(at));
    await squares(page).nth(1).locator("[data-does=remove]").click();
    assert.equal(await focused(page), `Remove: ${third.title}`, "focus goes on to the next page");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    assert.deepEqual((await kept(page)).patchwork, []);
    assert.match(await focused(page), /Add to my patchwork/, "and where none is left, to what says so");
  }));

test("a note is kept as it is written, and no longer than it may be", () =>
  visit(browser, server, async (page) => {
    await go(page);
    await put(page, { v: 1, patchwork: [first, second].map(at) });
    await page.reload();
    const note = squares(page).nth(0).locator("textarea");
    await note.fill("<b>Call</b>\nfirst");
    assert.deepEqual((await kept(page)).patchwork[0], { ...at(first), note: "<b>Call</b>\nfirst" });
    await page.getByText("17 of 500").waitFor();
    await note.fill("");
    await note.pressSequentially("Tuesday");
    assert.equal((await kept(page)).patchwork[0].note, "Tuesday", "typing is not broken off");
    assert.equal(await note.getAttribute("maxlength"), "500");
    await page.reload();
    assert.equal(await note.inputValue(), "Tuesday");
  }));

test("an address shares it, with notes only where that is asked for, and sends nothing", () =>
  visit(browser, server, async (page) => {
    const requests = [];
    page.on("request", (request) => requests.push(request.url()));
    await go(page);
    await put(page, { v: 1, patchwork: [{ ...at(first), note: "Mine, (all) of it; see 50%" }, at(second)] });
    await page.reload();
    const address = page.getByLabel("Address", { exact: true });
    assert.doesNotMatch(await address.inputValue(), /Mine/);
    await page.getByLabel("My notes too").check();
    const shared = await address.inputValue();
    assert.match(shared, /Mine/);
    assert.doesNotMatch(shared.split("#")[1], /[!'()*<>"\s]/, "nothing that programs cut an address at");
    await page.goto("about:blank");
    await page.goto(shared);
    await page.getByRole("heading", { name: "Somebody's patchwork" }).waitFor();
    await page.getByText(/2 pages/).waitFor();
    assert.deepEqual(await titles(page), [first.title, second.title]);
    assert.equal(await page.locator(".patches .note").first().innerText(), "Mine, (all) of it; see 50%");
    assert.equal(await page.locator(".patches textarea").count(), 0);
    assert.deepEqual(requests.filter((url) => /Mine|p1:/.test(url)), []);
  }));

test("what is shared is kept by a button alone, and never in the place of one's own unasked", () =>
  visit(browser, server, async (page) => {
    const own = { v: 1, patchwork: [{ ...at(third), note: "own" }] };
    const fragment = `#p1:${routeOf(first).slice(1, -1)};read%20it,${routeOf(third).slice(1, -1)};theirs`;
    await go(page, fragment);
    assert.deepEqual(await stored(page), {}, "opening keeps nothing");
    assert.equal(await does(page, "add").count(), 0);
    await does(page, "instead").click();
    assert.equal((await kept(page)).patchwork.length, 2);
    assert.equal(new URL(page.url()).hash, "");
    await put(page, own);
    await page.goto("about:blank");
    await go(page, fragment);
    assert.deepEqual(await kept(page), own);
    await does(page, "add").click();
    assert.deepEqual((await kept(page)).patchwork, [own.patchwork[0], { ...at(first), note: "read it" }], "one's own note stays");
    await go(page, fragment);
    await page.getByRole("link", { name: "Leave it" }).click();
    await page.getByRole("heading", { name: "Your pages" }).waitFor();
    assert.equal((await kept(page)).patchwork.length, 2);
  }));

test("whatever the address holds, it is read, bounded, and only ever text", { timeout: 120_000 }, () =>
  visit(browser, server, async (page) => {
    await go(page);
    const all = cases("fragments").map((one) => ({ ...one, fragment: whole(one.fragment) }));
    assert.ok(all.length >= 150);
    const wrong = await page.evaluate((all) => {
      const flat = (pieces) => pieces.map(({ at, note }) => (note ? [at, note] : [at]));
      return all.flatMap(({ why, fragment, ...want }) => {
        let got;
        try {
          const found = waypostShared.read(fragment);
          got = !found ? { is: "none" } : found.pieces ? { is: "read", items: flat(found.pieces), left: found.left } : { is: "unreadable" };
        } catch (error) {
          return [`${why}: threw ${error}`];
        }
        const items = got.items ?? [];
        const bad = items.length > 60 || items.some(([at, note = ""]) => !/^\/(?:[^/]+\/)+$/.test(at) || /\/\.{1,2}\//.test(at) || note.length > 500);
        const same = want.is === "any" || JSON.stringify(got) === JSON.stringify(want.is === "read" ? { is: "read", items: want.items, left: want.left } : { is: want.is });
        // What was read is written and read again as the same.
        const again = got.items && waypostShared.write(items.map(([at, note]) => ({ at, note })), true);
        const twice = !again || JSON.stringify(flat(waypostShared.read(again).pieces)) === JSON.stringify(items.map(([at, note]) => (note?.trim() ? [at, note.trim()] : [at])));
        return bad || !same || !twice ? [`${why}: ${JSON.stringify(got).slice(0, 200)}${twice ? "" : " and not the same again"}`] : [];
      });
    }, all);
    assert.deepEqual(wrong, []);
    // In the page: nothing of it becomes markup, an address off the site or a title.
    await page.evaluate(() => document.addEventListener("securitypolicyviolation", () => (window.violated = true)));
    const usual = await page.evaluate(() => document.querySelectorAll("main *").length);
    for (const { why, fragment } of all.filter((one) => one.fragment.length < 9_000)) {
      const seen = await page.evaluate((fragment) => {
        history.replaceState(null, "", "#");
        location.hash = fragment;
        dispatchEvent(new Event("hashchange"));
        const main = document.querySelector("main");
        return {
          odd: [...main.querySelectorAll("script, iframe, object, embed, img, [onerror], [onload], style, base, form")].length,
          links: [...main.querySelectorAll("a")].map((link) => link.href).filter((href) => !href.startsWith(location.origin) && !/^(tel|sms|https:\/\/(988|chat|www\.))/.test(href)),
          squares: document.querySelectorAll(".patches li").length,
        };
      }, fragment);
      assert.ok(seen.odd === 0 && seen.links.length === 0 && seen.squares <= 60, `${why}: ${JSON.stringify(seen)}`);
    }
    assert.ok(usual > 10);
    assert.equal(await page.evaluate(() => window.violated), undefined);
    assert.deepEqual(await stored(page), {});
  }));

test("a title is the site's, and a page that is gone says so", () =>
  visit(browser, server, async (page) => {
    await go(page, `#p1:${routeOf(first).slice(1, -1)},call/this-number;Keep%20this`);
    await page.getByRole("heading", { name: "This page is no longer here" }).waitFor();
    assert.deepEqual(await titles(page), [first.title, "This page is no longer here"]);
    assert.equal(await page.locator(".patches li").nth(1).locator("a").count(), 0);
    assert.doesNotMatch(await page.locator(".patches").innerText(), /this-number/);
    assert.match(await page.locator(".patches").innerText(), /Keep this/, "its note stays");
    await put(page, { v: 1, patchwork: [{ at: "/articles/gone/", note: "n" }] });
    await go(page, "#");
    await does(page, "remove").click();
    assert.deepEqual((await kept(page)).patchwork, []);
  }));

test("a page that has moved is shown where it is now", () =>
  visit(browser, server, async (page) => {
    const moved = routeOf(first);
    await page.route("**/entries/*.json", async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ json: { ...(await answer.json()), "/2019/old-name/": "/2021/newer-name/", "/2021/newer-name/": moved, "/round/": "/round/" } });
    });
    await go(page);
    await put(page, { v: 1, patchwork: [{ at: "/2019/old-name/", note: "n" }, { at: "/round/" }] });
    await page.reload();
    await page.getByRole("heading", { name: "This page is no longer here" }).waitFor();
    assert.deepEqual(await titles(page), [first.title, "This page is no longer here"]);
    assert.equal(await page.locator(".patches a").first().evaluate((link) => link.href), server.url(moved));
  }));

test("where the lists cannot be read, that is said and nothing is lost", async () => {
  const { context, page } = await open(browser, server.origin);
  await page.route("**/entries/*.json", (route) => route.abort());
  await go(page);
  await put(page, { v: 1, patchwork: [{ ...at(first), note: "n" }] });
  await page.reload();
  await page.getByRole("heading", { name: "could not be looked up just now" }).waitFor();
  assert.deepEqual((await kept(page)).patchwork, [{ ...at(first), note: "n" }]);
  await context.close();
});

test("one button erases everything, after a question, and says so", () =>
  visit(browser, server, async (page) => {
    await go(page);
    await put(page, { v: 1, done: { "/pathways/x/": ["/articles/y/"] }, patchwork: [at(first)] });
    await page.evaluate(() => localStorage.setItem("waypost /elsewhere/", "another site's"));
    await page.reload();
    await page.getByRole("button", { name: "Erase everything kept on this device" }).click();
    assert.equal(await focused(page), "Keep it", "the answer that does no harm has focus");
    await page.keyboard.press("Enter");
    assert.equal(await focused(page), "Erase everything kept on this device");
    assert.ok((await stored(page))[key]);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Erase everything", exact: true }).click();
    await page.getByText("Erased. This site keeps nothing").waitFor();
    assert.deepEqual(await stored(page), { "waypost /elsewhere/": "another site's" });
    assert.equal(await squares(page).count(), 0);
    assert.deepEqual(await page.evaluate(() => Promise.all([caches.keys(), navigator.serviceWorker.getRegistrations().then((all) => all.length)])), [[], 0]);
  }));

test("two tabs agree, and what is being written is not taken away", () =>
  visit(browser, server, async (page, context) => {
    await go(page);
    await put(page, { v: 1, patchwork: [first, second].map(at) });
    await page.reload();
    const other = await context.newPage();
    await other.goto(server.url("/patchwork/"));
    await other.getByText(/2 pages/).waitFor();
    await squares(other).nth(1).locator("textarea").pressSequentially("half a th");
    await squares(page).nth(0).locator("[data-does=remove]").click();
    await other.getByText(/1 page,/).waitFor();
    await other.keyboard.type("ought");
    assert.deepEqual((await kept(page)).patchwork, [{ ...at(second), note: "half a thought" }]);
    await page.waitForFunction(() => document.querySelector(".patches textarea")?.value === "half a thought");
  }));

test("without script the page says what it is, and has no dead button", () =>
  visit(
    browser,
    server,
    async (page) => {
      await go(page);
      assert.match(await page.locator("main").innerText(), /Your patchwork needs script/);
      assert.equal(await page.locator("main button:visible, main textarea:visible, main input:visible").count(), 0);
      await page.goto(server.url(routeOf(first)));
      assert.equal(await page.locator("main button:visible").count(), 0);
    },
    { javaScriptEnabled: false },
  ));

test("on paper there are the pages, their notes and addresses, and no controls", () =>
  visit(browser, server, async (page) => {
    await go(page);
    await put(page, { v: 1, patchwork: [{ ...at(first), note: "Before Tuesday" }] });
    await page.reload();
    await page.getByText(/1 page,/).waitFor();
    await page.emulateMedia({ media: "print" });
    assert.ok(await page.locator(".patches .note").isVisible());
    assert.equal(await page.locator("main button:visible, main textarea:visible, main input:visible").count(), 0);
    assert.match(await page.locator(".patches h3 a").evaluate((link) => getComputedStyle(link, "::after").content), /^" " attr\(href\)|http/);
  }));

test("with pages in it, own or shared, it can be used by everybody", { timeout: 120_000 }, async () => {
  for (const options of [{ colorScheme: "light" }, { colorScheme: "dark" }, { forcedColors: "active" }]) {
    await visit(
      browser,
      server,
      async (page) => {
        await go(page);
        await put(page, { v: 1, done: {}, patchwork: [{ ...at(first), note: "word".repeat(100) }, at(second), { at: "/gone/", note: "n" }] });
        for (const fragment of ["#", `#p1:${routeOf(first).slice(1, -1)};${"word".repeat(100)},gone,..`, "#p9:x"]) {
          await page.goto("about:blank");
          await go(page, fragment);
          await page.waitForFunction(() => /\d|cut off/.test(document.querySelector(".sum, [data-when=bad]")?.textContent ?? ""));
          const { violations } = await new AxeBuilder({ page }).analyze();
          assert.deepEqual(violations.map((one) => `${one.id}: ${one.nodes[0]?.html}`), [], fragment);
          assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 320), `${fragment} scrolls sideways`);
          const small = await page.locator("main button:visible, main input:visible, main textarea:visible").evaluateAll((all) =>
            all.filter((one) => one.getBoundingClientRect().height < (one.matches("[type=checkbox]") ? 24 : 44)).map((one) => one.outerHTML.slice(0, 80)),
          );
          assert.deepEqual(small, []);
        }
      },
      { viewport: { width: 320, height: 700 }, ...options },
    );
  }
});
