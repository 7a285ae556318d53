// The page at hand: asks for itself again, and becomes what it is now.

(() => {
  const live = waypostLive;
  const TAG = "script[src='/_waypost/live.js']";

  /** How often a page may load itself in how many milliseconds. */
  const MOST = 3, WHILE = 10_000;

  /** The version in an ETag. @param {string | null} tag */
  const bare = (tag) => (tag || "").replace(/^W\//, "").replace(/^"|"$/g, "");

  /** Where a page sends its readers on to. @param {Document} html */
  const onward = (html) => {
    const refresh = html.querySelector("meta[http-equiv=refresh i]")?.getAttribute("content") || "";
    const [, to] = refresh.match(/^\s*0*\s*[;,]\s*(?:url\s*=\s*)?["']?([^"']+)/i) || [];
    return to && new URL(to.trim(), location.href);
  };

  /** @param {Document} html */
  const policy = (html) => html.querySelector("meta[http-equiv=Content-Security-Policy i]")?.getAttribute("content") || "";

  live.page = ({ version, changed, kept }) => {
    /** What elements that are run by a script were made from. @type {Map<Element, string>} */
    const sources = new Map();
    let scripts = live.scripts();
    const [visit] = /** @type {any[]} */ (performance.getEntriesByType("navigation"));
    let status = visit?.responseStatus || 200, top = 0, turn = 0;
    let asking = new AbortController();
    // Their scripts have changed them already: what they were is asked for once.
    let unknown = [...document.body.querySelectorAll("*")].some(live.upgraded);

    /** Loads the page anew: once for a version, and not again and again, so that it never does so for ever. @param {string} now */
    const reload = (now) => {
      /** @type {{ version: string, time: number }[]} */
      const last = (live.recall("reloads") || []).filter((/** @type {{ time: number }} */ { time }) => Date.now() - time < WHILE);
      if (last.length >= MOST || last.some(({ version }) => version === now)) {
        live.overlay.say("A script of this page has changed. Reload the page to run it.");
        return false;
      }
      live.remember("reloads", [...last, { version: now, time: Date.now() }]);
      location.reload();
      return true;
    };

    /** @param {Document} html */
    const learn = (html) => {
      const old = [...document.body.querySelectorAll("*")].filter(live.upgraded);
      for (const now of [...html.body.querySelectorAll("*")].filter(live.upgraded)) {
        const at = old.findIndex(({ localName, id }) => localName === now.localName && id === now.id);
        if (at >= 0) sources.set(old.splice(at, 1)[0], now.outerHTML);
      }
      scripts = live.scripts(html);
    };

    /** @param {Document} html @param {string} now @param {number} answer @param {() => boolean} late */
    const become = async (html, now, answer, late) => {
      const to = onward(html);
      if (to && to.href !== location.href) return location.replace(to);
      if ((live.newScripts(html, scripts) || policy(html) !== policy(document)) && reload(now)) return;
      const head = await live.head(html);
      if (late()) return head(false);
      const before = live.blocks(document.body);
      const gone = status === 200 && answer !== 200, back = status !== 200 && answer === 200;
      if (gone) top = scrollY;
      head(true);
      live.morph(html.body, sources);
      version = now;
      status = answer;
      scripts = live.scripts(html);
      if (gone || back) return scrollTo({ top: gone ? 0 : top, behavior: "instant" });
      const fresh = live.changed(before, live.blocks(document.body));
      if (!fresh.length) return;
      const source = await live.source.load();
      if (!late()) changed(fresh, source);
    };

    /** The page as it is now, or nothing where it has not changed. @param {AbortSignal} signal */
    const ask = async (signal) => {
      const headers = version && !unknown ? { "If-None-Match": `"${version}"` } : undefined;
      const response = await fetch(location.href.replace(/#.*/, ""), { cache: "no-store", signal, headers });
      if (response.redirected) return location.replace(response.url);
      const page = response.ok || response.status === 404;
      if (!page || !/^text\/html\b/.test(response.headers.get("Content-Type") || "")) return;
      return { html: new DOMParser().parseFromString(await response.text(), "text/html"), tag: bare(response.headers.get("ETag")), answer: response.status };
    };

    /** Whether the server has answered; of two questions the last one counts. @returns {Promise<boolean>} */
    const check = async () => {
      const mine = ++turn;
      const late = () => mine !== turn;
      asking.abort();
      asking = new AbortController();
      live.source.forget();
      const asked = location.search;
      const page = await ask(asking.signal).catch(() => null);
      if (!page || late()) return page !== null || late();
      // The desk asks for other entries in the meantime.
      if (asked !== location.search) return check();
      const { html, tag, answer } = page;
      const script = /** @type {HTMLElement | null} */ (html.querySelector(TAG));
      const now = tag || script?.dataset.version || "";
      script?.remove();
      kept(script?.dataset.kept || null);
      if (unknown && now === version) learn(html);
      else if (now !== version || !now) {
        try {
          await become(html, now, answer, late);
        } catch (error) {
          // What cannot be changed in place is loaded.
          console.error(error);
          reload(now);
        }
      }
      if (!late()) unknown = false;
      return true;
    };

    return { check };
  };
})();
