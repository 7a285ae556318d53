// Every page of the built site, read without a browser.

import assert from "node:assert/strict";
import { test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { base, entries, files, headersFor, none, pageAt, pages, read, shown } from "./site.js";

const here = (page) => new URL(`${base.pathname.replace(/\/$/, "")}${encodeURI(page.route)}`, base);
const meta = (page, name) => page.document.all("meta").filter((node) => (node.attrs.name ?? node.attrs.property) === name);
const content = (page, name) => meta(page, name)[0]?.attrs.content?.trim() ?? "";

/** Asks the question of every page and gathers the answers. */
const ask = (list, question) => list.flatMap((page) => [question(page) ?? []].flat().map((answer) => `${page.file}: ${answer}`));

/** The file and the fragment that an address of the site leads to; nothing for other hosts. */
function target(page, href) {
  const url = new URL(href, here(page));
  if (url.origin !== base.origin) return undefined;
  const path = decodeURIComponent(url.pathname);
  const below = path.startsWith(base.pathname) ? path.slice(base.pathname.length) : `(outside) ${path}`;
  return { file: below === "" || below.endsWith("/") ? `${below}index.html` : below, id: decodeURIComponent(url.hash.slice(1)) };
}

const known = new Set(files);
const byFile = new Map(pages.map((page) => [page.file, page]));
/** Every link that a reader can follow. */
const links = (page) => page.document.all("a", "area").filter((node) => node.attrs.href !== undefined);

test("there are pages of every kind", () => {
  for (const kind of ["articles", "principles", "tools", "pathways"]) {
    assert.ok(shown.some((page) => page.route.startsWith(`/${kind}/`) && page.route !== `/${kind}/`), kind);
  }
  assert.ok(entries.length > 50, "the sample library has more than fifty entries");
});

test("every page has a title of its own and a description", () => {
  const titles = new Map();
  none(
    ask(pages, (page) => {
      const title = page.document.all("title").filter((node) => node.parent?.name === "head");
      const said = title[0]?.text.trim() ?? "";
      if (title.length !== 1 || !said) return `${title.length} titles`;
      const first = titles.get(said);
      titles.set(said, page.file);
      return first ? `the title of ${first}: ${said}` : [];
    }),
    "titles that are missing or stand twice",
  );
  none(ask(shown, (page) => (meta(page, "description").length === 1 && content(page, "description") ? [] : "none")), "pages without one description");
});

test("every page says its language, its letters and how wide it is", () => {
  none(
    ask(pages, (page) => {
      const html = page.document.all("html")[0];
      const charset = page.document.all("meta").some((node) => node.attrs.charset?.toLowerCase() === "utf-8");
      return [
        /^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(html.attrs.lang ?? "") ? [] : "no language",
        charset ? [] : "no charset",
        page.redirect || content(page, "viewport").includes("width=device-width") ? [] : "no viewport",
        /user-scalable|maximum-scale/.test(content(page, "viewport")) ? "forbids zooming" : [],
      ].flat();
    }),
    "pages that do not say what they are",
  );
});

test("every page is its own canonical address, or asks not to be indexed", () => {
  none(
    ask(pages, (page) => {
      const canonical = page.document.all("link").filter((node) => node.attrs.rel === "canonical");
      if (page.noindex) return canonical.length > 1 ? "several canonical links" : [];
      if (canonical.length !== 1) return `${canonical.length} canonical links`;
      return canonical[0].attrs.href === here(page).href ? [] : `canonical is ${canonical[0].attrs.href}, the page ${here(page).href}`;
    }),
    "pages with a wrong canonical link",
  );
});

test("every page can be shared", () => {
  none(
    ask(shown, (page) =>
      ["og:title", "og:type", "og:url"].filter((name) => meta(page, name).length !== 1 || !content(page, name)).map((name) => `no ${name}`),
    ),
    "missing Open Graph properties",
  );
  none(ask(shown.filter((page) => !page.noindex), (page) => (content(page, "og:url") === here(page).href ? [] : content(page, "og:url"))), "og:url of another page");
});

test("translations name each other", () => {
  const alternates = (page) => page.document.all("link").filter((node) => node.attrs.rel === "alternate" && node.attrs.hreflang);
  none(
    ask(shown, (page) =>
      alternates(page).flatMap((node) => {
        const other = byFile.get(target(page, node.attrs.href)?.file);
        if (!other) return `no page at ${node.attrs.href}`;
        const back = alternates(other).some((node) => new URL(node.attrs.href).href === here(page).href);
        const lang = other.document.all("html")[0].attrs.lang;
        const fits = node.attrs.hreflang === "x-default" || node.attrs.hreflang === lang;
        return [back ? [] : `${other.file} does not lead back`, fits ? [] : `${other.file} is in ${lang}, not ${node.attrs.hreflang}`].flat();
      }),
    ),
    "translations that do not fit",
  );
  assert.ok(shown.some((page) => alternates(page).length > 0), "some pages are translated");
});

test("headings make an outline", () => {
  none(
    ask(shown, (page) => {
      const levels = page.document.all("h1", "h2", "h3", "h4", "h5", "h6").map((node) => ({ level: Number(node.name[1]), node }));
      const top = levels.filter(({ level }) => level === 1).length;
      const skips = levels.filter(({ level }, at) => level > (levels[at - 1]?.level ?? 0) + 1);
      const empty = levels.filter(({ node }) => !node.text.trim());
      return [
        top === 1 ? [] : `${top} headings of the first level`,
        skips.map(({ node }) => `skips to ${node.name}: ${node.text.trim()}`),
        empty.map(({ node }) => `an empty ${node.name}`),
      ].flat();
    }),
    "headings out of order",
  );
});

test("landmarks are there and named", () => {
  none(
    ask(shown, (page) => {
      const navs = page.document.all("nav");
      const names = navs.map((node) => node.attrs["aria-label"]?.trim() || node.attrs["aria-labelledby"]);
      const labels = names.filter((name) => !name || names.indexOf(name) !== names.lastIndexOf(name));
      const dangling = navs.flatMap((node) => (node.attrs["aria-labelledby"] ?? "").split(" ").filter((id) => id && !page.document.ids.has(id)));
      return [
        navs.length > 0 ? [] : "no navigation",
        navs.length > 1 && labels.length > 0 ? `navigation without a name of its own: ${labels}` : [],
        dangling.map((id) => `names a label that is not there: ${id}`),
        page.document.all("main").length === 1 ? [] : "not one main",
        page.document.all("header").length > 0 && page.document.all("footer").length > 0 ? [] : "no header or footer",
      ].flat();
    }),
    "landmarks that are missing or nameless",
  );
});

test("no id stands twice, and every reference to one is good", () => {
  const refers = ["aria-labelledby", "aria-describedby", "aria-controls", "for", "list", "headers"];
  none(
    ask(pages, (page) => {
      const ids = page.document.all().map((node) => node.attrs.id).filter((id) => id !== undefined);
      const twice = ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `twice: ${id}`);
      const named = page.document.all().flatMap((node) => refers.flatMap((name) => (node.attrs[name] ?? "").split(/\s+/).filter(Boolean)));
      return [...twice, ...named.filter((id) => !page.document.ids.has(id)).map((id) => `refers to no id: ${id}`)];
    }),
    "ids",
  );
});

