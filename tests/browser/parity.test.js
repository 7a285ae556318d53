// The browser and `waypost search` give the same ten for the same query, in the same order.
//
// WAYPOST_SOURCE is the site folder that the site under test was built from (else this repository),
// WAYPOST the program, WAYPOST_TODAY the day of both.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { after, before, test } from "node:test";
import { launch, open } from "./chromium.js";
import { entries, library, serve } from "./site.js";

const here = new URL(".", import.meta.url).pathname;
const project = resolve(here, "../..");
const source = process.env.WAYPOST_SOURCE ?? project;
const today = process.env.WAYPOST_TODAY ?? "2026-12-01";
const program = [process.env.WAYPOST, `${project}/target/release/waypost`, `${project}/target/debug/waypost`].find((path) => path && existsSync(path));
/** Queries of each language. */
const COUNT = 1000;

let browser, server;

before(async () => {
  [browser, server] = [await launch(), await serve()];
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/** Numbers from 0 to 1, the same every time (mulberry32). */
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** What the thesaurus knows that people type. */
function typed(lang) {
  const path = `${project}/src/config/synonyms/${lang}.txt`;
  const rules = existsSync(path) ? readFileSync(path, "utf8").split("\n").filter((line) => line.includes("->")) : ["word -> word"];
  return rules.flatMap((line) => line.replace(/^!/, "").split("->")[0].split(",").map((one) => one.trim()));
}

/** Queries of all sorts from the words of a language's entries. */
function queries(lang) {
  const next = random(41);
  const pick = (list) => list[Math.floor(next() * list.length)];
  const lines = entries.filter((entry) => entry.lang === lang).flatMap((entry) => [entry.title, entry.summary]);
  const words = lines.flatMap((line) => line.split(/\s+/u)).filter(Boolean);
  const slip = (word) => {
    const at = Math.floor(next() * word.length);
    return pick([word.slice(0, at) + word.slice(at + 1), word.slice(0, at) + pick("aeiourst".split("")) + word.slice(at), word.slice(0, at) + (word[at + 1] ?? "") + word[at] + word.slice(at + 2)]);
  };
  const run = (line, most) => {
    const parts = line.split(/\s+/u);
    const from = Math.floor(next() * parts.length);
    return parts.slice(from, from + 2 + Math.floor(next() * most)).join(" ");
  };
  const sorts = [
    () => pick(words),
    () => `${pick(words)} ${pick(typed(lang))} ${pick(words)}`,
    () => pick(typed(lang)),
    () => [pick(words), pick(words)].join(" "),
    () => Array.from({ length: 3 + Math.floor(next() * 8) }, () => pick(words)).join(" "),
    () => run(pick(lines), 6),
    () => slip(pick(words)),
    () => [slip(pick(words)), pick(words), slip(pick(words))].join(" "),
    () => pick(words).slice(0, 2 + Math.floor(next() * 4)),
    () => `"${run(pick(lines), 2)}" ${pick(words)}`,
    () => `“${run(pick(lines), 3)}”`,
    () => `${pick(words).toUpperCase()}!!! ${pick(["😀", "é", "ﬁ", "\u0301", "—", "{{ 7 }}", "<b>", "&amp;", "%20", "\u200b", "العربية", "回復", "__proto__"])}`,
  ];
  return Array.from({ length: COUNT }, (_, at) => sorts[at % sorts.length]().replace(/[\r\n]+/g, " "));
}

const languages = [...new Set(entries.map((entry) => entry.lang))];

for (const lang of languages) {
  test(`${COUNT} queries in ${lang} give the same ten here and there`, { timeout: 600_000 }, async () => {
    const asked = queries(lang);
    const said = execFileSync(program, ["search", "-", "--format", "json", "--lang", lang, "--today", today, "--site", source], { input: asked.join("\n"), maxBuffer: 1 << 28 });
    const expected = said.toString("utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
    const prefix = lang === (library.languages ?? languages)[0] ? "" : `/${lang}`;
    const { context, page } = await open(browser, server.origin);
    await page.goto(server.url(`${prefix}/search/`));
    const given = await page.evaluate(async (asked) => {
      const element = document.querySelector("search-page");
      const answers = [];
      for (const query of asked) {
        const answer = await element.index.search(query, 10);
        answers.push({ total: answer.total, urls: answer.first.map((one) => one.url), meant: answer.corrections.map((one) => one.meant), unquoted: answer.unquoted });
      }
      return answers;
    }, asked);
    await context.close();
    assert.equal(expected.length, asked.length);
    const wrong = [];
    asked.forEach((query, at) => {
      const { total, results, corrections, unquoted } = expected[at];
      const wish = { total, urls: results.map((one) => one.url), meant: corrections.map((one) => one.meant), unquoted };
      if (JSON.stringify(wish) !== JSON.stringify(given[at])) wrong.push({ query, wish, given: given[at] });
    });
    assert.ok(expected.filter((one) => one.results.length > 0).length > COUNT / 2, "most queries find something");
    assert.equal(wrong.length, 0, `${wrong.length} of ${COUNT} differ, such as ${JSON.stringify(wrong.slice(0, 3), null, 1)}`);
  });
}
