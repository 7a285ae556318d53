// What a reader chooses to keep: a browser with the site, and what lies in its storage.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { open } from "./chromium.js";
import { base, none } from "./site.js";

/** The key under which this site keeps what it keeps. */
export const key = `waypost ${base.pathname}`;

/** Cases written as data, before the code that they try. */
export const cases = (file) => JSON.parse(readFileSync(new URL(`patchwork/${file}.json`, import.meta.url), "utf8")).cases;

/** A text that a case has in parts, `[text, times]` among them. */
export const whole = (parts) => (typeof parts === "string" ? parts : parts.map((part) => (typeof part === "string" ? part : part[0].repeat(part[1]))).join(""));

/** What lies in the device's storage under all keys. */
export const stored = (page) => page.evaluate(() => ({ ...localStorage }));

/** What is kept, read; nothing where nothing is. */
export const kept = async (page) => {
  const all = await stored(page);
  assert.ok(Object.keys(all).every((name) => name === key), `other keys: ${Object.keys(all)}`);
  return all[key] === undefined ? undefined : JSON.parse(all[key]);
};

/** Puts something into storage before a page is opened. */
export const put = (page, value) => page.evaluate(([key, value]) => (value === null ? localStorage.removeItem(key) : localStorage.setItem(key, value)), [key, typeof value === "string" || value === null ? value : JSON.stringify(value)]);

/** A reader's visit with a browser of its own; nothing may go wrong on the way. */
export async function visit(browser, server, steps, options = {}) {
  const { context, page, faults } = await open(browser, server.origin, { viewport: { width: 1280, height: 900 }, ...options });
  page.setDefaultTimeout(10_000);
  await steps(page, context);
  await context.close();
  none(faults, "faults");
}

/** The words of what has focus. */
export const focused = (page) => page.evaluate(() => document.activeElement?.textContent?.replace(/\s+/g, " ").trim());
