// The Spanish stemmer of Snowball 3, with which the index is built (src/search/stem.rs).
// Both are held against one list of words: tests/search/stems-es.txt.
(() => {
  const v = "[aeiouáéíóúü]";
  const c = "[^aeiouáéíóúü]";
  const region = RegExp(`^${c}*${v}+${c}`);
  const verbal = RegExp(`^(?:${v}(?:${c}+${v}|${v}+${c})|${c}(?:${c}+${v}|${v}.))`, "s");
  /** Any of some suffixes, the longest counting. @param {string} list */
  const any = (list) => RegExp(`(?:${list.replace(/ /g, "|")})$`);
  const pronoun = any("selas? selos? las? les? los? me se nos");
  const verb_form = any("iéndo ándo ár ér ír ando iendo yendo ar er ir");
  const derived = any(
    "amente mente idad(?:es)? ables? ibles? antes? [ae]ncias? adoras? logías? anzas? istas? osas? icas? ivas? [au]ci[oó]n [au]ciones [ai]mientos? ismos? icos? osos? ivos? ador(?:es)?",
  );
  const after_u = any("ya ye yan yen yeron yendo yo yas yes yais yamos yó");
  const conjugated = any(
    "aba ada ida ara iera ía aría ería iría ad ed id ase iese aste iste an aban aran ieran ían arían erían irían en asen iesen aron ieron arán erán irán ado ido ando iendo ar er ir as abas adas idas aras ieras ías arías erías irías es ases ieses abais arais ierais íais aríais eríais iríais aseis ieseis asteis isteis áis éis aréis eréis iréis ados idos amos ábamos áramos iéramos íamos aríamos eríamos iríamos emos aremos eremos iremos ásemos iésemos imos arás erás irás ís ará erá irá aré eré iré ió",
  );
  /** @param {string} text */
  const plain = (text) => text.replace(/[áéíóú]/g, (letter) => "aeiou"["áéíóú".indexOf(letter)]);

  /** @param {string} word */
  const stem = (word) => {
    let s = word;
    const rv = (verbal.exec(s) || [s])[0].length;
    const r1 = (region.exec(s) || [s])[0].length;
    const next = region.exec(s.slice(r1));
    const r2 = next ? r1 + next[0].length : s.length;
    /** Takes a suffix away if it begins at or after `from`. @param {RegExp} suffix @param {number} from */
    const take = (suffix, from) => {
      const found = suffix.exec(s);
      if (!found || found.index < from) return "";
      s = s.slice(0, found.index);
      return found[0];
    };

    // -melo, -los after a verb's form.
    const end = pronoun.exec(s);
    if (end) {
      const before = s.slice(0, end.index);
      const form = verb_form.exec(before);
      if (form && form.index >= rv) {
        if (/[áéí]/.test(form[0])) s = before.slice(0, form.index) + plain(form[0]);
        else if (form[0] !== "yendo" || before[form.index - 1] === "u") s = before;
      }
    }

    const found = derived.exec(s);
    const suffix = found ? found[0] : "";
    if (found && found.index >= (suffix === "amente" ? r1 : r2)) {
      s = s.slice(0, found.index);
      if (/^(?:anci|ador|ant|aci)/.test(suffix)) take(/ic$/, r2);
      else if (/^log/.test(suffix)) s += "log";
      else if (/^uci/.test(suffix)) s += "u";
      else if (/^enci/.test(suffix)) s += "ente";
      else if (suffix === "amente") {
        if (take(/(?:ic|ad|os|iv)$/, r2) === "iv") take(/at$/, r2);
      } else if (suffix === "mente") take(/(?:able|ible|ante)$/, r2);
      else if (/^idad/.test(suffix)) take(/(?:abil|ic|iv)$/, r2);
      else if (/^iv/.test(suffix)) take(/at$/, r2);
    } else {
      const tail = s.slice(rv);
      const y = after_u.exec(tail);
      const form = conjugated.exec(tail);
      if (y && s[rv + y.index - 1] === "u") s = s.slice(0, rv + y.index);
      else if (form) {
        s = s.slice(0, rv + form.index);
        if (/^(?:en|es|éis|emos)$/.test(form[0])) s = s.replace(/gu$/, "g");
      }
    }
    if (/^[eé]$/.test(take(/(?:os|[aoáíóeé])$/, rv)) && s.length > rv) s = s.replace(/gu$/, "g");
    return plain(s);
  };

  /** @type {any} */
  const here = globalThis;
  (here.waypostStem ??= {}).es = stem;
})();
