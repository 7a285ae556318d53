// Every page against the HTML standard.

import { test } from "node:test";
import { FileSystemConfigLoader, HtmlValidate } from "html-validate";
import { folder, none, pages, read } from "./site.js";
import { readFileSync } from "node:fs";

test("every page is valid HTML", async () => {
  const settings = JSON.parse(readFileSync(new URL(".htmlvalidate.json", import.meta.url), "utf8"));
  const validator = new HtmlValidate(new FileSystemConfigLoader(settings));
  const problems = [];
  for (const page of pages) {
    const report = await validator.validateString(read(page.file).toString("utf8"), `${folder}/${page.file}`, settings);
    for (const result of report.results) {
      for (const { line, column, message, ruleId } of result.messages) problems.push(`${page.file}:${line}:${column} ${message} (${ruleId})`);
    }
  }
  none(problems, "faults of the HTML");
});
