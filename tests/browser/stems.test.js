// The script's stemmers against the lists that hold the Rust ones too (src/search/stem.rs).

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { runInThisContext } from "node:vm";

const project = new URL("../../", import.meta.url);
const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").normalize();

for (const language of ["en", "es"]) {
  test(`stems in ${language}`, () => {
    runInThisContext(readFileSync(new URL(`themes/default/components/search/stem-${language}.js`, project), "utf8"));
    const lines = readFileSync(new URL(`tests/search/stems-${language}.txt`, project), "utf8").trimEnd().split("\n");
    const wrong = lines.filter((line) => {
      const [word, term] = line.split(" ");
      return fold(globalThis.waypostStem[language](word)) !== term;
    });
    assert.ok(lines.length > 5000);
    assert.deepEqual(wrong.slice(0, 10), [], `${wrong.length} of ${lines.length} differ`);
  });
}
