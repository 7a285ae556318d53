// Random front matter: right ones, and ones with a few things wrong, written in the many ways of YAML.

/** A source of random numbers (mulberry32), the same for the same seed. */
function numbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Scalars that programs disagree about, as they stand in a file. */
const TRICKY = [
  'no', 'yes', 'on', 'off', 'true', 'True', 'TRUE', 'false', '"true"', "'false'", '~', 'null', 'NULL', 'nul', '""', "''",
  '" "', '"\\t"', '"\\u00a0"', '"\\u0001"', '"\\ufeff"', '0', '1', '-1', '15', '"15"', '15.0', '1.5', '1e1', '1e3', '1e400',
  '-1e400', '0x1F', '0o17', '015', '1_000', '9999', '10000', '1440', '1441', '.5', '"1e3"', '2024-02-30', '2024-02-29',
  '2023-02-29', '1900-02-29', '2000-02-29', '0000-01-01', '0001-01-01', '"2026-01-01"', '2026-1-1', '20260101',
  '2026-01-01T00:00:00Z', '2026-01-01 00:00', '２０26-01-01', '2026-13-01', '2026-04-31', '2026-12-31', '9999-12-31',
  '-2026-01-01', '+2026-01-01', '[]', '{}', '[[]]', '[~]', '[""]', '[a, [b]]', '{a: b}', '[{a: b}]', '6 months', '1 year',
  '06 months', '0 days', '1000 weeks', '1001 weeks', '6  months', '6 month s', 'six months', '6months', '"6 months "',
  '-6 months', '+6 months', '"1 year\\n"', '1.5 years', 'a', 'a-b', 'a b', '"a\\n"', 'é', 'e\u0301', '休み', '😀', 'a–b', '𝒜', '𐐷x',
  'index', 'index.html', 'page', 'handout', 'con', 'CON.txt', 'com1', 'com0', 'lpt9x', '_waypost', '_waypostx', '.a', 'a.', 'a.b',
  '..', 'a/b', '%2f', 'a%20b', '/a/', '/', '//a', '/a/../b', '/a/./b', '/a..b/', '/a/..', '/%2e/', '/a?x=/../', '/a#b',
  '"/a b/"', '/a<b', 'https://x.example/', 'HTTP://x.example', 'http:///x', 'https://', 'ftp://x.example/', 'https:x',
  '"https://x.example/a b"', '"https://x.example/\\u0085"', 'mailto:a@x.example', '//x.example/a', 'a.jpg', '/a.jpg', 'data:image/png;x', '"c:a.jpg"', '" https://x.example/"',
  'housing', 'Housing', '"housing "', 'sleep', '2024', '"2024"', 'north coast', 'north-coast', 'families', 'unknown', '"[x]"',
  'editors', 'nobody', '7', '"7"', 'editors ', 'plain', '3', '"3"', 'exercise', 'question set', 'solo', 'one-to-one', 'beginning',
  'tools/a', '/tools/a', 'tools/a.md', 'principles/a', 'principles', 'principles/', 'pathways/a', 'pathways.md', 'articles/a', 'pages/a', 'pages', 'index', 'tools', '" tools/a "', 'hope',
  '&x word', '!!str 12', '!!int "12"', '"\\x41"', '|\n    block text\n', '>-\n    folded\n    text\n', '|-\n    2026-01-01\n',
  '"\\ud83d\\ude00"', '12:30', '1:2', '@a', '`a`', 'a: b', '- a', '"unclosed', '[a', '*nowhere', '? a', 'a # b',
];

/** A text of so many characters. */
const long = (length, unit) => unit.repeat(Math.floor(length / [...unit].length));

