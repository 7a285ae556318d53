// What brings the help lines above the results: the same lists that hold the Rust half
// (tests/suite/distress.rs).

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { runInThisContext } from "node:vm";
import { pageAt } from "./site.js";

const project = new URL("../../", import.meta.url);
runInThisContext(readFileSync(new URL("themes/default/components/search/search.js", project), "utf8"));

const lines = (name) => readFileSync(new URL(`tests/search/${name}.txt`, project), "utf8").split("\n").map((line) => line.trim()).filter((line) => line && !line.startsWith("#"));

for (const [language, route] of [["en", "/search/"], ["es", "/es/search/"]]) {
  test(`distress in ${language} is heard, and calm is left alone`, () => {
    const element = pageAt(route).document.all("search-page")[0];
    const patterns = JSON.parse(element.attrs["data-distress"]);
    const heard = (query) => globalThis.waypostSearch.distress(patterns, query, language);
    assert.ok(patterns.length > 50);
    assert.deepEqual(lines(`distress-${language}`).filter((query) => !heard(query)), [], "no help lines");
    assert.deepEqual(lines(`calm-${language}`).filter(heard), [], "help lines without need");
  });
}
