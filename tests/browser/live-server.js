// A stand-in for `waypost serve` in the browser tests of its script: serves pages from memory by the
// same agreement, and saves, breaks, stops and comes back when a test says so.

import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { types } from "./content-types.js";

const preview = new URL("../../themes/preview/", import.meta.url);
const site = process.env.WAYPOST_SITE;

export const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; media-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** The files that `preview.yaml` lists under `live:`, in order. */
export function parts() {
  const [, list] = readFileSync(new URL("preview.yaml", preview), "utf8").match(/^live:\n((?:\s+.*\n?)+)/m);
  return [...list.matchAll(/^\s+- (.+)$/gm)].map(([, file]) => file.trim());
}

/** The script as the server joins it. */
export const script = () => parts().map((file) => readFileSync(new URL(file, preview), "utf8")).join("\n");

const hash = (text) => createHash("sha256").update(text).digest("hex").slice(0, 16);

/** A small page. */
export function page(main, { title = "A page", head = "", lang = "en", dir = "ltr" } = {}) {
  return `<!DOCTYPE html>
<html lang="${lang}" dir="${dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
${head}</head>
<body>
<main>
${main}
</main>
</body>
</html>
`;
}

/** A page of the built site. */
export const built = (route) => readFileSync(join(site, route, "index.html"), "utf8");

const missing = page("<h1>Not here</h1>", { title: "Not here" });

export async function start({ pages = {}, source = {}, messages = [] } = {}) {
  const server = {
    pages: new Map(Object.entries(pages)),
    kept: new Map(),
    source: new Map(Object.entries(source)),
    /** Pages without a source of their own. */
    lists: new Set(),
    messages,
    more: 0,
    broken: null,
    /** Open streams now, and the most that there were. */
    streams: new Set(),
    most: 0,
    /** Every request: method, path, and the answer's status. */
    log: [],
    /** What the next answer to a path waits for, with what it has read by then. */
    hold: new Map(),
    generation: 1,
    news: 1,
    name: hash(`${Math.random()}`),
  };

  const count = (severity) => server.messages.filter((one) => one.severity === severity).length;
  const counts = () => ({ messages: server.news, errors: count("error"), warnings: count("warning"), notes: count("note") });
  const state = () => `event: state\ndata: ${JSON.stringify({ server: server.name, generation: server.generation, ...counts(), broken: server.broken })}\n\n`;
  server.tell = () => {
    for (const stream of server.streams) stream.write(state());
  };

  /** Files that a save changes, then the news of it. Undefined takes a file away. */
  server.save = (files) => {
    for (const [path, text] of Object.entries(files)) {
      if (text === undefined) server.pages.delete(path);
      else server.pages.set(path, text);
    }
    server.generation++;
    server.tell();
  };
  server.say = (messages) => {
    server.messages = messages;
    server.news++;
    server.tell();
  };

  const answer = async (request, response) => {
    const url = new URL(request.url, "http://host/");
    const path = decodeURIComponent(url.pathname);
    const entry = { path, status: 0, asked: request.headers["if-none-match"] };
    server.log.push(entry);
    response.setHeader("Content-Security-Policy", policy);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Cache-Control", "no-cache");
    const send = (status, type, body, headers = {}) => {
      entry.status = status;
      response.writeHead(status, { "Content-Type": type, ...headers });
      response.end(body);
    };
    if (path === "/_waypost/events") {
      entry.status = 200;
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      response.write(state());
      server.streams.add(response);
      server.most = Math.max(server.most, server.streams.size);
      response.on("close", () => server.streams.delete(response));
      return;
    }
    const wait = server.hold.get(path);
    server.hold.delete(path);
    const file = server.pages.get(path);
    const asset = file !== undefined && !`${file}`.startsWith("<!DOCTYPE");
    await wait;
    if (path === "/_waypost/live.js") return send(200, types[".js"], script());
    if (path === "/_waypost/overlay.css") return send(200, types[".css"], readFileSync(new URL("overlay.css", preview)));
    if (path === "/_waypost/messages.json") {
      const items = server.messages.filter(({ severity }) => severity !== "note");
      return send(200, types[".json"], JSON.stringify({ ...counts(), more: server.more, items }));
    }
    if (path === "/_waypost/source.json") {
      const found = server.source.get(url.searchParams.get("page"));
      if (!found && !server.lists.has(url.searchParams.get("page"))) return send(200, types[".json"], JSON.stringify({ file: "content/a.md", editor: null, path: "/x/content/a.md", blocks: [] }));
      return found ? send(200, types[".json"], JSON.stringify(found)) : send(404, types[".json"], "null");
    }
    if (path.startsWith("/_waypost/")) return send(200, types[".html"], page("<h1>Desk</h1>"));
    if (asset) return send(200, types[extname(path)], file);
    const built = site && join(site, path);
    if (file === undefined && extname(path) && built && existsSync(built)) return send(200, types[extname(path)] ?? "application/octet-stream", readFileSync(built));
    if (path === "/favicon.ico") return send(200, types[".svg"], '<svg xmlns="http://www.w3.org/2000/svg"/>');
    const html = file ?? (built && path.endsWith("/") && path !== "/" && existsSync(`${built}index.html`) ? readFileSync(`${built}index.html`, "utf8") : undefined) ?? missing;
    const version = hash(html);
    if (request.headers["if-none-match"] === `"${version}"`) {
      entry.status = 304;
      response.writeHead(304, { ETag: `"${version}"` });
      return response.end();
    }
    const kept = server.kept.has(path) ? ` data-kept="${server.kept.get(path)}"` : "";
    const tag = `<script src="/_waypost/live.js" data-version="${version}"${kept} defer></script>`;
    send(html === missing ? 404 : 200, types[".html"], html.replace("</body>", () => `${tag}</body>`), { ETag: `"${version}"` });
  };

  let http;
  let port = 0;
  server.up = async () => {
    http = createServer(answer);
    await new Promise((done) => http.listen(port, "127.0.0.1", done));
    ({ port } = http.address());
  };
  server.down = () =>
    new Promise((done) => {
      http.close(() => done());
      http.closeAllConnections();
    });
  await server.up();
  server.origin = `http://127.0.0.1:${port}`;
  /** Pages that were really sent, not only asked about. */
  server.asked = (path, status) => server.log.filter((one) => one.path === path && (!status || one.status === status)).length;
  return server;
}