test("no link is broken, and none needs a redirect", () => {
  const allowed = ["http:", "https:", "mailto:", "tel:", "sms:"];
  none(
    ask(pages, (page) =>
      links(page).flatMap(({ attrs: { href } }) => {
        const url = new URL(href, here(page));
        if (!allowed.includes(url.protocol)) return `scheme of ${href}`;
        const to = ["http:", "https:"].includes(url.protocol) ? target(page, href) : undefined;
        if (!to) return [];
        if (!known.has(to.file)) return `nothing at ${href}`;
        const other = byFile.get(to.file);
        if (other?.redirect) return `only a redirect at ${href}`;
        return !to.id || !other || other.document.ids.has(to.id) ? [] : `no heading or id at ${href}`;
      }),
    ),
    "broken links",
  );
});

test("every file that a page needs is there, and from this site", () => {
  const sources = (page) =>
    page.document.all().flatMap(({ name, attrs }) => [
      ...["src", "poster", "data"].map((key) => attrs[key]).filter((value) => value !== undefined && name !== "a"),
      ...(attrs.srcset ?? "").split(",").map((part) => part.trim().split(/\s+/)[0]).filter(Boolean),
      ...(name === "link" && !["canonical", "alternate"].includes(attrs.rel) ? [attrs.href] : []),
      ...(name === "use" || name === "image" ? [attrs.href ?? attrs["xlink:href"]] : []),
      ...(name === "form" && attrs.action !== undefined ? [attrs.action] : []),
    ]);
  none(
    ask(pages, (page) =>
      sources(page).flatMap((href) => {
        if (href.startsWith("data:image/")) return [];
        const to = target(page, href);
        if (!to) return `from another host: ${href}`;
        if (href.startsWith("#")) return page.document.ids.has(to.id) ? [] : `no id ${href}`;
        return known.has(to.file) ? [] : `no file ${href}`;
      }),
    ),
    "files that are missing or foreign",
  );
});

