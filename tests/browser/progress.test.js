// A reader's place on a pathway, kept on their device alone.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./chromium.js";
import { cases, focused, kept, key, put, stored, visit, whole } from "./kept.js";
import { pageAt, serve } from "./site.js";

let browser, server;

before(async () => {
  [browser, server] = [await launch(), await serve()];
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const way = "/pathways/the-first-few-weeks/";
const place = pageAt(way).document.all("keep-place")[0].attrs;
/** [routes, minutes, optional, stage] of each step. */
const steps = JSON.parse(place["data-steps"]);
const choice = steps.findIndex(([options]) => options.length > 1);
const optional = steps.findIndex((step) => step[2]);
const said = (page) => page.locator("keep-place .said:visible").first();
const sign = (page) => page.locator(".head .sign");
const box = (page, route) => page.locator(`.route input[value="${route}"]`);
const does = (page, what) => page.locator(`keep-place [data-does=${what}]:visible`).first();
const done = async (page) => (await kept(page))?.done?.[way];

test("nothing is kept before the choice, and what it means is said first", () =>
  visit(browser, server, async (page) => {
    await page.goto(server.url(way));
    assert.deepEqual(await stored(page), {});
    const offer = await page.locator("#wp-progress").innerText();
    assert.match(offer, /Keep my place on this device\?[^]*anyone who uses this device can see it\. Nothing is sent/i);
    assert.equal(await page.locator(".route input:visible").count(), 0);
    await does(page, "keep").click();
    assert.deepEqual(await kept(page), { v: 1, done: { [way]: [] } });
    assert.equal(await focused(page), "Your progress");
    assert.equal(await page.locator(".route input:visible").count(), steps.reduce((sum, [options]) => sum + options.length, 0));
  }));

test("steps are ticked off: the count, the sign, the list and the map follow", () =>
  visit(browser, server, async (page) => {
    await page.goto(server.url(way));
    const start = await sign(page).innerText();
    await does(page, "keep").click();
    assert.equal(await sign(page).innerText(), start, "the sign is the same until a step is done");
    await box(page, steps[0][0][0]).check();
    await box(page, steps[1][0][0]).check();
    assert.match(await said(page).innerText(), new RegExp(`^2 of ${steps.length} steps done\\. About .* left, \\d+ minutes of it optional\\.$`));
    assert.match(await sign(page).innerText(), /^Go to step 3: /);
    assert.equal(new URL(await sign(page).evaluate((link) => link.href)).pathname, new URL(server.url(steps[2][0][0])).pathname);
    assert.deepEqual(await page.locator(".route .step.done").evaluateAll((all) => all.map((one) => one.dataset.step)), ["1", "2"]);
    assert.deepEqual(await page.locator(".route .step.next").evaluateAll((all) => all.map((one) => one.dataset.step)), ["3"]);
    assert.ok(await page.locator(".step.next .next-sign").isVisible());
    assert.equal(await page.locator(".map .wide [data-step].done").count(), await page.locator(".map .wide :is([data-step='1'], [data-step='2'])").count());
    await box(page, steps[0][0][0]).uncheck();
    assert.deepEqual(await done(page), [steps[1][0][0]]);
    assert.match(await sign(page).innerText(), /^Start with step 1/);
  }));

test("one option of a choice is enough, and optional steps are not asked for", () =>
  visit(browser, server, async (page) => {
    await page.goto(server.url(way));
    await put(page, { v: 1, done: { [way]: steps.filter((step, at) => !step[2] && at !== choice).map(([options]) => options[0]) } });
    await page.reload();
    assert.match(await sign(page).innerText(), new RegExp(`^Go to step ${choice + 1}: `));
    await box(page, steps[choice][0][1]).check();
    assert.ok(optional >= 0);
    assert.match(await said(page).innerText(), /What is left is optional: about 6 minutes\.$/);
    assert.match(await sign(page).innerText(), /^See where you come out$/);
    await box(page, steps[optional][0][0]).check();
    assert.equal(await said(page).innerText(), `${steps.length} of ${steps.length} steps done.`);
  }));

test("a step's page offers it quietly, then ticks its step off", () =>
  visit(browser, server, async (page) => {
    const route = steps.map(([options]) => options[0]).find((route) => pageAt(route).document.all("keep-place").length === 1);
    await page.goto(server.url(route));
    const offer = page.locator("keep-place a:visible");
    assert.equal(await offer.innerText(), "Keep my place on this device?");
    assert.equal(await page.locator("keep-place button:visible").count(), 0);
    await offer.click();
    await page.waitForURL(/#wp-progress$/);
    await does(page, "keep").click();
    await page.goto(server.url(route));
    const own = JSON.parse(pageAt(route).document.all("keep-place")[0].attrs["data-steps"]);
    await does(page, "tick").click();
    assert.equal(await focused(page), "Take the tick away");
    assert.match(await page.locator("keep-place [role=status]").first().innerText(), new RegExp(`^1 of ${own.length} steps done`));
    assert.deepEqual(Object.values((await kept(page)).done).flat(), [route]);
    await page.keyboard.press("Enter");
    assert.deepEqual(Object.values((await kept(page)).done).flat(), []);
    assert.match(await focused(page), /Tick this step off/);
  }));

test("erasing the progress leaves the patchwork, and nothing where there is none", () =>
  visit(browser, server, async (page) => {
    await page.goto(server.url(way));
    await put(page, { v: 1, done: { [way]: [steps[0][0][0]], "/pathways/x/": [] }, patchwork: [{ at: way }] });
    await page.reload();
    await does(page, "erase").click();
    assert.deepEqual(await kept(page), { v: 1, patchwork: [{ at: way }] });
    assert.match(await focused(page), /^Keep my place on this device\?$/);
    assert.match(await sign(page).innerText(), /^Start with step 1/);
    assert.equal(await page.locator(".route .done, .route .next, .route input:visible").count(), 0);
    await put(page, { v: 1, done: {} });
    await page.reload();
    await does(page, "erase").click();
    assert.deepEqual(await stored(page), {});
  }));

test("that the quick exit's key is off outlasts every change of the rest", () =>
  visit(browser, server, async (page) => {
    await page.goto(server.url(way));
    await put(page, { v: 1, keys: false });
    await page.reload();
    await does(page, "keep").click();
    await box(page, steps[0][0][0]).check();
    assert.deepEqual(await kept(page), { v: 1, done: { [way]: [steps[0][0][0]] }, keys: false });
    await page.locator("collect-page [data-does=add]").click();
    await page.locator("collect-page [data-does=yes]").click();
    assert.deepEqual(await kept(page), { v: 1, done: { [way]: [steps[0][0][0]] }, patchwork: [{ at: way }], keys: false });
    await page.locator("collect-page [data-does=remove]").click();
    await put(page, { v: 1, done: {}, keys: false });
    await page.reload();
    await does(page, "erase").click();
    assert.deepEqual(await kept(page), { v: 1, keys: false });
  }));

test("what is kept survives pages that moved, and steps that are gone", () =>
  visit(browser, server, async (page) => {
    const was = JSON.stringify({ "/2019/old-step/": steps[0][0][0], "/old-way/": way });
    await page.route(`**${way}`, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: (await answer.text()).replace(/data-was="[^"]*"/, `data-was="${was.replaceAll('"', "&quot;")}"`) });
    });
    await page.goto(server.url(way));
    await put(page, { v: 1, done: { "/old-way/": ["/2019/old-step/", "/articles/gone/"], "/pathways/x/": ["/a/"] } });
    await page.reload();
    assert.match(await said(page).innerText(), /^1 of /);
    await box(page, steps[1][0][0]).check();
    assert.deepEqual((await kept(page)).done, { "/pathways/x/": ["/a/"], [way]: [steps[0][0][0], "/articles/gone/", steps[1][0][0]] });
  }));

test("whatever lies in storage is read, and what cannot be is left as it is", () =>
  visit(browser, server, async (page) => {
    await page.goto(server.url(way));
    const all = cases("states").map((one) => ({ ...one, raw: whole(one.raw) }));
    assert.ok(all.length >= 80);
    const wrong = await page.evaluate(
      ([key, all]) =>
        all.flatMap(({ why, raw, ...want }) => {
          localStorage.setItem(key, raw);
          let got, changed;
          try {
            const found = waypostKept.read();
            const patchwork = found.patchwork?.map(({ at, note }) => (note ? [at, note] : [at])) ?? null;
            got = found.trouble ? { is: "unreadable" } : { is: "read", done: found.done ?? null, patchwork };
            changed = waypostKept.change((kept) => (kept.done ||= {}));
          } catch (error) {
            return [`${why}: threw ${error}`];
          }
          const left = found(got) || localStorage.getItem(key) === raw;
          function found(got) {
            return got.is === "read" && changed === "";
          }
          const same = JSON.stringify(got) === JSON.stringify(want.is === "read" ? { is: "read", done: want.done, patchwork: want.patchwork } : { is: want.is });
          return same && left && ({}).patchwork === undefined ? [] : [`${why}: ${JSON.stringify(got).slice(0, 200)}`];
        }),
      [key, all],
    );
    assert.deepEqual(wrong, []);
    await put(page, "no state at all");
    await page.reload();
    await does(page, "keep").click();
    assert.equal((await stored(page))[key], "no state at all");
    await page.getByRole("link", { name: "Why, and what helps" }).first().click();
    await page.getByText("cannot be read: something else").waitFor();
    await page.getByRole("button", { name: "Erase everything kept" }).click();
    await page.getByRole("button", { name: "Erase everything", exact: true }).click();
    await page.getByText("Erased.").waitFor();
    assert.deepEqual(await stored(page), {});
  }));

test("where nothing may be kept, or no room is left, that is said", async () => {
  for (const [trouble, words] of [["getItem", "lets sites keep nothing"], ["setItem", ""]]) {
    const { context, page, faults } = await open(browser, server.origin);
    await context.addInitScript((name) => {
      Storage.prototype[name] = () => {
        throw new DOMException("", name === "setItem" ? "QuotaExceededError" : "SecurityError");
      };
    }, trouble);
    await page.goto(server.url(way));
    await does(page, "keep").click();
    await page.locator("keep-place").getByText("This device did not keep it.").waitFor();
    await page.locator("collect-page button:visible").first().click();
    await page.locator("collect-page [data-does=yes]").click();
    await page.locator("collect-page").getByText("This device did not keep it.").waitFor();
    await page.goto(server.url("/patchwork/#p1:articles/x"));
    await page.locator("main [data-does=instead]:visible").click();
    await page.getByText(words || "There is no room left").waitFor();
    await context.close();
    assert.deepEqual(faults, []);
  }
});

test("another tab's tick is seen", () =>
  visit(browser, server, async (page, context) => {
    await page.goto(server.url(way));
    await does(page, "keep").click();
    const other = await context.newPage();
    await other.goto(server.url(way));
    await box(other, steps[0][0][0]).check();
    await page.getByText(/^1 of /).first().waitFor();
    await box(page, steps[1][0][0]).check();
    assert.equal((await done(page)).length, 2);
  }));
