// The built site as files: where it is, what its pages say, and a server for the browser.

import { createServer } from "node:http";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { extname, join, resolve } from "node:path";
import { types } from "./content-types.js";
import { parse } from "./document.js";

/** The folder of the built site. */
export const folder = resolve(import.meta.dirname ?? new URL(".", import.meta.url).pathname, process.env.WAYPOST_SITE ?? "../../public");

if (!existsSync(join(folder, "index.html"))) {
  throw new Error(`There is no built site in ${folder}: run \`waypost build\` first, or set WAYPOST_SITE.`);
}

/** Every file of the site, below its folder, `/`-separated, in order. */
export const files = list("");

function list(below) {
  return readdirSync(join(folder, below), { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? list(`${below}${entry.name}/`) : [`${below}${entry.name}`]))
    .sort();
}

/** The bytes of a file of the site. */
export const read = (file) => readFileSync(join(folder, file));

/**
 * @typedef {object} Page
 * @property {string} file below the folder of the site
 * @property {string} route its address below the base address, with a slash at the beginning, not encoded
 * @property {import("./document.js").Document} document
 * @property {boolean} redirect whether it only leads on to another page
 * @property {boolean} noindex whether search engines are asked to leave it out
 */

/** Every page. @type {Page[]} */
export const pages = files
  .filter((file) => file.endsWith(".html"))
  .map((file) => {
    const document = parse(read(file).toString("utf8"));
    const meta = (name, value) => document.all("meta").filter((node) => (node.attrs[name] ?? "").toLowerCase() === value);
    return {
      file,
      route: `/${file.replace(/(^|\/)index\.html$/, "$1")}`,
      document,
      redirect: meta("http-equiv", "refresh").length > 0,
      noindex: meta("name", "robots").some((node) => /noindex/.test(node.attrs.content ?? "")),
    };
  });

/** The pages that people read: no redirects. */
export const shown = pages.filter((page) => !page.redirect);

/** The page at a route, if there is one. */
export const pageAt = (route) => byRoute.get(route);
const byRoute = new Map(pages.map((page) => [page.route, page]));

/** The address of the home page, taken from its canonical link. */
export const base = new URL(
  pageAt("/").document.all("link").find((node) => node.attrs.rel === "canonical").attrs.href,
);

/** The catalogue of published entries. */
export const library = JSON.parse(read("library.json").toString("utf8"));

/** The catalogue's entries, whatever the key they stand under. */
export const entries = Array.isArray(library) ? library : library.entries;

/** One page of each template, by the template's name. */
export const templates = (() => {
  const found = {};
  const take = (name, page) => {
    if (page && !found[name]) found[name] = page;
  };
  const ofKind = (folder) => shown.filter((page) => new RegExp(`^/${folder}/[^/]+/$`).test(page.route));
  take("home", pageAt("/"));
  take("pathway", longest(ofKind("pathways")));
  take("article", longest(ofKind("articles")));
  take("tool", longest(ofKind("tools")));
  take("principle", longest(ofKind("principles")));
  take("handout", longest(shown.filter((page) => /^\/pathways\/[^/]+\/handout\/$/.test(page.route))));
  take("list", pageAt("/articles/"));
  take("taxonomy", pageAt("/topics/"));
  take("term", longest(ofKind("topics")));
  take("safety", pageAt("/safety/"));
  take("search", pageAt("/search/"));
  take("not found", pageAt("/404.html"));
  take("another language", longest(shown.filter((page) => /^\/es\/articles\/[^/]+\/$/.test(page.route))));
  take("a letter", shown.find((page) => page.route.startsWith("/a-z/")));
  return found;
})();

function longest(candidates) {
  return [...candidates].sort((a, b) => statSync(join(folder, b.file)).size - statSync(join(folder, a.file)).size)[0];
}

/** The rules of the `_headers` file: a path with `*` and the headers under it. */
export const headerRules = (() => {
  if (!files.includes("_headers")) return [];
  const rules = [];
  for (const line of read("_headers").toString("utf8").split("\n")) {
    if (/^\S/.test(line) && !line.startsWith("#")) rules.push({ path: line.trim(), headers: [] });
    const header = line.match(/^\s+([\w-]+):\s*(.*)$/);
    if (header) rules.at(-1).headers.push([header[1], header[2]]);
  }
  return rules;
})();

/** The headers that `_headers` gives to a path. */
export function headersFor(path) {
  const fits = (rule) => new RegExp(`^${rule.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join(".*")}$`).test(path);
  return headerRules.filter((rule) => fits(rule.path)).flatMap((rule) => rule.headers);
}

/**
 * Serves the site as a plain host would: folders by their `index.html`, everything else by
 * `404.html`, with the headers of `_headers`.
 * @returns {Promise<{origin: string, url: (route: string) => string, close: () => Promise<void>}>}
 */
export async function serve() {
  const known = new Set(files);
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://host/").pathname);
    const below = path.startsWith(base.pathname) ? path.slice(base.pathname.length) : undefined;
    let file = below === "" || below?.endsWith("/") ? `${below}index.html` : below;
    const found = file !== undefined && known.has(file);
    if (!found) file = "404.html";
    for (const [name, value] of headersFor(path)) response.setHeader(name, value);
    response.writeHead(found ? 200 : 404, { "Content-Type": types[extname(file)] ?? "application/octet-stream" });
    response.end(request.method === "HEAD" ? undefined : read(file));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    url: (route) => origin + base.pathname.replace(/\/$/, "") + encodeURI(route),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** Fails with the first problems of a list, or passes when it is empty. */
export function none(given, what) {
  const problems = [...new Set(given)];
  if (problems.length === 0) return;
  const first = problems.slice(0, 20).join("\n  ");
  throw new Error(`${problems.length} × ${what}:\n  ${first}${problems.length > 20 ? "\n  …" : ""}`);
}