test("every page can be reached from the home page and is in the sitemap", () => {
  const reached = new Set(["index.html"]);
  const queue = ["index.html"];
  while (queue.length > 0) {
    const page = byFile.get(queue.pop());
    for (const { attrs } of page && !page.redirect ? links(page) : []) {
      const to = target(page, attrs.href);
      if (to && byFile.has(to.file) && !reached.has(to.file)) {
        reached.add(to.file);
        queue.push(to.file);
      }
    }
  }
  // A server shows the one for an address that is not there, the site's worker the other without a network.
  const wanted = shown.filter((page) => page.route !== "/404.html" && !/^(\/[a-z]{2})?\/offline\/$/.test(page.route));
  none(wanted.filter((page) => !reached.has(page.file)).map((page) => page.file), "pages that no link leads to");

  const listed = sitemap("sitemap.xml");
  const indexed = shown.filter((page) => !page.noindex).map((page) => here(page).href);
  none(indexed.filter((url) => !listed.has(url)), "pages that the sitemap lacks");
  none([...listed].filter((url) => !indexed.includes(url)), "addresses in the sitemap that are no page to index");
  assert.match(read("robots.txt").toString("utf8"), new RegExp(`^Sitemap: ${new URL("sitemap.xml", base).href}$`, "m"));
});

/** The addresses of a sitemap, those of its parts included. */
function sitemap(file) {
  const text = read(file).toString("utf8");
  const places = [...text.matchAll(/<loc>([^<]*)<\/loc>/g)].map((match) => match[1].replaceAll("&amp;", "&"));
  if (!/<sitemapindex/.test(text)) return new Set(places);
  return new Set(places.flatMap((url) => [...sitemap(decodeURIComponent(new URL(url).pathname).slice(base.pathname.length))]));
}

test("feeds are linked, signed and not empty", () => {
  const feeds = files.filter((file) => /\.(xml|atom|rss)$/.test(file) && /<(feed|rss)[\s>]/.test(read(file).toString("utf8").slice(0, 500)));
  assert.ok(feeds.length >= 5, "a feed of the library and of each kind");
  none(feeds.filter((file) => !file.endsWith(".xml")), "feeds that do not end in .xml");
  const linked = new Set(
    shown.flatMap((page) => page.document.all("a", "link").filter((node) => node.attrs.href).map((node) => target(page, node.attrs.href)?.file)),
  );
  none(feeds.filter((file) => !linked.has(file)), "feeds that no page links to");
  none(
    feeds.flatMap((file) => {
      const text = read(file).toString("utf8");
      return [/<author>\s*<name>[^<]+/.test(text) ? [] : `${file}: no author`, /<entry>/.test(text) ? [] : `${file}: no entry`].flat();
    }),
    "feeds that say nothing",
  );
});

test("nothing on a page is inline script or style", () => {
  none(
    ask(pages, (page) =>
      page.document.all().flatMap(({ name, attrs, text }) => [
        ...(name === "script" && attrs.src === undefined && attrs.type !== "application/ld+json" ? ["an inline script"] : []),
        ...(name === "style" && text.trim() ? ["an inline style sheet"] : []),
        ...Object.keys(attrs).filter((key) => key === "style" || key.startsWith("on")).map((key) => `${name} has ${key}`),
      ]),
    ),
    "inline script or style",
  );
});

