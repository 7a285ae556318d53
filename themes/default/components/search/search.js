// Search in the reader's browser: the index's other half (src/search/) and the search page.
//
// THE INDEX. JSON files below `search/` (`search/<language>/`). `index.json` is the root; its name
// alone is fixed. Every other file is named by the hash of its content and so never changes:
//
//   t/<name>.json        terms: [words, postings]. Words sorted by UTF-16 unit, each as a capital
//                        letter (A: nothing in common with the word before it, B: one unit …) and
//                        what is new. Postings, one list a word, spaces between: the documents
//                        passed over in decimal (none: nothing), then the impact as a letter, a = 1,
//                        a capital where the word stands in the title. Below a word whose stem
//                        several share (`model`) come these as titles have them, less what they
//                        share with it: `model.ling`, with the documents so titled. Synonyms of several words
//                        stand below their first: `cold_turkey`.
//   d/<name>/<n>.json    a block of 4 documents: [address, title, summary, kind, minutes]; 32
//                        blocks share the folder, so document i is in d/<name i/128>/<i/4 mod 32>.
//   w/<name>.json        words as they are written, by first letter: [words, digits], where a
//                        digit says how common a word is; a letter instead of a digit (A for 0), that it is
//                        never shown. For what is misspelt or cut short.
//   f/<name>.json        facets: { name: [[key, label, documents]] }, documents as the lengths of
//                        runs (without, with, without …) in base 36.
//
// Root: `format`, `language`, `stem` (the stemmer's name or ""), `count` of documents, `levels`
// (what an impact letter is worth), `titles` (what a word in the title adds, in longer queries and in
// those of one or two words), `kinds` (names), `terms` and `words` (ranges), `blocks`
// (folder names of 6 letters, one after the other), `facets` ({ name, label, file }). A range is
// { depth, from, names }: names of 6 letters, one after the other, and the least word of each but
// the first; at depth 2 they name further ranges in the same folder.
//
// THE RANKING. Words of the query are cut and stemmed as the index was. A document scores the sum
// of its impacts, title words of short queries counting more. A word that the index lacks counts
// as the words that it begins, else as the most likely ones that it may be a slip for.
// Of the documents that have all words of a quoted phrase the best are looked into for the phrase
// itself; where none has it, the words alone count. src/search/query.rs does all of this to the
// letter, for `waypost search` and for search tests.

