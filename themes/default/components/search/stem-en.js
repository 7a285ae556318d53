// The English stemmer of Snowball 3 ("Porter 2"), with which the index is built (src/search/stem.rs).
// Both are held against one list of words: tests/search/stems-en.txt.
(() => {
  const whole = new Map(
    "skis:ski skies:sky idly:idl gently:gentl ugly:ugli early:earli only:onli singly:singl andes:andes atlas:atlas bias:bias cosmos:cosmos howe:howe news:news sky:sky"
      .split(" ")
      .map((pair) => /** @type {[string, string]} */ (pair.split(":"))),
  );
  const special = /^(?:arsen|commun|emerg|gener|inter|later|organ|past|univers)/;
  const region = /^[^aeiouy]*[aeiouy]+[^aeiouy]/;
  const short = /(?:[^aeiouy][aeiouy][^aeiouywxY]|^[aeiouy][^aeiouy]|past)$/;
  const vowel = /[aeiouy]/;

  /** A step: its suffixes, the longest match counting, with what takes their place. @param {string} list */
  const step = (list) => {
    const ends = new Map(list.split(" ").map((pair) => /** @type {[string, string]} */ (pair.split(":"))));
    return { ends, suffix: RegExp(`(?:${[...ends.keys()].join("|")})$`) };
  };
  const second = step(
    "tional:tion enci:ence anci:ance abli:able bli:ble entli:ent izer:ize ization:ize ational:ate ation:ate ator:ate alism:al aliti:al alli:al fulness:ful fulli:ful ousli:ous ousness:ous iveness:ive iviti:ive biliti:ble ogist:og ogi:og lessli:less li:",
  );
  const third = step("tional:tion ational:ate alize:al icate:ic iciti:ic ical:ic ful: ness: ative:");
  const fourth = step("al: ance: ence: er: ic: able: ible: ant: ement: ment: ent: ism: ate: iti: ous: ive: ize: ion:");

  /** @param {string} word */
  const stem = (word) => {
    const known = whole.get(word);
    if (known || word.length < 3) return known || word;
    // A y that begins the word or follows a vowel is a consonant; it is written large meanwhile.
    let s = word.replace(/^y/, "Y").replace(/([aeiouy])y/g, "$1Y");
    const first = (special.exec(s) || region.exec(s) || [s])[0].length;
    const next = region.exec(s.slice(first));
    const later = next ? first + next[0].length : s.length;
    /** @param {number} letters @param {string} [end] */
    const cut = (letters, end = "") => {
      s = s.slice(0, s.length - letters) + end;
    };

    // Plurals.
    if (/sses$/.test(s)) cut(2);
    else if (/ie[ds]$/.test(s)) cut(s.length > 4 ? 2 : 1);
    else if (/[^us]s$/.test(s) && vowel.test(s.slice(0, -2))) cut(1);

    // -eed, -ed, -ing.
    const verb = /(eed|ed|ing)(?:ly)?$/.exec(s);
    if (verb) {
      const [ending, kind] = verb;
      const before = s.slice(0, verb.index);
      if (kind === "eed") {
        if (before.length >= first && !/^(?:succ|proc|exc)$/.test(before)) s = before + "ee";
      } else if (ending === "ing" && /^[^aeiouy]y$/.test(before)) cut(4, "ie");
      else if ((ending !== "ing" || !/^(?:even|cann|inn|earr|herr|out)$/.test(before)) && vowel.test(before)) {
        s = before;
        if (/(?:at|bl|iz)$/.test(s)) s += "e";
        else if (/(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(s)) {
          if (!/^[aeo]..$/.test(s)) cut(1);
        } else if (s.length === first && short.test(s)) s += "e";
      }
    }
    s = s.replace(/(.[^aeiouy])[yY]$/, "$1i");

    // -ational to -ate and the like; then -ful, -ness; then -ment, -ion and the like.
    let found = second.suffix.exec(s);
    if (found && found.index >= first) {
      const before = s.slice(0, found.index);
      if (found[0] === "ogi" ? /l$/.test(before) : found[0] !== "li" || /[cdeghkmnrt]$/.test(before)) s = before + second.ends.get(found[0]);
    }
    found = third.suffix.exec(s);
    if (found && found.index >= (found[0] === "ative" ? later : first)) s = s.slice(0, found.index) + third.ends.get(found[0]);
    found = fourth.suffix.exec(s);
    if (found && found.index >= later && (found[0] !== "ion" || /[st]ion$/.test(s))) s = s.slice(0, found.index);

    // A last e, or the second of two l.
    const end = s.length - 1;
    if (/e$/.test(s) ? end >= later || (end >= first && !short.test(s.slice(0, -1))) : /ll$/.test(s) && end >= later) cut(1);
    return s.replace(/Y/g, "y");
  };

  /** @type {any} */
  const here = globalThis;
  (here.waypostStem ??= {}).en = stem;
})();
