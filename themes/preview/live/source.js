// From a block of the page to the line of the file that it comes from, and into the editor.

(() => {
  const live = waypostLive;
  /** The length from which a text of the source may have been cut. */
  const CUT = 78;
  /** Letters by which texts are looked up. */
  const BEGIN = 30;
  /** Where a page repeats its headings. */
  const AROUND = "nav, header, footer, [role=navigation]";

  /** @type {Promise<Source | null> | undefined} */
  let loading;

  const load = () =>
    (loading ||= fetch(`/_waypost/source.json?page=${encodeURIComponent(location.pathname)}`, { cache: "no-store" })
      .then((response) => (response.ok ? response.json() : null))
      .catch(() => (loading = undefined) || null));

  const forget = () => void (loading = undefined);

  // Equal texts are told apart by their order, which is the same in the file and on the page.
  /** @param {Source} source */
  const match = (source) => {
    /** By how they begin. @type {Map<string, { element: Element, words: string }[]>} */
    const page = new Map();
    for (const element of document.body.querySelectorAll("*")) {
      if (live.inline(element) || element instanceof SVGElement || element.closest(AROUND)) continue;
      const words = live.words(element);
      const begin = words.slice(0, BEGIN);
      const alike = page.get(begin);
      if (alike) alike.push({ element, words });
      else if (begin) page.set(begin, [{ element, words }]);
    }
    /** @type {Map<string, { blocks: SourceBlock[], cut: boolean }>} */
    const wanted = new Map();
    for (const block of source.blocks) {
      const words = live.letters(block.text);
      if (!words) continue;
      const same = wanted.get(words) || { blocks: [], cut: false };
      same.blocks.push(block);
      same.cut ||= block.text.length >= CUT;
      wanted.set(words, same);
    }
    /** @type {Map<Element, SourceBlock>} */
    const found = new Map();
    for (const [words, { blocks, cut }] of wanted) {
      const all = (page.get(words.slice(0, BEGIN)) || []).filter((one) => one.words === words || (cut && one.words.startsWith(words))).map(({ element }) => element);
      const least = all.filter((element, at) => !element.contains(all[at + 1] || null));
      least.forEach((element, at) => found.has(element) || found.set(element, blocks[Math.min(at, blocks.length - 1)]));
    }
    return found;
  };

  /** The source of an element, or of the first that it holds, or of what stands before it. @param {Source} source @param {Element} element */
  const find = (source, element) => {
    const found = match(source);
    for (let at = /** @type {Element | null} */ (element); at && at !== document.body; at = at.parentElement) {
      const block = found.get(at);
      if (block) return block;
    }
    if (element.closest(AROUND) || !element.closest("main, [role=main], article")) return;
    /** @type {SourceBlock | undefined} */
    let last = source.blocks[0];
    for (const [other, block] of [...found].sort(([a], [b]) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1))) {
      const place = other.compareDocumentPosition(element);
      if (place & Node.DOCUMENT_POSITION_CONTAINS) return block;
      if (place & Node.DOCUMENT_POSITION_FOLLOWING) last = block;
    }
    return last;
  };

  /** The editor's address of a line. @param {Source} source @param {number} line */
  const address = ({ editor, path }, line) => {
    const parts = path.split("/").map(encodeURIComponent).join("/").replace(/%3A/gi, ":");
    // `scheme://file/{path}` and `scheme://file{path}` are the same.
    return editor && editor.replaceAll("/{path}", "{path}").replaceAll("{path}", (_, at, all) => (/[/=:]$/.test(all.slice(0, at)) || parts.startsWith("/") ? parts : `/${parts}`)).replaceAll("{line}", `${line}`);
  };

  /** @param {string} text */
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {}
    // Plain HTTP from another machine has no clipboard of that kind.
    const before = /** @type {HTMLElement | null} */ (document.activeElement);
    const box = /** @type {HTMLTextAreaElement} */ (live.make("textarea", { readonly: "", "aria-hidden": "true" }));
    box.value = text;
    live.overlay.host.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    before?.focus({ preventScroll: true });
    return done;
  };

  /** Opens a place in the editor, or copies where it is. @param {string} file @param {number} line @param {string | null | undefined} to */
  const go = async (file, line, to) => {
    const place = `${file}:${line}`;
    if (to && !/^\s*(?:javascript|data|vbscript|blob):/i.test(to)) {
      live.make("a", { href: to, ...(/^https?:/i.test(to) ? { target: "_blank", rel: "noreferrer" } : {}) }).click();
      return live.overlay.say(`Opening ${place} in your editor.`);
    }
    live.overlay.say((await copy(place)) ? `Copied ${place}` : `The place is ${place}`);
  };

  live.source = { load, forget, match, find, go, address };
})();
