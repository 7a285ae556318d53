// What only some searches need: filters with their counts, and phrases in quotation marks. Loaded
// when one of them is there; search.js hands over what it has found so far.
//
// globalThis.waypostNarrow = { quoted, allowed, facets }.

(() => {
  /** @typedef {Record<string, string[]>} Filters */
  /** @typedef {{ key: string, label: string, count: number }} Value */
  /** @typedef {{ name: string, label: string, values: Value[] }} Facet */
  /**
   * A search that is under way. `scores` are those of all documents, `ranked` those that score and
   * fit, best first; `stems` are the terms of a text, `documents` those that have a term.
   * @typedef {{
   *   root: { count: number, facets: { name: string, label: string, file: string }[] },
   *   file: (path: string) => Promise<any>, filters: Filters, scores: Int32Array,
   *   ranked: (fits: (document: number) => unknown) => number[], stems: (text: string) => string[],
   *   documents: (stem: string) => Promise<number[]>, result: (document: number) => Promise<{ url: string, title: string, summary: string }>,
   *   sections: (url: string) => Promise<{ title: string, blocks: string[] }[]>,
   * }} Search
   */

  /** Documents with all words of a phrase that are looked into for it. */
  const LOOKED_INTO = 40;

  /** @param {Search} search @param {string} name @returns {Promise<[string, string, string][]>} */
  const facet = async ({ root, file }, name) => {
    const found = root.facets.find((facet) => facet.name === name);
    return found ? (await file(`f/${found.file}.json`))[name] : [];
  };

  /** Calls back with every document of a set. @param {string} runs @param {(document: number) => void} each */
  const every = (runs, each) => {
    let at = 0;
    runs.split(" ").forEach((run, turn) => {
      const end = at + parseInt(run || "0", 36);
      if (turn % 2) while (at < end) each(at++);
      at = end;
    });
  };

  /** Which documents every filter but one lets through: 1 for each. @param {Search} search @param {string} [but] */
  const allowed = async (search, but) => {
    const passed = new Uint8Array(search.root.count);
    let needed = 0;
    for (const [name, keys] of Object.entries(search.filters)) {
      if (name === but || !keys.length) continue;
      for (const [key, , runs] of await facet(search, name)) {
        if (keys.includes(key)) every(runs, (document) => passed[document] === needed && passed[document]++);
      }
      needed++;
    }
    return passed.map((count) => +(count === needed));
  };

  /** The facets, with how many results each value would leave. @param {Search} search @returns {Promise<Facet[]>} */
  const facets = (search) =>
    Promise.all(
      search.root.facets.map(async ({ name, label }) => {
        const passed = await allowed(search, name);
        const values = (await facet(search, name)).map(([key, label, runs]) => {
          let count = 0;
          every(runs, (document) => search.scores[document] && passed[document] && count++);
          return { key, label, count };
        });
        return { name, label, values };
      }),
    );

  /**
   * Leaves the documents that have the quoted phrases of two words or more, each in one paragraph or
   * heading. Of those that have all the words, the best are looked into. Where none has the phrases
   * all are left: whether that is so is the answer.
   * @param {Search} search @param {string} query
   */
  const quoted = async (search, query) => {
    const { scores, stems } = search;
    // What stands after the last quotation mark is quoted only where that is a closing one.
    const parts = query.split(/["“”„«»]/).filter((_, at, all) => at % 2 && at + 1 < all.length);
    const phrases = parts.map(stems).filter((phrase) => phrase.length > 1);
    if (!phrases.length) return false;
    const wanted = [...new Set(phrases.flat())];
    const having = new Uint16Array(scores.length);
    for (const list of await Promise.all(wanted.map(search.documents))) list.forEach((document) => having[document]++);
    const best = search.ranked((document) => having[document] === wanted.length).slice(0, LOOKED_INTO);
    /** @param {number} document */
    const has = async (document) => {
      const { url, title, summary } = await search.result(document);
      const sections = await search.sections(url).catch(() => []);
      const texts = [title, summary, ...sections.flatMap((section) => [section.title, ...section.blocks])];
      const lines = texts.map((text) => ` ${stems(text).join(" ")} `);
      return phrases.every((phrase) => lines.some((line) => line.includes(` ${phrase.join(" ")} `)));
    };
    const yes = await Promise.all(best.map(has));
    const found = new Set(best.filter((_, at) => yes[at]));
    if (found.size) scores.forEach((_, document) => found.has(document) || (scores[document] = 0));
    return !found.size;
  };

  /** @type {any} */
  const here = globalThis;
  here.waypostNarrow = { quoted, allowed, facets };
})();
