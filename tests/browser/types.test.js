// The scripts of the theme and of the preview against their own JSDoc types.

import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "node:test";

const theme = new URL("../../themes/default/", import.meta.url);
const scripts = readdirSync(theme, { recursive: true }).filter((file) => file.endsWith(".js"));

test("the scripts fit their types", { skip: scripts.length === 0 && "the theme has no script" }, () => {
  const here = fileURLToPath(new URL(".", import.meta.url));
  try {
    execFileSync(process.execPath, [`${here}node_modules/typescript/bin/tsc`, "--project", `${here}tsconfig.json`], { encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    throw new Error(error.stdout || error.message);
  }
});