/** A generator of `{kind, yaml}`. */
export function random(seed) {
  const number = numbers(seed);
  const below = (most) => Math.floor(number() * most);
  const pick = (list) => list[below(list.length)];
  const chance = (share) => number() < share;
  const tricky = () => pick(TRICKY);
  const some = (one, most = 3) => Array.from({ length: below(most + 1) }, one);
  const list = (one, most = 3) => `[${some(one, most).join(', ')}]`;
  const oneOrMore = (one) => (chance(0.3) ? one() : list(one));

  const words = ['A plain title', '"Quoted: title"', "'Single'", 'no', '1984', 'Qué ayuda', '"😀"', 'true', '1.10', '>-\n    folded\n    words\n', 'Is it? Yes!'];
  const text = (most) => () => {
    if (most === undefined || chance(0.7)) return pick(words);
    const length = most - 2 + below(5);
    return `"${long(length, pick(['x', 'é', '𝒜', '😀', 'e\\u0301', 'x ', '\\u00a0x']).replaceAll('\\u0301', '\u0301').replaceAll('\\u00a0', '\u00a0'))}"`;
  };
  const day = () => `20${10 + below(40)}-${String(1 + below(12)).padStart(2, '0')}-${String(1 + below(28)).padStart(2, '0')}`;
  const key = () => pick(['hope', 'many-pathways', 'principles/hope', 'principles/a/b']);
  const entry = () => pick(['tools/a', 'articles/b', 'pages/about', 'tools/c/d', 'principles/hope', 'articles/e.md', '/tools/f/']);
  const pathway = () => pick(['first', 'pathways/first', 'pathways/x/y']);
  const group = (fields) => () => {
    const lines = Object.entries(fields).filter(([name]) => name.endsWith('!') || chance(0.5));
    let shown = lines.map(([name, value]) => [name.replace('!', ''), value()]);
    if (chance(0.06)) shown = shown.filter(() => chance(0.7));
    if (chance(0.06)) shown = shown.map(([name, value]) => [name, chance(0.5) ? tricky() : value]);
    if (chance(0.02)) shown.push([pick(['extra', 'titel', 'note', 'step']), 'x']);
    return `{${shown.map(([name, value]) => `${name}: ${flow(value)}`).join(', ')}}`;
  };
  // Blocks cannot stand in flow style.
  const flow = (value) => (/\n/.test(value) ? '"a text"' : value);

  const step = () => (chance(0.5) ? entry() : chance(0.7)
    ? group({ 'step!': entry, note: text(), optional: () => pick(['true', 'false']) })()
    : group({ 'choose!': () => list(entry, 4), note: text() })());
  const stage = group({ 'title!': text(), summary: text(), 'steps!': () => list(step, 4) });
  const url = () => pick(['"https://x.example/"', 'https://x.example/a?b#c', '"http://x"']);
  const common = {
    'title!': text(300),
    'summary!': text(200),
    slug: () => pick(['a-slug', 'Qué-ayuda', '休み', 'v0.5.0', '404', 'a_b', `"${long(198 + below(4), 'x')}"`]),
    aliases: () => oneOrMore(() => pick(['/old/', '/2019/05/name/', '"/?p=12"', '/ñ/', `/${long(998 + below(3), 'x')}`])),
    principles: () => oneOrMore(key),
    topics: () => oneOrMore(() => pick(['housing', 'sleep', '2024', 'true', '"2024"'])),
    audience: () => oneOrMore(() => pick(['families', 'coaches', 'others', '5'])),
    stage: () => oneOrMore(() => pick(['beginning', 'middle', 'advanced'])),
    region: () => oneOrMore(() => pick(['north coast', 'south'])),
    mood: () => oneOrMore(() => pick(['calm', '"calm"'])),
    nothing: () => '[]',
    authors: () => oneOrMore(() => pick(['editors', '7', '"7"'])),
    date: day,
    updated: day,
    draft: () => pick(['true', 'false']),
    publish_on: day,
    expires_on: day,
    review: group({ 'date!': day, by: () => 'editors', every: () => pick(['6 months', '1 year', '90 days', '2 weeks', '1000 days']), signed: () => pick([`w1:${'0a'.repeat(32)}`, `w1:${'0A'.repeat(32)}`, `"w1:${'f'.repeat(63)}"`, 'w2:abc', 'w12:é', '"w1:"', 'w0:a', '"w2:"']) }),
    sensitive: () => pick(['true', 'false']),
    sources: () => list(() => (chance(0.4) ? '"A title"' : group({ 'title!': text(), url, accessed: day })())),
    related: () => oneOrMore(entry),
    image: group({ 'src!': () => pick(['a.jpg', '/img/a.jpg', '../b.png']), 'alt!': () => pick(['""', 'A path', '5']) }),
    downloads: () => list(() => (chance(0.4) ? 'a.pdf' : group({ 'file!': () => 'a.pdf', title: text() })())),
  };
  const own = {
    article: { source_note: text(), reading_level: () => pick(['plain', '3', '"3"', 'no']), seen: day, weight: () => pick(['1', '-2.5', '1e3', '0x1F', '.5']) },
    page: {},
    principle: { order: () => pick(['1', '9999', '12', '1.0', '0o17']), statement: text(300) },
    tool: {
      'materials_note!': text(), partner: () => pick(['a', 'tools/a']), also: entry, head: () => pick(['about', 'pages/about', 'tools', 'index']),
      minutes: () => pick(['1', '15', '1440', '1e1']), format: () => oneOrMore(() => pick(['exercise', 'question set', 'plan'])),
      setting: () => oneOrMore(() => pick(['solo', 'group', 'one-to-one'])), materials: () => oneOrMore(text()),
    },
    pathway: {
      for: text(), outcomes: () => oneOrMore(text()), requires: () => oneOrMore(pathway), next: () => oneOrMore(pathway),
      'stages!': () => `[${[stage(), ...some(stage, 2)].join(', ')}]`,
    },
  };

  /** A value with something odd inside: an item or field of it is another. */
  const mutated = (value) => {
    const parts = value.match(/^\[(.*)\]$/s);
    if (parts && chance(0.6)) return `[${[parts[1], flow(tricky())].filter(Boolean).join(', ')}]`;
    const inner = value.match(/^\{(.*)\}$/s);
    if (inner && chance(0.6)) return `{${inner[1].replace(/: [^,{}[\]]+/, () => `: ${flow(tricky())}`)}}`;
    return chance(0.85) ? tricky() : pick([`&x ${value}`, `[${flow(value)}]`, `{a: ${flow(value)}}`, `"${value.replace(/["\\\n]/g, '')}"`]);
  };

  return () => {
    const kind = pick(['article', 'principle', 'tool', 'tool', 'pathway', 'pathway', 'page']);
    const all = Object.entries({ ...common, ...own[kind] });
    const share = pick([0.05, 0.15, 0.4]);
    const fields = all.filter(([name]) => name.endsWith('!') || chance(share));
    let lines = fields.map(([name, value]) => [name.replace('!', ''), value()]);
    const faults = pick([0, 0, 1, 1, 2]);
    for (let fault = 0; fault < faults && lines.length > 0; fault += 1) {
      const at = below(lines.length);
      const what = number();
      if (what < 0.75) lines[at][1] = mutated(lines[at][1]);
      else if (what < 0.8) lines.splice(at, 1);
      else if (what < 0.85) lines[at][0] = pick(['titel', 'tags', 'minutes', 'stages', 'order', 'Title', '5', '"title"', '<<', '~', 'custom']);
      else if (what < 0.88) lines.push([pick(lines)[0], 'twice']);
      else if (what < 0.92 && lines.length > 1) {
        lines[0][1] = `&a ${lines[0][1]}`;
        lines.at(-1)[1] = '*a';
      } else lines[at][1] = tricky();
    }
    if (chance(0.3)) lines = lines.map((line) => [number(), line]).sort((a, b) => a[0] - b[0]).map(([, line]) => line);
    if (chance(0.01)) return { kind, yaml: pick(['', '[]\n', 'text\n', '~\n', '{}\n', '# nothing\n', 'title: a\n---\nsummary: b\n']) };
    const head = chance(0.05) ? '# yaml-language-server: $schema=../../schema/page.schema.json\n' : '';
    return { kind, yaml: `${head}${lines.map(([name, value]) => `${name}: ${value}${value.endsWith('\n') ? '' : '\n'}`).join('')}` };
  };
}