(() => {
  /** @typedef {{ depth: number, from: string, names: string }} Ranges */
  /** @typedef {{ stem: string, language: string, count: number, levels: number[], titles: number[], kinds: string[], terms: Ranges, words: Ranges, blocks: string, facets: { name: string, label: string, file: string }[] }} Root */
  /** @typedef {{ url: string, title: string, summary: string, kind: string, minutes: number }} Result */
  /** @typedef {{ typed: string, meant: string[] }} Correction */
  /** @typedef {{ list: number[], weight: number, titles?: number[], begun?: boolean, many?: boolean }} Group */
  /** @typedef {Record<string, string[]>} Filters */
  /** @typedef {{ typing?: boolean, filters?: Filters }} Options */
  /** @typedef {{ key: string, label: string, count: number }} Value */
  /** @typedef {{ name: string, label: string, values: Value[] }} Facet */

  /** @type {any} */
  const here = globalThis;
  const RUN = /[\p{Alphabetic}\p{N}\p{M}]+/gu;
  const DENSE = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7a3\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  const PARTS = RegExp(`[${DENSE}]+|[^${DENSE}]+`, "gu");
  const SPACELESS = RegExp(`^[${DENSE}]`, "u");
  /** What counts in eighths: a word itself; one that a typed word begins, or may be a slip for. */
  const EXACT = 8, LIKELY = 6;
  /** What a word in the title adds, written as typed, in a query of one or two words; and one in the
   * title that a typed word begins. */
  const AS_TYPED = 100, BEGUN = 300;
  /** What the first title of each word adds that a lone unfinished word may become, and how much less the next. */
  const FIRST = 1500, NEXT = 300;
  /** Results score at least this part of the best. */
  const SHARE = 5;
  const QUOTE = /["“”„«»]/;
  /** Characters of a query that are read. */
  const LONGEST = 1000;

  /** The words of a text (src/search/words.rs). @param {string} text @param {string} language */
  const words = (text, language) => {
    /** @type {string[]} */
    const found = [];
    const joins = /^en\b/i.test(language);
    const plain = text.normalize("NFKC").toLowerCase().replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, "").replace(/['’ʼ]/g, joins ? "" : " ");
    for (const run of plain.match(RUN) || []) {
      for (const part of run.match(PARTS) || []) {
        const units = [...part];
        if (!SPACELESS.test(part)) part.length <= 64 && found.push(part);
        else if (units.length < 2) found.push(part);
        else for (let at = 1; at < units.length; at++) found.push(units[at - 1] + units[at]);
      }
    }
    return found;
  };

  /** A text without accents (src/search/stem.rs). @param {string} text */
  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670]/g, "").normalize();

  /** Sorted words from one text. @param {string} text */
  const unfold = (text) => {
    let word = "";
    return (text.match(/[A-Z][^A-Z]*/g) || []).map((part) => (word = word.slice(0, part.charCodeAt(0) - 65) + part.slice(1)));
  };

  /** Documents and impacts in turn; an impact over 15 is one in the title. @param {string} text */
  const postings = (text) => {
    const list = [];
    let next = 0, gap = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code < 58) gap = gap * 10 + code - 48;
      else {
        list.push((next += gap), code < 97 ? code - 48 : code - 96);
        next++;
        gap = 0;
      }
    }
    return list;
  };

  /** How many slips lie between two words, at most `most` + 1. @param {string} a @param {string} b @param {number} most */
  const slips = (a, b, most) => {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    /** @type {number[]} */
    let before = [], row = [...Array(b.length + 1).keys()];
    for (let i = 1; i <= a.length; i++) {
      const above = row;
      row = [i];
      let least = i;
      for (let j = 1; j <= b.length; j++) {
        row[j] = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + +(a[i - 1] !== b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
        least = Math.min(least, row[j]);
      }
      if (least > most) return most + 1;
      before = above;
    }
    return row[b.length];
  };

  /**
   * Opens an index; nothing is loaded before it is needed.
   * @param {string} address of `index.json`
   * @param {{ sections?: (url: string) => Promise<any>, narrow?: () => Promise<any>, load?: (url: string, init?: RequestInit) => Promise<any> }} [how]
   *   how the sections of a page are had, the functions of narrow.js, and a file of the index
   */
  const open = (address, { sections, narrow = async () => here.waypostNarrow, load = here.waypostJson } = {}) => {
    const folder = address.replace(/[^/]*$/, "");
    /** @type {Map<string, Promise<any>>} */
    const files = new Map();
    /** @type {Root} */
    let root;

    /** A file, loaded once. @param {string} path @param {(json: any) => any} [read] @param {RequestInit} [init] @returns {Promise<any>} */
    const file = (path, read = (json) => json, init = undefined) => {
      let loading = files.get(path);
      if (!loading) {
        loading = load(folder + path, init).then(read);
        loading.catch(() => files.delete(path));
        files.set(path, loading);
      }
      return loading;
    };

    /** @param {RequestInit} [init] */
    const start = async (init) => {
      /** @type {Root} */
      const json = await file("index.json", undefined, init);
      root = json;
    };

    /** @param {string} word */
    const term = (word) => {
      const plain = fold(root.stem ? here.waypostStem[root.stem](word) : word);
      // In Arabic "and" and the article are written as one with the word.
      return /^ar\b/i.test(root.language) ? plain.replace(/^و?(?:بال|كال|فال|ال|لل)?(?=\p{Alphabetic}{3})/u, "") : plain;
    };

    /** The files that may hold words which begin with `word`, the first alone if `one`. @param {string} kind @param {Ranges} ranges @param {string} word @param {boolean} [one] @returns {Promise<any[]>} */
    const range = async (kind, ranges, word, one) => {
      const from = ranges.from ? ranges.from.split(" ") : [];
      let first = from.findIndex((bound) => bound > word);
      if (first < 0) first = from.length;
      let last = first;
      while (!one && last < first + 2 && last < from.length && from[last].startsWith(word)) last++;
      const parts = [];
      for (let at = first; at <= last; at++) {
        const path = `${kind}/${ranges.names.slice(at * 6, at * 6 + 6)}.json`;
        parts.push(
          ranges.depth > 1
            ? file(path).then((inner) => range(kind, inner, word, one))
            : file(path, ([list, more]) => ({ words: unfold(list), more: kind === "t" ? more.split(" ") : more })).then((it) => [it]),
        );
      }
      return (await Promise.all(parts)).flat();
    };

    /** @param {{ more: (string | number[])[] }} shard @param {number} at */
    const list = (shard, at) => {
      const text = shard.more[at];
      return typeof text === "string" ? (shard.more[at] = postings(text)) : text;
    };

    /** The postings of a word's term, and the titles that have the word itself. @param {string} word @param {number} weight @param {string} [stem] @returns {Promise<Group[]>} */
    const exactly = async (word, weight, stem = term(word)) => {
      const whole = fold(word);
      const [shard] = await range("t", root.terms, stem, true);
      const at = shard.words.indexOf(stem);
      let same = 0;
      while (same < stem.length && stem[same] === whole[same]) same++;
      const own = shard.words.indexOf(`${stem}.${whole.slice(same)}`, at);
      return at < 0 ? [] : [{ list: list(shard, at), weight, titles: own < 0 ? undefined : list(shard, own) }];
    };

    /** The postings of the terms that begin so. @param {string} head @returns {Promise<Group[]>} */
    const beginning = async (head) => {
      /** @type {Group[]} */
      const groups = [];
      for (const shard of await range("t", root.terms, head)) {
        shard.words.forEach((/** @type {string} */ word, /** @type {number} */ at) => {
          if (!word.startsWith(head) || word.includes("_") || groups.length >= 400) return;
          groups.push({ list: list(shard, at), weight: LIKELY, begun: true, many: !word.includes(".") && shard.words[at + 1]?.startsWith(`${word}.`) });
        });
      }
      return groups;
    };

    /** The written words most likely meant by one that is unknown: those that it begins, else slips. @param {string} word */
    const likely = async (word) => {
      const [shard] = await range("w", root.words, [...word][0], true);
      const most = word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
      /** @type {{ word: string, slips: number, common: string }[]} */
      const near = [];
      shard.words.forEach((/** @type {string} */ other, /** @type {number} */ at) => {
        const count = other.startsWith(word) ? -1 : fold(other) === fold(word) ? 0 : slips(word, other, most);
        // One slip in the beginning of a longer word is likelier than two, or as likely as none at all.
        const common = shard.more[at];
        if (count <= most) near.push({ word: other, slips: count, common });
        else if (most && other.length > word.length && slips(word, other.slice(0, word.length + 1), 1) < 2) near.push({ word: other, slips: 3, common });
      });
      near.sort((a, b) => a.slips - b.slips || (a.common < b.common ? 1 : a.common > b.common ? -1 : 0));
      const least = near[0]?.slips;
      // What it begins, and beside that what one slip would make of it.
      return near.filter((one) => one.slips === least).slice(0, 3).concat(least < 0 ? near.filter((one) => one.slips === 1).slice(0, 3) : []);
    };

    /** What a word of the query finds. @param {string} word @param {boolean} last whether it may still be going on @param {boolean} sure whether it is meant as it is written */
    const find = async (word, last, sure) => {
      /** @type {Correction | undefined} */
      let correction;
      let stems = [term(word)];
      let groups = await exactly(word, EXACT);
      const head = fold(word);
      if (last && head.length > 1) groups = groups.concat(await beginning(head));
      if (!groups.length && !sure) {
        const near = await likely(word);
        stems = near.map((one) => term(one.word));
        groups = (await Promise.all(near.map((one) => exactly(one.word, LIKELY)))).flat();
        const meant = near.filter((one) => one.common < "A").map((one) => one.word);
        if (groups.length && meant.length && near[0].slips > 0) correction = { typed: word, meant };
      }
      return { groups, stems, correction };
    };

    /** The postings of synonyms of several words that stand in a line of stems and begin with one: they stand beside their first stem. @param {string} first @param {string} line @returns {Promise<Group[]>} */
    const joined = async (first, line) => {
      const [shard] = await range("t", root.terms, first, true);
      const phrases = shard.words.filter((/** @type {string} */ word) => word.startsWith(`${first}_`) && line.includes(`_${word}_`));
      return phrases.map((/** @type {string} */ phrase) => ({ list: list(shard, shard.words.indexOf(phrase)), weight: EXACT }));
    };

    /** @param {string} query @param {number} limit @param {Options} options */
    const run = async (query, limit, { typing = false, filters = {} }) => {
      await (root ? 0 : start());
      query = query.slice(0, LONGEST);
      /** How often each word is asked for, by term. @type {Map<string, { word: string, times: number }>} */
      const asked = new Map();
      const all = words(query, root.language);
      for (const word of all) {
        const stem = term(word);
        const before = asked.get(stem);
        if (before) before.times++;
        else if (asked.size < 32) asked.set(stem, { word, times: 1 });
      }
      const line = `_${all.map(term).join("_")}_`;
      // A word alone in quotation marks is no slip.
      const sure = query.split(QUOTE).filter((_, at) => at % 2).map((text) => words(text, root.language)).filter((all) => all.length < 2).flat();
      const going_on = typing && !/\s$/.test(query) ? all[all.length - 1] : "";
      const found = await Promise.all([...asked.values()].map(async ({ word, times }) => ({ times, ...(await find(word, word === going_on, sure.includes(word))), phrases: await joined(term(word), line) })));

      const scores = new Int32Array(root.count);
      const few = asked.size < 3;
      for (const { groups, times, phrases } of found) {
        const best = new Int32Array(root.count);
        for (const { list, weight, titles = [], begun, many } of groups) {
          /** Titles of a word that a lone unfinished one may become. @type {number[]} */
          const turns = [];
          for (let at = 0; at < list.length; at += 2) {
            const document = list[at], titled = list[at + 1] > 15;
            const bonus = titled ? (few && begun ? BEGUN : root.titles[+few]) : 0;
            best[document] = Math.max(best[document], (root.levels[(list[at + 1] - 1) & 15] + bonus) * weight);
            if (titled && begun && !many && asked.size < 2) turns.push(document);
          }
          for (let at = 0; few && at < titles.length; at += 2) best[titles[at]] += AS_TYPED * weight;
          // Each such word has its best title shown before any has its next.
          turns.sort((a, b) => best[b] - best[a] || a - b);
          turns.forEach((document, turn) => (best[document] = Math.max(best[document], (FIRST - Math.min(turn, 5) * NEXT) * weight + best[document] / 2)));
        }
        best.forEach((score, document) => score && (scores[document] += score * times));
        for (const { list } of phrases) {
          for (let at = 0; at < list.length; at += 2) scores[list[at]] += (root.levels[(list[at + 1] - 1) & 15] + (list[at + 1] > 15 ? root.titles[+few] : 0)) * EXACT;
        }
      }
      const narrowed = Object.values(filters).some((keys) => keys.length);
      if (!asked.size && narrowed) scores.fill(1);
      const top = scores.reduce((most, score) => Math.max(most, score), 0);
      scores.forEach((score, document) => score * SHARE < top && (scores[document] = 0));

      /** Documents that score, the best first, then by number. @param {(document: number) => unknown} fits */
      const ranked = (fits) => {
        /** @type {number[]} */
        const list = [];
        scores.forEach((score, document) => score && fits(document) && list.push(document));
        return list.sort((a, b) => scores[b] - scores[a] || a - b);
      };
      /** @param {number} document @returns {Promise<Result>} */
      const result = async (document) => {
        const block = await file(`d/${root.blocks.slice((document >> 7) * 6, (document >> 7) * 6 + 6)}/${(document >> 2) & 31}.json`);
        const [url, title, summary, kind, minutes] = block[document & 3];
        return { url: here.waypostAddress(url), title, summary, kind: root.kinds[kind], minutes };
      };

      const search = {
        root,
        file,
        filters,
        scores,
        ranked,
        result,
        sections,
        stems: (/** @type {string} */ text) => words(text, root.language).map(term),
        documents: async (/** @type {string} */ stem) => (await exactly("", EXACT, stem)).flatMap(({ list }) => list.filter((_, at) => at % 2 < 1)),
      };
      const quotes = QUOTE.test(query);
      // Without that script the words of a phrase still count; filters cannot be done without.
      const more = narrowed ? await narrow() : quotes && (await narrow().catch(() => 0));
      const unquoted = quotes && (more ? await more.quoted(search, query) : true);
      const passed = narrowed ? await more.allowed(search) : 0;
      const documents = ranked((document) => !passed || passed[document]);

      /** Results of the list, from one place to another. @param {number} from @param {number} to */
      const results = (from, to) => Promise.all(documents.slice(from, to).map(result));
      return {
        total: documents.length,
        /** Whether a quoted phrase stands nowhere, so that its words alone were looked for. */
        unquoted,
        corrections: /** @type {Correction[]} */ (found.map((one) => one.correction).filter(Boolean)),
        /** Whether a word of a text is one that was looked for. @param {string} word */
        matches: (word) => words(word, root.language).some((part) => found.some(({ stems }) => stems.includes(term(part))) || (going_on && part.startsWith(going_on))),
        first: await results(0, limit),
        results,
        /** The facets, with how many results each value would leave. */
        facets: async () => (await narrow()).facets(search),
      };
    };

    return {
      /** Loads what every search needs. */
      ready: () => start(),
      /**
       * The documents that match best. A file that is gone means a newer index: it is asked for once.
       * @param {string} query @param {number} [limit] @param {Options} [options]
       */
      search: (query, limit = 10, options = {}) =>
        run(query, limit, options).catch(async (error) => {
          if (!error.gone) throw error;
          files.clear();
          await start({ cache: "reload" });
          return run(query, limit, options);
        }),
    };
  };

  // ---- Distress

  /** Whether a word is the wanted one: in whole words slips of the pen aside. @param {string} wanted @param {string} word */
  const like = (wanted, word) => {
    if (wanted.endsWith("*")) return word.startsWith(wanted.slice(0, -1));
    const most = wanted.length < 5 ? 0 : wanted.length < 9 ? 1 : 2;
    return word === wanted || (most > 0 && word[0] === wanted[0] && slips(wanted, word, most) <= most);
  };

  /** Whether the wanted words follow one another from `at`, the first after at most `skip`, the others after at most two; `$` is the end. @param {string[][]} wanted @param {string[]} found @param {number} at @param {number} skip @returns {boolean} */
  const follows = ([first, ...others], found, at, skip) =>
    !first ||
    (at === found.length && first.includes("$")) ||
    found.slice(at, at + skip + 1).some((word, here) => first.some((one) => like(one, word)) && follows(others, found, at + here + 1, 2));

  /**
   * Whether a query sounds like distress or danger. src/config/distress.rs describes the patterns,
   * src/search/distress.rs decides the same.
   * @param {string[]} patterns @param {string} query @param {string} language
   */
  const distress = (patterns, query, language) => {
    const found = words(query, language).slice(0, 200).map(fold);
    const plain = fold(query.normalize("NFKC").toLowerCase());
    return patterns.some((pattern) => {
      const small = fold(pattern.toLowerCase());
      if (RegExp(`[${DENSE}]`, "u").test(small)) return small.split("|").some((one) => one && plain.includes(one));
      const wanted = small.split(" ").filter(Boolean).map((part) => part.split("|"));
      return wanted.length > 0 && found.some((_, at) => follows(wanted, found, at, 0));
    });
  };

  here.waypostSearch = { open, distress };
})();
