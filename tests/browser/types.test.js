// The theme's scripts against their own JSDoc types.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { test } from "node:test";

test("the theme's scripts fit their types", () => {
  const here = fileURLToPath(new URL(".", import.meta.url));
  try {
    execFileSync(process.execPath, [`${here}node_modules/typescript/bin/tsc`, "--project", `${here}tsconfig.json`], { encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    throw new Error(error.stdout || error.message);
  }
});
