// A folder of files as a good host serves it: compressed, with long-lived assets.

import { createServer } from "node:http";
import { existsSync, readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { types } from "../../browser/content-types.js";

/** What is compressed already. */
const packed = new Set([".woff2", ".png", ".jpg", ".webp", ".mp4"]);

/**
 * @param {string} folder
 * @returns {Promise<{origin: string, close: () => void}>}
 */
export async function serve(folder) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://host/").pathname);
    const wanted = join(folder, path.endsWith("/") ? `${path}index.html` : path);
    const found = existsSync(wanted) && statSync(wanted).isFile();
    const file = found ? wanted : join(folder, "404.html");
    const type = extname(file);
    const bytes = packed.has(type) ? readFileSync(file) : gzipSync(readFileSync(file), { level: 9 });
    response.writeHead(found ? 200 : 404, {
      "Content-Type": types[type] ?? "application/octet-stream",
      "Content-Length": bytes.length,
      "Cache-Control": path.includes("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
      ...(packed.has(type) ? {} : { "Content-Encoding": "gzip" }),
    });
    response.end(bytes);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
