// The site's worker: worker.js at its root. It is registered when a reader chooses to keep something
// (keep.js), and stores what was chosen, never what was merely visited.
//
// A copy is one cache: `waypost <root> <list> <version>`, where <list> is the address of its
// keep.json below the root (src/outputs/keep.rs). It is filled whole; keep.json itself goes in last,
// and a cache without it does not count. When the site is published anew, the new copy is filled
// beside the old one, files that stayed the same taken over, and the old one is deleted when the new one is
// whole; if that fails, it stays.
//
// Pages come from the network while there is one. A copy is shown when there is none, when the
// network takes longer than PATIENCE, and when the server has no such page or file any more; in
// place of all other pages the one that says so. A message { keep: list } is answered through its port
// with { done, all }, and at last { kept: true } or { failed: "full" | "gone" | "failed" }.

(() => {
  /** @typedef {{ format: number, version: string, title: string, page: string, offline: string, pages: number, bytes: number, files: [string, string][] }} List */
  /** @typedef {{ name: string, list: string, version: string, what: List }} Copy */

  /** @type {any} */
  const here = globalThis;
  const root = new URL(here.registration.scope);
  const head = `waypost ${root.pathname} `;
  /** Milliseconds that the network may take before a copy is shown; between two questions for updates. */
  const PATIENCE = 4000, OFTEN = 60000;
  /** Files that are fetched at a time, and how often a copy is begun anew since the site changed under it. */
  const AT_ONCE = 4, TRIES = 3;
  /** Stands for the version of a copy whose list is not there yet. */
  const ASKED = "asked";

  /** Something of this site, by its address below the root. @param {string} address */
  const at = (address) => new URL(`./${address}`, root);

  /** The caches of this site that are whole or may become so. @returns {Promise<{ name: string, list: string, version: string }[]>} */
  const begun = async () =>
    (await caches.keys()).filter((name) => name.startsWith(head)).map((name) => {
      const [list, version] = name.slice(head.length).split(" ");
      return { name, list, version };
    });

  /** Whole copies, the newest first. @returns {Promise<Copy[]>} */
  const copies = async () => {
    const found = [];
    for (const one of await begun()) {
      const mark = await caches.match(at(one.list), { cacheName: one.name });
      if (mark) found.unshift({ ...one, what: await mark.json() });
    }
    return found;
  };

  /** A file of a copy. @param {URL} url @returns {Promise<Response | undefined>} */
  const kept = async ({ pathname }) => {
    const paths = [pathname, pathname.replace(/(^|\/)index\.html$/, "$1"), `${pathname}/`];
    for (const { name } of await copies()) {
      for (const path of paths) {
        // Not relative to the root: below it `//`, the home page with a slash, would be an address without a host.
        const found = await caches.match(root.origin + path, { cacheName: name, ignoreVary: true });
        if (found) return found;
      }
    }
  };

  // ---- Keeping

  /** An answer as it can be kept: whole, of this site, and without the trace of having been sent on, which a page may not have. @param {Response} response */
  const clean = (response) => {
    if (response.status !== 200 || response.type !== "basic" || !response.url.startsWith(root.href)) throw Object.assign(Error(`${response.status} ${response.url}`), { gone: [404, 410].includes(response.status) });
    return response.redirected ? new Response(response.body, { headers: response.headers }) : response;
  };

  /** @param {URL} url */
  const fetched = async (url) => clean(await fetch(url, { cache: "no-cache", mode: "same-origin" }));

  /** @param {string} list @returns {Promise<List>} */
  const read = async (list) => {
    const what = await (await fetched(at(list))).json();
    if (what.format !== 1) throw Error(`format ${what.format}`);
    return what;
  };

  /**
   * Keeps a copy, or brings it up to date; throws where that fails, and leaves what was there.
   * @param {string} list @param {(what: unknown) => void} tell @param {number} [tries]
   */
  const keep = async (list, tell, tries = 1) => {
    const what = await read(list);
    const old = (await copies()).find((copy) => copy.list === list);
    if (old?.version !== what.version) {
      const name = `${head}${list} ${what.version}`;
      // Whatever was erased meanwhile stays so: until the copy is whole, something of it was always there.
      const had = (await begun()).filter((one) => one.list === list).map((one) => one.name);
      if (!had.length) throw Error("erased");
      await caches.delete(name);
      const cache = await caches.open(name);
      try {
        await fill(cache, what, old, tell);
        if ((await read(list)).version !== what.version) throw Object.assign(Error("changed"), { again: tries < TRIES });
        for (const one of [name, ...had]) if (!(await caches.has(one))) throw Error("erased");
        await cache.put(at(list), new Response(JSON.stringify(what)));
      } catch (error) {
        await caches.delete(name);
        if (!(/** @type {any} */ (error).again)) throw error;
        return keep(list, tell, tries + 1);
      }
    }
    for (const one of await begun()) if (one.list === list && one.version !== what.version) await caches.delete(one.name);
  };

  /**
   * Keeps what a reader has asked for. An empty cache stands for it from the moment of asking, so that it
   * can be erased before anything is there.
   * @param {string} list @param {(what: unknown) => void} tell
   */
  const begin = async (list, tell) => {
    const mark = `${head}${list} ${ASKED}`;
    await caches.open(mark);
    try {
      await keep(list, tell);
    } finally {
      await caches.delete(mark);
    }
  };

  /** @param {Cache} cache @param {List} what @param {Copy | undefined} old @param {(what: unknown) => void} tell */
  const fill = async (cache, what, old, tell) => {
    const same = new Map(old?.what.files);
    const left = [...what.files];
    const all = left.length;
    let done = 0;
    const take = async () => {
      for (let file; (file = left.pop()); ) {
        const [address, hash] = file;
        const had = old && same.get(address) === hash ? await caches.match(at(address), { cacheName: old.name, ignoreVary: true }) : undefined;
        await cache.put(at(address), had || (await fetched(at(address))));
        tell({ done: ++done, all });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, take)).finally(() => left.splice(0));
  };

  /** One after the other. @type {Promise<unknown>} */
  let turn = Promise.resolve();
  /** @template T @param {() => Promise<T>} act @returns {Promise<T>} */
  const inTurn = (act) => {
    const next = turn.then(act, act);
    turn = next.catch(() => {});
    return next;
  };

  /** Brings copies up to date, and completes what was broken off. */
  const update = async () => {
    for (const { name, list, version } of await begun()) if (await caches.has(name)) await (version === ASKED ? begin : keep)(list, () => {}).catch(() => {});
  };
  let asked = 0;

  // ---- Showing

  /** The part of a kept file that is asked for: players ask for parts. @param {Request} request @param {Response} copy */
  const part = async (request, copy) => {
    const [, from, to] = request.headers.get("range")?.match(/^bytes=(\d*)-(\d*)$/) ?? [];
    if (!from && !to) return copy;
    const blob = await copy.blob();
    const start = from ? +from : Math.max(0, blob.size - +to);
    const end = Math.min(from && to ? +to + 1 : blob.size, blob.size);
    const headers = new Headers({ "Accept-Ranges": "bytes", "Content-Type": blob.type, "Content-Range": start < end ? `bytes ${start}-${end - 1}/${blob.size}` : `bytes */${blob.size}` });
    return start < end ? new Response(blob.slice(start, end, blob.type), { status: 206, headers }) : new Response(null, { status: 416, headers });
  };

  /** The page that stands for those that are not kept, in the language of the address if it can be. @param {URL} url */
  const missing = async (url) => {
    const [first] = url.pathname.slice(root.pathname.length).split("/");
    const pages = [`${first}/offline/`, ...(await copies()).map(({ what }) => what.offline)];
    for (const page of pages) {
      const found = await kept(at(page));
      if (found) return found;
    }
  };

  /** @param {Request} request */
  const answer = async (request) => {
    const url = new URL(request.url);
    const copy = () => kept(url).then((found) => found && part(request, found));
    const network = fetch(request);
    network.catch(() => {});
    const slow = new Promise((done) => setTimeout(done, PATIENCE)).then(copy).then((found) => found ?? network);
    slow.catch(() => {});
    let response;
    try {
      response = await Promise.race([network, slow]);
      if (response.ok || response.status < 400) return response;
    } catch {}
    return (await copy()) ?? response ?? (request.mode === "navigate" && (await missing(url))) ?? Response.error();
  };

  here.addEventListener("install", () => here.skipWaiting());
  here.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(here.clients.claim()));
  here.addEventListener("fetch", (/** @type {any} */ event) => {
    const { request } = event;
    // A stream of events has no end, and a worker that hands one on cannot be replaced.
    if (request.method !== "GET" || !request.url.startsWith(root.href) || request.headers.get("accept") === "text/event-stream") return;
    event.respondWith(answer(request));
    if (request.mode !== "navigate" || Date.now() - asked < OFTEN) return;
    asked = Date.now();
    event.waitUntil(inTurn(update));
  });
  here.addEventListener("message", (/** @type {any} */ event) => {
    const list = event.data?.keep;
    const tell = (/** @type {unknown} */ what) => event.ports[0]?.postMessage(what);
    if (typeof list !== "string" || !/(^|\/)keep\.json$/.test(list) || !at(list).href.startsWith(root.href)) return;
    const why = (/** @type {any} */ error) => (error.name === "QuotaExceededError" ? "full" : error.gone ? "gone" : "failed");
    event.waitUntil(inTurn(() => begin(list, tell)).then(() => tell({ kept: true }), (error) => tell({ failed: why(error) })));
  });
})();
