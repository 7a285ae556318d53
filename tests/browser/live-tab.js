// What the browser tests of the preview's script share: a server and a browser for a test, tabs, and
// what is waited for in them.

import assert from "node:assert/strict";
import { after, afterEach, before } from "node:test";
import { launch, open } from "./chromium.js";
import { start } from "./live-server.js";

/** @type {import("playwright-core").Browser} */
export let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** What a test has opened. */
export const opened = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

export async function serve(options) {
  const server = await start(options);
  opened.push(() => server.down());
  return server;
}

/** A tab at a path, once the script has its first state. `faults` are what a page must never have. */
export async function visit(server, path = "/", { context, init, ...options } = {}) {
  let tab;
  if (context) tab = { context, page: await context.newPage(), faults: [] };
  else {
    tab = await open(browser, server.origin, options);
    opened.push(() => tab.context.close());
  }
  tab.page.setDefaultTimeout(10_000);
  if (init) await tab.page.addInitScript(init);
  await tab.page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
  });
  await tab.page.goto(server.origin + path);
  await tab.page.evaluate(() => {
    window.loaded = true;
  });
  await live(tab.page);
  return tab;
}

/** Waits until the script has heard how things stand. */
export const live = (page) => page.waitForFunction(() => document.querySelector("waypost-preview")?.shadowRoot.querySelector(".toggle")?.textContent !== "Preview");
/** Waits until the page shows a text. */
export const shows = async (page, text) => {
  await page.waitForFunction((text) => document.body.textContent.includes(text), text);
};
/** Fails if the page was loaded anew since it was visited. */
export const same = async (page) => assert.equal(await page.evaluate(() => window.loaded), true, "the page was loaded anew");

export const overlay = (page) => page.locator("waypost-preview");
export const toggle = (page) => overlay(page).locator(".toggle");
export const panel = (page) => overlay(page).locator(".panel");
/** The words of the block that is marked as changed. */
export const marked = (page) =>
  page.waitForFunction(() => document.getAnimations().find(({ id }) => id === "waypost-changed")?.effect.target.textContent).then((handle) => handle.jsonValue());

/** Waits until something is so on the server's side. */
export const until = async (yes, what) => {
  for (let left = 200; left; left--) {
    if (yes()) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  assert.fail(`never: ${what}`);
};

/** Notes every change of the body from here on. */
export const watch = (page) =>
  page.evaluate(() => {
    window.changes = [];
    new MutationObserver((all) => window.changes.push(...all.map(({ type, target }) => `${type} ${target.nodeName}`))).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  });
export const changes = (page) => page.evaluate(() => window.changes);
