// What the reader has chosen to keep on this device, and nothing else: their place on pathways and
// their patchwork. One key of localStorage, `waypost` and the site's own path, holds
//
//   {"v": 1, "done": {"<pathway>": ["<step>" …]}, "patchwork": [{"at": "<page>", "note": "…"} …], "keys": false}
//
// `done` is there once the reader has chosen to keep their place, `patchwork` once they have chosen
// to collect pages; pages are routes: below the site's root, decoded, with a slash at both ends.
// `keys` is there once the reader has turned the quick exit's key off for good (keys.js).
// Whatever lies there is read: a bad part is left out, the rest is kept. What cannot be read at all
// is never written over.
//
// waypostKept.read()           {done?, patchwork?, keys?}; or {trouble}: "broken" for what cannot be read,
//                              "shut" where the browser lets nothing be kept
// waypostKept.change(change)   reads, lets `change` alter it, and writes; gives "" or the trouble,
//                              "full" among it. What is empty of all is removed.
// waypostKept.page(page, note) a page and a note as they may stand in a patchwork, or nothing
// waypostKept.show(element, state)   shows what is named for the state (`data-when`) and hides the
//                              rest; where that hides what has focus, focus goes to what came
// waypostKept.join(element)    makes an element that handles events hear clicks in it and changes of
//                              what is kept, shows it, and lets it hear the first such change
// waypostKept.fill(text, values)     words with their {places} filled in
// waypostKept.count(forms, n)  a number in words, in the form that the language has for it
// waypostKept.time(minutes, times)   minutes in words; `times`: JSON of the forms of minutes and of hours,
//                              and how both are joined
//
// The document hears `waypost-kept` when this or another tab has changed it.

(() => {
  /** @typedef {{ at: string, note?: string }} Piece */
  /** @typedef {{ done?: Record<string, string[]>, patchwork?: Piece[], keys?: false, trouble?: string }} Kept */

  const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);
  const root = new URL("..", src);
  const name = "waypost " + root.pathname;
  /** Pages in a patchwork, letters of a note, of a route and of all that is kept. */
  const PIECES = 60, NOTE = 500, ROUTE = 400, ALL = 500_000;

  /** @param {any} value */
  const isObject = (value) => !!value && typeof value === "object" && !Array.isArray(value);

  /** A route: no empty part, none of dots, nothing that has another meaning in an address. @param {any} value @returns {value is string} */
  const isRoute = (value) =>
    typeof value === "string" && value.length <= ROUTE && /^\/(?:(?!\.{1,2}\/)[^/\\?#%\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]+\/)+$/u.test(value);

  /** A note as text: no controls but line ends, nothing that turns text round. @param {any} value */
  const cleaned = (value) => {
    const text = typeof value === "string" ? value.replace(/(?!\n)[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu, "") : "";
    const cut = text.slice(0, NOTE).replace(/\p{Cs}/gu, "");
    return cut.trim() && cut;
  };

  /** @param {any} at @param {any} [note] @returns {Piece | undefined} */
  const page = (at, note) => (isRoute(at) ? ((note = cleaned(note)) ? { at, note } : { at }) : undefined);

  /** The first of each page, as many as there may be. @param {(Piece | undefined)[]} all @returns {Piece[]} */
  const pieces = (all) => {
    /** @type {Map<string, Piece>} */
    const found = new Map();
    for (const piece of all) if (piece && !found.has(piece.at) && found.size < PIECES) found.set(piece.at, piece);
    return [...found.values()];
  };

  /** @param {string} text @returns {Kept} */
  const parsed = (text) => {
    let value;
    try {
      value = text.length > ALL ? 0 : JSON.parse(text);
    } catch {}
    if (!isObject(value) || !Object.hasOwn(value, "v") || value.v !== 1) return { trouble: "broken" };
    /** @type {Kept} */
    const kept = {};
    if (isObject(value.done)) {
      kept.done = {};
      for (const [way, steps] of Object.entries(value.done))
        if (isRoute(way) && Array.isArray(steps)) kept.done[way] = [...new Set(steps.filter(isRoute))];
    }
    if (Array.isArray(value.patchwork)) kept.patchwork = pieces(value.patchwork.map((/** @type {any} */ one) => page(one?.at, one?.note)));
    if (value.keys === false) kept.keys = false;
    return kept;
  };

  /** @returns {Kept} */
  const read = () => {
    try {
      const text = localStorage.getItem(name);
      return text === null ? {} : parsed(text);
    } catch {
      return { trouble: "shut" };
    }
  };

  const tell = () => document.dispatchEvent(new Event("waypost-kept"));

  /** @param {(kept: Kept) => void} alter */
  const change = (alter) => {
    const kept = read();
    if (kept.trouble) return kept.trouble;
    alter(kept);
    try {
      if (Object.keys(kept).length) localStorage.setItem(name, JSON.stringify({ v: 1, ...kept }));
      else localStorage.removeItem(name);
    } catch {
      return "full";
    }
    tell();
    return "";
  };

  /** @param {string} text @param {any} values */
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, /** @type {string} */ name) => values[name]);

  /** @param {Record<string, string>} forms @param {number} n */
  const count = (forms, n) => fill(forms[new Intl.PluralRules(document.documentElement.lang).select(n)] || forms.other, { n });

  /** @param {number} minutes @param {string} times */
  const time = (minutes, times) => {
    const [short, long, both] = JSON.parse(times);
    const [hours, rest] = [count(long, Math.floor(minutes / 60)), count(short, minutes % 60)];
    return minutes < 60 ? rest : minutes % 60 ? fill(both, { hours, minutes: rest }) : hours;
  };

  /** @param {HTMLElement} element @param {string} state */
  const show = (element, state) => {
    const had = element.contains(document.activeElement);
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll("[data-when]"))) part.hidden = !String(part.dataset.when).split(" ").includes(state);
    /** @type {HTMLElement | null} */
    const first = element.querySelector(`[data-when~=${state}] :is([tabindex], button, a)`);
    if (had && document.activeElement?.closest("[hidden]")) first?.focus();
  };

  /** @param {any} element */
  const join = (element) => {
    element.addEventListener("click", element);
    document.addEventListener("waypost-kept", (event) => element.isConnected && element.handleEvent(event));
    element.hidden = false;
    element.handleEvent(new Event("waypost-kept"));
  };

  addEventListener("storage", ({ key }) => (key === name || key === null) && tell());
  // A page that comes back, or whose boxes the browser fills in, may show what was.
  addEventListener("pageshow", tell);
  document.addEventListener("waypost-erased", tell);

  /** @type {any} */ (globalThis).waypostKept = { root, read, change, page, pieces, join, show, fill, count, time, NOTE, PIECES };
})();