test("structured data can be read", () => {
  none(
    ask(shown, (page) =>
      page.document.all("script").filter((node) => node.attrs.type === "application/ld+json").flatMap((node) => {
        try {
          const data = JSON.parse(node.text);
          return data["@context"] === "https://schema.org" || Array.isArray(data) ? [] : "no context";
        } catch (error) {
          return String(error);
        }
      }),
    ),
    "JSON-LD that cannot be read",
  );
});

/** The directives of a Content-Security-Policy by name. */
const policy = (text) => new Map(text.split(";").map((part) => part.trim().split(/\s+/)).map(([name, ...values]) => [name, values]));

test("the Content-Security-Policy is strict, on the page and in the header", () => {
  const check = (text) => {
    const rules = policy(text);
    const values = [...rules.values()].flat();
    return [
      ["'none'", "'self'"].includes(rules.get("default-src")?.join(" ")) ? [] : "default-src",
      values.some((value) => /unsafe|^\*$|^https?:|^data:$/.test(value) && value !== "data:") ? `allows ${values.join(" ")}` : [],
      ["base-uri", "form-action", "object-src"].filter((name) => name !== "object-src" && !rules.has(name)).map((name) => `no ${name}`),
      (rules.get("script-src") ?? rules.get("default-src"))?.includes("data:") ? "scripts from data:" : [],
    ].flat();
  };
  none(
    ask(pages, (page) => {
      const metas = page.document.all("meta").filter((node) => node.attrs["http-equiv"]?.toLowerCase() === "content-security-policy");
      if (metas.length !== 1) return `${metas.length} policies`;
      const text = metas[0].attrs.content;
      const late = page.document.all().filter((node) => ["script", "link", "style"].includes(node.name)).some((node) => page.document.all().indexOf(node) < page.document.all().indexOf(metas[0]));
      return [check(text), /frame-ancestors/.test(text) ? "frame-ancestors does nothing in a meta element" : [], late ? "the policy stands after what it should govern" : []].flat();
    }),
    "policies that are missing or lax",
  );
  const headers = new Map(headersFor(base.pathname).map(([name, value]) => [name.toLowerCase(), value]));
  none(check(headers.get("content-security-policy") ?? ""), "faults of the header's policy");
  assert.match(headers.get("content-security-policy"), /frame-ancestors 'none'/);
  assert.equal(headers.get("referrer-policy"), "no-referrer");
  assert.equal(headers.get("x-content-type-options"), "nosniff");
  assert.ok(headers.get("permissions-policy"));
  assert.equal(headers.get("cross-origin-opener-policy"), "same-origin");
  none(ask(shown, (page) => (content(page, "referrer") === "no-referrer" ? [] : "no referrer policy")), "pages without a referrer policy");
});

test("redirects lead to a page, also where the script and the host do nothing", () => {
  none(
    ask(pages.filter((page) => page.redirect), (page) => {
      const refresh = page.document.all("meta").find((node) => node.attrs["http-equiv"]?.toLowerCase() === "refresh").attrs.content;
      const to = target(page, refresh.replace(/^\s*\d+\s*;\s*url=/i, "").replace(/^['"]|['"]$/g, ""));
      return [
        page.noindex ? [] : "may be indexed",
        byFile.get(to?.file) && !byFile.get(to.file).redirect ? [] : `leads nowhere: ${refresh}`,
        links(page).length > 0 ? [] : "has no link",
      ].flat();
    }),
    "redirects that do not work",
  );
});

test("the search page lists the library in little", () => {
  const page = pageAt("/search/");
  assert.ok(brotliCompressSync(read(page.file)).length <= 10_000, `${brotliCompressSync(read(page.file)).length} bytes compressed`);
});

test("assets are named by their content", () => {
  const used = new Set(shown.flatMap((page) => page.document.all("script", "link").map((node) => node.attrs.src ?? (node.attrs.rel === "stylesheet" ? node.attrs.href : undefined)).filter(Boolean)));
  none([...used].filter((href) => !/[.-][0-9a-f]{8,}\.(css|js)$/.test(href)), "assets without a fingerprint");
});
