// Brings the body of the page to what it is now, without touching what stayed as it was: scroll
// position, focus, selection, open <details>, what was typed, what is playing (align.js, idiomorph).
//
// Elements that a script of the theme runs (custom elements) have made their HTML into something
// else. While their source is the same they are left alone; when it is another, they are made anew
// from it, as on a page that was just loaded, and the script takes over again.

(() => {
  const live = waypostLive;
  /** @type {{ morph: (old: Node, now: Node, options: object) => void }} */
  const idiomorph = /** @type {any} */ (globalThis).Idiomorph;
  /** Milliseconds that an element that was made anew has to come back to its size. */
  const SETTLE = 1500;

  /** What the reader does, not the source, once the page is there. @param {string} attribute @param {Element} element */
  const readers = (attribute, element) =>
    (attribute === "open" && element.matches("details, dialog")) || (/^(?:value|checked|selected)$/.test(attribute) && element.matches("input, textarea, option"));

  /** Elements run by a script, without those inside others. @param {Element} root */
  const run = (root) => [...root.querySelectorAll("*")].filter((element) => live.upgraded(element) && !upper(element, root));

  /** @param {Element} element @param {Element} root */
  const upper = (element, root) => {
    for (let at = element.parentElement; at && at !== root; at = at.parentElement) if (live.upgraded(at)) return true;
    return false;
  };

  /**
   * Puts a mark in the place of each element that is run by a script and is new or other.
   * @param {HTMLElement} body @param {Map<Element, string>} sources
   */
  const part = (body, sources) => {
    const old = run(document.body);
    /** @type {Map<string, Element>} */
    const fresh = new Map();
    /** Those that stay, by id. @type {Map<string, Element>} */
    const kept = new Map();
    /** Elements that have an id for the time of the morph only. @type {Element[]} */
    const named = [];
    run(body).forEach((now, n) => {
      const id = now.id || `waypost-part-${n}`;
      const at = old.findIndex((element) => element.localName === now.localName && element.id === now.id);
      const [was] = at < 0 ? [] : old.splice(at, 1);
      if (was && sources.get(was) === now.outerHTML) {
        if (!was.id) {
          named.push(was);
          was.id = now.id = id;
        }
        // Its own children are no match for anything.
        now.replaceChildren();
        kept.set(id, was);
        return;
      }
      const mark = live.make("template", { id });
      fresh.set(id, now);
      now.replaceWith(mark);
      was?.replaceWith(Object.assign(mark.cloneNode(), { height: was.getBoundingClientRect().height }));
    });
    return { fresh, kept, named };
  };

  /** @param {Map<string, Element>} fresh @param {Map<Element, string>} sources */
  const fill = (fresh, sources) => {
    for (const [id, now] of fresh) {
      const mark = /** @type {any} */ (document.body.querySelector(`template[id="${CSS.escape(id)}"]`));
      if (!mark) continue;
      const element = /** @type {HTMLElement} */ (document.importNode(now, true));
      sources.set(element, now.outerHTML);
      // What its script will show is not there yet: without room, the page would jump.
      if (mark.height) {
        element.style.minBlockSize = `${mark.height}px`;
        setTimeout(() => element.removeAttribute("style"), SETTLE);
      }
      mark.replaceWith(element);
    }
  };

  /** Where an element with focus is, to find it again. @param {Element | null} element */
  const hold = (element) => {
    if (!element || element === document.body || element === document.documentElement) return () => {};
    const { id } = element;
    const href = element.getAttribute("href");
    const field = /** @type {HTMLInputElement} */ (element);
    let start = /** @type {number | null} */ (null), end = start;
    try {
      [start, end] = [field.selectionStart, field.selectionEnd];
    } catch {}
    return () => {
      if (document.activeElement === element) return;
      const again = element.isConnected ? element : (id && document.getElementById(id)) || (href && document.querySelector(`a[href="${CSS.escape(href)}"]`));
      if (!(again instanceof HTMLElement)) return;
      again.focus({ preventScroll: true });
      try {
        if (start !== null && start !== undefined) /** @type {HTMLInputElement} */ (again).setSelectionRange(start, end);
      } catch {}
    };
  };

  /** The selected words of the page. */
  const select = () => {
    const selection = getSelection();
    if (!selection?.rangeCount || selection.isCollapsed) return () => {};
    const { anchorNode, anchorOffset, focusNode, focusOffset } = selection;
    const words = anchorNode === focusNode && anchorNode instanceof CharacterData ? anchorNode.data.slice(Math.min(anchorOffset, focusOffset), Math.max(anchorOffset, focusOffset)) : "";
    return () => {
      if (!anchorNode?.isConnected || !focusNode?.isConnected) return;
      const first = Math.min(anchorOffset, focusOffset);
      // The same words, where they still are; else the same place.
      const at = words && anchorNode instanceof CharacterData ? anchorNode.data.indexOf(words) : -1;
      const moved = at < 0 ? 0 : at - first;
      const size = (/** @type {Node} */ node) => (node instanceof CharacterData ? node.length : node.childNodes.length);
      const [from, to] = [Math.min(anchorOffset + moved, size(anchorNode)), Math.min(focusOffset + moved, size(focusNode))];
      // Where only words around it changed, the browser has kept it at its words.
      if (!selection.isCollapsed && selection.anchorNode === anchorNode && selection.focusNode === focusNode) return;
      selection.setBaseAndExtent(anchorNode, from, focusNode, to);
    };
  };

  live.morph = (body, sources) => {
    const focus = hold(document.activeElement);
    const selection = select();
    const { fresh, kept, named } = part(body, sources);
    const callbacks = {
      beforeNodeMorphed: (/** @type {Node} */ old) => !(old instanceof Element && kept.get(old.id) === old),
      beforeAttributeUpdated: (/** @type {string} */ attribute, /** @type {Element} */ element) => !readers(attribute, element),
      // The source's value is the default; what the reader has put in stands before it by itself.
      afterNodeMorphed: (/** @type {Node} */ old, /** @type {Node} */ now) => {
        if (!(old instanceof Element && now instanceof Element && old.matches("input, option"))) return;
        for (const name of ["value", "checked", "selected"]) {
          const value = now.getAttribute(name);
          if (value === old.getAttribute(name)) continue;
          if (value === null) old.removeAttribute(name);
          else old.setAttribute(name, value);
        }
      },
    };
    live.align(document.body, body, { kept, readers, whole: (old, now) => idiomorph.morph(old, now, { restoreFocus: false, callbacks }) });
    fill(fresh, sources);
    for (const element of named) element.removeAttribute("id");
    focus();
    selection();
  };
})();
