// Finds out which children of the page are the same as before, so that what was put in or taken out
// leaves the others alone: a paragraph put in above an open <details> must not hand its place on to
// it. idiomorph, which rewrites in order, does the rest: fields, drawings, and what moved elsewhere.

(() => {
  const live = waypostLive;
  /** Comparisons that two lists of children are worth. */
  const MOST = 250_000;
  const WHOLE = "input, textarea, select, option, template, audio, video, picture, svg";

  /** @typedef {{ left: ChildNode | null, right: ChildNode | null, same?: boolean }} Pair */

  /** What makes a node the same; whether the reader has opened it does not. @param {Node} node */
  const key = (node) => (node instanceof Element ? node.outerHTML.replace(/(<(?:details|dialog)\b[^>]*?) open=""/g, "$1") : `${node.nodeType} ${node.nodeValue}`);

  /** Whether one can become the other. @param {Node} left @param {Node} right */
  const like = (left, right) =>
    left instanceof Element && right instanceof Element ? left.localName === right.localName && left.namespaceURI === right.namespaceURI && left.id === right.id : left.nodeType === right.nodeType;

  /** The longest common run of two lists, as pairs of places. @param {string[]} left @param {string[]} right */
  const common = (left, right) => {
    /** @type {[number, number][]} */
    const found = [];
    if (left.length * right.length > MOST) return found;
    const wide = right.length + 1;
    const best = new Uint32Array((left.length + 1) * wide);
    for (let l = left.length - 1; l >= 0; l--) {
      for (let r = right.length - 1; r >= 0; r--) {
        best[l * wide + r] = left[l] === right[r] ? best[(l + 1) * wide + r + 1] + 1 : Math.max(best[(l + 1) * wide + r], best[l * wide + r + 1]);
      }
    }
    for (let l = 0, r = 0; l < left.length && r < right.length; ) {
      if (left[l] === right[r]) found.push([l++, r++]);
      else if (best[(l + 1) * wide + r] >= best[l * wide + r + 1]) l++;
      else r++;
    }
    return found;
  };

  /** Between two that are the same: each takes the next that it can become. @param {ChildNode[]} left @param {ChildNode[]} right */
  const gap = (left, right) => {
    /** @type {Pair[]} */
    const pairs = [];
    const rest = [...left];
    for (const node of right) {
      const at = rest.findIndex((other) => like(other, node));
      // Where fewer come than were there, or as many, an earlier one that fits none was taken out.
      if (at < 0) pairs.push({ left: null, right: node });
      else {
        for (const gone of rest.splice(0, at)) pairs.push({ left: gone, right: null });
        pairs.push({ left: rest.shift() || null, right: node });
      }
    }
    return [...pairs, ...rest.map((gone) => ({ left: gone, right: null }))];
  };

  /** @param {Node} node */
  const ids = (node) => (node instanceof Element ? [node, ...node.querySelectorAll("[id]")].map(({ id }) => id).filter((id) => id) : []);

  /** Whether something with an id goes from one child to another: then it must be carried. @param {Pair[]} pairs */
  const moves = (pairs) => {
    /** @type {Map<string, Pair>} */
    const old = new Map();
    for (const pair of pairs) if (pair.left) for (const id of ids(pair.left)) old.set(id, pair);
    return pairs.some((pair) => pair.right && ids(pair.right).some((id) => old.has(id) && old.get(id) !== pair));
  };

  live.align = (old, now, { kept, readers, whole }) => {
    /** @param {Node} node */
    const name = (node) => (node instanceof Element && live.upgraded(node) && kept.has(node.id) ? `part ${node.id}` : key(node));

    /** @param {Element} left @param {Element} right */
    const attributes = (left, right) => {
      for (const { name, value } of right.attributes) if (left.getAttribute(name) !== value && !readers(name, left)) left.setAttribute(name, value);
      for (const { name } of [...left.attributes]) if (!right.hasAttribute(name) && !readers(name, left)) left.removeAttribute(name);
    };

    /** @param {Node} left @param {Node} right */
    const become = (left, right) => {
      if (left instanceof CharacterData) left.data = right.nodeValue || "";
      if (!(left instanceof Element && right instanceof Element)) return;
      const pairs = left.matches(WHOLE) ? null : children(left, right);
      if (!pairs || moves(pairs.all)) return whole(left, right);
      attributes(left, right);
      let { after } = pairs;
      for (const { left: was, right: is, same } of pairs.all.reverse()) {
        if (was && !is) left.removeChild(was);
        else if (was && is) {
          if (!same) become(was, is);
          after = was;
        } else if (is) after = left.insertBefore(document.importNode(is, true), after);
      }
    };

    /** What each child becomes, without those at both ends that are the same. @param {Element} left @param {Element} right */
    const children = (left, right) => {
      const [was, is] = [[...left.childNodes], [...right.childNodes]];
      const [old, fresh] = [was.map(name), is.map(name)];
      let from = 0, end = 0;
      const most = Math.min(was.length, is.length);
      while (from < most && old[from] === fresh[from]) from++;
      while (end < most - from && old[old.length - 1 - end] === fresh[fresh.length - 1 - end]) end++;
      const [last, to] = [was.length - end, is.length - end];
      /** @type {Pair[]} */
      const all = [];
      let [l, r] = [from, from];
      for (const [one, other] of common(old.slice(from, last), fresh.slice(from, to))) {
        all.push(...gap(was.slice(l, one + from), is.slice(r, other + from)), { left: was[one + from], right: is[other + from], same: true });
        [l, r] = [one + from + 1, other + from + 1];
      }
      all.push(...gap(was.slice(l, last), is.slice(r, to)));
      return { all, after: was[last] || null };
    };

    become(old, now);
  };
})();
