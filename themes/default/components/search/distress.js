// Whether a query sounds like distress or danger, so that the help lines stand above the results.
// The patterns come from waypost.yaml and src/config/distress.rs, which describes them;
// src/search/distress.rs decides the same, to the letter.
(() => {
  /** How many words may stand between two words of a pattern. */
  const BETWEEN = 2;

  /** @param {string} text */
  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670]/g, "").normalize();
  /** Scripts without spaces between words; a pattern in one is looked for as it stands. */
  const DENSE = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\u{20000}-\u{3ffff}]/u;

  /** How many slips lie between two words. @param {string} a @param {string} b */
  const slips = (a, b) => {
    /** @type {number[]} */
    let before = [];
    let row = [...Array(b.length + 1).keys()];
    for (let i = 1; i <= a.length; i++) {
      const above = row;
      row = [i];
      for (let j = 1; j <= b.length; j++) {
        row[j] = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + +(a[i - 1] !== b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      before = above;
    }
    return row[b.length];
  };

  /** Whether a word is the wanted one: in whole words slips of the pen aside. @param {string} wanted @param {string} word */
  const like = (wanted, word) => {
    if (wanted.endsWith("*")) return word.startsWith(wanted.slice(0, -1));
    const most = wanted.length < 5 ? 0 : wanted.length < 9 ? 1 : 2;
    return word === wanted || (most > 0 && word[0] === wanted[0] && Math.abs(word.length - wanted.length) <= most && slips(wanted, word) <= most);
  };

  /** Whether the wanted words follow one another from `at`, the first of them after at most `skip`; `$` is the end. @param {string[][]} wanted @param {string[]} words @param {number} at @param {number} skip @returns {boolean} */
  const follows = (wanted, words, at, skip) =>
    !wanted.length ||
    (at === words.length && wanted[0].includes("$")) ||
    words.slice(at, at + skip + 1).some((word, here) => wanted[0].some((one) => like(one, word)) && follows(wanted.slice(1), words, at + here + 1, BETWEEN));

  /** @type {any} */
  const here = globalThis;
  /** @param {string[]} patterns @param {string} query @param {string} [language] */
  here.waypostDistress = (patterns, query, language = document.documentElement.lang) => {
    const joins = /^en\b/i.test(language);
    const plain = fold(query.normalize("NFKC").toLowerCase().replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, "").replace(/['’ʼ]/g, joins ? "" : " "));
    const words = (plain.match(/[\p{Alphabetic}\p{N}\p{M}]+/gu) || []).filter((word) => word.length <= 64).slice(0, 200);
    return patterns.some((pattern) => {
      const small = fold(pattern.toLowerCase());
      if (DENSE.test(small)) return small.split("|").some((one) => one && plain.includes(one));
      const wanted = small.split(" ").filter(Boolean).map((part) => part.split("|"));
      return wanted.length > 0 && words.some((_, at) => follows(wanted, words, at, 0));
    });
  };
})();
