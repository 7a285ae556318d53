// The search page after its first results: what page.js leaves out, so that results come first.
// Marks and times of results, the rest of a long list, filters, keys, and excerpts.
//
// globalThis.waypostExcerpt = { sections, show, browse }. `sections(url)` gives the sections of a
// page of this site; page.js calls `show` after it has shown results and `browse` after it has
// shown the library.

(() => {
  /** @typedef {{ id: string, title: string, blocks: string[] }} Section */
  /** @typedef {{ url: string, title: string, summary: string, kind: string, minutes: number }} Result */
  /** @typedef {{ key: string, label: string, count: number }} Value */
  /** @typedef {{ name: string, label: string, values: Value[] }} Facet */
  /** @typedef {{ total: number, corrections: { typed: string }[], matches: (word: string) => boolean, first: Result[], results: (from: number, to: number) => Promise<Result[]>, facets: () => Promise<Facet[]> }} Answer */
  /** @typedef {Record<string, string[]>} Filters */
  /** @typedef {{ from: number, end: number, word: string }} Token a word and where it stands */
  /**
   * What page.js gives.
   * @typedef {HTMLElement & {
   *   box: HTMLInputElement, filters: Filters, turn: number, shown: number, sparing: boolean, words: any, kinds: any, index: any,
   *   piece: (name: string) => HTMLElement, ask: () => void, write: () => void, say: (what: string, ...more: string[]) => void,
   *   count: (forms: any, n: number) => string, add: (list: HTMLElement, found: Result[]) => void,
   *   make: (name: string, attributes?: Record<string, string>, ...children: (Node | string)[]) => HTMLElement,
   * }} Page
   */

  /** Results that one press of the button adds. */
  const STEP = 10;
  /** Values of a filter that are shown at once. */
  const FEW = 8;
  /** Filters that come first. */
  const ORDER = ["kind", "stage", "minutes"];
  /** Milliseconds that results have to stand before their pages are looked into. */
  const REST = 400;
  /** Pages that are looked into at a time. */
  const AT_ONCE = 2;

  // ---- Sections of a page

  const INLINE = /^(?:a|abbr|b|bdi|bdo|br|cite|code|data|del|dfn|em|i|img|ins|kbd|label|mark|picture|q|rp|rt|ruby|s|samp|small|source|span|strong|sub|sup|time|u|var|wbr)$/;
  const SKIPPED = ".anchor, .block-t, .file, .help-lines, pre, svg, script, style, template, [href^='#wp-fnref']";

  /** @type {Map<string, Promise<Section[]>>} */
  const pages = new Map();

  /**
   * The sections of a page of this site: heading, and the texts of its blocks in order.
   * @param {string} url @returns {Promise<Section[]>}
   */
  const sections = (url) => {
    const { href, protocol, host } = new URL(url, document.baseURI);
    if (protocol + host !== location.protocol + location.host) return Promise.reject(Error(`Not of this site: ${href}`));
    let loading = pages.get(href);
    if (!loading) {
      loading = load(href);
      loading.catch(() => pages.delete(href));
      pages.set(href, loading);
    }
    return loading;
  };

  /** @param {string} href */
  const load = async (href) => {
    const page = new DOMParser().parseFromString(await here.waypostText(href), "text/html");
    /** @type {Section[]} */
    const found = [{ id: "", title: "", blocks: [] }];
    let text = "";
    const end = () => {
      const block = text.replace(/\s+/g, " ").trim();
      text = "";
      if (block) found[found.length - 1].blocks.push(block);
      return block;
    };
    /** @param {Element} element */
    const walk = (element) => {
      for (const node of element.childNodes) {
        if (node.nodeType === Node.TEXT_NODE) text += node.nodeValue;
        if (!(node instanceof Element) || node.matches(SKIPPED) || (node.matches("sup") && node.querySelector("[id^='wp-fnref']"))) continue;
        if (node.localName === "br") text += " ";
        const inline = INLINE.test(node.localName);
        if (!inline) end();
        const heads = /^h[1-6]$/.test(node.localName) && node.id;
        if (heads) found.push({ id: node.id, title: "", blocks: [] });
        walk(node);
        if (!inline) {
          const block = end();
          if (heads) found[found.length - 1].title = block;
        }
      }
    };
    for (const body of page.querySelectorAll(".prose")) {
      walk(body);
      end();
    }
    return found.filter((section) => section.blocks.length);
  };

  // ---- Marks

  const WORD = /[\p{L}\p{N}\p{M}]+(?:['’ʼ][\p{L}\p{N}\p{M}]+)*/gu;
  /** Scripts that are written without spaces: their words are pairs of characters. */
  const DENSE = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]/;

  /** The words of a text. @param {string} text */
  const tokens = (text) => {
    /** @type {Token[]} */
    const all = [];
    for (const match of text.matchAll(WORD)) {
      const [word] = match;
      if (word.length < 3 || !DENSE.test(word)) all.push({ from: match.index, end: match.index + word.length, word });
      else for (let at = 0; at < word.length - 1; at++) all.push({ from: match.index + at, end: match.index + at + 2, word: word.slice(at, at + 2) });
    }
    return all;
  };

  /** @param {string} text */
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}|['’ʼ]/gu, "").toLowerCase();

  /** Whether a word was looked for, asked once a word. @param {Answer} answer */
  const matcher = (answer) => {
    /** @type {Map<string, boolean>} */
    const known = new Map();
    return (/** @type {string} */ word) => {
      let yes = known.get(word);
      if (yes === undefined) known.set(word, (yes = !!answer.matches(word)));
      return yes;
    };
  };

  /** A text with the words marked that were looked for. @param {Page} page @param {string} text @param {Token[]} found @param {number} from @param {number} end */
  const marked = (page, text, found, from = 0, end = text.length) => {
    /** @type {(Node | string)[]} */
    const parts = [];
    let at = from;
    for (let one = 0; one < found.length; one++) {
      const start = found[one].from;
      let stop = found[one].end;
      while (found[one + 1]?.from < stop) stop = found[++one].end;
      if (start < at || stop > end) continue;
      parts.push(text.slice(at, start), page.make("mark", {}, text.slice(start, stop)));
      at = stop;
    }
    return [...parts, text.slice(at, end)];
  };

  // ---- Excerpts

  /** The longest fragment that its place can hold. */
  const room = () => (matchMedia("(min-width: 44rem)").matches ? 160 : 130);

  /** Phrases in quotation marks, as plain words. @param {string} query */
  const phrases = (query) =>
    [...query.matchAll(/["“”„«»]([^"“”„«»]+)["“”„«»]/g)].map((match) => tokens(match[1]).map((token) => plain(token.word))).filter((words) => words.length);

  /**
   * The part of a text that holds most of what was looked for, close together.
   * @param {Token[]} all @param {Token[]} found @param {string[][]} wanted phrases @param {number} most
   */
  const densest = (all, found, wanted, most) => {
    let best = { score: 0, from: 0, end: 0 };
    for (let first = 0; first < found.length; first++) {
      const { from } = found[first];
      const words = new Set();
      for (let last = first; last < found.length && found[last].end - from <= most; last++) {
        const { end } = found[last];
        // Forms of one word begin alike.
        words.add(plain(found[last].word).slice(0, 5));
        const score = words.size * 4 + Math.min(last - first, 4) / 4 - (end - from) / most / 5;
        if (score > best.score) best = { score, from, end };
      }
    }
    const said = wanted.length ? all.map((token) => plain(token.word)) : [];
    for (const words of wanted) {
      const at = said.findIndex((_, start) => words.every((word, next) => said[start + next] === word));
      if (at >= 0 && best.score < 1000) best = { score: 1000 + best.score, from: all[at].from, end: all[at + words.length - 1].end };
    }
    return best;
  };

  /** Where a fragment begins and ends: at a sentence if one is near, else at a word. @param {string} text @param {number} from @param {number} end @param {number} most */
  const bounds = (text, from, end, most) => {
    if (text.length <= most) return { start: 0, stop: text.length, cut: false };
    const far = Math.max(0, Math.min(from, Math.max(from - 60, end - most)));
    const before = text.slice(far, from);
    const sentence = [...before.matchAll(/[.!?…]["”’»)]*\s+|[。！？]/g)].pop();
    let start = far, cut = far > 0;
    if (far > 0 && sentence) {
      start = far + /** @type {number} */ (sentence.index) + sentence[0].length;
      cut = false;
    } else if (far > 0) {
      const near = Math.max(far, from - 30);
      const blank = text.slice(near, from).search(/\s/);
      start = blank < 0 ? (DENSE.test(text[from]) ? near : from) : near + blank + 1;
    }
    let stop = Math.min(text.length, start + most);
    if (stop < text.length) {
      const blank = text.lastIndexOf(" ", stop);
      if (blank > end) stop = blank;
    }
    return { start, stop: Math.max(stop, end), cut };
  };

  /** Puts the best fragment of a result's page in the place of its summary. @param {Page} page @param {Answer} answer @param {HTMLElement} item */
  const excerpt = async (page, answer, item) => {
    const link = /** @type {HTMLAnchorElement} */ (item.querySelector("h3 a"));
    const all = await sections(link.href);
    const matches = matcher(answer);
    const wanted = phrases(page.box.value);
    const most = room();
    let best = { score: 0, from: 0, end: 0 };
    let text = "";
    /** @type {Token[]} */
    let marks = [];
    /** @type {Section | undefined} */
    let place;
    for (const section of all) {
      const head = tokens(section.title).filter(({ word }) => matches(word)).length;
      section.blocks.forEach((block, at) => {
        const words = tokens(block);
        const found = words.filter(({ word }) => matches(word));
        const part = densest(words, found, wanted, most);
        const score = part.score && part.score + Math.min(head, 3) + Math.min(block.length / most, 1) / 2;
        if (score <= best.score) return;
        best = { ...part, score };
        place = section;
        // A heading says where to look, not what is there: the summary stays.
        text = section.id && at === 0 ? "" : block;
        marks = found;
      });
    }
    if (!place || !item.isConnected) return;
    if (text) {
      const { start, stop, cut } = bounds(text, best.from, best.end, most);
      const fragment = marked(page, text, marks.filter(({ from }) => from >= start), start, stop);
      item.querySelector(".text")?.replaceChildren(cut ? "… " : "", ...fragment, stop < text.length ? " …" : "");
    }
    if (place.id) {
      const go = page.make("a", { href: `${link.getAttribute("href")}#${encodeURIComponent(place.id)}` }, page.words.section.replace("{title}", place.title));
      item.querySelector(".where")?.replaceChildren(go);
    }
  };

  /** @type {(() => Promise<void>)[]} */
  let waiting = [];
  let running = 0;
  let timer = 0;
  /** @type {IntersectionObserver | undefined} */
  let observer;
  /** Results that have been looked into. @type {WeakSet<Element>} */
  const seen = new WeakSet();

  const next = () => {
    while (running < AT_ONCE && waiting.length) {
      running++;
      /** @type {() => Promise<void>} */ (waiting.shift())().catch(() => {}).finally(() => {
        running--;
        next();
      });
    }
  };

  const stop = () => {
    clearTimeout(timer);
    observer?.disconnect();
    waiting = [];
  };

  /** Looks into the pages of the results that are on screen. @param {Page} page @param {Answer} answer @param {HTMLElement} list */
  const excerpts = (page, answer, list) => {
    stop();
    if (page.sparing || !page.box.value.trim()) return;
    timer = setTimeout(() => {
      observer = new IntersectionObserver((seen_now) => {
        for (const { isIntersecting, target } of seen_now) {
          if (!isIntersecting || seen.has(target)) continue;
          seen.add(target);
          observer?.unobserve(target);
          waiting.push(() => excerpt(page, answer, /** @type {HTMLElement} */ (target)));
        }
        next();
      });
      for (const item of list.children) if (!seen.has(item)) observer.observe(item);
    }, REST);
  };

  // ---- Results

  /** @param {Page} page @param {string} text @param {() => void} act @param {string} look */
  const button = (page, text, act, look = "btn") => {
    const button = page.make("button", { type: "button", class: look }, text);
    button.onclick = act;
    return button;
  };

  /** The shapes of components/mark. @type {Record<string, string>} */
  const SHAPES = {
    tool: "M4.5 4.5h15v15h-15Z",
    principle: "M12 3.5 22 20.5H2ZM12 15.5v.1",
    pathway: "M6 22C4 14 20 16 18 9 17 5 10 7 11 2",
  };

  /** @param {string} name @param {Record<string, string | number>} attributes @param {Node[]} children */
  const draw = (name, attributes, ...children) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const key in attributes) element.setAttribute(key, `${attributes[key]}`);
    element.append(...children);
    return element;
  };

  /** The mark of a kind. @param {string} kind */
  const mark = (kind) =>
    draw(
      "svg",
      { class: "k", width: 28, height: 28, viewBox: "0 0 24 24", "aria-hidden": "true" },
      draw("path", { d: SHAPES[kind] || "M12 4.5a7.5 7.5 0 1 0 .01 0Z", fill: "none", stroke: "currentColor", "stroke-width": 3, "stroke-linejoin": "round", "stroke-linecap": "round" }),
    );

  /** A time in words. @param {Page} page @param {number} minutes */
  const time = (page, minutes) => {
    const [short, long, both] = JSON.parse(page.dataset.times || "[]");
    const hours = page.count(long, Math.floor(minutes / 60));
    const rest = page.count(short, minutes % 60);
    return minutes < 60 ? rest : minutes % 60 ? both.replace("{hours}", hours).replace("{minutes}", rest) : hours;
  };

  /** Gives results their marks and times. @param {Page} page @param {Answer} answer @param {HTMLElement} list @param {Result[]} found @param {number} from */
  const finish = (page, answer, list, found, from) => {
    const matches = matcher(answer);
    const marks = (/** @type {string} */ text) => marked(page, text, tokens(text).filter(({ word }) => matches(word)));
    found.forEach((one, at) => {
      const item = list.children[from + at];
      if (item.firstElementChild?.localName === "svg") return;
      item.firstElementChild?.replaceWith(mark(one.kind));
      if (one.minutes) item.querySelector(".meta")?.append(" ", page.make("span", {}, time(page, one.minutes)));
      if (!page.box.value.trim()) return;
      item.querySelector("h3 a")?.replaceChildren(...marks(one.title));
      item.querySelector(".text")?.replaceChildren(...marks(one.summary));
    });
  };

  /** A button that shows the next results and moves on to the first of them. @param {Page} page @param {Answer} answer @param {HTMLElement} list */
  const more = (page, answer, list) => {
    const { turn } = page;
    const left = () => page.count(page.words.more, Math.min(STEP, answer.total - list.children.length));
    const another = button(page, left(), async () => {
      const from = list.children.length;
      const found = await answer.results(from, from + STEP).catch(() => null);
      if (turn !== page.turn || from !== list.children.length) return;
      // The button stays where it is, to be pressed again.
      if (!found) return page.say(page.words.failed);
      page.add(list, found);
      finish(page, answer, list, found, from);
      page.shown = list.children.length;
      page.write();
      /** @type {HTMLElement | null} */ (list.children[from].querySelector("h3 a"))?.focus();
      another.textContent = left();
      if (page.shown >= answer.total) another.parentElement?.remove();
      excerpts(page, answer, list);
    });
    page.piece("results").append(page.make("p", { class: "row more" }, another));
  };

  /** Offers what was typed as it was written: in quotation marks. @param {Page} page @param {Answer} answer */
  const offer = (page, answer) => {
    const query = page.box.value;
    const written = answer.corrections.map(({ typed }) => query.match(RegExp(typed, "i"))?.[0] || typed).filter((word) => !query.includes(`"${word}"`));
    if (!written.length) return;
    const as_written = button(page, page.words.as_written.replace("{words}", `“${written.join(" ")}”`), () => {
      page.box.value = written.reduce((text, word) => text.replace(word, `"${word}"`), query);
      page.box.focus();
      page.ask();
    }, "plainly");
    page.piece("said").append(" ", as_written);
  };

  // ---- Filters

  /** The question that the filters were built for, how many were chosen then, and what shows each value. */
  let built = "", narrowed = 0;
  /** @type {Map<string, { input: HTMLInputElement, number: HTMLElement }>} */
  let rows = new Map();

  /** @param {Page} page @param {string} name @param {string} key @param {boolean} on */
  const choose = (page, name, key, on) => {
    const keys = (page.filters[name] || []).filter((other) => other !== key);
    if (on) keys.push(key);
    if (keys.length) page.filters[name] = keys;
    else delete page.filters[name];
    page.ask();
  };

  /** @param {Page} page */
  const clear = (page) => {
    page.filters = Object.create(null);
    page.ask();
  };

  /** @param {Page} page @param {Value} value @param {string} name @param {string} id */
  const choice = (page, value, name, id) => {
    const input = /** @type {HTMLInputElement} */ (page.make("input", { type: "checkbox", id }));
    input.onchange = () => choose(page, name, value.key, input.checked);
    const number = page.make("span");
    rows.set(`${name} ${value.key}`, { input, number });
    return page.make("label", {}, input, page.make("bdi", {}, value.label), number);
  };

  /** A filter: its commonest values, the others behind a word. @param {Page} page @param {Facet} facet @param {string} id */
  const filter = (page, { name, label, values }, id) => {
    const chosen = page.filters[name] || [];
    const worth = (/** @type {Value} */ value) => (chosen.includes(value.key) ? Infinity : value.count);
    const some = values.filter(worth);
    const least = [...some].sort((a, b) => worth(b) - worth(a)).slice(0, FEW);
    const few = some.length > FEW + 1 ? some.filter((value) => least.includes(value)) : some;
    const others = some.filter((value) => !few.includes(value));
    const show = (/** @type {Value} */ value) => choice(page, value, name, `${id}-${values.indexOf(value)}`);
    const field = page.make("fieldset", {}, page.make("legend", {}, label), ...few.map(show));
    if (others.length) {
      field.append(page.make("details", { id }, page.make("summary", {}, page.count(page.words.more_values, others.length)), ...others.map(show)));
    }
    return field;
  };

  /** The chosen filters above the results, to be taken away. @param {Page} page @param {Facet[]} facets */
  const chips = (page, facets) => {
    const place = page.piece("chips");
    const buttons = () => [...place.querySelectorAll("button.chip")].map((button) => /** @type {HTMLElement} */ (button));
    const at = buttons().indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const cleared = document.activeElement?.matches(".chips .clear");
    for (const old of place.querySelectorAll("button.chip, button.clear")) old.remove();
    const narrow = page.piece("narrow");
    let count = 0;
    for (const name in page.filters) {
      for (const key of page.filters[name]) {
        const label = facets.find((facet) => facet.name === name)?.values.find((value) => value.key === key)?.label || key;
        const chip = button(page, "", () => choose(page, name, key, false), "btn chip");
        const cross = draw("svg", { width: 14, height: 14, viewBox: "0 0 14 14", "aria-hidden": "true" }, draw("path", { d: "m2 2 10 10M12 2 2 12", fill: "none", stroke: "currentColor", "stroke-width": 2.5 }));
        chip.append(page.make("bdi", {}, label), cross, page.make("span", { class: "vh" }, `, ${page.words.remove}`));
        narrow.before(chip);
        count++;
      }
    }
    if (count > 1) narrow.before(button(page, page.words.clear, () => clear(page), "plainly clear"));
    if (at >= 0 || cleared) (buttons()[Math.min(at, count - 1)] || page.piece("said")).focus();
  };

  /** Shows the filters with how many results each value would leave. @param {Page} page @param {Answer} answer @param {boolean} all whether there is no question */
  const filters = async (page, answer, all) => {
    const { turn } = page;
    const place = page.piece("facets");
    /** @type {Facet[] | undefined} */
    const facets = await answer.facets().catch(() => undefined);
    if (turn !== page.turn) return;
    chips(page, facets || []);
    if (!facets) return hide(page);
    const question = page.box.value.trim();
    const chosen = Object.entries(page.filters).flatMap(([name, keys]) => keys.map((key) => `${name} ${key}`));
    const head = /** @type {HTMLElement} */ (place.firstElementChild);
    const focused = place.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement) : undefined;
    const id = focused?.id;
    // While a question stands, its filters stay where they are; what was left out comes back with more room.
    if (built !== question || rows.size === 0 || chosen.length < narrowed || chosen.some((one) => !rows.has(one))) {
      const open = [...place.querySelectorAll("details[open]")].map((details) => details.id);
      built = question;
      narrowed = chosen.length;
      rows = new Map();
      const order = (/** @type {Facet} */ { name }) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
      const useful = facets.filter(({ name, values }) => page.filters[name] || values.some(({ count }) => count && count < answer.total));
      useful.sort((a, b) => order(a) - order(b));
      place.replaceChildren(head, ...useful.map((facet) => filter(page, facet, `wp-f-${facet.name}`)));
      for (const details of place.querySelectorAll("details")) details.open = open.includes(details.id);
      if (rows.size) place.append(page.make("p", { class: "row" }));
    }
    for (const { name, values } of facets) {
      for (const { key, count } of values) {
        const row = rows.get(`${name} ${key}`);
        if (!row) continue;
        row.input.checked = chosen.includes(`${name} ${key}`);
        row.input.disabled = !count && !row.input.checked;
        row.number.textContent = count.toLocaleString(page.dataset.lang);
      }
    }
    const foot = place.lastElementChild;
    if (foot !== head) {
      const show = button(page, page.words.show, () => page.piece("said").focus(), "btn show");
      const wipe = button(page, page.words.clear, () => {
        clear(page);
        head.focus();
      }, "plainly");
      show.id = "wp-f-show";
      foot?.replaceChildren(show, ...(chosen.length ? [wipe] : []));
    }
    head.textContent = all ? page.words.choose : page.words.narrow;
    page.piece("narrow").textContent = head.textContent;
    place.hidden = rows.size === 0;
    page.piece("narrow").hidden = place.hidden;
    if (id && document.activeElement !== focused) document.getElementById(id)?.focus();
  };

  /** @param {Page} page */
  const hide = (page) => {
    page.piece("facets").hidden = true;
    page.piece("narrow").hidden = true;
  };

  // ---- Keys

  /** Whether the reader is writing. @param {EventTarget | null} target */
  const writes = (target) => target instanceof HTMLElement && (target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio])"));

  const page = /** @type {Page | null} */ (document.querySelector("search-page"));
  if (page) {
    const slash = /** @type {HTMLInputElement | null} */ (page.querySelector(".slash input"));
    document.addEventListener("keydown", (event) => {
      // Where the switch cannot be seen, the key does nothing.
      if (event.key !== "/" || event.altKey || event.ctrlKey || event.metaKey || writes(event.target) || !slash?.checked || !slash.offsetParent) return;
      event.preventDefault();
      page.box.focus();
      page.box.select();
    });

    page.addEventListener("keydown", (event) => {
      const { key, target } = event;
      if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const in_box = target === page.box;
      const in_results = page.piece("results").contains(/** @type {Node} */ (target));
      if (key === "Escape" && (in_results || (in_box && page.box.value))) {
        event.preventDefault();
        if (in_box) {
          page.box.value = "";
          page.ask();
        }
        page.box.focus();
      }
      if (!in_box && !in_results) return;
      const stops = [...page.querySelectorAll(".results:not([hidden]) h3 a, .results:not([hidden]) .more button")].map((stop) => /** @type {HTMLElement} */ (stop));
      // From a link to a section the keys go on from its result.
      const at = in_box ? -1 : stops.findIndex((stop) => stop === target || stop.closest("li")?.contains(/** @type {Node} */ (target)));
      /** @type {HTMLElement | undefined} */
      let to;
      if (key === "ArrowDown") to = stops[at + 1];
      if (key === "ArrowUp" && !in_box) to = stops[at - 1] || page.box;
      if (key === "Home" && !in_box) to = stops[0];
      if (key === "End" && !in_box) to = stops[stops.length - 1];
      if (!to) return;
      event.preventDefault();
      to.focus();
    });

    page.piece("narrow").addEventListener("click", (event) => {
      event.preventDefault();
      document.getElementById("wp-narrow")?.focus();
    });
  }

  // ---- What page.js calls

  /** What to do with an empty box is said where it is empty. @param {Page} page */
  const lead = (page) => {
    const lead = page.querySelector(".browse > .lead");
    lead?.toggleAttribute("hidden", page.piece("said").textContent !== "");
  };

  /** @param {Page} page @param {Answer} answer @param {HTMLElement} list */
  const show = (page, answer, list) => {
    if (!answer.total && Object.keys(page.filters).length) page.say(page.words.none_narrowed, " ", page.words.ways);
    lead(page);
    finish(page, answer, list, answer.first, 0);
    offer(page, answer);
    if (answer.total > list.children.length) more(page, answer, list);
    excerpts(page, answer, list);
    filters(page, answer, !page.box.value.trim());
  };

  /** @param {Page} page @param {number} broken whether there is no index to ask */
  const browse = async (page, broken) => {
    const { turn } = page;
    stop();
    lead(page);
    if (!Object.keys(page.filters).length) chips(page, []);
    if (broken || page.sparing) return hide(page);
    // Every kind is everything.
    const answer = await page.index.search("", 0, { filters: { kind: Object.keys(page.kinds) } }).catch(() => null);
    if (turn !== page.turn) return;
    if (answer) filters(page, answer, true);
    else hide(page);
  };

  /** @type {any} */
  const here = globalThis;
  here.waypostExcerpt = { sections, show, browse };
})();
