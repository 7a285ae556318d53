// Blocks of a page: paragraphs, headings, list items, cells, pictures, cards: whatever shows words or
// pictures of its own and is not a part of a line.

(() => {
  const live = waypostLive;
  const INLINE = /^(?:a|abbr|b|bdi|bdo|br|button|cite|code|data|del|dfn|em|i|img|input|ins|kbd|label|map|mark|math|meter|output|picture|progress|q|rp|rt|ruby|s|samp|select|slot|small|source|span|strong|sub|sup|svg|textarea|time|track|u|var|wbr)$/;
  const NEVER = /^(?:script|style|template|link|meta|noscript|head)$/;

  live.inline = (element) => INLINE.test(element.localName);

  live.upgraded = (element) => element.localName.includes("-") && !!customElements.get(element.localName);

  /** Whether an element is a part of a line. @param {Element} element @returns {boolean} */
  const flat = (element) => live.inline(element) && (element.localName === "svg" || [...element.children].every(flat));

  /** @param {string} text */
  const folded = (text) => text.replace(/\s+/g, " ").trim();

  live.blocks = (root) => {
    /** @type {Block[]} */
    const all = [];
    /** @param {Element} element */
    const walk = (element) => {
      const block = { element, key: "" };
      const at = all.length;
      for (const node of element.childNodes) {
        if (node.nodeType === Node.TEXT_NODE) block.key += node.nodeValue;
        else if (!(node instanceof Element) || NEVER.test(node.localName) || live.upgraded(node)) continue;
        else if (flat(node)) block.key += node.outerHTML;
        else walk(node);
      }
      if (/^(?:video|audio|iframe|object|hr)$/.test(element.localName)) block.key += element.outerHTML;
      block.key = folded(block.key);
      if (!block.key) return;
      block.key = `${element.localName} ${block.key}`;
      all.splice(at, 0, block);
    };
    walk(root);
    return all;
  };

  // What is new or other; where something was only taken away, what stands there now.
  live.changed = (before, after) => {
    let from = 0, end = 0;
    while (from < before.length && from < after.length && before[from].key === after[from].key) from++;
    const most = Math.min(before.length, after.length) - from;
    while (end < most && before[before.length - 1 - end].key === after[after.length - 1 - end].key) end++;
    /** @type {Map<string, number>} */
    const old = new Map();
    for (const { key } of before.slice(from, before.length - end)) old.set(key, (old.get(key) || 0) + 1);
    const fresh = after.slice(from, after.length - end).filter(({ key }) => {
      const left = old.get(key) || 0;
      old.set(key, left - 1);
      return left <= 0;
    });
    if (!fresh.length && before.length !== after.length) fresh.push(...after.slice(from, from + 1), ...after.slice(-1));
    return fresh.map(({ element }) => element);
  };

  live.letters = (text) => text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "") || folded(text);

  /** Letters of an element that are looked at. */
  const ENOUGH = 400;

  live.words = (element) => {
    let text = "";
    /** @param {Element} inside */
    const walk = (inside) => {
      for (const node of inside.childNodes) {
        if (text.length > ENOUGH) return;
        if (node.nodeType === Node.TEXT_NODE) text += node.nodeValue;
        if (!(node instanceof Element) || NEVER.test(node.localName) || node.matches("svg, [hidden], .anchor, sup:has([id*='fnref'])")) continue;
        walk(node);
        text += live.inline(node) ? "" : " ";
      }
    };
    walk(element);
    return live.letters(text);
  };
})();
